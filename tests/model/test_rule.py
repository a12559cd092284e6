"""The words of rules, and that their types name the same ones."""

from typing import get_args

from exitwise.model.rule import PHASES, READINESS, WARNING_SEVERITIES, Phase, Readiness, WarningSeverity


def test_the_words_stand_in_the_order_they_are_read() -> None:
    """Preparations first, the gravest first, the longest wait first; each type has them all."""
    assert PHASES == ("before", "act", "after") == get_args(Phase)
    assert WARNING_SEVERITIES == ("danger", "caution", "info") == get_args(WarningSeverity)
    assert READINESS == ("hold", "prepare", "ready") == get_args(Readiness)
