"""The evaluation of blocks with missing answers: on pairs of planes, and exactly where they do not decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial, reduce
from itertools import chain, repeat
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from exitwise.batch.missing.patterns import FREQUENT, Patterns, by_pattern
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.diagram.completions.settling import settler
from exitwise.diagram.completions.shared_conclusions import SharedConclusions
from exitwise.diagram.evaluation import conclude_advice
from exitwise.diagram.manager import within_limits
from exitwise.model.advice import COMPACT
from exitwise.model.course import Effects, State, meetings
from exitwise.planes import bits
from exitwise.planes.block import Block, code_type, missing_code
from exitwise.planes.evaluate import Early

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.planes.bits import Mask, Plane
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


class Kept(NamedTuple):
    """Completions that the planes are right about; the waits as above."""

    waits: frozenset[str] | None


class Refused(NamedTuple):
    """A profile that gets no advice: the cause, and the missing facts that are needed."""

    cause: str
    needed: tuple[str, ...] = ()


Decision = Settled | Kept | Refused
Decide = Callable[[Completions], Decision]


class MissingAnswers:
    """Evaluates blocks with missing answers by the rules of one knowledge base."""

    def __init__(self, base: KnowledgeBase, evaluator: Evaluator, frequent: int = FREQUENT) -> None:
        """Prepare; the evaluator is that of blocks without, and nothing is compiled before it is needed.

        A pattern of missing facts is compiled once that many of its rows had to be decided.
        """
        self._base = base
        self._evaluator = evaluator
        self._patterns = Patterns(base, frequent)
        self._known: dict[Codes, Decision] = {}

    @cached_property
    def _on_pairs(self) -> Evaluator:
        return self._evaluator.on_pairs(exactly_one=self._has_exactly_one_outcome)

    @cached_property
    def _has_exactly_one_outcome(self) -> bool:
        compiled = self._base.compiled
        with within_limits():
            return not (compiled.outcome[None] & compiled.domain).satisfiable()

    def evaluate(self, block: Block, accepted: Plane) -> tuple[ConclusionPlanes, dict[int, Refused]]:
        """Return the conclusions that all completions of each accepted row have, and the refusals.

        A refused row has no conclusions, and is not among the refusals if a single constraint refuses it.
        """
        planes, undecided = self._on_pairs.evaluate_missing(block)
        later = self._may_differ_later(planes, block) & ~undecided
        decisions = {
            **self._decided(block, undecided & accepted, self._decide),
            **self._decided(block, later & accepted, self._decide_later),
        }
        if decisions:
            self._put(planes, decisions)
        return planes, {row: own for row, own in decisions.items() if isinstance(own, Refused)}

    def _may_differ_later(self, planes: ConclusionPlanes, block: Block) -> Plane:
        """Return the rows with missing answers that make a move, among those that the planes decide."""
        rules = self._base.knowledge
        moves = {step.id for step in rules.steps if step.phase == "before" and step.done}
        moves |= {rule.id for rule in rules.warnings if any(end.answers for end in rule.ends)}
        moving = [
            plane
            for key, plane in chain(planes.steps.items(), planes.warnings.items())
            if (key.step if isinstance(key, Early) else key) in moves
        ]
        refused = _any(planes.refused.values(), block.rows)
        return _any(moving, block.rows) & bits.pack(block.missing) & ~refused

    def _decided(self, block: Block, chosen: Plane, decide: Decide) -> dict[int, Decision]:
        """Return the decisions on some rows."""
        rows = np.flatnonzero(bits.unpack(chosen, block.rows))
        if not len(rows):
            return {}
        with within_limits():
            return dict(self._decisions(self._codes(block, rows), rows, decide))

    def _codes(self, block: Block, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the codes of each row, with a column for each fact."""
        columns = []
        for fact in self._evaluator.rules.axes:
            codes = block.codes[fact]
            own = codes.take(rows).astype(np.int32)
            columns.append(np.where(own == missing_code(codes.dtype), -1, own))
        return np.stack(columns, axis=1)

    # Decisions

    def _decisions(
        self, codes: NDArray[np.int32], rows: NDArray[np.int64], decide: Decide
    ) -> Iterator[tuple[int, Decision]]:
        """Yield the decision on each row."""
        for own in by_pattern(codes):
            for decided, decisions in self._with_same_facts(codes.take(own, axis=0), decide):
                yield from zip(rows[own[decided]].tolist(), decisions, strict=True)

    def _with_same_facts(
        self, codes: NDArray[np.int32], decide: Decide
    ) -> Iterator[tuple[Mask, Iterable[Decision]]]:
        """Yield the decisions on rows that miss the same facts: all at once where these are frequent."""
        pairs = zip(self._evaluator.rules.axes, codes[0], strict=True)
        missing = tuple(fact for fact, code in pairs if code < 0)
        left = np.ones(len(codes), np.bool_)
        if not self._patterns.is_frequent(missing):
            self._patterns.count(missing, len({*self._keys(codes)} - self._known.keys()))
        if self._patterns.is_frequent(missing):
            impossible, unsettled = self._patterns.decide(missing, codes)
            yield impossible, repeat(Refused("contradiction"), int(impossible.sum()))
            yield unsettled, self._refused(missing, codes[unsettled])
            left = ~(impossible | unsettled)
        yield left, (self._remembered(key, decide) for key in self._keys(codes[left]))

    def _refused(self, missing: tuple[str, ...], codes: NDArray[np.int32]) -> Iterable[Decision]:
        """Return the refusals of rows whose completions differ: a single missing fact is needed."""
        if len(missing) == 1:
            return repeat(Refused("missing-fact", missing), len(codes))
        return (self._remembered(key, _refuse) for key in self._keys(codes))

    def _keys(self, codes: NDArray[np.int32]) -> Iterator[Codes]:
        return map(tuple, codes.tolist())

    def _remembered(self, codes: Codes, decide: Decide) -> Decision:
        decision = self._known.get(codes)
        if decision is None:
            pairs = zip(self._evaluator.rules.axes.items(), codes, strict=True)
            values = {name: axis.value(code) for (name, axis), code in pairs if code >= 0}
            decision = decide(Completions(self._base.compiled, values))
            if len(self._known) < MOST:
                self._known[codes] = decision
        return decision

    def _decide(self, completions: Completions) -> Decision:
        """Return the advice that completions have in common, or why there is none."""
        if not completions.is_possible:
            return Refused("contradiction")
        if not completions.is_settled:
            return _refuse(completions)
        axes = self._evaluator.rules.axes
        first = tuple(axes[name].code(value) for name, value in completions.first.items())
        return Settled(first, frozenset(SharedConclusions(completions).reasons), self._waits(completions))

    def _decide_later(self, completions: Completions) -> Decision:
        """Keep the advice that the planes have decided on, unless its course differs."""
        return Kept(self._waits(completions)) if completions.has_same_course else _refuse(completions)

    def _waits(self, completions: Completions) -> frozenset[str] | None:
        """Return the holds that can be met where values are derived anew; None where the planes say which."""
        compiled, derived = self._base.compiled, frozenset(completions.undecided.unanswered_facts)
        settle = settler(compiled, derived)
        if settle is None:
            return None
        effects, first = Effects(partial(conclude_advice, compiled), settle), completions.first
        start = State(first, effects.conclude(first), derived=derived)
        holds = [rule.id for rule in self._base.knowledge.holds]
        return frozenset(meetings(self._base.knowledge, effects, start, holds))

    def _put(self, planes: ConclusionPlanes, decisions: Mapping[int, Decision]) -> None:
        """Replace the conclusions of rows: those of a first completion, or none."""
        settled = {row: own for row, own in decisions.items() if isinstance(own, Settled)}
        chosen = np.fromiter(settled, np.int64)
        gone = np.array([row for row, own in decisions.items() if not isinstance(own, Kept)], np.int64)
        first = self._evaluator.evaluate(self._block([own.first for own in settled.values()]))
        for group in COMPACT:
            for name, plane in getattr(planes, group).items():
                mask = bits.unpack(plane, planes.rows).copy()
                mask[gone] = False
                mask[chosen] = bits.unpack(getattr(first, group)[name], len(chosen))
                getattr(planes, group)[name] = bits.pack(mask)
        _replace(planes.rules, planes.rows, {row: own.reasons for row, own in settled.items()})
        waits = ((row, own.waits) for row, own in decisions.items() if not isinstance(own, Refused))
        _replace(planes.waits, planes.rows, {row: own for row, own in waits if own is not None})

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


def _refuse(completions: Completions) -> Refused:
    """Return the refusal of completions that differ."""
    return Refused("missing-fact", completions.needed)


def _replace(planes: dict[str, Plane], rows: int, names: Mapping[int, frozenset[str]]) -> None:
    """Give some rows other names."""
    if not names:
        return
    having: dict[str, list[int]] = {name: [] for name in planes}
    for row, own in names.items():
        for name in own:
            having[name].append(row)
    for name, plane in planes.items():
        mask = bits.unpack(plane, rows).copy()
        mask[list(names)] = False
        mask[having[name]] = True
        planes[name] = bits.pack(mask)


def _any(planes: Iterable[Plane], rows: int) -> Plane:
    """Return the rows that are in any of the planes."""
    return reduce(or_, planes, bits.pack(np.zeros(rows, dtype=np.bool_)))
