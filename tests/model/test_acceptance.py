"""Tests of acceptances."""

import pytest

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.model.acceptance import Acceptance

HERE = Place("pack.yaml", 1, 1)


@pytest.mark.parametrize(
    ("check", "ids", "covered"),
    [
        ("conflict", ("a", "b"), True),
        ("conflict", ("b", "a"), True),
        ("conflict", ("a",), False),
        ("conflict", ("a", "b", "c"), False),
        ("conflict", (), False),
        ("gap", ("a", "b"), False),
    ],
)
def test_acceptance_covers_one_check_and_exactly_its_ids(
    check: str, ids: tuple[str, ...], *, covered: bool
) -> None:
    """The order of the ids does not matter."""
    acceptance = Acceptance(check=check, id=ids, because="So.", place=HERE)
    diagnostic = PackDiagnostic(id="conflict", message="m", place=HERE, about=("a", "b"))

    assert acceptance.covers(diagnostic) is covered
