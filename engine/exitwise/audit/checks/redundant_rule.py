"""A rule fires and changes nothing: without it everybody would be advised the same.

Why it matters:
    Whoever reads the rule believes that something hangs on it. Whoever changes it wonders why nothing
    happens. Advice means the recommendation, the readiness, the steps and the warnings; without the rule
    only a reason might be missing.

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

Mend:
    Delete the rule; or, if its reason should be given, narrow the rule that covers it.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.checks.dead_rule import dead
from exitwise.audit.checks.defeated_rule import defeated
from exitwise.audit.checks.unused_finding import advising
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
    """Yield one flaw for each finding rule and argument that fires and changes no advice."""
    for rule in live_rules(subject):
        if redundant(subject, rule):
            yield Violation(
                message=f"`{rule.id}` changes no advice: {_why(subject, rule)}",
                place=rule.place,
                help="delete it, or narrow what makes it superfluous",
                extent=subject.extent(subject.compiled.fires[rule.id]),
            )


def live_rules(subject: Subject) -> Iterator[FindingRule | Argument]:
    """Yield the finding rules and arguments that are there to change advice, and sometimes count.

    Those that never do are reported by other checks. Rules of findings on which properties alone rest are
    left out: they are there to say what is proved.
    """
    findings = advising(subject.knowledge)
    for rule in subject.knowledge.findings:
        if rule.finding in findings and not dead(subject, rule):
            yield rule
    for argument in subject.knowledge.arguments:
        if not dead(subject, argument) and not defeated(subject, argument):
            yield argument


def redundant(subject: Subject, rule: FindingRule | Argument) -> bool:
    """Whether a rule that fires could be deleted without changing any advice."""
    return not counts(subject, rule, subject.compiled.fires[rule.id])


def counts(subject: Subject, rule: FindingRule | Argument, profiles: ProfileSet) -> bool:
    """Whether advice hangs on a rule's firing on some of the profiles that its own facts can tell apart."""
    if isinstance(rule, FindingRule):
        profiles &= ~_others(subject, rule)
    return subject.sensitivity(rule).is_observable(profiles)


def _others(subject: Subject, rule: FindingRule) -> ProfileSet:
    """Return the profiles on which another rule concludes the same finding."""
    rules = subject.knowledge.rules_by_finding[rule.finding]
    fires = (subject.compiled.fires[other.id] for other in rules if other is not rule)
    return reduce(or_, fires, subject.space.false)


def _why(subject: Subject, rule: FindingRule | Argument) -> str:
    domain, fires = subject.compiled.domain, subject.compiled.fires[rule.id]
    if isinstance(rule, FindingRule):
        if implies(fires & domain, _others(subject, rule)):
            return f"wherever it fires, another rule of the finding `{rule.finding}` fires too"
        return f"where no other rule concludes the finding `{rule.finding}`, nothing hangs on it"
    if implies(subject.compiled.undefeated[rule.id] & domain, _peers(subject, rule)):
        return f"wherever it stands, another argument for `{rule.recommend}` stands too"
    return "without it the same is recommended"


def _peers(subject: Subject, rule: Argument) -> ProfileSet:
    """Return the profiles on which another argument for the same outcome stands undefeated."""
    compiled = subject.compiled
    arguments = (other for other in subject.knowledge.arguments if other.recommend == rule.recommend)
    stand = (compiled.undefeated[other.id] for other in arguments if other is not rule)
    return reduce(or_, stand, subject.space.false)
