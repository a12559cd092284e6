"""The interface of kinds, which every kind implements for itself."""

import pytest

from exitwise.model.kinds import KINDS, label, parse, plain, read, write
from exitwise.model.kinds.kind import Misfit
from support.packs import toy

FACT = toy.bicycle().knowledge.fact


@pytest.mark.parametrize("name", ["colour", "age"])
def test_unknown_is_alike_in_every_kind(name: str) -> None:
    """Read, written and described the same."""
    fact = FACT[name]
    assert (read(fact, "unknown"), plain(fact, "unknown")) == ("unknown", "unknown")
    assert (parse(fact, "unknown"), write(fact, "unknown"), label(fact, "unknown")) == (
        "unknown",
        "unknown",
        "not known",
    )


@pytest.mark.parametrize("kind", ["choice, values: {a: A, b: B}", "integer"])
def test_unknown_is_a_misfit_where_it_is_not_allowed(kind: str) -> None:
    """Of a choice and of an integer that must be known."""
    (fact,) = toy.knowledge(facts=f"facts: [{{id: n, question: Q?, kind: {kind}}}]").facts
    misfit = read(fact, "unknown")
    assert isinstance(misfit, Misfit)
    assert misfit.cause == "unknown-value"


def test_every_kind_has_its_own_name() -> None:
    """By which facts.yaml names it."""
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
