"""Taking back a tick: the answers that it set are those of before again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from exitwise.ask.conflict import conflict_with
from exitwise.ask.interview import Interview
from exitwise.catalogue import N_, _
from exitwise.errors import InputError
from exitwise.model.kinds import on_day, read
from exitwise.model.kinds.kind import Misfit
from exitwise.model.profile import quote, valid
from exitwise.model.session import advance, answers_on
from exitwise.nearest import did_you_mean
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Value
    from exitwise.model.session import Session
    from exitwise.plan.checklist import Checklist

    Advise = Callable[[Session], Checklist]

ANSWERS_HELP: Final = N_("change the answers with `exitwise ask --resume`")


def undo(compiled: CompiledRules, checklist: Checklist, step: str, today: date, advise: Advise) -> Session:
    """Return the session without the tick of a step; `advise` returns the checklist of a session today.

    An answer that was given anew since the tick stays.

    Raises:
        InputError: the step is not ticked, a later tick depends on it, its former answers are not known, or
            they conflict with the others.
    """
    _require_undoable(checklist, step)
    own = _Undo(compiled, advise, today)
    dependents = tuple(own.dependents(checklist.session, step))
    if dependents:
        names = ", ".join(f"`{name}`" for name in dependents)
        message = _("`{step}` cannot be taken back: steps that depend on it are done: {steps}")
        raise InputError(
            message.format(step=step, steps=names),
            help=_("first take back `{step}`").format(step=dependents[-1]),
        )
    own.check_conflicts(checklist.session, step)
    return own.without(checklist.session, step)


def _require_undoable(checklist: Checklist, step: str) -> None:
    """Check that a step is ticked, and that the answers before it are known."""
    session = checklist.session
    if step not in session.done:
        raise _not_done(checklist, step)
    rule = checklist.knowledge.step.get(step)
    sets_answers = rule is None or bool(rule.done)
    if step not in session.replaced and sets_answers:
        message = _("`{step}` cannot be taken back: the file does not say which answers it replaced")
        raise InputError(message.format(step=step), help=_(ANSWERS_HELP))
    if rule is None and session.replaced[step]:
        message = _("`{step}` cannot be taken back: the rules no longer have it")
        raise InputError(message.format(step=step), help=_(ANSWERS_HELP))


def _not_done(checklist: Checklist, step: str) -> InputError:
    ticked = tuple(checklist.session.done)
    if not ticked:
        message = _("nothing is done yet, so nothing can be taken back")
        return InputError(message, help=_("`--done STEP` ticks a step"))
    listed = _("done are {steps}").format(steps=", ".join(f"`{one_line(name)}`" for name in ticked))
    message = _("{step} is not done, so it cannot be taken back").format(step=quote(one_line(step)))
    return InputError(message, help=did_you_mean(step, ticked) or listed)


class _Undo:
    """Takes back ticks of sessions, all on one day."""

    def __init__(self, compiled: CompiledRules, advise: Advise, today: date) -> None:
        self._compiled = compiled
        self._advise = advise
        self._today = today

    def without(self, session: Session, step: str) -> Session:
        """Return the session without a tick, whether or not its answers fit the others."""
        answers = self._answers(session)
        for name, value in self._restored(session, step).items():
            if value is None:
                del answers[name]
            else:
                answers[name] = value
        day = self._day(session)
        done = {name: ticked for name, ticked in session.done.items() if name != step}
        former = {name: own for name, own in session.replaced.items() if name != step}
        back = Interview(self._compiled, answers, as_of=day).session(day, done)
        return replace(back, id=session.id, replaced=former, waits=session.waits)

    def _answers(self, session: Session) -> dict[str, Value]:
        facts = self._compiled.knowledge.fact
        answers = answers_on(session, facts, self._today)
        return {name: valid(facts[name], own) for name, own in answers.items()}

    def _restored(self, session: Session, step: str) -> dict[str, Value | None]:
        """Return the answers that go back, with their former values; None where there was none."""
        knowledge, answers = self._compiled.knowledge, self._answers(session)
        done = dict(knowledge.step[step].done) if step in knowledge.step else {}
        day = self._day(session)
        days = (day - session.done[step]).days
        return {
            name: self._former(name, advance(knowledge.fact.get(name), former, days), day)
            for name, former in session.replaced.get(step, {}).items()
            if name in done and answers.get(name) == advance(knowledge.fact[name], done[name], days)
        }

    def _day(self, session: Session) -> date:
        return max(self._today, session.day)

    def _former(self, name: str, answer: object, day: date) -> Value | None:
        """Return the value of a former answer; None if there was none, or none that is valid now."""
        fact = self._compiled.knowledge.fact[name]
        value = None if answer is None else read(fact, on_day(fact, answer, day))
        return None if isinstance(value, Misfit) else value

    def check_conflicts(self, session: Session, step: str) -> None:
        """Check that the former answers do not contradict the others.

        Raises:
            InputError: they do.
        """
        restored = self._restored(session, step)
        others = {name: own for name, own in self._answers(session).items() if name not in restored}
        interview = Interview(self._compiled, others, as_of=self._day(session))
        for name, value in restored.items():
            conflict = None if value is None else conflict_with(interview, name, value)
            if conflict is not None:
                message = _("`{step}` cannot be taken back: {reason}")
                advice = _(ANSWERS_HELP)
                raise InputError(
                    message.format(step=step, reason=conflict.message),
                    help=f"{conflict.help} {advice}".strip(),
                )
            interview = interview if value is None else interview.with_answer(name, value)

    # Later ticks

    def dependents(self, session: Session, step: str) -> list[str]:
        """Return the later ticks that could not have been made without an earlier one."""
        ticks = list(session.done)
        return [later for later in ticks[ticks.index(step) + 1 :] if self._depends(session, later, step)]

    def _depends(self, session: Session, later: str, step: str) -> bool:
        knowledge = self._compiled.knowledge
        done = dict(knowledge.step[step].done) if step in knowledge.step else {}
        if not done.keys().isdisjoint(session.replaced.get(later, {})):
            return True
        alone = self.without(session, later)
        try:
            entry = self._advise(self.without(alone, step)).entry.get(later)
            return step in entry.waits_for if entry else later in self._advise(alone).entry
        except InputError:
            return False
