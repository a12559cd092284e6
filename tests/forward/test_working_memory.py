"""Equality of facts in working memory."""

from exitwise.forward.working_memory import Applies, Finding, Step, Undefeated


def test_facts_are_equal_by_kind_and_content() -> None:
    """A finding, an argument and a step may have the same name."""
    assert Finding("x") == Finding("x")
    assert Finding("x") != Finding("y")
    assert Step("x", "act") != Step("x", "before")
    assert len({type(fact) for fact in (Finding("x"), Applies("x"), Undefeated("x", "y"))}) == 3
