"""Entries as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit import wording
from exitwise.audit.graph.relations import kind_label
from exitwise.present.page import Page
from exitwise.present.printable import escaped_line, one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.graph.relations import Kind
    from exitwise.audit.show.entries import Entry, Neighbour
    from exitwise.audit.show.profile_counts import ProfileCount

INDENT: Final = "  "


def to_text(entries: Iterable[Entry], *, pack: str | None, width: int, colour: bool) -> str:
    """Return the entries wrapped to a width; excerpts of files and parts of commands are not wrapped."""
    page = Page(width, colour=colour)
    for number, entry in enumerate(entries):
        if number:
            page.line()
            page.line()
        _write_entry(page, entry, pack)
    return page.text()


def _write_entry(page: Page, entry: Entry, pack: str | None) -> None:
    page.paragraph("", f"{kind_label(entry.entity.kind)} {entry.entity.name}", "bold")
    if entry.place is not None:
        page.line(printable(str(entry.place)), "dim")
    for label, text in (*entry.texts, *entry.conditions):
        page.paragraph("", f"{label}: {one_line(text)}")
    _heading(page, "Rows", entry.cells)
    page.columns(INDENT, [tuple(map(printable, row)) for row in entry.cells])
    _heading(page, "In the file", entry.lines)
    digits = len(str(entry.lines[-1][0])) if entry.lines else 0
    for number, line in entry.lines:
        page.line(f"{INDENT}{number:{digits}} {printable(line)}".rstrip())
    _heading(page, "Profiles", entry.counts)
    for count in entry.counts:
        _write_count(page, count, pack)
    for title, neighbours in (("Depends on", entry.depends_on), ("Used by", entry.used_by)):
        _heading(page, title, neighbours)
        for sentence in _sentences(neighbours):
            page.paragraph(f"{INDENT}- ", sentence)


def _heading(page: Page, title: str, content: tuple[object, ...]) -> None:
    """Write the heading of a section, unless the section is empty."""
    if content:
        page.line()
        page.paragraph("", title, "bold")


def _sentences(neighbours: Iterable[Neighbour]) -> Iterator[str]:
    """Yield one sentence for all neighbours with the same phrase, kind and text."""
    groups: dict[tuple[str, Kind, str], list[str]] = {}
    for neighbour in neighbours:
        key = (neighbour.phrase, neighbour.entity.kind, neighbour.says)
        groups.setdefault(key, []).append(neighbour.entity.name)
    for (phrase, kind, says), names in groups.items():
        text = f": {one_line(says)}" if says else ""
        yield f"{phrase} {kind_label(kind, plural=len(names) > 1)} {', '.join(names)}{text}"


def _write_count(page: Page, count: ProfileCount, pack: str | None) -> None:
    share = wording.share(count.profiles, count.of)
    page.paragraph(f"{INDENT}- ", f"{count.label} {count.profiles:,} of {count.of:,} profiles ({share})")
    if count.witness is not None:
        page.paragraph(2 * INDENT, "witness:", "dim")
        command = wording.replay_command(count.witness, pack)
        for line in wording.wrap_command(command, page.width - 3 * len(INDENT)):
            page.line(f"{3 * INDENT}{escaped_line(line)}")
