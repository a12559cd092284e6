"""Tables for a terminal; in a narrow window each row becomes an item with its cells below."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from exitwise.present.text import ROOMY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.present.page import Page


def table(page: Page, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Add a table to a page; cells are printable one-line texts, and the first names its row."""
    if page.width >= ROOMY:
        _columns(page, heads, rows)
    else:
        _items(page, heads, rows)


def _items(page: Page, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    for name, *cells in rows:
        page.paragraph("- ", name)
        for head, cell in zip(heads[1:], cells, strict=True):
            page.paragraph("  ", f"{head}: {cell}")


def _columns(page: Page, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Add columns without rules, which a screen reader would read out and some encodings lack."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in heads:
        grid.add_column(head, overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=page.width, color_system=None, legacy_windows=False).print(grid)
    for line in out.getvalue().splitlines():
        page.line(line.rstrip())
