"""The alternatives of conditions that hold, which a trace records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.condition import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.conclusion import Branch
    from exitwise.model.condition import Conjunction
    from exitwise.planes.circuit import Signal
    from exitwise.planes.rules import RuleCircuit


def branches(rules: RuleCircuit) -> dict[Branch, Signal]:
    """Return the truth of every alternative of every `any`, by rule and path."""
    knowledge = rules.knowledge
    refusing = {rule.id for rule in knowledge.constraints}
    return {
        (name, path): signal
        for name, form in knowledge.normal_form.items()
        if name not in refusing
        for path, signal in _branches(rules, form, ())
    }


def _branches(
    rules: RuleCircuit, form: Conjunction, path: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Signal]]:
    for index, part in enumerate(form.of):
        if isinstance(part, Literal):
            continue
        for number, branch in enumerate(part.of):
            inner = (*path, index, number)
            yield inner, rules.conjunction(branch)
            yield from _branches(rules, branch, inner)
