"""A rule never fires: no admissible profile makes its condition true.

Why it matters:
    It looks like knowledge and does nothing. Mostly the condition says something other than was meant.

Example:
    findings.yaml:
        - id: draughty
          finding: cold
          when: {all: [{door: yes}, {door: no}]}
          because: The door is open and shut.

Mend:
    Correct the condition, or the constraint that leaves its profiles out; or delete the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.rule import Rule

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each rule of a finding, argument and warning that never fires."""
    knowledge = subject.knowledge
    for rule in (*knowledge.findings, *knowledge.arguments, *knowledge.warnings):
        if dead(subject, rule):
            yield Violation(
                message=f"`{rule.id}` never fires: {why(subject, rule)}",
                place=rule.place,
                help="correct its condition, or delete it",
            )


def dead(subject: Subject, rule: Rule) -> bool:
    """Whether a rule fires on no admissible profile; constraints are not asked for."""
    compiled = subject.compiled
    if rule.id in compiled.fires:
        return not (compiled.fires[rule.id] & compiled.domain).satisfiable()
    return not any(
        (
            compiled.recipients_under(outcome, rule.id) & subject.profiles_recommended(outcome, rule)
        ).satisfiable()
        for outcome in compiled.outcome
    )


def why(subject: Subject, rule: Rule) -> str:
    """Say in words why a rule that is dead never fires."""
    compiled, valid = subject.compiled, subject.space.valid
    fires = compiled.fires[rule.id] if rule.id in compiled.fires else compiled.recipients(rule.id)
    if (fires & valid).satisfiable():
        return "constraints exclude every profile on which its condition is true"
    if rule.id in subject.knowledge.outcome_dependent and any(
        (compiled.recipients_under(outcome, rule.id) & valid).satisfiable() for outcome in compiled.outcome
    ):
        return "nobody on whom the rest of its condition is true is recommended an outcome that it names"
    return "no profile makes its condition true"
