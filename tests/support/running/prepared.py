"""The installed program, run in a fork of a process that has already imported it.

Starting Python and importing the program takes most of the time of a short run.
So a server imports the program once, and forks for each run; the fork runs the console script itself.
The fork is a process with the streams, the folder and the environment of the run, and it exits as any other.
A run whose environment changes how Python starts cannot be forked: see `FORKED`.
"""

import atexit
import gc
import json
import os
import runpy
import selectors
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import IO, Any, Final, NoReturn

FORKED: Final = frozenset({"COLUMNS", "FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR", "TERM"})
"""The variables that may be set for a forked run: Python does not read them when it starts."""

LONGEST: Final = 2**20
"""The most bytes of a request."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One run: the script and its arguments, its environment and its folder."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: str


class Server:
    """The process that forks, and the connection to it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start the process."""
        self.connection, remote = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(remote.fileno())], pass_fds=[remote.fileno()], env=environment
        )
        remote.close()

    def close(self) -> None:
        """End the process and wait for it, so that its time is counted as time of the tests."""
        self.connection.close()
        self.process.wait()

    def run(
        self, request: Request, stdin: bytes, stdout: int | IO[bytes] | None, timeout: float
    ) -> tuple[int, bytes, bytes]:
        """Return the exit status of a run, and its output on standard output and standard error."""
        ends = [os.pipe(), os.pipe(), os.pipe()]
        (read_in, write_in), (read_out, write_out), (read_err, write_err) = ends
        message = json.dumps(vars(request)).encode()
        socket.send_fds(
            self.connection,
            [message],
            [read_in, file_number(write_out if stdout is None else stdout), write_err],
        )
        for end in (read_in, write_out, write_err):
            os.close(end)
        child = int(self.connection.recv(LONGEST))
        try:
            out, err = exchange(stdin, write_in, (read_out, read_err), timeout)
        except TimeoutError:
            os.kill(child, 9)
            raise
        finally:
            status = int(self.connection.recv(LONGEST))
        return status, out, err


def file_number(file: int | IO[bytes]) -> int:
    """Return the number of an open file."""
    return file if isinstance(file, int) else file.fileno()


def exchange(stdin: bytes, to: int, sources: tuple[int, int], timeout: float) -> list[bytes]:
    """Write to one pipe and read two others until they end."""
    deadline = time.monotonic() + timeout
    rest = memoryview(stdin)
    read: dict[int, list[bytes]] = {source: [] for source in sources}
    with selectors.DefaultSelector() as selector:
        os.set_blocking(to, False)
        selector.register(to, selectors.EVENT_WRITE)
        for source in sources:
            selector.register(source, selectors.EVENT_READ)
        while selector.get_map():
            events = selector.select(deadline - time.monotonic())
            if not events:
                raise TimeoutError(f"still running after {timeout} seconds")
            for key, _ in events:
                if key.fd == to:
                    rest, ended = write(to, rest)
                else:
                    read[key.fd].append(os.read(key.fd, LONGEST))
                    ended = not read[key.fd][-1]
                if ended:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return [b"".join(read[source]) for source in sources]


def write(to: int, data: memoryview) -> tuple[memoryview, bool]:
    """Write part of some data; return the rest, and whether writing has ended."""
    try:
        data = data[os.write(to, data) :] if data else data
    except BrokenPipeError:
        return data, True
    return data, not data


def can_fork(more: Mapping[str, str]) -> bool:
    """Return whether a run with these environment variables can be forked."""
    return more.keys() <= FORKED


RUNNING: Final[list[Server]] = []
"""The server of this process, if it has been started."""


def server(environment: Mapping[str, str]) -> Server:
    """Return the server of this process; the first call starts it with an environment."""
    if not RUNNING:
        RUNNING.append(Server(environment))
    return RUNNING[0]


def close() -> None:
    """End the server, if it is running."""
    while RUNNING:
        RUNNING.pop().close()


# In the server


def import_program() -> None:
    """Import every module of the program."""
    package = import_module("exitwise")
    for module in walk_packages(package.__path__, "exitwise."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):  # Spark need not be installed
                import_module(module.name)
    gc.freeze()


def serve(connection: socket.socket) -> Request:
    """Fork for each request, and return the request in the fork."""
    while True:
        message, streams, _, _ = socket.recv_fds(connection, LONGEST, 3)
        if not message:
            sys.exit()
        child = os.fork()
        if not child:
            connection.close()
            replace_streams(streams)
            return Request(**json.loads(message))
        for stream in streams:
            os.close(stream)
        connection.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def replace_streams(streams: Sequence[int]) -> None:
    """Make some files the standard streams, opened as Python opens them at its start."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        previous = getattr(sys, name)
        opened = open_stream(number, previous.encoding, previous.errors)
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)


def open_stream(number: int, encoding: str, errors: str) -> IO[Any]:
    """Open a standard stream as Python opens it at its start."""
    mode = "w" if number else "r"
    buffering = 1 if number == sys.stderr.fileno() else -1
    return open(number, mode, buffering, encoding, errors, newline="\n", closefd=False)


def main() -> NoReturn:
    """Serve requests, and run the console script in each fork."""
    import_program()
    request = serve(socket.socket(fileno=int(sys.argv[1])))
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.folder)
    sys.argv = [*request.command]
    sys.path[0] = str(Path(request.command[0]).parent)
    try:
        runpy.run_path(request.command[0], run_name="__main__")
    except SystemExit as end:
        finish(end.code)
    sys.exit()


def finish(code: object) -> NoReturn:
    """Exit as Python does, but without freeing imported modules, which would copy all their pages."""
    if code is not None and not isinstance(code, int):
        raise SystemExit(code)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 (there is no public name)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        raise SystemExit(code) from None  # Python knows how to end after that
    os._exit(code or 0)


if __name__ == "__main__":
    main()
