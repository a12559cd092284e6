"""A value makes no difference, or nobody can have it.

Why it matters:
    Two answers that no rule tells apart are one answer too many to choose from; or a rule was meant to look
    at the difference. An answer that constraints always refuse is offered for nothing.

Example:
    facts.yaml:
        - id: door
          question: Is the door open?
          kind: choice
          values: {yes: Wide open, ajar: A bit open, no: Shut}
    where every rule that looks at the door says `door: no` or `door: {not: no}`.

Mend:
    Make one value of the two, or let a rule or a text tell them apart; correct the constraint, or delete the
    value that nobody can have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.checks.unused_fact import shown
from exitwise.model.condition import Concluded, atoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.condition import Test
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "info"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each value that nobody can have, and for each that is like an earlier one."""
    seen = shown(subject.knowledge)
    tests = _tests(subject.knowledge)
    for fact in subject.knowledge.facts:
        missing = tuple(name for name in fact.names if not _had(subject, fact, name))
        yield from (_impossible(fact, name) for name in missing)
        if fact.id in tests and fact.id not in seen:
            yield from _alike(subject, fact, tests[fact.id], missing)


def _had(subject: Subject, fact: Fact, name: str) -> bool:
    return (subject.space.with_values({fact.id: name}) & subject.compiled.domain).satisfiable()


def _impossible(fact: Fact, name: str) -> Violation:
    return Violation(
        message=f"no profile can have the value `{name}` of `{fact.id}`: constraints refuse it",
        place=fact.place,
        help="correct the constraint, or delete the value",
        severity="warning",
    )


def _tests(knowledge: Knowledge) -> dict[str, set[Test]]:
    """Return for each fact that a condition looks at the tests that are made of it."""
    found: dict[str, set[Test]] = {}
    for rule in knowledge.all_rules:
        for atom in atoms(rule.when):
            if not isinstance(atom, Concluded):
                found.setdefault(atom.fact, set()).add(atom)
    return found


def _alike(subject: Subject, fact: Fact, tests: set[Test], missing: tuple[str, ...]) -> Iterator[Violation]:
    """Yield one flaw for each declared value on which all tests turn out as on an earlier one."""
    first: dict[frozenset[Test], str] = {}
    for name, _ in fact.values:
        if name in missing:
            continue
        like = first.setdefault(frozenset(test for test in tests if test.admits(name)), name)
        if like != name:
            yield Violation(
                message=f"no rule tells the value `{name}` of `{fact.id}` from `{like}`",
                place=fact.place,
                help="make one value of the two, or let a rule tell them apart",
                extent=subject.extent(subject.space.with_values({fact.id: name})),
            )
