"""The program as a whole: help, exit statuses, tracebacks, and streams that fail."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pexpect
import pytest

from exitwise import __version__
from exitwise.cli import program
from exitwise.errors import ExitCode
from support.packs import toy
from support.running.program import (
    SOMETHING,
    TIMEOUT,
    as_module,
    environment,
    exitwise,
    installed_script,
)

SAFE = '{"brakes": "yes"}'
ADVISE = ("advise", "-", "--pack", toy.BICYCLE)


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command as the words of its call."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


COMMANDS = tuple(commands(program))


def test_call_without_arguments_prints_the_help() -> None:
    """The help names every command."""
    helped = exitwise().expects(out=SOMETHING).out

    assert helped == exitwise("--help").expects(out=SOMETHING).out
    assert all(path[0] in helped for path in COMMANDS if path)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    """`-h` and `--help` are the same; below the usage is an example of the command."""
    helped = exitwise(*path, "--help").expects(out=("Usage: ", "--help")).out
    _, _, body = helped.partition("\n\n")
    call = " ".join(("exitwise", *path))

    assert exitwise(*path, "-h").expects(out=SOMETHING).out == helped
    assert any(line.startswith("  ") and f"{call} " in line for line in body.splitlines()), helped


@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=" ".join)
def test_every_command_has_the_common_options(path: tuple[str, ...]) -> None:
    """The help of each command lists `--pack` and `--debug`."""
    exitwise(*path, "--help").expects(out=("--pack NAME|PATH", "--debug"))


def test_help_lists_the_exit_statuses() -> None:
    """The help of the program explains every exit status on a line of its own."""
    listed = (
        exitwise("--help").expects(out=SOMETHING).out.partition("Exit statuses:\n")[2].partition("\n\n")[0]
    )

    assert [int(line.split()[0]) for line in listed.splitlines()] == sorted(ExitCode)


def test_version() -> None:
    """`--version` prints the version of the package."""
    exitwise("--version").expects(out=f"exitwise {__version__}\n")


MISTAKES = {
    "a command": (["avise"], ["`avise`", "`advise`"]),
    "a command unlike any": (["xyzzy"], ["`xyzzy`", "--help"]),
    "a command that would steer a terminal": (["\x1b[31mavise\x07\x9b"], ["avise", "--help"]),
    "an option of the program": (["--versoin"], ["--versoin", "--version"]),
    "an option of a command": (["advise", "--formt", "json"], ["--formt", "--format"]),
    "an option cut short": (["advise", "--form", "json"], ["--form", "--format"]),
    "an option without its value": (["advise", "-", "--pack"], ["--pack"]),
    "a format": (["advise", "-", "--format", "jsn"], ["jsn", "json"]),
    "no profile": (["advise"], ["profile", "--set"]),
    "an argument too many": (["advise", "one.json", "two.json"], ["two.json"]),
    "a schema": (["schema", "profil"], ["`profil`", "`profile`"]),
}


@pytest.mark.parametrize(("arguments", "words"), MISTAKES.values(), ids=MISTAKES)
def test_invalid_call_is_rejected_with_a_suggestion(arguments: list[str], words: list[str]) -> None:
    """It exits with 2 and names the mistake and the nearest valid word."""
    exitwise(*arguments).expects(2, err=tuple(words))


CALLS = [[], ["--version"], ["--help"], ["schema"], ["avise"], ["advise"], ["advise", "--sett"], list(ADVISE)]


@pytest.mark.parametrize("arguments", CALLS, ids=str)
def test_package_is_executable(arguments: list[str]) -> None:
    """`python -m exitwise` does the same as `exitwise`."""
    ended = exitwise(*arguments).reads(SAFE).result()

    assert as_module(*arguments).reads(SAFE).result() == ended


@pytest.fixture
def broken_environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which a module of the program cannot be imported."""
    stub = 'import sys\nsys.modules["exitwise.advise.compose"] = None\n'
    (tmp_path / "sitecustomize.py").write_text(stub, "utf-8")
    return {"PYTHONPATH": str(tmp_path)}


