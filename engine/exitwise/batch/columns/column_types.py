"""The types that columns of Parquet may have, and the keys of a map that accept others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from exitwise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exitwise.model.fact import Fact


def expected_types(facts: Iterable[Fact]) -> Iterator[tuple[str, Callable[[pa.DataType], bool], str]]:
    """Yield each column whose type is checked: its name, the check, and the types in words."""
    yield "id", _is_identifier, "text or whole numbers within 64 bits"
    yield "schema", is_text, "text"
    for fact in facts:
        for name in (fact.id, *fact.formerly):
            yield (name, *COLUMN_TYPES[fact.kind])


def _is_decimal(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) or pa.types.is_integer(kind)) or is_text(kind)


def _is_day(kind: pa.DataType) -> bool:
    own = (pa.types.is_date, pa.types.is_timestamp, pa.types.is_integer)
    return any(is_of(kind) for is_of in own) or is_text(kind)


def _is_list(kind: pa.DataType) -> bool:
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return is_text(kind) or (is_list and is_text(kind.value_type))


def check_types(name: str, schema: pa.Schema, facts: Iterable[Fact]) -> None:
    """Check the types of the columns of a table, which is called by its name.

    Raises:
        InputError: a column is of a type that its values cannot have.
    """
    types = dict(zip(schema.names, schema.types, strict=True))
    for column, fits, expected in expected_types(facts):
        own = types.get(column, pa.null())
        help_ = map_help(own) if fits is pa.types.is_integer else FLOAT_HELP if fits is _is_decimal else ""
        if not pa.types.is_null(own) and not fits(own):
            raise InputError(f"{name}: the column `{column}` is {own}, expected {expected}", help=help_)


def map_help(kind: pa.DataType) -> str:
    """Return the key of a map that accepts the type in place of whole numbers, if there is one."""
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "a map with `whole: true` accepts numbers with a fraction of zero"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "a map with `days_since: true` or `days_until: true` counts the days"
    return "a map with `number: text` accepts numbers as text" if is_text(kind) else ""


def is_text(kind: pa.DataType) -> bool:
    """Whether a type is text, plain or from a dictionary."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return plain in (pa.string(), pa.large_string(), pa.string_view())


def _is_identifier(kind: pa.DataType) -> bool:
    return is_text(kind) or (pa.types.is_integer(kind) and kind != pa.uint64())


FLOAT_HELP: Final = "floats are not exact; write the column as decimals, for example as DECIMAL(18, 2)"
COLUMN_TYPES: Final = {
    "choice": (is_text, "text"),
    "integer": (pa.types.is_integer, "whole numbers, null if not known"),
    "several": (_is_list, "lists of text, or text with semicolons, null if not known"),
    "decimal": (_is_decimal, "decimals or whole numbers, null if not known"),
    "date": (_is_day, "dates, or whole numbers of days, null if not known"),
}
"""For each kind of fact the check of a column's type, and the types in words."""
