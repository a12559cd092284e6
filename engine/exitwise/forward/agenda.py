"""Conflict resolution: activations fire in the order of their salience, and withdrawn ones never fire."""

from __future__ import annotations

from typing import Any

from exitwise.forward.experta_library import Strategy


class SalienceStrategy(Strategy):  # type: ignore[misc]
    """A conflict-resolution strategy that sorts the agenda by salience, and by the rule's name among equals.

    experta's own depth strategy searches only three neighbours for a withdrawn activation. Among many
    activations of equal order, as those of all rules over the same facts, it can miss one, and the rule then
    fires although its condition no longer holds.
    """

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        if not added and not removed:
            return
        withdrawn = {_identity(activation) for activation in removed}
        remaining = [
            activation for activation in agenda.activations if _identity(activation) not in withdrawn
        ]
        # The rightmost activation fires next.
        agenda.activations = sorted([*remaining, *added], key=_order)


def _identity(activation: Any) -> tuple[str, frozenset[int]]:
    return activation.rule.__name__, frozenset(fact["__factid__"] for fact in activation.facts)


def _order(activation: Any) -> tuple[int, str]:
    return activation.rule.salience, activation.rule.__name__
