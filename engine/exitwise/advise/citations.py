"""The sources behind what is said, and where they contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.advice import CitedSource, Disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.model.knowledge import Knowledge
    from exitwise.model.source import Source, Statement


def cited_sources(knowledge: Knowledge, cites: Iterable[str]) -> tuple[CitedSource, ...]:
    """Return the sources of the statements, in the pack's order."""
    wanted = set(cites)
    return tuple(
        CitedSource(id=source.id, title=source.title, url=source.url or None, dated=source.dated)
        for source in knowledge.sources
        if any(statement.id in wanted for statement in source.statements)
    )


def disagreements(knowledge: Knowledge, cites: Iterable[str]) -> tuple[Disagreement, ...]:
    """Return for each statement followed that contradicts another: which, and why it was followed."""
    wanted = set(cites)
    return tuple(
        Disagreement(followed=statement.id, against=other, why=_why(knowledge, statement, other))
        for statement in knowledge.statement.values()
        if statement.id in wanted
        for other in statement.contradicts
    )


def _why(knowledge: Knowledge, followed: Statement, against: str) -> str:
    """Say why: in the statement's own words, or by the standing of the two sources."""
    if followed.because:
        return followed.because
    standing = {
        statement.id: _standing(source) for source in knowledge.sources for statement in source.statements
    }
    return f"{standing[followed.id]} goes before {standing[against]}"


def _standing(source: Source) -> str:
    return f"{source.title} ({source.reliability}, {source.dated})"
