"""The formats of the audit's report: each a module with a function `render`."""

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
    """The caller's wishes and the limits of the output stream.

    `pack` is the pack as the caller named it, None for the default pack. With `ascii_only` a format that can
    escape every other character does so; `width` is in columns.
    """

    fail_on: Severity = "warning"
    pack: str | None = None
    width: int = 80
    colour: bool = False
    ascii_only: bool = False


DEFAULTS = RenderOptions()


def format_names() -> tuple[str, ...]:
    """Return the names of the formats: those of the modules in this folder."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def render(name: str, report: Report, options: RenderOptions = DEFAULTS) -> str:
    """Return a report in the format of that name."""
    text: str = import_module(f"{__name__}.{name}").render(report, options)
    return text
