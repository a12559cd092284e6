"""What a worked case expects of a list of names."""

import pytest

from exitwise.model.scenario import Names

ACCEPTED = [
    (Names(exactly=("a", "b")), ("a", "b"), True, True),
    (Names(exactly=("a", "b")), ("b", "a"), False, True),
    (Names(exactly=("a", "b")), ("a",), False, False),
    (Names(exactly=("a",)), ("a", "b"), False, False),
    (Names(exactly=("a", "b")), ("a", "b", "b"), False, False),
    (Names(exactly=()), (), True, True),
    (Names(exactly=()), ("a",), False, False),
    (Names(includes=("a", "b")), ("b", "x", "a"), True, True),
    (Names(includes=("a", "b")), ("a", "x"), False, False),
    (Names(excludes=("a",)), ("b",), True, True),
    (Names(excludes=("a", "b")), ("x", "b"), False, False),
    (Names(includes=("a",), excludes=("b",)), ("a", "c"), True, True),
    (Names(includes=("a",), excludes=("b",)), ("a", "b"), False, False),
]


@pytest.mark.parametrize(("expected", "names", "ordered", "unordered"), ACCEPTED)
def test_names_are_as_expected_or_not(
    expected: Names, names: tuple[str, ...], *, ordered: bool, unordered: bool
) -> None:
    """Exactly these, in order only where that is said; or with these and without those, in any order."""
    assert expected.accepts(names, ordered=True) is ordered
    assert expected.accepts(names, ordered=False) is unordered
