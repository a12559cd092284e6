"""A POSIX shell as the judge of how a command line is split."""

import subprocess

from support.running.program import environment


def split_call(call: str) -> list[str]:
    """Return the words into which a shell splits a command line."""
    name = call.split(maxsplit=1)[0]
    echoed = subprocess.run(
        ["/bin/sh", "-c", f'{name}() {{ printf "%s\\0" "$@"; }}; {call}'],
        capture_output=True,
        check=True,
        env=environment(),
    ).stdout
    return [name, *echoed.decode().split("\0")[:-1]]
