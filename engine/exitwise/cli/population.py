"""The files of a population as a command of the audit takes them."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exitwise.cli.streams import standard_input, supports_redraw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.audit.population.source import Population

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")


def on(command: F) -> F:
    """Add the option that names the files."""
    option = click.option(
        "--on",
        "files",
        multiple=True,
        metavar="FILE",
        help="Count on the records of this file too, or of standard input; repeatable.",
    )
    return option(command)


def counted(files: Sequence[str], count: Callable[[Population], T]) -> T | None:
    """Return what is counted on some files, telling how far it is; without any, nothing."""
    if not files:
        return None
    from exitwise.audit.population.source import Population  # noqa: PLC0415 (loads the database)
    from exitwise.batch.source import inputs  # noqa: PLC0415
    from exitwise.present.progress import Meter  # noqa: PLC0415

    found = inputs(files)
    sizes = [each.size for each in found]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    meter = Meter(sys.stderr, total=total, redraw=supports_redraw())
    today = date.today()  # noqa: DTZ011 (the user's own day)
    try:
        return count(
            Population(inputs=found, standard_input=standard_input, on_progress=meter.update, today=today)
        )
    finally:
        meter.end()
