"""The rete network of rules that need no rewriting."""

from __future__ import annotations

from typing import Any

from exitwise.forward.experta_library import ReteMatcher


class ReteNetwork(ReteMatcher):  # type: ignore[misc]
    """Takes the rules as they are compiled.

    experta first brings every rule into disjunctive normal form, which takes two thirds of the time of
    building a network. Compiled rules are in that form already: one conjunction each, with a positive
    pattern in front.
    """

    @staticmethod
    def prepare_ruleset(engine: Any) -> set[Any]:
        """Return the rules of an engine, unchanged."""
        return set(engine.get_rules())
