"""The kinds of rule: what each concludes when its condition holds."""

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
    """What every rule has: a condition, the reason as people read it, and the statements it rests on."""

    id: str
    when: Condition = ALWAYS
    because: str
    cites: tuple[str, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(Rule):
    """A combination of facts that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRule(Rule):
    """Concludes what answers mean; a finding is true if any of its rules fires."""

    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Rule):
    """Argues for an outcome; `overrides` holds the ids of the arguments it defeats where both apply."""

    recommend: str
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule(Rule):
    """Puts a step in the plan; `after` names steps that stand before it."""

    title: str
    how: str
    phase: Phase
    after: tuple[str, ...] = ()
    letter: str = ""
    done: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule(Rule):
    """Warns; or, with `hold`, says not yet, `until` being what ends the wait."""

    title: str
    severity: WarningSeverity
    hold: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What must be true of the advice for every profile: an implication, or an order of steps."""

    id: str
    says: str
    when: Condition = ALWAYS
    then: Condition | None = None
    order: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    place: Place
