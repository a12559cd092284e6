"""The cell scanner: accepted lines agree with the record validator, and plain lines are accepted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.columns.table import CellForms
from exitwise.batch.profiles import ABSENT, Profiles
from exitwise.batch.read.rows import Cells
from exitwise.batch.records import Records
from exitwise.batch.validate import cells as module
from exitwise.batch.validate.cells import CellScanner
from exitwise.batch.validate.passthrough import raw_values
from exitwise.batch.validate.record_validator import RecordValidator
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import MAX_BYTES, parse_profile
from exitwise.model.axis import build_axes
from exitwise.model.fact import Fact
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.profile import SCHEMA, complete
from support.packs import random_packs, shipped, toy
from support.running import blocks
from support.running.examples import examples

TODAY = date(2026, 11, 23)
KEYS = ("id", "more")
Row = tuple[dict[str, int], dict[str, bytes]]
"""The value codes of a record, and the JSON of what passes through."""


def scanner(base: KnowledgeBase, header: Sequence[str]) -> CellScanner:
    """Return a scanner for a pack and the columns of a file."""
    return CellScanner(axes(base), KEYS, header, TODAY)


def axes(base: KnowledgeBase) -> Any:
    """Return the axes of a pack."""
    knowledge = base.knowledge
    return build_axes(knowledge.facts, [rule.when for rule in knowledge.all_rules])


def accepted_rows(profiles: Profiles) -> dict[int, Row]:
    """Return the accepted records by row."""
    values = {key: own.values.to_pylist() for key, own in profiles.passthrough.items()}
    return {
        row: (
            {fact: int(codes[row]) for fact, codes in profiles.codes.items()},
            {
                key: values[key][own.index[row]]
                for key, own in profiles.passthrough.items()
                if own.index[row] != ABSENT
            },
        )
        for row in profiles.accepted.nonzero()[0].tolist()
    }


def validated_rows(base: KnowledgeBase, content: bytes, header: Sequence[str]) -> dict[int, Row]:
    """Return the records that the record validator accepts, by row."""
    facts = base.knowledge.facts
    lines = Cells(content + b"\n", header, CellForms({fact.id for fact in facts if fact.kind == "integer"}))
    validated = RecordValidator(base.knowledge, TODAY, keep=KEYS[1:]).validate(
        Records("f", lines, columns=len(header))
    )
    return {row: _row(base, line) for row, line in zip(validated.rows, validated.lines, strict=True)}


def _row(base: KnowledgeBase, line: bytes) -> Row:
    raw = parse_profile(line)
    profile = complete(base.knowledge.facts, {key: value for key, value in raw.items() if key != "more"})
    codes = {name: blocks.code(axis, profile.values) for name, axis in axes(base).items()}
    tokens = raw_values(line, [key for key in KEYS if key in raw])
    return codes, {key: bytes(token) for key, token in tokens.items()}


def count_accepted(base: KnowledgeBase, content: bytes, header: Sequence[str]) -> int:
    """Check the accepted lines against the record validator, and return their number."""
    expected = validated_rows(base, content, header)
    profiles = scanner(base, header).scan(content + b"\n")
    accepted = accepted_rows(profiles)

    assert len(profiles.accepted) == content.count(b"\n") + 1
    assert accepted == {row: expected.get(row) for row in accepted}
    return len(accepted)


UNUSUAL = (
    *(
        b"yes",
        b"maybe",
        b"unknown",
        b"",
        b"5",
        b"+5",
        b"05",
        b"-0",
        b"5.0",
        b" 5",
        b"9" * 20,
        b"0" * 21,
        b"--5",
    ),
    *(b"green", b'"yes"', b"NULL", b"null", b"a\xc3\xa9", b"\xff", b"\xed\xa0\x80", b"\0", b"\1", b"\t"),
    *(b"exitwise.profile/1", b"exitwise.session/1", b"?", b"{}", b"a\\b", b":", b"\x7f", b"\xe2\x80\xa8"),
    *(b"\r", b"a\r", b"\xef\xbb\xbf", b"=1", b"\xd9\xa5", str(LARGEST).encode(), str(SMALLEST - 1).encode()),
)
ENDS = (b"\n", b"\n", b"\r\n")


HEADER = ("schema", "id", "colour", "age", "brakes", "more")
VALID_CELLS = (b"", b"a", b"", b"5", b"yes", b"")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_unusual_cells_agree_with_the_record_validator(end: bytes) -> None:
    """A line with one unusual cell, in any column, is either read correctly or not accepted."""
    rows = [
        b",".join((*VALID_CELLS[:column], cell, *VALID_CELLS[column + 1 :]))
        for column in range(len(HEADER))
        for cell in UNUSUAL
    ]

    assert count_accepted(toy.bicycle(), end.join(rows), HEADER) > len(UNUSUAL)


@settings(max_examples=examples(100))
@given(st.data())
def test_accepted_lines_agree_with_the_record_validator(data: st.DataObject) -> None:
    """Lines may be blank, end in a lone carriage return, or have too few or too many cells."""
    headers = (("id", "brakes", "age"), ("brakes",), ("id",), HEADER)
    header = data.draw(st.sampled_from(headers))
    row = st.lists(st.sampled_from(UNUSUAL), min_size=len(header) - 1, max_size=len(header) + 1).map(
        b",".join
    )
    good = st.tuples(*(st.sampled_from((b"yes",) if name == "brakes" else (b"", b"5")) for name in header))
    rows = st.lists(st.one_of(row, good.map(b",".join)), min_size=1, max_size=6)

    count_accepted(toy.bicycle(), data.draw(st.sampled_from(ENDS)).join(data.draw(rows)), header)


def cell_values(fact: Fact | None, name: str) -> st.SearchStrategy[bytes]:
    """Return the cells of a column, most of them valid."""
    if fact is None:
        return st.sampled_from((b"", SCHEMA.encode() if name == "schema" else b"a b\\"))
    numbers = [number for number in (*range(-4, 18), SMALLEST, LARGEST) if fact.within(number)]
    known = [*fact.names, *(map(str, numbers) if fact.kind == "integer" else ())]
    known += [f"+{number}" for number in numbers if number > 0] if fact.kind == "integer" else []
    return st.sampled_from([*(value.encode() for value in known), *([b""] if fact.unknown else [])])


@settings(max_examples=examples(100))
@given(st.data())
def test_random_packs_agree_with_the_record_validator(data: st.DataObject) -> None:
    """Names of values may look like numbers or booleans; every plain line is accepted."""
    base = KnowledgeBase(toy.loaded(data.draw(random_packs.packs())))
    facts = base.knowledge.fact
    optional = [name for name, fact in facts.items() if fact.unknown]
    omitted = set(data.draw(st.lists(st.sampled_from(optional)))) if optional else set()
    header = data.draw(st.permutations([*(set(facts) - omitted), "id", "more", "schema"]))
    plain = st.tuples(*(cell_values(facts.get(name), name) for name in header))
    unusual = st.tuples(
        *(st.one_of(cell_values(facts.get(name), name), st.sampled_from(UNUSUAL)) for name in header)
    )
    rows = data.draw(st.lists(plain, min_size=1, max_size=4))
    others = data.draw(st.lists(unusual, max_size=4))
    content = data.draw(st.sampled_from(ENDS)).join(b",".join(row) for row in [*rows, *others])

    assert count_accepted(base, content, header) >= len(rows)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("unusual", [b"", b"x", b'"a b"', b"\xff", b",,", b"?", b"\r", b"a\rb"])
def test_every_plain_line_is_accepted(end: bytes, unusual: bytes) -> None:
    """An unusual line among them makes no difference."""
    base = shipped.base()
    header = ("id", *(fact.id for fact in base.knowledge.facts))
    profiles = [{"id": f"é {seed}", **shipped.admissible(seed)} for seed in range(9)]
    rows = [",".join(str(profile.get(name, "")) for name in header).encode() for profile in profiles]
    rows[4:4] = [unusual]

    assert count_accepted(base, end.join(rows), header) == 9


def test_invalid_lines_are_not_accepted() -> None:
    """They have an unknown value or a number out of bounds; a missing answer is accepted."""
    profiles = scanner(toy.bicycle(), ("id", "brakes", "age")).scan(b"a,maybe,5\nb,yes,5\nc,yes,-5\nd,,5\n")

    assert profiles.accepted.tolist() == [False, True, False, True]


@pytest.mark.parametrize("length", [MAX_BYTES // 7, MAX_BYTES // 6, MAX_BYTES, MAX_BYTES + 1])
@pytest.mark.parametrize("byte", [b"a", b"\1"])
def test_lines_of_too_large_records_are_not_accepted(length: int, byte: bytes) -> None:
    """Escapes of JSON can make a cell six times as long."""
    content = byte * length + b",yes"

    assert count_accepted(toy.bicycle(), content, ("id", "brakes")) == (length == MAX_BYTES // 7)


def test_answers_without_a_column_are_missing() -> None:
    """Whether they matter is left to the rules."""
    profiles = scanner(toy.bicycle(), ("id", "age")).scan(b"1,5\n2,6\n")

    assert profiles.accepted.all()
    assert profiles.block.missing.tolist() == [True, True]


def test_cells_beyond_the_limit_of_the_vocabulary_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only some distinct cells are remembered; others are read again."""
    monkeypatch.setattr(module, "MOST_KNOWN", 2)
    content = b"\n".join(b"%d,yes,%d" % (number, number) for number in range(9))

    assert count_accepted(toy.bicycle(), content, ("id", "brakes", "age")) == 9


def test_a_scanner_can_be_reused_for_the_next_chunk() -> None:
    """Cells remembered from one chunk have the same codes in the next."""
    scan = scanner(toy.bicycle(), ("id", "brakes", "age")).scan

    first, second = scan(b"1,yes,5\n2,no,unknown\n"), scan(b"3,maybe,5\n4,no,unknown\n")

    assert accepted_rows(first)[1][0] == accepted_rows(second)[1][0]
    assert accepted_rows(second)[1][1] == {"id": b'"4"'}
