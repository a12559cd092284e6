"""The checklist of a saved session: the steps done, the steps pending, and the order among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from exitwise.advise.texts import Texts
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import dated, plain_answers
from exitwise.model.profile import valid
from exitwise.model.rule import PHASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.advice import Advice, Step, Wait
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Phase, Readiness, StepRule
    from exitwise.model.session import Session

SCHEMA: Final = "exitwise.checklist/2"
MEMBERS: Final = ("pack", "as_of", "language", "id", "recommendation")
"""The members of the advice that the checklist begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step of the checklist; a step that the pack no longer has consists of its id and its day alone."""

    id: str
    title: str
    how: str
    phase: Phase | None
    letter: str | None
    irreversible: bool
    by: str | None
    """The last day for a pending step, as in the advice."""
    done: date | None
    """The day on which the step was ticked; None while it is pending."""
    again: date | None
    """The day on which a pending step was ticked before, if later answers require it again."""
    blocked_by: tuple[str, ...]
    """The ids of the holds that block a pending step."""
    waits_for: tuple[str, ...]
    """The ids of the pending steps that come before a pending step."""

    @property
    def is_tickable(self) -> bool:
        """Whether the step can be done now."""
        return self.done is None and not self.blocked_by and not self.waits_for

    def as_dict(self) -> dict[str, Any]:
        """Return the step as plain data, ready for JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "how": self.how,
            "phase": self.phase,
            "letter": self.letter,
            "irreversible": self.irreversible,
            "by": self.by,
            "done": self.done.isoformat() if self.done else None,
            "again": self.again.isoformat() if self.again else None,
            "blocked_by": list(self.blocked_by),
            "waits_for": list(self.waits_for),
        }


