"""What there is to say of a name, for people."""

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
    """Return the entries wrapped to a width; lines of a file and calls to be copied stay as they are."""
    page = Page(width, colour=colour)
    for number, entry in enumerate(entries):
        if number:
            page.line()
            page.line()
        _entry(page, entry, pack)
    return page.text()


def _entry(page: Page, entry: Entry, pack: str | None) -> None:
    page.paragraph("", f"{kind_label(entry.entity.kind)} {entry.entity.name}", "bold")
    if entry.place is not None:
        page.line(printable(str(entry.place)), "dim")
    for label, told in (*entry.texts, *entry.conditions):
        page.paragraph("", f"{label}: {one_line(told)}")
    _section(page, "In the file", entry.lines)
    digits = len(str(entry.lines[-1][0])) if entry.lines else 0
    for number, line in entry.lines:
        page.line(f"{INDENT}{number:{digits}} {printable(line)}".rstrip())
    _section(page, "Profiles", entry.counts)
    for tally in entry.counts:
        _tally(page, tally, pack)
    for title, ties in (("Rests on", entry.depends_on), ("What rests on it", entry.used_by)):
        _section(page, title, ties)
        for sentence in _sentences(ties):
            page.paragraph(f"{INDENT}- ", sentence)


def _section(page: Page, title: str, content: tuple[object, ...]) -> None:
    """Begin a section, unless there is nothing in it."""
    if content:
        page.line()
        page.paragraph("", title, "bold")


def _sentences(ties: Iterable[Neighbour]) -> Iterator[str]:
    """Yield what a thing is tied to: one sentence for each verb and kind, and one for what says something."""
    groups: dict[tuple[str, Kind, str], list[str]] = {}
    for tie in ties:
        groups.setdefault((tie.phrase, tie.entity.kind, tie.says), []).append(tie.entity.name)
    for (how, kind, says), names in groups.items():
        said = f": {one_line(says)}" if says else ""
        yield f"{how} {kind_label(kind, plural=len(names) > 1)} {', '.join(names)}{said}"


def _tally(page: Page, tally: ProfileCount, pack: str | None) -> None:
    share = wording.share(tally.profiles, tally.of)
    page.paragraph(f"{INDENT}- ", f"{tally.label} {tally.profiles:,} of {tally.of:,} profiles ({share})")
    if tally.witness is not None:
        page.paragraph(2 * INDENT, "the smallest:", "dim")
        call = wording.replay_command(tally.witness, pack)
        for line in wording.wrap_command(call, page.width - 3 * len(INDENT)):
            page.line(f"{3 * INDENT}{escaped_line(line)}")
