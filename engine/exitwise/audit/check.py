"""The checks as they are found: each a module of `checks/`, with its id, its gravity and its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from exitwise.audit import checks
from exitwise.diagnostic import PackDiagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Extent, Place, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What a check has found; the check itself says under which id, and how grave it is unless said here."""

    message: str
    place: Place
    help: str
    extent: Extent | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what it is called, how grave its defects are, what explains it, and how it is made.

    A check without `find` is made whenever a pack is loaded: it `explains` kinds of defects that the loader
    reports, and a pack that has been loaded has none of them.
    """

    id: str
    severity: Severity
    doc: str
    find: Callable[[Subject], Iterator[Violation]] | None = None
    explains: Callable[[str], bool] | None = None

    @property
    def title(self) -> str:
        """The first sentence of the page."""
        return self.doc.partition("\n")[0]

    def diagnostics(self, subject: Subject) -> Iterator[PackDiagnostic]:
        """Yield the defects of a knowledge base."""
        for flaw in self.find(subject) if self.find is not None else ():
            yield PackDiagnostic(
                id=self.id,
                message=flaw.message,
                place=flaw.place,
                help=flaw.help,
                severity=flaw.severity or self.severity,
                extent=flaw.extent,
            )


@cache
def all_checks() -> dict[str, Check]:
    """Return every check by its id: those of the modules in `checks/`."""
    names = sorted(found.name for found in iter_modules(checks.__path__))
    return {check.id: check for check in map(_check, names)}


def find_check(kind: str) -> Check | None:
    """Return the check that explains a kind of defect, the loader's kinds included; None if none does."""
    known = all_checks()
    explaining = (check for check in known.values() if check.explains is not None and check.explains(kind))
    return known.get(kind) or next(explaining, None)


def _check(name: str) -> Check:
    module = import_module(f"{checks.__name__}.{name}")
    return Check(
        id=name.replace("_", "-"),
        severity=module.SEVERITY,
        doc=cleandoc(module.__doc__ or ""),
        find=getattr(module, "find", None),
        explains=getattr(module, "explains", None),
    )
