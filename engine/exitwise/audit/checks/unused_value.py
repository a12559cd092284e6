"""A value makes no difference to any rule, or no admissible profile can have it.

Why it matters:
    If no rule distinguishes two answers, people have one answer too many to choose from, or a rule was meant
    to distinguish them. An answer that constraints always refuse should not be offered.

Example:
    facts.yaml:
        - id: door
          question: Is the door open?
          kind: choice
          values: {yes: Wide open, ajar: A bit open, no: Shut}
    where every rule that tests the door says `door: no` or `door: {not: no}`.

Fix:
    Merge the two values, or distinguish them in a rule or a text; correct the constraint, or delete the
    impossible value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import names_in_texts
from exitwise.model.condition import Concluded, Has, atoms
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.condition import Test
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "info"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each impossible value, and for each that is equivalent to an earlier one."""
    in_texts = names_in_texts(subject.knowledge)
    tests = _tests_by_fact(subject.knowledge)
    for fact in subject.knowledge.facts:
        impossible = tuple(name for name in fact.names if not _possible(subject, fact, name).satisfiable())
        yield from (_impossible(fact, name) for name in impossible)
        if fact.id in tests and fact.id not in in_texts:
            yield from _equivalent(subject, fact, tests[fact.id], impossible)


def _possible(subject: Subject, fact: Fact, name: str) -> ProfileSet:
    """Return the admissible profiles with a value, in a list perhaps with others."""
    if name != UNKNOWN and kind_of(fact).name == "several":
        return subject.space.test_set(Has(fact.id, (name,))) & subject.compiled.domain
    return subject.space.with_values({fact.id: name}) & subject.compiled.domain


def _impossible(fact: Fact, name: str) -> Violation:
    return Violation(
        message=f"value `{name}` of `{fact.id}` is impossible: constraints exclude it",
        place=fact.place,
        help="correct the constraint, or delete the value",
        severity="warning",
        about=(fact.id, name),
    )


def _tests_by_fact(knowledge: Knowledge) -> dict[str, set[Test]]:
    """Return the tests of each fact that occurs in a condition."""
    tests: dict[str, set[Test]] = {}
    urgent = (step.urgent for step in knowledge.steps if step.urgent is not None)
    for condition in (*(rule.when for rule in knowledge.all_rules), *urgent):
        for atom in atoms(condition):
            if not isinstance(atom, Concluded):
                tests.setdefault(atom.fact, set()).add(atom)
    return tests


def _equivalent(
    subject: Subject, fact: Fact, tests: set[Test], impossible: tuple[str, ...]
) -> Iterator[Violation]:
    """Yield a violation for each declared value that all tests treat like an earlier one."""
    first: dict[frozenset[Test], str] = {}
    for name, _ in fact.values:
        if name in impossible:
            continue
        value = frozenset({name}) if kind_of(fact).name == "several" else name
        earlier = first.setdefault(frozenset(test for test in tests if test.admits(value)), name)
        if earlier != name:
            yield Violation(
                message=f"no rule distinguishes value `{name}` of `{fact.id}` from `{earlier}`",
                place=fact.place,
                help="merge the two values, or distinguish them in a rule",
                extent=subject.extent(_possible(subject, fact, name)),
                about=(fact.id, name),
            )
