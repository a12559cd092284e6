"""A fault in the knowledge: what is wrong, where, and the way out; collected and reported together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exitwise.errors import ExitCode, ExitwiseError


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file of the knowledge; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One fault: its kind, its message for people, its place, and the advice apart from the message."""

    id: str
    message: str
    place: Place
    help: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        text = f"{self.place}: {self.message} [{self.id}]"
        return f"{text}\n  help: {self.help}" if self.help else text


@dataclass(slots=True)
class Defects:
    """The faults found so far; the one thing that changes while knowledge is loaded."""

    found: list[Defect] = field(default_factory=list)

    def add(self, defect: Defect) -> None:
        """Keep a fault, once: two readers may meet the same one."""
        if defect not in self.found:
            self.found.append(defect)

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Defect]:
        return iter(sorted(self.found, key=lambda defect: (defect.place, defect.id)))


class PackError(ExitwiseError):
    """A pack that cannot be used; `defects` holds all of them, sorted by place."""

    code = ExitCode.PACK

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        super().__init__("\n".join(map(str, self.defects)))
