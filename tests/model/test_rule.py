"""The enumerations of rules."""

from typing import get_args

from exitwise.model.rule import PHASES, READINESS, WARNING_SEVERITIES, Phase, Readiness, WarningSeverity


def test_phases_severities_and_readiness_are_ordered() -> None:
    """First phases, worst severities and longest waits first; the types list the same words."""
    assert PHASES == ("before", "act", "after") == get_args(Phase)
    assert WARNING_SEVERITIES == ("danger", "caution", "info") == get_args(WarningSeverity)
    assert READINESS == ("hold", "prepare", "ready") == get_args(Readiness)
