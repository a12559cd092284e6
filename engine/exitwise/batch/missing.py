"""The evaluation of blocks with missing answers: on pairs of planes, and exactly where they do not decide."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from exitwise.diagram.completions.partial_profile import Completions
from exitwise.diagram.completions.shared_conclusions import SharedConclusions
from exitwise.diagram.evaluation import conclude_advice
from exitwise.diagram.manager import within_limits
from exitwise.planes import bits
from exitwise.planes.block import missing_code
from exitwise.planes.evaluate import Evaluator, StepEntry, step_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.fact import Value
    from exitwise.planes.bits import Plane
    from exitwise.planes.block import Block
    from exitwise.planes.evaluate import ConclusionPlanes

Concluded = dict[str, frozenset[StepEntry]]
"""The names of conclusions, by the group of planes."""

GROUPS: Final = ("recommendation", "readiness", "steps", "warnings", "rules")
MOST: Final = 20_000
"""Distinct profiles whose conclusions are remembered."""


class MissingAnswers:
    """Evaluates blocks with missing answers by the rules of one knowledge base."""

    def __init__(self, base: KnowledgeBase, *, inner: bool = False) -> None:
        """Prepare; nothing is compiled before it is needed."""
        self._base = base
        self._inner = inner
        self._known: dict[tuple[int, ...], Concluded | str] = {}

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self._base.knowledge, inner=self._inner, exactly_one=self._has_exactly_one_outcome)

    @cached_property
    def _has_exactly_one_outcome(self) -> bool:
        compiled = self._base.compiled
        with within_limits():
            return not (compiled.outcome[None] & compiled.domain).satisfiable()

    def evaluate(self, block: Block, accepted: Plane) -> tuple[ConclusionPlanes, dict[int, str]]:
        """Return the conclusions that all completions of each accepted row have, and causes of refusals.

        A refused row has no conclusions; its cause is missing if a single constraint refuses it.
        """
        planes, undecided = self._evaluator.evaluate_missing(block)
        if self._base.knowledge.settable_facts:
            undecided = undecided | _missing_any(block) & ~_any(planes.refused, block.rows)
        rows = np.flatnonzero(bits.unpack(undecided & accepted, block.rows))
        with within_limits():
            found = [self._conclude(codes) for codes in self._codes(block, rows)]
        for group in GROUPS if len(rows) else ():
            names = [frozenset[StepEntry]() if isinstance(each, str) else each[group] for each in found]
            _put(getattr(planes, group), block.rows, rows, names)
        causes = zip(rows.tolist(), found, strict=True)
        return planes, {row: cause for row, cause in causes if isinstance(cause, str)}

    def _codes(self, block: Block, rows: NDArray[np.int64]) -> Iterator[tuple[int, ...]]:
        """Yield the codes of each row, -1 for a missing answer."""
        columns = []
        for fact in self._evaluator.rules.axes:
            codes = block.codes[fact]
            own = codes.take(rows).astype(np.int32)
            columns.append(np.where(own == missing_code(codes.dtype), -1, own))
        yield from map(tuple, np.stack(columns, axis=1).tolist())

    def _conclude(self, codes: tuple[int, ...]) -> Concluded | str:
        found = self._known.get(codes)
        if found is None:
            axes = self._evaluator.rules.axes.items()
            pairs = zip(axes, codes, strict=True)
            found = self._decide({name: axis.value(code) for (name, axis), code in pairs if code >= 0})
            if len(self._known) < MOST:
                self._known[codes] = found
        return found

    def _decide(self, values: Mapping[str, Value]) -> Concluded | str:
        """Return the conclusions for some values, or the cause for which there are none."""
        completions = Completions(self._base.compiled, values)
        if not completions.is_possible:
            return "contradiction"
        if not completions.is_settled:
            return "missing-fact"
        advice = conclude_advice(self._base.compiled, completions.first)
        return {
            "recommendation": frozenset[StepEntry](filter(None, (advice.recommendation,))),
            "readiness": frozenset[StepEntry]((advice.readiness,)),
            "steps": step_entries(self._base.knowledge, advice),
            "warnings": frozenset[StepEntry](advice.warnings),
            "rules": frozenset[StepEntry](SharedConclusions(completions).reasons),
        }


def _missing_any(block: Block) -> Plane:
    """Return the rows without some answer: the course may differ where the planes decide."""
    missing = np.zeros(block.rows, dtype=np.bool_)
    for codes in block.codes.values():
        missing |= codes == missing_code(codes.dtype)
    return bits.pack(missing)


def _any(planes: Mapping[str, Plane], rows: int) -> Plane:
    """Return the rows that are in any of the planes."""
    return reduce(or_, planes.values(), bits.pack(np.zeros(rows, dtype=np.bool_)))


def _put(
    planes: dict[Any, Plane], rows: int, chosen: NDArray[np.int64], names: list[frozenset[StepEntry]]
) -> None:
    """Set which names are concluded on chosen rows."""
    for name, plane in planes.items():
        mask = bits.unpack(plane, rows).copy()
        mask[chosen] = [name in own for own in names]
        planes[name] = bits.pack(mask)
