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

from exitwise.audit.check import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Gravity
    from exitwise.model.rule import Rule

SEVERITY: Final[Gravity] = "warning"


def find(subject: Subject) -> Iterator[Flaw]:
    """Yield one flaw for each rule of a finding, argument and warning that never fires."""
    knowledge = subject.knowledge
    for rule in (*knowledge.findings, *knowledge.arguments, *knowledge.warnings):
        if dead(subject, rule):
            yield Flaw(
                message=f"`{rule.id}` never fires: {why(subject, rule)}",
                place=rule.place,
                help="correct its condition, or delete it",
            )


def dead(subject: Subject, rule: Rule) -> bool:
    """Whether a rule fires on no admissible profile; constraints are not asked for."""
    meaning = subject.meaning
    if rule.id in meaning.fires:
        return not (meaning.fires[rule.id] & meaning.domain).satisfiable()
    return not any(
        (meaning.given(outcome, rule.id) & subject.getting(outcome, rule)).satisfiable()
        for outcome in meaning.outcome
    )


def why(subject: Subject, rule: Rule) -> str:
    """Say in words why a rule that is dead never fires."""
    meaning, valid = subject.meaning, subject.space.valid
    fires = meaning.fires[rule.id] if rule.id in meaning.fires else meaning.advised(rule.id)
    if (fires & valid).satisfiable():
        return "constraints exclude every profile on which its condition is true"
    if rule.id in subject.knowledge.by_outcome and any(
        (meaning.given(outcome, rule.id) & valid).satisfiable() for outcome in meaning.outcome
    ):
        return "nobody on whom the rest of its condition is true is recommended an outcome that it names"
    return "no profile makes its condition true"
