"""How records become a table: keys that differ by case, and numbers up to their ends."""

import json
from pathlib import Path

import pytest

from exitwise.batch.database import Database
from exitwise.batch.table import Table
from support.packs import toy

FACTS = """
  facts:
    - {id: door, question: Q?, kind: choice, values: {a: A, "b'\\\\": B}}
    - {id: days, question: Q?, kind: integer, unknown: true}
"""
RECORDS: list[dict[str, object]] = [
    {"id": "x", "door": "a", "days": 2**63 - 1, "more": {"k": 1}},
    {"id": 7, "door": "a", "days": -(2**63)},
    {"door": "a", "days": "unknown", "more": None},
    {"door": "a", "days": None},
    {"door": "a"},
]


@pytest.mark.parametrize("kept", ["more", 'a"b', "a'b", "$.x", "days~2"])
def test_lines_come_in_as_they_are(kept: str, tmp_path: Path) -> None:
    """In their order, with their places."""
    base = toy.base(facts=FACTS.replace("b'\\\\", "b"))
    database = Database(tmp_path, threads=1)
    table = Table(base.knowledge, database, keep=(kept,))
    records = [{(kept if key == "more" else key): value for key, value in each.items()} for each in RECORDS]
    lines, places = [json.dumps(each).encode() for each in records], [0, 2, 3, 5, 8]
    table.of_lines(lines, places, tmp_path / "lines.jsonl", looked=False)
    found = database.rows("SELECT _row_, door, days FROM profiles ORDER BY 1")
    told = database.rows(f"SELECT count(*) FROM profiles WHERE {_quoted(kept)} = '{{\"k\":1}}'")
    database.close()

    assert [row[0] for row in found] == places
    assert [row[1] for row in found] == [0] * 5
    assert [row[2] for row in found] == [2**63 - 1, -(2**63), None, None, None]
    assert told == [(1,)]
    assert list(tmp_path.glob("lines*")) == []


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
