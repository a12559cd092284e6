"""A part of a condition can be left out, and everybody is advised the same.

Why it matters:
    Whoever reads the condition believes that the part restricts it. Often it says what is true there in any
    case; sometimes it was meant to say something else.

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

Mend:
    Leave the part out; or write what was meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.checks.constraint_excludes_nothing import excludes, left_by_others
from exitwise.audit.checks.dead_rule import dead
from exitwise.audit.checks.redundant_rule import counts, live_rules, redundant
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
"""Where an outcome is recommended, the profiles that it is about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition under question: in which cases, and whether a change of it on some profiles would count."""

    rule: Rule
    cases: tuple[Case, ...]
    counts: Callable[[ProfileSet], bool]


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each part of a condition that can be left out; parts within it are not told."""
    for asked in _conditions(subject):
        for part in _Idle(subject, asked.counts).within(_bare(asked.rule.when), asked.cases):
            yield Violation(
                message=f"`{asked.rule.id}` does the same without `{to_yaml(part)}`",
                place=asked.rule.place,
                help="leave it out, or write what was meant",
            )


def _conditions(subject: Subject) -> Iterator[Asked]:
    """Yield each rule whose condition matters.

    Rules that do nothing as a whole are left out: other checks report them.
    """
    knowledge, compiled = subject.knowledge, subject.compiled
    for constraint in knowledge.constraints:
        if excludes(subject, constraint):
            yield Asked(constraint, ((None, left_by_others(subject, constraint)),), _any)
    for rule in live_rules(subject):
        if not redundant(subject, rule):
            yield Asked(rule, ((None, subject.space.true),), partial(counts, subject, rule))
    for told in (*knowledge.steps, *knowledge.warnings):
        if not dead(subject, told):
            cases = tuple(
                (outcome, subject.profiles_recommended(outcome, told)) for outcome in compiled.outcome
            )
            yield Asked(told, cases, _any)


def _any(profiles: ProfileSet) -> bool:
    return profiles.satisfiable()


@dataclass(frozen=True, slots=True)
class _Idle:
    subject: Subject
    counts: Callable[[ProfileSet], bool]

    def within(self, whole: Condition, cases: Sequence[Case]) -> Iterator[Condition]:
        """Yield what can be left out of a condition; to leave out all of it is to let it be always true."""
        if isinstance(whole, All | Any):
            yield from self._parts(whole, cases)
        elif not any(self.counts(about & ~self._true(whole, outcome)) for outcome, about in cases):
            yield whole

    def _parts(self, whole: All | Any, cases: Sequence[Case]) -> Iterator[Condition]:
        """Yield what can be left out of an `all` or an `any`.

        A part matters only where the others leave it open: within an `all` where they are true, within an
        `any` where they are false. It can be left out if there it is true, or false, in any case.
        """
        opened = [(outcome, *self._open(whole, outcome, about)) for outcome, about in cases]
        for number, part in enumerate(whole.of):
            if not any(self.counts(left[number] & decided[number]) for _, left, decided in opened):
                yield part
            elif isinstance(inner := _bare(part), All | Any):
                yield from self._parts(inner, [(outcome, left[number]) for outcome, left, _ in opened])

    def _open(
        self, whole: All | Any, outcome: Outcome, about: ProfileSet
    ) -> tuple[list[ProfileSet], list[ProfileSet]]:
        """Return for each part where the others leave it open, and where it decides by itself."""
        true = [self._true(part, outcome) for part in whole.of]
        decided = [~each for each in true] if isinstance(whole, All) else true
        left = [
            reduce(lambda rest, each: rest & ~each, (*decided[:number], *decided[number + 1 :]), about)
            for number in range(len(decided))
        ]
        return left, decided

    def _true(self, condition: Condition, outcome: Outcome) -> ProfileSet:
        return self.subject.compiled.condition_set(condition, outcome)


def _bare(condition: Condition) -> Condition:
    """An `all` or `any` of one part is that part."""
    match condition:
        case All((only,)) | Any((only,)):
            return _bare(only)
        case _:
            return condition
