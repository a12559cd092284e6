"""The meaning of a pack, read naively from its raw data: the oracle of every other reading of it.

A pack is a mapping of file names to what YAML says in them, `{"facts.yaml": {"facts": [...]}, ...}`.
It is taken to be valid, a profile likewise. Nothing here is shared with the engine, nothing is quick.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.oracles.naive_deadlines import days_left
from support.oracles.naive_deadlines import drift as drift  # noqa: PLC0414 (part of the oracle)
from support.oracles.naive_deadlines import is_within as is_within  # noqa: PLC0414 (part of the oracle)
from support.oracles.naive_deadlines import urgent_days as urgent_days  # noqa: PLC0414 (part of the oracle)
from support.oracles.naive_tables import expanded as expanded  # noqa: PLC0414 (part of the oracle)
from support.oracles.naive_tables import listed as listed  # noqa: PLC0414 (part of the oracle)
from support.oracles.naive_tables import passes

Pack = Mapping[str, Any]
Profile = Mapping[str, Any]
Rule = Mapping[str, Any]
Condition = Mapping[str, Any] | Sequence[Any]

PHASES = ("before", "act", "after")
SEVERITIES = ("danger", "caution", "info")


@dataclass(frozen=True)
class State:
    """What a condition is held against: the answers, and what has been concluded so far."""

    facts: Mapping[str, Any]
    findings: frozenset[str] = frozenset()
    recommendation: str | None = None
    readiness: str | None = None
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The advice for one profile, as ids and names."""

    findings: frozenset[str]
    applied: frozenset[str]
    undefeated: frozenset[str]
    recommendation: str | None
    readiness: str
    steps: tuple[str, ...]
    urgent: frozenset[str]
    warnings: tuple[str, ...]
    holds: tuple[str, ...]
    set_aside: Mapping[str, frozenset[str]]


class Loader(yaml.CSafeLoader):
    """Reads the scalars of YAML 1.2's core schema; `yes`, `no`, `on`, `off` and dates stay strings."""

    # A mapping of its own, so that nothing is inherited from the resolvers of YAML 1.1.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (as the base class has it)


CORE = {
    "bool": "true|True|TRUE|false|False|FALSE",
    "null": "null|Null|NULL|~|",
    "int": "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN)",
}
for tag, pattern in CORE.items():
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)


def construct_int(loader: Loader, node: yaml.ScalarNode) -> int:
    """Read an integer as YAML 1.2 does, where `010` is ten."""
    text = str(loader.construct_scalar(node))
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


Loader.add_constructor("tag:yaml.org,2002:int", construct_int)


def read_pack(folder: Path | str) -> dict[str, Any]:
    """Read every YAML file that lies directly in a pack's folder, and its tables; a CSV file stays text."""
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): read_file(path)
        for path in sorted((*root.glob("*.yaml"), *root.glob("tables/*")))
    }


def read_file(path: Path) -> Any:
    """Read a YAML file, or the text of a CSV file."""
    text = path.read_bytes().decode("utf-8")
    return yaml.load(text, Loader) if path.suffix == ".yaml" else text  # noqa: S506 (a subclass of SafeLoader)


def rules(pack: Pack, file: str) -> Sequence[Rule]:
    """The rules of a file in their places, then those of tables; none where the file is absent."""
    return expanded(pack).get(file) or []


# Profiles


def complete(pack: Pack, profile: Profile) -> dict[str, Any]:
    """Give every fact a value: an absent one is `unknown` if it allows that, and a KeyError if not."""
    completed = {}
    for fact in pack["facts.yaml"]["facts"]:
        value = profile.get(fact["id"])
        if value is None and not fact.get("unknown", False):
            raise KeyError(fact["id"])
        completed[fact["id"]] = "unknown" if value is None else answer(fact, value)
    return completed


def answer(fact: Mapping[str, Any], value: Any) -> Any:
    """An answer as conditions see it: a single text for a list of values is a list of one."""
    is_one = fact["kind"] == "several" and isinstance(value, str) and value != "unknown"
    return (value,) if is_one else tuple(value) if isinstance(value, list) else value


def violated(pack: Pack, profile: Profile) -> list[str]:
    """The constraints that the completed profile breaks, in their places."""
    state = State(complete(pack, profile))
    return [rule["id"] for rule in pack["facts.yaml"].get("constraints") or [] if applies(rule, state)]


