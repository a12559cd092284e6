"""What holds for the whole program, whichever command is called."""

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
    STYLE,
    TIMEOUT,
    as_module,
    at_terminal,
    environment,
    exitwise,
    installed_script,
)

SAFE = '{"brakes": "yes"}'
ADVISE = ("advise", "-", "--pack", toy.BICYCLE)


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command below one, as the words that call it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name))


COMMANDS = tuple(commands(program))


def test_without_arguments_the_program_says_what_it_can_do() -> None:
    """A bare call shows the help, on standard output, and every command is in it."""
    helped = exitwise().expects(out=SOMETHING).out

    assert helped == exitwise("--help").expects(out=SOMETHING).out
    assert all(path[0] in helped for path in COMMANDS if path)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    """`-h` and `--help` say the same; below the usage some line shows the command being called."""
    helped = exitwise(*path, "--help").expects(out=("Usage: ", "--help")).out
    _, _, body = helped.partition("\n\n")
    call = " ".join(("exitwise", *path))

    assert exitwise(*path, "-h").expects(out=SOMETHING).out == helped
    assert any(line.startswith("  ") and f"{call} " in line for line in body.splitlines()), helped


@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=" ".join)
def test_every_command_takes_a_pack_and_debug(path: tuple[str, ...]) -> None:
    """The options common to all commands stand in the help of each."""
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
def test_a_mistaken_call_is_told_what_is_near(arguments: list[str], words: list[str]) -> None:
    """A wrong call ends with 2, names what was wrong and what may have been meant."""
    exitwise(*arguments).expects(2, err=tuple(words))


CALLS = [[], ["--version"], ["--help"], ["schema"], ["avise"], ["advise"], ["advise", "--sett"], list(ADVISE)]


@pytest.mark.parametrize("arguments", CALLS, ids=str)
def test_the_package_runs_as_the_program(arguments: list[str]) -> None:
    """`python -m exitwise` writes and ends as `exitwise` does."""
    ended = exitwise(*arguments).reads(SAFE).result()

    assert as_module(*arguments).reads(SAFE).result() == ended


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """An environment in which a module of the program cannot be imported, as after a slip of ours."""
    stub = 'import sys\nsys.modules["exitwise.advise.compose"] = None\n'
    (tmp_path / "sitecustomize.py").write_text(stub, "utf-8")
    return {"PYTHONPATH": str(tmp_path)}


def test_a_bug_is_told_apart_and_shows_no_traceback(broken: dict[str, str]) -> None:
    """A fault of the program itself ends with 70 and names the way to its traceback."""
    exitwise(*ADVISE).reads(SAFE).where(**broken).expects(70, err=("exitwise", "`--debug`"))


def test_debug_shows_the_traceback_of_a_bug(broken: dict[str, str]) -> None:
    """`--debug` shows where a fault lies; the message and the status stay."""
    traced = ("Traceback (most recent call last)", "knowledge_base.py", "`--debug`")

    exitwise(*ADVISE, "--debug").reads(SAFE).where(**broken).expects(70, err=traced)


def test_debug_shows_the_traceback_of_a_refusal() -> None:
    """`--debug` shows where a profile was refused; the message and the status stay."""
    exitwise(*ADVISE, "--debug").reads("[]").expects(2, err=("Traceback (most recent call last)", "a list"))


def test_debug_changes_nothing_where_nothing_fails() -> None:
    """Without an error `--debug` has nothing to show."""
    plain = exitwise(*ADVISE).reads(SAFE).expects(out=SOMETHING)

    assert exitwise(*ADVISE, "--debug").reads(SAFE).expects(out=SOMETHING) == plain


def test_an_interrupt_while_standard_input_is_read() -> None:
    """Ctrl-C ends the program with 130, a word and no traceback."""
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


def test_an_interrupt_at_a_terminal() -> None:
    """Whoever is asked to type a profile may leave by Ctrl-C: 130, and no traceback."""
    with pexpect.spawn(
        installed_script(), list(map(str, ADVISE)), env=environment(), timeout=TIMEOUT
    ) as child:
        child.expect_exact("Ctrl-D")
        child.sendintr()
        rest = child.read()

    assert child.exitstatus == 130
    assert b"exitwise: interrupted" in rest
    assert b"Traceback" not in rest


