"""Samples: admissible, with exact distributions, reproducible, and some of them faulty."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.errors import InputError
from exitwise.loader.profile import parse_profile
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.profile import complete
from exitwise.sample.faults import FAULTS
from exitwise.sample.parquet import ColumnsEncoder
from exitwise.sample.sampler import Sample, inject_faults
from support.oracles import naive
from support.packs import shipped, toy

WEIGHED = """
  facts:
    - {id: b, question: Q?, kind: choice, values: {x: X, y: Y, z: Z}, weights: {x: 5, z: 0}}
    - {id: a, question: Q?, kind: choice, unknown: true, values: {x: X, y: Y}, weights: {x: 2, unknown: 4}}
    - {id: n, question: Q?, kind: integer, minimum: 1, maximum: 3, unknown: true}
  constraints: [{id: c, when: {a: y, b: x}, because: So.}]
"""
BICYCLE = "d3d723b19bd406e4a7d79e1c0e9044f501b355b9c0658d17a72a2911200b521a"
"""The digest of the records that every machine and every Python draws."""


def draw_records(sample: Sample, number: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return the records of a sample as data."""
    return [json.loads(line) for line in sample.records(number, seed)]


def sample_of(facts: str, *, weighted: bool = False, **files: str) -> Sample:
    """Return a sampler for a toy pack."""
    return Sample(CompiledRules.of(toy.knowledge(facts=facts, **files)), weighted=weighted)


def test_record_is_a_line_of_json() -> None:
    """First its number, then its answers in the order of the pack."""
    for number, line in enumerate(sample_of(WEIGHED).records(50, 3), 1):
        record = json.loads(line)

        assert line == (json.dumps(record, separators=(",", ":")) + "\n").encode()
        assert record["id"] == number
        assert list(record) == [key for key in ("id", "b", "a", "n") if key in record]


def test_records_of_the_shipped_pack_are_admissible() -> None:
    """Each satisfies the constraints; "I don't know" occurs stated and left out."""
    facts = shipped.base().knowledge.facts
    records = draw_records(Sample(shipped.base().compiled, weighted=True), 300)

    for record in records:
        assert not naive.violated(shipped.raw(), dict(complete(facts, record).values))
    for fact in facts:
        if fact.unknown:
            said = Counter(record.get(fact.id, "left out") for record in records)
            assert said["unknown"]
            assert said["left out"]
    shipped.base().advise(records[0])


def shares(records: Sequence[dict[str, Any]], *facts: str) -> dict[tuple[Any, ...], Fraction]:
    """Return the relative frequency of combinations of answers."""
    found = Counter(tuple(record.get(fact) for fact in facts) for record in records)
    return {answers: Fraction(count, len(records)) for answers, count in found.items()}


def assert_close(found: dict[tuple[Any, ...], Fraction], expected: dict[tuple[Any, ...], Fraction]) -> None:
    """Fail unless the shares are as expected, within the tolerance of some thousand draws."""
    assert found.keys() == expected.keys()
    assert all(abs(found[key] - share) < Fraction(1, 50) for key, share in expected.items())


def test_weighted_distribution() -> None:
    """The default weight is 1, weight 0 never occurs, and constraints hold."""
    expected: dict[tuple[Any, ...], int] = {("x", "x"): 10, ("y", "x"): 2, ("y", "y"): 1}
    expected |= {("x", None): 10, ("y", None): 2, ("x", "unknown"): 10, ("y", "unknown"): 2}
    total = sum(expected.values())

    records = draw_records(sample_of(WEIGHED, weighted=True), 5000)

    assert_close(
        shares(records, "b", "a"), {key: Fraction(weight, total) for key, weight in expected.items()}
    )
    assert_close(
        shares(records, "n"), {(n,): Fraction(1, 6) for n in (1, 2, 3)} | _both_forms(Fraction(1, 4))
    )


def _both_forms(share: Fraction) -> dict[tuple[Any, ...], Fraction]:
    """Return the share of "I don't know" in either form."""
    return {(None,): share, ("unknown",): share}


def test_uniform_distribution() -> None:
    """All profiles are equally likely, whatever the weights."""
    pairs = [(b, a) for b in "xyz" for a in ("x", "y") if (b, a) != ("x", "y")]
    expected: dict[tuple[Any, ...], Fraction] = {pair: Fraction(2, 16) for pair in pairs}
    expected |= {(b, a): Fraction(1, 16) for b in "xyz" for a in (None, "unknown")}

    assert_close(shares(draw_records(sample_of(WEIGHED), 5000), "b", "a"), expected)


