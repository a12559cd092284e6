"""A rule is redundant: without it everybody would get the same advice.

Why it matters:
    Readers of the rule assume that it has an effect, and changing it does nothing. Advice here means the
    recommendation, the readiness, the steps and the warnings; deleting the rule removes at most a reason.

Example:
    findings.yaml:
        - id: open
          finding: cold
          when: {door: [yes, ajar]}
          because: The door is open.
        - id: wide-open
          finding: cold
          when: {door: yes}
          because: The door is wide open.

Fix:
    Delete the rule; or, if its reason should be given, narrow the rule that covers it.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import concluded_by_others, is_redundant, live_rules
from exitwise.diagram.space import implies
from exitwise.model.rule import FindingRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.rule import Argument

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each finding rule and argument that fires and changes no advice."""
    for rule in live_rules(subject):
        if is_redundant(subject, rule):
            yield Violation(
                message=f"`{rule.id}` is redundant: {_reason(subject, rule)}",
                place=rule.place,
                help="delete it, or narrow the rule that makes it redundant",
                extent=subject.extent(subject.compiled.fires[rule.id]),
            )


def _reason(subject: Subject, rule: FindingRule | Argument) -> str:
    domain, fires = subject.compiled.domain, subject.compiled.fires[rule.id]
    if isinstance(rule, FindingRule):
        if implies(fires & domain, concluded_by_others(subject, rule)):
            return f"wherever it fires, another rule concludes `{rule.finding}` too"
        return f"where it alone concludes `{rule.finding}`, no advice depends on it"
    if implies(subject.compiled.undefeated[rule.id] & domain, _undefeated_peers(subject, rule)):
        return f"wherever it is undefeated, so is another argument for `{rule.recommend}`"
    return "the recommendation is the same without it"


def _undefeated_peers(subject: Subject, rule: Argument) -> ProfileSet:
    """Return the profiles on which another argument for the same outcome is undefeated."""
    compiled = subject.compiled
    arguments = (other for other in subject.knowledge.arguments if other.recommend == rule.recommend)
    undefeated = (compiled.undefeated[other.id] for other in arguments if other is not rule)
    return reduce(or_, undefeated, subject.space.false)
