"""Oracles of the checks: the violations found by enumerating every profile of a small pack.

An oracle maps the names that identify a violation to the profiles it affects, or to None if it has no extent.
A rule is redundant if the pack without it gives the same advice to every profile, and a part of a condition
if the pack with the shorter condition does. Both packs are read naively.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from exitwise.audit.mutation.parts import replace_part
from exitwise.diagnostic import PackDiagnostic
from exitwise.model.condition import All, Condition
from exitwise.model.condition import Any as Any_
from exitwise.model.knowledge import Knowledge
from exitwise.model.yaml_text import to_yaml
from support.oracles import course, course_checks, exhaustive, naive, table_checks
from support.oracles.edited_packs import to_data, with_condition
from support.oracles.exhaustive import Profile
from support.oracles.naive_tables import clash
from support.packs import random_packs

Violations = dict[tuple[str, ...], list[Profile] | None]
FINDINGS, ARGUMENTS, STEPS, WARNINGS = FILES = (
    *("findings.yaml", "recommendations.yaml"),
    *("plan.yaml", "warnings.yaml"),
)


@dataclass(frozen=True)
class Enumeration:
    """A pack as raw data with all its profiles and their advice; `knowledge` only formats conditions."""

    pack: naive.Pack
    knowledge: Knowledge

    @cached_property
    def all(self) -> list[tuple[Profile, list[str]]]:
        """Every profile, admissible or not, with the constraints that it violates."""
        return [(one, naive.violated(self.pack, one)) for one in exhaustive.profiles(self.pack)]

    @cached_property
    def admissible(self) -> list[Profile]:
        """Every profile that violates no constraint."""
        return [profile for profile, broken in self.all if not broken]

    @cached_property
    def advised(self) -> list[tuple[Profile, naive.Result]]:
        """Every admissible profile with its advice."""
        return [(profile, naive.advise(self.pack, profile)) for profile in self.admissible]

    @cached_property
    def courses(self) -> course_checks.Courses:
        """The moves between the admissible profiles."""
        return course_checks.Courses(self.pack, self.advised)

    def same_advice(self, other: naive.Pack) -> bool:
        """Whether another pack with the same facts and constraints gives the same advice to every profile."""
        return all(
            advice_of(result) == advice_of(naive.advise(other, profile)) for profile, result in self.advised
        )

    def completed(self, witness: Mapping[str, Any]) -> Profile:
        """The enumerated profile of a witness; equivalent integers are represented by the first."""
        groups = exhaustive.parts(self.pack)
        values = naive.complete(self.pack, witness)
        return {name: next(g[0] for g in groups[name] if value in g) for name, value in values.items()}

    def stated(self, profile: Profile) -> int:
        """The number of optional facts that a profile states."""
        optional = [fact["id"] for fact in self.pack["facts.yaml"]["facts"] if fact.get("unknown", False)]
        return sum(profile[name] != "unknown" for name in optional)


def advice_of(result: naive.Result) -> tuple[Any, ...]:
    """The part of a result that counts as advice."""
    return result.recommendation, result.readiness, result.steps, result.urgent, result.warnings


def with_profiles(profiles_by_name: Mapping[str, list[Profile]]) -> Violations:
    """The violations that affect at least one profile."""
    return {(name,): profiles for name, profiles in profiles_by_name.items() if profiles}


# Outcomes


def undefeated_outcomes(enumeration: Enumeration) -> list[tuple[Profile, set[str]]]:
    """Each profile with the outcomes for which an argument is undefeated."""
    outcome = {rule["id"]: rule["recommend"] for rule in naive.rules(enumeration.pack, ARGUMENTS)}
    return [
        (profile, {outcome[name] for name in result.undefeated}) for profile, result in enumeration.advised
    ]


def gap(enumeration: Enumeration) -> Violations:
    """Profiles without any outcome."""
    profiles = [profile for profile, outcomes in undefeated_outcomes(enumeration) if not outcomes]
    return {(): profiles} if profiles else {}


def conflict(enumeration: Enumeration) -> Violations:
    """Profiles with two outcomes, by pair."""
    pairs = combinations(enumeration.pack["pack.yaml"]["outcomes"], 2)
    profiles = undefeated_outcomes(enumeration)
    by_pair = {pair: [profile for profile, outcomes in profiles if {*pair} <= outcomes] for pair in pairs}
    return {pair: both for pair, both in by_pair.items() if both}


def unreachable_outcome(enumeration: Enumeration) -> Violations:
    """Outcomes that are never recommended, or never ready."""
    violations: Violations = {}
    for outcome in enumeration.pack["pack.yaml"]["outcomes"]:
        results = [pair for pair in enumeration.advised if pair[1].recommendation == outcome]
        if all(result.readiness != "ready" for _, result in results):
            violations[outcome,] = [profile for profile, _ in results] or None
    return violations


# Rules that do nothing


def profiles_by_rule(enumeration: Enumeration) -> dict[str, list[Profile]]:
    """The profiles on which each rule fires, by its id."""
    profiles_of: dict[str, list[Profile]] = {name: [] for name in ids(enumeration, *FILES)}
    for profile, result in enumeration.advised:
        state = naive.State(profile, result.findings)
        concluded = [
            rule["id"] for rule in naive.rules(enumeration.pack, FINDINGS) if naive.applies(rule, state)
        ]
        for name in (*concluded, *result.applied, *result.steps, *result.warnings):
            profiles_of[name].append(profile)
    return profiles_of


def ids(enumeration: Enumeration, *files: str) -> list[str]:
    """The ids of the rules of some files."""
    return [rule["id"] for file in files for rule in naive.rules(enumeration.pack, file)]


def dead_rule(enumeration: Enumeration) -> Violations:
    """Rules that fire on no profile."""
    fires = profiles_by_rule(enumeration)
    names = set(ids(enumeration, FINDINGS, ARGUMENTS, WARNINGS)) - {
        row["id"] for row in table_rows(enumeration)
    }
    return {(name,): None for name in names if not fires[name]}


def unused_step(enumeration: Enumeration) -> Violations:
    """Steps that are in no plan."""
    fires = profiles_by_rule(enumeration)
    return {(name,): None for name in ids(enumeration, STEPS) if not fires[name]}


def defeated_rule(enumeration: Enumeration) -> Violations:
    """Arguments that apply, and are undefeated on no profile."""
    stand = {name for _, result in enumeration.advised for name in result.undefeated}
    fires = profiles_by_rule(enumeration)
    return with_profiles({name: fires[name] for name in ids(enumeration, ARGUMENTS) if name not in stand})


def findings_behind_advice(pack: naive.Pack) -> set[str]:
    """The findings that arguments, steps and warnings depend on, directly or through others."""
    rules = [rule for file in (ARGUMENTS, STEPS, WARNINGS) for rule in naive.rules(pack, file)]
    findings: set[str] = set()
    while rules:
        names = {name for rule in rules for name in naive.mentioned(conditions(rule))} - findings
        findings |= names
        rules = [rule for rule in naive.rules(pack, FINDINGS) if rule["finding"] in names]
    return findings


def conditions(rule: naive.Rule) -> list[Any]:
    """The condition of a rule, and that on which a step is urgent."""
    urgent = rule.get("urgent", True)
    return [rule.get("when", []), [] if urgent is True or naive.is_within(urgent) else urgent]


def live_rules(enumeration: Enumeration) -> Iterator[tuple[str, naive.Rule]]:
    """The finding rules and arguments that fire and may change advice, each with its file."""
    fires = profiles_by_rule(enumeration)
    idle = defeated_rule(enumeration)
    findings = findings_behind_advice(enumeration.pack)
    for file in (FINDINGS, ARGUMENTS):
        for rule in naive.rules(enumeration.pack, file):
            used = file == ARGUMENTS or rule["finding"] in findings
            needed = rule.get("hit_policy") == "first" or table_checks.is_shown(enumeration.pack, rule)
            if used and not needed and fires[rule["id"]] and (rule["id"],) not in idle:
                yield file, rule


def redundant_rule(enumeration: Enumeration) -> Violations:
    """Rules without which every profile gets the same advice."""
    fires = profiles_by_rule(enumeration)
    return {
        (rule["id"],): fires[rule["id"]]
        for file, rule in live_rules(enumeration)
        if enumeration.same_advice(without_rule(enumeration.pack, file, rule["id"]))
    }


def without_rule(pack: naive.Pack, file: str, name: str) -> random_packs.Data:
    """The pack without one rule."""
    return {**pack, file: [rule for rule in pack[file] if rule["id"] != name]}


# Tables


def table_rows(enumeration: Enumeration) -> list[naive.Rule]:
    """The rows of all tables, as rules."""
    rules = [rule for file in (FINDINGS, ARGUMENTS) for rule in naive.rules(enumeration.pack, file)]
    return [rule for rule in rules if "table" in rule]


def unreachable_row(enumeration: Enumeration) -> Violations:
    """Rows whose rules fire on no profile."""
    fires = profiles_by_rule(enumeration)
    return {(row["id"],): None for row in table_rows(enumeration) if not fires[row["id"]]}


def table_overlap(enumeration: Enumeration) -> Violations:
    """Rows that match where an earlier one of their table does, and under `any` concludes something else."""
    overlapping: dict[str, list[Profile]] = {}
    for profile, result in enumeration.advised:
        state = naive.State(profile, result.findings)
        matching = [row for row in table_rows(enumeration) if naive.holds(row["when"]["all"][0], state)]
        for at, row in enumerate(matching):
            if any(clash(other, row) for other in matching[:at]):
                overlapping.setdefault(row["id"], []).append(profile)
    return with_profiles(overlapping)


def text_without_row(enumeration: Enumeration) -> Violations:
    """Columns that a rule shows where no row has a text; letters are not read."""
    return {**table_checks.gaps(enumeration.pack, enumeration.advised)}


def rests_on_unknown(enumeration: Enumeration) -> Violations:
    """Outcomes of profiles with an unknown fact for which every possible answer leads to another outcome."""
    outcome = {tuple(profile.items()): result.recommendation for profile, result in enumeration.advised}
    resting: dict[tuple[str, ...], list[Profile]] = {}
    for fact, values in exhaustive.parts(enumeration.pack).items():
        for profile, result in enumeration.advised:
            recommended = result.recommendation
            if profile[fact] != "unknown" or recommended is None:
                continue
            answered = [{**profile, fact: value[0]} for value in values if value[0] != "unknown"]
            others = [tuple(other.items()) for other in answered if tuple(other.items()) in outcome]
            if others and all(outcome[other] != recommended for other in others):
                resting.setdefault((recommended, fact), []).append(profile)
    return {**resting}


# Constraints


def constraint_ids(enumeration: Enumeration) -> list[str]:
    """The ids of the constraints, in file order."""
    return [rule["id"] for rule in naive.listed(enumeration.pack["facts.yaml"].get("constraints"))]


def constraint_excludes_nothing(enumeration: Enumeration) -> Violations:
    """Constraints that exclude no profile alone."""
    alone = {broken[0] for _, broken in enumeration.all if len(broken) == 1}
    return {(name,): None for name in constraint_ids(enumeration) if name not in alone}


def constraint_excludes_everything(enumeration: Enumeration) -> Violations:
    """The constraint with which the last profile is excluded."""
    if enumeration.admissible:
        return {}
    places = constraint_ids(enumeration)
    last = max(min(map(places.index, broken)) for _, broken in enumeration.all)
    return {(places[last],): None}


def constraint_on_absence(enumeration: Enumeration) -> Violations:
    """Constraints that an admissible profile violates by omitting a fact."""
    violations: dict[tuple[str, ...], list[Profile]] = {}
    for fact in enumeration.pack["facts.yaml"]["facts"]:
        for profile in enumeration.admissible if fact.get("unknown", False) else ():
            for broken in naive.violated(enumeration.pack, {**profile, fact["id"]: "unknown"}):
                violations.setdefault((fact["id"], broken), []).append(profile)
    return {**violations}


def unused_value(enumeration: Enumeration) -> Violations:
    """Values that no admissible profile has; equivalent values have no oracle."""
    return {
        (value, fact["id"]): None
        for fact in enumeration.pack["facts.yaml"]["facts"]
        for value in [*fact.get("values", ()), *(["unknown"] if fact.get("unknown", False) else [])]
        if not any(has(profile[fact["id"]], value) for profile in enumeration.admissible)
    }


def has(answer: Any, value: str) -> bool:
    """Whether an answer is a value, or a list with it."""
    return value in answer if isinstance(answer, tuple) else bool(answer == value)


# Parts of conditions


def idle_condition(enumeration: Enumeration) -> Violations:
    """Parts of conditions, of rules that have an effect as a whole, that are redundant."""
    silent = {**redundant_rule(enumeration), **unused_step(enumeration), **dead_rule(enumeration)}
    silent |= constraint_excludes_nothing(enumeration)
    names = [rule["id"] for _, rule in live_rules(enumeration)]
    names += [*ids(enumeration, STEPS, WARNINGS), *constraint_ids(enumeration)]
    return {
        (name, to_yaml(part, enumeration.knowledge.fact)): None
        for name in names
        if (name,) not in silent
        for part in redundant_parts(enumeration, name)
    }


def redundant_parts(enumeration: Enumeration, name: str) -> Iterator[Condition]:
    """The outermost redundant parts of a rule's condition, without parts inside a `not`."""
    whole = enumeration.knowledge.rules[name].when
    left = [unwrapped(whole, ())]
    while left:
        part, way = left.pop()
        inner = part.of if isinstance(part, All | Any_) else ()
        for number, inner_part in enumerate(inner):
            if is_unchanged(enumeration, name, replace_part(whole, (*way, number), None)):
                yield inner_part
            else:
                left.append(unwrapped(inner_part, (*way, number)))
    only, _ = unwrapped(whole, ())
    if not isinstance(only, All | Any_) and is_unchanged(enumeration, name, All(())):
        yield only


