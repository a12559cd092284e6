"""Errors, one class for each reaction of a caller, with a message, a separate help and an exit status."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from exitwise.diagnostic import Diagnostic, PackDiagnostic, ProfileDiagnostic, render

if TYPE_CHECKING:
    from collections.abc import Iterable

D = TypeVar("D", bound=Diagnostic)


class ExitCode(IntEnum):
    """The exit statuses of the program, the same for every command."""

    DONE = 0
    """Done."""
    NO = 1
    """Done, with a negative result."""
    USAGE = 2
    """The call or its input is invalid."""
    FILE = 3
    """A file or a backend failed."""
    PACK = 4
    """The pack is invalid."""
    LIMIT = 5
    """A limit was reached."""
    BUG = 70
    """A bug of exitwise."""
    INTERRUPTED = 130
    """Interrupted."""


class ExitwiseError(Exception):
    """The base class of all expected errors; `help` is the way out, if there is one."""

    code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 (the field's word)
        super().__init__(message)
        self.message = message
        self.help = help

    def __str__(self) -> str:
        return render(self.message, self.help)


class InputError(ExitwiseError):
    """The call or its input is invalid."""

    code = ExitCode.USAGE


class FileError(ExitwiseError):
    """A file cannot be read or written, or a backend failed."""

    code = ExitCode.FILE


class LimitError(ExitwiseError):
    """A computation exceeds a limit; the message names the limit."""

    code = ExitCode.LIMIT


class Interrupted(ExitwiseError):  # noqa: N818 (a request, not an error)
    """The user interrupted the program; the message names the saved file, the help the way to resume."""

    code = ExitCode.INTERRUPTED


class _CollectedError(ExitwiseError, Generic[D]):
    """Defects reported together: `message` and `help` are those of the first, the text has all."""

    def __init__(self, diagnostics: Iterable[D]) -> None:
        self.diagnostics = tuple(diagnostics)
        first = next(iter(self.diagnostics), None)
        more = f" (and {len(self.diagnostics) - 1} more)" if len(self.diagnostics) > 1 else ""
        message = "" if first is None else f"{first.headline}{more}"
        super().__init__(message, help="" if first is None else first.help)
        self.args = (self.diagnostics,)  # copying and pickling construct the error from these

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class ProfileError(_CollectedError[ProfileDiagnostic], InputError):
    """A profile is invalid; `diagnostics` holds all its defects, sorted by pointer unless in order already.

    `constraints` holds the ids of the violated constraints.
    """

    def __init__(
        self,
        diagnostics: Iterable[ProfileDiagnostic],
        constraints: Iterable[str] = (),
        *,
        keep_order: bool = False,
    ) -> None:
        self.constraints = tuple(constraints)
        super().__init__(diagnostics if keep_order else sorted(diagnostics, key=_by_pointer))


class PackError(_CollectedError[PackDiagnostic]):
    """A pack is invalid; `diagnostics` holds all its defects, sorted by place."""

    code = ExitCode.PACK


class MapError(_CollectedError[PackDiagnostic], InputError):
    """A column map is invalid; `diagnostics` holds all its defects, sorted by place."""


def _by_pointer(diagnostic: ProfileDiagnostic) -> tuple[str, str, str]:
    return diagnostic.pointer, diagnostic.cause, diagnostic.message
