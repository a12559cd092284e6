"""`exitwise audit export`: the rules for another system."""

from pathlib import Path

import pytest

from exitwise.exchange.sql.export import write
from exitwise.exchange.targets import TARGETS
from support.packs import shipped, toy
from support.running.program import SOMETHING, exitwise


def test_query_is_printed() -> None:
    """Nothing else is printed."""
    call = exitwise("audit", "export", "--to", "sql", "--pack", toy.BICYCLE)

    call.expects(out=write(toy.bicycle().knowledge, "duckdb"))


@pytest.mark.parametrize("dialect", ["postgres", "spark", "snowflake", "mysql"])
def test_dialect_can_be_chosen(dialect: str) -> None:
    """Its limitations are in the header of the output."""
    call = exitwise("audit", "export", "--to", "sql", "--dialect", dialect, "--pack", toy.BICYCLE)

    call.expects(out=write(toy.bicycle().knowledge, dialect))


def test_shipped_pack_is_the_default() -> None:
    """The output is the same in every run."""
    exitwise("audit", "export", "--to", "sql").expects(out=write(shipped.base().knowledge, "duckdb"))


CALLS = [
    (("--to", "sqll"), ("unknown target `sqll`", "did you mean `sql`?")),
    (
        ("--to", "sql", "--dialect", "ducdb"),
        ("unknown dialect of sql `ducdb`", "did you mean `duckdb`?"),
    ),
    (("--to", "sql", "--dialect", "\x1b[2J"), ("`\\x1b[2J`", "`postgres`")),
    ((), ("Missing option '--to'",)),
]


@pytest.mark.parametrize(("arguments", "err"), CALLS)
def test_invalid_call_exits_with_2(arguments: tuple[str, ...], err: tuple[str, ...]) -> None:
    """The message has a help."""
    exitwise("audit", "export", *arguments, "--pack", toy.BICYCLE).expects(2, err=err)


def test_invalid_pack_exits_with_4(tmp_path: Path) -> None:
    """The defects are reported."""
    exitwise("audit", "export", "--to", "sql", "--pack", tmp_path).expects(4, err=("facts.yaml",))


def test_help_lists_every_target() -> None:
    """New targets must be added to the help."""
    output = exitwise("audit", "export", "--help").expects(out=SOMETHING).out

    assert all(f"\n    {name} " in output for name in TARGETS)