# Conditions


def applies(rule: Rule, state: State) -> bool:
    """A rule without `when` always applies."""
    return "when" not in rule or holds(rule["when"], state)


def holds(condition: Condition, state: State) -> bool:
    """A list of conditions, and a mapping with several keys, mean all of them."""
    if not isinstance(condition, Mapping):
        return all(holds(part, state) for part in condition)
    return all(holds_key(key, value, state) for key, value in condition.items())


def holds_key(key: str, value: Any, state: State) -> bool:
    """One key of a condition: a reserved word, or else a fact."""
    if key == "all":
        return all(holds(part, state) for part in value)
    if key == "any":
        return any(holds(part, state) for part in value)
    if key == "not":
        return not holds(value, state)
    concluded: dict[str, Collection[str | None]] = {
        "finding": state.findings,
        "recommend": [state.recommendation],
        "step": state.steps,
        "warning": state.warnings,
        "readiness": [state.readiness],
    }
    if key in concluded:
        return any(name in concluded[key] for name in listed(value))
    return fact_is(state.facts[key], value)


def fact_is(value: Any, test: object) -> bool:
    """A fact's value against a value, a list of values, their complement, comparisons, or what a list has."""
    if isinstance(test, Mapping) and "has" in test:
        return isinstance(value, list | tuple) and any(name in value for name in listed(test["has"]))
    return passes(value, test)


# Findings


def mentioned(condition: Condition) -> set[str]:
    """The findings that a condition names."""
    if not isinstance(condition, Mapping):
        return {name for part in condition for name in mentioned(part)}
    names: set[str] = set()
    for key, value in condition.items():
        if key == "finding":
            names.update(listed(value))
        elif key in ("all", "any", "not"):
            names.update(mentioned(value))
    return names


def conclude(pack: Pack, facts: Mapping[str, Any]) -> frozenset[str]:
    """The findings that are true, each decided when all those are that its rules name."""
    found = rules(pack, "findings.yaml")
    undecided = {rule["finding"] for rule in found}
    true: frozenset[str] = frozenset()
    while undecided:
        waiting = {rule["finding"] for rule in found if mentioned(rule.get("when", [])) & undecided}
        if undecided <= waiting:
            raise ValueError(f"findings in a cycle: {sorted(undecided)}")
        stratum = undecided - waiting
        state = State(facts, true)
        true |= {rule["finding"] for rule in found if rule["finding"] in stratum and applies(rule, state)}
        undecided -= stratum
    return true


# Arguments


def overridden(pack: Pack, argument: Rule) -> set[str]:
    """The ids of the arguments that this one overrides."""
    ids: set[str] = set()
    for target in listed(argument.get("overrides")):
        if isinstance(target, dict):
            outcomes = listed(target["recommend"])
            arguments = rules(pack, "recommendations.yaml")
            ids.update(rule["id"] for rule in arguments if rule["recommend"] in outcomes)
        else:
            ids.add(target)
    return ids


def argue(pack: Pack, applied: Sequence[Rule]) -> dict[str, frozenset[str]]:
    """The undefeated arguments that override each applying one: a defeated argument defeats nobody."""
    against = {
        rule["id"]: {other["id"] for other in applied if rule["id"] in overridden(pack, other)}
        for rule in applied
    }
    beaten: dict[str, frozenset[str]] = {}
    while len(beaten) < len(against):
        decided = set(beaten)
        fresh = [name for name in against if name not in decided and against[name] <= decided]
        if not fresh:
            raise ValueError(f"arguments in a cycle: {sorted(against.keys() - decided)}")
        for name in fresh:
            beaten[name] = frozenset(other for other in against[name] if not beaten[other])
    return beaten


# Steps and warnings


def ordered(pack: Pack) -> list[Rule]:
    """All steps of the pack in their one total order."""
    left = list(rules(pack, "plan.yaml"))
    order: list[Rule] = []
    while left:
        placed = {step["id"] for step in order}
        free = [step for step in left if placed.issuperset(listed(step.get("after")))]
        # `min` takes the first of equals, and `left` keeps the places of the file.
        following = min(free, key=lambda step: PHASES.index(step["phase"]))
        left.remove(following)
        order.append(following)
    return order


