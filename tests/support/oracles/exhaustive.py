"""Every profile of a small pack, read from its raw data: what is proved of all is held against each.

Profiles that no condition of the pack can tell apart are one; of each such class one profile is listed.
Nothing here is shared with the engine, as in `naive`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from typing import Any

from hypothesis import strategies as st

from support.oracles import naive
from support.packs import random_packs

Profile = dict[str, Any]

FEW = 300


def small_packs(most: int = FEW) -> st.SearchStrategy[random_packs.Data]:
    """Random packs with few enough profiles to look at each."""
    return random_packs.packs().filter(lambda pack: math.prod(map(len, parts(pack).values())) <= most)


def profiles(pack: naive.Pack) -> list[Profile]:
    """All profiles, admissible or not, with a value for every fact."""
    values = {name: [part[0] for part in found] for name, found in parts(pack).items()}
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]


def admissible(pack: naive.Pack) -> list[Profile]:
    """All profiles that break no constraint."""
    return [profile for profile in profiles(pack) if not naive.violated(pack, profile)]


def parts(pack: naive.Pack) -> dict[str, list[list[Any]]]:
    """For each fact what it may be, grouped by what no condition can tell apart, `unknown` the last.

    Of the integers of a group those near its ends are listed, in ascending order.
    """
    return {fact["id"]: list(grouped(pack, fact)) for fact in pack["facts.yaml"]["facts"]}


def grouped(pack: naive.Pack, fact: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The groups of one fact's values."""
    if fact["kind"] == "choice":
        yield from ([value] for value in fact["values"])
    else:
        compared = [test for condition in conditions(pack) for test in comparisons(condition, fact["id"])]
        numbers = sorted(random_packs.near(pack, fact))
        for _, group in groupby(numbers, lambda number: [naive.fact_is(number, test) for test in compared]):
            yield list(group)
    if fact.get("unknown", False):
        yield ["unknown"]


def conditions(pack: naive.Pack) -> Iterator[naive.Condition]:
    """All conditions of a pack: of constraints, rules and properties."""
    lists = [pack["facts.yaml"].get("constraints", [])]
    lists += [rules for file, rules in pack.items() if isinstance(rules, list)]
    for rule in (rule for rules in lists for rule in rules):
        yield from (rule[key] for key in ("when", "then") if key in rule)


def comparisons(condition: naive.Condition, fact: str) -> Iterator[Any]:
    """The comparisons of a fact with one constant each, as tests of their own."""
    if not isinstance(condition, Mapping):
        for part in condition:
            yield from comparisons(part, fact)
        return
    for key, value in condition.items():
        if key in ("all", "any", "not"):
            yield from comparisons(value, fact)
        elif key == fact:
            yield from single(value)


def single(test: object) -> Iterator[Any]:
    """The constants of one test: each relation to a limit, and each number that is named."""
    if isinstance(test, Mapping) and "not" not in test:
        yield from ({relation: limit} for relation, limit in test.items())
        return
    named = test["not"] if isinstance(test, Mapping) else test
    yield from (value for value in naive.listed(named) if isinstance(value, int))


def advice(pack: naive.Pack, profile: naive.Profile) -> tuple[Any, ...]:
    """What a profile is advised: recommendation, readiness, steps and warnings."""
    found = naive.advise(pack, profile)
    return found.recommendation, found.readiness, found.steps, found.warnings


def differing(one: naive.Profile, other: naive.Profile) -> list[str]:
    """The facts in which two profiles differ."""
    return [name for name in one if one[name] != other[name]]


def with_rule(pack: naive.Pack, file: str, name: str, **changed: Any) -> random_packs.Data:
    """The pack with one rule changed; a key that becomes None is left out."""

    def edited(rule: naive.Rule) -> naive.Rule:
        if rule["id"] != name:
            return rule
        return {key: value for key, value in {**rule, **changed}.items() if value is not None}

    return {**pack, file: [edited(rule) for rule in pack[file]]}


def neither(pack: naive.Pack) -> Sequence[Any]:
    """A condition that no profile fulfils."""
    name, found = next(iter(parts(pack).items()))
    return [{name: found[0][0]}, {name: {"not": found[0][0]}}]