def unwrapped(part: Condition, way: tuple[int, ...]) -> tuple[Condition, tuple[int, ...]]:
    """The only part of an `all` or `any` with one part, with its path."""
    while isinstance(part, All | Any_) and len(part.of) == 1:
        part, way = part.of[0], (*way, 0)
    return part, way


def is_unchanged(enumeration: Enumeration, name: str, condition: Condition) -> bool:
    """Whether a rule with another condition leaves the admissible profiles and their advice the same."""
    other = with_condition(enumeration.pack, name, to_data(condition, enumeration.knowledge.fact))
    if name in constraint_ids(enumeration):
        return all(
            bool(naive.violated(other, profile)) == bool(broken) for profile, broken in enumeration.all
        )
    return enumeration.same_advice(other)


# Properties


def property_broken(enumeration: Enumeration) -> Violations:
    """Properties that some advice violates."""
    broken: dict[str, list[Profile]] = {}
    for law in naive.rules(enumeration.pack, "properties.yaml"):
        for profile in enumeration.admissible:
            if course.property_broken(enumeration.pack, law, profile):
                broken.setdefault(law["id"], []).append(profile)
    return with_profiles(broken)


def of_courses(
    oracle: Callable[[course_checks.Courses], Violations],
) -> Callable[[Enumeration], Violations]:
    """An oracle that looks at the courses of a pack."""
    return lambda enumeration: oracle(enumeration.courses)


