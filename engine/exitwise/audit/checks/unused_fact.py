"""A fact is unused: no advice depends on it and no text shows it.

Why it matters:
    Readers of the vocabulary assume that the fact matters, and people answer a question that changes
    nothing.

Example:
    facts.yaml:
        - id: colour
          question: Is the door red or blue?
          kind: choice
          values: {red: Red, blue: Blue}

Fix:
    Use it in a rule, or show it in a text with `{colour}`; or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import names_in_texts
from exitwise.model.condition import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each fact that no advice depends on and no text shows."""
    knowledge = subject.knowledge
    rules = (*knowledge.arguments, *knowledge.steps, *knowledge.warnings)
    used = names_in_texts(knowledge).union(*(knowledge.facts_used_by[rule.id] for rule in rules))
    used |= set(_facts_of_deadlines(knowledge))
    for fact in knowledge.facts:
        if fact.id not in used:
            yield Violation(
                message=f"fact `{fact.id}` is unused: no advice depends on it, and no text shows it",
                place=fact.place,
                help=f"use it in a rule, show it with `{{{fact.id}}}`, or delete it",
            )


def _facts_of_deadlines(knowledge: Knowledge) -> Iterator[str]:
    """Yield the facts that only say when a step is due, or whether it is urgent."""
    for step in knowledge.steps:
        yield from () if step.by is None else (step.by.fact,)
        yield from () if step.urgent is None else facts_of(step.urgent)
