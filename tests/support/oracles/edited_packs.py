"""Packs as raw data in which one rule has another condition."""

from typing import Any

from exitwise.model.condition import All, Compare, Concluded, Condition, Not, OneOf
from exitwise.model.condition import Any as Any_
from support.oracles import naive
from support.packs import random_packs


def to_data(condition: Condition) -> dict[str, Any]:
    """A condition as raw data."""
    match condition:
        case OneOf(fact, values):
            return {fact: [*values]}
        case Compare(fact, bounds):
            return {fact: dict(bounds)}
        case Concluded(kind, names):
            return {kind: [*names]}
        case All(parts):
            return {"all": [*map(to_data, parts)]}
        case Any_(parts):
            return {"any": [*map(to_data, parts)]}
        case Not(part):
            return {"not": to_data(part)}


def with_condition(pack: naive.Pack, name: str, condition: naive.Condition) -> random_packs.Data:
    """The pack in which one rule or constraint has another condition."""

    def edited(rules: Any) -> Any:
        return [{**rule, "when": condition} if rule["id"] == name else rule for rule in rules]

    facts = {**pack["facts.yaml"], "constraints": edited(pack["facts.yaml"].get("constraints") or ())}
    return {file: edited(data) if isinstance(data, list) else data for file, data in pack.items()} | {
        "facts.yaml": facts
    }
