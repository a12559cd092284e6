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
    """Concludes a finding, an interpretation of answers; a finding is true if any of its rules fires.

    The rule of a row has `texts`: those of its table's columns that other texts of the pack show.
    """

    finding: str
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Rule):
    """Argues for an outcome; `overrides` holds the ids of the arguments it defeats if both apply.

    The rule of a row has `texts`, as in a finding rule.
    """

    recommend: str
    overrides: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for a step: `plus` days after the day that a fact counts from, or counts down to."""

    fact: str
    plus: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """One way for a hold to end: these answers, or any answer but unknown to the facts in `known`."""

    answers: tuple[tuple[str, Value], ...] = ()
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule(Rule):
    """Adds a step to the plan, after the steps in `after`; `done` holds the answers once it is done.

    While `urgent` is true, the step goes before the steps of its phase that are not urgent.
    """

    title: str
    how: str
    phase: Phase
    after: tuple[str, ...] = ()
    letter: str = ""
    link: str = ""
    irreversible: bool = False
    urgent: Condition | None = None
    by: Deadline | None = None
    done: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule(Rule):
    """Adds a warning, or with `hold` a reason to wait; `until` describes the end of the wait.

    `ends` lists the ways in which the wait can end; after `ask_again_after` days without an answer it is time
    to ask again.
    """

    title: str
    severity: WarningSeverity
    hold: bool = False
    until: str = ""
    steps: tuple[str, ...] = ()
    """The steps that the warning concerns."""
    ends: tuple[End, ...] = ()
    ask_again_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A requirement on the advice for every profile: an implication, or an order of steps.

    `along` the course of the plan, `when` is asked of the beginning and `then` of every state that follows.
    """

    id: str
    says: str
    when: Condition = ALWAYS
    then: Condition | None = None
    order: tuple[str, ...] = ()
    along: Literal["course"] | None = None
    cites: tuple[str, ...] = ()
    place: Place


def texts_of(rule: Rule) -> tuple[str, ...]:
    """Return the texts of a rule that are filled for a profile, its reason first."""
    return tuple(getattr(rule, field, "") for field in ("because", "title", "how", "until"))
