"""The traceability matrix for people: on a terminal, and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.coverage import STATES, counts
from exitwise.audit.links import words
from exitwise.audit.wording import share
from exitwise.present.markdown import SPECIAL
from exitwise.present.page import Page
from exitwise.present.printable import one_line
from exitwise.present.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.coverage import Coverage, Part, Row, State

GAPS: Final = {"statements": "GAP: no rule cites it", "rules": "GAP: it cites nothing"}
OUTDATED: Final = "its `unused` is out of date"
SUMMARY: Final[dict[str, dict[State, str]]] = {
    "statements": {
        "covered": "cited by a rule",
        "excused": "unused for a recorded reason",
        "gap": "not cited, and should be",
        "optional": "not cited, and need not be",
    },
    "rules": {
        "covered": "citing a statement",
        "gap": "citing none, and should",
        "optional": "citing none, and need not",
    },
}


def text(coverage: Coverage, *, width: int, colour: bool) -> str:
    """Return the matrix as a table for each source and each kind of rule, with the sums at the end."""
    page = Page(width, colour=colour)
    page.paragraph("", f"{coverage.pack} {coverage.version}", "bold")
    for part in coverage.sources:
        _heading(page, _title(part))
        rows = ((row.name, row.kind, _ties(row, "statements")) for row in part.rows)
        table(page, ("Statement", "Kind", "Cited by"), rows)
    for kind, rules in coverage.rules_by_kind().items():
        _heading(page, _kind(kind))
        table(page, ("Rule", "Cites"), ((row.name, _ties(row, "rules")) for row in rules))
    for what, counted in _both(coverage):
        _heading(page, _sum(what, counted))
        for line in _sums(what, counted):
            page.paragraph("  ", line)
    return page.written()


def markdown(coverage: Coverage) -> str:
    """Return the matrix as Markdown's tables, in which statements and rules also say what they say."""
    return "\n".join(_lines(coverage)) + "\n"


def _heading(page: Page, title: str) -> None:
    page.line()
    page.paragraph("", title, "bold")


def _title(part: Part) -> str:
    source = part.source
    return one_line(f"{source.id}: {source.title} ({source.reliability}, {source.dated})")


def _kind(kind: str) -> str:
    return words(kind, many=True).capitalize()


def _ties(row: Row, what: str) -> str:
    """Say what a row is tied to, or why it is tied to nothing."""
    match row.state:
        case "covered":
            return "; ".join((", ".join(row.cited), *([OUTDATED] if row.unused else [])))
        case "excused":
            return f"unused: {one_line(row.unused)}"
        case "gap":
            return GAPS[what]
        case _:
            return "none needed"


def _both(coverage: Coverage) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    return ("statements", coverage.statements), ("rules", coverage.rules)


def _sum(what: str, rows: tuple[Row, ...]) -> str:
    return f"{len(rows):,} {what if len(rows) != 1 else what[:-1]}"


def _sums(what: str, rows: tuple[Row, ...]) -> Iterator[str]:
    found = counts(rows)
    for state in STATES:
        if state in SUMMARY[what]:
            yield f"{found[state]:,} {SUMMARY[what][state]} ({share(found[state], len(rows))})"


# Markdown


def _lines(coverage: Coverage) -> Iterator[str]:
    yield f"# {_escaped(f'{coverage.pack} {coverage.version}')}"
    for part in coverage.sources:
        said = ((row.name, row.kind, row.says, _ties(row, "statements")) for row in part.rows)
        yield from _table(_title(part), ("Statement", "Kind", "Says", "Cited by"), said)
    for kind, rules in coverage.rules_by_kind().items():
        cells = ((row.name, row.says, _ties(row, "rules")) for row in rules)
        yield from _table(_kind(kind), ("Rule", "Because", "Cites"), cells)
    for what, rows in _both(coverage):
        yield ""
        yield f"## {_sum(what, rows)}"
        yield ""
        yield from (f"- {line}" for line in _sums(what, rows))


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"## {_escaped(title)}"
    yield ""
    yield _row(heads)
    yield _row("---" for _ in heads)
    yield from (_row(map(_escaped, cells)) for cells in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Return a text of one line as itself; what would end a cell or begin a tag is escaped."""
    return SPECIAL.sub(r"\\\1", one_line(text))
