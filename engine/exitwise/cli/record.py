"""Records of decisions, read strictly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from exitwise.errors import InputError
from exitwise.loader.profile import Pairs, parse_file
from exitwise.model.advice import Pack
from exitwise.model.profile import DUPLICATE, quote
from exitwise.model.record import SCHEMA, Record
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, tuple[type, str]]] = {
    "schema": (str, "text"),
    "profile": (dict, "an object"),
    "as_of": (str, "a day as YYYY-MM-DD"),
    "language": (str, "text"),
    "pack": (dict, "an object"),
    "engine": (str, "text"),
    "advice": (dict, "an object"),
}
"""The type of the value of each key, all of which are required, and its name."""
PACK_KEYS: Final = ("name", "version", "digest")
HELP: Final = "`exitwise advise --record FILE` writes a record; `exitwise schema record` prints its schema"


def parse_record(content: bytes) -> Record:
    """Return the record in the content of a file.

    Raises:
        InputError: the content is not a record, or a damaged one.
    """
    raw = _parse(content)
    _check(raw)
    return Record(
        profile=raw["profile"],
        as_of=_day(raw["as_of"]),
        language=raw["language"],
        pack=Pack(**raw["pack"]),
        engine=raw["engine"],
        advice=raw["advice"],
    )


def _parse(content: bytes) -> dict[str, Any]:
    raw = parse_file(content, "a record", HELP)
    if raw.get("schema") != SCHEMA:
        schema = raw.get("schema")
        problem = f"its schema is {quote(schema)}" if isinstance(schema, str) else "it has no `schema`"
        raise InputError(f"not a record: {problem}", help=HELP)
    try:
        return {key: _without_pairs(value, key) for key, value in raw.items()}
    except RecursionError as error:
        raise InputError("not a record: nested too deeply", help=HELP) from error


def _without_pairs(value: Any, key: str) -> Any:
    """Return a value with the objects inside lists as mappings too.

    Raises:
        InputError: an object has a key twice.
    """
    if value is DUPLICATE:
        raise InputError(f"damaged record: duplicate key {quote(key)}", help=HELP)
    if isinstance(value, Pairs):
        value = value.to_dict()
    if isinstance(value, dict):
        return {name: _without_pairs(item, name) for name, item in value.items()}
    return [_without_pairs(item, key) for item in value] if isinstance(value, list) else value


def _check(raw: dict[str, Any]) -> None:
    """Check the keys of a record and the types of their values.

    Raises:
        InputError: the first that is wrong.
    """
    for key in raw:
        if key not in KINDS:
            message = f"damaged record: unknown key {quote(key)}, expected one of {join_names(KINDS)}"
            raise InputError(message, help=did_you_mean(key, KINDS) or HELP)
    for key, (kind, expected) in KINDS.items():
        if key not in raw:
            raise InputError(f"damaged record: missing key `{key}`", help=HELP)
        if not isinstance(raw[key], kind):
            raise InputError(f"damaged record: `{key}` must be {expected}", help=HELP)
    head = raw["pack"]
    if set(head) != set(PACK_KEYS) or not all(isinstance(text, str) for text in head.values()):
        raise InputError(f"damaged record: `pack` must have {join_names(PACK_KEYS)} as text", help=HELP)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InputError("damaged record: `as_of` must be a day as YYYY-MM-DD", help=HELP)
    return day
