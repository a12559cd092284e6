"""One form of the audit's report a module, each with a `write`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exitwise.audit.report import Report
    from exitwise.diagnostic import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """For whom a report is written: how it was asked for, and what the output can take.

    `pack` is the pack as the caller named it, None where nobody did. With `ascii_only` a form that can say
    every character in ASCII does.
    """

    fail_on: Severity = "warning"
    pack: str | None = None
    width: int = 80
    colour: bool = False
    ascii_only: bool = False


DEFAULTS = RenderOptions()
"""How a report is written where nothing else is asked for."""


def format_names() -> tuple[str, ...]:
    """Return the forms by name: the modules beside this one."""
    return tuple(sorted(found.name for found in iter_modules(__path__)))


def render(form: str, report: Report, presentation: RenderOptions = DEFAULTS) -> str:
    """Return a report in one of the forms."""
    written: str = import_module(f"{__name__}.{form}").render(report, presentation)
    return written
