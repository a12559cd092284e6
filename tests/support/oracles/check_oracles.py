"""What a check must find, found by looking at every profile of a small pack, one after the other.

An oracle returns what is wrong: under the names that tell one flaw from another the profiles it touches, or
None where a flaw touches none. A rule is redundant if the pack without it advises everybody the same, a
part of a condition idle if the pack with the shorter condition does: both packs are read naively.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from exitwise.audit.mutation.parts import replace_part
from exitwise.diagnostic import PackDiagnostic
from exitwise.model.condition import All, Compare, Concluded, Condition, Not, OneOf
from exitwise.model.condition import Any as Any_
from exitwise.model.knowledge import Knowledge
from exitwise.model.yaml_text import to_yaml
from support.oracles import exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs

Flaws = dict[tuple[str, ...], list[Profile] | None]
FINDINGS, ARGUMENTS, STEPS, WARNINGS = FILES = (
    *("findings.yaml", "recommendations.yaml"),
    *("plan.yaml", "warnings.yaml"),
)


@dataclass(frozen=True)
class Everybody:
    """A pack as data with all its profiles, and what each is advised; `knowledge` only spells conditions."""

    pack: naive.Pack
    knowledge: Knowledge

    @cached_property
    def all(self) -> list[tuple[Profile, list[str]]]:
        """Every profile, admissible or not, with the constraints that it breaks."""
        return [(one, naive.violated(self.pack, one)) for one in exhaustive.profiles(self.pack)]

    @cached_property
    def admissible(self) -> list[Profile]:
        """Every profile that breaks no constraint."""
        return [profile for profile, broken in self.all if not broken]

    @cached_property
    def advised(self) -> list[tuple[Profile, naive.Result]]:
        """Every admissible profile with its advice."""
        return [(profile, naive.advise(self.pack, profile)) for profile in self.admissible]

    def same_advice(self, other: naive.Pack) -> bool:
        """Whether another pack with the same facts and constraints advises everybody the same."""
        return all(told(result) == told(naive.advise(other, profile)) for profile, result in self.advised)

    def completed(self, witness: Mapping[str, Any]) -> Profile:
        """The profile that is listed for a witness: of numbers that nothing tells apart the first."""
        groups = exhaustive.parts(self.pack)
        values = {name: witness.get(name, "unknown") for name in groups}
        return {name: next(g[0] for g in groups[name] if value in g) for name, value in values.items()}

    def stated(self, profile: Profile) -> int:
        """How many facts a profile states."""
        optional = [fact["id"] for fact in self.pack["facts.yaml"]["facts"] if fact.get("unknown", False)]
        return sum(profile[name] != "unknown" for name in optional)


def told(result: naive.Result) -> tuple[Any, ...]:
    """What counts as advice."""
    return result.recommendation, result.readiness, result.steps, result.warnings


def extents(found: Mapping[str, list[Profile]]) -> Flaws:
    """The flaws that touch at least one profile."""
    return {(name,): profiles for name, profiles in found.items() if profiles}


# Outcomes


def standing(everybody: Everybody) -> list[tuple[Profile, set[str]]]:
    """Each profile with the outcomes for which an argument is left undefeated."""
    outcome = {rule["id"]: rule["recommend"] for rule in naive.rules(everybody.pack, ARGUMENTS)}
    return [(profile, {outcome[name] for name in result.undefeated}) for profile, result in everybody.advised]


def gap(everybody: Everybody) -> Flaws:
    """Profiles without any outcome."""
    found = [profile for profile, outcomes in standing(everybody) if not outcomes]
    return {(): found} if found else {}


def conflict(everybody: Everybody) -> Flaws:
    """Profiles with both of two outcomes."""
    pairs = combinations(everybody.pack["pack.yaml"]["outcomes"], 2)
    profiles = standing(everybody)
    found = {pair: [profile for profile, outcomes in profiles if {*pair} <= outcomes] for pair in pairs}
    return {pair: both for pair, both in found.items() if both}


def unreachable_outcome(everybody: Everybody) -> Flaws:
    """Outcomes that nobody gets, or gets ready."""
    found: Flaws = {}
    for outcome in everybody.pack["pack.yaml"]["outcomes"]:
        its = [pair for pair in everybody.advised if pair[1].recommendation == outcome]
        if all(result.readiness != "ready" for _, result in its):
            found[outcome,] = [profile for profile, _ in its] or None
    return found


# Rules that do nothing


def firing(everybody: Everybody) -> dict[str, list[Profile]]:
    """The profiles on which each rule fires, by its id."""
    found: dict[str, list[Profile]] = {name: [] for name in ids(everybody, *FILES)}
    for profile, result in everybody.advised:
        state = naive.State(profile, result.findings)
        concluded = [
            rule["id"] for rule in naive.rules(everybody.pack, FINDINGS) if naive.applies(rule, state)
        ]
        for name in (*concluded, *result.applied, *result.steps, *result.warnings):
            found[name].append(profile)
    return found


def ids(everybody: Everybody, *files: str) -> list[str]:
    """The ids of the rules of some files."""
    return [rule["id"] for file in files for rule in naive.rules(everybody.pack, file)]


def dead_rule(everybody: Everybody) -> Flaws:
    """Rules that fire on nobody."""
    fires = firing(everybody)
    return {(name,): None for name in ids(everybody, FINDINGS, ARGUMENTS, WARNINGS) if not fires[name]}


def unused_step(everybody: Everybody) -> Flaws:
    """Steps that nobody is told."""
    fires = firing(everybody)
    return {(name,): None for name in ids(everybody, STEPS) if not fires[name]}


def defeated_rule(everybody: Everybody) -> Flaws:
    """Arguments that apply, and never stand."""
    stand = {name for _, result in everybody.advised for name in result.undefeated}
    fires = firing(everybody)
    return extents({name: fires[name] for name in ids(everybody, ARGUMENTS) if name not in stand})


def advising(pack: naive.Pack) -> set[str]:
    """The findings on which arguments, steps and warnings rest, directly or through others."""
    rules = [rule for file in (ARGUMENTS, STEPS, WARNINGS) for rule in naive.rules(pack, file)]
    found: set[str] = set()
    while rules:
        names = {name for rule in rules for name in naive.mentioned(rule.get("when", []))} - found
        found |= names
        rules = [rule for rule in naive.rules(pack, FINDINGS) if rule["finding"] in names]
    return found


def counting(everybody: Everybody) -> Iterator[tuple[str, naive.Rule]]:
    """The finding rules and arguments that fire and may count, each with its file."""
    fires = firing(everybody)
    idle = defeated_rule(everybody)
    findings = advising(everybody.pack)
    for file in (FINDINGS, ARGUMENTS):
        for rule in naive.rules(everybody.pack, file):
            used = file == ARGUMENTS or rule["finding"] in findings
            if used and fires[rule["id"]] and (rule["id"],) not in idle:
                yield file, rule


def redundant_rule(everybody: Everybody) -> Flaws:
    """Rules without which everybody is advised the same."""
    fires = firing(everybody)
    return {
        (rule["id"],): fires[rule["id"]]
        for file, rule in counting(everybody)
        if everybody.same_advice(without(everybody.pack, file, rule["id"]))
    }


def without(pack: naive.Pack, file: str, name: str) -> random_packs.Data:
    """The pack without one rule."""
    return {**pack, file: [rule for rule in pack[file] if rule["id"] != name]}


# Constraints


def constraints(everybody: Everybody) -> list[str]:
    """The ids of the constraints, in their places."""
    return [rule["id"] for rule in naive.listed(everybody.pack["facts.yaml"].get("constraints"))]


def constraint_excludes_nothing(everybody: Everybody) -> Flaws:
    """Constraints that refuse nobody whom the others admit."""
    alone = {broken[0] for _, broken in everybody.all if len(broken) == 1}
    return {(name,): None for name in constraints(everybody) if name not in alone}


def constraint_excludes_everything(everybody: Everybody) -> Flaws:
    """The constraint with which the last profile is refused: the first is the last to be met."""
    if everybody.admissible:
        return {}
    places = constraints(everybody)
    last = max(min(map(places.index, broken)) for _, broken in everybody.all)
    return {(places[last],): None}


def constraint_on_absence(everybody: Everybody) -> Flaws:
    """Constraints that somebody breaks who leaves out what was known."""
    found: dict[tuple[str, ...], list[Profile]] = {}
    for fact in everybody.pack["facts.yaml"]["facts"]:
        for profile in everybody.admissible if fact.get("unknown", False) else ():
            for broken in naive.violated(everybody.pack, {**profile, fact["id"]: "unknown"}):
                found.setdefault((fact["id"], broken), []).append(profile)
    return {**found}


def unused_value(everybody: Everybody) -> Flaws:
    """Values that nobody can have; that two are alike is no matter of profiles."""
    return {
        (value, fact["id"]): None
        for fact in everybody.pack["facts.yaml"]["facts"]
        for value in [*fact.get("values", ()), *(["unknown"] if fact.get("unknown", False) else [])]
        if all(profile[fact["id"]] != value for profile in everybody.admissible)
    }


# Parts of conditions


def idle_condition(everybody: Everybody) -> Flaws:
    """Parts of conditions, of rules that count as a whole, without which nothing changes."""
    silent = {**redundant_rule(everybody), **unused_step(everybody), **dead_rule(everybody)}
    silent |= constraint_excludes_nothing(everybody)
    names = [rule["id"] for _, rule in counting(everybody)]
    names += [*ids(everybody, STEPS, WARNINGS), *constraints(everybody)]
    return {
        (name, to_yaml(part)): None
        for name in names
        if (name,) not in silent
        for part in idle(everybody, name)
    }


def idle(everybody: Everybody, name: str) -> Iterator[Condition]:
    """The outermost parts that can be left out of a rule; what a `not` holds is left alone."""
    whole = everybody.knowledge.rules[name].when
    left = [bare(whole, ())]
    while left:
        part, way = left.pop()
        inner = part.of if isinstance(part, All | Any_) else ()
        for number, each in enumerate(inner):
            if unchanged(everybody, name, replace_part(whole, (*way, number), None)):
                yield each
            else:
                left.append(bare(each, (*way, number)))
    only, _ = bare(whole, ())
    if not isinstance(only, All | Any_) and unchanged(everybody, name, All(())):
        yield only


def bare(part: Condition, way: tuple[int, ...]) -> tuple[Condition, tuple[int, ...]]:
    """An `all` or `any` of one part is that part."""
    while isinstance(part, All | Any_) and len(part.of) == 1:
        part, way = part.of[0], (*way, 0)
    return part, way


def unchanged(everybody: Everybody, name: str, condition: Condition) -> bool:
    """Whether with another condition in a rule the same profiles are admitted and advised the same."""
    other = with_condition(everybody.pack, name, written(condition))
    if name in constraints(everybody):
        return all(bool(naive.violated(other, each)) == bool(broken) for each, broken in everybody.all)
    return everybody.same_advice(other)


def written(condition: Condition) -> dict[str, Any]:
    """A condition as a pack's data has it."""
    match condition:
        case OneOf(fact, values):
            return {fact: [*values]}
        case Compare(fact, bounds):
            return {fact: dict(bounds)}
        case Concluded(kind, names):
            return {kind: [*names]}
        case All(parts):
            return {"all": [*map(written, parts)]}
        case Any_(parts):
            return {"any": [*map(written, parts)]}
        case Not(part):
            return {"not": written(part)}


