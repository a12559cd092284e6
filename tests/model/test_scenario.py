"""The expected names of a scenario."""

import pytest

from exitwise.model.scenario import ExpectedNames

ACCEPTED = [
    (ExpectedNames(exactly=("a", "b")), ("a", "b"), True, True),
    (ExpectedNames(exactly=("a", "b")), ("b", "a"), False, True),
    (ExpectedNames(exactly=("a", "b")), ("a",), False, False),
    (ExpectedNames(exactly=("a",)), ("a", "b"), False, False),
    (ExpectedNames(exactly=("a", "b")), ("a", "b", "b"), False, False),
    (ExpectedNames(exactly=()), (), True, True),
    (ExpectedNames(exactly=()), ("a",), False, False),
    (ExpectedNames(includes=("a", "b")), ("b", "x", "a"), True, True),
    (ExpectedNames(includes=("a", "b")), ("a", "x"), False, False),
    (ExpectedNames(excludes=("a",)), ("b",), True, True),
    (ExpectedNames(excludes=("a", "b")), ("x", "b"), False, False),
    (ExpectedNames(includes=("a",), excludes=("b",)), ("a", "c"), True, True),
    (ExpectedNames(includes=("a",), excludes=("b",)), ("a", "b"), False, False),
]


@pytest.mark.parametrize(("expected", "names", "ordered", "unordered"), ACCEPTED)
def test_expected_names_accept_or_reject(
    expected: ExpectedNames, names: tuple[str, ...], *, ordered: bool, unordered: bool
) -> None:
    """Exactly these, in order only if it counts; or including some and excluding others."""
    assert expected.accepts(names, ordered=True) is ordered
    assert expected.accepts(names, ordered=False) is unordered
