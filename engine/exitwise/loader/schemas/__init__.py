"""The JSON Schemas of what exitwise reads and writes, for editors and for other programs."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from exitwise.errors import InputError
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.fact import Fact

SUFFIX: Final = ".schema.json"
SHARED: Final = "common"
PROFILE: Final = "profile"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
HOME: Final = "https://exitwise.invalid/schemas"


def names() -> tuple[str, ...]:
    """Return the names of all schemas, that of the profile among them."""
    shipped = (path.name for path in files(__name__).iterdir())
    found = {name.removesuffix(SUFFIX) for name in shipped if name.endswith(SUFFIX)}
    return tuple(sorted(found - {SHARED} | {PROFILE}))


def schema(name: str, facts: Iterable[Fact]) -> dict[str, Any]:
    """Return one schema (JSON Schema 2020-12), the shared definitions bundled in.

    That of a profile follows from the facts of a pack; the others are the same for every pack.

    Raises:
        InputError: there is no schema of that name.
    """
    if name not in names():
        advice = did_you_mean(name, names()) or f"there are {join_names(names(), most=40)}"
        raise InputError(f"no schema is called `{name}`", help=advice)
    return profile(facts) if name == PROFILE else _bundled(name)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files(__name__) / f"{name}{SUFFIX}").read_text(encoding="utf-8"))
    return content


def _bundled(name: str) -> dict[str, Any]:
    """A relative reference to the shared file then finds it by its `$id`, without any file."""
    content = _read(name)
    if f"{SHARED}{SUFFIX}" in json.dumps(content):
        content.setdefault("$defs", {})[SHARED] = _read(SHARED)
    return content


def profile(facts: Iterable[Fact]) -> dict[str, Any]:
    """Return the schema of a pack's profiles."""
    known = tuple(facts)
    answers = {fact.id: _answer(fact) for fact in known}
    return {
        "$schema": DIALECT,
        "$id": f"{HOME}/{PROFILE}{SUFFIX}",
        "title": "A profile: what is known about one case",
        "type": "object",
        "additionalProperties": False,
        "required": [fact.id for fact in known if not fact.unknown],
        "properties": {
            "schema": {"const": "exitwise.profile/1"},
            "id": {
                "type": ["string", "integer", "null"],
                "minimum": SMALLEST,
                "maximum": LARGEST,
                "description": "Echoed in the advice, unchanged.",
            },
            **answers,
        },
    }


def _answer(fact: Fact) -> dict[str, Any]:
    """A null means that the fact is absent, which only a fact that may be unknown can be."""
    about = {"title": fact.question, **({"description": fact.help} if fact.help else {})}
    options: list[dict[str, Any]] = [{"const": value, "title": label} for value, label in fact.values]
    if fact.kind == "integer":
        options = [{"type": "integer", "minimum": _low(fact), "maximum": _high(fact)}]
    if fact.unknown:
        options += [{"const": "unknown", "title": "Not known"}, {"type": "null"}]
    return {**about, "anyOf": options}


def _low(fact: Fact) -> int:
    return SMALLEST if fact.minimum is None else fact.minimum


def _high(fact: Fact) -> int:
    return LARGEST if fact.maximum is None else fact.maximum
