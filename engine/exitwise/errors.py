"""What can go wrong, by what the caller can do about it; every error carries its exit status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """The exit statuses of the program, the same for every command."""

    DONE = 0
    """Done."""
    NO = 1
    """Done, and the answer is no."""
    USAGE = 2
    """The call or the input is wrong."""
    FILE = 3
    """A file or a backend failed."""
    PACK = 4
    """The pack is invalid."""
    BUG = 70
    """A fault of exitwise itself."""
    INTERRUPTED = 130
    """Interrupted."""


class ExitwiseError(Exception):
    """The root of all errors meant for people."""

    code: ClassVar[ExitCode] = ExitCode.BUG


class InputError(ExitwiseError):
    """The caller gave something that cannot be used."""

    code = ExitCode.USAGE

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 (the word of the field)
        super().__init__(f"{message}\n  help: {help}" if help else message)


class FileError(ExitwiseError):
    """A file could not be read or written."""

    code = ExitCode.FILE


class LimitError(ExitwiseError):
    """Something cannot be decided within a stated limit; the message names the limit."""

    code = ExitCode.FILE


class Interrupted(ExitwiseError):  # noqa: N818 (not an error but a wish)
    """The person has ended it; the message says what is kept, and how to go on."""

    code = ExitCode.INTERRUPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDiagnostic:
    """What is wrong at one place of a profile: an RFC 6901 pointer, the cause's kind, message and advice."""

    pointer: str
    cause: str
    message: str
    help: str = ""

    def __str__(self) -> str:
        where = f"{self.pointer}: " if self.pointer else ""
        return f"{where}{self.message}\n  help: {self.help}" if self.help else f"{where}{self.message}"


class ProfileError(InputError):
    """A profile that cannot be advised on; `faults` holds all of them, sorted by pointer.

    `constraints` names those that it breaks, where that is what is wrong with it.
    """

    def __init__(self, faults: Iterable[ProfileDiagnostic], constraints: Iterable[str] = ()) -> None:
        self.constraints = tuple(constraints)
        self.diagnostics = tuple(
            sorted(faults, key=lambda fault: (fault.pointer, fault.cause, fault.message))
        )
        super().__init__("\n".join(map(str, self.diagnostics)))