@dataclass(frozen=True)
class Checklist:
    """A session and its advice on one day; the session's answers are those of that day."""

    compiled: CompiledRules
    session: Session
    advice: Advice

    @property
    def knowledge(self) -> Knowledge:
        """The pack of the session."""
        return self.compiled.knowledge

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All steps planned or ticked, in the pack's order, but planned ones in the order of the plan.

        Those that the pack no longer has come last.
        """
        names, planned = {*self._plan_steps, *self.session.done}, iter(self._plan_steps)
        order = (name for name in self.knowledge.step_order if name in names)
        current = tuple(next(planned) if name in self._plan_steps else name for name in order)
        removed = tuple(name for name in self.session.done if name not in current)
        return tuple(map(self._to_entry, (*current, *removed)))

    @property
    def entry(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The steps that are not done."""
        return tuple(entry for entry in self.entries if entry.done is None)

    @property
    def next_entry(self) -> Entry | None:
        """The first step that can be done now; None if all steps are done or have to wait."""
        return next((entry for entry in self.pending if entry.is_tickable), None)

    @property
    def holds(self) -> tuple[Wait, ...]:
        """The holds that stand."""
        return tuple(wait for wait in self.advice.waits if wait.begins_after is None)

    @property
    def readiness(self) -> Readiness:
        """The readiness with ticked steps counted as done, which the advice does not do."""
        if self.advice.readiness == "hold":
            return "hold"
        return "prepare" if any(entry.phase == "before" for entry in self.pending) else "ready"

    def as_dict(self) -> dict[str, Any]:
        """Return the checklist as plain data, ready for JSON, without absent members."""
        advice = self.advice.as_dict()
        return {
            "schema": SCHEMA,
            **{key: advice[key] for key in MEMBERS if key in advice},
            "readiness": self.readiness,
            "next": self.next_entry.id if self.next_entry else None,
            "steps": [entry.as_dict() for entry in self.entries],
            "waits": [wait | {"ask_again_on": self._plain_day(wait["hold"])} for wait in advice["waits"]],
            "warnings": advice["warnings"],
        }

    def ask_again_on(self, wait: Wait) -> date | None:
        """Return the day on which to ask again; None if the wait has not begun, or nobody is asked.

        The wait began on the day of the tick that brought it up; today if that is not known.
        """
        return wait.ask_again_on(self.session.waits.get(wait.hold, self.as_of))

    def with_begun_waits(self, before: Checklist | None = None) -> Checklist:
        """Return the checklist with a day for every hold that stands: today, unless it is known already.

        Holds that did not stand in the checklist `before` a tick have begun with it.
        """
        stood = {wait.hold for wait in before.holds} if before else {wait.hold for wait in self.holds}
        known = {name: day for name, day in self.session.waits.items() if name in stood}
        begun = {wait.hold: known.get(wait.hold, self.as_of) for wait in self.holds}
        return replace(self, session=replace(self.session, waits={**self.session.waits, **begun}))

    def _plain_day(self, hold: str) -> str | None:
        day = next(self.ask_again_on(wait) for wait in self.advice.waits if wait.hold == hold)
        return None if day is None else day.isoformat()

    def plain(self, answers: Mapping[str, Value | None]) -> dict[str, Any]:
        """Return answers as data for JSON; None where there is none."""
        return plain_answers(self.knowledge.fact, answers, self.as_of)

    # One step

    def _to_entry(self, name: str) -> Entry:
        rule, planned = self._rules.get(name), self._plan_steps.get(name)
        ticked, is_pending = self.session.done.get(name), name in self._pending_ids
        title, how = self._title_and_how(rule, planned if is_pending else None)
        return Entry(
            id=name,
            title=title,
            how=how,
            phase=rule.phase if rule else None,
            letter=rule.letter or None if rule else None,
            irreversible=rule.irreversible if rule else False,
            by=planned.by if planned and is_pending else None,
            done=None if is_pending else ticked,
            again=ticked if is_pending else None,
            blocked_by=self._blocked_by(planned) if planned and is_pending else (),
            waits_for=self._waits_for(rule, planned) if rule and planned and is_pending else (),
        )

    @cached_property
    def _rules(self) -> dict[str, StepRule]:
        return {rule.id: rule for rule in self.knowledge.steps}

    @cached_property
    def _plan_steps(self) -> dict[str, Step]:
        """The steps of the advice by id; one that is to be done twice is there for the first time."""
        planned: dict[str, Step] = {}
        for step in self.advice.steps:
            planned.setdefault(step.id, step)
        return planned

    def _title_and_how(self, rule: StepRule | None, pending: Step | None) -> tuple[str, str]:
        """Return the texts of a step: a pending one reads as in the advice, a ticked one as of now."""
        if pending is not None:
            return pending.title, pending.how
        return (self._texts.fill(rule.title), self._texts.fill(rule.how)) if rule else ("", "")

    @cached_property
    def _texts(self) -> Texts:
        """The texts with the present answers; a fact that may be unknown and is absent is unknown."""
        unknown = dict.fromkeys((fact.id for fact in self.knowledge.facts if fact.unknown), UNKNOWN)
        return Texts(self.compiled, {**unknown, **self._answers}, self.as_of)

    @cached_property
    def _answers(self) -> Mapping[str, Value]:
        return {**self._values(self.session.implied), **self.stated}

    @cached_property
    def stated(self) -> Mapping[str, Value]:
        """The values of the answers that the person gave."""
        return self._values(self.session.answers)

    def _values(self, raw: Mapping[str, object]) -> dict[str, Value]:
        answers = dated(self.knowledge.fact, raw, max(self.as_of, self.session.day))
        return {name: valid(self.knowledge.fact[name], answer) for name, answer in answers.items()}

    @property
    def as_of(self) -> date:
        """The day of the advice."""
        return date.fromisoformat(self.advice.as_of)

    # Pending steps

    @cached_property
    def _pending_ids(self) -> frozenset[str]:
        """The steps of the plan that are not ticked, or have to be done again."""
        return frozenset(name for name in self._plan_steps if not self._is_done(name))

    def _is_done(self, name: str) -> bool:
        return name in self.session.done and not self._is_contradicted(name)

    def _is_contradicted(self, name: str) -> bool:
        """Whether a later answer differs from the one that a ticked step of the plan sets.

        An answer that some other ticked step sets is no contradiction: that step came later.
        """
        facts = dict(self._rules[name].done)
        answers = ((fact, value) for fact, value in self._answers.items() if fact in facts)
        return any(
            value not in self._values_from_ticks(fact) for fact, value in answers if self._is_constant(fact)
        )

    def _is_constant(self, fact: str) -> bool:
        """Whether a fact's answer does not advance from day to day, as day counts do."""
        return not self.knowledge.fact[fact].drift

    def _values_from_ticks(self, fact: str) -> set[Value]:
        """Return the values of a fact that ticked steps set."""
        rules = (self._rules[name] for name in self.session.done if name in self._rules)
        return {value for rule in rules for name, value in rule.done if name == fact}

    def _blocked_by(self, step: Step) -> tuple[str, ...]:
        """Return the waits of a step, and the hold that brings it up."""
        waits = {wait.hold for wait in self.advice.waits}
        own = (step.comes_after,) if step.comes_after in waits and step.phase == "before" else ()
        return tuple(name for name in (*own, *step.blocked_by) if name is not None)

    def _waits_for(self, rule: StepRule, planned: Step) -> tuple[str, ...]:
        """Return the pending steps of earlier phases, the predecessors, and the step that brings it up."""
        earlier = PHASES[: PHASES.index(rule.phase)]
        predecessors = self._predecessors(rule) | {planned.comes_after}
        return tuple(
            name
            for name in self.knowledge.step_order
            if name in self._pending_ids and (name in predecessors or self._rules[name].phase in earlier)
        )

    def _predecessors(self, rule: StepRule) -> set[str]:
        """Return the transitive closure of `after`, also through steps that are not in the plan."""
        predecessors: set[str] = set()
        queue = [*rule.after]
        while queue:
            name = queue.pop()
            if name not in predecessors:
                predecessors.add(name)
                queue += self._rules[name].after
        return predecessors
