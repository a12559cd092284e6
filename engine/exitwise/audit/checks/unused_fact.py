"""A fact makes no difference: no condition on which advice rests looks at it, and no text shows it.

Why it matters:
    Whoever reads the vocabulary takes it for something that counts. A question that changes nothing is one
    that nobody should be asked.

Example:
    facts.yaml:
        - id: colour
          question: What colour is the door?
          kind: choice
          values: {red: Red, blue: Blue}

Mend:
    Let a rule look at it, or show it in a text with `{colour}`; or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.placeholder import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each fact that no advice rests on and no text shows."""
    knowledge = subject.knowledge
    rules = (*knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    used = shown(knowledge).union(*(knowledge.facts_used_by[rule.id] for rule in rules))
    for fact in knowledge.facts:
        if fact.id not in used:
            yield Violation(
                message=f"no advice rests on the fact `{fact.id}`, and no text shows it",
                place=fact.place,
                help=f"let a rule look at it, show it with `{{{fact.id}}}`, or delete it",
            )


def shown(knowledge: Knowledge) -> set[str]:
    """Return the names that stand in the placeholders of texts and in the blanks of letters."""
    placeholders = {name for text in _texts(knowledge) for name in PLACEHOLDER.findall(text)}
    return placeholders.union(*(letter.blank_names for letter in knowledge.letters))


def _texts(knowledge: Knowledge) -> Iterator[str]:
    for rule in knowledge.all_rules:
        yield rule.because
    for step in knowledge.steps:
        yield from (step.title, step.how)
    for warning in knowledge.warnings:
        yield from (warning.title, warning.until)
