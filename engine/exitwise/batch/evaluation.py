"""The evaluation of profiles: which get advice, which are refused by the rules, and the counts of both."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from exitwise.batch.summary import Summary
from exitwise.diagram.course.graph import wait_graph
from exitwise.diagram.manager import within_limits
from exitwise.planes import bits
from exitwise.planes.evaluate import Evaluator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from exitwise.batch.missing.answers import MissingAnswers, Refused
    from exitwise.batch.profiles import Profiles
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.planes.bits import Plane
    from exitwise.planes.evaluate import ConclusionPlanes


class Refusal(NamedTuple):
    """A profile that gets no advice: its row, and the constraints that it violates.

    Without a cause, a contradiction or a missing fact, the rules leave no single outcome. `needed` are the
    missing facts that are needed.
    """

    row: int
    constraints: tuple[str, ...]
    cause: str | None
    needed: tuple[str, ...] = ()


class Evaluation(NamedTuple):
    """The conclusions for some profiles, the rows that get advice, and the refusals in order."""

    planes: ConclusionPlanes
    advised: Plane
    refusals: tuple[Refusal, ...]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The rows that get advice."""
        return np.flatnonzero(bits.unpack(self.advised, self.planes.rows))

    def summary(self) -> Summary:
        """Count the advice."""

        def counts(planes: Mapping[str, Plane]) -> Counter[str]:
            numbers = {name: bits.count(plane & self.advised) for name, plane in planes.items()}
            return Counter({name: number for name, number in numbers.items() if number})

        return Summary(
            advised=bits.count(self.advised),
            outcomes=counts(self.planes.recommendation),
            readiness=counts(self.planes.readiness),
            rules=counts(self.planes.rules),
        )


def evaluator_of(base: KnowledgeBase, *, inner: bool = False) -> Evaluator:
    """Return the evaluator of a pack, which knows the holds that can be met later.

    A pack without holds is not compiled to diagrams.

    Raises:
        LimitError: the diagrams exceed the node limit.
    """
    if not any(rule.hold for rule in base.knowledge.warnings):
        return Evaluator(base.knowledge, inner=inner)
    with within_limits():
        return Evaluator(base.knowledge, wait_graph(base.compiled), inner=inner)


def evaluate(evaluator: Evaluator, profiles: Profiles, missing: MissingAnswers) -> Evaluation:
    """Evaluate the accepted records of a chunk; `missing` does so if some lack an answer."""
    block, accepted = profiles.block, bits.pack(profiles.accepted)
    missed: dict[int, Refused] = {}
    if (block.missing & profiles.accepted).any():
        planes, missed = missing.evaluate(block, accepted)
    else:
        planes = evaluator.evaluate(block)
    refused = _union(planes.refused, accepted)
    advised = _union(planes.recommendation, accepted) & ~refused
    rows = np.flatnonzero(bits.unpack(accepted & ~advised, planes.rows))
    return Evaluation(planes, advised, tuple(_refusals(planes, rows, missed)))


def _union(planes: Mapping[str, Plane], within: Plane) -> Plane:
    union = within ^ within
    for plane in planes.values():
        union = union | plane
    return union & within


def _refusals(
    planes: ConclusionPlanes, rows: NDArray[np.int64], missed: Mapping[int, Refused]
) -> Iterator[Refusal]:
    if not len(rows):
        return
    masks = {name: bits.unpack(plane, planes.rows) for name, plane in planes.refused.items()}
    for row in rows.tolist():
        constraints = tuple(name for name, mask in masks.items() if mask[row])
        if constraints:
            yield Refusal(row, constraints, "contradiction")
        else:
            yield Refusal(row, (), *missed.get(row, (None,)))
