"""Tables for terminals of any width."""

import pytest

from exitwise.present.page import Page
from exitwise.present.table import table

HEADS = ("Name", "Colours")
ROWS = [("[bold]door", "red, green, :smile:, " + "blue-and-" * 8 + "white"), ("窓", "")]


def render_table(width: int) -> str:
    """Return the table on a page of a width."""
    page = Page(width, colour=False)
    table(page, HEADS, ROWS)
    return page.text()


def test_columns_are_aligned_with_their_heads() -> None:
    """Wide characters count as two columns, and markup is literal."""
    assert render_table(100) == (
        f"Name        Colours\n[bold]door  red, green, :smile:,\n            {'blue-and-' * 8}white\n窓\n"
    )


def test_narrow_table_is_a_list() -> None:
    """The first cell is the item, and the others follow with their heads."""
    assert render_table(20).startswith("- [bold]door\n  Colours: red,\n  green, :smile:,\n")


@pytest.mark.parametrize("width", [20, 40, 59, 60, 61, 80, 100])
def test_table_is_complete_at_any_width(width: int) -> None:
    """Every letter of every cell is there, and no line is wider than the page."""
    written = render_table(width)

    assert "".join(written.split()).count("blue-and-") == 8
    assert max(map(len, written.splitlines())) <= width
