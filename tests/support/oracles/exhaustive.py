"""Enumeration of the profiles of a small pack, from raw data: the oracle of statements about all profiles.

Profiles that no condition of the pack distinguishes form a class, and one profile represents each class.
Nothing here is shared with the engine, as in `naive`.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, product
from typing import Any

from hypothesis import strategies as st

from support.oracles import naive
from support.packs import random_kinds, random_packs

Profile = dict[str, Any]

FEW = 300


def small_packs(most: int = FEW, *, every_kind: bool = False) -> st.SearchStrategy[random_packs.Data]:
    """Return a strategy of random packs with few enough classes of profiles to enumerate."""
    packs = random_packs.packs(every_kind=every_kind)
    return packs.filter(lambda pack: math.prod(map(len, parts(pack).values())) <= most)


def mixed_packs(most: int = FEW) -> st.SearchStrategy[random_packs.Data]:
    """Return a strategy of such packs with choices and integers only, or with facts of every kind."""
    return small_packs(most) | small_packs(most, every_kind=True)


def profiles(pack: naive.Pack) -> list[Profile]:
    """Return one profile of each class, admissible or not, with a value for every fact."""
    values = {name: [part[0] for part in found] for name, found in parts(pack).items()}
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]


def admissible(pack: naive.Pack) -> list[Profile]:
    """Return the enumerated profiles that violate no constraint."""
    return [profile for profile in profiles(pack) if not naive.violated(pack, profile)]


def parts(pack: naive.Pack) -> dict[str, list[list[Any]]]:
    """Return the values of each fact, grouped into classes that no condition distinguishes, `unknown` last.

    A class of numbers has those near its ends, in ascending order.
    """
    return {fact["id"]: list(grouped(pack, fact)) for fact in pack["facts.yaml"]["facts"]}


def grouped(pack: naive.Pack, fact: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the classes of the values of a fact."""
    if fact["kind"] == "choice":
        yield from ([value] for value in fact["values"])
    elif fact["kind"] == "several":
        yield from ([value] for value in random_kinds.subsets(fact))
    else:
        compared = [test for condition in conditions(pack) for test in comparisons(condition, fact["id"])]
        numbers = sorted({*random_packs.near(pack, fact), *random_kinds.ends_of(fact)})
        for _, group in groupby(numbers, lambda number: [naive.fact_is(number, test) for test in compared]):
            yield list(group)
    if fact.get("unknown", False):
        yield ["unknown"]


def conditions(pack: naive.Pack) -> Iterator[naive.Condition]:
    """Yield all conditions of a pack: of constraints, rules and properties."""
    lists = [pack["facts.yaml"].get("constraints", [])]
    lists += [rules for rules in naive.expanded(pack).values() if isinstance(rules, list)]
    for rule in (rule for rules in lists for rule in rules):
        yield from (rule[key] for key in ("when", "then") if key in rule)
    for rule in (rule for rules in lists for rule in rules):
        urgent = rule.get("urgent", True)
        if naive.is_within(urgent):
            days = zip(("at_least", "at_most"), naive.urgent_days(pack, rule), strict=False)
            yield {rule["by"]["fact"]: dict(days)}
        elif urgent is not True:
            yield urgent
        yield rule.get("done", {})
        yield from (end for end in naive.listed(rule.get("ends")) if list(end) != ["known"])


def comparisons(condition: naive.Condition, fact: str) -> Iterator[Any]:
    """Yield the comparisons of a fact in a condition, each with one constant."""
    if not isinstance(condition, Mapping):
        for part in condition:
            yield from comparisons(part, fact)
        return
    for key, value in condition.items():
        if key in ("all", "any", "not"):
            yield from comparisons(value, fact)
        elif key == fact:
            yield from constant_tests(value)


def constant_tests(test: object) -> Iterator[Any]:
    """Yield a test for each constant of a test: each bound, and each number."""
    if isinstance(test, Mapping) and "not" not in test:
        yield from ({relation: limit} for relation, limit in test.items())
        return
    named = test["not"] if isinstance(test, Mapping) else test
    yield from (value for value in naive.listed(named) if isinstance(value, int | Decimal))


def advice(pack: naive.Pack, profile: naive.Profile) -> tuple[Any, ...]:
    """Return the advice for a profile: recommendation, readiness, steps in any order, and warnings."""
    found = naive.advise(pack, profile)
    return found.recommendation, found.readiness, frozenset(found.steps), found.warnings


def differing(one: naive.Profile, other: naive.Profile) -> list[str]:
    """Return the facts in which two profiles differ."""
    return [name for name in one if one[name] != other[name]]


def with_rule(pack: naive.Pack, file: str, name: str, **changed: Any) -> random_packs.Data:
    """Return the pack with one rule changed; a key that becomes None is removed."""

    def edited(rule: naive.Rule) -> naive.Rule:
        if rule["id"] != name:
            return rule
        return {key: value for key, value in {**rule, **changed}.items() if value is not None}

    return {**pack, file: [edited(rule) for rule in pack[file]]}


def unsatisfiable(pack: naive.Pack) -> Sequence[Any]:
    """Return a condition that no profile satisfies."""
    name, found = next(iter(parts(pack).items()))
    return [{name: found[0][0]}, {name: {"not": found[0][0]}}]
