"""What runs beside the data, on whatever machine holds it: the validator, and the rejects."""

from __future__ import annotations

import json
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from exitwise.batch.record_validator import MOST_QUOTED, RecordValidator
from exitwise.batch.records import Records
from exitwise.batch.refusals import refusal_diagnostics
from exitwise.batch.reject import Reject
from exitwise.batch.spark_codes import Codes
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import complete
from exitwise.sql.spark import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.diagnostic import ProfileDiagnostic
    from exitwise.model.knowledge import Knowledge

Start = tuple[int, int]
"""The byte at which the first record of a split stands, and how many records are before it."""
PLACE: Final = {
    "kind": "string",
    "given": "string",
    "reject": "string",
    "file": "string",
    "split": "bigint",
    "at": "bigint",
    "nth": "bigint",
}
"""What is known of a record besides its answers: where it stands, and its text where that is still needed."""
CODES: Final = ("choices", "numbers")
"""The answers of a row of Parquet, as numbers."""
RECORD, REJECT, BAD, END = "record", "reject", "bad", "end"


NUMBER: Final[dict[Any, Any]] = {UNKNOWN: None}
"""A number may be told to be unknown; that is all that is not a number in its place."""


class Call(NamedTuple):
    """What a worker must know, sent to it with its task."""

    knowledge: Knowledge
    today: date
    keep: tuple[str, ...]
    raw: bool


class Columns:
    """The columns of what a worker yields: where a record stands, its answers, and what is kept, as JSON."""

    def __init__(self, call: Call) -> None:
        facts = call.knowledge.facts
        self.kept = tuple(f"kept{place}" for place in range(len(call.keep) + 1))
        self.facts = {fact.id: f"fact{place}" for place, fact in enumerate(facts)}
        self.kinds = {
            **PLACE,
            **{self.facts[fact.id]: "int" if fact.kind == "choice" else "bigint" for fact in facts},
            **dict.fromkeys(self.kept, "string"),
        }
        # A place is looked up in a list, for which null would not do: Spark looks before it asks for that.
        none = (0 if fact.kind == "choice" else None for fact in facts)
        self.none = (*none, *(None for _ in self.kept))
        self._places = [
            {value: place(fact, value) for value in (*fact.names, None)} if fact.kind == "choice" else NUMBER
            for fact in facts
        ]
        self._keys = ("id", *call.keep)

    def of(self, line: bytes) -> tuple[Any, ...]:
        """Return the answers of a profile, and what is kept."""
        found = msgspec.json.decode(line)
        answers = map(found.get, self.facts)
        told = [places.get(answer, answer) for answer, places in zip(answers, self._places, strict=True)]
        kept = [msgspec.json.encode(found[key]).decode() if key in found else None for key in self._keys]
        return (*told, *kept)


class _Split:
    """Where in its split a worker is; a record is known by its byte and number from there."""

    def __init__(self, file: str, number: int) -> None:
        self.file, self.number = file, number
        self.at = self.nth = 0

    def rows(
        self, validator: RecordValidator, columns: Columns, lines: Sequence[bytes]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield what became of each line, in their order."""
        validated = validator.validate(Records(self.file, lines, first=0))
        lines_by_row = dict(zip(validated.rows, validated.lines, strict=True))
        rejects = {reject.line: reject for reject in validated.rejects}
        places = accumulate((len(line) + 1 for line in lines), initial=self.at)
        for row, at in zip(range(len(lines)), places, strict=False):
            where = (self.file, self.number, at, self.nth + row)
            if row in lines_by_row:
                line = lines_by_row[row]
                yield (RECORD, line.decode(), None, *where, *columns.of(line))
            else:
                yield (REJECT, None, json.dumps(rejects[row].as_dict()), *where, *columns.none)
        self.at += sum(map(len, lines)) + len(lines)
        self.nth += len(lines)

    def end(self) -> tuple[Any, ...]:
        """Say how long the split was: where the next begins follows from it."""
        return (END, None, None, self.file, self.number, self.at, self.nth)


def gated(call: Call, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of some batches of lines, each with its file and the split it was read in."""
    validator = RecordValidator(call.knowledge, call.today, keep=call.keep, raw=call.raw)
    columns = Columns(call)
    split: _Split | None = None
    for batch in batches:
        rows: list[tuple[Any, ...]] = []
        told = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        for (file, number), group in groupby(told, key=lambda row: (row[1], row[2])):
            if split is None or (split.file, split.number) != (file, number):
                rows += [] if split is None else [(*split.end(), *columns.none)]
                split = _Split(file, number)
            rows += split.rows(validator, columns, [row[0] for row in group])
        yield _batch(rows, columns.kinds)
    if split is not None:
        yield _batch([(*split.end(), *columns.none)], columns.kinds)


def rejected(call: Call, starts: Mapping[tuple[str, int], Start], batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the rejects among some batches of staged rows, as lines of JSON."""
    base, codes = KnowledgeBase(call.knowledge), Codes(call.knowledge.facts)
    for batch in batches:
        rows = [(_line(call, base, _said(row, codes), starts),) for row in batch.to_pylist()]
        yield _batch(rows, {"value": "string"})


def _said(row: dict[str, Any], codes: Codes) -> dict[str, Any]:
    """Return a row with what it says, from its text or from numbers."""
    if row["kind"] == REJECT:
        return row
    if row["given"] is not None:
        return row | {"said": json.loads(row["given"])}
    return row | {"said": {"id": row["id"], **codes.answers(*(row[name] for name in CODES))}}


def _line(call: Call, base: KnowledgeBase, row: Mapping[str, Any], starts: Mapping[Any, Start]) -> str:
    start = starts.get((row["file"], row["split"]))
    offset = None if start is None else start[0] + row["at"]
    line = row["nth"] + 1 + (0 if start is None else start[1])
    if row["kind"] == REJECT:
        found = {**json.loads(row["reject"]), "line": line, "offset": offset}
    else:
        answers = row["said"]
        reject = Reject(
            file=row["file"],
            line=line,
            offset=offset,
            id=answers.get("id"),
            faults=_faults(call, base, row, answers),
            raw=row["given"][:MOST_QUOTED] if call.raw else None,
        )
        found = reject.as_dict()
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _faults(
    call: Call, base: KnowledgeBase, row: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[ProfileDiagnostic, ...]:
    if row["kind"] != BAD:
        return refusal_diagnostics(base, answers, tuple(row["refused"] or ()))
    try:
        complete(call.knowledge.facts, {key: answers[key] for key in answers if key not in call.keep})
    except ProfileError as error:
        return error.diagnostics
    raise AssertionError(answers)


def _batch(rows: Sequence[tuple[Any, ...]], kinds: Mapping[str, str]) -> Any:
    """Return rows as a batch of columns; each is text or a whole number."""
    import pyarrow as pa  # noqa: PLC0415 (only a worker needs it)

    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    types = {"bigint": pa.int64(), "int": pa.int32(), "string": pa.string()}
    arrays = [pa.array(column, types[kind]) for column, kind in zip(columns, kinds.values(), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(kinds))