def with_condition(pack: naive.Pack, name: str, condition: naive.Condition) -> random_packs.Data:
    """The pack in which one rule or constraint has another condition."""

    def edited(rules: Any) -> Any:
        return [{**rule, "when": condition} if rule["id"] == name else rule for rule in rules]

    facts = {**pack["facts.yaml"], "constraints": edited(pack["facts.yaml"].get("constraints") or ())}
    return {file: edited(data) if isinstance(data, list) else data for file, data in pack.items()} | {
        "facts.yaml": facts
    }


# Properties and holds


def property_broken(everybody: Everybody) -> Flaws:
    """Properties that somebody's advice breaks."""
    broken: dict[str, list[Profile]] = {}
    for law in naive.rules(everybody.pack, "properties.yaml"):
        for profile, result in everybody.advised:
            if naive.property_broken(everybody.pack, law, result, profile):
                broken.setdefault(law["id"], []).append(profile)
    return extents(broken)


def hold_without_exit(everybody: Everybody) -> Flaws:
    """Holds that somebody can wait for ever."""
    holds = [rule["id"] for rule in naive.rules(everybody.pack, WARNINGS) if rule.get("hold", False)]
    return extents({name: list(stuck(everybody, name)) for name in holds})


def stuck(everybody: Everybody, hold: str) -> Iterator[Profile]:
    """Whoever waits for a hold and cannot become anybody with the same outcome who does not."""
    facts = everybody.pack["facts.yaml"]["facts"]
    fixed = {fact["id"] for fact in facts if fact.get("fixed", False)}
    for profile, result in everybody.advised:
        if hold in result.warnings and result.recommendation is not None:
            free = (
                other
                for other, its in everybody.advised
                if its.recommendation == result.recommendation and hold not in its.warnings
            )
            if not any(becomes(profile, other, fixed) for other in free):
                yield profile


