"""The program: its commands are the modules of `commands/`, and a package there is a group of commands."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NoReturn

import click

from exitwise import __version__
from exitwise.cli.settings import Settings
from exitwise.cli.streams import abandon_output, print_message, replace_unencodable
from exitwise.cli.usage import UsageError
from exitwise.diagnostic import render
from exitwise.errors import ExitCode, ExitwiseError
from exitwise.nearest import did_you_mean

HELP = """Decide whether to leave an online account, step back from it or keep it, and what to do first.

\b
A first run:
  exitwise ask                       asks what must be known, then advises
  echo '{}' | exitwise advise -      says which answers it needs
  exitwise advise profile.json       advises on a profile
  exitwise schema profile            describes what a profile holds
"""


class Commands(click.Group):
    """The commands of a package: its modules, each imported when it is named."""

    def __init__(self, *args: Any, package: str, **settings: Any) -> None:
        """Make a group of the commands in a package."""
        super().__init__(*args, **settings)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the commands' names: those of the package's modules."""
        path = import_module(self.package).__path__
        return sorted(found.name for found in iter_modules(path))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            advice = did_you_mean(name, self.list_commands(ctx)) or f"`{ctx.command_path} --help` lists them"
            raise UsageError(f"there is no command `{name}`", help=advice)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    package=f"{__name__}.commands",
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="exitwise", message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Say what the program can do, where no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: list[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit status; no traceback reaches a user unless asked for."""
    settings = Settings()
    replace_unencodable()
    try:
        code = program.main(args, prog_name="exitwise", standalone_mode=False, obj=settings)
    except click.UsageError as error:
        _fail(render(error.format_message(), _usage_help(error)), ExitCode.USAGE)
    except click.ClickException as error:
        _fail(error.format_message(), ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        _leave("interrupted", ExitCode.INTERRUPTED)
    except (SystemExit, BrokenPipeError):  # the former is how click says that the reader has gone
        abandon_output()
        sys.exit(ExitCode.DONE)
    except ExitwiseError as error:
        _show_traceback(settings)
        _fail(str(error), error.code)
    except OSError as error:
        _show_traceback(settings)
        abandon_output()
        what = f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
        _fail(f"{what}: {error.strerror}", ExitCode.FILE)
    except Exception as error:  # noqa: BLE001 (the last line of defence: a bug must not look like advice)
        _show_traceback(settings)
        name = type(error).__name__
        _fail(f"a fault of exitwise itself ({name}); `--debug` shows where", ExitCode.BUG)
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)


def _show_traceback(settings: Settings) -> None:
    if settings.debug:
        traceback.print_exc()


def _usage_help(error: click.UsageError) -> str:
    """Return the help of an error in a call; the command's own where the error has none."""
    if isinstance(error, UsageError) and error.help:
        return error.help
    return "" if error.ctx is None else f"`{error.ctx.command_path} --help` shows how it is called"


def _fail(message: str, code: ExitCode) -> NoReturn:
    _say(message)
    sys.exit(code)


def _leave(message: str, code: ExitCode) -> NoReturn:
    """Leave at once: Python takes a second to put away what the batch has loaded, and somebody waits."""
    _say(message)
    if sys.stdout is not None:
        with suppress(OSError, ValueError):  # it is closed, or nobody reads it any more
            sys.stdout.flush()
    os._exit(code)


def _say(message: str) -> None:
    from exitwise.present.printable import printable  # noqa: PLC0415 (only a failure pays for it)

    print_message(printable(message))
