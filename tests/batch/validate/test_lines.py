"""The line scanner: accepted lines have the values of their profiles, and plain lines are accepted."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.profiles import ABSENT
from exitwise.batch.validate.lines import LineScanner
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import parse_profile
from exitwise.model.axis import build_axes
from exitwise.model.profile import complete
from exitwise.model.session import raw_answers
from exitwise.sample.faults import FAULTS, HARMLESS, RecordKind
from support.packs import near_profiles, random_packs, shipped, toy
from support.running import batching, blocks
from support.running.batching import TODAY
from support.running.examples import examples

VALID_LINE = b'{"id":7,"brakes":"yes","age":5}'


Read = dict[str, Any]


def scanned(base: KnowledgeBase, lines: Sequence[bytes], keep: tuple[str, ...] = ()) -> dict[int, Read]:
    """Return the value codes and the passed-through values of the lines that are accepted, by row."""
    axes = build_axes(base.knowledge.facts, [rule.when for rule in base.knowledge.all_rules])
    scan = LineScanner(axes, ("id", *keep), TODAY).scan(b"\n".join([*lines, b""]))
    assert len(scan.accepted) == len(lines)
    return {
        row: {fact: int(codes[row]) for fact, codes in scan.codes.items()}
        | {
            key: None if own.index[row] == ABSENT else own.values[int(own.index[row])].as_py()
            for key, own in scan.passthrough.items()
        }
        for row in range(len(lines))
        if scan.accepted[row]
    }


def agrees(base: KnowledgeBase, lines: Sequence[bytes]) -> bool:
    """Return whether every accepted line has the values of its profile."""
    axes = build_axes(base.knowledge.facts, [rule.when for rule in base.knowledge.all_rules])
    for row, codes in scanned(base, lines).items():
        raw = raw_answers(parse_profile(lines[row]), base.knowledge, batching.TODAY)
        name = codes.pop("id")
        values = complete(base.knowledge.facts, raw).values
        assert codes == {fact: blocks.code(axis, values) for fact, axis in axes.items()}
        assert raw.get("id") == (None if name is None else json.loads(name))
    return True


@settings(max_examples=examples(100))
@given(
    st.lists(
        st.one_of(near_profiles.mutants(), st.just(VALID_LINE), st.binary(max_size=9)), min_size=1, max_size=6
    )
)
def test_accepted_lines_agree_with_their_profiles(lines: list[bytes]) -> None:
    """The lines are valid, changed or random bytes."""
    assert agrees(toy.bicycle(), b"\n".join(lines).split(b"\n"))


@settings(max_examples=examples(25))
@given(st.data())
def test_random_packs_agree_with_their_profiles(data: st.DataObject) -> None:
    """Names of values may look like numbers or booleans, and names of facts may differ only in case."""
    pack = data.draw(random_packs.packs())
    base = KnowledgeBase(toy.loaded(pack))
    lines = near_profiles.objects_over(base.knowledge.facts)
    assert agrees(base, data.draw(st.lists(lines, min_size=1, max_size=5)))


LOOKALIKES = """
facts:
  - {id: truth, question: Q?, kind: choice, values: {"true": T, "5": F, "null": N}, unknown: true}
  - {id: days, question: Q?, kind: integer, unknown: true}
"""


@pytest.mark.parametrize("value", [b"true", b"5", b"null", b'"true"', b'"5"', b"NaN", b"5.0"])
@pytest.mark.parametrize(
    "more", [b"", b',"days":"1"', b',"days":1', b',"days":1,', b' , "days" : -0', b',"days":1e0']
)
def test_values_that_look_like_numbers_are_texts(value: bytes, more: bytes) -> None:
    """Without quotes they are not accepted, whatever the length of the line."""
    line = b'{"truth":' + value + more + b"}"

    assert agrees(toy.base(facts=LOOKALIKES), [line, line])


@pytest.mark.parametrize(
    "kind", [kind for kind in FAULTS if not kind.breaks_constraint], ids=lambda kind: kind.id
)
def test_no_faulty_line_is_accepted(kind: RecordKind) -> None:
    """Each kind of fault is between two valid lines."""
    record = {"id": 7, **shipped.admissible(3)}
    good = json.dumps(record).encode()
    line = batching.faulty_line(shipped.base(), kind, record, 1, None).removesuffix(b"\n")

    assert set(scanned(shipped.base(), [good, *line.split(b"\n"), good])) <= {0, 1 + len(line.split(b"\n"))}


@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.id)
def test_harmless_lines_agree_with_their_profiles(kind: RecordKind) -> None:
    """An unusual but valid line is either read correctly or not accepted."""
    line = batching.faulty_line(
        shipped.base(), kind, {"id": 7, **shipped.admissible(3)}, 1, None
    ).removesuffix(b"\n")

    assert agrees(shipped.base(), [line])


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("end", [b"", b"\r"])
@pytest.mark.parametrize(
    "unusual", [(), (b"",), (b"x",), (b"\xff",), (b"12",), (b"[]",), (b"null",), (b"\x00",)]
)
def test_every_plain_line_is_accepted(
    separators: tuple[str, str], end: bytes, unusual: tuple[bytes, ...]
) -> None:
    """White space, line ends and an unusual line among them make no difference."""
    records = [{"id": f"a b {seed}", **shipped.admissible(seed)} for seed in range(9)]
    lines = [json.dumps(record, separators=separators).encode() + end for record in records]
    lines[4:4] = unusual

    assert len(scanned(shipped.base(), lines)) == 9


def test_scalars_pass_through_unchanged() -> None:
    """Lines with other kept values are left to the record validator."""
    values = [
        '"a  b"',
        "7",
        "null",
        '"\u2028"',
        "1.50",
        "-0e1",
        "true",
        "[1, 2]",
        '{"a": 1}',
        '"\\"',
        "01",
        "NaN",
    ]
    lines = [f'{{"brakes": "yes", "more": {value}}}'.encode() for value in values]

    accepted = scanned(toy.bicycle(), lines, ("more",))

    assert {row: codes["more"] for row, codes in accepted.items()} == {
        row: values[row].encode() for row in range(7)
    }


def test_long_lines_and_long_ids_are_not_accepted() -> None:
    """A record is at most 1 MiB, and an id is a number of 64 bits."""
    lines = [
        b'{"brakes":"yes","id":"' + b"x" * 2**20 + b'"}',
        b'{"brakes":"yes","id":1234567890123456789}',
        b'{"brakes":"yes","id":123456789012345678}',
    ]

    assert set(scanned(toy.bicycle(), lines)) == {2}


def test_valid_profiles_are_read_whatever_passes_through() -> None:
    """Kept values may be lists with commas and have escapes, and a line may begin with a byte-order mark."""
    lines = [
        b'{"brakes":"yes"}',
        b'\xef\xbb\xbf{"brakes":"no","more":[1, {"a": "b,c"}],"id":"\\u00e9"}',
        b'{"age" : 5, "brakes":"no", "more":"x"}',
    ]
    axes = build_axes(toy.bicycle().knowledge.facts, [])

    read = LineScanner(axes, ("id", "more"), TODAY).read(lines)

    assert read.accepted.all()
    assert [axes["brakes"].value(int(code)) for code in read.codes["brakes"]] == ["yes", "no", "no"]
    values = {
        key: [own.values[int(index)].as_py() if index >= 0 else None for index in own.index]
        for key, own in read.passthrough.items()
    }
    assert values == {
        "id": [None, b'"\\u00e9"', None],
        "more": [None, b'[1, {"a": "b,c"}]', b'"x"'],
    }
