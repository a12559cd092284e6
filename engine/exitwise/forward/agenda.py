"""The order in which activations fire: by salience alone, and a withdrawn activation is gone."""

from __future__ import annotations

from typing import Any

from exitwise.forward.experta_library import Strategy


class SalienceStrategy(Strategy):  # type: ignore[misc]
    """Keeps the agenda sorted by salience, ties by the rule's name.

    experta's own depth strategy looks for a withdrawn activation among three neighbours only, so that one
    with many equals (all rules over the same facts are) can stay on the agenda and fire although its
    condition no longer holds.
    """

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        if not added and not removed:
            return
        gone = {_identity(activation) for activation in removed}
        kept = [activation for activation in agenda.activations if _identity(activation) not in gone]
        # The rightmost activation fires next.
        agenda.activations = sorted([*kept, *added], key=_order)


def _identity(activation: Any) -> tuple[str, frozenset[int]]:
    return activation.rule.__name__, frozenset(fact["__factid__"] for fact in activation.facts)


def _order(activation: Any) -> tuple[int, str]:
    return activation.rule.salience, activation.rule.__name__
