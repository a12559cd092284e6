"""A scenario fails: the advice for it differs from the expectation.

Why it matters:
    A scenario is a case that somebody has worked out by hand. Either a rule gives the wrong advice, or the
    expectation is out of date.

Example:
    scenarios/doors.yaml:
        - id: locked-out
          says: The door is shut and the key is inside.
          profile: {door: no, key: inside}
          expect: {recommendation: stay}
    where a rule recommends to leave.

Fix:
    Inspect the advice for the scenario's profile, and correct the rule responsible, or the expectation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.advise.missing import representative
from exitwise.audit.check import Violation
from exitwise.audit.expected_course import unmet
from exitwise.errors import ProfileError
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.scenario import Scenario

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each scenario whose expectation is not met."""
    for scenario in subject.knowledge.scenarios:
        reasons = "; ".join(_failures(subject, scenario))
        if reasons:
            yield Violation(
                message=f"scenario `{scenario.id}` fails: {reasons}",
                place=scenario.place,
                help="inspect the advice for its profile; correct a rule or the expectation",
            )


def _failures(subject: Subject, scenario: Scenario) -> Iterable[str]:
    """Return the unmet expectations, or the defects of a profile that is invalid."""
    try:
        profile = representative(subject.compiled, complete(subject.knowledge.facts, scenario.profile))
    except ProfileError as error:
        return [diagnostic.message for diagnostic in error.diagnostics]
    return unmet(scenario, subject.compiled, profile)
