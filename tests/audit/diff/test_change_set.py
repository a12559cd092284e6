"""Packs with one change more or less: what they hold, and where they are none."""

from exitwise.audit.diff.change_set import ChangeSet
from exitwise.audit.diff.matching import match_packs
from support.packs import toy

STAY = "- {id: default, recommend: stay, because: So.}\n"
GO = "- {id: go, recommend: leave, when: {finding: far}, overrides: default, because: So.}\n"
FAR = "- {id: far-away, finding: far, when: {place: gone}, because: So.}\n"


def hybrids(old: dict[str, str], new: dict[str, str]) -> ChangeSet:
    """What lies between two toy packs."""
    return ChangeSet(match_packs(toy.knowledge(**old), toy.knowledge(**new)))


def test_a_finding_that_no_rule_is_left_for_is_never_true() -> None:
    """Without the rule that concludes it the argument is there and applies nowhere, as if it were not."""
    between = hybrids({"recommendations": STAY}, {"findings": FAR, "recommendations": STAY + GO})
    undone, alone = between.with_reverted("far-away"), between.with_applied("far-away")

    assert between.rules == ("far-away", "go")
    assert undone is not None
    assert not undone.compiled.finding["far"].satisfiable()
    assert undone.compiled.outcome == between.matched.old.compiled.outcome
    assert alone is not None
    assert alone.compiled.finding["far"].satisfiable()


def test_each_is_made_once() -> None:
    """However many rows ask for it, also where it is no pack."""
    between = hybrids({"recommendations": STAY}, {"findings": FAR, "recommendations": STAY + GO})

    assert between.with_reverted("go") is between.with_reverted("go")
    assert between.with_applied("go") is between.with_applied("go")


def test_what_would_go_in_a_circle_is_no_pack() -> None:
    """Neither arguments that override each other, nor findings that rest on each other, nor such steps."""
    one, other = "- {{id: one, {}because: So.}}\n", "- {{id: other, {}because: So.}}\n"
    rules = {
        "recommendations": ("recommend: stay, ", "recommend: leave, ", "overrides: {}, "),
        "findings": ("finding: one, ", "finding: other, ", "when: {{finding: {}}}, "),
        "plan": ("title: T, how: H, phase: act, ",) * 2 + ("after: {}, ",),
    }
    for file, (first, second, tie) in rules.items():
        between = hybrids(
            {file: one.format(first + tie.format("other")) + other.format(second)},
            {file: one.format(first) + other.format(second + tie.format("one"))},
        )

        assert between.rules == ("one", "other")
        assert [between.with_reverted("one"), between.with_applied("other")] == [None, None], file


def test_a_step_of_an_earlier_phase_follows_none_of_a_later() -> None:
    """Put back before what it came after, it leaves no pack."""
    step = "- {{id: {}, title: T, how: H, phase: {}, {}because: So.}}\n"
    between = hybrids(
        {"plan": step.format("one", "act", "after: two, ") + step.format("two", "before", "")},
        {"plan": step.format("one", "act", "") + step.format("two", "after", "")},
    )

    assert between.with_reverted("one") is None
    assert between.with_reverted("two") is not None


def test_a_rule_is_put_back_where_it_stood() -> None:
    """After the nearest of those before it that are still there, or first of all."""
    rule = "- {{id: {}, title: T, severity: info, because: So.}}\n"
    old, new = ("".join(map(rule.format, names)) for names in ("abcd", "dbx"))
    between = hybrids({"warnings": old}, {"warnings": new})

    def order(name: str) -> str:
        side = between.with_reverted(name)
        assert side is not None
        return "".join(rule.id for rule in side.knowledge.warnings)

    assert [order(name) for name in ("a", "c", "x")] == ["adbx", "dbcx", "db"]
