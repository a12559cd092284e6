"""The completions of a profile with missing answers, and whether they have the same advice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from exitwise.diagram.completions.conflict import minimal_conflict
from exitwise.diagram.completions.course_splits import CourseSplits
from exitwise.diagram.completions.undecided import Undecided
from exitwise.diagram.space import implies
from exitwise.model.profile import Implied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.completions.split import Split
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value


@dataclass(frozen=True)
class Completions:
    """The admissible profiles with some values, in which the facts without a value vary jointly."""

    compiled: CompiledRules
    values: Mapping[str, Value]

    @cached_property
    def undecided(self) -> Undecided:
        """The part of the advice that differs between the completions."""
        return Undecided(self.compiled, self.values)

    @property
    def profiles(self) -> ProfileSet:
        """The completions."""
        return self.undecided.completions

    @property
    def is_possible(self) -> bool:
        """Whether there is a completion."""
        return self.profiles.satisfiable()

    @cached_property
    def is_settled(self) -> bool:
        """Whether all completions have the same advice, with the same course."""
        return self.is_settled_now and self.has_same_course

    @property
    def has_same_course(self) -> bool:
        """Whether completions with the same advice now can meet the same holds, and have the same course."""
        return next(self._later_splits, None) is None

    @cached_property
    def is_settled_now(self) -> bool:
        """Whether all completions have the same advice now; their plans may lead to different states."""
        return next(self.undecided.splits, None) is None

    @property
    def _later_splits(self) -> Iterator[Split]:
        """The differences in the course between completions that have the same advice now."""
        if self.is_possible and any(map(self.undecided.has_choice, self.undecided.unanswered_facts)):
            yield from CourseSplits(self.undecided, self.outcome)

    @property
    def candidates(self) -> Iterator[str]:
        """The facts whose answer can change the advice or, once that is settled, its course, as asked for."""
        here = self.undecided
        yield from here.candidates
        if self.is_settled_now:
            yield from here.among(tuple(self._later_splits))

    @cached_property
    def outcome(self) -> Outcome:
        """The recommendation of all completions, if they are settled."""
        return next(iter(self.undecided.outcomes))

    @property
    def needed(self) -> tuple[str, ...]:
        """The missing facts that the questionnaire would still ask for, in its order."""
        here = self.undecided
        possible = (name for name in here.unanswered_facts if here.may_depend_on(name))
        left, names = sum(1 for _ in here.unanswered_facts), dict[str, None]()
        for name in chain(self.candidates, possible):
            names[name] = None
            if len(names) == left:
                break
        return tuple(names)

    # Constraints

    @property
    def violated(self) -> tuple[str, ...]:
        """The constraints that forbid every completion, each by itself."""
        values, rules = self.undecided.unconstrained, self.compiled.knowledge.constraints
        return tuple(rule.id for rule in rules if implies(values, self.compiled.forbidden(rule.id)))

    @property
    def conflict(self) -> tuple[str, ...]:
        """A minimal set of constraints that leave no completion together."""
        return tuple(rule.id for rule in minimal_conflict(self.compiled, self.undecided.unconstrained))

    @cached_property
    def implied(self) -> dict[str, Implied]:
        """The facts that have one value in all completions."""
        here = self.undecided
        values = ((name, here.sole_value(name)) for name in here.unanswered_facts)
        known = ((name, value) for name, value in values if value is not None)
        return {name: Implied(value=value, by=self._reasons(name, value)) for name, value in known}

    def _reasons(self, fact: str, value: Value) -> tuple[str, ...]:
        space = self.compiled.space
        others = self.undecided.unconstrained & ~space.with_code(fact, space.axes[fact].code(value))
        return tuple(rule.id for rule in minimal_conflict(self.compiled, others))

    @cached_property
    def first(self) -> dict[str, Value]:
        """The value of every fact in the first completion, in the pack's order of facts and values."""
        return self.undecided.first_completion
