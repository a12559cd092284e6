"""Conditions as YAML on one line, in the syntax of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.model.condition import All, Any, Compare, Concluded, Has, Not, OneOf
from exitwise.model.kinds import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.condition import Atom, Condition
    from exitwise.model.fact import Fact, Value

WORDS: Final = frozenset({"null", "true", "false"})
"""Words that YAML 1.2 does not read as text, in lower case."""


def to_yaml(condition: Condition, facts: Mapping[str, Fact]) -> str:
    """Return a condition as one pair in YAML's flow style, or `always` for the empty condition.

    >>> to_yaml(All((OneOf("door", ("no", "ajar")), Not(Concluded("finding", ("safe",))))), {})
    'all: [door: [no, ajar], not: {finding: safe}]'
    """
    match condition:
        case All(()):
            return "always"
        case All((only,)) | Any((only,)):
            return to_yaml(only, facts)
        case All(parts) | Any(parts):
            return f"{_word(condition)}: [{', '.join(to_yaml(part, facts) for part in parts)}]"
        case Not(OneOf(fact, values)):
            return f"{_name(fact)}: {{not: {_value_list(facts.get(fact), values)}}}"
        case Not(part):
            return f"not: {{{to_yaml(part, facts)}}}"
        case _:
            return _atom(condition, facts)


def _word(condition: All | Any) -> str:
    return "all" if isinstance(condition, All) else "any"


def _atom(atom: Atom, facts: Mapping[str, Fact]) -> str:
    match atom:
        case OneOf(fact, values):
            return f"{_name(fact)}: {_value_list(facts.get(fact), values)}"
        case Compare(fact, bounds):
            limits = (f"{relation}: {_value(facts.get(fact), limit)}" for relation, limit in bounds)
            return f"{_name(fact)}: {{{', '.join(limits)}}}"
        case Has(fact, values):
            return f"{_name(fact)}: {{has: {_value_list(None, values)}}}"
        case Concluded(kind, names):
            return f"{kind}: {_value_list(None, names)}"


def _value_list(fact: Fact | None, values: Iterable[Value]) -> str:
    texts = [_value(fact, value) for value in values]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _value(fact: Fact | None, value: Value) -> str:
    if isinstance(value, str):
        return _name(value)
    return str(value) if fact is None else write(fact, value)


def _name(name: str) -> str:
    """Return a name, quoted if YAML would not read it as text."""
    return f'"{name}"' if name[0].isdigit() or name.lower() in WORDS else name
