"""Export targets: looked up by name."""

import pytest

from exitwise.errors import InputError
from exitwise.exchange.sql import export as sql
from exitwise.exchange.targets import export
from support.packs import toy


def test_first_dialect_is_the_default() -> None:
    """Without a dialect a target uses its first one."""
    knowledge = toy.bicycle().knowledge

    assert (
        export("sql", knowledge) == sql.write(knowledge, sql.dialects()[0]) == sql.write(knowledge, "duckdb")
    )


@pytest.mark.parametrize(
    ("target", "dialect", "said"),
    [
        ("sqll", None, "unknown target `sqll`\n  help: did you mean `sql`?"),
        ("sql", "postgre", "unknown dialect of sql `postgre`\n  help: did you mean `postgres`?"),
        (
            "sql",
            "xyzzy",
            "unknown dialect of sql `xyzzy`\n  help: there are `duckdb`, `postgres`, `spark`, ",
        ),
        ("xyzzy", None, "unknown target `xyzzy`\n  help: there are `"),
    ],
)
def test_unknown_name_is_rejected(target: str, dialect: str | None, said: str) -> None:
    """The help suggests the nearest name, or lists all."""
    with pytest.raises(InputError) as error:
        export(target, toy.bicycle().knowledge, dialect)

    assert str(error.value).startswith(said)
