"""A statement that matters is cited by no rule; or it is cited, and still says why it is not.

Why it matters:
    What a source demands or warns of, and what an official source says at all, must either reach the advice
    or be left out for a reason that can be read. Otherwise it was forgotten.

Example:
    sources/house-rules.yaml:
        - id: house-rules.2
          says: Whoever leaves last locks the door.
          kind: duty

Mend:
    Let the rule that follows it cite it; or write the reason why none does in `unused`, and delete that
    reason once a rule does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.source import Source, Statement

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield one flaw for each statement that is forgotten, or said to be unused and is not."""
    cited = {name for rule in subject.knowledge.all_rules for name in rule.cites}
    for source in subject.knowledge.sources:
        for statement in source.statements:
            if statement.id in cited and statement.unused:
                yield _not_unused(statement)
            elif statement.id not in cited and not statement.unused and _matters(source, statement):
                yield _forgotten(statement)


def _matters(source: Source, statement: Statement) -> bool:
    binding = statement.kind in {"duty", "consequence"}
    return binding or (source.reliability == "official" and statement.kind != "narrative")


def _forgotten(statement: Statement) -> Violation:
    return Violation(
        message=f"no rule cites the statement `{statement.id}`",
        place=statement.place,
        help="let the rule that follows it cite it, or say why none does in `unused`",
    )


def _not_unused(statement: Statement) -> Violation:
    return Violation(
        message=f"the statement `{statement.id}` says why no rule cites it, and a rule does",
        place=statement.place,
        help="delete its `unused`",
        severity="info",
    )
