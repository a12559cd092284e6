"""Packs as raw data in which one rule has another condition."""

from collections.abc import Mapping
from typing import Any

from exitwise.model.condition import All, Compare, Concluded, Condition, Has, Not, OneOf, Test
from exitwise.model.condition import Any as Any_
from exitwise.model.fact import Fact
from exitwise.model.kinds import plain
from support.oracles import naive
from support.packs import random_packs


def to_data(condition: Condition, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """A condition on some facts as raw data."""
    match condition:
        case OneOf() | Compare() | Has():
            return {condition.fact: data_of_test(condition, facts[condition.fact])}
        case Concluded(kind, names):
            return {kind: [*names]}
        case All(parts):
            return {"all": [to_data(part, facts) for part in parts]}
        case Any_(parts):
            return {"any": [to_data(part, facts) for part in parts]}
        case Not(part):
            return {"not": to_data(part, facts)}


def data_of_test(test: Test, fact: Fact) -> Any:
    """A test of a fact as raw data."""
    match test:
        case OneOf(_, values):
            return [plain(fact, value) for value in values]
        case Compare(_, bounds):
            return {name: plain(fact, limit) for name, limit in bounds}
        case Has(_, values):
            return {"has": [*values]}


def with_condition(pack: naive.Pack, name: str, condition: naive.Condition) -> random_packs.Data:
    """The pack in which one rule or constraint has another condition."""

    def edited(rules: Any) -> Any:
        return [{**rule, "when": condition} if rule["id"] == name else rule for rule in rules]

    facts = {**pack["facts.yaml"], "constraints": edited(pack["facts.yaml"].get("constraints") or ())}
    return {file: edited(data) if isinstance(data, list) else data for file, data in pack.items()} | {
        "facts.yaml": facts
    }
