"""The traceability matrix for people: on a terminal, and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.coverage.matrix import STATES, count_states
from exitwise.audit.graph.relations import kind_label
from exitwise.audit.wording import describe_refusals, quantity, share
from exitwise.present.markdown import SPECIAL
from exitwise.present.page import Page
from exitwise.present.printable import one_line
from exitwise.present.table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.coverage.matrix import Coverage, Row, SourceCoverage, State
    from exitwise.audit.population.rule_counts import RuleCounts

GAPS: Final = {"statements": "GAP: no rule cites it", "rules": "GAP: it cites nothing"}
FIRES: Final = "Fires on"
NEVER: Final = "NEVER"
FURTHER: Final = {"argument": "Undefeated on", "finding-rule": "Among the reasons of"}
"""What else is counted where a rule of a kind fires."""
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


def to_text(coverage: Coverage, *, width: int, colour: bool) -> str:
    """Return the matrix as a table for each source and each kind of rule, with the sums at the end."""
    page = Page(width, colour=colour)
    page.paragraph("", f"{coverage.pack} {coverage.version}", "bold")
    for part in coverage.sources:
        _heading(page, _title(part))
        rows = ((row.id, row.kind, _ties(row, "statements")) for row in part.rows)
        table(page, ("Statement", "Kind", "Cited by"), rows)
    for kind, rules in coverage.rules_by_kind().items():
        _heading(page, _kind(kind))
        cells = ((row.id, _ties(row, "rules"), *_fired(row, coverage.population)) for row in rules)
        table(page, ("Rule", "Cites", *_counted(kind, coverage.population)), cells)
    for title, lines in _ends(coverage):
        _heading(page, title)
        for line in lines:
            page.paragraph("  ", line)
    return page.text()


def to_markdown(coverage: Coverage) -> str:
    """Return the matrix as Markdown's tables, in which statements and rules also say what they say."""
    return "\n".join(_lines(coverage)) + "\n"


def _heading(page: Page, title: str) -> None:
    page.line()
    page.paragraph("", title, "bold")


def _title(part: SourceCoverage) -> str:
    source = part.source
    return one_line(f"{source.id}: {source.title} ({source.reliability}, {source.dated})")


def _kind(kind: str) -> str:
    return kind_label(kind, plural=True).capitalize()


def _ties(row: Row, what: str) -> str:
    """Say what a row is tied to, or why it is tied to nothing."""
    match row.state:
        case "covered":
            return "; ".join((", ".join(row.citations), *([OUTDATED] if row.unused else [])))
        case "excused":
            return f"unused: {one_line(row.unused)}"
        case "gap":
            return GAPS[what]
        case _:
            return "none needed"


def _ends(coverage: Coverage) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what stands at the end: a title, and the sums under it."""
    for what, rows in (("statements", coverage.statements), ("rules", coverage.rules)):
        yield _sum(what, rows), _sums(what, rows)
    if coverage.population is not None:
        yield quantity(coverage.population.read, "record", "records"), _people(coverage.population)


def _sum(what: str, rows: tuple[Row, ...]) -> str:
    return f"{len(rows):,} {what if len(rows) != 1 else what[:-1]}"


def _sums(what: str, rows: tuple[Row, ...]) -> Iterator[str]:
    found = count_states(rows)
    for state in STATES:
        if state in SUMMARY[what]:
            yield f"{found[state]:,} {SUMMARY[what][state]} ({share(found[state], len(rows))})"


# The population


def _counted(kind: str, population: RuleCounts | None) -> tuple[str, ...]:
    """Return the heads of the columns that say on how many records a rule fires."""
    if population is None:
        return ()
    return (FIRES, FURTHER[kind]) if kind in FURTHER else (FIRES,)


def _fired(row: Row, population: RuleCounts | None) -> tuple[str, ...]:
    """Return the cells of these columns; whom a constraint fires on is not advised, so all records count."""
    if population is None:
        return ()
    count = population.rules[row.id]
    of = population.read if row.kind == "constraint" else population.advised
    counts = (count.fires,) if count.effective is None else (count.fires, count.effective)
    return tuple(f"{each:,} ({share(each, of)})" if each else NEVER for each in counts)


def _people(found: RuleCounts) -> Iterator[str]:
    yield one_line(f"of {', '.join(found.files)}")
    yield f"{found.advised:,} advised on ({share(found.advised, found.read)})"
    yield describe_refusals(found.rejected, found.read)
    yield quantity(len(found.rules) - len(found.never), "rule fires", "rules fire")
    if found.never:
        yield f"{len(found.never):,} never: {', '.join(found.never)}"


# Markdown


def _lines(coverage: Coverage) -> Iterator[str]:
    yield f"# {_escaped(f'{coverage.pack} {coverage.version}')}"
    for part in coverage.sources:
        said = ((row.id, row.kind, row.says, _ties(row, "statements")) for row in part.rows)
        yield from _table(_title(part), ("Statement", "Kind", "Says", "Cited by"), said)
    for kind, rules in coverage.rules_by_kind().items():
        cells = ((row.id, row.says, _ties(row, "rules"), *_fired(row, coverage.population)) for row in rules)
        yield from _table(
            _kind(kind), ("Rule", "Because", "Cites", *_counted(kind, coverage.population)), cells
        )
    for title, lines in _ends(coverage):
        yield ""
        yield f"## {_escaped(title)}"
        yield ""
        yield from (f"- {_escaped(line)}" for line in lines)


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
