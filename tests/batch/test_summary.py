"""Counts add up, and can be stored as plain data and read again."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.summary import SCHEMA, Summary
from support.oracles import schemas
from support.packs import toy

COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)).map(Counter)
SUMMARIES = st.builds(Summary, st.integers(0, 9), COUNTS, COUNTS, COUNTS, COUNTS)


@given(st.lists(SUMMARIES, max_size=5))
def test_counts_add_up(summaries: list[Summary]) -> None:
    """Every record is advised on or rejected; the counts survive a round trip through plain data."""
    whole = Summary()
    for each in summaries:
        whole.add(Summary.of_counts(each.as_counts()))

    assert whole.read == sum(each.advised + sum(each.rejected.values()) for each in summaries)
    assert whole.rejects == sum(each.rejected.total() for each in summaries)
    assert whole.rules == sum((each.rules for each in summaries), Counter())


def test_names_that_never_occur_are_listed() -> None:
    """By the pack's names: an outcome with 0, a rule as never among the reasons."""
    base = toy.bicycle()
    advice = base.advise({"brakes": "no"})
    rules = Counter(reason.rule for reason in advice.reasons)
    summary = Summary(1, outcomes=Counter([str(advice.recommendation)]), rules=rules)
    told = summary.as_dict(base.knowledge)

    assert set(told["outcomes"]) == {name for name, _ in base.knowledge.outcomes}
    assert sum(told["outcomes"].values()) == 1
    assert set(told["rules"]).isdisjoint(told["never"])
    assert {rule.id for rule in base.knowledge.arguments} <= {*told["rules"], *told["never"]}
    head = {"name": "bicycle", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"}
    assert schemas.accepts("summary", {"schema": SCHEMA, "pack": head, **told, "seconds": 0.1, "rate": None})
