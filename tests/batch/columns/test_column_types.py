"""The types of Parquet columns: which columns they fit, and the key of a map that accepts them."""

from datetime import UTC

import pyarrow as pa
import pytest

from exitwise.batch.columns.column_types import expected_types, is_text, map_help
from support.packs import toy

WHOLE, SINCE = "whole: true", "days_since: true"
TYPES: list[tuple[pa.DataType, set[str], str]] = [
    *((kind, {"text", "id"}, "number: text") for kind in (pa.string(), pa.large_string(), pa.string_view())),
    *(
        (pa.dictionary(index, text), {"text", "id"}, "number: text")
        for index in (pa.int8(), pa.int32())
        for text in (pa.string(), pa.large_string())
    ),
    *((kind, {"integer", "id"}, "") for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())),
    *((kind, {"integer", "id"}, "") for kind in (pa.uint8(), pa.uint16(), pa.uint32())),
    (pa.uint64(), {"integer"}, ""),
    *((kind, set(), WHOLE) for kind in (pa.float16(), pa.float32(), pa.float64(), pa.decimal128(20, 0))),
    *((kind, set(), SINCE) for kind in (pa.date32(), pa.date64(), pa.timestamp("ns"))),
    (pa.timestamp("us", str(UTC)), set(), SINCE),
    *((kind, set(), "") for kind in (pa.bool_(), pa.duration("us"), pa.time64("us"), pa.binary(), pa.uuid())),
    *((kind, set(), "") for kind in (pa.list_(pa.string()), pa.list_(pa.int64()))),
    (pa.dictionary(pa.int32(), pa.int64()), set(), ""),
]
"""Types, the columns they fit, and the key of a map that accepts them as numbers."""
COLUMNS = {"id": "id", "schema": "text", "brakes": "text", "colour": "text", "age": "integer"}


@pytest.mark.parametrize(("kind", "fitting", "key"), TYPES, ids=[str(kind) for kind, _, _ in TYPES])
def test_a_type_fits_the_columns_of_its_kind(kind: pa.DataType, fitting: set[str], key: str) -> None:
    """Text fits a choice, whole numbers fit an integer, and both fit an id if they have 64 bits."""
    fits = {name: check(kind) for name, check, _ in expected_types(toy.bicycle().knowledge.facts)}

    assert {name: fits[name] for name in COLUMNS} == {
        name: column in fitting for name, column in COLUMNS.items()
    }
    assert is_text(kind) is ("text" in fitting)
    assert f"`{key}`" in map_help(kind) if key else not map_help(kind)


def test_every_column_of_a_profile_is_checked() -> None:
    """The expected types are described in the terms of a profile."""
    expected = {name: words for name, _, words in expected_types(toy.bicycle().knowledge.facts)}

    assert expected == {
        "id": "text or whole numbers within 64 bits",
        **dict.fromkeys(("schema", "colour", "brakes", "bell"), "text"),
        **dict.fromkeys(("age", "spokes"), "whole numbers, null if not known"),
    }
