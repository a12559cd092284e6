"""Conditions as YAML on one line, in the syntax of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.model.condition import All, Any, Compare, Concluded, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.condition import Atom, Condition
    from exitwise.model.fact import Value

WORDS: Final = frozenset({"null", "true", "false"})
"""Words that YAML 1.2 does not read as text, in lower case."""


def to_yaml(condition: Condition) -> str:
    """Return a condition as one pair in YAML's flow style, or `always` for the empty condition.

    >>> to_yaml(All((OneOf("door", ("no", "ajar")), Not(Concluded("finding", ("safe",))))))
    'all: [door: [no, ajar], not: {finding: safe}]'
    """
    match condition:
        case All(()):
            return "always"
        case All((only,)) | Any((only,)):
            return to_yaml(only)
        case All(parts) | Any(parts):
            return f"{_word(condition)}: [{', '.join(map(to_yaml, parts))}]"
        case Not(OneOf(fact, values)):
            return f"{_name(fact)}: {{not: {_value_list(values)}}}"
        case Not(part):
            return f"not: {{{to_yaml(part)}}}"
        case _:
            return _atom(condition)


def _word(condition: All | Any) -> str:
    return "all" if isinstance(condition, All) else "any"


def _atom(atom: Atom) -> str:
    match atom:
        case OneOf(fact, values):
            return f"{_name(fact)}: {_value_list(values)}"
        case Compare(fact, bounds):
            return f"{_name(fact)}: {{{', '.join(f'{relation}: {limit}' for relation, limit in bounds)}}}"
        case Concluded(kind, names):
            return f"{kind}: {_value_list(names)}"


def _value_list(values: Iterable[Value]) -> str:
    texts = [_name(value) if isinstance(value, str) else str(value) for value in values]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _name(name: str) -> str:
    """Return a name, quoted if YAML would not read it as text."""
    return f'"{name}"' if name[0].isdigit() or name.lower() in WORDS else name
