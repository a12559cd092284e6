"""Diagnostics: defects of profiles, packs and maps, each with a location, a message and a separate help."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""Worst first: advice may be wrong, advice may mislead, or the pack is untidy."""


def render(message: str, help: str = "") -> str:  # noqa: A002 (the field's word)
    """Return a message with its help on a line of its own; the only function that joins the two."""
    return f"{message}\n  help: {help}" if help else message


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The number of affected profiles, the number `of` all admissible ones, and an affected one as witness.

    The witness is minimal: facts that it does not have are unknown.
    """

    profiles: int
    of: int
    witness: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A defect: a message of one line, and help."""

    message: str
    help: str = ""

    @property
    def headline(self) -> str:
        """The message with its location."""
        return self.message

    def __str__(self) -> str:
        return render(self.headline, self.help)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDiagnostic(Diagnostic):
    """A defect of a profile, located by a JSON pointer (RFC 6901); `origin` is the file.

    `redacted` is the diagnostic without values of the profile, None if it has none.
    """

    pointer: str
    cause: str
    origin: str = ""
    redacted: Diagnostic | None = None

    def without_values(self) -> Diagnostic:
        """Return the message and the help without values of the profile."""
        return self if self.redacted is None else self.redacted

    def with_help(self, text: str) -> ProfileDiagnostic:
        """Return the diagnostic with another help, which has no value of the profile."""
        redacted = None if self.redacted is None else replace(self.redacted, help=text)
        return replace(self, help=text, redacted=redacted)

    @property
    def headline(self) -> str:
        """Origin, pointer and message."""
        return ": ".join(part for part in (self.origin, self.pointer, self.message) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDiagnostic(Diagnostic):
    """A defect of a pack or a map: the id of its kind, its place, and its extent if an audit proves it.

    `about` has the ids by which a pack accepts the defect.
    """

    id: str
    place: Place
    severity: Severity = "error"
    extent: Extent | None = None
    about: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """Place, message and id."""
        return f"{self.place}: {self.message} [{self.id}]"


@dataclass(slots=True)
class Diagnostics:
    """A collector of diagnostics, filled while a pack is loaded."""

    collected: list[PackDiagnostic] = field(default_factory=list)

    def add(self, diagnostic: PackDiagnostic) -> None:
        """Add a diagnostic, unless it has been added before: two readers may report the same defect."""
        if diagnostic not in self.collected:
            self.collected.append(diagnostic)

    def __bool__(self) -> bool:
        return bool(self.collected)

    def __iter__(self) -> Iterator[PackDiagnostic]:
        return iter(sorted(self.collected, key=lambda diagnostic: (diagnostic.place, diagnostic.id)))
