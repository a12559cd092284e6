"""The advice of one pack on a chunk of records, as planes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from exitwise.audit.population.plan_order import PlanOrder
from exitwise.batch.evaluation import evaluate, evaluator_of
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.profiles import ABSENT
from exitwise.batch.validate.record_validator import RecordValidator
from exitwise.batch.validate.records import Validator
from exitwise.knowledge_base import KnowledgeBase
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exitwise.batch.evaluation import Evaluation
    from exitwise.batch.profiles import Passthrough
    from exitwise.batch.records import Records
    from exitwise.model.knowledge import Knowledge
    from exitwise.planes.bits import Plane
    from exitwise.planes.evaluate import ConclusionPlanes

Id = str | int | None


class Rejection(NamedTuple):
    """The first cause for which a record gets no advice, and the id of the record."""

    cause: str
    id: Id


@dataclass(frozen=True, slots=True)
class ChunkAdvice:
    """The conclusions for a chunk, the rows that get advice, the ids, and the other rows with their causes.

    The planes of constraints hold for `valid` rows, all others for advised ones.
    """

    planes: ConclusionPlanes
    advised: Plane
    valid: Plane
    ids: Passthrough
    rejections: Mapping[int, Rejection]
    order: PlanOrder

    def id(self, row: int) -> Id:
        """Return the id of a row."""
        return _id(self.ids, row)


class PackAdviser:
    """Advises on chunks of records by the rules of one pack."""

    def __init__(self, knowledge: Knowledge, today: date) -> None:
        """Compile the rules."""
        self._knowledge = knowledge
        base = KnowledgeBase(knowledge)
        self._evaluator = evaluator_of(base, inner=True)
        self._missing = MissingAnswers(base, self._evaluator)
        self._validator = Validator(self._evaluator.rules.axes, ("id",), RecordValidator(knowledge, today))

    def advise(self, records: Records) -> ChunkAdvice:
        """Advise on a chunk."""
        profiles, rejects, _ = self._validator.validate(records)
        evaluation = evaluate(self._evaluator, profiles, self._missing)
        ids = profiles.passthrough["id"]
        invalid = {records.index_of(reject.line): Rejection(reject.cause, reject.id) for reject in rejects}
        refused = {row: Rejection(cause, _id(ids, row)) for row, cause in _causes(evaluation)}
        valid = bits.pack(profiles.accepted)
        order = PlanOrder(self._knowledge, evaluation.planes)
        return ChunkAdvice(evaluation.planes, evaluation.advised, valid, ids, invalid | refused, order)


def _causes(evaluation: Evaluation) -> Iterator[tuple[int, str]]:
    """Yield the refused rows, each with its cause; the last is that the rules leave no single outcome."""
    planes = evaluation.planes
    undefeated = reduce(or_, planes.undefeated.values(), bits.full(planes.rows) & ~bits.full(planes.rows))
    is_conflict = bits.unpack(undefeated, planes.rows)
    for refusal in evaluation.refusals:
        without = "conflict" if is_conflict[refusal.row] else "gap"
        yield refusal.row, refusal.cause or without


def _id(ids: Passthrough, row: int) -> Id:
    index = int(ids.index[row])
    value: Id = None if index == ABSENT else json.loads(ids.values[index].as_py())
    return value
