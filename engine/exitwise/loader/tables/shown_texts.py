"""The texts of rows that other texts of a pack show; the `because` of the row has its own already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from exitwise.model.placeholder import names_shown
from exitwise.model.rule import Argument, FindingRule
from exitwise.model.translation import texts

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from exitwise.model.knowledge import Knowledge

RowRule = TypeVar("RowRule", FindingRule, Argument)


def with_shown_texts(knowledge: Knowledge) -> Knowledge:
    """Return a pack whose rules of rows have those of their texts that other texts show."""
    if not knowledge.tables:
        return knowledge
    names = names_shown(texts(knowledge).values())
    shown = frozenset(names).union(*(letter.blank_names for letter in knowledge.letters))
    return replace(
        knowledge,
        findings=tuple(_with_shown(rule, knowledge, shown) for rule in knowledge.findings),
        arguments=tuple(_with_shown(rule, knowledge, shown) for rule in knowledge.arguments),
    )


def _with_shown(rule: RowRule, knowledge: Knowledge, shown: AbstractSet[str]) -> RowRule:
    if not rule.texts:
        return rule
    table, _ = knowledge.rows[rule.id]
    return replace(
        rule, texts=tuple((column, text) for column, text in rule.texts if f"{table.id}.{column}" in shown)
    )
