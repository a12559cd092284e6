"""What a conclusion rests on, read naively from a pack's raw data: the oracle of reasons and premises."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.oracles import naive

RESERVED = ("finding", "recommend")


@dataclass(frozen=True)
class Test:
    """A key of a condition with its value, and whether it was its truth or its untruth that mattered."""

    __test__ = False  # the word means something else to the runner of tests

    key: str
    value: Any
    holds: bool


def mattered(condition: naive.Condition, state: naive.State, *, holds: bool = True) -> Iterator[Test]:
    """The tests that make a condition hold, or not hold; of alternatives, all that do so."""
    if not isinstance(condition, Mapping):
        yield from of_parts(list(condition), state, holds=holds, every=True)
    elif len(condition) != 1:
        yield from of_parts([{key: condition[key]} for key in condition], state, holds=holds, every=True)
    else:
        ((key, value),) = condition.items()
        if key in {"all", "any"}:
            yield from of_parts(value, state, holds=holds, every=key == "all")
        elif key == "not":
            yield from mattered(value, state, holds=not holds)
        else:
            yield Test(key, value, holds)


def of_parts(parts: list[Any], state: naive.State, *, holds: bool, every: bool) -> Iterator[Test]:
    """All parts matter where all are needed; where one is enough, those that are as wanted."""
    for part in parts:
        if every is holds or naive.holds(part, state) is holds:
            yield from mattered(part, state, holds=holds)


def stated(pack: naive.Pack, profile: naive.Profile, result: naive.Result) -> naive.State:
    """What the conditions of rules are held against when everything they may look at is settled."""
    return naive.State(naive.complete(pack, profile), result.findings, result.recommendation)


def every_rule(pack: naive.Pack) -> dict[str, naive.Rule]:
    """The rules that may be reasons, by id, in the order of the files and of their places."""
    files = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
    return {rule["id"]: rule for file in files for rule in naive.rules(pack, file)}


def reasons(pack: naive.Pack, profile: naive.Profile, result: naive.Result) -> list[str]:
    """The ids of the rules that the conclusions rest on, by stratum and then by place."""
    state = stated(pack, profile, result)
    known = every_rule(pack)
    wanted = [*result.undefeated, *result.steps, *result.warnings]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += supports(pack, known[name], state)
    strata = {rule["id"]: stratum(pack, rule) for rule in naive.rules(pack, "findings.yaml")}
    in_place = [name for name in known if name in found]
    return sorted(in_place, key=lambda name: strata.get(name, len(strata)))


def supports(pack: naive.Pack, rule: naive.Rule, state: naive.State) -> list[str]:
    """The finding rules that fired for the findings on which a rule fired."""
    tests = mattered(rule.get("when", []), state)
    names = {
        name
        for test in tests
        if test.key == "finding" and test.holds
        for name in naive.listed(test.value)
        if name in state.findings
    }
    findings = naive.rules(pack, "findings.yaml")
    return [other["id"] for other in findings if other["finding"] in names and naive.applies(other, state)]


def stratum(pack: naive.Pack, rule: naive.Rule) -> int:
    """0 for a rule that rests on no finding; else one more than the highest of those it names."""
    named = naive.mentioned(rule.get("when", []))
    below = [other for other in naive.rules(pack, "findings.yaml") if other["finding"] in named]
    return max((stratum(pack, other) + 1 for other in below), default=0)


def said(test: Test, state: naive.State) -> list[str]:
    """How the tests that mattered have to stand among the premises."""
    names = naive.listed(test.value)
    if test.key in RESERVED:
        concluded = [*state.findings] if test.key == "finding" else [state.recommendation]
        if test.holds:
            return [f"{test.key}:{name}" for name in names if name in concluded]
        return [f"not {test.key}:{name}" for name in names]
    answer = f"{test.key}={state.facts[test.key]}"
    if isinstance(test.value, Mapping) and "not" in test.value:
        names, holds = naive.listed(test.value["not"]), not test.holds
    elif isinstance(test.value, Mapping):
        bounds = " and ".join(f"{key.replace('_', ' ')} {bound}" for key, bound in test.value.items())
        return [f"{answer} ({'' if test.holds else 'not '}{bounds})"]
    else:
        holds = test.holds
    if holds and len(names) == 1:
        return [answer]
    return [f"{answer} ({'' if holds else 'not '}{' or '.join(map(str, names))})"]


def unexplained(premises: tuple[str, ...], rule: naive.Rule, state: naive.State) -> tuple[list[str], str]:
    """What mattered and is not said, and what is said besides."""
    expected = {text for test in mattered(rule.get("when", []), state) for text in said(test, state)}
    together = " \n ".join(premises)
    lost = [text for text in expected if text not in together]
    for text in sorted(expected, key=len, reverse=True):
        together = together.replace(text, "")
    return lost, re.sub(r"\n|\bor\b|\band\b|[() ]", "", together)
