"""The advice for one profile: recommendation, plan, warnings, and the reasoning behind them."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from exitwise.model.kinds.date import days_later

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.model.profile import Implied
    from exitwise.model.rule import Phase, WarningSeverity

SCHEMA: Final = "exitwise.advice/2"
CHOICES: Final = ("recommendation", "readiness")
LISTS: Final = ("steps", "waits", "warnings", "rules")
COMPACT: Final = (*CHOICES, *LISTS)
"""The keys of compact advice: an outcome, a readiness, and lists of ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the plan; `letter` is the id of a letter to send, `blocked_by` are its waits.

    `by` is the last day for it, and `comes_after` the step or hold that brings it up, None if it is due from
    the beginning. `changes_to` is another recommendation that doing it leads to, with which the plan ends.
    """

    id: str
    title: str
    how: str
    phase: Phase
    link: str | None
    letter: str | None
    irreversible: bool
    urgent: bool
    by: str | None
    because: str
    cites: tuple[str, ...]
    blocked_by: tuple[str, ...]
    comes_after: str | None
    changes_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A hold that stands, with `begins_after` None, or that can come up after a step or another hold.

    Each of `ends` is a mapping of answers, or the facts to be known. `changes_to` is another recommendation
    that its usual end leads to.
    """

    hold: str
    title: str
    until: str
    because: str
    cites: tuple[str, ...]
    begins_after: str | None
    ends: tuple[Mapping[str, Any], ...]
    ask_again_after: int | None
    changes_to: str | None

    def ask_again_on(self, began: date) -> date | None:
        """Return the day on which to ask again; None if the wait has not begun yet, or nobody is asked."""
        if self.begins_after is not None or self.ask_again_after is None:
            return None
        return days_later(began, self.ask_again_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedWarning:
    """One warning, with the steps of the plan that it concerns.

    `comes_after` is the step or hold that brings it up, None if it is raised from the beginning.
    """

    id: str
    title: str
    severity: WarningSeverity
    because: str
    cites: tuple[str, ...]
    steps: tuple[str, ...]
    comes_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired and supports a conclusion; `premises` are the parts of its condition that held.

    Of rules with `either` for one conclusion, missing answers decide which fires, but one of them does.
    """

    rule: str
    concludes: str
    because: str
    premises: tuple[str, ...]
    cites: tuple[str, ...]
    either: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An argument for another outcome that applied and was defeated by the arguments in `overridden_by`."""

    recommendation: str
    rule: str
    overridden_by: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A minimum set of changed answers that leads to another outcome; `wish` if it changes what is wanted."""

    change: Mapping[str, Any]
    recommendation: str
    wish: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InapplicableArgument:
    """An argument that does not apply: its unmet conditions, and a minimal set of answers that rules it out.

    `stopped_by` is empty if the argument never applies.
    """

    rule: str
    because: str
    unmet: tuple[str, ...]
    stopped_by: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefeatedArgument:
    """An argument that applies and is defeated by the arguments in `overridden_by`."""

    rule: str
    because: str
    overridden_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """The reasons why an outcome is not recommended, and a minimum set of changed answers that leads to it.

    `change` is empty for the recommended outcome. If it is None, `ruled_out_by` holds the fixed answers that
    rule the outcome out; both are None if only "I don't know" in place of an answer would lead to it.
    """

    recommendation: str
    stopped: tuple[InapplicableArgument, ...]
    beaten: tuple[DefeatedArgument, ...]
    change: Mapping[str, Any] | None
    ruled_out_by: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source of a statement that the advice cites."""

    id: str
    title: str
    url: str | None
    dated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two contradictory statements: the one followed, the other, and the reason."""

    followed: str
    against: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The pack that the advice comes from."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The advice for one profile; `recommendation` is None for a gap or a conflict of arguments.

    `way_to_ready` has the steps done, the holds ended and the answers found out until the profile is ready;
    None if the course of the plan does not get there. `language` is that of the texts, or None if none was
    asked for.
    """

    pack: Pack
    as_of: str
    language: str | None = None
    id: str | int | None
    recommendation: str | None
    readiness: str
    steps: tuple[Step, ...]
    waits: tuple[Wait, ...]
    warnings: tuple[RaisedWarning, ...]
    reasons: tuple[Reason, ...]
    set_aside: tuple[SetAside, ...]
    decisive: Mapping[str, Any]
    decisive_absent: tuple[str, ...]
    would_change: tuple[Change, ...]
    way_to_ready: tuple[Mapping[str, Any], ...] | None
    implied: Mapping[str, Implied]
    assumed: tuple[str, ...]
    not_needed: tuple[str, ...]
    sources: tuple[CitedSource, ...]
    disagreements: tuple[Disagreement, ...]
    why_not: WhyNot | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the advice as data for JSON; `id`, `language` and `why_not` are omitted if None."""
        return {key: _plain(value) for key, value in self.members().items()}

    def members(self) -> dict[str, Any]:
        """Return the members of the advice in JSON; their own parts are still values of the model."""
        own = {name: getattr(self, name) for name in _field_names(Advice) or ()}
        stated = {name: value for name, value in own.items() if value is not None or name not in OMITTED}
        return {"schema": SCHEMA, **stated}


OMITTED: Final = frozenset(("id", "language", "why_not"))
"""The members that JSON does not have if they are None."""


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    names = _field_names(type(value))  # type: ignore[arg-type]  # a type is hashable
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """Return the names of the fields of a dataclass; None for any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
