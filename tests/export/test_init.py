"""Targets: found by their modules, and asked for by name."""

import pytest

import toy
from exitwise.errors import InputError
from exitwise.export import dialects, names, sql, write


def test_targets_are_the_modules() -> None:
    """Each is found because it is there."""
    assert "sql" in names()


def test_the_usual_dialect_is_the_first() -> None:
    """It is meant where none is named."""
    knowledge = toy.bicycle().knowledge

    assert dialects("sql") == sql.dialects()
    assert (
        write("sql", knowledge)
        == write("sql", knowledge, dialects("sql")[0])
        == sql.write(knowledge, "duckdb")
    )


@pytest.mark.parametrize(
    ("target", "dialect", "said"),
    [
        ("sqll", None, "no target is called `sqll`\n  help: did you mean `sql`?"),
        ("sql", "postgre", "no dialect of sql is called `postgre`\n  help: did you mean `postgres`?"),
        (
            "sql",
            "xyzzy",
            "no dialect of sql is called `xyzzy`\n  help: there are `duckdb`, `postgres`, `spark`, ",
        ),
        ("xyzzy", None, "no target is called `xyzzy`\n  help: there are `"),
    ],
)
def test_a_name_that_there_is_not_is_refused(target: str, dialect: str | None, said: str) -> None:
    """With the nearest, or with all there are."""
    with pytest.raises(InputError) as error:
        write(target, toy.bicycle().knowledge, dialect)

    assert str(error.value).startswith(said)
