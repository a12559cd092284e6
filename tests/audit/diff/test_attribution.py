"""Attribution of an advice change: reverting or applying the change of a responsible rule alone matters."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.audit.diff.comparison import Row, compare
from exitwise.audit.diff.matching import match_packs
from support.oracles import exhaustive, naive
from support.oracles.comparison import ROOM, Change, PackPair, pairs
from support.oracles.exhaustive import Profile
from support.oracles.single_changes import FILES, VOCABULARY, SingleChanges, rules_of
from support.packs import toy, variants
from support.running.examples import examples

ONE_RULE: tuple[variants.Change, ...] = (
    *(variants.other_condition, variants.rule_dropped, variants.rule_added, variants.other_conclusion),
    *(variants.links_dropped, variants.step_to_warning, variants.constraint),
)
"""Changes of a single rule."""


def rows(packs: PackPair) -> tuple[Row, ...]:
    """Return the rows of the comparison of two raw packs."""
    return compare(match_packs(toy.loaded(packs.old), toy.loaded(packs.new))).rows


def change_of(row: Row) -> Change:
    """Return the advice change of a row."""
    return row.aspect, row.what, row.before, row.after


@settings(max_examples=examples(60))
@given(pairs())
def test_responsible_rule_decides_some_profile(packs: PackPair) -> None:
    """A responsible rule decides some profile alone, or acts differently where no single rule decides."""
    single = SingleChanges(packs)

    for row in rows(packs):
        profiles = [profile for profile, changes in packs.changed_profiles if change_of(row) in changes]
        decided = {name: single.decided_profiles(name, change_of(row), profiles) for name in single.changed}
        deciding = {name for name, profiles in decided.items() if profiles}
        profiles = [profile for profile in profiles if not any(profile in own for own in decided.values())]

        assert len(set(row.rules)) == len(row.rules)
        assert deciding <= set(row.rules) <= single.changed
        for name in set(row.rules) - deciding:
            assert acts_differently(single, name, row, profiles)
        assert row.rules or row.what.startswith("order of ")


ORDERING = ("phase", "after", "urgent", "by")
"""The keys of a step on which its place depends."""


def acts_differently(single: SingleChanges, name: str, row: Row, profiles: list[Profile]) -> bool:
    """Return whether a rule acts differently on some of the profiles, or the ordering of a step differs."""
    if row.what.startswith("order of "):
        old, new = (
            {step["id"]: step for step in rules_of(pack, "plan.yaml")} for pack in (single.old, single.new)
        )
        if any(old.get(name, {}).get(key) != new.get(name, {}).get(key) for key in ORDERING):
            return bool(profiles)
    return any(
        fires(single.old, profile).get(name) != fires(single.new, profile).get(name) for profile in profiles
    )


def fires(pack: naive.Pack, profile: Profile) -> dict[str, Any]:
    """Return the rules that fire on a profile by id, each without its condition."""
    result = naive.advise(pack, profile)
    state = naive.State(profile, result.findings, result.recommendation)
    return {
        rule["id"]: (file, {key: value for key, value in rule.items() if key != "when"})
        for file in (VOCABULARY, *FILES)
        for rule in rules_of(pack, file)
        if naive.applies(rule, state)
    }


@st.composite
def changed_once(draw: st.DrawFn) -> tuple[PackPair, str]:
    """Draw a small pack and a variant with one rule changed, in either order, and the rule."""
    one = draw(exhaustive.small_packs(ROOM))
    other = draw(variants.changed_once(one, draw(st.sampled_from(ONE_RULE))))
    packs = PackPair(*((one, other) if draw(st.booleans()) else (other, one)))
    changed = SingleChanges(packs).changed
    assume(packs.few and len(changed) == 1)
    return packs, changed.pop()


@settings(max_examples=examples(60))
@given(changed_once())
def test_only_changed_rule_is_responsible(drawn: tuple[PackPair, str]) -> None:
    """If one rule is changed, it alone is responsible, whatever overrides by outcome then refer to."""
    packs, name = drawn

    assert {row.rules for row in rows(packs)} <= {(name,)}


DEFAULT = "- {id: default, recommend: stay, because: So.}\n"
LEAVE = "- {id: go, recommend: leave, when: {finding: far}, overrides: default, because: So.}\n"
BOTH = "- {id: go, recommend: leave, when: {finding: far}, because: So.}\n"
FAR = """
  - {{id: near, finding: away, when: {{place: {}}}, because: So.}}
  - {{id: away, finding: far, when: {{finding: away}}, because: So.}}
"""
NOTE = "- {{id: note, title: T, severity: {}, when: {{door: {}}}, because: So.}}\n"
HOLD = "- {{id: wait, title: T, hold: true, until: U, when: {{door: {}}}, because: So.}}\n"
ANYWAY = """
  - {{id: always, finding: far, because: So.}}
  - {{id: sometimes, finding: far, when: {{door: {}}}, because: So.}}
