"""Repeated ids: counted as a set of their texts counts them, in every form of input."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.ids import LONG, IdHashes, RepeatedIds, hash_texts, id_hashes
from exitwise.batch.profiles import ABSENT, Passthrough, Profiles
from exitwise.batch.read.source import Form
from exitwise.batch.reject import Reject
from support.packs import toy
from support.running import batching

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.integers(0, 300).map("x".__mul__)


@given(st.lists(st.none() | TEXTS, max_size=30), st.integers(0, 5))
def test_hashes_differ_where_texts_differ(texts: list[str | None], first: int) -> None:
    """Also of a slice, where texts are empty or long, and wherever they stand; null has none."""
    known = [text for text in texts[first:] if text is not None]
    hashes = hash_texts(pa.array(texts, pa.string()).slice(first)).tolist()

    assert len(hashes) == len(known)
    assert len(set(hashes)) == len(set(known))
    assert hashes == [hash_texts(pa.array([text])).item() for text in known]


@pytest.mark.parametrize("length", [1, 7, 8, 9, LONG - 1, LONG, LONG + 1])
def test_each_byte_of_a_text_counts(length: int) -> None:
    """Two texts that differ in one place have two hashes."""
    texts = ["a" * at + "b" + "a" * (length - at - 1) for at in range(length)]

    assert len(set(hash_texts(pa.array(texts)).tolist())) == length


def test_a_hundred_thousand_ids_that_count_up_have_as_many_hashes() -> None:
    """Of several words, of which most are alike."""
    texts = pa.array([f"customer-{number % 7}-{number:08}-of-the-list" for number in range(100_000)])

    assert len(np.unique(hash_texts(texts))) == 100_000


def profiles(values: pa.Array, index: list[int], accepted: list[bool]) -> Profiles:
    """Return records without facts, with these ids."""
    ids = Passthrough(values, np.array(index, np.int32))
    return Profiles(np.array(accepted), {}, {"id": ids})


def reject(name: str | int | None) -> Reject:
    """Return a reject with this id."""
    return Reject(file="f", line=1, offset=None, id=name, faults=())


def same(*texts: str) -> list[int]:
    """Return the hashes of some texts."""
    hashes: list[int] = hash_texts(pa.array(texts)).tolist()
    return hashes


@pytest.mark.parametrize("quoted", [b'"a"', rb'"\u0061"'])
def test_ids_of_accepted_records_and_of_rejects_count(quoted: bytes) -> None:
    """Not an id that is null or absent, nor the one of a line that was not accepted."""
    values = pa.array([b"7", quoted, b"null", b'"lost"', b'""'], pa.binary())
    chunk = profiles(values, [4, 1, 0, 2, ABSENT, 3], [True, True, True, True, True, False])

    assert id_hashes(chunk, []).tolist() == same("", "a", "7")
    assert id_hashes(chunk, [reject("a"), reject(None), reject(7)]).tolist() == same("", "a", "7", "a", "7")
    assert len(id_hashes(chunk, [reject("\ud800")])) == 4


@pytest.mark.parametrize("values", [pa.array(["7", None]), pa.array([b"7", b"null"])])
def test_an_id_is_its_text_in_every_form(values: pa.Array) -> None:
    """A text, and JSON."""
    assert id_hashes(profiles(values, [0, 1], [True, True]), []).tolist() == same("7")


def test_numbers_of_a_table_are_compared_with_each_other() -> None:
    """Whatever their width, and with those of rejects."""
    short = id_hashes(profiles(pa.array([7, None, -1], pa.int8()), [0, 1, 2], [True] * 3), [])
    wide = id_hashes(profiles(pa.array([7], pa.int64()), [0], [True]), [reject(-1), reject(None)])

    assert short.tolist() == wide.tolist()
    assert len(set(short)) == 2


def test_only_so_many_ids_are_compared() -> None:
    """And none of an empty run."""
    hashes = IdHashes(limit=4)
    assert hashes.repeated() == RepeatedIds(0, 0)

    hashes.add(hash_texts(pa.array(["a", "b", "a"])))
    assert hashes.repeated() == RepeatedIds(1, 3)
    for _ in range(2):
        hashes.add(hash_texts(pa.array(["b", "b"])))
    assert hashes.repeated() == RepeatedIds(2, 4)


RECORDS: list[dict[str, Any]] = [
    {"id": 7, "brakes": "no"},
    {"id": "a", "brakes": "no"},
    {"brakes": "no"},
    {"id": "7", "brakes": "yes"},
    {"id": None, "brakes": "no"},
    {"id": "a", "brakes": "never"},
    {"id": None, "brakes": "never"},
    {"id": "a", "brakes": "no", "colour": "green", "age": 60},
]
"""Three repeat an id: one that is accepted, one that is invalid, and one that breaks a constraint."""


CSV = b"id,brakes,colour,age\n7,no,,\na,no,,\n,no,,\n7,yes,,\n,no,,\na,never,,\n,never,,\na,no,green,60\n"
"""The same, an empty id being none."""


@pytest.mark.parametrize(("form", "content"), [("jsonl", batching.jsonl(RECORDS)), ("csv", CSV)])
def test_a_run_counts_the_records_that_repeat_an_id(form: Form, content: bytes) -> None:
    """Of those with an id."""
    summary = batching.run_batch(toy.bicycle(), content, form).summary

    assert (summary.read, summary.rejects) == (8, 3)
    assert summary.repeated_ids == RepeatedIds(3, 5)
