"""`exitwise audit diff OLD NEW --on FILE`: the effect of a changed pack on a population."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from shutil import copytree, ignore_patterns
from typing import Any

import pytest

from support.oracles import batch_counts, naive, schemas
from support.packs import shipped, toy
from support.running.program import SOMETHING, Run, exitwise

PEOPLE: list[batch_counts.Record] = [
    {"id": "nobody\u202e\n", "brakes": "yes", "age": 12},
    {"id": 2, "brakes": "no", "age": 15},
    {"brakes": "yes", "age": 15},
    {"brakes": "maybe"},
    {"brakes": "no", "age": 60},
    {"brakes": "yes", "spokes": 47},
]
TABLES = """\
On the records of {file}

Different recommendation  Records     First record
sell -> ride              2 (50.0 %)  {file}, line 1, id nobody\\u202e
sell -> mend              1 (25.0 %)  {file}, line 2, id 2
"""


def changed_copy(folder: Path) -> Path:
    """Copy the pack of the bicycle with another age limit and fewer spokes."""
    copytree(toy.BICYCLE, folder)
    for file, old, new in (
        ("findings.yaml", "{at_least: 10}", "{at_least: 20}"),
        ("facts.yaml", "maximum: 48", "maximum: 40"),
    ):
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def diff(*arguments: object) -> Run:
    """Return a call that compares two packs."""
    return exitwise("audit", "diff", *arguments)


def test_population_follows_the_proof(tmp_path: Path) -> None:
    """Changes have counts and the first record; the proof decides the exit status."""
    new = changed_copy(tmp_path / "new")
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE).name

    ended = diff(toy.BICYCLE, new, "--on", file).inside(tmp_path).expects(1, out=SOMETHING)

    assert ended.out.startswith(diff(toy.BICYCLE, new).expects(1, out=SOMETHING).out)
    population = ended.out[ended.out.index("On the records of") :]
    assert population.startswith(TABLES.replace("{file}", file))
    assert "6 records: 4 compared.\n" in population
    assert f"\n{'by NEW: out-of-range':26}1 (16.7 %)  {file}, line 6\n" in population
    assert "By both: 1 rejected (16.7 %): unknown-value 1.\n" in population


def test_data_equal_the_oracle(tmp_path: Path) -> None:
    """Two files, one of them from standard input; the data fit the schema."""
    new = changed_copy(tmp_path / "new")
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE)
    call = diff(toy.BICYCLE, new, "--format", "json", "--on", file, "--on", "-")

    data = call.reads(batch_counts.lines(PEOPLE)).expects(1, out=SOMETHING).json()

    assert list(schemas.validator("diff").iter_errors(data)) == []
    population = data["population"]
    assert (population["files"], population["records"]) == ([str(file), "-"], 12)
    compare(population, batch_counts.compared(naive.read_pack(toy.BICYCLE), naive.read_pack(new), PEOPLE * 2))
    assert {change["example"]["file"] for change in population["changes"]} == {str(file)}


def compare(population: Mapping[str, Any], expected: batch_counts.ExpectedCounts) -> None:
    """Compare the data with the counts of the oracle."""
    changes = ("aspect", "what", "before", "after"), population["changes"], expected.moves
    refusals = ("by", "cause"), population["refused_by_one"], expected.refused
    for keys, rows, counts in (changes, refusals):
        assert {tuple(row[key] for key in keys): row["records"] for row in rows} == counts
    assert population["rejected"] == {"all": expected.rejected.total(), "by_cause": dict(expected.rejected)}
    assert (population["compared"], population["differing"]) == (expected.compared, expected.differing)


def test_counts_for_the_shipped_pack(tmp_path: Path) -> None:
    """An argument has another outcome, and a warning another name."""
    copytree(shipped.FOLDER.parents[1] / "seeds", tmp_path / "seeds")
    new = tmp_path / "rules" / "new"
    judged = ignore_patterns("properties.yaml", "scenarios")  # they name the warning
    copytree(shipped.FOLDER, new, ignore=judged)
    for file, old, other in (
        (
            "recommendations.yaml",
            "id: mail-only\n  recommend: privacy",
            "id: mail-only\n  recommend: deactivate",
        ),
        ("warnings.yaml", "id: report-anyway", "id: report-all-the-same"),
    ):
        text = (new / file).read_text("utf-8")
        assert old in text
        (new / file).write_text(text.replace(old, other, 1), "utf-8")
    people = batch_counts.random_records(shipped.base().compiled, 200, Random(5))  # noqa: S311 (not used for secrets)
    records = batch_counts.write(tmp_path / "people.jsonl", people)

    data = diff(shipped.FOLDER, new, "--on", records, "--format", "json").expects(1, out=SOMETHING).json()

    expected = batch_counts.compared(shipped.raw(), naive.read_pack(new), people)
    assert expected.by_aspect["recommendation"]
    assert expected.by_aspect["warnings"]
    compare(data["population"], expected)


def test_equal_advice_exits_with_0(tmp_path: Path) -> None:
    """The population has no changes."""
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE[:3])

    diff(toy.BICYCLE, toy.BICYCLE, "--on", file).expects(
        out=(
            "proved.\n",
            "\n3 records: 3 compared.\nSame advice for every record that both packs advise on.\n",
        )
    )


def test_no_line_is_wider_than_the_window(tmp_path: Path) -> None:
    """At 20 columns a table is a list, and all words are there."""
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE).name
    call = diff(toy.BICYCLE, changed_copy(tmp_path / "new"), "--on", file).inside(tmp_path)

    narrow = call.where(COLUMNS="20").expects(1, out=SOMETHING).out

    assert max(map(len, narrow.splitlines())) <= 20
    assert (
        "\n- sell -> mend\n  Records: 1 (25.0\n  %)\n  First record:\n  p.jsonl, line 2,\n  id 2\n" in narrow
    )


@pytest.mark.parametrize(
    ("content", "status", "err"),
    [
        (None, 3, ("p.jsonl cannot be read: the file does not exist",)),
        ("", 2, ("no records in `p.jsonl`",)),
        (
            '{"brakes": "no", "age": 7, "bell": "none", "dor": 1}\n',
            2,
            ("no record of `p.jsonl` is a valid profile: unknown-fact 1", "--rejects"),
        ),
    ],
)
def test_invalid_population_is_rejected(
    content: str | None, status: int, err: tuple[str, ...], tmp_path: Path
) -> None:
    """A missing file exits with 3, one without a profile with 2; nothing is written."""
    if content is not None:
        (tmp_path / "p.jsonl").write_text(content, "utf-8")

    diff(toy.BICYCLE, toy.BICYCLE, "--on", "p.jsonl").inside(tmp_path).expects(status, err=err)