def test_bug_exits_with_70_without_a_traceback(broken_environment: dict[str, str]) -> None:
    """The help suggests `--debug`."""
    exitwise(*ADVISE).reads(SAFE).where(**broken_environment).expects(70, err=("exitwise", "`--debug`"))


def test_debug_prints_the_traceback_of_a_bug(broken_environment: dict[str, str]) -> None:
    """The message and the exit status stay."""
    traced = ("Traceback (most recent call last)", "knowledge_base.py", "`--debug`")

    exitwise(*ADVISE, "--debug").reads(SAFE).where(**broken_environment).expects(70, err=traced)


def test_debug_prints_the_traceback_of_a_rejected_profile() -> None:
    """The message and the exit status stay."""
    exitwise(*ADVISE, "--debug").reads("[]").expects(2, err=("Traceback (most recent call last)", "a list"))


def test_debug_without_an_error() -> None:
    """The output is the same."""
    plain = exitwise(*ADVISE).reads(SAFE).expects(out=SOMETHING)

    assert exitwise(*ADVISE, "--debug").reads(SAFE).expects(out=SOMETHING) == plain


def test_interrupt_while_reading_standard_input() -> None:
    """Ctrl-C exits with 130 and one word, without a traceback."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a child inherits one that is ignored
    try:
        process = subprocess.Popen(
            [installed_script(), *map(str, ADVISE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdin is not None
        # More than a pipe holds: this returns when the program has begun to read, and waits for the rest.
        process.stdin.write(b" " * 300_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=TIMEOUT)

    # An empty line may end that of the terminal's `^C`.
    assert (process.returncode, out, err.strip()) == (130, b"", b"exitwise: interrupted")


def test_interrupt_at_a_terminal() -> None:
    """Ctrl-C at the prompt for a profile exits with 130, without a traceback."""
    with pexpect.spawn(
        installed_script(), list(map(str, ADVISE)), env=environment(), timeout=TIMEOUT
    ) as child:
        child.expect_exact("Ctrl-D")
        child.sendintr()
        rest = child.read()

    assert child.exitstatus == 130
    assert b"exitwise: interrupted" in rest
    assert b"Traceback" not in rest


def test_profile_typed_at_a_terminal() -> None:
    """The profile is read up to Ctrl-D."""
    with pexpect.spawn(
        installed_script(), list(map(str, ADVISE)), env=environment(), timeout=TIMEOUT
    ) as child:
        child.expect_exact("Ctrl-D")
        child.sendline(SAFE)
        child.sendeof()
        rest = child.read()

    assert child.exitstatus == 0
    assert b"What to do with a bicycle" in rest


@pytest.mark.parametrize("arguments", [[], ["--version"], ["schema"], list(ADVISE)], ids=str)
def test_closed_pipe_is_no_error(arguments: list[str]) -> None:
    """If the reader of the output has gone, as after `| head`, the program is silent."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        exitwise(*arguments).reads(SAFE).writing_to(writer).expects()
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["--version"], ["schema"], list(ADVISE)], ids=str)
def test_full_disk_exits_with_3(arguments: list[str]) -> None:
    """The message has the reason of the system."""
    with Path("/dev/full").open("wb") as full:
        exitwise(*arguments).reads(SAFE).writing_to(full).expects(3, err=("No space left on device",))


@pytest.mark.parametrize("redirection", ["<&-", ">&-"])
def test_closed_stream_exits_with_3(redirection: str) -> None:
    """A closed standard input or output is a file that failed, not a bug."""
    line = f"echo '{SAFE}' | {{ exec \"$@\" {redirection}; }}"
    run = subprocess.run(
        ["/bin/sh", "-c", line, "sh", installed_script(), *map(str, ADVISE)],
        capture_output=True,
        env=environment(),
        timeout=TIMEOUT,
        check=False,
    )

    assert (run.returncode, run.stdout) == (3, b"")
    assert run.stderr.startswith(b"exitwise: ")
    assert b"Traceback" not in run.stderr
