"""One of several workers side by side: a chunk of records in, its part of the advice out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from exitwise.batch.evaluation import evaluate
from exitwise.batch.ids import id_hashes
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.reject import Reject
from exitwise.batch.validate.record_validator import MOST_QUOTED, RecordValidator
from exitwise.batch.validate.records import Validator
from exitwise.batch.validate.refusals import refusal_diagnostics
from exitwise.batch.validate.rows import RowScanner, record
from exitwise.batch.validate.typed_columns import days_as_text
from exitwise.batch.write import renderer
from exitwise.errors import ProfileError
from exitwise.loader.profile import parse_profile
from exitwise.model.kinds import dated
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import pyarrow as pa

    from exitwise.batch.evaluation import Refusal
    from exitwise.batch.executor import Executor
    from exitwise.batch.full import FullAdviser
    from exitwise.batch.ids import Hashes
    from exitwise.batch.job import Job
    from exitwise.batch.profiles import Profiles
    from exitwise.batch.records import Records
    from exitwise.batch.summary import Summary
    from exitwise.batch.write import Advice
    from exitwise.diagnostic import ProfileDiagnostic
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.planes.evaluate import Evaluator


@dataclass(frozen=True, slots=True)
class Part:
    """The result of a chunk: the advice in the form of the output, the counts, and the rejects in order.

    `ids` are the hashes of the ids, if they are to be compared.
    """

    advice: Advice
    summary: Summary
    rejects: list[Reject]
    ids: Hashes | None = None


class Worker:
    """Works on one chunk at a time, on a thread of its own."""

    def __init__(
        self,
        base: KnowledgeBase,
        job: Job,
        executor: Executor,
        evaluator: Evaluator,
        kinds: Mapping[str, pa.DataType] | None = None,
    ) -> None:
        """Prepare a worker; `kinds` are the types of the columns that pass through, if they have any."""
        self.executor = executor
        self._base = base
        self._job = job
        self._evaluator = evaluator
        self._missing = MissingAnswers(base, evaluator)
        mapper = job.new_mapper(base.knowledge.facts)
        keys, axes = ("id", *job.keep), evaluator.rules.axes
        self._record_validator = RecordValidator(
            base.knowledge, job.today, keep=job.keep, raw=job.raw, mapper=mapper
        )
        self._validator = Validator(axes, keys, self._record_validator)
        self._rows = RowScanner(axes, keys, job.today)
        self._days = [fact.id for fact in base.knowledge.facts if fact.counts]
        self._full = self._full_adviser() if job.full else None
        self.renderer = renderer(job.form, evaluator, keys, kinds or {})

    def _full_adviser(self) -> FullAdviser:
        from exitwise.batch.full import FullAdviser  # noqa: PLC0415 (loads the library of diagrams)

        return FullAdviser(self._base, self._evaluator, self._job.today)

    # Lines

    def advise_lines(self, records: Records) -> Part:
        """Advise on lines."""
        profiles, rejects, lines = self._validator.validate(records, self.executor.until_stopped)
        notes = self._validator.notes

        def line(row: int) -> bytes:
            return lines.get(row) or records.lines[row]

        def reject(refusal: Refusal) -> Reject:
            return self._refused_line(records, refusal, line(refusal.row))

        return self._part(profiles, lambda row: self._answers(line(row)), rejects, reject, notes)

    def _refused_line(self, records: Records, refusal: Refusal, line: bytes) -> Reject:
        diagnostics = self._reasons({} if refusal.needed else self._answers(line), refusal)
        return self._record_validator.reject_refused(records, refusal.row, diagnostics)

    def _answers(self, line: bytes) -> Mapping[str, object]:
        """Return the answers of a line that is a profile, with present names."""
        return self._base.knowledge.former_names.renamed(parse_profile(line), keep=self._job.keep)

    # Rows of Parquet

    def advise_rows(self, file: str, table: pa.Table, first: int) -> Part:
        """Advise on rows of a file; `first` is the number of the first, from 0."""
        table = self._rows.with_present_names(table)
        ids = table.select([name for name in table.column_names if name == "id"])
        profiles = self._rows.scan(table)

        def reject(row: int, raw: Mapping[str, object], diagnostics: tuple[ProfileDiagnostic, ...]) -> Reject:
            return self._rejected_row(file, first + row, raw, diagnostics)

        invalid = (
            reject(row, raw, self._invalid(raw))
            for row in np.flatnonzero(~profiles.accepted).tolist()
            for raw in (self._record(table, row),)
        )

        def refuse(refusal: Refusal) -> Reject:
            raw = self._record(ids if refusal.needed and not self._job.raw else table, refusal.row)
            return reject(refusal.row, raw, self._reasons(raw, refusal))

        return self._part(profiles, partial(self._record, table), invalid, refuse, self._rows.notes)

    def _record(self, table: pa.Table, row: int) -> dict[str, object]:
        return days_as_text(record(table, row), self._days)

    def _invalid(self, raw: Mapping[str, object]) -> tuple[ProfileDiagnostic, ...]:
        """Return the diagnostics of a row that is not a profile."""
        stated = {key: value for key, value in raw.items() if key not in self._job.keep and value is not None}
        try:
            complete(self._base.knowledge.facts, dated(self._base.knowledge.fact, stated, self._job.today))
        except ProfileError as error:
            return error.diagnostics
        raise AssertionError(raw)

    def _rejected_row(
        self, file: str, row: int, raw: Mapping[str, object], diagnostics: tuple[ProfileDiagnostic, ...]
    ) -> Reject:
        name: Any = raw.get("id")
        text = json.dumps(raw, default=str, ensure_ascii=False)[:MOST_QUOTED] if self._job.raw else None
        return Reject(file=file, line=row + 1, offset=None, id=name, faults=diagnostics, raw=text)

    # Both

    def _reasons(self, raw: Mapping[str, object], refusal: Refusal) -> tuple[ProfileDiagnostic, ...]:
        constraints, needed = refusal.constraints, refusal.needed
        return refusal_diagnostics(self._base, raw, constraints, self._job.today, needed)

    def _part(
        self,
        profiles: Profiles,
        raw: Callable[[int], Mapping[str, object]],
        rejects: Iterable[Reject],
        reject: Callable[[Refusal], Reject],
        notes: Collection[str],
    ) -> Part:
        advice: Advice
        invalid = list(rejects)
        ids = id_hashes(profiles, invalid) if self._job.compare_ids else None
        if self._full is None:
            evaluation = evaluate(self._evaluator, profiles, self._missing)
            advice = self.renderer.render(evaluation.planes, evaluation.rows, profiles.passthrough)
        else:
            advice, evaluation = self._full.advise(profiles, raw, self.executor.until_stopped)
        summary = evaluation.summary()
        summary.notes = frozenset(notes)
        return part(advice, summary, invalid, map(reject, evaluation.refusals), ids=ids)


def part(advice: Advice, summary: Summary, *rejects: Iterable[Reject], ids: Hashes | None = None) -> Part:
    """Return a part with its rejects in order, and counted."""
    ordered = sorted(chain(*rejects), key=lambda reject: reject.line)
    summary.reject(ordered)
    return Part(advice, summary, ordered, ids)
