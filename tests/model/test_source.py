"""The enumerations of sources."""

from typing import get_args

from exitwise.model.source import RELIABILITIES, STATEMENT_KINDS, Reliability, StatementKind


def test_reliabilities_and_kinds_are_ordered() -> None:
    """Most reliable first, duties first; the types list the same words."""
    assert RELIABILITIES == ("official", "community", "third-party", "generated") == get_args(Reliability)
    assert STATEMENT_KINDS == ("duty", "consequence", "caveat", "narrative") == get_args(StatementKind)
