"""The evaluation of blocks with missing answers: on pairs of planes, and exactly where they do not decide."""

from __future__ import annotations

from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from exitwise.diagram.completions.partial_profile import Completions
from exitwise.diagram.completions.settling import settler
from exitwise.diagram.completions.shared_conclusions import SharedConclusions
from exitwise.diagram.evaluation import conclude_advice
from exitwise.diagram.manager import within_limits
from exitwise.model.advice import COMPACT
from exitwise.model.course import Effects, State, meetings
from exitwise.planes import bits
from exitwise.planes.block import Block, code_type, missing_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.fact import Value
    from exitwise.planes.bits import Plane
    from exitwise.planes.evaluate import ConclusionPlanes, Evaluator

Codes = tuple[int, ...]
"""The value code of every fact, -1 for a missing answer."""
MOST: Final = 20_000
"""Distinct profiles whose completions are remembered."""


class Settled(NamedTuple):
    """Completions with the same advice: the codes of the first, and the rules that are reasons in all.

    `waits` are the holds that can be met, if moves contradict values that nobody has given.
    """

    first: Codes
    reasons: frozenset[str]
    waits: frozenset[str] | None


class MissingAnswers:
    """Evaluates blocks with missing answers by the rules of one knowledge base."""

    def __init__(self, base: KnowledgeBase, evaluator: Evaluator) -> None:
        """Prepare; the evaluator is that of blocks without, and nothing is compiled before it is needed."""
        self._base = base
        self._evaluator = evaluator
        self._known: dict[Codes, Settled | str] = {}

    @cached_property
    def _on_pairs(self) -> Evaluator:
        return self._evaluator.on_pairs(exactly_one=self._has_exactly_one_outcome)

    @cached_property
    def _has_exactly_one_outcome(self) -> bool:
        compiled = self._base.compiled
        with within_limits():
            return not (compiled.outcome[None] & compiled.domain).satisfiable()

    def evaluate(self, block: Block, accepted: Plane) -> tuple[ConclusionPlanes, dict[int, str]]:
        """Return the conclusions that all completions of each accepted row have, and causes of refusals.

        A refused row has no conclusions; its cause is missing if a single constraint refuses it.
        """
        planes, undecided = self._on_pairs.evaluate_missing(block)
        if self._base.knowledge.settable_facts:
            undecided = undecided | _missing_any(block) & ~_any(planes.refused, block.rows)
        rows = np.flatnonzero(bits.unpack(undecided & accepted, block.rows))
        with within_limits():
            decisions = dict(zip(rows.tolist(), map(self._decision, self._codes(block, rows)), strict=True))
        if decisions:
            self._put(planes, rows, {row: own for row, own in decisions.items() if isinstance(own, Settled)})
        return planes, {row: cause for row, cause in decisions.items() if isinstance(cause, str)}

    def _codes(self, block: Block, rows: NDArray[np.int64]) -> Iterator[Codes]:
        """Yield the codes of each row."""
        columns = []
        for fact in self._evaluator.rules.axes:
            codes = block.codes[fact]
            own = codes.take(rows).astype(np.int32)
            columns.append(np.where(own == missing_code(codes.dtype), -1, own))
        yield from map(tuple, np.stack(columns, axis=1).tolist())

    def _decision(self, codes: Codes) -> Settled | str:
        decision = self._known.get(codes)
        if decision is None:
            axes = self._evaluator.rules.axes.items()
            pairs = zip(axes, codes, strict=True)
            decision = self._decide({name: axis.value(code) for (name, axis), code in pairs if code >= 0})
            if len(self._known) < MOST:
                self._known[codes] = decision
        return decision

    def _decide(self, values: Mapping[str, Value]) -> Settled | str:
        """Return the completions of some values, or the cause for which there is no advice."""
        completions = Completions(self._base.compiled, values)
        if not completions.is_possible:
            return "contradiction"
        if not completions.is_settled:
            return "missing-fact"
        axes = self._evaluator.rules.axes
        first = tuple(axes[name].code(value) for name, value in completions.first.items())
        return Settled(first, frozenset(SharedConclusions(completions).reasons), self._waits(completions))

    def _waits(self, completions: Completions) -> frozenset[str] | None:
        """Return the holds that can be met where values are derived anew; None where the planes say which."""
        compiled, derived = self._base.compiled, frozenset(completions.undecided.unanswered_facts)
        settle = settler(compiled, derived)
        if settle is None:
            return None
        effects, first = Effects(partial(conclude_advice, compiled), settle), completions.first
        start = State(first, effects.conclude(first), derived=derived)
        holds = [rule.id for rule in self._base.knowledge.warnings if rule.hold]
        return frozenset(meetings(self._base.knowledge, effects, start, holds))

    def _put(self, planes: ConclusionPlanes, rows: NDArray[np.int64], settled: Mapping[int, Settled]) -> None:
        """Replace the conclusions of rows: those of a first completion, or none."""
        chosen = np.fromiter(settled, np.int64)
        first = self._evaluator.evaluate(self._block([own.first for own in settled.values()]))
        for group in COMPACT:
            own: dict[Any, Plane] = getattr(planes, group)
            for name, plane in own.items():
                mask = bits.unpack(plane, planes.rows).copy()
                mask[rows] = False
                mask[chosen] = bits.unpack(getattr(first, group)[name], len(chosen))
                for row, each in settled.items():
                    if group == "rules":
                        mask[row] = name in each.reasons
                    elif group == "waits" and each.waits is not None:
                        mask[row] = name in each.waits
                own[name] = bits.pack(mask)

    def _block(self, profiles: Sequence[Codes]) -> Block:
        """Return complete profiles as a block."""
        axes = self._evaluator.rules.axes.items()
        columns = np.array(profiles, np.uint16).reshape(len(profiles), len(axes)).T
        return Block(
            len(profiles),
            {
                name: column.astype(code_type(len(axis.classes)))
                for (name, axis), column in zip(axes, columns, strict=True)
            },
        )


def _missing_any(block: Block) -> Plane:
    """Return the rows without some answer: the course may differ where the planes decide."""
    missing = np.zeros(block.rows, dtype=np.bool_)
    for codes in block.codes.values():
        missing |= codes == missing_code(codes.dtype)
    return bits.pack(missing)


def _any(planes: Mapping[str, Plane], rows: int) -> Plane:
    """Return the rows that are in any of the planes."""
    return reduce(or_, planes.values(), bits.pack(np.zeros(rows, dtype=np.bool_)))
