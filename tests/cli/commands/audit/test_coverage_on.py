"""`exitwise audit coverage --on FILE`: how often rules fire on a population."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from support.oracles import batch_counts, naive
from support.packs import shipped, toy
from support.running.program import SOMETHING, Run, exitwise

PEOPLE: list[batch_counts.Record] = [
    {"brakes": "yes", "age": 10},
    {"brakes": "no", "age": 10, "colour": "red"},
    {"brakes": "yes", "age": 60, "colour": "green"},
    {"brakes": "yes", "color": "red"},
]


def coverage(*arguments: object, pack: object = toy.BICYCLE) -> Run:
    """Return a call of the command."""
    return exitwise("audit", "coverage", "--pack", pack, *arguments)


def counts(population: Mapping[str, Any]) -> dict[str, tuple[int, int | None]]:
    """Return the counts of each rule in the form of the oracle."""
    return {
        rule["id"]: (rule["fires"], rule.get("undefeated", rule.get("among_reasons")))
        for rule in population["rules"]
    }


def test_counts_are_in_the_matrix(tmp_path: Path) -> None:
    """Rules that fire without effect can be seen; the totals are at the end."""
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE).name

    coverage("--on", file).inside(tmp_path).expects(
        out=(
            "Rule          Cites     Fires on\nno-old-green  manual.1  1 (25.0 %)\n",
            "old-is-worn      manual.1, manual.2  2 (100 %)   1 (50.0 %)\n",
            "red-is-loved     GAP: cites nothing  1 (50.0 %)  NEVER\n",
            "just-ride    GAP: cites nothing  2 (100 %)   NEVER\n",
            "\n4 records\n  of p.jsonl\n  2 advised on (50.0 %)\n",
            "  2 rejected (50.0 %): contradiction 1, unknown-fact 1\n  12 rules fire\n",
        )
    )


def test_output_without_a_population() -> None:
    """Neither text nor data mention one."""
    assert "Fires on" not in coverage().expects(out=SOMETHING).out
    assert "population" not in coverage("--format", "json").expects(out=SOMETHING).json()


def test_markdown_equals_json(tmp_path: Path) -> None:
    """Both equal the counts of the oracle; rules that never fire are listed."""
    file = batch_counts.write(tmp_path / "p.jsonl", PEOPLE[:1])

    table = coverage("--on", file, "--format", "markdown").expects(out=SOMETHING).out
    population = coverage("--on", file, "--format", "json").expects(out=SOMETHING).json()["population"]

    assert counts(population) == batch_counts.rule_counts(naive.read_pack(toy.BICYCLE), PEOPLE[:1])
    assert {key: value for key, value in population.items() if key not in {"rules", "never"}} == {
        "files": [str(file)],
        "records": 1,
        "advised": 1,
        "rejected": {"all": 0, "by_cause": {}},
    }
    assert population["never"] == [rule["id"] for rule in population["rules"] if not rule["fires"]]
    assert "| Rule | Because | Cites | Fires on | Undefeated on |\n" in table
    assert "| old-is-worn | It is {age} old. | manual.1, manual.2 | 1 (100 %) | 1 (100 %) |\n" in table
    assert f"\n- {len(population['never'])} never: {', '.join(population['never'])}\n" in table.replace(
        "\\", ""
    )


def test_counts_for_the_shipped_pack(tmp_path: Path) -> None:
    """The counts of 200 profiles equal those of the oracle."""
    people = batch_counts.random_records(shipped.base().compiled, 200, Random(3))  # noqa: S311 (not used for secrets)
    file = batch_counts.write(tmp_path / "people.jsonl", people)

    call = coverage("--on", file, "--format", "json", pack="coursera")

    assert counts(call.expects(out=SOMETHING).json()["population"]) == batch_counts.rule_counts(
        shipped.raw(), people
    )


@pytest.mark.parametrize(
    ("file", "status", "err"),
    [
        ("none.jsonl", 3, "none.jsonl cannot be read: the file does not exist"),
        ("people.txt", 2, "people.txt does not say its form"),
        ("-", 2, "no records in `-`"),
    ],
)
def test_invalid_population_is_rejected(file: str, status: int, err: str, tmp_path: Path) -> None:
    """The message has the name of the file."""
    (tmp_path / "people.txt").write_text("{}")

    coverage("--on", file).inside(tmp_path).expects(status, err=(err,))
