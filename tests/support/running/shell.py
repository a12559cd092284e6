"""What a POSIX shell makes of a text: never guessed, but asked."""

import subprocess

from support.running.program import environment


def split_call(call: str) -> list[str]:
    """The program that a call names, and the arguments that a shell would hand to it."""
    name = call.split(maxsplit=1)[0]
    echoed = subprocess.run(
        ["/bin/sh", "-c", f'{name}() {{ printf "%s\\0" "$@"; }}; {call}'],
        capture_output=True,
        check=True,
        env=environment(),
    ).stdout
    return [name, *echoed.decode().split("\0")[:-1]]
