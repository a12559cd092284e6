"""Packs as raw data in which one rule has another condition."""

from typing import Any

from exitwise.model.condition import All, Compare, Concluded, Condition, Has, Not, OneOf, Test
from exitwise.model.condition import Any as Any_
from support.oracles import naive
from support.packs import random_packs


def to_data(condition: Condition) -> dict[str, Any]:
    """A condition as raw data."""
    match condition:
        case OneOf() | Compare() | Has():
            return {condition.fact: data_of_test(condition)}
        case Concluded(kind, names):
            return {kind: [*names]}
        case All(parts):
            return {"all": [*map(to_data, parts)]}
        case Any_(parts):
            return {"any": [*map(to_data, parts)]}
        case Not(part):
            return {"not": to_data(part)}


def data_of_test(test: Test) -> Any:
    """A test of a fact as raw data."""
    match test:
        case OneOf(_, values):
            return [*values]
        case Compare(_, bounds):
            return dict(bounds)
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
