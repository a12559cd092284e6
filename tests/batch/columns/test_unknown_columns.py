"""The error of unknown columns: it names each of them, with a suggestion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.columns.unknown_columns import MOST, unknown_columns
from support.running.examples import examples

KNOWN = ("id", "colour", "brakes")
CASES = [
    (["colur"], False, "no fact is called `colur`", "did you mean `colour`?"),
    (["colur"], True, "no fact is read from the column `colur`", "did you mean `colour`?"),
    (
        ["colur", "brake"],
        True,
        "no fact is read from the columns `colur`, `brake`",
        "did you mean `colour` for `colur`, `brakes` for `brake`?",
    ),
    (
        ["Last paid", "xyzzy"],
        False,
        "no fact is called `Last paid`, `xyzzy`",
        "keep them by --keep 'Last paid' --keep xyzzy, or leave them out",
    ),
    (
        ["xyzzy"],
        True,
        "no fact is read from the column `xyzzy`",
        "name it in the map, or pass it through with `keep`",
    ),
    (
        ["colur", "xyzzy"],
        False,
        "no fact is called `colur`, `xyzzy`",
        "did you mean `colour` for `colur`?; keep it by --keep xyzzy, or leave it out",
    ),
    ([""], False, "a column has no name", "index=False"),
]


@pytest.mark.parametrize(("unknown", "is_mapped", "message", "advice"), CASES)
def test_help_has_a_suggestion_for_each_column(
    unknown: list[str],
    is_mapped: bool,  # noqa: FBT001 (pytest passes it)
    message: str,
    advice: str,
) -> None:
    """It is a similar name, or the options that keep the column."""
    error = unknown_columns("a.csv", unknown, KNOWN, is_mapped=is_mapped)

    assert error.message == f"a.csv: {message}"
    assert error.help is not None
    assert error.help == advice or (unknown == [""] and advice in error.help)


@pytest.mark.parametrize("column", ["Unnamed: 0", "__index_level_0__"])
def test_an_index_of_pandas_has_its_own_help(column: str) -> None:
    """The help says how pandas omits the index, besides suggestions for other columns."""
    error = unknown_columns("a.csv", [column, "colur"], KNOWN, is_mapped=False)

    assert "did you mean `colour` for `colur`?" in error.help
    assert "index=False" in error.help


@settings(max_examples=examples(30))
@given(st.integers(1, 3 * MOST))
def test_the_first_columns_are_named_and_the_others_counted(count: int) -> None:
    """The message and the help name the same number of columns."""
    columns = [f"q{number}" for number in range(count)]
    error = unknown_columns("a.csv", columns, KNOWN, is_mapped=False)

    assert [f"`{column}`" in error.message for column in columns] == [
        number < MOST for number in range(count)
    ]
    assert error.help.count("--keep ") == min(count, MOST)
    assert error.message.endswith(f"and {count - MOST} more") == (count > MOST)
