"""Tables for terminals of any width."""

import pytest

from exitwise.present.page import Page
from exitwise.present.table import table

HEADS = ("Name", "Colours")
ROWS = [("[bold]door", "red, green, :smile:, " + "blue-and-" * 8 + "white"), ("窓", "")]


def drawn(width: int) -> str:
    """The table on a page of that width."""
    page = Page(width, colour=False)
    table(page, HEADS, ROWS)
    return page.text()


def test_columns_stand_under_their_heads() -> None:
    """Wide characters count as two columns, and markup stays text."""
    assert drawn(100) == (
        f"Name        Colours\n[bold]door  red, green, :smile:,\n            {'blue-and-' * 8}white\n窓\n"
    )


def test_without_room_a_row_is_an_item() -> None:
    """Its first cell names it, and the others stand below with their heads."""
    assert drawn(20).startswith("- [bold]door\n  Colours: red,\n  green, :smile:,\n")


@pytest.mark.parametrize("width", [20, 40, 59, 60, 61, 80, 100])
def test_nothing_is_cut_at_any_width(width: int) -> None:
    """Every letter of every cell is there, and no line is wider than the page."""
    written = drawn(width)

    assert "".join(written.split()).count("blue-and-") == 8
    assert max(map(len, written.splitlines())) <= width
