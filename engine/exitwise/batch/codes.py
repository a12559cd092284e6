"""Answers as codes: a choice is the place of its value among those of its fact, a number is itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from exitwise.batch.database import listed, text
from exitwise.model.fact import UNKNOWN
from exitwise.sql.masks import code

if TYPE_CHECKING:
    from exitwise.model.fact import Fact


def of_text(fact: Fact, column: str) -> str:
    """Return the code of an answer that is text; of an integer it is a number, or null if not known."""
    if fact.kind == "integer":
        return f"TRY_CAST({column} AS BIGINT)"
    return coded(fact, f"CAST({column} AS ENUM ({listed([text(value) for value in fact.names])}))")


def coded(fact: Fact, member: str) -> str:
    """Return the code of a member of the enumeration of a fact's values; what is absent is not known."""
    if fact.kind == "integer":
        return member
    absent = fact.names.index(UNKNOWN) if fact.unknown else 0
    return f"CAST(coalesce(enum_code({member}), {absent}) AS {code(fact)})"


def token(value: str) -> str:
    """Return a text as it stands in JSON."""
    return msgspec.json.encode(value).decode()
