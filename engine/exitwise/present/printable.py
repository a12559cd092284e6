"""Text that cannot steer a terminal: control characters are shown, not sent."""

from __future__ import annotations

import json
import re
from typing import Any, Final

# C0 and C1 controls, marks that reorder text (Unicode TR 36, bidirectional spoofing), separators that
# some terminals take for line ends, and lone surrogates, which no stream can encode.
UNPRINTABLE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return the text with every steering character written as its escape."""
    return UNPRINTABLE.sub(_escape, text)


def escaped_line(text: str) -> str:
    """Return the text printable and on one line, line ends written as their escapes."""
    return printable(text.replace("\n", "\\n"))


def one_line(text: str) -> str:
    """Return the text printable and on one line, white space folded."""
    return printable(" ".join(text.split()))


def json_text(content: Any, *, ascii_only: bool = False) -> str:
    """Return JSON that is readable in any language and free of steering characters.

    With `ascii_only` every other character is escaped: a stream that cannot take it loses nothing.
    """
    text = json.dumps(content, ensure_ascii=ascii_only, indent=2)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_line(content: Any) -> bytes:
    """Return JSON on one line, and its end, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 (two digits suffice)
