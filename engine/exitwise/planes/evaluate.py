"""The evaluation of blocks: all conclusions of many profiles at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exitwise.model.advice import COMPACT
from exitwise.model.decision_graph import WaitGraph
from exitwise.model.rule import PHASES
from exitwise.model.support import support
from exitwise.planes import bits
from exitwise.planes.branches import branches
from exitwise.planes.circuit import Program
from exitwise.planes.pair import Pair
from exitwise.planes.rules import RuleCircuit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.model.conclusion import Branch
    from exitwise.model.knowledge import Knowledge
    from exitwise.planes.bits import Plane
    from exitwise.planes.block import Block
    from exitwise.planes.circuit import Signal

DECIDED: Final = frozenset(("refused", *COMPACT))
"""The groups of conclusions that have to be decided for a row with missing facts."""
NOTHING_LATER: Final[WaitGraph] = WaitGraph((), {})


class Early(NamedTuple):
    """A step where it goes first in its phase because of urgency."""

    step: str


StepEntry = str | Early
"""A step in a list of steps: at one of two places if it may be urgent."""
Planes = dict[str, "Plane"]
"""Planes by the names of the conclusions, in the order of the advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionPlanes:
    """The conclusions for each row of a block; where a constraint refuses a row the others mean nothing.

    `steps` are those of the compact advice: of phase `before`, and the others where a row is ready. `rules`
    has the reasons of the advice. The rest is empty unless the evaluator is asked for inner conclusions:
    `plan` has all steps, `urgent` those of them that are urgent, `fires` all rules but
    constraints, and `branches` the alternatives of `any`.
    """

    rows: int
    refused: Planes
    recommendation: Planes
    readiness: Planes
    steps: dict[StepEntry, Plane]
    waits: Planes
    warnings: Planes
    rules: Planes
    plan: Planes
    urgent: Planes
    findings: Planes
    fires: Planes
    applied: Planes
    undefeated: Planes
    branches: dict[Branch, Plane]


class Evaluator:
    """A knowledge base compiled for blocks; with `inner` the conclusions within are returned too.

    `later` has the holds that can be met later; without it, `waits` has only those that stand.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        later: WaitGraph | None = None,
        *,
        inner: bool = False,
        exactly_one: bool = False,
    ) -> None:
        """Compile the rules."""
        self.rules = RuleCircuit(knowledge, exactly_one=exactly_one)
        self._later, self._inner = later, inner
        groups = _groups(self.rules, later or NOTHING_LATER, inner=inner)
        self._keys = {group: tuple(signals) for group, signals in groups.items()}
        self.names = {group: tuple(map(_name, keys)) for group, keys in self._keys.items()}
        """What can be concluded, by the fields of `ConclusionPlanes`, in the order of the advice."""
        outputs = {
            (group, name): signal for group, signals in groups.items() for name, signal in signals.items()
        }
        self.program = Program(self.rules.circuit, outputs)

    def on_pairs(self, *, exactly_one: bool) -> Evaluator:
        """Return the evaluator of blocks with missing facts; `exactly_one` outcome may be proved."""
        return Evaluator(self.rules.knowledge, self._later, inner=self._inner, exactly_one=exactly_one)

    def evaluate(self, block: Block) -> ConclusionPlanes:
        """Return the conclusions of a block without missing facts."""
        every = bits.full(block.rows)
        planes = self.program.run(block.plane, every ^ every, every)
        return self._conclusions(block, planes)

    def evaluate_missing(self, block: Block) -> tuple[ConclusionPlanes, Plane]:
        """Return what is certain on a block with missing facts, and the rows on which advice is undecided.

        A row that a constraint refuses for certain is decided.
        """
        every = bits.full(block.rows)
        none = every ^ every
        pairs: Mapping[Any, Pair] = self.program.run(block.pair, Pair(none, every), Pair(every, none))
        undecided, refused = none, none
        for (group, _), pair in pairs.items():
            if group in DECIDED:
                undecided = undecided | pair.undecided
            if group == "refused":
                refused = refused | pair.certain
        certain = {name: pair.certain for name, pair in pairs.items()}
        return self._conclusions(block, certain), undecided & ~refused & every

    def _conclusions(self, block: Block, planes: Mapping[Any, Plane]) -> ConclusionPlanes:
        every = bits.full(block.rows)
        for plane in planes.values():
            plane[-1:] &= every[-1:]  # a negation sets the surplus bits
        groups: dict[str, dict[Any, Plane]] = {
            group: {name: planes[group, name] for name in names} for group, names in self._keys.items()
        }
        return ConclusionPlanes(rows=block.rows, **groups)


def _groups(rules: RuleCircuit, later: WaitGraph, *, inner: bool) -> Mapping[str, Mapping[Any, Signal]]:
    knowledge = rules.knowledge

    def firing(names: Iterable[str]) -> dict[str, Signal]:
        return {name: rules.fires[name] for name in names}

    return {
        "refused": firing(rule.id for rule in knowledge.constraints),
        "recommendation": {name: signal for name, signal in rules.outcome.items() if name is not None},
        "readiness": rules.readiness,
        "steps": dict(_steps(rules)),
        "waits": rules.waits(later),
        "warnings": firing(rule.id for rule in knowledge.ordered_warnings),
        "rules": support(knowledge, rules.supports, rules.within, rules.circuit.false),
        **_inner_groups(rules, shown=inner),
    }


def _name(key: Any) -> Any:
    return key.step if isinstance(key, Early) else key


def _steps(rules: RuleCircuit) -> Iterator[tuple[StepEntry, Signal]]:
    """Yield the steps of the compact advice in the order of the plan."""
    knowledge = rules.knowledge
    for phase in PHASES:
        names = [name for name in knowledge.step_order if knowledge.step[name].phase == phase]
        due = rules.circuit.true if phase == "before" else rules.readiness["ready"]
        for name in names:
            if knowledge.pulled_by[name]:
                yield Early(name), rules.is_first(name) & due
        for name in names:
            late = ~rules.is_first(name) if knowledge.pulled_by[name] else rules.circuit.true
            yield name, rules.fires[name] & late & due


def _inner_groups(rules: RuleCircuit, *, shown: bool) -> Mapping[str, Mapping[Any, Signal]]:
    knowledge = rules.knowledge
    findings = tuple(knowledge.rules_by_finding) if shown else ()
    arguments = tuple(rule.id for rule in knowledge.arguments) if shown else ()
    refusing = {rule.id for rule in knowledge.constraints}
    fires = {name: signal for name, signal in rules.fires.items() if name not in refusing}
    steps = knowledge.step_order if shown else ()
    return {
        "plan": {name: rules.fires[name] for name in steps},
        "urgent": {name: rules.urgent[name] for name in steps if name in rules.urgent},
        "findings": {name: rules.finding[name] for name in findings},
        "fires": fires if shown else {},
        "branches": branches(rules) if shown else {},
        "applied": {name: rules.fires[name] for name in arguments},
        "undefeated": {name: rules.undefeated[name] for name in arguments},
    }
