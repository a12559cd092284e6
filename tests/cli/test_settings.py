"""Options that several commands share: the pack, tracebacks, and the output format."""

from typing import Any

import click
import pytest

from exitwise.cli.settings import Settings, common_options, format_option


def call(**options: Any) -> dict[str, Any]:
    """Return the options that a command gets."""
    return options


def run(function: Any, *arguments: str, settings: Settings | None = None) -> Any:
    """Return the result of a function with options, called as a command."""
    command = click.command("call")(function)
    return command.main(list(arguments), standalone_mode=False, obj=settings or Settings())


def test_pack_is_given_to_the_command() -> None:
    """Without the option it is None, for which there is a default."""
    assert run(common_options(call), "--pack", "bicycle") == {"pack": "bicycle"}
    assert run(common_options(call)) == {"pack": None}


def test_debug_is_a_setting_of_the_whole_run() -> None:
    """The command does not get it."""
    settings = Settings()

    assert run(common_options(call), settings=settings) == {"pack": None}
    assert settings == Settings(debug=False)
    assert run(common_options(call), "--debug", settings=settings) == {"pack": None}
    assert settings == Settings(debug=True)


def test_debug_of_a_group_holds_for_its_commands() -> None:
    """A command without the option does not reset it."""
    settings = Settings()
    group = click.group("all")(common_options(lambda pack: pack))
    group.command("one")(common_options(call))

    assert group.main(["--debug", "one"], standalone_mode=False, obj=settings) == {"pack": None}

    assert settings.debug


@pytest.mark.parametrize(
    ("default", "arguments", "form"),
    [
        (None, (), "text"),
        ("json", (), "json"),
        (None, ("--format", "json"), "json"),
        ("json", ("--format", "text"), "text"),
    ],
)
def test_format(default: str | None, arguments: tuple[str, ...], form: str) -> None:
    """The first format is the default unless another is named; the command gets it as `form`."""
    option = format_option("text", "json", default=default, help="Output format.")

    assert run(option(lambda form: form), *arguments) == form


def test_unknown_format_is_rejected() -> None:
    """The message lists the formats."""
    option = format_option("text", "json", help="Output format.")

    with pytest.raises(click.BadParameter, match="'xml' is not one of 'text', 'json'"):
        run(option(lambda form: form), "--format", "xml")


def test_help_of_a_format_has_the_default() -> None:
    """Below its own words."""
    option = format_option("text", "json", default="json", help="Output format.")
    command = click.command("call")(option(lambda form: form))

    shown = command.get_help(click.Context(command))

    assert "--format [text|json]  Output format.  [default: json]" in shown
