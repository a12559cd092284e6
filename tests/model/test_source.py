"""The words of sources, and that their types name the same ones."""

from typing import get_args

from exitwise.model.source import RELIABILITIES, STATEMENT_KINDS, Reliability, StatementKind


def test_the_words_of_sources_are_those_of_their_types() -> None:
    """From the most reliable down; from what must be done to what is only told."""
    assert RELIABILITIES == ("official", "community", "third-party", "generated") == get_args(Reliability)
    assert STATEMENT_KINDS == ("duty", "consequence", "caveat", "narrative") == get_args(StatementKind)
