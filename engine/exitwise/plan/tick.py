"""Ticking a step of the plan, with the reason if it cannot be ticked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.ask.conflict import conflict_with
from exitwise.ask.interview import Interview
from exitwise.catalogue import _
from exitwise.errors import InputError
from exitwise.model.kinds import plain_answers
from exitwise.model.profile import quote, valid
from exitwise.model.session import answers_on
from exitwise.nearest import did_you_mean, join_names
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Value
    from exitwise.model.session import Session
    from exitwise.plan.checklist import Checklist, Entry


def tick(compiled: CompiledRules, checklist: Checklist, step: str, today: date) -> Session:
    """Return the session with a step done today, and with the answers that the step changes.

    Raises:
        InputError: the step is not in the plan, is already done, has to wait, or conflicts with the answers.
    """
    _require_tickable(checklist, step)
    session, day = checklist.session, max(today, checklist.session.day)
    facts = compiled.knowledge.fact
    answers = {name: valid(facts[name], own) for name, own in answers_on(session, facts, today).items()}
    done = dict(compiled.knowledge.step[step].done)
    changed = {name: answers.get(name) for name, value in done.items() if answers.get(name) != value}
    interview = _apply(Interview(compiled, answers, as_of=day), step, done)
    others = {name: ticked for name, ticked in session.done.items() if name != step}
    return replace(
        interview.session(day, {**others, step: today}),
        id=session.id,
        replaced={**session.replaced, step: plain_answers(facts, changed, day)},
        waits=session.waits,
    )


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
