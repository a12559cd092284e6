"""Values that pass through, as JSON."""

from __future__ import annotations

import json
import math
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.values.text import json_of_nested, text_of_values

WRITTEN: Final = (pa.types.is_boolean, pa.types.is_integer, pa.types.is_decimal)
"""The types whose text is JSON."""
TEXTS: Final = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_dictionary)
ESCAPED: Final = r'["\\\x00-\x1f]'


def json_of_values(values: pa.Array) -> pa.BinaryArray:
    """Return typed values as JSON, null for those that JSON does not have; JSON itself stays as it is."""
    kind = values.type
    if kind == pa.binary():
        return values
    if pa.types.is_floating(kind):
        tokens = pa.array([_number(value) for value in values.to_pylist()], pa.string())
    elif pa.types.is_nested(kind):
        tokens = pa.array([_nested(value) for value in values.to_pylist()], pa.string())
    elif any(is_of_type(kind) for is_of_type in WRITTEN):
        tokens = values.cast(pa.string())
    else:
        texts = values.cast(pa.string()) if any(of(kind) for of in TEXTS) else text_of_values(values)
        tokens = _quoted(texts)
    return pc.fill_null(tokens, "null").cast(pa.binary())


def _quoted(texts: pa.StringArray) -> pa.StringArray:
    tokens = pc.binary_join_element_wise('"', texts, '"', "")
    escaped = pc.fill_null(pc.match_substring_regex(texts, ESCAPED), False)  # noqa: FBT003 (a value)
    if pc.any(escaped).as_py():
        written = [json.dumps(text, ensure_ascii=False) for text in texts.filter(escaped).to_pylist()]
        tokens = pc.replace_with_mask(tokens, escaped, pa.array(written, pa.string()))
    return tokens


def _number(value: float | None) -> str | None:
    """Return a number, or None for one that JSON does not have."""
    return json.dumps(value) if value is not None and math.isfinite(value) else None


def _nested(value: object) -> str | None:
    return None if value is None else json_of_nested(value)
