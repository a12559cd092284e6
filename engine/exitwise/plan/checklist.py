"""The plan of a saved session as it is worked through: what is done, what is open, what waits for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from exitwise.model.fact import UNKNOWN
from exitwise.model.placeholder import fill_placeholders
from exitwise.model.rule import PHASES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.model.advice import Advice, RaisedWarning, Step
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Phase, Readiness, StepRule
    from exitwise.model.session import Session

SCHEMA: Final = "exitwise.checklist/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step: `done` is the day on which it was ticked, unless it is to be done again.

    `again` is that day where it is. Open steps name the holds that block them, and in `waits_for` the open
    steps that come first. A step that the pack no longer has is known by its id alone, and has no phase.
    """

    id: str
    title: str
    how: str
    phase: Phase | None
    letter: str | None
    done: date | None
    again: date | None
    blocked_by: tuple[str, ...]
    waits_for: tuple[str, ...]

    @property
    def is_tickable(self) -> bool:
        """Whether it can be done now."""
        return self.done is None and not self.blocked_by and not self.waits_for

    def as_dict(self) -> dict[str, Any]:
        """Return the step as plain data, ready for JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "how": self.how,
            "phase": self.phase,
            "letter": self.letter,
            "done": self.done.isoformat() if self.done else None,
            "again": self.again.isoformat() if self.again else None,
            "blocked_by": list(self.blocked_by),
            "waits_for": list(self.waits_for),
        }


@dataclass(frozen=True)
class Checklist:
    """A session, and the advice for it on one day; the session's answers are brought up to that day."""

    knowledge: Knowledge
    session: Session
    advice: Advice

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The present plan and every step ticked, in the pack's order; what it has no more comes last."""
        names = {*self._plan_steps, *self.session.done}
        known = tuple(name for name in self.knowledge.step_order if name in names)
        return tuple(
            map(self._to_entry, (*known, *(name for name in self.session.done if name not in known)))
        )

    @property
    def entry(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    @property
    def pending(self) -> tuple[Entry, ...]:
        """What is not done."""
        return tuple(entry for entry in self.entries if entry.done is None)

    @property
    def next_entry(self) -> Entry | None:
        """The first step that can be done now; None where nothing is left, or what is left has to wait."""
        return next((entry for entry in self.pending if entry.is_tickable), None)

    @property
    def holds(self) -> tuple[RaisedWarning, ...]:
        """What says not yet."""
        return tuple(warning for warning in self.advice.warnings if warning.hold)

    @property
    def readiness(self) -> Readiness:
        """How ready it is once what is ticked counts as done, which the advice does not know of."""
        if self.advice.readiness == "hold":
            return "hold"
        return "prepare" if any(entry.phase == "before" for entry in self.pending) else "ready"

    def as_dict(self) -> dict[str, Any]:
        """Return the checklist as plain data, ready for JSON; `id` is left out where absent."""
        advice = self.advice.as_dict()
        return {
            "schema": SCHEMA,
            **{key: advice[key] for key in ("pack", "as_of", "id", "recommendation") if key in advice},
            "readiness": self.readiness,
            "next": self.next_entry.id if self.next_entry else None,
            "steps": [entry.as_dict() for entry in self.entries],
            "warnings": advice["warnings"],
        }

    # One step

    def _to_entry(self, name: str) -> Entry:
        rule, planned = self._rules.get(name), self._plan_steps.get(name)
        ticked, open_ = self.session.done.get(name), name in self._pending_ids
        return Entry(
            id=name,
            title=self._fill(rule.title) if rule else "",
            how=self._fill(rule.how) if rule else "",
            phase=rule.phase if rule else None,
            letter=rule.letter or None if rule else None,
            done=None if open_ else ticked,
            again=ticked if open_ else None,
            blocked_by=planned.blocked_by if planned and open_ else (),
            waits_for=self._waits_for(rule) if rule and open_ else (),
        )

    @cached_property
    def _rules(self) -> dict[str, StepRule]:
        return {rule.id: rule for rule in self.knowledge.steps}

    @cached_property
    def _plan_steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.advice.steps}

    def _fill(self, text: str) -> str:
        facts = self.knowledge.fact
        return fill_placeholders(text, facts, {**dict.fromkeys(facts, UNKNOWN), **self._answers})

    @property
    def _answers(self) -> Mapping[str, Value]:
        return {**self.session.implied, **self.session.answers}

    # What is open

    @cached_property
    def _pending_ids(self) -> frozenset[str]:
        """The steps of the plan that are not ticked, or to be done again."""
        return frozenset(name for name in self._plan_steps if not self._is_done(name))

    def _is_done(self, name: str) -> bool:
        return name in self.session.done and not self._is_contradicted(name)

    def _is_contradicted(self, name: str) -> bool:
        """Whether an answer given since says that a step in the plan has to be done once more.

        It says something else than this step brought about, and than any other did, which then came later.
        """
        facts = dict(self._rules[name].done)
        answers = ((fact, value) for fact, value in self._answers.items() if fact in facts)
        return any(
            value not in self._values_from_ticks(fact) for fact, value in answers if self._is_constant(fact)
        )

    def _is_constant(self, fact: str) -> bool:
        """Whether an answer stays as it is: a count of days that has moved on gainsays nothing."""
        return not self.knowledge.fact[fact].ages

    def _values_from_ticks(self, fact: str) -> set[Value]:
        """Return the answers to which the steps ticked have led."""
        rules = (self._rules[name] for name in self.session.done if name in self._rules)
        return {value for rule in rules for known, value in rule.done if known == fact}

    def _waits_for(self, rule: StepRule) -> tuple[str, ...]:
        """Return the open steps of earlier phases, and those that a step comes after, however indirectly."""
        earlier = PHASES[: PHASES.index(rule.phase)]
        before = self._predecessors(rule)
        return tuple(
            name
            for name in self.knowledge.step_order
            if name in self._pending_ids and (name in before or self._rules[name].phase in earlier)
        )

    def _predecessors(self, rule: StepRule) -> set[str]:
        """Return all steps that a step comes after; those between need not be in the plan."""
        found: set[str] = set()
        left = [*rule.after]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self._rules[name].after
        return found
