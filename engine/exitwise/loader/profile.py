"""JSON profiles, read strictly: duplicate keys and non-standard numbers are defects, nothing is repaired."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NoReturn

from exitwise.errors import InputError
from exitwise.model.kinds import parse
from exitwise.model.profile import DUPLICATE
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.knowledge import Knowledge

MAX_BYTES: Final = 1024 * 1024
MAX_DIGITS: Final = 30
FLAT_OBJECT: Final = "a profile is one flat JSON object"


def parse_profile(content: bytes) -> dict[str, object]:
    """Return the raw answers in a profile's JSON text; the value of a duplicate key is `DUPLICATE`.

    Raises:
        InputError: the text is too large, not UTF-8, not JSON, nested too deeply, or not an object.
    """
    if len(content) > MAX_BYTES:
        raise InputError(f"the profile is larger than {MAX_BYTES // 1024} KiB", help=FLAT_OBJECT)
    try:
        value = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=Pairs,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_reject_constant,
        )
    except UnicodeDecodeError as error:
        raise InputError(f"the profile is not UTF-8 text, at byte {error.start}") from error
    except json.JSONDecodeError as error:
        message = f"the profile is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise InputError(f"{message}, at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise InputError("the profile is nested too deeply", help=FLAT_OBJECT) from error
    if not isinstance(value, Pairs):
        message = f"the profile is {_kind_of(value)}, expected a JSON object of facts and values"
        raise InputError(message, help='for example {"fact": "value"}')
    return value.to_dict()


def parse_file(content: bytes, kind: str, help: str) -> dict[str, object]:  # noqa: A002 (the field's word)
    """Return the object in the JSON text of a file of another kind, such as `a record`, read as a profile is.

    Raises:
        InputError: the text is too large, not UTF-8, not JSON, nested too deeply, or not an object.
    """
    try:
        return parse_profile(content)
    except InputError as error:
        problem = error.message.removeprefix("the profile is ")
        raise InputError(f"not {kind}: {problem}", help=help) from error


def parse_value(content: bytes) -> object:
    """Return a value in JSON text, exactly; the text is known to be valid."""
    value: object = json.loads(content, parse_int=_integer, parse_float=_decimal)
    return value


class Pairs(list[tuple[str, Any]]):
    """The pairs of a JSON object as written: a dict would silently keep the last of two equal keys."""

    def to_dict(self) -> dict[str, object]:
        """Return the values by key, `DUPLICATE` for a repeated key; objects in lists stay pairs."""
        answers: dict[str, object] = {}
        for key, value in self:
            answers[key] = (
                DUPLICATE if key in answers else value.to_dict() if isinstance(value, Pairs) else value
            )
        return answers


def _integer(digits: str) -> int:
    """Return the number in the first 30 digits: a longer one is out of range, and so are its first digits.

    Python rejects numbers of more than 4,300 digits without their position.
    """
    return int(digits[:MAX_DIGITS])


def _decimal(token: str) -> Decimal:
    """Return the exact number; one beyond every limit is not a number."""
    try:
        return Decimal(token)
    except InvalidOperation:
        return Decimal("nan")


def _reject_constant(word: str) -> NoReturn:
    raise InputError(f"the profile is not JSON: `{word}` is not a JSON number")


def _kind_of(value: object) -> str:
    match value:
        case list():
            return "a list"
        case str():
            return "text"
        case bool():
            return "a boolean"
        case None:
            return "null"
        case _:
            return "a number"


def apply_assignments(
    raw: Mapping[str, object], assignments: Iterable[str], knowledge: Knowledge, notes: set[str] | None = None
) -> dict[str, object]:
    """Return the raw answers after assignments of the form `fact=value`; an empty value removes the answer.

    A note on each former name is added to `notes`.

    Raises:
        InputError: an assignment has no `=`, or its fact is unknown.
    """
    answers, facts, names = dict(raw), knowledge.fact, knowledge.former_names
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        name = names.present(key)
        if not equals:
            raise InputError(f"invalid assignment `{assignment}`", help="write fact=value")
        if name not in facts:
            raise InputError(f"unknown fact `{key}` in `{assignment}`", help=did_you_mean(name, facts))
        if answers.get(name) is not DUPLICATE:
            stripped = value.strip()
            answers[name] = parse(facts[name], stripped) if stripped else None
            if notes is not None:
                notes.update(names.notes(key, answers[name]))
    return answers
