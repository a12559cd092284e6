"""What is counted adds up, and survives being written down."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.tally import SCHEMA, Tally
from support.oracles import schemas
from support.packs import toy

COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)).map(Counter)
TALLIES = st.builds(Tally, st.integers(0, 9), COUNTS, COUNTS, COUNTS, COUNTS)


@given(st.lists(TALLIES, max_size=5))
def test_counts_add_up(tallies: list[Tally]) -> None:
    """Of what was read each is advised on or rejected; through plain data too."""
    whole = Tally()
    for each in tallies:
        whole.add(Tally.of_counts(each.as_counts()))

    assert whole.read == sum(each.advised + sum(each.rejected.values()) for each in tallies)
    assert whole.rejects == sum(each.rejected.total() for each in tallies)
    assert whole.rules == sum((each.rules for each in tallies), Counter())


def test_what_never_occurred_is_named() -> None:
    """By the pack's names: an outcome with 0, a rule as never among the reasons."""
    base = toy.bicycle()
    advice = base.advise({"brakes": "no"})
    rules = Counter(reason.rule for reason in advice.reasons)
    tally = Tally(1, outcomes=Counter([str(advice.recommendation)]), rules=rules)
    told = tally.as_dict(base.knowledge)

    assert set(told["outcomes"]) == {name for name, _ in base.knowledge.outcomes}
    assert sum(told["outcomes"].values()) == 1
    assert set(told["rules"]).isdisjoint(told["never"])
    assert {rule.id for rule in base.knowledge.arguments} <= {*told["rules"], *told["never"]}
    head = {"name": "bicycle", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}
    assert schemas.accepts("summary", {"schema": SCHEMA, "pack": head, **told, "seconds": 0.1, "rate": None})
