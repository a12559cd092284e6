"""What follows for one profile, whichever compiled form says so; and the trace of the chaining."""

from __future__ import annotations

from dataclasses import dataclass

Branch = tuple[str, tuple[int, ...]]
"""An alternative that held: the rule, and the way to it through the rule's normal form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What fired: rules by id in the order they fired, and the alternatives of their `any`s that held."""

    fired: tuple[str, ...]
    branches: frozenset[Branch]


UNTRACED = Trace(fired=(), branches=frozenset())
"""The trace of conclusions that were not drawn by firing rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """What holds for one profile; names stand in the pack's order, steps in the order of the plan.

    `refused` holds the constraints that the profile breaks; then nothing else is concluded.
    `broken` holds properties that fail, where they were asked for.
    """

    refused: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    undefeated: tuple[str, ...] = ()
    recommendation: str | None = None
    readiness: str = "hold"
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    trace: Trace = UNTRACED
