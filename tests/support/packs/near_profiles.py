"""Lines that are nearly profiles: good ones with bytes changed, and objects with unusual spacing and keys."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from exitwise.model.fact import Fact

BICYCLE = {"colour": "green", "brakes": "yes", "age": 5, "spokes": "unknown"}
PIECES = (
    *(b'"brakes"', b'"age"', b'"id"', b'"schema"', b'"colour"', b'"yes"', b'"unknown"', b"null", b"5"),
    *(b":", b":", b",", b"{", b"}", b" ", b"\t", b"\\", b'"', b'":', b"\\u0061", b"\xef\xbb\xbf", b"\xff"),
    *(b"-0", b"5.0", b"1e1", b"NaN", b"true", b"[", b"]", b"\x00", b"9" * 20, b"\xc3\xa9", b"\\ud800"),
)


@st.composite
def mutants(draw: st.DrawFn) -> bytes:
    """Draw a good line with some bytes changed."""
    line = bytearray(json.dumps(draw(st.sampled_from([BICYCLE, {"id": "a:b", "brakes": "no"}]))).encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(line)))
        end = at + draw(st.sampled_from((0, 0, 1, 2, 9)))
        line[at:end] = draw(st.sampled_from((b"", *PIECES)))
    return bytes(line)


SPACES = st.sampled_from(("", "", " ", "\t", "  ", "\r"))


@st.composite
def objects(draw: st.DrawFn, keys: list[str], values: list[Any]) -> bytes:
    """Draw an object with some keys and values, repeated keys and white space included."""
    pairs = [
        f"{draw(SPACES)}{json.dumps(draw(st.sampled_from(keys)))}{draw(SPACES)}:{draw(SPACES)}"
        f"{json.dumps(draw(st.sampled_from(values)))}{draw(SPACES)}"
        for _ in range(draw(st.integers(0, len(keys))))
    ]
    return f"{draw(SPACES)}{{{','.join(pairs)}}}{draw(SPACES)}".encode()


def objects_over(facts: Sequence[Fact]) -> st.SearchStrategy[bytes]:
    """Return objects with the keys and values of a vocabulary, and values that are no answers of theirs."""
    keys = ["id", "schema", *(fact.id for fact in facts)]
    names = [name for fact in facts for name in fact.names]
    return objects(keys, [*names, "unknown", None, 0, 1, 5, 1.5, True, "exitwise.profile/1"])
