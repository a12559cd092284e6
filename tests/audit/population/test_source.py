"""The records of a population: read once, from files of any format; an empty population is rejected."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
import zstandard

from exitwise.audit.population.comparison import PopulationComparison, compare_population
from exitwise.audit.population.rule_counts import count_rules
from exitwise.audit.population.source import vocabulary
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
NEEDY = {
    "recommendations": ARGUMENTS
    + "  - {id: p, recommend: leave, because: So., overrides: default, when: {place: gone}}\n"
}
RECORDS: list[batch_counts.Record] = [
    {"id": "a", "door": "no", "days": 3},
    {"id": "b", "door": "no", "days": 9},
    {"id": "c", "door": "shut"},
    {"id": "d", "days": 4},
    {"id": "e", "door": "yes", "days": None},
]


def cells() -> str:
    """Return the records as CSV, with an empty cell for an absent value."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "door", "days"])
    writer.writeheader()
    writer.writerows(RECORDS)
    return out.getvalue()


def parquet(folder: Path, lines: Path) -> Path:
    """Write the records as Parquet, with a database."""
    file = folder / "people.parquet"
    columns = "{'id': 'VARCHAR', 'door': 'VARCHAR', 'days': 'INTEGER'}"
    duckdb.execute(f"COPY (FROM read_json('{lines}', columns = {columns})) TO '{file}' (FORMAT parquet)")
    return file


def forms(folder: Path) -> list[Path]:
    """Write the records in every format."""
    lines = batch_counts.write(folder / "people.jsonl", RECORDS)
    contents = {
        "people.json": json.dumps(RECORDS).encode(),
        "people.jsonl.gz": gzip.compress(lines.read_bytes()),
        "people.jsonl.zst": zstandard.compress(lines.read_bytes()),
        "people.csv": cells().encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [lines, *(folder / name for name in contents), parquet(folder, lines)]


def all_counts(result: PopulationComparison) -> Any:
    """Return all counts without the places of examples."""
    occurrences = [*result.changes.items(), *result.refused.items()]
    counts = {key: (each.records, each.example.id) for key, each in occurrences}
    return result.read, result.compared, result.by_aspect, result.rejected, counts


def test_counts_do_not_depend_on_format(tmp_path: Path) -> None:
    """JSON Lines, a JSON array, compressed files, CSV and Parquet give the same counts."""
    both = toy.knowledge(**OLD), toy.knowledge(**OLD | {"recommendations": NEW["recommendations"]})
    counts = [
        all_counts(compare_population(*both, batch_counts.population(file))) for file in forms(tmp_path)
    ]

    assert counts[0][:2] == (5, 4)
    assert counts[0][-1] == {("recommendation", "recommendation", "leave", "stay"): (1, "a")}
    assert counts == [counts[0]] * 6


@pytest.mark.parametrize("form", [".csv", ".parquet", ".jsonl"])
def test_missing_required_fact_rejects_records_only(form: str, tmp_path: Path) -> None:
    """A record without a fact that matters under NEW is refused by NEW, and the file is read on.

    On the records `a` and `b` both its answers lead to `leave`.
    """
    (file,) = (file for file in forms(tmp_path) if file.suffix == form)

    result = compare_population(
        toy.knowledge(**OLD), toy.knowledge(**NEW | NEEDY), batch_counts.population(file)
    )

    assert {tuple(key): each.records for key, each in result.refused.items()} == {("new", "missing-fact"): 2}
    assert result.rejected == {"unknown-value": 1}


def test_ambiguous_csv_cell_is_rejected(tmp_path: Path) -> None:
    """A choice of digits that became a number is rejected in CSV, and read in JSON."""
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
    with pytest.raises(InputError, match="`days` is a number in one pack and a choice of `1`, `2`"):
        vocabulary(both, batch_counts.population(csv_).inputs)


def test_unknown_column_is_rejected(tmp_path: Path) -> None:
    """A CSV column that is not a fact of any pack is rejected."""
    file = tmp_path / "people.csv"
    file.write_text("door,dayz\nyes,1\n")

    with pytest.raises(InputError, match="no fact is called `dayz`"):
        count_rules(toy.knowledge(**OLD), batch_counts.population(file))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no records in"),
        (
            '{"door": "shut"}\n{"dor": "no"}\n\n',
            "no record of .* is a valid profile: blank-line 1, unknown-fact 1, unknown-value 1",
        ),
    ],
)
def test_empty_population_is_rejected(content: str, message: str, tmp_path: Path) -> None:
    """A population without a valid profile is rejected."""
    file = tmp_path / "people.jsonl"
    file.write_text(content)

    with pytest.raises(InputError, match=message):
        count_rules(toy.knowledge(**OLD), batch_counts.population(file))
    with pytest.raises(InputError, match=message):
        compare_population(toy.knowledge(**OLD), toy.knowledge(**OLD), batch_counts.population(file))


def test_progress_in_bytes_and_records(tmp_path: Path) -> None:
    """Progress is reported file by file, and standard input has no size."""
    seen: list[tuple[int, int]] = []
    file = batch_counts.write(tmp_path / "people.jsonl", RECORDS)
    size = file.stat().st_size
    population = batch_counts.population(
        file, file, "-", given=batch_counts.lines(RECORDS).encode(), told=lambda *done: seen.append(done)
    )

    assert count_rules(toy.knowledge(**OLD), population).read == 15
    assert seen == [(size, 5), (2 * size, 10), (2 * size, 15)]


def test_missing_or_damaged_file(tmp_path: Path) -> None:
    """A missing or damaged file is named in the error."""
    broken = tmp_path / "people.jsonl.gz"
    broken.write_bytes(gzip.compress(batch_counts.lines(RECORDS).encode())[:-9])

    with pytest.raises(FileError, match="does not exist"):
        batch_counts.population(tmp_path / "none.jsonl")
    with pytest.raises(FileError, match=r"people\.jsonl\.gz cannot be read"):
        count_rules(toy.knowledge(**OLD), batch_counts.population(broken))
