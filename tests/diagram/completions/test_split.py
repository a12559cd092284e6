"""A conclusion that some completions have."""

import pytest

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.split import Split
from support.packs import toy


@pytest.mark.parametrize(
    ("facts", "expected"), [(None, True), (frozenset(("door",)), True), (frozenset(("place",)), False)]
)
def test_split_can_depend_on_a_fact(facts: frozenset[str] | None, *, expected: bool) -> None:
    """If the facts are not known, on any."""
    domain = CompiledRules.of(toy.knowledge()).domain

    assert Split(facts, domain, ~domain).can_depend_on("door") is expected
