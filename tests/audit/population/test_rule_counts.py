"""The number of records on which rules fire agrees with a naive reading of every record."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.audit.population.rule_counts import RuleCounts, count_rules
from support.oracles import batch_counts, naive
from support.packs import random_packs, toy
from support.running.examples import examples

RECORDS: list[batch_counts.Record] = [
    {"brakes": "yes", "age": 10, "colour": "blue"},
    {"brakes": "no", "age": 10, "colour": "red"},
    {"brakes": "no"},
    {"brakes": "no", "age": 60, "colour": "green"},
    {"brakes": "maybe"},
    {"brakes": "yes", "color": "red"},
]


def counts(result: RuleCounts) -> dict[str, tuple[int, int | None]]:
    """Return the counts in the form of the oracle."""
    return {name: (count.fires, count.effective) for name, count in result.rules.items()}


def test_counts_by_hand(tmp_path: Path) -> None:
    """Of three advised records one is told to sell and two to mend."""
    result = count_rules(
        toy.bicycle().knowledge, batch_counts.population(batch_counts.write(tmp_path / "a.jsonl", RECORDS))
    )

    assert (result.read, result.advised) == (6, 3)
    assert result.rejected == {"contradiction": 1, "unknown-fact": 1, "unknown-value": 1}
    assert counts(result) == batch_counts.rule_counts(naive.read_pack(toy.BICYCLE), RECORDS)
    assert counts(result) == {
        "no-old-green": (1, None),
        "old-is-worn": (2, 1),
        "red-is-loved": (1, 0),
        "slips-is-unsafe": (2, 2),
        "just-ride": (3, 0),
        "mend-unsafe": (2, 2),
        "sell-worn": (1, 1),
        "oil": (3, None),
        "set-out": (2, None),
        "write-home": (3, None),
        "slippery": (3, None),
        "wait-for-brakes": (2, None),
    }
    assert result.never == ()


def test_rules_that_never_fire(tmp_path: Path) -> None:
    """Rules that fire on no record are listed in the order of the pack."""
    file = batch_counts.write(tmp_path / "a.jsonl", RECORDS[:1])

    result = count_rules(toy.bicycle().knowledge, batch_counts.population(file))

    assert result.never == (
        "no-old-green",
        "red-is-loved",
        "slips-is-unsafe",
        "mend-unsafe",
        "set-out",
        "wait-for-brakes",
    )


@st.composite
def populations(draw: st.DrawFn) -> tuple[naive.Pack, list[batch_counts.Record]]:
    """Draw a pack and profiles of it."""
    pack = draw(random_packs.mixed_packs())
    return pack, draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=15))


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(populations())
def test_random_packs_agree_with_naive_reading(
    drawn: tuple[naive.Pack, list[batch_counts.Record]],
) -> None:
    """Defeated arguments and unused findings are counted as firing."""
    pack, records = drawn
    advice = [batch_counts.outcome_of(pack, record) for record in records]
    refused = [each for each in advice if isinstance(each, str)]
    if len(refused) == len(records):
        return
    with TemporaryDirectory() as folder:
        result = count_rules(
            toy.loaded(pack), batch_counts.population(batch_counts.write(Path(folder) / "a.jsonl", records))
        )

    assert sorted(result.rejected.elements()) == sorted(refused)
    assert counts(result) == batch_counts.rule_counts(pack, records)
