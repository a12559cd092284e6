"""Ticking a step of the plan, with the reason if it cannot be ticked, and the changes that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from exitwise.ask.conflict import conflict_with
from exitwise.ask.interview import Interview
from exitwise.catalogue import _
from exitwise.errors import InputError
from exitwise.model.profile import quote, valid
from exitwise.model.session import answers_on
from exitwise.nearest import did_you_mean, join_names
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.advice import Wait
    from exitwise.model.fact import Value
    from exitwise.model.session import Session
    from exitwise.plan.checklist import Checklist, Entry


def tick(compiled: CompiledRules, checklist: Checklist, step: str, today: date) -> Session:
    """Return the session with a step done today, and with the answers that the step changes.

    Raises:
        InputError: the step is not in the plan, is already done, has to wait, or conflicts with the answers.
    """
    _require_tickable(checklist, step)
    session = checklist.session
    facts = compiled.knowledge.fact
    answers = {name: valid(facts[name], own) for name, own in answers_on(session, facts, today).items()}
    done = next(rule.done for rule in compiled.knowledge.steps if rule.id == step)
    interview = _apply(Interview(compiled, answers, as_of=max(today, session.day)), step, dict(done))
    others = {name: day for name, day in session.done.items() if name != step}
    ticked = interview.session(max(today, session.day), {**others, step: today})
    return replace(ticked, id=session.id)


def _apply(interview: Interview, step: str, done: dict[str, Value]) -> Interview:
    """Return the interview with the answers that a step changes; a changed answer keeps its position."""
    others = {name: value for name, value in interview.answers.items() if name not in done}
    checked = replace(interview, answers=others)
    for name, value in done.items():
        conflict = conflict_with(checked, name, value)
        if conflict is not None:
            message = _("`{step}` cannot be ticked: {reason}").format(step=step, reason=conflict.message)
            advice = _("Change the wrong answer with `exitwise ask --resume`")
            raise InputError(message, help=f"{conflict.help} {advice}".strip())
        checked = checked.with_answer(name, value)
    return replace(interview, answers={**interview.answers, **done})


# Steps that cannot be ticked


def _require_tickable(checklist: Checklist, step: str) -> None:
    entry = checklist.entry.get(step)
    if entry is None:
        raise _not_in_plan(checklist, step)
    if entry.done is not None:
        message = _("`{step}` is already done, since {day}").format(step=step, day=entry.done)
        raise InputError(message, help=_next_step_help(checklist))
    if any(hold.hold in entry.blocked_by for hold in checklist.holds):
        raise _on_hold(checklist, entry)
    if entry.waits_for:
        waits = ", ".join(f"`{name}` ({checklist.entry[name].title})" for name in entry.waits_for)
        message = _("`{step}` comes after steps that are not done yet: {steps}")
        raise InputError(message.format(step=step, steps=one_line(waits)), help=_next_step_help(checklist))
    if entry.blocked_by:
        raise _on_hold(checklist, entry)


def _not_in_plan(checklist: Checklist, step: str) -> InputError:
    if step in checklist.knowledge.step_order:
        message = _("`{step}` is not in the plan").format(step=step)
        return InputError(message, help=_next_step_help(checklist))
    names = tuple(checklist.entry)
    listed = _("the plan has {steps}").format(steps=join_names(names, most=40)) if names else ""
    advice = did_you_mean(step, names) or listed
    message = _("unknown step {step}").format(step=quote(one_line(step)))
    return InputError(message, help=advice or _next_step_help(checklist))


def _on_hold(checklist: Checklist, entry: Entry) -> InputError:
    waits = [wait for wait in checklist.advice.waits if wait.hold in entry.blocked_by]
    standing = [wait for wait in waits if wait.begins_after is None] or waits
    why = "; ".join(f"{one_line(wait.title)} (`{wait.hold}`)" for wait in standing)
    until = "; ".join(one_line(wait.until) for wait in standing)
    return InputError(
        _("`{step}` has to wait: {reason}").format(step=entry.id, reason=why),
        help=_("settled when: {until}").format(until=until),
    )


def _next_step_help(checklist: Checklist) -> str:
    entry = checklist.next_entry
    if entry is not None:
        return _("next is `{step}` ({title})").format(step=entry.id, title=one_line(entry.title))
    if checklist.pending:
        return _("the remaining steps have to wait")
    return _("there is nothing left to do")


# Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The changes to a plan after ticks; `recommendation` is the pair of before and now, if it changed."""

    ticked: tuple[str, ...]
    recommendation: tuple[str | None, str | None] | None
    steps_added: tuple[str, ...]
    steps_removed: tuple[str, ...]
    holds_added: tuple[str, ...]
    holds_removed: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the changes as plain data, ready for JSON."""
        pair = self.recommendation
        return {
            "ticked": list(self.ticked),
            "recommendation": None if pair is None else dict(zip(("before", "now"), pair, strict=True)),
            "steps_added": list(self.steps_added),
            "steps_removed": list(self.steps_removed),
            "holds_added": list(self.holds_added),
            "holds_removed": list(self.holds_removed),
        }


def compare(before: Checklist, now: Checklist, ticked: Iterable[str]) -> Changes:
    """Return the changes between two checklists, apart from the ticked steps themselves."""
    recommendations = (before.advice.recommendation, now.advice.recommendation)
    return Changes(
        ticked=tuple(ticked),
        recommendation=None if len(set(recommendations)) == 1 else recommendations,
        steps_added=tuple(name for name in _pending_ids(now) if name not in _pending_ids(before)),
        steps_removed=tuple(name for name in _pending_ids(before) if name not in now.entry),
        holds_added=_ids_only_in(now.holds, before.holds),
        holds_removed=_ids_only_in(before.holds, now.holds),
    )


def _pending_ids(checklist: Checklist) -> tuple[str, ...]:
    return tuple(entry.id for entry in checklist.pending)


def _ids_only_in(holds: Iterable[Wait], others: Iterable[Wait]) -> tuple[str, ...]:
    excluded = {wait.hold for wait in others}
    return tuple(wait.hold for wait in holds if wait.hold not in excluded)
