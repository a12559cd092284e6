"""The vocabulary of a pack: all names it defines, collected before any reference is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.readers import name, one_of, text
from exitwise.model.placeholder import PLACEHOLDER, fact_of
from exitwise.model.rule import READINESS
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Kind
    from exitwise.model.fact import Fact


NOUNS: Final[Mapping[Kind, str]] = {
    "finding": "finding",
    "recommend": "outcome",
    "step": "step",
    "warning": "warning",
    "readiness": "readiness",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that a condition, a reference or a text may use.

    None means that the file that defines the names could not be read: references to them are not checked.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    faulty_facts: Container[str] = ()
    findings: tuple[str, ...] | None = ()
    outcomes: tuple[str, ...] | None = ()
    arguments: tuple[str, ...] | None = ()
    steps: tuple[str, ...] | None = ()
    warnings: tuple[str, ...] | None = ()
    constraints: tuple[str, ...] | None = ()
    statements: frozenset[str] | None = frozenset()
    letters: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def names_of_kind(self, kind: Kind) -> tuple[str, ...] | None:
        """Return the names of one kind of conclusion."""
        return {
            "finding": self.findings,
            "recommend": self.outcomes,
            "step": self.steps,
            "warning": self.warnings,
            "readiness": READINESS,
        }[kind]

    def conclusion(self, kind: Kind) -> Reader[str]:
        """Return the reader of a name of one kind of conclusion."""
        return one_of(f"unknown-{NOUNS[kind]}", NOUNS[kind], self.names_of_kind(kind))

    def statement(self, node: Node, file: File) -> str | None:
        """Return the id of a statement of the pack's sources."""
        statement = name(node, file, "a statement")
        if statement is None or self.statements is None or statement in self.statements:
            return statement
        help_ = did_you_mean(statement, self.statements)
        file.report("unknown-statement", node, f"unknown statement `{statement}`", help_)
        return None

    def template(self, node: Node, file: File) -> str | None:
        """Return a text, after reporting its `{fact}` placeholders that name neither facts nor texts."""
        content = text(node, file)
        for placeholder in PLACEHOLDER.findall(content or ""):
            fact = fact_of(placeholder, {*self.facts, *self.texts})
            if not any(fact in known for known in (self.facts, self.faulty_facts, self.texts)):
                help_ = did_you_mean(fact, self.facts)
                file.report("unknown-placeholder", node, f"unknown fact `{fact}`", help_)
        return content
