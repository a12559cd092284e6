"""A finding is unused: neither advice, nor a text, nor a property depends on it.

Why it matters:
    Its rules are maintained and evaluated to no effect. Often a rule that should test the finding is missing,
    or tests another one.

Example:
    findings.yaml:
        - id: draughty
          finding: cold
          when: {door: yes}
          because: The door is open.

Fix:
    Use it in a rule, with `finding: cold`; or delete its rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.audit.predicates import findings_behind, findings_behind_advice, findings_behind_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.condition import Condition
    from exitwise.model.knowledge import Knowledge

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each finding that nothing depends on, at the first of its rules.

    A finding of a table is used where other texts show those of its rows.
    """
    knowledge = subject.knowledge
    in_proofs = findings_behind(knowledge, _property_conditions(knowledge))
    used = findings_behind_advice(knowledge) | findings_behind_texts(knowledge) | in_proofs
    for name, rules in knowledge.rules_by_finding.items():
        if name not in used:
            yield Violation(
                message=f"finding `{name}` is unused: no advice, no text and no property depends on it",
                place=rules[0].place,
                help="use it in a rule, or delete its rules",
            )


def _property_conditions(knowledge: Knowledge) -> Iterator[Condition]:
    for law in knowledge.properties:
        yield law.when
        if law.then is not None:
            yield law.then
