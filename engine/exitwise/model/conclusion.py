"""The conclusions for one profile, the same from every compiled form, and the trace of forward chaining."""

from __future__ import annotations

from dataclasses import dataclass

Branch = tuple[str, tuple[int, ...]]
"""An alternative that held: the rule, and the path of indices to it in the rule's normal form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The ids of the rules in the order they fired, and the alternatives of `any` that held."""

    fired: tuple[str, ...]
    branches: frozenset[Branch]


UNTRACED = Trace(fired=(), branches=frozenset())
"""The trace of conclusions from other compiled forms than forward chaining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """The conclusions for one profile; names are in the pack's order, steps in the order of the plan.

    `urgent` has the steps of the plan that are urgent.

    `refused` holds the violated constraints; if there are any, nothing else is concluded.
    `broken` holds the violated properties, if they were evaluated.
    """

    refused: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    undefeated: tuple[str, ...] = ()
    recommendation: str | None = None
    readiness: str = "hold"
    steps: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    trace: Trace = UNTRACED
