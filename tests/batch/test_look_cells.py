"""The quick look at lines of CSV: what it is sure of is a profile, and read right."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.test_look import answers
from exitwise.batch.database import Database
from exitwise.batch.rows import Cells
from exitwise.batch.table import Table
from exitwise.errors import InputError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import parse_profile
from exitwise.model.profile import complete
from support.packs import shipped, toy
from support.running.examples import examples


def looked(base: KnowledgeBase, lines: Cells, keep: tuple[str, ...] = ()) -> dict[int, dict[str, object]]:
    """What is taken of some lines: the answers of each, by its place."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder), threads=1)
        given_lines = Path(folder) / "lines.csv"
        try:
            table = Table(base.knowledge, database, keep=keep)
            unsure = table.look(lines, given_lines)
            if unsure is None:
                return {}
            table.of_lines([], [], given_lines, looked=True)
            columns = ", ".join(f'"{fact.id}"' for fact in base.knowledge.facts)
            told = ", ".join(f'"{name}"' for name in ("id", *keep))
            rows = database.rows(f"SELECT _row_, [{told}], {columns} FROM profiles ORDER BY 1")
        finally:
            database.close()
    assert sorted([*unsure, *(row[0] for row in rows)]) == list(range(len(lines)))
    return {
        row[0]: {**dict(zip(("id", *keep), row[1], strict=True)), **answers(base, row[2:])} for row in rows
    }


CELLS = (
    b"yes",
    b"no",
    b"maybe",
    b"unknown",
    b"",
    b"5",
    b"+5",
    b"05",
    b"-0",
    b"5.0",
    b" 5",
    b"99999999999999999999",
)
MORE = (
    b"green",
    b'"yes"',
    b"NULL",
    b"a\xc3\xa9",
    b"\xff",
    b"\x00",
    b"\x01",
    b"exitwise.profile/1",
    b"?",
    b"{}",
)
HEADERS = (("id", "brakes", "age"), ("brakes",), ("id",), ("schema", "colour", "age", "brakes", "more"))


@settings(max_examples=examples(150))
@given(st.data())
def test_what_it_is_sure_of_is_read_right(data: st.DataObject) -> None:
    """Cells of every kind, too few and too many of them, blank lines."""
    header = data.draw(st.sampled_from(HEADERS))
    cell = st.sampled_from(CELLS + MORE)
    row = st.lists(cell, min_size=len(header) - 1, max_size=len(header) + 1).map(b",".join)
    good = st.sampled_from([b",".join(b"yes" if name == "brakes" else b"" for name in header)])
    content = b"\n".join(data.draw(st.lists(st.one_of(row, good), min_size=1, max_size=6)))
    base, keep = toy.bicycle(), tuple({"more"} & set(header))
    lines = Cells(content, header, {"age"})
    for place, found in looked(base, lines, keep).items():
        raw = parse_profile(lines[place])
        for name in ("id", *keep):
            token = found.pop(name)
            assert raw.pop(name, None) == (None if token is None else msgspec.json.decode(str(token)))
        assert found == dict(complete(base.knowledge.facts, raw).values)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("odd", [b"", b"x", b'"a b"', b"\xff", b",,", b"?"])
def test_plain_rows_are_all_taken(end: bytes, odd: bytes) -> None:
    """Whatever is among them."""
    base = shipped.base()
    header = ("id", *(fact.id for fact in base.knowledge.facts))
    profiles = [{"id": f"é {seed}", **shipped.admissible(seed)} for seed in range(9)]
    rows = [",".join(str(profile.get(name, "")) for name in header).encode() for profile in profiles]
    rows[4:4] = [odd]
    numbers = {fact.id for fact in base.knowledge.facts if fact.kind == "integer"}

    assert len(looked(base, Cells(end.join(rows), header, numbers))) == 9


def test_a_row_that_cannot_be_read_is_left_to_the_gate() -> None:
    """As is every record that the careful reading refuses."""
    lines = Cells(b"a,maybe,5\nb,yes,5\nc,yes,-5", ("id", "brakes", "age"), {"age"})

    assert set(looked(toy.bicycle(), lines)) == {1}
    for place in (0, 2):
        with pytest.raises(InputError):
            complete(toy.bicycle().knowledge.facts, parse_profile(lines[place]))