def test_a_profile_typed_at_a_terminal() -> None:
    """What is typed is read up to Ctrl-D and advised on."""
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
def test_a_reader_that_has_gone_is_no_error(arguments: list[str]) -> None:
    """Where nobody reads the output any more, as after `| head`, the program is silent about it."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        exitwise(*arguments).reads(SAFE).writing_to(writer).expects()
    finally:
        os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["--version"], ["schema"], list(ADVISE)], ids=str)
def test_an_output_that_cannot_be_written_is_a_file_that_failed(arguments: list[str]) -> None:
    """A full disk ends the program with 3 and the system's reason; it is no bug."""
    with Path("/dev/full").open("wb") as full:
        exitwise(*arguments).reads(SAFE).writing_to(full).expects(3, err=("No space left on device",))


@pytest.mark.parametrize("redirection", ["<&-", ">&-"])
def test_a_closed_stream_is_a_file_that_failed(redirection: str) -> None:
    """Without a standard input to read, or an output to write, the program ends with 3; it is no bug."""
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


NARROW = {"ascii": "ASCII", "latin-1": "Latin-1", "cp1252": "Windows"}


@pytest.mark.parametrize("encoding", NARROW)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_narrow_encoding_is_kept_to(encoding: str, form: str) -> None:
    """A character that the output cannot take is written as the nearest it can; everything else stays."""
    profile = {"brakes": "yes", "id": "Größe ☂ 推荐"}
    run = exitwise(*ADVISE, "--format", form).reads(profile).where(PYTHONIOENCODING=encoding)
    ended = run.expects(out=("What to do with a bicycle", "The manual"))

    assert "☂" not in ended.out
    assert ("Größe ? ??" in ended.out) == (encoding != "ascii")
    assert ("Grosse ? ??" in ended.out) == (encoding == "ascii")


@pytest.mark.parametrize("encoding", NARROW)
def test_json_loses_nothing_to_a_narrow_encoding(encoding: str) -> None:
    """JSON can say every character in ASCII, so an id is echoed unchanged whatever the locale."""
    profile = {"brakes": "yes", "id": "Größe ☂ 推荐"}
    run = exitwise(*ADVISE, "--format", "json").reads(profile).where(PYTHONIOENCODING=encoding)

    assert run.expects(out=SOMETHING).json()["id"] == profile["id"]


def test_a_message_in_a_narrow_encoding() -> None:
    """An error message that quotes other characters is still told."""
    run = exitwise(*ADVISE).reads('{"brakes": "Größe ☂"}').where(PYTHONIOENCODING="ascii")

    run.expects(2, err=("/brakes", "`Grosse ?`", "`yes`"))


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """A profile of a bicycle in order."""
    path = tmp_path / "safe.json"
    path.write_text(SAFE, "utf-8")
    return path


def test_colour_is_for_terminals(safe: Path) -> None:
    """A terminal gets styles; the words are those that a pipe gets."""
    seen = at_terminal("advise", safe, "--pack", toy.BICYCLE)

    assert STYLE.search(seen)
    assert STYLE.sub("", seen) == exitwise("advise", safe, "--pack", toy.BICYCLE).expects(out=SOMETHING).out


PLAIN = [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}]


@pytest.mark.parametrize("more", PLAIN, ids=str)
def test_colour_can_be_refused(safe: Path, more: dict[str, str]) -> None:
    """With NO_COLOR, and at a dumb terminal, not one code is written."""
    seen = at_terminal("advise", safe, "--pack", toy.BICYCLE, more=more)

    assert "\x1b" not in seen
    assert "What to do with a bicycle" in seen


def test_colour_cannot_be_forced_on_a_pipe() -> None:
    """What is no terminal never gets a code: programs read it."""
    exitwise(*ADVISE).reads(SAFE).where(FORCE_COLOR="1", CLICOLOR_FORCE="1").expects(out=SOMETHING)
