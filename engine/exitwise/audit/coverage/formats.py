"""The traceability matrix as text for a terminal, and as Markdown."""

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

GAPS: Final = {"statements": "GAP: no rule cites it", "rules": "GAP: cites nothing"}
FIRES: Final = "Fires on"
NEVER: Final = "NEVER"
SECOND_COUNT_HEADINGS: Final = {"argument": "Undefeated on", "finding-rule": "Among the reasons of"}
"""The heading of the second count of a rule, by kind."""
OUTDATED: Final = "`unused` is out of date"
SUMMARY: Final[dict[str, dict[State, str]]] = {
    "statements": {
        "covered": "cited by a rule",
        "excused": "unused for a recorded reason",
        "gap": "not cited, but should be",
        "optional": "not cited, and need not be",
    },
    "rules": {
        "covered": "with a citation",
        "gap": "without a citation, but should have one",
        "optional": "without a citation, and need none",
    },
}


def to_text(coverage: Coverage, *, width: int, colour: bool) -> str:
    """Return a table for each source and each kind of rule, with totals at the end."""
    page = Page(width, colour=colour)
    page.paragraph("", f"{coverage.pack} {coverage.version}", "bold")
    for source in coverage.sources:
        _heading(page, _title(source))
        rows = ((row.id, row.kind, _citations(row, "statements")) for row in source.rows)
        table(page, ("Statement", "Kind", "Cited by"), rows)
    for kind, rules in coverage.rules_by_kind().items():
        _heading(page, _kind(kind))
        cells = ((row.id, _citations(row, "rules"), *_fired_cells(row, coverage.population)) for row in rules)
        table(page, ("Rule", "Cites", *_count_headings(kind, coverage.population)), cells)
    for title, lines in _totals(coverage):
        _heading(page, title)
        for line in lines:
            page.paragraph("  ", line)
    return page.text()


def to_markdown(coverage: Coverage) -> str:
    """Return the matrix as Markdown tables, with the texts of statements and rules."""
    return "\n".join(_lines(coverage)) + "\n"


def _heading(page: Page, title: str) -> None:
    page.line()
    page.paragraph("", title, "bold")


def _title(coverage: SourceCoverage) -> str:
    source = coverage.source
    return one_line(f"{source.id}: {source.title} ({source.reliability}, {source.dated})")


def _kind(kind: str) -> str:
    return kind_label(kind, plural=True).capitalize()


def _citations(row: Row, name: str) -> str:
    """Return the citations of a row of the `statements` or the `rules`, or the reason why it has none."""
    match row.state:
        case "covered":
            return "; ".join((", ".join(row.citations), *([OUTDATED] if row.unused else [])))
        case "excused":
            return f"unused: {one_line(row.unused)}"
        case "gap":
            return GAPS[name]
        case _:
            return "none needed"


def _totals(coverage: Coverage) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the titles at the end, each with its lines."""
    for name, rows in (("statements", coverage.statements), ("rules", coverage.rules)):
        yield quantity(len(rows), name[:-1], name), _totals_by_state(name, rows)
    if coverage.population is not None:
        yield quantity(coverage.population.read, "record", "records"), _population_totals(coverage.population)


def _totals_by_state(name: str, rows: tuple[Row, ...]) -> Iterator[str]:
    counts = count_states(rows)
    for state in STATES:
        if state in SUMMARY[name]:
            yield f"{counts[state]:,} {SUMMARY[name][state]} ({share(counts[state], len(rows))})"


# The population


def _count_headings(kind: str, population: RuleCounts | None) -> tuple[str, ...]:
    """Return the headings of the columns that count records on which a rule fires."""
    if population is None:
        return ()
    return (FIRES, SECOND_COUNT_HEADINGS[kind]) if kind in SECOND_COUNT_HEADINGS else (FIRES,)


def _fired_cells(row: Row, population: RuleCounts | None) -> tuple[str, ...]:
    """Return the cells of these columns; constraints are counted on all records, since they refuse advice."""
    if population is None:
        return ()
    count = population.rules[row.id]
    records = population.read if row.kind == "constraint" else population.advised
    counts = (count.fires,) if count.effective is None else (count.fires, count.effective)
    return tuple(f"{number:,} ({share(number, records)})" if number else NEVER for number in counts)


def _population_totals(population: RuleCounts) -> Iterator[str]:
    yield one_line(f"of {', '.join(population.files)}")
    yield f"{population.advised:,} advised on ({share(population.advised, population.read)})"
    yield describe_refusals(population.rejected, population.read)
    yield quantity(len(population.rules) - len(population.never), "rule fires", "rules fire")
    if population.never:
        yield f"{len(population.never):,} never: {', '.join(population.never)}"


# Markdown


def _lines(coverage: Coverage) -> Iterator[str]:
    yield f"# {_escaped(f'{coverage.pack} {coverage.version}')}"
    for source in coverage.sources:
        rows = ((row.id, row.kind, row.says, _citations(row, "statements")) for row in source.rows)
        yield from _table(_title(source), ("Statement", "Kind", "Says", "Cited by"), rows)
    for kind, rules in coverage.rules_by_kind().items():
        cells = (
            (row.id, row.says, _citations(row, "rules"), *_fired_cells(row, coverage.population))
            for row in rules
        )
        yield from _table(
            _kind(kind), ("Rule", "Because", "Cites", *_count_headings(kind, coverage.population)), cells
        )
    for title, lines in _totals(coverage):
        yield ""
        yield f"## {_escaped(title)}"
        yield ""
        yield from (f"- {_escaped(line)}" for line in lines)


def _table(title: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"## {_escaped(title)}"
    yield ""
    yield _row(headings)
    yield _row("---" for _ in headings)
    yield from (_row(map(_escaped, cells)) for cells in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Return a text on one line, with characters that end a cell or start a tag escaped."""
    return SPECIAL.sub(r"\\\1", one_line(text))
