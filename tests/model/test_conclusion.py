"""Conclusions: what is not concluded."""

from exitwise.model.conclusion import Conclusions, Trace


def test_nothing_is_concluded_unless_it_is_said() -> None:
    """A case that was refused is advised nothing, and is never ready."""
    conclusions = Conclusions(refused=("c",), trace=Trace(fired=("c",), branches=frozenset()))

    assert conclusions.recommendation is None
    assert conclusions.readiness == "hold"
    assert (conclusions.findings, conclusions.applied, conclusions.undefeated) == ((), (), ())
    assert (conclusions.steps, conclusions.warnings, conclusions.broken) == ((), (), ())
