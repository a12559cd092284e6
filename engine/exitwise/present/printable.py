"""Text that is safe to print: control characters are replaced by visible escapes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import partial
from typing import Any, Final

# C0 and C1 controls, marks that reorder text (Unicode TR 36, bidirectional spoofing), separators that
# some terminals treat as line ends, and lone surrogates, which no stream can encode.
UNPRINTABLE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return the text with every control character except the line feed replaced by an escape."""
    return UNPRINTABLE.sub(_escape, text)


def escaped_line(text: str) -> str:
    """Return the text printable and on one line, line feeds replaced by escapes."""
    return printable(text.replace("\n", "\\n"))


def one_line(text: str) -> str:
    """Return the text printable and on one line, white space collapsed."""
    return printable(" ".join(text.split()))


def json_text(content: Any, *, ascii_only: bool = False) -> str:
    """Return indented JSON, control characters escaped.

    With `ascii_only` every other character outside ASCII is escaped too, so that no encoding loses it.
    """
    text = _dumps(content, ascii_only=ascii_only, indent=2)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_line(content: Any) -> bytes:
    """Return JSON on one line that ends with a line feed, in UTF-8."""
    text = _dumps(content, ascii_only=False, indent=0)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _dumps(content: Any, *, ascii_only: bool, indent: int, depth: int = 1) -> str:
    """Return JSON as `json.dumps` does, with exact decimals; without `indent` it is compact."""
    dump = partial(_dumps, ascii_only=ascii_only, indent=indent, depth=depth + 1)
    match content:
        case Decimal():
            return str(content)
        case dict():
            colon = ": " if indent else ":"
            parts = [
                f"{_dumps(str(key), ascii_only=ascii_only, indent=0)}{colon}{dump(value)}"
                for key, value in content.items()
            ]
            return _bracketed("{}", parts, indent * depth, indent)
        case list() | tuple():
            return _bracketed("[]", [dump(item) for item in content], indent * depth, indent)
        case _:
            return json.dumps(content, ensure_ascii=ascii_only)


def _bracketed(brackets: str, parts: list[str], width: int, indent: int) -> str:
    if not parts or not indent:
        return f"{brackets[0]}{','.join(parts)}{brackets[1]}"
    margin = "\n" + " " * width
    return f"{brackets[0]}{margin}{f',{margin}'.join(parts)}{margin[:-indent]}{brackets[1]}"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 (two digits suffice)