ORACLES: dict[str, Callable[[Enumeration], Violations]] = {
    oracle.__name__.replace("_", "-"): oracle
    for oracle in (
        *(gap, conflict, unreachable_outcome, dead_rule, unused_step, defeated_rule, redundant_rule),
        *(constraint_excludes_nothing, constraint_excludes_everything, constraint_on_absence, unused_value),
        *(idle_condition, property_broken),
        *(unreachable_row, table_overlap, text_without_row, rests_on_unknown),
    )
} | {oracle.__name__.replace("_", "-"): of_courses(oracle) for oracle in course_checks.ORACLES}

PAIRS = ("conflict", "constraint-on-absence", "unused-value", "idle-condition", "rests-on-unknown")
MOVES = ("course-changes-recommendation", "course-inadmissible", "done-touches-wish")
KEY_LENGTHS = {"gap": 0, **dict.fromkeys((*PAIRS, "text-without-row"), 2), **dict.fromkeys(MOVES, 3)}
"""The number of names in the message that identify a violation, where it is not 1."""


def key(defect: PackDiagnostic) -> tuple[str, ...] | None:
    """The names by which an oracle identifies a diagnostic; None if profiles cannot show it."""
    if (defect.id == "unused-value" and defect.severity == "info") or defect.place.file.endswith(".md"):
        return None
    names = re.findall("`([^`]*)`", defect.message)
    return tuple(names[: KEY_LENGTHS.get(defect.id, 1)])
