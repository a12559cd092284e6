"""A fault in the knowledge: what is wrong, where, and the way out; collected and reported together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from exitwise.errors import ExitCode, ExitwiseError, InputError

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
"""How bad a defect is, the worst first: advice may be wrong, advice may mislead, knowledge is untidy."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file of the knowledge; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many admissible profiles a fault touches, of how many, and the smallest of them as a witness.

    The witness is a profile that can be advised on; what it does not state is not known.
    """

    profiles: int
    of: int
    witness: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDiagnostic:
    """One fault: its kind, its message for people, its place, and the advice apart from the message."""

    id: str
    message: str
    place: Place
    help: str = ""
    severity: Severity = "error"
    extent: Extent | None = None

    def __str__(self) -> str:
        text = f"{self.place}: {self.message} [{self.id}]"
        return f"{text}\n  help: {self.help}" if self.help else text


@dataclass(slots=True)
class Diagnostics:
    """The faults found so far; the one thing that changes while knowledge is loaded."""

    collected: list[PackDiagnostic] = field(default_factory=list)

    def add(self, defect: PackDiagnostic) -> None:
        """Keep a fault, once: two readers may meet the same one."""
        if defect not in self.collected:
            self.collected.append(defect)

    def __bool__(self) -> bool:
        return bool(self.collected)

    def __iter__(self) -> Iterator[PackDiagnostic]:
        return iter(sorted(self.collected, key=lambda defect: (defect.place, defect.id)))


class PackError(ExitwiseError):
    """A pack that cannot be used; `defects` holds all of them, sorted by place."""

    code = ExitCode.PACK

    def __init__(self, defects: Iterable[PackDiagnostic]) -> None:
        self.diagnostics = tuple(defects)
        super().__init__("\n".join(map(str, self.diagnostics)))


class MapError(InputError):
    """A map of columns that cannot be used; `defects` holds all of them, sorted by place."""

    def __init__(self, defects: Iterable[PackDiagnostic]) -> None:
        self.diagnostics = tuple(defects)
        super().__init__("\n".join(map(str, self.diagnostics)))
