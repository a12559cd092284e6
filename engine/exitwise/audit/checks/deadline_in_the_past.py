"""A comparison of the days until a date also holds once that date is past.

Why it matters:
    The number of days until a date goes below zero once the date is past. A rule for what is to come, such as
    a deadline within a week, then still applies to a deadline of last year.

Example:
    facts.yaml:
        - id: deadline
          question: By when must it be done?
          kind: date
          counts: until
    where a rule says `deadline: {at_most: 7}`.

Fix:
    Add a lower bound, `deadline: {at_least: 0, at_most: 7}`, or one below zero if past dates are meant; or
    declare `minimum: 0` if a date in the past is no valid answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.condition import Compare, atoms
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact

SEVERITY: Final[Severity] = "warning"
UPPER: Final = frozenset({"at_most", "below"})
"""The comparisons that small numbers satisfy."""


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each comparison that admits past dates without saying so."""
    facts = subject.knowledge.fact
    for rule in subject.knowledge.all_rules:
        bounded = {atom.fact for atom in _comparisons(rule.when) if _names(atom) - UPPER}
        for test in dict.fromkeys(_comparisons(rule.when)):
            if test.fact not in bounded and _admits_the_past(facts[test.fact], test):
                words = to_yaml(test, facts)
                yield Violation(
                    message=f"`{rule.id}` also applies once `{test.fact}` is past: `{words}`",
                    place=rule.place,
                    help="add `at_least: 0`, or a bound below zero if past dates are meant",
                )


def _comparisons(condition: Condition) -> Iterator[Compare]:
    return (atom for atom in atoms(condition) if isinstance(atom, Compare))


def _names(test: Compare) -> set[str]:
    return {name for name, _ in test.bounds}


def _admits_the_past(fact: Fact, test: Compare) -> bool:
    """Whether a comparison is true today and on any day that is past."""
    can_be_past = fact.counts == "until" and (fact.minimum is None or fact.minimum < 0)
    return can_be_past and test.admits(0) and test.admits(-1)
