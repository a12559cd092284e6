"""The installed program, run in a process of its own with a clean environment.

Any unexpected output, a traceback or a control character is a failure.
"""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Final

import pexpect
import pytest

from support.running import prepared

TIMEOUT: Final = 60
"""Seconds; a run that takes longer hangs."""

INHERITED: Final = ("HOME", "PATH", "COVERAGE_PROCESS_CONFIG")
"""Variables that a run has from the tests; the last measures the coverage of runs too, if it is set."""

STYLE: Final = re.compile(r"\x1b\[[0-9;]*m")
STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Expected = str | tuple[str, ...]
"""A whole text, or parts that a text must contain."""

SOMETHING: Final = ("\n",)
"""A text of at least one line."""


def installed_script() -> str:
    """Return the path of the console script next to the interpreter of the tests."""
    script = Path(sys.executable).with_name("exitwise")
    if not script.is_file():
        pytest.fail(f"{script} is missing: install the program first, with `pip install -e '.[test]'`")
    return str(script)


def environment(**more: str) -> dict[str, str]:
    """Return a minimal environment: only the search path, without COLUMNS, colours or locale."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "LANG": "C.UTF-8", **more}


@dataclass(frozen=True)
class Result:
    """The exit status and the output of a run."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Return standard output, parsed as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Run:
    """A call of the program, configured step by step, and run by `expects` or `result`."""

    command: tuple[str, ...]
    stdin: bytes = b""
    more: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    stdout: int | IO[bytes] = subprocess.PIPE
    forked: bool = False

    def started(self) -> "Run":
        """Return the call with a new Python process, which imports the program."""
        return replace(self, forked=False)

    def reads(self, content: object) -> "Run":
        """Return the call with standard input: bytes, a text, or data as JSON."""
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        return replace(self, stdin=text.encode() if isinstance(text, str) else text)

    def where(self, **more: str) -> "Run":
        """Return the call with environment variables."""
        return replace(self, more=self.more | more)

    def inside(self, folder: Path) -> "Run":
        """Return the call with a working directory."""
        return replace(self, folder=folder)

    def writing_to(self, stdout: int | IO[bytes]) -> "Run":
        """Return the call with another standard output."""
        return replace(self, stdout=stdout)

    def expects(self, status: int = 0, *, out: Expected = "", err: Expected = "") -> Result:
        """Run the call, and fail unless its status and its output are the expected ones."""
        ended = self.result()
        report = f"{' '.join(self.command[1:])}\nended with {ended.status}\n{ended.out}\n---\n{ended.err}"
        assert ended.status == status, report
        assert fits(ended.out, out), f"{report}\nexpected on stdout: {out}"
        assert fits(ended.err, err), f"{report}\nexpected on stderr: {err}"
        assert not STEERING.search(ended.out + ended.err), f"steering characters: {ended}"
        assert "--debug" in self.command or "Traceback" not in ended.out + ended.err, report
        return ended

    def result(self) -> Result:
        """Run the call without expectations."""
        if self.forked and prepared.can_fork(self.more):
            return self.result_of_fork()
        process = subprocess.run(
            self.command,
            input=self.stdin,
            stdout=self.stdout,
            stderr=subprocess.PIPE,
            env=environment(**self.more),
            cwd=self.folder,
            timeout=TIMEOUT,
            check=False,
        )
        encoding = self.more.get("PYTHONIOENCODING", "utf-8")
        out, err = ((written or b"").decode(encoding) for written in (process.stdout, process.stderr))
        return Result(process.returncode, out, err)

    def result_of_fork(self) -> Result:
        """Run the call in a fork of a process that has imported the program."""
        request = prepared.Request(
            command=self.command,
            environment=environment(**self.more),
            folder=str(self.folder or Path.cwd()),
        )
        stdout = None if self.stdout == subprocess.PIPE else self.stdout
        status, out, err = prepared.server(environment()).run(request, self.stdin, stdout, TIMEOUT)
        return Result(status, out.decode(), err.decode())


def fits(text: str, expected: Expected) -> bool:
    """Return whether a text is the expected one, or contains all expected parts."""
    if isinstance(expected, str):
        return text == expected
    return all(part in text for part in expected)


def exitwise(*arguments: object) -> Run:
    """Return a call of the console script."""
    return Run((installed_script(), *map(str, arguments)), forked=True)


def as_module(*arguments: object) -> Run:
    """Return a call of the package by the interpreter of the tests."""
    return Run((sys.executable, "-m", "exitwise", *map(str, arguments)))


def at_terminal(*arguments: object, columns: int = 80, more: dict[str, str] | None = None) -> str:
    """Return the output of a successful call on a terminal with some width, control codes included."""
    child = pexpect.spawn(
        installed_script(),
        list(map(str, arguments)),
        env=environment(**({"TERM": "xterm-256color"} | (more or {}))),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=TIMEOUT,
    )
    output: str = child.read()
    child.close()
    assert child.exitstatus == 0, output
    return output.replace("\r\n", "\n")


def start(*arguments: object, stdin: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start a run in the background."""
    command = [installed_script(), *map(str, arguments)]
    return subprocess.Popen(
        command, stdin=stdin, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    )


def wait_until_writing(run: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until a run has written to an empty folder."""
    deadline = time.monotonic() + TIMEOUT
    while not any(folder.iterdir()):
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
