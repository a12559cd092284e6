"""The records of a population, on which some audit commands count: the option, and running the count."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from exitwise.cli.extras import require_batch
from exitwise.cli.streams import standard_input, supports_redraw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.audit.population.source import Population

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")


def population_option(command: F) -> F:
    """Add the option `--on`, which names the files of a population."""
    option = click.option(
        "--on",
        "files",
        multiple=True,
        metavar="FILE",
        help="Also count on the records of this file (`-`: standard input); repeatable.",
    )
    return option(command)


def count_population(files: Sequence[str], count: Callable[[Population], T]) -> T | None:
    """Return the result of `count` on the records of some files, showing progress; None without files."""
    if not files:
        return None
    require_batch("`--on`")
    from exitwise.audit.population.source import Population  # noqa: PLC0415 (loads the readers)
    from exitwise.batch.read.inputs import inputs  # noqa: PLC0415
    from exitwise.present.progress import Meter  # noqa: PLC0415

    sources = inputs(files)
    sizes = [source.size for source in sources]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    meter = Meter(sys.stderr, total=total, redraw=supports_redraw())
    today = date.today()  # noqa: DTZ011 (the local date)
    try:
        return count(
            Population(inputs=sources, standard_input=standard_input, on_progress=meter.update, today=today)
        )
    finally:
        meter.end()