"""
ONE_AND_TWO = """
  - {{id: one, finding: one, when: {{place: {}, door: {door}}}, because: So.}}
  - {{id: two, finding: two, when: {{place: {}, door: {door}}}, because: So.}}
"""
IF_BOTH = """
- {id: go, recommend: leave, when: [{finding: one}, {finding: two}], overrides: default, because: So.}
"""
EITHER = """
  - {{id: one, finding: far, when: {{door: {}}}, because: So.}}
  - {{id: two, finding: far, when: {{door: {}}}, because: So.}}
"""
THREE = """
  - {{id: one, finding: one, when: {{door: {0}}}, because: So.}}
  - {{id: two, finding: two, when: {{door: {0}}}, because: So.}}
  - {{id: three, finding: three, when: {{door: {0}}}, because: So.}}
  - {{id: elsewhere, finding: three, when: {{door: {1}}}, because: So.}}
"""
TWO_OF_THREE = """
- id: go
  recommend: leave
  when:
    any:
      - [{finding: one}, {finding: two}]
      - [{finding: one}, {finding: three}]
      - [{finding: two}, {finding: three}]
  overrides: default
  because: So.
"""
SHUT = "- {id: go, recommend: leave, when: {door: no}, overrides: default, because: So.}\n"
MORE = "  - {id: more, finding: far, when: {place: gone}, because: So.}\n"
ADDED = "- {id: added, recommend: sell, when: {door: yes}, because: So.}\n"
DOORS = "\n".join(toy.DEFAULTS["facts"].rstrip().splitlines())
NEVER = "\n      constraints: [{{id: never, when: {{door: {}}}, because: So.}}]"


def steps(**after: str) -> str:
    """Return steps of one phase, each with its predecessors."""
    ties = {name: f"after: {other}, " if other else "" for name, other in after.items()}
    return "".join(
        f"- {{id: {name}, title: T, how: H, phase: act, {tie}because: So.}}\n" for name, tie in ties.items()
    )


def over_weak(outcome: str, door: str) -> str:
    """Return an argument that always overrides another one, which tests the door."""
    weak = f"- {{id: weak, recommend: sell, when: {{door: {door}}}, because: So.}}\n"
    return f"{weak}- {{id: strong, recommend: {outcome}, overrides: weak, because: So.}}\n"


def refusing(**doors: str) -> str:
    """Return constraints, each with the doors that it refuses."""
    rules = ", ".join(f"{{id: {name}, when: {{door: {door}}}, because: So.}}" for name, door in doors.items())
    return f"\n      constraints: [{rules}]"


def against(first: str, second: str) -> str:
    """Return two arguments that always apply, either of which may override the other."""
    return (
        f"- {{id: default, recommend: stay, {first}because: So.}}\n"
        f"- {{id: go, recommend: leave, {second}because: So.}}\n"
    )


def overriding(place: str) -> str:
    """Return an argument that overrides all arguments for `sell`, and one that overrides it at a place."""
    return (
        "- {id: go, recommend: leave, when: {door: yes},"
        " overrides: [default, {recommend: sell}], because: So.}\n"
        f"- {{id: first, recommend: stay, when: {{door: yes, place: {place}}},"
        " overrides: [go, {recommend: sell}], because: So.}\n"
    )


CASES: dict[str, tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]] = {
    "the rule that a rule rests on, and not the one between": (
        {"findings": FAR.format("here"), "recommendations": DEFAULT + LEAVE},
        {"findings": FAR.format("gone"), "recommendations": DEFAULT + LEAVE},
        {"recommendation: stay -> leave": ("near",), "recommendation: leave -> stay": ("near",)},
    ),
    "not what only fires on the same profiles": (
        {"recommendations": DEFAULT, "warnings": NOTE.format("info", "yes")},
        {"recommendations": DEFAULT.replace("stay", "sell"), "warnings": NOTE.format("info", "no")},
        {
            "recommendation: stay -> sell": ("default",),
            "warning note: absent -> present": ("note",),
            "warning note: present -> absent": ("note",),
        },
    ),
    "a rule that overrides no more": (
        {"findings": FAR.format("here"), "recommendations": DEFAULT + LEAVE},
        {"findings": FAR.format("here"), "recommendations": DEFAULT + BOTH},
        {"recommendation: leave -> no recommendation": ("go",), "readiness: ready -> hold": ("go",)},
    ),
    "a constraint alone for who is refused": (
        {"facts": DOORS, "recommendations": DEFAULT},
        {"facts": DOORS + NEVER.format("no"), "recommendations": DEFAULT.replace("stay", "sell")},
        {"recommendation: stay -> sell": ("default",), "recommendation: stay -> not admitted": ("never",)},
    ),
    "a hold, and no step that prepares nothing": (
        {"plan": steps(one=""), "warnings": HOLD.format("no")},
        {"plan": steps(two=""), "warnings": HOLD.format("[no, ajar]")},
        {
            "readiness: ready -> hold": ("wait",),
            "step one: present -> absent": ("one",),
            "step two: absent -> present": ("two",),
            "warning wait: absent -> present": ("wait",),
        },
    ),
    "not a warning that makes nobody wait": (
        {"warnings": NOTE.format("info", "yes") + HOLD.format("yes")},
        {"warnings": NOTE.format("danger", "yes") + HOLD.format("[yes, no]")},
        {"readiness: ready -> hold": ("wait",), "warning wait: absent -> present": ("wait",)},
    ),
    "what must stand before, also by way of others": (
        {"plan": steps(one="", two="", three="")},
        {"plan": steps(one="two", two="three", three="")},
        {
            "order of one and two: one first -> two first": ("one",),
            "order of one and three: one first -> three first": ("one", "two"),
            "order of two and three: two first -> three first": ("two",),
        },
    ),
    "of the steps only those that turn these two round": (
        {"plan": steps(one="", two="", three="", four="")},
        {"plan": steps(one="two", two="", three="", four="one")},
        {"order of one and two: one first -> two first": ("one",)},
    ),
    "not an argument that is defeated in both packs": (
        {"recommendations": over_weak("stay", "yes")},
        {"recommendations": over_weak("leave", "no")},
        {"recommendation: stay -> leave": ("strong",)},
    ),
    "not a rule whose finding is concluded anyway": (
        {"findings": ANYWAY.format("yes"), "recommendations": DEFAULT + LEAVE},
        {"findings": ANYWAY.format("no"), "recommendations": DEFAULT + LEAVE.replace("leave", "sell")},
        {"recommendation: leave -> sell": ("go",)},
    ),
    "two that only work together": (
        {"findings": ONE_AND_TWO.format("here", "gone", door="no"), "recommendations": DEFAULT + IF_BOTH},
        {"findings": ONE_AND_TWO.format("here", "here", door="yes"), "recommendations": DEFAULT + IF_BOTH},
        {"recommendation: stay -> leave": ("one", "two")},
    ),
    "two of which each would do": (
        {"findings": EITHER.format("no", "no"), "recommendations": DEFAULT + LEAVE},
        {"findings": EITHER.format("[no, yes]", "[no, yes]"), "recommendations": DEFAULT + LEAVE},
        {"recommendation: stay -> leave": ("one", "two")},
    ),
    "all of three of which any two do, and nobody else": (
        {"findings": THREE.format("no", "ajar"), "recommendations": DEFAULT + TWO_OF_THREE},
        {"findings": THREE.format("[no, yes]", "unknown"), "recommendations": DEFAULT + TWO_OF_THREE},
        {"recommendation: stay -> leave": ("one", "two", "three")},
    ),
    "a rule that is dropped": (
        {"recommendations": DEFAULT + SHUT, "warnings": NOTE.format("info", "yes")},
        {"recommendations": DEFAULT, "warnings": NOTE.format("danger", "yes")},
        {"recommendation: leave -> stay": ("go",)},
    ),
    "rules that are added, with the finding that they rest on": (
        {"recommendations": DEFAULT},
        {"findings": FAR.format("here"), "recommendations": DEFAULT + LEAVE},
        {"recommendation: stay -> leave": ("near", "away", "go")},
    ),
    "a rule that only the older pack would look at": (
        {"findings": FAR.format("here"), "recommendations": DEFAULT + LEAVE},
        {
            "findings": FAR.format("here") + MORE,
            "recommendations": DEFAULT + LEAVE.replace("finding: far", "place: gone"),
        },
        {"recommendation: leave -> stay": ("go",), "recommendation: stay -> leave": ("more", "go")},
    ),
    "constraints of which each would do, and none that refuses others": (
        {"facts": DOORS + refusing(one="ajar", two="ajar", three="ajar")},
        {"facts": DOORS + refusing(one="[ajar, no]", two="[ajar, no]", three="[ajar, unknown]")},
        {
            "recommendation: stay -> not admitted": ("one", "two", "three"),
        },
    ),
    "a constraint that is dropped": (
        {"facts": DOORS + refusing(one="ajar", two="no")},
        {"facts": DOORS + refusing(two="no")},
        {"recommendation: not admitted -> stay": ("one",)},
    ),
    "arguments that override each other the other way round": (
        {"recommendations": against("overrides: go, ", "")},
        {"recommendations": against("", "overrides: default, ")},
        {"recommendation: stay -> leave": ("default", "go")},
    ),
    "not what overrides all arguments for an outcome when one is added": (
        {"recommendations": DEFAULT + overriding("gone")},
        {"recommendations": DEFAULT + overriding("[here, gone]") + ADDED},
        {"recommendation: leave -> stay": ("first",)},
    ),
    "no rule where two steps changed places in the file": (
        {"plan": steps(one="", two="")},
        {"plan": steps(two="", one="")},
        {"order of one and two: one first -> two first": ()},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_responsible_rules(case: str) -> None:
    """The responsible rules are the changed ones that the advice depends on, directly or by findings."""
    old, new, expected = CASES[case]

    rows = compare(match_packs(toy.knowledge(**old), toy.knowledge(**new))).rows

    assert {f"{row.what}: {row.before} -> {row.after}": row.rules for row in rows} == expected
