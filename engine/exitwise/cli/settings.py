"""Options that several commands share: the pack, tracebacks, and the output format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

F = TypeVar("F", bound="Callable[..., Any]")


@dataclass(slots=True)
class Settings:
    """Settings of the whole run."""

    debug: bool = False


def _debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
    if value:
        ctx.find_object(Settings).debug = True  # type: ignore[union-attr]


def common_options(command: F) -> F:
    """Add `--pack` and `--debug`, which every command accepts."""
    pack = click.option("--pack", metavar="NAME|PATH", help="The pack to use, by name or folder.")
    debug = click.option(
        "--debug", is_flag=True, expose_value=False, callback=_debug, help="Show tracebacks of errors."
    )
    return pack(debug(command))


def _parse_day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option holds, as YYYY-MM-DD."""
    from exitwise.model.kinds.date import day_of  # noqa: PLC0415 (`--help` needs no day)

    day = None if value is None else day_of(value)
    if value is not None and day is None:
        raise UsageError(f"`--as-of` is `{value}`, expected a day as YYYY-MM-DD")
    return day


def as_of_option(command: F) -> F:
    """Add `--as-of`, the day on which answers and advice stand."""
    return click.option(
        "--as-of", metavar="DATE", callback=_parse_day, help="Day of the advice.  [default: today]"
    )(command)


def language_option(command: F) -> F:
    """Add `--lang`, for commands whose output has texts of the pack."""
    return click.option(
        "--lang",
        metavar="LANG",
        help="Language of the texts, if the pack has several.  [default: the pack's]",
    )(command)


def format_option(*names: str, default: str | None = None, help: str) -> Callable[[F], F]:  # noqa: A002 (the name of click's parameter)
    """Return the option `--format`; the first format is the default unless `default` names another."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=default or names[0],
        show_default=True,
        help=help,
    )
