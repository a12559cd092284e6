"""The JSON Schemas of the files that exitwise reads and writes, for editors and other programs."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from exitwise.errors import InputError
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import kind_of
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from exitwise.model.fact import Fact

SUFFIX: Final = ".schema.json"
SHARED: Final = "common"
PROFILE: Final = "profile"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
HOME: Final = "https://exitwise.invalid/schemas"


def names() -> tuple[str, ...]:
    """Return the sorted names of all schemas, including `profile`."""
    file_names = (path.name for path in files(__name__).iterdir())
    stems = {name.removesuffix(SUFFIX) for name in file_names if name.endswith(SUFFIX)}
    return tuple(sorted(stems - {SHARED} | {PROFILE}))


def schema(name: str, facts: Iterable[Fact] = (), needed: Collection[str] = ()) -> dict[str, Any]:
    """Return one schema (JSON Schema 2020-12) with the shared definitions bundled.

    The schema of profiles is derived from the facts of a pack, some of which are needed in every profile; the
    others are the same for every pack.

    Raises:
        InputError: the name is unknown.
    """
    if name not in names():
        help_ = did_you_mean(name, names()) or f"the schemas are {join_names(names(), most=40)}"
        raise InputError(f"unknown schema `{name}`", help=help_)
    return profile(facts, needed) if name == PROFILE else _bundled(name)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files(__name__) / f"{name}{SUFFIX}").read_text(encoding="utf-8"))
    return content


def _bundled(name: str) -> dict[str, Any]:
    """Return a shipped schema with the shared one under `$defs`, where its `$id` resolves references."""
    content = _read(name)
    if f"{SHARED}{SUFFIX}" in json.dumps(content):
        content.setdefault("$defs", {})[SHARED] = _read(SHARED)
    return content


def profile(facts: Iterable[Fact], needed: Collection[str]) -> dict[str, Any]:
    """Return the schema of a pack's profiles, of which every one needs some facts."""
    facts = tuple(facts)
    answers = {fact.id: _answer(fact, nullable=fact.id not in needed) for fact in facts}
    return {
        "$schema": DIALECT,
        "$id": f"{HOME}/{PROFILE}{SUFFIX}",
        "title": "A profile: what is known about one case",
        "type": "object",
        "additionalProperties": False,
        "required": [fact.id for fact in facts if fact.id in needed],
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


def _answer(fact: Fact, *, nullable: bool) -> dict[str, Any]:
    """Return the schema of a fact's answers; null is the absent answer."""
    annotations = {"title": fact.question, **({"description": fact.help} if fact.help else {})}
    options = kind_of(fact).schema(fact)
    if fact.unknown:
        options += [{"const": "unknown", "title": "Not known"}]
    if nullable:
        options += [{"type": "null"}]
    return {**annotations, "anyOf": options}
