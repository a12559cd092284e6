"""Values that pass through, as text: of JSON the contents of strings, of other types the usual forms."""

from __future__ import annotations

import json
import math
from datetime import timedelta
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
    if pa.types.is_duration(kind) and kind.unit == "ns":
        return pa.array(map(_duration, values.cast(pa.int64()).to_pylist()), pa.string())
    return pa.array(map(_text, values.to_pylist()), pa.string())


def json_of_nested(value: object) -> str:
    """Return a list or a structure as JSON; bytes and times in it are text, and infinite numbers null."""
    return json.dumps(_plain(value), ensure_ascii=False, default=str)


def _float(text: str | None) -> str | None:
    """Return the shortest text of a floating-point number as Python writes it, with a point."""
    return None if text is None else str(float(text))


def _duration(nanoseconds: int | None) -> str | None:
    """Return a duration as Python writes it, to the nanosecond, which Python lacks."""
    if nanoseconds is None:
        return None
    microseconds, rest = divmod(nanoseconds, 1000)
    text = str(timedelta(microseconds=microseconds))
    if not rest:
        return text
    return f"{text}{rest:03}" if "." in text else f"{text}.000000{rest:03}"


def _text(value: object) -> str | None:
    match value:
        case bytes():
            return _bytes(value)
        case list() | dict():
            return json_of_nested(value)
        case _:
            return None if value is None else str(value)


def _bytes(value: bytes) -> str:
    return "".join(chr(byte) if byte in PLAIN_BYTES else f"\\x{byte:02X}" for byte in value)


def _plain(value: object) -> object:
    """Return a value in terms of JSON; the entries of a map are pairs."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case bytes():
            return _bytes(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
