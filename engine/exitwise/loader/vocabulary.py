"""Every name a pack gives, gathered before anything refers to one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.readers import name, one_of, text
from exitwise.model.placeholder import PLACEHOLDER
from exitwise.model.rule import READINESS
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Kind
    from exitwise.model.fact import Fact


WORDS: Final = {
    "outcome": "an outcome",
    "finding": "a finding",
    "step": "a step",
    "warning": "a warning",
    "readiness": "a readiness",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that a condition, a reference or a text may use.

    None stands for the names of a file that could not be read: no reference to one of them is judged then.
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
        word = "outcome" if kind == "recommend" else kind
        return one_of(f"unknown-{word}", WORDS[word], self.names_of_kind(kind))

    def statement(self, node: Node, file: File) -> str | None:
        """Return the id of a statement of the pack's sources."""
        found = name(node, file, "a statement")
        if found is None or self.statements is None or found in self.statements:
            return found
        advice = did_you_mean(found, self.statements)
        file.report("unknown-statement", node, f"no statement is called `{found}`", advice)
        return None

    def template(self, node: Node, file: File) -> str | None:
        """Return a text whose `{fact}` placeholders all name facts."""
        found = text(node, file)
        for word in PLACEHOLDER.findall(found or ""):
            if word not in self.facts and word not in self.faulty_facts:
                advice = did_you_mean(word, self.facts)
                file.report("unknown-placeholder", node, f"no fact is called `{word}`", advice)
        return found
