"""Variants of a pack with one change reverted or applied, and the variants that would not be valid."""

from exitwise.audit.diff.change_set import ChangeSet
from exitwise.audit.diff.matching import match_packs
from support.packs import toy

STAY = "- {id: default, recommend: stay, because: So.}\n"
GO = "- {id: go, recommend: leave, when: {finding: far}, overrides: default, because: So.}\n"
FAR = "- {id: far-away, finding: far, when: {place: gone}, because: So.}\n"


def change_set(old: dict[str, str], new: dict[str, str]) -> ChangeSet:
    """Return the change set of two toy packs."""
    return ChangeSet(match_packs(toy.knowledge(**old), toy.knowledge(**new)))


def test_finding_without_rules_is_never_true() -> None:
    """If the only rule of a finding is reverted, an argument that tests the finding never applies."""
    between = change_set({"recommendations": STAY}, {"findings": FAR, "recommendations": STAY + GO})
    undone, alone = between.with_reverted("far-away"), between.with_applied("far-away")

    assert between.rules == ("far-away", "go")
    assert undone is not None
    assert not undone.compiled.finding["far"].satisfiable()
    assert undone.compiled.outcome == between.matched.old.compiled.outcome
    assert alone is not None
    assert alone.compiled.finding["far"].satisfiable()


def test_variants_are_cached() -> None:
    """A variant is built once, even if it is not a valid pack."""
    between = change_set({"recommendations": STAY}, {"findings": FAR, "recommendations": STAY + GO})

    assert between.with_reverted("go") is between.with_reverted("go")
    assert between.with_applied("go") is between.with_applied("go")


def test_cyclic_variant_is_invalid() -> None:
    """A variant with a cycle of overrides, findings or steps is not a valid pack."""
    one, other = "- {{id: one, {}because: So.}}\n", "- {{id: other, {}because: So.}}\n"
    rules = {
        "recommendations": ("recommend: stay, ", "recommend: leave, ", "overrides: {}, "),
        "findings": ("finding: one, ", "finding: other, ", "when: {{finding: {}}}, "),
        "plan": ("title: T, how: H, phase: act, ",) * 2 + ("after: {}, ",),
    }
    for file, (first, second, tie) in rules.items():
        between = change_set(
            {file: one.format(first + tie.format("other")) + other.format(second)},
            {file: one.format(first) + other.format(second + tie.format("one"))},
        )

        assert between.rules == ("one", "other")
        assert [between.with_reverted("one"), between.with_applied("other")] == [None, None], file


def test_variant_with_wrong_phases_is_invalid() -> None:
    """A variant in which a step comes after one of a later phase is not a valid pack."""
    step = "- {{id: {}, title: T, how: H, phase: {}, {}because: So.}}\n"
    between = change_set(
        {"plan": step.format("one", "act", "after: two, ") + step.format("two", "before", "")},
        {"plan": step.format("one", "act", "") + step.format("two", "after", "")},
    )

    assert between.with_reverted("one") is None
    assert between.with_reverted("two") is not None


def test_reverted_rule_returns_to_its_position() -> None:
    """A reverted rule is inserted after its nearest remaining predecessor, or first."""
    rule = "- {{id: {}, title: T, severity: info, because: So.}}\n"
    old, new = ("".join(map(rule.format, names)) for names in ("abcd", "dbx"))
    between = change_set({"warnings": old}, {"warnings": new})

    def order(name: str) -> str:
        side = between.with_reverted(name)
        assert side is not None
        return "".join(rule.id for rule in side.knowledge.warnings)

    assert [order(name) for name in ("a", "c", "x")] == ["adbx", "dbcx", "db"]
