"""What only the whole pack can show: names given twice, cycles, steps against their phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from exitwise.diagnostic import PackDiagnostic
from exitwise.model.condition import names_of
from exitwise.model.order import find_cycle
from exitwise.model.rule import PHASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.diagnostic import Diagnostics, Place
    from exitwise.model.knowledge import Knowledge


class Identified(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> Place: ...  # noqa: D102


def check_unique_ids(things: Iterable[Identified], what: str, diagnostics: Diagnostics) -> None:
    """Report every id that is given a second time, naming the first place."""
    first: dict[str, Place] = {}
    for thing in things:
        if thing.id in first:
            message = f"{what} is called `{thing.id}` already, in {first[thing.id]}"
            diagnostics.add(PackDiagnostic(id="duplicate-id", message=message, place=thing.place))
        else:
            first[thing.id] = thing.place


def check_orders(knowledge: Knowledge, diagnostics: Diagnostics) -> None:
    """Report cycles among findings, overrides and steps, and steps that stand against their phases."""
    rests = {
        name: [used for rule in rules for used in names_of(rule.when, "finding")]
        for name, rules in knowledge.rules_by_finding.items()
    }
    concluded = {name: rules[0].place for name, rules in knowledge.rules_by_finding.items()}
    _report_cycles("finding-cycle", "findings rest on each other", rests, concluded, diagnostics)
    overrides = {rule.id: rule.overrides for rule in knowledge.arguments}
    places = {rule.id: rule.place for rule in knowledge.arguments}
    _report_cycles("override-cycle", "arguments override each other", overrides, places, diagnostics)
    waits = {step.id: step.after for step in knowledge.steps}
    places = {step.id: step.place for step in knowledge.steps}
    _report_cycles("step-cycle", "steps wait for each other", waits, places, diagnostics)
    _check_phases(knowledge, diagnostics)


def _report_cycles(
    kind: str,
    message: str,
    edges: Mapping[str, Iterable[str]],
    places: Mapping[str, Place],
    diagnostics: Diagnostics,
) -> None:
    """Report one cycle, then look again without its members, until none is left."""
    left = {name: [other for other in others if other in places] for name, others in edges.items()}
    while found := find_cycle(left):
        ring = _rotate_to_first(found[:0:-1], places)
        way = " -> ".join(f"`{name}`" for name in (*ring, ring[0]))
        diagnostics.add(PackDiagnostic(id=kind, message=f"{message}: {way}", place=places[ring[0]]))
        left = {
            name: [other for other in others if other not in ring]
            for name, others in left.items()
            if name not in ring
        }


def _rotate_to_first(ring: tuple[str, ...], places: Mapping[str, Place]) -> tuple[str, ...]:
    start = min(range(len(ring)), key=lambda index: places[ring[index]])
    return ring[start:] + ring[:start]


def _check_phases(knowledge: Knowledge, diagnostics: Diagnostics) -> None:
    phase = {step.id: step.phase for step in knowledge.steps}
    for step in knowledge.steps:
        for other in step.after:
            if other in phase and PHASES.index(phase[other]) > PHASES.index(step.phase):
                message = (
                    f"the step `{step.id}` of phase `{step.phase}` "
                    f"cannot wait for `{other}` of phase `{phase[other]}`"
                )
                diagnostics.add(PackDiagnostic(id="step-against-phases", message=message, place=step.place))
