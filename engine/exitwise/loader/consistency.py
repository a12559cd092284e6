"""What only the whole pack can show: names given twice, cycles, steps against their phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from exitwise.diagnostic import PackDiagnostic
from exitwise.model.condition import names_of
from exitwise.model.order import cycle
from exitwise.model.rule import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagnostic import Diagnostics, Place
    from exitwise.model.knowledge import Knowledge


class Placed(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> Place: ...  # noqa: D102


def unique(things: Iterable[Placed], what: str, defects: Diagnostics) -> None:
    """Report every id that is given a second time, naming the first place."""
    first: dict[str, Place] = {}
    for thing in things:
        if thing.id in first:
            message = f"{what} is called `{thing.id}` already, in {first[thing.id]}"
            defects.add(PackDiagnostic(id="duplicate-id", message=message, place=thing.place))
        else:
            first[thing.id] = thing.place


def orders(knowledge: Knowledge, defects: Diagnostics) -> None:
    """Report cycles among findings, overrides and steps, and steps that stand against their phases."""
    rests = {
        name: [used for rule in rules for used in names_of(rule.when, "finding")]
        for name, rules in knowledge.rules_by_finding.items()
    }
    concluded = {name: rules[0].place for name, rules in knowledge.rules_by_finding.items()}
    _cycles("finding-cycle", "findings rest on each other", rests, concluded, defects)
    overrides = {rule.id: rule.overrides for rule in knowledge.arguments}
    places = {rule.id: rule.place for rule in knowledge.arguments}
    _cycles("override-cycle", "arguments override each other", overrides, places, defects)
    waits = {step.id: step.after for step in knowledge.steps}
    places = {step.id: step.place for step in knowledge.steps}
    _cycles("step-cycle", "steps wait for each other", waits, places, defects)
    _phases(knowledge, defects)


def _cycles(
    kind: str,
    message: str,
    edges: Mapping[str, Iterable[str]],
    places: Mapping[str, Place],
    defects: Diagnostics,
) -> None:
    """Report one cycle, then look again without its members, until none is left."""
    left = {name: [other for other in others if other in places] for name, others in edges.items()}
    while found := cycle(left):
        ring = _from_first(found[:0:-1], places)
        way = " -> ".join(f"`{name}`" for name in (*ring, ring[0]))
        defects.add(PackDiagnostic(id=kind, message=f"{message}: {way}", place=places[ring[0]]))
        left = {
            name: [other for other in others if other not in ring]
            for name, others in left.items()
            if name not in ring
        }


def _from_first(ring: tuple[str, ...], places: Mapping[str, Place]) -> tuple[str, ...]:
    start = min(range(len(ring)), key=lambda index: places[ring[index]])
    return ring[start:] + ring[:start]


def _phases(knowledge: Knowledge, defects: Diagnostics) -> None:
    phase = {step.id: step.phase for step in knowledge.steps}
    for step in knowledge.steps:
        for other in step.after:
            if other in phase and PHASES.index(phase[other]) > PHASES.index(step.phase):
                message = (
                    f"the step `{step.id}` of phase `{step.phase}` "
                    f"cannot wait for `{other}` of phase `{phase[other]}`"
                )
                defects.add(PackDiagnostic(id="step-against-phases", message=message, place=step.place))
