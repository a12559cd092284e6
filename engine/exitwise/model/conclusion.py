"""The conclusions for one profile, the same from every compiled form, and the trace of forward chaining."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    If answers are missing, these are the conclusions of all completions, and `some` has those of some.
    `either` holds rules for one conclusion of which each completion has another.
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
    either: frozenset[str] = frozenset()
    trace: Trace = UNTRACED
    some: Conclusions | None = None

    @property
    def possible(self) -> Conclusions:
        """The conclusions that some completion has."""
        return self.some or self

    def undefeated_among(self, arguments: Iterable[str]) -> tuple[str, ...]:
        """Return the arguments that are undefeated in all completions, or stand in for each other."""
        return tuple(name for name in arguments if name in self.undefeated or name in self.either)
