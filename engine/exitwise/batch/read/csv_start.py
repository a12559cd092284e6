"""The start of a file of CSV: its encoding, its delimiter, and its header."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from exitwise.batch.read.streams import prepend, recode
from exitwise.batch.records import BOM
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection

    from exitwise.batch.read.inputs import Input

COMMA: Final = ","
DELIMITERS: Final = {COMMA: "','", ";": "';'", "\t": "tab"}
"""The delimiters that are recognised, as `--delimiter` names them."""
DECLARATION: Final = re.compile(rb'"?sep=([^"\r\n])"?\r?\n?', re.IGNORECASE)
"""A line that names the delimiter to a spreadsheet."""
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""The byte-order marks of UTF-16."""
ENCODING_HELP: Final = "name the encoding of the file, say --encoding windows-1252"


@dataclass(frozen=True, slots=True)
class Start:
    """The header of a file and its delimiter, and the rows after it as UTF-8.

    The rows begin on a line, counted from 1, and at a byte, which is None if the file is in another encoding.
    """

    header: list[str]
    delimiter: str
    rows: IO[bytes]
    line: int
    offset: int | None

    @property
    def delimiter_help(self) -> str:
        """How to name another delimiter; empty if the header has none."""
        others = [
            f"--delimiter {name}"
            for delimiter, name in DELIMITERS.items()
            if delimiter not in {COMMA, self.delimiter} and any(delimiter in column for column in self.header)
        ]
        return f"name the delimiter: {' or '.join(others)}" if others else ""


def read_start(source: Input, stream: IO[bytes], known: Collection[str] = ()) -> Start:
    """Read a file up to its header; another delimiter is recognised if it gives `known` columns only.

    Raises:
        InputError: there is no header, or it is not text.
    """
    encoding = source.dialect.encoding
    lines = _Lines(stream if encoding is None else recode(stream, encoding))
    line = lines.read_filled()
    if encoding is None and line.startswith(UTF_16):
        encoding = "utf-16"
        lines = _Lines(recode(prepend(lines.content, stream), encoding))
        line = lines.read_filled()
    declaration = DECLARATION.fullmatch(line.removeprefix(BOM))
    declared = declaration[1].decode("latin-1") if declaration else None
    if declaration:
        line = lines.read_filled()
    before = lines.count - 1
    header = _Header(source.name, lines.read_row(line))
    delimiter = source.dialect.delimiter or declared
    delimiter = delimiter or header.recognise(known, source.dialect.usual_delimiter)
    row = header.row(delimiter)
    offset = None if encoding is not None else lines.size - len(row.rest)
    rows = prepend(row.rest, lines.stream) if row.rest else lines.stream
    return Start(row.columns, delimiter, rows, before + row.lines + 1, offset)


class _Lines:
    """The first lines of a stream; `count` and `size` are the lines and bytes that were read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.count = 0
        self._read: list[bytes] = []

    @property
    def content(self) -> bytes:
        """The bytes that were read."""
        return b"".join(self._read)

    @property
    def size(self) -> int:
        """The number of bytes that were read."""
        return sum(map(len, self._read))

    def _next(self) -> bytes:
        line = self.stream.readline(MAX_BYTES)
        self._read.append(line)
        self.count += bool(line)
        return line

    def read_filled(self) -> bytes:
        """Return the next line that is not blank; empty at the end of the stream."""
        while (line := self._next()) and not line.removeprefix(BOM).strip():
            continue
        return line

    def read_row(self, line: bytes) -> bytes:
        """Return a line, with the following lines if a quoted cell spans them."""
        row = line
        while row.count(b'"') % 2 and len(row) < MAX_BYTES and (more := self._next()):
            row += more
        return row


class _Row(NamedTuple):
    """The columns of a header, the number of its lines, and the content after it."""

    columns: list[str]
    lines: int
    rest: bytes


class _Header:
    """The first row of a file, possibly with the beginning of the rows after it."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        if not content:
            raise InputError(f"{name}: there is no header", help="the first line names the columns")
        text = content.removeprefix(BOM).decode("utf-8", "surrogateescape")
        self._lines = list(io.StringIO(text, newline=""))

    def recognise(self, known: Collection[str], usual: str) -> str:
        """Return the only delimiter that gives known columns; otherwise the usual one."""
        candidates = [delimiter for delimiter in DELIMITERS if self._fits(delimiter, known)]
        return candidates[0] if len(candidates) == 1 else usual

    def _fits(self, delimiter: str, known: Collection[str]) -> bool:
        try:
            return all(column in known for column in self.row(delimiter).columns)
        except InputError:
            return False

    def row(self, delimiter: str) -> _Row:
        """Return the header as a row.

        Raises:
            InputError: it is not a row, or not text.
        """
        reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        try:
            columns = next((row for row in reader if row), [])
            "".join(columns).encode()
        except csv.Error as error:
            raise InputError(f"{self._name}: it is not valid CSV: {error}") from error
        except UnicodeEncodeError as error:
            raise InputError(f"{self._name}: the header is not UTF-8 text", help=ENCODING_HELP) from error
        rest = "".join(self._lines[reader.line_num :])
        return _Row(columns, reader.line_num, rest.encode("utf-8", "surrogateescape"))
