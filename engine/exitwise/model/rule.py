"""The kinds of rule, by the conclusion that follows from their condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from exitwise.model.condition import ALWAYS, Condition

if TYPE_CHECKING:
    from exitwise.diagnostic import Place
    from exitwise.model.fact import Value

Phase = Literal["before", "act", "after"]
WarningSeverity = Literal["danger", "caution", "info"]
Readiness = Literal["hold", "prepare", "ready"]

PHASES: Final[tuple[Phase, ...]] = ("before", "act", "after")
WARNING_SEVERITIES: Final[tuple[WarningSeverity, ...]] = ("danger", "caution", "info")
READINESS: Final[tuple[Readiness, ...]] = ("hold", "prepare", "ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The common fields: a condition, the reason in words, and the ids of the cited statements."""

    id: str
    when: Condition = ALWAYS
    because: str
    cites: tuple[str, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(Rule):
    """Excludes a combination of answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRule(Rule):
    """Concludes a finding, an interpretation of answers; a finding is true if any of its rules fires."""

    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Rule):
    """Argues for an outcome; `overrides` holds the ids of the arguments it defeats if both apply."""

    recommend: str
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule(Rule):
    """Adds a step to the plan, after the steps in `after`; `done` holds the answers once it is done."""

    title: str
    how: str
    phase: Phase
    after: tuple[str, ...] = ()
    letter: str = ""
    done: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule(Rule):
    """Adds a warning, or with `hold` a reason to wait; `until` describes the end of the wait."""

    title: str
    severity: WarningSeverity
    hold: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A requirement on the advice for every profile: an implication, or an order of steps."""

    id: str
    says: str
    when: Condition = ALWAYS
    then: Condition | None = None
    order: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    place: Place
