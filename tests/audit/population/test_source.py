"""The records of a population: of any form, read once, and refused where nobody is among them."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from exitwise.audit.population.comparison import PopulationComparison, compare_population
from exitwise.audit.population.rule_counts import count_rules
from exitwise.audit.population.source import vocabulary
from exitwise.batch.database import Database
from exitwise.errors import FileError, InputError
from support.oracles import batch_counts
from support.packs import toy

FACTS = """
  facts:
    - {id: door, question: Q, kind: choice, unknown: true, values: {yes: Y, no: N}}
    - {id: days, question: Q, kind: integer, unknown: true}
"""
ARGUMENTS = """
  - {id: default, recommend: stay, because: So.}
  - {id: go, recommend: leave, because: So., overrides: default, when: {door: no, days: {above: 2}}}
"""
OLD = {"facts": FACTS, "recommendations": ARGUMENTS}
NEW = {
    "facts": f"{FACTS}    - {{id: place, question: Q, kind: choice, values: {{here: H, gone: G}}}}\n",
    "recommendations": ARGUMENTS.replace("2", "5"),
}
RECORDS: list[batch_counts.Record] = [
    {"id": "a", "door": "no", "days": 3},
    {"id": "b", "door": "no", "days": 9},
    {"id": "c", "door": "shut"},
    {"id": "d", "days": 4},
    {"id": "e", "door": "yes", "days": None},
]


def cells() -> str:
    """The records as CSV, an empty cell for what is absent."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "door", "days"])
    writer.writeheader()
    writer.writerows(RECORDS)
    return out.getvalue()


def parquet(folder: Path, lines: Path) -> Path:
    """The records as Parquet, made of their lines by the database itself."""
    database, file = Database(folder), folder / "people.parquet"
    columns = "{'id': 'VARCHAR', 'door': 'VARCHAR', 'days': 'INTEGER'}"
    database.rows(f"COPY (FROM read_json('{lines}', columns = {columns})) TO '{file}' (FORMAT parquet)")
    database.close()
    return file


def forms(folder: Path) -> list[Path]:
    """The records in every form there is."""
    lines = batch_counts.written(folder / "people.jsonl", RECORDS)
    contents = {
        "people.json": json.dumps(RECORDS).encode(),
        "people.jsonl.gz": gzip.compress(lines.read_bytes()),
        "people.jsonl.zst": zstandard.compress(lines.read_bytes()),
        "people.csv": cells().encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [lines, *(folder / name for name in contents), parquet(folder, lines)]


def told(found: PopulationComparison) -> Any:
    """All that was counted, but for the places."""
    happenings = [*found.changes.items(), *found.refused.items()]
    counts = {key: (each.records, each.example.id) for key, each in happenings}
    return found.read, found.compared, found.by_aspect, found.rejected, counts


def test_every_form_gives_the_same_counts(tmp_path: Path) -> None:
    """JSON Lines, an array, packed, CSV, Parquet: one is another's, one is refused."""
    both = toy.knowledge(**OLD), toy.knowledge(**OLD | {"recommendations": NEW["recommendations"]})
    counts = [told(compare_population(*both, batch_counts.population(file))) for file in forms(tmp_path)]

    assert counts[0][:2] == (5, 4)
    assert counts[0][-1] == {("recommendation", "recommendation", "leave", "stay"): (1, "a")}
    assert counts == [counts[0]] * 6


@pytest.mark.parametrize("form", [".csv", ".parquet", ".jsonl"])
def test_a_fact_that_only_one_pack_requires_refuses_records_and_no_file(form: str, tmp_path: Path) -> None:
    """Whatever the form: all that OLD advises on are refused by NEW, as missing a fact."""
    (file,) = (file for file in forms(tmp_path) if file.suffix == form)

    found = compare_population(toy.knowledge(**OLD), toy.knowledge(**NEW), batch_counts.population(file))

    assert {tuple(key): each.records for key, each in found.refused.items()} == {("new", "missing-fact"): 4}
    assert found.rejected == {"unknown-value": 1}


def test_a_cell_that_two_packs_would_read_differently_is_refused(tmp_path: Path) -> None:
    """A choice of 1 and 2 that became a number; JSON tells the text from the number."""
    digits = {
        "facts": FACTS.replace("kind: integer, unknown: true", "kind: choice, values: {1: One, 2: Two}")
    }
    both = (
        toy.knowledge(facts=digits["facts"].replace("1:", "'1':").replace("2:", "'2':")),
        toy.knowledge(facts=FACTS),
    )
    lines, csv_ = forms(tmp_path)[0], tmp_path / "people.csv"

    assert [fact.kind for fact in vocabulary(both, batch_counts.population(lines).inputs)] == [
        "choice",
        "integer",
    ]
    with pytest.raises(InputError, match="`days` is a number to one pack and a choice of `1`, `2`"):
        vocabulary(both, batch_counts.population(csv_).inputs)


def test_a_column_that_no_pack_knows_refuses_the_file(tmp_path: Path) -> None:
    """As the batch does."""
    file = tmp_path / "people.csv"
    file.write_text("door,dayz\nyes,1\n")

    with pytest.raises(InputError, match="no fact is called `dayz`"):
        count_rules(toy.knowledge(**OLD), batch_counts.population(file))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "there is no record in"),
        (
            '{"door": "shut"}\n{"dor": "no"}\n\n',
            "no record of .* is a profile: blank-line 1, unknown-fact 1, unknown-value 1",
        ),
    ],
)
def test_where_nobody_is_nothing_is_said(content: str, message: str, tmp_path: Path) -> None:
    """Counts of nobody would read as if nothing happened to anybody."""
    file = tmp_path / "people.jsonl"
    file.write_text(content)

    with pytest.raises(InputError, match=message):
        count_rules(toy.knowledge(**OLD), batch_counts.population(file))
    with pytest.raises(InputError, match=message):
        compare_population(toy.knowledge(**OLD), toy.knowledge(**OLD), batch_counts.population(file))


def test_how_far_it_is_is_told_in_bytes_and_records(tmp_path: Path) -> None:
    """File after file; standard input has no size."""
    seen: list[tuple[int, int]] = []
    file = batch_counts.written(tmp_path / "people.jsonl", RECORDS)
    size = file.stat().st_size
    people = batch_counts.population(
        file, file, "-", given=batch_counts.lines(RECORDS).encode(), told=lambda *done: seen.append(done)
    )

    assert count_rules(toy.knowledge(**OLD), people).read == 15
    assert seen == [(size, 5), (2 * size, 10), (2 * size, 15)]


def test_a_missing_or_damaged_file_is_a_files_fault(tmp_path: Path) -> None:
    """It is told by its name, and the folder of what passed through is gone."""
    broken = tmp_path / "people.jsonl.gz"
    broken.write_bytes(gzip.compress(batch_counts.lines(RECORDS).encode())[:-9])

    with pytest.raises(FileError, match="no such file"):
        batch_counts.population(tmp_path / "none.jsonl")
    with pytest.raises(FileError, match=r"people\.jsonl\.gz cannot be read"):
        count_rules(toy.knowledge(**OLD), batch_counts.population(broken))