def is_urgent(pack: Pack, step: Rule, state: State) -> bool:
    """Whether a step of the plan is urgent: always, on a condition, or shortly before its deadline."""
    urgent = step.get("urgent")
    if urgent in (None, True):
        return urgent is True
    if not is_within(urgent):
        return holds(urgent, state)
    left = days_left(pack, step, state.facts)
    return left is not None and 0 <= left <= urgent["within"]


def brought_forward(plan: Sequence[Rule], pack: Pack, urgent: Collection[str]) -> list[Rule]:
    """The steps of a plan in their order, in each phase the urgent ones and what must precede them first."""
    steps = {step["id"]: step for step in rules(pack, "plan.yaml")}
    early: set[str] = set()
    for name in urgent:
        queue = [name]
        while queue:
            step = steps[queue.pop()]
            early.add(step["id"])
            same = [other for other in listed(step.get("after")) if steps[other]["phase"] == step["phase"]]
            queue += same
    # A stable sort keeps the order among equals.
    return sorted(plan, key=lambda step: (PHASES.index(step["phase"]), step["id"] not in early))


def compact_steps(pack: Pack, result: Result) -> tuple[str, ...]:
    """The steps in the compact form: those of the preparation, and the others of a ready profile."""
    phase = {step["id"]: step["phase"] for step in rules(pack, "plan.yaml")}
    return tuple(name for name in result.steps if phase[name] == "before" or result.readiness == "ready")


def sorted_warnings(fired: Iterable[Rule]) -> list[Rule]:
    """Holds first, then by severity, then by place, which a stable sort keeps."""
    return sorted(
        fired,
        key=lambda rule: (not rule.get("hold", False), SEVERITIES.index(rule.get("severity", "danger"))),
    )


# Advice


def advise(pack: Pack, profile: Profile) -> Result:
    """The advice for a profile: findings, then arguments, then steps and warnings, then readiness."""
    facts = complete(pack, profile)
    findings = conclude(pack, facts)
    applied = [rule for rule in rules(pack, "recommendations.yaml") if applies(rule, State(facts, findings))]
    beaten = argue(pack, applied)
    outcomes = {rule["recommend"] for rule in applied if not beaten[rule["id"]]}
    recommendation = outcomes.pop() if len(outcomes) == 1 else None
    state = State(facts, findings, recommendation)
    due = [step for step in ordered(pack) if applies(step, state)]
    urgent = frozenset(step["id"] for step in due if is_urgent(pack, step, state))
    plan = brought_forward(due, pack, urgent)
    warned = sorted_warnings(rule for rule in rules(pack, "warnings.yaml") if applies(rule, state))
    held = tuple(rule["id"] for rule in warned if rule.get("hold", False))
    return Result(
        findings=findings,
        applied=frozenset(beaten),
        undefeated=frozenset(name for name, by in beaten.items() if not by),
        recommendation=recommendation,
        readiness=readiness(recommendation, held, plan),
        steps=tuple(step["id"] for step in plan),
        urgent=urgent,
        warnings=tuple(rule["id"] for rule in warned),
        holds=held,
        set_aside={
            rule["id"]: beaten[rule["id"]]
            for rule in applied
            if beaten[rule["id"]] and rule["recommend"] != recommendation
        },
    )


def readiness(recommendation: str | None, held: Sequence[str], plan: Sequence[Rule]) -> str:
    """`hold`, also where there is no one outcome; else `prepare` or `ready`."""
    if recommendation is None or held:
        return "hold"
    return "prepare" if any(step["phase"] == "before" for step in plan) else "ready"


# Properties


def property_broken(pack: Pack, prop: Rule, result: Result, profile: Profile) -> bool:
    """Whether this profile, with this advice, is a witness against the property."""
    if "order" in prop:
        present = [name for name in prop["order"] if name in result.steps]
        return present != sorted(present, key=result.steps.index)
    state = state_of(complete(pack, profile), result)
    return applies(prop, state) and not holds(prop["then"], state)


def state_of(facts: Mapping[str, Any], result: Result) -> State:
    """What a property is held against: the answers with their advice."""
    return State(
        facts, result.findings, result.recommendation, result.readiness, result.steps, result.warnings
    )
