"""A finding is concluded for nothing: neither advice nor a property rests on it.

Why it matters:
    Its rules are worked out and kept up to date, and nobody hears of them. Mostly a rule that should look at
    the finding was forgotten, or looks at another one.

Example:
    findings.yaml:
        - id: draughty
          finding: cold
          when: {door: yes}
          because: The door is open.

Mend:
    Let a rule look at it, with `finding: cold`; or delete its rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.condition import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.condition import Condition
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each finding on which nothing rests, at the first of its rules."""
    knowledge = subject.knowledge
    used = advising(knowledge) | _supporting(knowledge, _proved(knowledge))
    for name, rules in knowledge.rules_by_finding.items():
        if name not in used:
            yield Violation(
                message=f"neither advice nor a property rests on the finding `{name}`",
                place=rules[0].place,
                help="let a rule look at it, or delete its rules",
            )


def advising(knowledge: Knowledge) -> frozenset[str]:
    """Return the findings on which advice rests: those of arguments, steps and warnings, and theirs."""
    rules = (*knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    return _supporting(knowledge, (rule.when for rule in rules))


def _proved(knowledge: Knowledge) -> Iterator[Condition]:
    for law in knowledge.properties:
        yield law.when
        if law.then is not None:
            yield law.then


def _supporting(knowledge: Knowledge, conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the findings that conditions look at, those that their rules look at, and so on."""
    found: set[str] = set()
    left = [name for condition in conditions for name in names_of(condition, "finding")]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [
                used
                for rule in knowledge.rules_by_finding[name]
                for used in knowledge.findings_used_by[rule.id]
            ]
    return frozenset(found)
