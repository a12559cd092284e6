"""Values that pass through, as text: of JSON the contents of strings, of other types the usual forms."""

from __future__ import annotations

import json
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

CASTS: Final = (
    pa.types.is_null,
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_decimal,
    pa.types.is_date,
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_dictionary,
)
"""The types that are cast to text as they are."""
SURPLUS_ZEROS: Final = r"(\.[0-9]*[1-9])0*(Z?)$|\.0+(Z?)$"
"""The end of a time whose fraction of a second may end with zeros."""
PLAIN_BYTES: Final = frozenset(range(0x20, 0x7F)) - frozenset(b"\\'\"")


def text_of_json(tokens: pa.BinaryArray) -> pa.StringArray:
    """Return JSON as text: the contents of a string, null for null, any other value as it is written."""
    is_string = pc.starts_with(tokens, b'"')
    others = pc.if_else(pc.equal(tokens, b"null"), None, tokens)
    texts = pc.if_else(is_string, pc.binary_slice(tokens, 1, -1), others).cast(pa.string())
    has_escape = pc.and_(is_string, pc.match_substring(tokens, b"\\"))
    if pc.any(has_escape).as_py():
        contents = [json.loads(token) for token in tokens.filter(has_escape).to_pylist()]
        texts = pc.replace_with_mask(texts, has_escape, pa.array(contents, pa.string()))
    return texts


def text_of_values(values: pa.Array) -> pa.StringArray:
    """Return typed values as text; lists and structures as JSON."""
    kind = values.type
    if any(is_of_type(kind) for is_of_type in CASTS):
        return values.cast(pa.string())
    if pa.types.is_floating(kind):
        return pa.array(map(_float, values.cast(pa.string()).to_pylist()), pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        texts = pc.replace_substring_regex(values.cast(pa.string()), SURPLUS_ZEROS, r"\1\2\3")
        return pc.replace_substring(texts, "Z", "+00")
    return pa.array(map(_text, values.to_pylist()), pa.string())


def _float(text: str | None) -> str | None:
    """Return the shortest text of a floating-point number as Python writes it, with a point."""
    return None if text is None else str(float(text))


def _text(value: object) -> str | None:
    match value:
        case bytes():
            return "".join(chr(byte) if byte in PLAIN_BYTES else f"\\x{byte:02X}" for byte in value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return None if value is None else str(value)
