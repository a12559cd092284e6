"""The oracle of reasons and premises, evaluated naively from the raw data of a pack."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.oracles import naive

RESERVED = ("finding", "recommend")


@dataclass(frozen=True)
class Test:
    """A key of a condition with its value, and whether its truth or its falsity was decisive."""

    __test__ = False  # the word means something else to the runner of tests

    key: str
    value: Any
    holds: bool


def decisive_tests(condition: naive.Condition, state: naive.State, *, holds: bool = True) -> Iterator[Test]:
    """Yield the tests that make a condition true, or false; of alternatives, all that do so."""
    if not isinstance(condition, Mapping):
        yield from of_parts(list(condition), state, holds=holds, every=True)
    elif len(condition) != 1:
        yield from of_parts([{key: condition[key]} for key in condition], state, holds=holds, every=True)
    else:
        ((key, value),) = condition.items()
        if key in {"all", "any"}:
            yield from of_parts(value, state, holds=holds, every=key == "all")
        elif key == "not":
            yield from decisive_tests(value, state, holds=not holds)
        else:
            yield Test(key, value, holds)


def of_parts(parts: list[Any], state: naive.State, *, holds: bool, every: bool) -> Iterator[Test]:
    """Yield the decisive tests of parts: of all parts if all are needed, else of those with the result."""
    for part in parts:
        if every is holds or naive.holds(part, state) is holds:
            yield from decisive_tests(part, state, holds=holds)


def final_state(pack: naive.Pack, profile: naive.Profile, result: naive.Result) -> naive.State:
    """The state against which conditions are evaluated after all conclusions are drawn."""
    return naive.State(naive.complete(pack, profile), result.findings, result.recommendation)


def every_rule(pack: naive.Pack) -> dict[str, naive.Rule]:
    """The rules that may be reasons, by id, in the order of the files and of their items."""
    files = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
    return {rule["id"]: rule for file in files for rule in naive.rules(pack, file)}


def reasons(pack: naive.Pack, profile: naive.Profile, result: naive.Result) -> list[str]:
    """The ids of the rules that the conclusions depend on, by stratum and then in file order."""
    state = final_state(pack, profile, result)
    rules = every_rule(pack)
    wanted = [*result.undefeated, *result.steps, *result.warnings]
    names: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in names:
            names.add(name)
            wanted += supports(pack, rules[name], state)
    strata = {rule["id"]: stratum(pack, rule) for rule in naive.rules(pack, "findings.yaml")}
    in_file_order = [name for name in rules if name in names]
    return sorted(in_file_order, key=lambda name: strata.get(name, len(strata)))


def supports(pack: naive.Pack, rule: naive.Rule, state: naive.State) -> list[str]:
    """The finding rules that fired for the findings on which a rule fired."""
    tests = decisive_tests(rule.get("when", []), state)
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
    """0 for a rule that tests no finding, else one more than the highest stratum it tests."""
    findings = naive.mentioned(rule.get("when", []))
    below = [other for other in naive.rules(pack, "findings.yaml") if other["finding"] in findings]
    return max((stratum(pack, other) + 1 for other in below), default=0)


def premise_texts(test: Test, state: naive.State) -> list[str]:
    """The texts of a decisive test among the premises."""
    names = naive.listed(test.value)
    if test.key in RESERVED:
        concluded = [*state.findings] if test.key == "finding" else [state.recommendation]
        if test.holds:
            return [f"{test.key}:{name}" for name in names if name in concluded]
        return [f"not {test.key}:{name}" for name in names]
    answer = f"{test.key}={as_text(state.facts[test.key])}"
    if isinstance(test.value, Mapping) and "not" in test.value:
        names, holds = naive.listed(test.value["not"]), not test.holds
    elif isinstance(test.value, Mapping) and "has" in test.value:
        names = naive.listed(test.value["has"])
        return [f"{answer} ({'' if test.holds else 'not '}has {' or '.join(names)})"]
    elif isinstance(test.value, Mapping):
        bounds = " and ".join(f"{key.replace('_', ' ')} {bound}" for key, bound in test.value.items())
        return [f"{answer} ({'' if test.holds else 'not '}{bounds})"]
    else:
        holds = test.holds
    if holds and len(names) == 1:
        return [answer]
    return [f"{answer} ({'' if holds else 'not '}{' or '.join(map(str, names))})"]


def as_text(value: Any) -> str:
    """Return a value as a premise writes it; the values of a list are in the pack's order already."""
    return str(value) if not isinstance(value, tuple) else ";".join(value) or "[]"


def unexplained(premises: tuple[str, ...], rule: naive.Rule, state: naive.State) -> tuple[list[str], str]:
    """The decisive tests without a premise, and the text of premises without a decisive test."""
    expected = {
        text for test in decisive_tests(rule.get("when", []), state) for text in premise_texts(test, state)
    }
    together = " \n ".join(premises)
    lost = [text for text in expected if text not in together]
    for text in sorted(expected, key=len, reverse=True):
        together = together.replace(text, "")
    return lost, re.sub(r"\n|\bor\b|\band\b|[() ]", "", together)
