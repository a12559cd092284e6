"""The changes to a plan after steps were ticked or taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.advice import Wait
    from exitwise.model.fact import Value
    from exitwise.plan.checklist import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes to a plan; `recommendation` is the pair of before and now, if it changed.

    `answers` are those that the steps have set or given back; None where there is none any more.
    """

    ticked: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    answers: Mapping[str, Value | None] = field(default_factory=dict)
    recommendation: tuple[str | None, str | None] | None
    steps_added: tuple[str, ...]
    steps_removed: tuple[str, ...]
    holds_added: tuple[str, ...]
    holds_removed: tuple[str, ...]


def compare(
    before: Checklist, now: Checklist, *, ticked: Iterable[str] = (), undone: Iterable[str] = ()
) -> Changes:
    """Return the changes between two checklists, apart from the steps ticked or taken back themselves."""
    recommendations = (before.advice.recommendation, now.advice.recommendation)
    undone = tuple(undone)
    return Changes(
        ticked=tuple(ticked),
        undone=undone,
        answers=_changed_answers(before, now),
        recommendation=None if len(set(recommendations)) == 1 else recommendations,
        steps_added=tuple(name for name in _pending_ids(now) if name not in (*_pending_ids(before), *undone)),
        steps_removed=tuple(name for name in _pending_ids(before) if name not in now.entry),
        holds_added=_ids_only_in(now.holds, before.holds),
        holds_removed=_ids_only_in(before.holds, now.holds),
    )


def changes_as_dict(changes: Changes, now: Checklist) -> dict[str, Any]:
    """Return the changes as plain data, ready for JSON."""
    pair = changes.recommendation
    return {
        "ticked": list(changes.ticked),
        "undone": list(changes.undone),
        "answers": now.plain(changes.answers),
        "recommendation": None if pair is None else dict(zip(("before", "now"), pair, strict=True)),
        "steps_added": list(changes.steps_added),
        "steps_removed": list(changes.steps_removed),
        "holds_added": list(changes.holds_added),
        "holds_removed": list(changes.holds_removed),
    }


def _changed_answers(before: Checklist, now: Checklist) -> dict[str, Value | None]:
    names = (name for name in now.knowledge.fact if before.stated.get(name) != now.stated.get(name))
    return {name: now.stated.get(name) for name in names}


def _pending_ids(checklist: Checklist) -> tuple[str, ...]:
    return tuple(entry.id for entry in checklist.pending)


def _ids_only_in(holds: Iterable[Wait], others: Iterable[Wait]) -> tuple[str, ...]:
    excluded = {wait.hold for wait in others}
    return tuple(wait.hold for wait in holds if wait.hold not in excluded)