@pytest.mark.parametrize(
    ("bounds", "cut", "least", "most"),
    [
        ("minimum: 3, maximum: 9", 100, 3, 9),
        ("minimum: 0, maximum: 10000", -1, 0, 10_000),
        ("minimum: 0", -1, 0, 999),
        ("minimum: 5000", -1, 5000, 5999),
        ("maximum: -7", 100, -1006, -7),
        ("maximum: 70000", 80_000, -500, 499),
        ("minimum: 0, maximum: 10001", -1, 0, 999),
        (f"minimum: {LARGEST - 2}", 0, LARGEST - 2, LARGEST),
        (f"maximum: {SMALLEST + 2}", 0, SMALLEST, SMALLEST + 2),
    ],
)
def test_range_of_numbers(bounds: str, cut: int, least: int, most: int) -> None:
    """All of an interval of up to 10,001 numbers, otherwise the thousand nearest to zero."""
    fact = f"facts: [{{id: n, question: Q?, kind: integer, {bounds}}}]"
    rules = f"[{{id: r, recommend: stay, when: {{n: {{above: {cut}}}}}, because: So.}}]"

    numbers = [record["n"] for record in draw_records(sample_of(fact, recommendations=rules), 4000)]

    assert least <= min(numbers) <= least + (most - least) // 50
    assert most - (most - least) // 50 <= max(numbers) <= most


def test_intervals_have_equal_weights() -> None:
    """Whatever their length."""
    rules = "[{id: r, recommend: stay, when: {n: {above: 0}}, because: So.}]"
    facts = "facts: [{id: n, question: Q?, kind: integer, minimum: 0}]"

    records = draw_records(sample_of(facts, recommendations=rules), 2000)

    assert abs(sum(record["n"] == 0 for record in records) - 1000) < 100


def test_seed_is_reproducible() -> None:
    """A smaller number is a prefix, another seed differs, and the bytes are fixed."""
    sample = Sample(toy.bicycle().compiled, weighted=True)
    lines = list(sample.records(300, 5))

    assert list(sample.records(100, 5)) == lines[:100]
    assert list(Sample(toy.bicycle().compiled, weighted=True).records(300, 5)) == lines
    assert list(sample.records(300, 6)) != lines
    assert hashlib.sha256(b"".join(lines)).hexdigest() == BICYCLE


def test_columns_equal_json_lines() -> None:
    """An absent answer is empty, and so is an unknown number."""
    compiled = toy.bicycle().compiled
    lines = draw_records(Sample(compiled, weighted=False), 200)
    rows = Sample(compiled, weighted=False, encoder=ColumnsEncoder()).records(200, 1)

    for record, row in zip(lines, rows, strict=True):
        numbers = {key: "" for key in ("age", "spokes") if record.get(key) == "unknown"}
        told = record | numbers
        names = ("id", "colour", "brakes", "age", "bell", "spokes")
        assert row.decode() == ",".join(str(told.get(key, "")) for key in names) + "\n"


def test_sample_without_admissible_profiles() -> None:
    """Constraints may exclude all profiles, or all with a positive weight."""
    nothing = WEIGHED.replace("{a: y, b: x}", "{b: [x, y, z]}")
    weightless = WEIGHED.replace("{a: y, b: x}", "{b: [x, y]}")

    with pytest.raises(InputError, match="constraints exclude every one"):
        sample_of(nothing)
    with pytest.raises(InputError, match="--uniform"):
        sample_of(weightless, weighted=True)
    assert {record["b"] for record in draw_records(sample_of(weightless), 20)} == {"z"}


def test_packs_with_one_fact_and_none() -> None:
    """The smallest packs have samples too."""
    assert draw_records(
        sample_of("facts: [{id: n, question: Q?, kind: integer, minimum: 7, maximum: 7}]"), 2
    ) == [
        {"id": 1, "n": 7},
        {"id": 2, "n": 7},
    ]
    assert draw_records(sample_of("facts: []"), 2) == [{"id": 1}, {"id": 2}]


def count_rejected(lines: Sequence[bytes]) -> int:
    """Return how many lines are rejected."""
    refused = 0
    for line in lines:
        try:
            toy.bicycle().advise(parse_profile(line))
        except InputError:
            refused += 1
    return refused


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (20, 150, 250), (100, 1000, 1000)])
def test_share_of_faulty_records(percent: float, least: int, most: int) -> None:
    """The other records are unchanged."""
    sample = Sample(toy.bicycle().compiled, weighted=False)
    spoiler = sample.fault_injector(9)
    good = list(sample.records(1000, 9))
    lines = list(inject_faults(good, percent, 9, spoiler))
    changed = sum(line != before for line, before in zip(lines, good, strict=True))

    assert spoiler.count == changed
    assert least <= changed <= most
    assert count_rejected(lines[:100]) == sum(
        line != before for line, before in zip(lines[:100], good, strict=False)
    )
    assert lines == list(inject_faults(good, percent, 9, sample.fault_injector(9)))


def test_faulty_records_are_of_every_kind() -> None:
    """Contradictions occur only in packs with constraints."""
    ids = {kind.id for kind in Sample(toy.bicycle().compiled, weighted=False).fault_injector(1).kinds}
    free = {
        kind.id for kind in sample_of("facts: [{id: n, question: Q?, kind: integer}]").fault_injector(1).kinds
    }

    assert ids == {kind.id for kind in FAULTS}
    assert "contradiction" not in free