def becomes(profile: Profile, other: Profile, fixed: set[str]) -> bool:
    """Whether answers lead from one profile to another: nothing fixed changes, nothing is forgotten."""
    changed = exhaustive.differing(profile, other)
    return fixed.isdisjoint(changed) and all(other[name] != "unknown" for name in changed)


ORACLES: dict[str, Callable[[Everybody], Flaws]] = {
    oracle.__name__.replace("_", "-"): oracle
    for oracle in (
        *(gap, conflict, unreachable_outcome, dead_rule, unused_step, defeated_rule, redundant_rule),
        *(constraint_excludes_nothing, constraint_excludes_everything, constraint_on_absence, unused_value),
        *(idle_condition, property_broken, hold_without_exit),
    )
}

NAMED = {"gap": 0, "conflict": 2, "constraint-on-absence": 2, "unused-value": 2, "idle-condition": 2}
"""How many names tell a flaw from the others of its check, where it is not one; they stand in its message."""


def key(defect: PackDiagnostic) -> tuple[str, ...] | None:
    """The names under which an oracle knows a defect; None where it is none that profiles can show."""
    if defect.id == "unused-value" and defect.severity == "info":
        return None
    names = re.findall("`([^`]*)`", defect.message)
    return tuple(names[: NAMED.get(defect.id, 1)])
