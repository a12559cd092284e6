"""A profile's text as raw answers: JSON read strictly, nothing repaired."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from exitwise.errors import InputError
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import DUPLICATE
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.fact import Fact, Value

MAX_BYTES: Final = 1024 * 1024
MAX_DIGITS: Final = 30
INTEGER: Final = re.compile(r"[+-]?\d{1,20}\Z", re.ASCII)


def parse_profile(content: bytes) -> dict[str, object]:
    """Return the answers of a profile's JSON text; a key given twice has the value `TWICE`, which is a fault.

    Raises:
        InputError: too large, not UTF-8, not JSON, nested too deep, or not an object.
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            f"the profile is larger than {MAX_BYTES // 1024} KiB", help="a profile is one flat JSON object"
        )
    try:
        found = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_Pairs,
            parse_int=_integer,
            parse_constant=_reject_constant,
        )
    except UnicodeDecodeError as error:
        raise InputError(f"the profile is not UTF-8 text, at byte {error.start}") from error
    except json.JSONDecodeError as error:
        message = f"the profile is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise InputError(f"{message}, at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise InputError(
            "the profile is nested too deep", help="a profile is one flat JSON object"
        ) from error
    if not isinstance(found, _Pairs):
        message = f"the profile is {_kind_of(found)}, expected a JSON object of facts and values"
        raise InputError(message, help='for example {"fact": "value"}')
    return found.to_dict()


class _Pairs(list[tuple[str, Any]]):
    """A JSON object's pairs as they stand: a dict would keep the last of two equal keys in silence."""

    def to_dict(self) -> dict[str, object]:
        answers: dict[str, object] = {}
        for key, value in self:
            answers[key] = (
                DUPLICATE if key in answers else value.to_dict() if isinstance(value, _Pairs) else value
            )
        return answers


def _integer(digits: str) -> int:
    """Return a number; of one far beyond 64 bits its beginning, which is beyond them too.

    Python itself refuses to read more than 4,300 digits, without saying where they stand.
    """
    return int(digits[:MAX_DIGITS])


def _reject_constant(word: str) -> NoReturn:
    raise InputError(f"the profile is not JSON: `{word}` is no JSON number")


def _kind_of(value: object) -> str:
    match value:
        case list():
            return "a list"
        case str():
            return "a text"
        case bool():
            return "a boolean"
        case None:
            return "null"
        case _:
            return "a number"


def apply_assignments(
    raw: Mapping[str, object], assignments: Iterable[str], facts: Mapping[str, Fact]
) -> dict[str, object]:
    """Return the answers with each `fact=value` put in place; an empty value takes the answer away.

    Raises:
        InputError: an assignment without `=`, or to no fact.
    """
    answers = dict(raw)
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise InputError(f"`{assignment}` is no assignment", help="write fact=value")
        if name not in facts:
            raise InputError(f"no fact is called `{name}`, in `{assignment}`", help=did_you_mean(name, facts))
        if answers.get(name) is not DUPLICATE:
            answers[name] = _parse_value(value.strip(), facts[name])
    return answers


def _parse_value(value: str, fact: Fact) -> Value | None:
    """Return what a text means as an answer; what is no answer stays text, and is refused as such."""
    if not value:
        return None
    return int(value) if fact.kind == "integer" and value != UNKNOWN and INTEGER.match(value) else value
