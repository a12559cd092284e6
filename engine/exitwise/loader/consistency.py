"""Checks that need the whole pack: duplicate ids, cycles, and steps against the order of phases."""

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
    """An element of a pack with an id and a place."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> Place: ...  # noqa: D102


def check_unique_ids(elements: Iterable[Identified], noun: str, diagnostics: Diagnostics) -> None:
    """Report every element whose id another has already, with the place of the first."""
    first: dict[str, Place] = {}
    for element in elements:
        if element.id in first:
            message = f"duplicate {noun} `{element.id}`, first at {first[element.id]}"
            diagnostics.add(PackDiagnostic(id="duplicate-id", message=message, place=element.place))
        else:
            first[element.id] = element.place


def check_orders(knowledge: Knowledge, diagnostics: Diagnostics) -> None:
    """Report cycles among findings, overrides and steps, and steps against the order of phases."""
    dependencies = {
        name: [used for rule in rules for used in names_of(rule.when, "finding")]
        for name, rules in knowledge.rules_by_finding.items()
    }
    places = {name: rules[0].place for name, rules in knowledge.rules_by_finding.items()}
    _report_cycles("finding-cycle", "findings depend on each other", dependencies, places, diagnostics)
    overrides = {rule.id: rule.overrides for rule in knowledge.arguments}
    places = {rule.id: rule.place for rule in knowledge.arguments}
    _report_cycles("override-cycle", "arguments override each other", overrides, places, diagnostics)
    predecessors = {step.id: step.after for step in knowledge.steps}
    places = {step.id: step.place for step in knowledge.steps}
    _report_cycles("step-cycle", "steps depend on each other", predecessors, places, diagnostics)
    _check_phases(knowledge, diagnostics)


def _report_cycles(
    kind: str,
    message: str,
    edges: Mapping[str, Iterable[str]],
    places: Mapping[str, Place],
    diagnostics: Diagnostics,
) -> None:
    """Report one cycle, then search again without its members, until there are no more."""
    remaining = {name: [other for other in others if other in places] for name, others in edges.items()}
    while cycle := find_cycle(remaining):
        ring = _rotate_to_first(cycle[:0:-1], places)
        path = " -> ".join(f"`{name}`" for name in (*ring, ring[0]))
        diagnostics.add(PackDiagnostic(id=kind, message=f"{message}: {path}", place=places[ring[0]]))
        remaining = {
            name: [other for other in others if other not in ring]
            for name, others in remaining.items()
            if name not in ring
        }


def _rotate_to_first(ring: tuple[str, ...], places: Mapping[str, Place]) -> tuple[str, ...]:
    """Return a cycle that starts at the member with the first place."""
    start = min(range(len(ring)), key=lambda index: places[ring[index]])
    return ring[start:] + ring[:start]


def _check_phases(knowledge: Knowledge, diagnostics: Diagnostics) -> None:
    phase = {step.id: step.phase for step in knowledge.steps}
    for step in knowledge.steps:
        for other in step.after:
            if other in phase and PHASES.index(phase[other]) > PHASES.index(step.phase):
                message = (
                    f"step `{step.id}` of phase `{step.phase}` "
                    f"cannot come after `{other}` of phase `{phase[other]}`"
                )
                diagnostics.add(PackDiagnostic(id="step-against-phases", message=message, place=step.place))
