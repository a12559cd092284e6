"""The comparison on a population agrees with a naive reading of every record."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.audit.population.comparison import PopulationComparison, compare_population
from exitwise.batch.read import source
from support.oracles import batch_counts, comparison, naive
from support.packs import moving, random_packs, toy
from support.running.examples import examples

OLD = {file: text.replace("?,", ",") for file, text in moving.PACK.items()}
"""Without question marks, which not every reader of YAML takes where they stand."""
FACTS = (
    OLD["facts"]
    .replace(", refused: Refused", "")
    .replace("maximum: 90", "maximum: 60")
    .replace(
        "constraints:",
        """  - {id: pets, question: Any pets, kind: choice, values: {yes: Some, no: None}, unknown: true}
      constraints:
        - {id: no-fresh-notice, when: {goal: stay, notice: {below: 5}}, because: So.}""",
    )
)
CHANGES = {
    "recommendations": (
        ("overrides: wants-to-go, ", ""),
        ("when: {goal: stay}", "when: {goal: stay, pets: {not: yes}}"),
        (
            "- {id: has-lease",
            """- {id: stay-put, recommend: stay, overrides: wants-to-go, when: {goal: go, boxes: no},
         because: So.}
      - {id: has-lease""",
        ),
    ),
    "plan": (
        ("after: pack-boxes, ", ""),
        ("after: read-meter, ", ""),
        ("done: {boxes: yes}", "after: read-meter, done: {boxes: yes}"),
        ("[with_landlord, refused]", "[with_landlord, unknown]"),
        (
            "- {id: sign",
            """- {id: feed, title: F, how: H, phase: before, because: So., when: {pets: yes}}
      - {id: sign""",
        ),
    ),
}
"""Edits of the pack that cause a conflict, a gap, another order of steps, and an additional step."""


def changed(file: str) -> str:
    """Return a file of the pack after the change."""
    text = OLD[file]
    for before, after in CHANGES[file]:
        assert before in text
        text = text.replace(before, after)
    return text


CHANGED = OLD | {
    "facts": FACTS,
    "recommendations": changed("recommendations"),
    "plan": changed("plan"),
    "warnings": "[{id: await-deposit, title: T, severity: caution, when: {deposit: asked}, because: So.}]",
}
VALUES: dict[str, list[Any]] = {
    "goal": ["go", "go", "go", "go", "go", "stay", "stay", "away", None],
    "boxes": ["yes", "no", "unknown", None],
    "meter": ["yes", "no", None],
    "deposit": ["with_landlord", "asked", "paid", None] * 3 + ["refused"],
    "lease": ["ending", "offered", "offered", "renewed", None],
    "notice": [0, 4, 5, 30, 60, None, None] * 2 + [61, 91, "unknown"],
}


def people(count: int, seed: int = 1) -> list[batch_counts.Record]:
    """Return records most of which are valid in both packs, some in one, a few in neither."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    records = []
    for number in range(count):
        record = {key: random.choice(values) for key, values in VALUES.items()}
        name = random.choice([None, number, f"n-{number}"])
        record |= {} if random.random() < 0.8 else {"pets": random.choice(["yes", "no"])}
        records.append({"id": name} | record)
    return records


def check_counts(
    result: PopulationComparison, expected: batch_counts.ExpectedCounts, records: list[batch_counts.Record]
) -> None:
    """Compare all counts; examples are compared by their order in the records."""
    assert result.read == len(records)
    assert result.read == result.compared + result.rejected.total() + sum(
        each.records for each in result.refused.values()
    )
    assert (result.compared, result.differing) == (expected.compared, expected.differing)
    assert +result.by_aspect == expected.by_aspect
    assert result.rejected == expected.rejected
    assert {tuple(move): each.records for move, each in result.changes.items()} == expected.moves
    assert {tuple(key): each.records for key, each in result.refused.items()} == expected.refused
    occurrences = [*result.changes.items(), *result.refused.items()]
    examples = {tuple(key): (each.example.line - 1, each.example.id) for key, each in occurrences}
    assert examples == expected.first


def raw(folder: Path, **files: str) -> naive.Pack:
    """Return a toy pack as data."""
    return naive.read_pack(toy.write(folder, **files))


def test_counts_agree_with_naive_reading(tmp_path: Path) -> None:
    """Changes of every aspect and refusals by either or both packs are counted over 400 records."""
    records = people(400)
    file = batch_counts.write(tmp_path / "people.jsonl", records)
    packs_ = raw(tmp_path / "old", **OLD), raw(tmp_path / "new", **CHANGED)
    expected = batch_counts.compared(*packs_, records)

    result = compare_population(toy.knowledge(**OLD), toy.knowledge(**CHANGED), batch_counts.population(file))

    check_counts(result, expected, records)
    assert set(expected.by_aspect) == {"recommendation", "readiness", "plan", "warnings"}
    assert ("plan", "order of the steps", "as in OLD", "as in NEW") in expected.moves
    assert {"new"} < {by for by, _ in expected.refused}
    assert len({cause for _, cause in expected.refused}) > 4


def test_counts_do_not_depend_on_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts and first examples do not depend on the size of chunks or the number of files."""
    records = people(60, seed=2)
    first, second = batch_counts.split(records, 33)
    files = tmp_path / "one.json", tmp_path / "two.json"
    for file, part in zip(files, (first, second), strict=True):
        file.write_text(f"[{','.join(batch_counts.lines(part).splitlines())}]", "utf-8")
    whole = batch_counts.write(tmp_path / "whole.jsonl", records)
    both = toy.knowledge(**OLD), toy.knowledge(**CHANGED)
    one_chunk = compare_population(*both, batch_counts.population(whole))
    monkeypatch.setattr(source, "ROWS", 7)

    result = compare_population(*both, batch_counts.population(*files))

    assert result.files == tuple(map(str, files))
    assert result.read == 60
    assert (result.compared, result.by_aspect) == (one_chunk.compared, one_chunk.by_aspect)
    assert result.rejected == one_chunk.rejected
    for own, others in ((result.changes, one_chunk.changes), (result.refused, one_chunk.refused)):
        assert own.keys() == others.keys()
        for key, occurrence in own.items():
            other = others[key]  # type: ignore[index]
            line = occurrence.example.line + (33 if occurrence.example.file == str(files[1]) else 0)
            assert (occurrence.records, line) == (other.records, other.example.line)
            assert occurrence.example.id == other.example.id


@st.composite
def changed_populations(draw: st.DrawFn) -> tuple[comparison.PackPair, list[batch_counts.Record]]:
    """Draw two packs, one a variant of the other, and profiles of either."""
    pair = draw(comparison.pairs())
    either = st.one_of(random_packs.profiles(pair.old), random_packs.profiles(pair.new))
    return pair, draw(st.lists(either, min_size=1, max_size=25))


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changed_populations())
def test_random_packs_agree_with_naive_reading(
    drawn: tuple[comparison.PackPair, list[batch_counts.Record]],
) -> None:
    """Counts agree for any change of vocabularies, rules and orders."""
    pair, records = drawn
    expected = batch_counts.compared(pair.old, pair.new, records)
    if expected.rejected.total() == len(records):
        return
    with TemporaryDirectory() as folder:
        file = batch_counts.write(Path(folder) / "people.jsonl", records)
        check_counts(
            compare_population(toy.loaded(pair.old), toy.loaded(pair.new), batch_counts.population(file)),
            expected,
            records,
        )
