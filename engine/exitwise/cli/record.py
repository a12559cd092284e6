"""Records of decisions, read strictly."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NoReturn

from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.advice import Pack
from exitwise.model.profile import quote
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
    if len(content) > MAX_BYTES:
        _reject(f"it is larger than {MAX_BYTES // 1024} KiB")
    try:
        raw = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_float=_exact,
            parse_constant=_reject_constant,
        )
    except UnicodeDecodeError as error:
        raise InputError(f"not a record: not UTF-8 text, at byte {error.start}", help=HELP) from error
    except json.JSONDecodeError as error:
        message = f"not JSON at line {error.lineno}, column {error.colno}"
        raise InputError(f"not a record: {message}", help=HELP) from error
    except (RecursionError, ValueError) as error:
        raise InputError("not a record: it is nested too deeply, or has a huge number", help=HELP) from error
    if not isinstance(raw, dict):
        _reject("expected a JSON object")
    schema = raw.get("schema")
    if schema != SCHEMA:
        _reject(f"its schema is {quote(schema)}" if isinstance(schema, str) else "it has no `schema`")
    return raw


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        _reject(f"duplicate key {quote(next(name for name in names if names.count(name) > 1))}")
    return values


def _exact(token: str) -> Decimal:
    """Return a number with a point exactly, as a profile has it."""
    try:
        return Decimal(token)
    except InvalidOperation:
        _reject("it has a huge number")


def _reject_constant(name: str) -> NoReturn:
    _reject(f"`{name}` is not JSON")


def _reject(problem: str) -> NoReturn:
    raise InputError(f"not a record: {problem}", help=HELP)


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
