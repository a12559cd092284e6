"""The program: each module of `commands/` is a command, each package there a group of commands."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final, NoReturn

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
  exitwise ask                       answer questions, then get advice
  echo '{}' | exitwise advise -      list the answers that are required
  exitwise advise profile.json       get advice on a profile
  exitwise schema profile            print the JSON Schema of a profile

\b
Exit statuses:
    0  done
    1  done, and the answer is no (records rejected, defects reported, advice differs)
    2  the call or its input is invalid
    3  a file or a backend failed
    4  the pack is invalid
    5  a limit was reached
   70  a bug in exitwise
  130  interrupted
"""

ALLOCATIONS: Final = 100_000
"""Allocations between two searches for cyclic garbage: a pack has none, and they took a tenth of a start."""


class Commands(click.Group):
    """A group of commands: the modules of a package, each imported on demand."""

    def __init__(self, *args: Any, package: str, **settings: Any) -> None:
        """Create the group of the commands in `package`."""
        super().__init__(*args, **settings)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of the commands, which are those of the package's modules."""
        path = import_module(self.package).__path__
        return sorted(module.name for module in iter_modules(path))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command with a name, or None if there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{self.package}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments start with.

        Raises:
            UsageError: the command does not exist; the help suggests the nearest one.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            advice = (
                did_you_mean(name, self.list_commands(ctx))
                or f"`{ctx.command_path} --help` lists the commands"
            )
            raise UsageError(f"unknown command `{name}`", help=advice)
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
    """Print the help if no command is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: list[str] | None = None) -> NoReturn:
    """Run the program and exit with its status; tracebacks are printed only with `--debug`."""
    gc.set_threshold(ALLOCATIONS)
    settings = Settings()
    replace_unencodable()
    try:
        code = program.main(args, prog_name="exitwise", standalone_mode=False, obj=settings)
    except click.UsageError as error:
        _fail(render(error.format_message(), _usage_help(error)), ExitCode.USAGE)
    except click.ClickException as error:
        _fail(error.format_message(), ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        _exit_now("interrupted", ExitCode.INTERRUPTED)
    except (SystemExit, BrokenPipeError):  # click raises SystemExit when the reader of a pipe has gone
        abandon_output()
        sys.exit(ExitCode.DONE)
    except ExitwiseError as error:
        _show_traceback(settings)
        _fail(str(error), error.code)
    except OSError as error:
        _show_traceback(settings)
        abandon_output()
        problem = f"{error.filename} cannot be used" if error.filename else "the output cannot be written"
        _fail(f"{problem}: {error.strerror}", ExitCode.FILE)
    except Exception as error:  # noqa: BLE001 (the last line of defence: a bug must not look like advice)
        _show_traceback(settings)
        advice = "this is a bug in exitwise; run the command with `--debug` to see where it is"
        _fail(render(f"internal error ({type(error).__name__})", advice), ExitCode.BUG)
    gc.freeze()  # Python would search for garbage once more at its end
    sys.exit(code if isinstance(code, int) else ExitCode.DONE)


def _show_traceback(settings: Settings) -> None:
    if settings.debug:
        traceback.print_exc()


def _usage_help(error: click.UsageError) -> str:
    """Return the help of a usage error, or a pointer to the help of the command."""
    if isinstance(error, UsageError) and error.help:
        return error.help
    return "" if error.ctx is None else f"`{error.ctx.command_path} --help` shows the usage"


def _fail(message: str, code: ExitCode) -> NoReturn:
    _print(message)
    sys.exit(code)


def _exit_now(message: str, code: ExitCode) -> NoReturn:
    """Exit without clean-up: after a batch Python needs a second for it, and the user is waiting."""
    _print(message)
    if sys.stdout is not None:
        with suppress(OSError, ValueError):  # closed, or its reader has gone
            sys.stdout.flush()
    os._exit(code)


def _print(message: str) -> None:
    from exitwise.present.printable import printable  # noqa: PLC0415 (only a failure pays for it)

    print_message(printable(message))
