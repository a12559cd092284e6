"""The rules that make a difference: changed ones that lead to it, and do on it what they did not."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

import naive
import toy
from exitwise.audit.diff.comparison import compare
from exitwise.audit.diff.matching import matched
from joint import Joint, pairs

BY_FILE = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")


def rules(pack: naive.Pack) -> Iterator[tuple[str, naive.Rule]]:
    """Every rule of a pack that a profile can meet, with the file it stands in."""
    yield from (("facts.yaml", rule) for rule in naive.listed(pack["facts.yaml"].get("constraints")))
    yield from ((file, rule) for file in BY_FILE for rule in naive.rules(pack, file))


def action(pack: naive.Pack, file: str, rule: naive.Rule) -> tuple[Any, ...]:
    """What a rule does where it fires; the arguments that it overrides are those there are."""
    does = [rule.get(key) for key in ("finding", "recommend", "phase", "done", "hold")]
    after, overridden = sorted(naive.listed(rule.get("after"))), sorted(naive.overridden(pack, rule))
    return file, *does, rule.get("severity", "danger"), after, overridden


def fires(pack: naive.Pack, profile: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The rules that fire on a profile, by their ids, with what each does."""
    facts = naive.complete(pack, profile)
    result = naive.advise(pack, facts)
    state = naive.State(facts, result.findings, result.recommendation)
    return {rule["id"]: action(pack, file, rule) for file, rule in rules(pack) if naive.applies(rule, state)}


def written(pack: naive.Pack) -> dict[str, tuple[Any, ...]]:
    """What each rule asks for and does, by its id."""
    return {rule["id"]: (*action(pack, file, rule), rule.get("when")) for file, rule in rules(pack)}


def sides(joint: Joint, profile: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A profile of both vocabularies as each of the packs knows it."""
    older = {name.removesuffix(" (old)"): profile[name] for name in joint.facts[0]}
    return older, {name: profile[name] for name in joint.facts[1]}


@settings(max_examples=40)
@given(pairs())
def test_who_is_named_has_changed_and_does_otherwise(joint: Joint) -> None:
    """On a profile of the row it fires in one pack alone, or does something else; and somebody is named."""
    before, after = written(joint.old), written(joint.new)
    split = [name for name in joint.facts[0] if name.endswith(" (old)")]

    for row in compare(matched(toy.loaded(joint.old), toy.loaded(joint.new))).rows:
        if row.what.startswith("order of "):
            continue
        assert row.rules
        changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
        assert split or set(row.rules) <= changed
        of_it = (row.aspect, row.what, row.before, row.after)
        there = [sides(joint, profile) for profile, found in joint.moved if of_it in found]
        for name in row.rules:
            assert any(
                fires(joint.old, one).get(name) != fires(joint.new, other).get(name) for one, other in there
            )


DEFAULT = "- {id: default, recommend: stay, because: So.}\n"
LEAVE = "- {id: go, recommend: leave, when: {finding: far}, overrides: default, because: So.}\n"
BOTH = "- {id: go, recommend: leave, when: {finding: far}, because: So.}\n"
FAR = """
  - {{id: near, finding: away, when: {{place: {}}}, because: So.}}
  - {{id: away, finding: far, when: {{finding: away}}, because: So.}}
"""
NOTE = "- {{id: note, title: T, severity: {}, when: {{door: {}}}, because: So.}}\n"
HOLD = "- {{id: wait, title: T, hold: true, until: U, when: {{door: {}}}, because: So.}}\n"
DOORS = "\n".join(toy.DEFAULTS["facts"].rstrip().splitlines())
NEVER = "\n      constraints: [{{id: never, when: {{door: {}}}, because: So.}}]"


def steps(**after: str) -> str:
    """Steps of one phase, each with what must stand before it."""
    ties = {name: f"after: {other}, " if other else "" for name, other in after.items()}
    return "".join(
        f"- {{id: {name}, title: T, how: H, phase: act, {tie}because: So.}}\n" for name, tie in ties.items()
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
    "no rule where two steps changed places in the file": (
        {"plan": steps(one="", two="")},
        {"plan": steps(two="", one="")},
        {"order of one and two: one first -> two first": ()},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_is_responsible(case: str) -> None:
    """The changed rules that what is different rests on, directly or through findings."""
    old, new, expected = CASES[case]

    rows = compare(matched(toy.knowledge(**old), toy.knowledge(**new))).rows

    assert {f"{row.what}: {row.before} -> {row.after}": row.rules for row in rows} == expected
