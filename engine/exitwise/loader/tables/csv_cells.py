"""CSV (RFC 4180) with the place of every cell, which the standard library's reader does not keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.loader.yaml.readers import File

DELIMITERS: Final = ",;\t"
QUOTED: Final = r'"(?P<quoted>(?:[^"]|"")*)"(?P<rest>[^{0}\r\n]*)'
BARE: Final = r'(?P<bare>(?!")[^{0}\r\n]*)'
CELL: Final = rf"(?:{QUOTED}|{BARE})(?P<end>[{{0}}]|\r\n|\r|\n|\Z)"
LINE_END: Final = re.compile(r"\r\n|\r|\n")


def csv_rows(content: str, file: File) -> tuple[tuple[Scalar, ...], ...]:
    """Return the cells of the lines that are not blank; the delimiter is the first that the header has.

    A line with a quote that is not closed is left out.
    """
    header = LINE_END.split(content, maxsplit=1)[0]
    delimiter = next((character for character in header if character in DELIMITERS), ",")
    rows: list[list[Scalar]] = [[]]
    for cell, ends_row in _cells(content, delimiter, file):
        rows[-1].append(cell)
        if ends_row:
            rows.append([])
    return tuple(tuple(row) for row in rows[:-1] if any(cell.text.strip() for cell in row))


def _cells(content: str, delimiter: str, file: File) -> Iterator[tuple[Scalar, bool]]:
    """Yield each cell, without surrounding white space unless it is quoted, and whether it ends its row."""
    pattern = re.compile(CELL.format(re.escape(delimiter)))
    position = line = start = 0
    while position <= len(content):
        match = pattern.match(content, position)
        if match is None:  # only a quote that never closes
            file.report(
                "bad-csv",
                Scalar("", plain=False, line=line, column=position - start),
                "a quote is not closed",
            )
            return
        text = match["bare"].strip() if match["quoted"] is None else match["quoted"].replace('""', '"')
        cell = Scalar(text, plain=False, line=line, column=position - start)
        if match["quoted"] is not None and match["rest"].strip():
            file.report(
                "bad-csv", cell, "text after the closing quote", 'write a quote inside of a cell as ""'
            )
        yield cell, match["end"] != delimiter
        for end in LINE_END.finditer(match[0]):
            line, start = line + 1, position + end.end()
        position = match.end()
        if not match["end"]:
            return
