"""What is said to one person: the recommendation, the plan, the warnings and the reasoning behind them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Value
    from exitwise.model.rule import Phase, Readiness, WarningSeverity

SCHEMA: Final = "exitwise.advice/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the plan; `letter` is what may be sent, `blocked_by` names the holds that it waits for."""

    id: str
    title: str
    how: str
    phase: Phase
    letter: str | None
    because: str
    cites: tuple[str, ...]
    blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedWarning:
    """One warning; a hold says not yet, and until when."""

    id: str
    title: str
    severity: WarningSeverity
    hold: bool
    until: str | None
    because: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that fired and on which a conclusion rests, with what made it fire."""

    rule: str
    concludes: str
    because: str
    premises: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An argument for another outcome that applied and was defeated, and by which."""

    recommendation: str
    rule: str
    overridden_by: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The fewest answers that would have to be others for another outcome, and which that is."""

    change: Mapping[str, Value]
    recommendation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyChange:
    """The fewest answers or doings after which nothing holds and nothing is left to prepare."""

    change: Mapping[str, Value]
    readiness: Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class InapplicableArgument:
    """An argument that does not apply: what it asks for in vain, and answers that alone stop it.

    Of these answers none can be done without; there are none where it never applies.
    """

    rule: str
    because: str
    unmet: tuple[str, ...]
    stopped_by: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefeatedArgument:
    """An argument that applies and is defeated, and by which."""

    rule: str
    because: str
    overridden_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """Why an outcome is not recommended, and the fewest answers that would have to be others for it.

    `change` is empty for the outcome that is recommended. Without a change, `ruled_out_by` holds the fixed
    answers that alone rule the outcome out; it is None too where only "I don't know" in place of an answer
    would lead there.
    """

    recommendation: str
    stopped: tuple[InapplicableArgument, ...]
    beaten: tuple[DefeatedArgument, ...]
    change: Mapping[str, Value] | None
    ruled_out_by: Mapping[str, Value] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source that something said here rests on."""

    id: str
    title: str
    url: str | None
    dated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two statements that contradict each other: which was followed, and why."""

    followed: str
    against: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Which knowledge the advice comes from."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The advice for one profile; `recommendation` is None where the pack leaves none, or several."""

    pack: Pack
    as_of: str
    id: str | int | None
    recommendation: str | None
    readiness: str
    steps: tuple[Step, ...]
    warnings: tuple[RaisedWarning, ...]
    reasons: tuple[Reason, ...]
    set_aside: tuple[SetAside, ...]
    decisive: Mapping[str, Value]
    would_change: tuple[Change, ...]
    would_make_ready: ReadyChange | None
    assumed: tuple[str, ...]
    sources: tuple[CitedSource, ...]
    disagreements: tuple[Disagreement, ...]
    why_not: WhyNot | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the advice as plain data, ready for JSON; `id` and `why_not` are left out where absent."""
        content = {"schema": SCHEMA, **_plain(self)}
        for key in ("id", "why_not"):
            if content[key] is None:
                del content[key]
        return content


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
