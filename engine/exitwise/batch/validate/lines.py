"""A vectorised scan of JSON Lines: which lines are certainly profiles, and the value codes of their answers.

Lines are cut at every comma and line end, and each distinct piece is read once. A line is accepted if every
piece of it is a valid member by itself, the first with an opening and the last with a closing brace: then the
line is an object of these members. A text with a comma is not a member on either side of the comma, so its
line is not accepted here, and gets the full check.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.profiles import ABSENT, Passthrough, Profiles, concatenate, replace_rows
from exitwise.batch.records import BOM
from exitwise.batch.validate.separators import LINE_END, outside_brackets, separators
from exitwise.batch.validate.vocabulary import Meaning, Vocabulary
from exitwise.batch.values.arrays import are_text
from exitwise.errors import InputError
from exitwise.loader.profile import MAX_BYTES, parse_profile, parse_value
from exitwise.model.former_names import FormerNames
from exitwise.model.kinds import kind_of, on_day, read
from exitwise.model.kinds.kind import Misfit
from exitwise.model.profile import SCHEMA, valid
from exitwise.planes.block import absent_code, code_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Mask, Numbers
    from exitwise.model.axis import Axis
    from exitwise.planes.block import Codes

MEMBER, OPENS, CLOSES = 1, 2, 4
"""The bits of the kind of a piece: a valid member, an opening brace before it, a closing brace after it."""
UNSET: Final = np.iinfo(np.uint16).max
"""The code of a fact whose key is absent."""
NULL: Final = UNSET - 1
"""The code of a fact that is null, which means absent too."""
BLANKS: Final = b" \t\r"
TEXT: Final = r'"[^"\\\x00-\x1f]*"'
ID: Final = rf"^(?:{TEXT}|-?(?:0|[1-9][0-9]{{0,17}}))\}}?[,\n]$"
"""An id that the scan accepts: a text without escapes, or a whole number of 64 bits."""
SCALAR: Final = rf"^(?:{TEXT}|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)\}}?[,\n]$"
"""Any other value that is passed through."""


@dataclass(slots=True)
class _Pieces:
    """The meaning of each distinct piece of some lines, and the values of those that pass through."""

    kind: NDArray[np.uint8]
    slot: Numbers
    code: NDArray[np.uint16]
    position: Numbers
    values: dict[str, list[pa.BinaryArray]] = field(default_factory=dict)


class LineScanner:
    """A scanner for the facts of some axes; `keys` are the keys that pass through, the first of them `id`."""

    def __init__(self, axes: Mapping[str, Axis], keys: Sequence[str], today: date) -> None:
        """Start with no known piece; days count on `today`."""
        self._today = today
        self._has_lists = any(kind_of(axis.fact).name == "several" for axis in axes.values())
        self._axes = axes
        self._keys = tuple(keys)
        self.notes = set[str]()
        """Notes on former names in the lines so far."""
        self._names = FormerNames(axis.fact for axis in axes.values())
        self._slots = {name: slot for slot, name in enumerate((*axes, *keys, "schema"))}
        self._vocabulary = Vocabulary(self._read)
        self._nothing = Meaning(0, len(self._slots), 0)
        self._prefixes = [
            (key, opening, opening + json.dumps(key, ensure_ascii=False).encode() + colon)
            for key in keys
            for opening in (b"{", b"", b" ")
            for colon in (b": ", b":")  # the longer first: a piece is read by the first prefix that it has
        ]

    def scan(self, content: bytes | memoryview) -> Profiles:
        """Scan lines, each of which ends with a line feed."""
        data = np.frombuffer(content, np.uint8)
        ends = separators(data)
        if self._has_lists:
            ends = outside_brackets(data, ends)
        offsets = np.zeros(len(ends) + 1, np.int32)
        offsets[1:] = ends + 1
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
        encoded = pa.BinaryArray.from_buffers(pa.binary(), len(ends), buffers).dictionary_encode()
        closing = data[ends] == LINE_END
        lengths = np.diff(ends[closing], prepend=-1) - 1
        index = encoded.indices.to_numpy()
        return self._assemble(self._pieces(encoded.dictionary), index, closing, lengths <= MAX_BYTES)

    def read(self, lines: Sequence[bytes]) -> Profiles:
        """Return the codes of lines that are valid profiles, with any values that pass through."""
        scan = self.scan(b"\n".join([*lines, b""]))
        rows = np.flatnonzero(~scan.accepted).tolist()
        return (
            replace_rows(scan, rows, concatenate([self._read_line(lines[row]) for row in rows]))
            if rows
            else scan
        )

    def _read_line(self, line: bytes) -> Profiles:
        members = msgspec.json.decode(line.removeprefix(BOM), type=dict[str, msgspec.Raw])
        codes: dict[str, Codes] = {
            name: np.array([self._answer(axis, members)], code_type(len(axis.classes)))
            for name, axis in self._axes.items()
        }
        passthrough = {}
        for key in self._keys:
            values = [bytes(members[key])] if key in members else []
            passthrough[key] = Passthrough(
                pa.array(values, pa.binary()), np.array([len(values) - 1], np.int32)
            )
        return Profiles(np.ones(1, np.bool_), codes, passthrough)

    def _answer(self, axis: Axis, members: Mapping[str, msgspec.Raw]) -> int:
        fact = axis.fact
        value = parse_value(bytes(members[fact.id])) if fact.id in members else None
        return (
            absent_code(axis) if value is None else axis.code(valid(fact, on_day(fact, value, self._today)))
        )

    # Distinct pieces

    def _pieces(self, distinct: pa.BinaryArray) -> _Pieces:
        known, found = self._vocabulary.find(distinct)
        pieces = _Pieces(*found, np.full(len(distinct), ABSENT, np.int32))
        rest = np.flatnonzero(~known)
        for key, opening, prefix in self._prefixes:
            if not len(rest):
                return pieces
            begins = pc.starts_with(distinct.take(pa.array(rest)), prefix).to_numpy(zero_copy_only=False)
            if begins.any():
                self._pass_through(pieces, distinct, rest[begins], (key, opening, prefix))
                rest = rest[~begins]
        pieces.kind[rest], pieces.slot[rest], pieces.code[rest] = self._vocabulary.learn(
            distinct.take(pa.array(rest))
        )
        return pieces

    def _pass_through(
        self,
        pieces: _Pieces,
        distinct: pa.BinaryArray,
        numbers: NDArray[np.int64],
        at: tuple[str, bytes, bytes],
    ) -> None:
        """Read the pieces of one key that have the same prefix."""
        key, opening, prefix = at
        rest = pc.binary_slice(distinct.take(pa.array(numbers)), len(prefix), MAX_BYTES + len(prefix))
        pattern = ID if key == "id" else SCALAR
        sound = pc.match_substring_regex(rest, pattern).to_numpy(zero_copy_only=False) & are_text(rest)
        closes = pc.ends_with(rest, b"}\n").to_numpy(zero_copy_only=False)
        kind = (MEMBER | (OPENS if opening == b"{" else 0)) + np.where(closes, CLOSES, 0)
        pieces.kind[numbers] = np.where(sound, kind, 0)
        pieces.slot[numbers] = np.where(sound, self._slots[key], len(self._slots))
        for chosen, end in ((sound & ~closes, -1), (sound & closes, -2)):
            if chosen.any():
                values = pieces.values.setdefault(key, [])
                first = sum(map(len, values))
                values.append(pc.binary_slice(rest.filter(pa.array(chosen)), 0, end))
                pieces.position[numbers[chosen]] = np.arange(first, first + len(values[-1]))

    def _read(self, piece: bytes) -> Meaning:
        """Read a piece with the separator at its end."""
        text = piece[:-1].strip(BLANKS)
        opens, closes = text.startswith(b"{"), text.endswith(b"}")
        member = text[opens : len(text) - closes]
        kind = MEMBER | (OPENS if opens else 0) | (CLOSES if closes else 0)
        try:
            ((key, value),) = parse_profile(b"{" + member + b"}").items()
        except (InputError, ValueError):
            return self._nothing
        name = key if key in self._keys else self._names.present(key)
        code = self._code(name, value)
        if code is None:
            return self._nothing
        self.notes.update(self._names.notes(key, value) if self._names and name in self._axes else ())
        return Meaning(kind, self._slots[name], code)

    def _code(self, key: str, value: object) -> int | None:
        """Return the value code of an answer; None if it is invalid, or the key is not a fact."""
        if key == "schema":
            return 0 if value == SCHEMA else None
        if key not in self._axes:
            return None
        if value is None:
            return NULL
        axis = self._axes[key]
        answer = read(axis.fact, on_day(axis.fact, value, self._today))
        return None if isinstance(answer, Misfit) else axis.code(answer)

    # Lines

    def _assemble(self, pieces: _Pieces, index: Numbers, closing: Mask, short: Mask) -> Profiles:
        """Return the scan of lines from their known pieces."""
        opening = np.empty_like(closing)
        opening[:1], opening[1:] = True, closing[:-1]
        line = np.cumsum(opening, dtype=np.int32)
        line -= 1
        expected = MEMBER + OPENS * opening.view(np.uint8) + CLOSES * closing.view(np.uint8)
        accepted = short.copy()
        accepted[line[pieces.kind[index] != expected]] = False
        slot = pieces.slot[index]
        table = np.full((len(self._slots) + 1, len(short)), UNSET, np.uint16)
        table.ravel()[slot * len(short) + line] = pieces.code[index]
        keys = (table[:-1] != UNSET).sum(axis=0)
        accepted &= keys == np.diff(np.flatnonzero(closing), prepend=-1)  # no key is repeated
        codes = {name: self._codes(axis, table[self._slots[name]]) for name, axis in self._axes.items()}
        passing = np.flatnonzero((slot >= len(self._axes)) & (slot < self._slots["schema"]))
        return Profiles(
            accepted,
            codes,
            dict(self._passthrough(pieces, index[passing], slot[passing], line[passing], len(short))),
        )

    def _codes(self, axis: Axis, codes: NDArray[np.uint16]) -> Codes:
        """Return the codes of a fact."""
        codes[codes >= NULL] = absent_code(axis)
        return codes.astype(code_type(len(axis.classes)))

    def _passthrough(
        self, pieces: _Pieces, index: Numbers, slot: Numbers, line: Numbers, count: int
    ) -> Iterator[tuple[str, Passthrough]]:
        for key in self._keys:
            positions = np.full(count, ABSENT, np.int32)
            own = slot == self._slots[key]
            positions[line[own]] = pieces.position[index[own]]
            values = pieces.values.get(key, [])
            yield (
                key,
                Passthrough(pa.concat_arrays(values) if values else pa.array([], pa.binary()), positions),
            )
