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
from exitwise.audit.predicates import facts_behind_advice, facts_behind_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each fact that no advice depends on and no text shows."""
    knowledge = subject.knowledge
    used = facts_behind_texts(knowledge) | facts_behind_advice(knowledge)
    for fact in knowledge.facts:
        if fact.id not in used:
            yield Violation(
                message=f"fact `{fact.id}` is unused: no advice depends on it, and no text shows it",
                place=fact.place,
                help=f"use it in a rule, show it with `{{{fact.id}}}`, or delete it",
            )
