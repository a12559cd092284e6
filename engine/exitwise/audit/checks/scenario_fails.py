"""A worked case does not come out as it says.

Why it matters:
    A scenario is a case that somebody thought through. Either a rule gives it the wrong advice, or the
    expectation is out of date.

Example:
    scenarios/doors.yaml:
        - id: locked-out
          says: The door is shut and the key is inside.
          profile: {door: no, key: inside}
          expect: {recommendation: stay}
    where a rule recommends to leave.

Mend:
    Look at the advice for the scenario's profile, and correct the rule that leads there, or the expectation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.scenarios import failures
from exitwise.diagram.evaluation import conclude, conclude_advice
from exitwise.errors import ProfileError
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.scenario import Scenario

SEVERITY: Final[Severity] = "error"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each scenario whose expectation does not hold."""
    for scenario in subject.knowledge.scenarios:
        told = "; ".join(_failures(subject, scenario))
        if told:
            yield Violation(
                message=f"the scenario `{scenario.id}` fails: {told}",
                place=scenario.place,
                help="look at the advice for its profile; correct a rule, or the expectation",
            )


def _failures(subject: Subject, scenario: Scenario) -> Iterable[str]:
    """Return what is not as expected; of a profile that cannot be advised on, its faults."""
    try:
        values = complete(subject.knowledge.facts, scenario.profile).values
    except ProfileError as error:
        return [fault.message for fault in error.diagnostics]
    look = conclude_advice if scenario.findings is None else conclude
    return failures(scenario, look(subject.compiled, values))
