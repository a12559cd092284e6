"""Working memory: which facts are equal."""

from exitwise.forward.working_memory import Applies, Finding, Step, Undefeated


def test_facts_are_told_apart_by_kind_and_content() -> None:
    """The same name may be that of a finding, of an argument and of a step."""
    assert Finding("x") == Finding("x")
    assert Finding("x") != Finding("y")
    assert Step("x", "act") != Step("x", "before")
    assert len({type(fact) for fact in (Finding("x"), Applies("x"), Undefeated("x", "y"))}) == 3
