"""The vocabulary of a pack: all names it defines, collected before any reference is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.readers import name, one_of, text
from exitwise.model.placeholder import BARE, PLACEHOLDER, fact_of
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
    holds: tuple[str, ...] | None = ()
    constraints: tuple[str, ...] | None = ()
    statements: frozenset[str] | None = frozenset()
    letters: tuple[str, ...] = ()
    texts: tuple[str, ...] | None = ()
    """The text columns of tables, as `table.column`."""

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

    def hold(self, node: Node, file: File) -> str | None:
        """Return the name of a hold."""
        others = {warning: f"`{warning}` is a warning, not a hold" for warning in self.warnings or ()}
        return one_of("unknown-hold", "hold", self.holds, others)(node, file)

    def move(self, node: Node, file: File) -> str | None:
        """Return the name of a step or of a hold."""
        names = None if self.steps is None or self.holds is None else (*self.steps, *self.holds)
        return one_of("unknown-move", "step or hold", names)(node, file)

    def statement(self, node: Node, file: File) -> str | None:
        """Return the id of a statement of the pack's sources."""
        statement = name(node, file, "a statement")
        if statement is None or self.statements is None or statement in self.statements:
            return statement
        help_ = did_you_mean(statement, self.statements)
        file.report("unknown-statement", node, f"unknown statement `{statement}`", help_)
        return None

    def template(self, node: Node, file: File) -> str | None:
        """Return a text, after reporting its placeholders that name neither facts nor texts of tables."""
        content = text(node, file)
        for placeholder in PLACEHOLDER.findall(content or ""):
            if not self._is_fact(placeholder) and not self._is_text(placeholder):
                self._report(placeholder, node, file)
        return content

    def template_of_facts(self, node: Node, file: File) -> str | None:
        """Return a text in which no text of a table can stand, after reporting its other placeholders."""
        content = self.template(node, file)
        for placeholder in PLACEHOLDER.findall(content or ""):
            if placeholder in (self.texts or ()) and not self._is_fact(placeholder):
                message = f"`{{{placeholder}}}`, the text of a table, is not allowed here"
                file.report("not-allowed-here", node, message, "show facts only, or repeat the text")
        return content

    def _is_fact(self, placeholder: str) -> bool:
        return any(fact_of(placeholder, known) in known for known in (self.facts, self.faulty_facts))

    def _is_text(self, placeholder: str) -> bool:
        return "." in placeholder if self.texts is None else placeholder in self.texts

    def _report(self, placeholder: str, node: Node, file: File) -> None:
        """Report a placeholder that names nothing; one with a dot may have been meant as a text."""
        name = placeholder.removesuffix(BARE)
        noun = "fact or text column" if "." in name else "fact"
        help_ = did_you_mean(name, (*self.facts, *(self.texts or ())))
        file.report("unknown-placeholder", node, f"unknown {noun} `{name}`", help_)
