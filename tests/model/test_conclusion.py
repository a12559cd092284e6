"""The default conclusions."""

from exitwise.model.conclusion import Conclusions, Trace


def test_the_default_is_no_conclusion() -> None:
    """A refused profile gets no advice, and is never ready."""
    conclusions = Conclusions(refused=("c",), trace=Trace(fired=("c",), branches=frozenset()))

    assert conclusions.recommendation is None
    assert conclusions.readiness == "hold"
    assert (conclusions.findings, conclusions.applied, conclusions.undefeated) == ((), (), ())
    assert (conclusions.steps, conclusions.warnings, conclusions.broken) == ((), (), ())
