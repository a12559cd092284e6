"""Answers as codes: a choice is the place of its value among those of its fact, a number is itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from exitwise.batch.database import listed, text
from exitwise.model.fact import UNKNOWN
from exitwise.sql.masks import code

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.model.fact import Fact


def of_text(fact: Fact, column: str) -> str:
    """Return the code of an answer that is text; of an integer it is a number, or null if not known."""
    return coded(fact, member(fact, column))


def member(fact: Fact, said: str, *, spelled: Callable[[str], str] = str, tried: bool = False) -> str:
    """Return an answer as one of its fact's values, each spelled in some way, or as a number.

    What is no answer fails, or is null if that is to be `tried`.
    """
    if fact.kind == "integer":
        return f"TRY_CAST({said} AS BIGINT)"
    values = listed([text(spelled(value)) for value in fact.names])
    return f"{'TRY_' if tried else ''}CAST({said} AS ENUM ({values}))"


def is_answer(fact: Fact, said: str, code: str, *, spelled: Callable[[str], str] = str) -> str:
    """Return whether what is said is an answer, of which `code` is what `member` made."""
    if fact.kind == "choice":
        return f"{code} IS NOT NULL"
    words = (f"{said} = {text(spelled(value))}" for value in fact.names)
    return " OR ".join((f"({is_number(fact, said, code)})", *words))


def is_number(fact: Fact, said: str, code: str) -> str:
    """Return whether a number is spelled as numbers are, and within its bounds."""
    bounds = ((">=", fact.minimum), ("<=", fact.maximum))
    limits = [f" AND {code} {relation} {limit}" for relation, limit in bounds if limit is not None]
    return f"{code}::VARCHAR = {said}{''.join(limits)}"


def coded(fact: Fact, member: str) -> str:
    """Return the code of a member of the enumeration of a fact's values; what is absent is not known."""
    if fact.kind == "integer":
        return member
    absent = fact.names.index(UNKNOWN) if fact.unknown else 0
    return f"CAST(coalesce(enum_code({member}), {absent}) AS {code(fact)})"


def token(value: str) -> str:
    """Return a text as it stands in JSON."""
    return msgspec.json.encode(value).decode()
