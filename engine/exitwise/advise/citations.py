"""The sources that advice cites, and the contradictions between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.catalogue import N_, _
from exitwise.model.advice import CitedSource, Disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.knowledge import Knowledge
    from exitwise.model.source import Source, Statement

RELIABILITY: Final = {
    "official": N_("official"),
    "community": N_("community"),
    "third-party": N_("third-party"),
    "generated": N_("generated"),
}


def cited_sources(knowledge: Knowledge, cites: Iterable[str]) -> tuple[CitedSource, ...]:
    """Return the sources of the cited statements, in the pack's order."""
    cited = set(cites)
    return tuple(
        CitedSource(id=source.id, title=source.title, url=source.url or None, dated=source.dated)
        for source in knowledge.sources
        if any(statement.id in cited for statement in source.statements)
    )


def disagreements(knowledge: Knowledge, cites: Iterable[str]) -> tuple[Disagreement, ...]:
    """Return the contradictions of cited statements with others, and why the cited one is followed."""
    cited = set(cites)
    return tuple(
        Disagreement(followed=statement.id, against=other, why=_reason(knowledge, statement, other))
        for statement in knowledge.statement.values()
        if statement.id in cited
        for other in statement.contradicts
    )


def _reason(knowledge: Knowledge, followed: Statement, against: str) -> str:
    """Return the statement's own reason, or else the precedence of its source by reliability and date."""
    if followed.because:
        return followed.because
    descriptions = {
        statement.id: _describe(source) for source in knowledge.sources for statement in source.statements
    }
    words = _("{followed} goes before {against}")
    return words.format(followed=descriptions[followed.id], against=descriptions[against])


def _describe(source: Source) -> str:
    reliability = _(RELIABILITY[source.reliability])
    return f"{source.title} ({reliability}, {source.dated})"
