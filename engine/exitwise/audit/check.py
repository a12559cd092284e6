"""The checks: each a module of `checks/`, with its id, its severity and its doc page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from exitwise.audit import checks
from exitwise.diagnostic import Diagnostic, PackDiagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Extent, Place, Severity


FIRST_ID: Final = re.compile("`([^`]+)`")
"""The first id that a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation(Diagnostic):
    """A diagnostic of one check, which supplies its id and, unless it differs here, its severity.

    `about` has the ids by which a pack accepts the violation, by default the first that the message names.
    """

    place: Place
    extent: Extent | None = None
    severity: Severity | None = None
    about: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that the violation is about."""
        return self.about or tuple(FIRST_ID.findall(self.message)[:1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its id, the severity of its diagnostics, its doc page and its implementation.

    A check without `find` runs whenever a pack is loaded: it `explains` kinds of diagnostics that the loader
    reports, and a pack that has loaded has none of them.
    """

    id: str
    severity: Severity
    doc: str
    find: Callable[[Subject], Iterator[Violation]] | None = None
    explains: Callable[[str], bool] | None = None

    @property
    def title(self) -> str:
        """The first line of the doc page."""
        return self.doc.partition("\n")[0]

    def diagnostics(self, subject: Subject) -> Iterator[PackDiagnostic]:
        """Yield the diagnostics of a knowledge base; a check runs to its end only once."""
        known = subject.diagnostics.get(self.id)
        if known is not None:
            yield from known
            return
        collected: list[PackDiagnostic] = []
        for violation in self.find(subject) if self.find is not None else ():
            collected.append(self._diagnostic(violation))
            yield collected[-1]
        subject.diagnostics[self.id] = tuple(collected)

    def _diagnostic(self, violation: Violation) -> PackDiagnostic:
        return PackDiagnostic(
            id=self.id,
            message=violation.message,
            place=violation.place,
            help=violation.help,
            severity=violation.severity or self.severity,
            extent=violation.extent,
            about=violation.ids,
        )


@cache
def all_checks() -> dict[str, Check]:
    """Return every check by its id: those of the modules in `checks/`."""
    names = sorted(module.name for module in iter_modules(checks.__path__))
    return {check.id: check for check in map(_load, names)}


def find_check(kind: str) -> Check | None:
    """Return the check that explains a kind of diagnostic, the loader's kinds included; None if none does."""
    by_id = all_checks()
    explaining = (check for check in by_id.values() if check.explains is not None and check.explains(kind))
    return by_id.get(kind) or next(explaining, None)


def _load(name: str) -> Check:
    module = import_module(f"{checks.__name__}.{name}")
    return Check(
        id=name.replace("_", "-"),
        severity=module.SEVERITY,
        doc=cleandoc(module.__doc__ or ""),
        find=getattr(module, "find", None),
        explains=getattr(module, "explains", None),
    )
