"""The error of an invalid call: its own help, or a pointer to the help of the command."""

import click
import pytest

from exitwise.cli.usage import UsageError
from support.running.program import exitwise


def test_help_is_optional() -> None:
    """The message is printed as it is."""
    assert UsageError("no door").help == ""
    assert UsageError("no door", help="add one").help == "add one"
    assert UsageError("no door", help="add one").format_message() == "no door"


def test_click_adds_the_command() -> None:
    """By it `main` finds the help to point to."""

    @click.command("open")
    def command() -> None:
        raise UsageError("no door")

    with pytest.raises(click.UsageError) as raised:
        command.main([], prog_name="open", standalone_mode=False)

    assert raised.value.ctx is not None
    assert raised.value.ctx.command_path == "open"


def test_own_help_is_printed_instead_of_the_pointer() -> None:
    """An error with a help says what to do; click's errors leave it to the help of the command."""
    exitwise("batch", "a.csv").expects(
        2,
        err=("exitwise: no output given\n  help: use -o FILE, or `-o -` for standard output\n"),
    )
    exitwise("advise", "a", "b").expects(2, err=("\n  help: `exitwise advise --help` shows the usage\n",))
