"""Part of a condition is redundant: without it all advice stays the same.

Why it matters:
    Readers of the rule assume that the part restricts it. Often it only repeats something that is always true
    there; sometimes it is a mistake for something else.

Example:
    facts.yaml:
        constraints:
            - id: never-both
              when: {door: shut, window: open}
              because: The draught shuts the window with the door.
    warnings.yaml:
        - id: stuffy
          title: Air the room
          severity: info
          when: {door: shut, window: {not: open}}
          because: Nothing is open.

Fix:
    Remove the part, or correct it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import (
    admitted_by_others,
    affects_advice,
    is_dead,
    is_effective,
    is_redundant,
    live_rules,
)
from exitwise.model.condition import All, Any
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.compiled_rules import Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Condition
    from exitwise.model.rule import Rule

SEVERITY: Final[Severity] = "warning"


Case = tuple["Outcome", "ProfileSet"]
"""An outcome, and the profiles for which it is recommended."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule whose condition is examined, its cases, and whether a change on some profiles has an effect."""

    rule: Rule
    cases: tuple[Case, ...]
    matters: Callable[[ProfileSet], bool]


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each redundant part of a condition, but not for parts inside of one."""
    for candidate in _candidates(subject):
        search = _RedundantParts(subject, candidate.matters)
        for part in search.within(_unwrap(candidate.rule.when), candidate.cases):
            words = to_yaml(part, subject.knowledge.fact)
            yield Violation(
                message=f"redundant condition in `{candidate.rule.id}`: `{words}` changes nothing",
                place=candidate.rule.place,
                help="remove it, or correct it",
            )


def _candidates(subject: Subject) -> Iterator[Candidate]:
    """Yield each rule that has an effect as a whole; other checks report those that have none."""
    knowledge, compiled = subject.knowledge, subject.compiled
    for constraint in knowledge.constraints:
        if is_effective(subject, constraint):
            yield Candidate(constraint, ((None, admitted_by_others(subject, constraint)),), _any)
    for rule in live_rules(subject):
        if not is_redundant(subject, rule):
            yield Candidate(rule, ((None, subject.space.true),), partial(affects_advice, subject, rule))
    for advice in (*knowledge.steps, *knowledge.warnings):
        if not is_dead(subject, advice):
            cases = ((outcome, subject.profiles_recommended(outcome, advice)) for outcome in compiled.outcome)
            yield Candidate(advice, tuple(cases), _any)


def _any(profiles: ProfileSet) -> bool:
    return profiles.satisfiable()


@dataclass(frozen=True, slots=True)
class _RedundantParts:
    subject: Subject
    matters: Callable[[ProfileSet], bool]

    def within(self, whole: Condition, cases: Sequence[Case]) -> Iterator[Condition]:
        """Yield the redundant parts of a condition; one without parts is redundant if it is always true."""
        if isinstance(whole, All | Any):
            yield from self._parts(whole, cases)
        elif not any(self.matters(profiles & ~self._true(whole, outcome)) for outcome, profiles in cases):
            yield whole

    def _parts(self, whole: All | Any, cases: Sequence[Case]) -> Iterator[Condition]:
        """Yield the redundant parts of an `all` or an `any`.

        A part matters only where the others leave the result open: in an `all` where they are true, in an
        `any` where they are false. It is redundant if it never decides the result there.
        """
        split = [(outcome, *self._split(whole, outcome, profiles)) for outcome, profiles in cases]
        for number, part in enumerate(whole.of):
            if not any(self.matters(undecided[number] & decided[number]) for _, undecided, decided in split):
                yield part
            elif isinstance(inner := _unwrap(part), All | Any):
                yield from self._parts(
                    inner, [(outcome, undecided[number]) for outcome, undecided, _ in split]
                )

    def _split(
        self, whole: All | Any, outcome: Outcome, profiles: ProfileSet
    ) -> tuple[list[ProfileSet], list[ProfileSet]]:
        """Return for each part the profiles undecided by the others, and the profiles that it decides."""
        true = [self._true(part, outcome) for part in whole.of]
        decided = [~part for part in true] if isinstance(whole, All) else true
        undecided = [
            reduce(lambda rest, part: rest & ~part, (*decided[:number], *decided[number + 1 :]), profiles)
            for number in range(len(decided))
        ]
        return undecided, decided

    def _true(self, condition: Condition, outcome: Outcome) -> ProfileSet:
        return self.subject.compiled.condition_set(condition, outcome)


def _unwrap(condition: Condition) -> Condition:
    """Return the only part of an `all` or `any` with one part, at any depth."""
    match condition:
        case All((only,)) | Any((only,)):
            return _unwrap(only)
        case _:
            return condition
