"""`exitwise audit export`: the rules for another program, from the program."""

from pathlib import Path

import pytest

from exitwise.exchange.sql.export import write
from exitwise.exchange.targets import TARGETS
from support.packs import shipped, toy
from support.running.program import SOMETHING, exitwise


def test_the_query_is_printed() -> None:
    """And nothing else."""
    call = exitwise("audit", "export", "--to", "sql", "--pack", toy.BICYCLE)

    call.expects(out=write(toy.bicycle().knowledge, "duckdb"))


@pytest.mark.parametrize("dialect", ["postgres", "spark", "snowflake", "mysql"])
def test_a_dialect_may_be_named(dialect: str) -> None:
    """What it cannot express is said in the head and not beside it."""
    call = exitwise("audit", "export", "--to", "sql", "--dialect", dialect, "--pack", toy.BICYCLE)

    call.expects(out=write(toy.bicycle().knowledge, dialect))


def test_the_shipped_pack_is_meant_without_a_pack() -> None:
    """The same text on every run."""
    exitwise("audit", "export", "--to", "sql").expects(out=write(shipped.base().knowledge, "duckdb"))


CALLS = [
    (("--to", "sqll"), ("no target is called `sqll`", "did you mean `sql`?")),
    (
        ("--to", "sql", "--dialect", "ducdb"),
        ("no dialect of sql is called `ducdb`", "did you mean `duckdb`?"),
    ),
    (("--to", "sql", "--dialect", "\x1b[2J"), ("`\\x1b[2J`", "`postgres`")),
    ((), ("Missing option '--to'",)),
]


@pytest.mark.parametrize(("arguments", "err"), CALLS)
def test_a_mistaken_call_ends_with_2(arguments: tuple[str, ...], err: tuple[str, ...]) -> None:
    """It says what is wrong, and the way out."""
    exitwise("audit", "export", *arguments, "--pack", toy.BICYCLE).expects(2, err=err)


def test_a_broken_pack_ends_with_4(tmp_path: Path) -> None:
    """The defects of loading are told."""
    exitwise("audit", "export", "--to", "sql", "--pack", tmp_path).expects(4, err=("facts.yaml",))


def test_the_help_names_every_target() -> None:
    """Whoever adds one says what it is."""
    said = exitwise("audit", "export", "--help").expects(out=SOMETHING).out

    assert all(f"\n    {name} " in said for name in TARGETS)
