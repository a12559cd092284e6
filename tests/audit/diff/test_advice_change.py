"""The changes of the advice between two packs, each with its profiles and the rules that may cause it."""

import pytest
from hypothesis import given, settings

from exitwise.audit.diff.advice_change import ASPECTS, REFUSED, advice_changes
from exitwise.audit.diff.matching import MatchedPacks, match_packs
from support.oracles.comparison import PackPair, pairs
from support.packs import toy
from support.running.examples import examples

# A toy pack has 2 places, 4 doors with the unknown one, and days that are known or unknown: 16 profiles.
STAY = "- {id: default, recommend: stay, because: So.}"
LEAVE = "- {id: go, recommend: leave, when: {door: yes}, because: So., overrides: default}"
KNOCK = "- {id: knock, title: T, how: H, phase: act, because: So., when: {recommend: leave}}"
RING = "- {id: ring, title: T, how: H, phase: act, because: So.}"
OUTCOMES = "{name: toy, version: 2026.11.0, title: A toy, outcomes: {stay: S, refused: R, none: N}}"
DOOR = "facts: [{id: door, question: '?', kind: choice, values: {yes: Y, no: N}}]\nconstraints: "


def match(old: dict[str, str], new: dict[str, str]) -> MatchedPacks:
    """Return two toy packs in one space."""
    return match_packs(toy.knowledge(**old), toy.knowledge(**new))


def counts(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str, int]]:
    """Return what changes, the advice before and after, and the number of profiles."""
    matched = match(old, new)
    count = matched.space.count
    return [(each.what, each.before, each.after, count(each.profiles)) for each in advice_changes(matched)]


def test_outcomes_named_none_and_refused() -> None:
    """The outcomes `none` and `refused` are distinct from no recommendation and from refusal."""
    old = {"pack": OUTCOMES, "recommendations": "[{id: default, recommend: none, because: So.}]"}
    middle = {"pack": OUTCOMES, "recommendations": "[{id: default, recommend: refused, because: So.}]"}
    new = {
        "pack": OUTCOMES,
        "facts": f"{DOOR}[{{id: not-shut, when: {{door: no}}, because: So.}}]",
        "recommendations": "[{id: default, recommend: none, when: {door: no}, because: So.}]",
    }

    assert counts(old, middle) == [("recommendation", "none", "refused", 16)]
    assert counts(old | {"facts": DOOR + "[]"}, new) == [
        ("recommendation", "none", "no recommendation", 1),
        ("recommendation", "none", "not admitted", 1),
        ("readiness", "ready", "hold", 1),
    ]


def test_step_replaced_by_warning_of_the_same_name() -> None:
    """A step that becomes a warning of the same name is lost from the plan and gained by the warnings."""
    warning = "[{id: ring, title: T, severity: info, because: So.}]"

    assert counts({"plan": RING}, {"warnings": warning}) == [
        ("step ring", "present", "absent", 16),
        ("warning ring", "absent", "present", 16),
    ]


def test_changed_order_of_steps() -> None:
    """Only profiles whose plan has both steps are reordered, by a rule or by the order in the file alone."""
    recommendations = f"{STAY}\n{LEAVE}"
    first = {"recommendations": recommendations, "plan": f"{KNOCK}\n{RING}"}
    ordered = {"recommendations": recommendations, "plan": f"{KNOCK[:-1]}, after: ring}}\n{RING}"}
    reordered = {"recommendations": recommendations, "plan": f"{RING}\n{KNOCK}"}

    for new in (ordered, reordered):
        assert counts(first, new) == [("order of knock and ring", "knock first", "ring first", 4)]
        matched = match(first, new)
        (change,) = advice_changes(matched)
        assert (change.swapped, change.rules) == (("knock", "ring"), frozenset())
        assert not change.profiles_where(matched.new, change.before).satisfiable()
    assert counts(ordered, reordered) == []


def test_order_changed_by_urgency() -> None:
    """A step goes first where it is urgent, in whichever of the packs; elsewhere the order stays."""
    always = KNOCK.replace(", when: {recommend: leave}", "")
    plain = {"facts": f"{DOOR}[]", "plan": f"{always}\n{RING}"}
    urgent = {"facts": f"{DOOR}[]", "plan": f"{always}\n{RING[:-1]}, urgent: {{door: no}}}}"}

    assert counts(plain, urgent) == [("order of knock and ring", "knock first", "ring first", 1)]
    assert counts(urgent, plain) == [("order of ring and knock", "ring first", "knock first", 1)]


RULES = {
    "facts": f"{DOOR}[{{id: never, when: {{door: yes, not: {{door: yes}}}}, because: So.}}]",
    "recommendations": f"{STAY}\n{LEAVE}",
    "plan": f"{RING}\n{RING.replace('ring', 'pack').replace('act', 'before')}",
    "warnings": """
      - {id: note, title: T, severity: info, because: So.}
      - {id: wait, title: T, hold: true, until: U, when: {door: no}, because: So.}
    """,
}
OTHERS = {
    "facts": f"{DOOR}[{{id: not-shut, when: {{door: no}}, because: So.}}]",
    "recommendations": "[{id: lost, recommend: sell, because: So.}]",
}


@pytest.mark.parametrize(
    ("what", "after", "rules"),
    [
        ("recommendation", "sell", {"default", "go", "lost"}),
        ("recommendation", "not admitted", {"never", "not-shut"}),
        ("readiness", "ready", {"default", "go", "lost", "wait", "pack"}),
        ("step ring", "absent", {"ring"}),
        ("warning note", "absent", {"note"}),
    ],
)
def test_rules_that_give_the_advice(what: str, after: str, rules: set[str]) -> None:
    """They are those of either pack; steps before and holds decide whether it is ready."""
    changes = [
        each for each in advice_changes(match(RULES, OTHERS)) if (each.what, each.after) == (what, after)
    ]

    assert changes
    assert [each.rules for each in changes] == [rules] * len(changes)


@settings(max_examples=examples(15))
@given(pairs())
def test_profiles_get_the_advice_before_and_after(packs: PackPair) -> None:
    """They are all that both packs admit to which OLD gives the one advice and NEW the other.

    A refused profile is admitted by one pack only. A changed order of steps affects only the profiles that
    get both steps.
    """
    matched = match_packs(toy.loaded(packs.old), toy.loaded(packs.new))
    admissible = matched.old.admissible & matched.new.admissible
    changes = list(advice_changes(matched))

    assert [each.aspect for each in changes] == sorted((each.aspect for each in changes), key=ASPECTS.index)
    for change in changes:
        before = change.profiles_where(matched.old, change.before)
        after = change.profiles_where(matched.new, change.after)
        assert change.profiles.satisfiable()
        assert REFUSED in {change.before, change.after} or not (change.profiles & ~admissible).satisfiable()
        assert not (change.profiles & ~(before & after)).satisfiable()
        assert change.swapped or not (before & after & admissible & ~change.profiles).satisfiable()
