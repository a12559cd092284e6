"""The pack `coursera` beyond what every shipped pack has to hold."""

import re

from support.packs import shipped

KNOWLEDGE = shipped.base("coursera").knowledge

IRREVERSIBLE = {"request-deletion", "close-through-support", "leave-programme"}


def test_only_these_steps_cannot_be_undone() -> None:
    """So that none is left out of the proof that each stands behind every wait."""
    assert {step.id for step in KNOWLEDGE.steps if step.irreversible} == IRREVERSIBLE


def test_the_guide_is_there_sentence_by_sentence() -> None:
    """Title, introduction, six sections with their headings, the table's cells and the footer: 53."""
    guide = next(source for source in KNOWLEDGE.sources if source.id == "guide")
    cells = [
        statement.id for statement in guide.statements if re.match(r"guide\.S5\.R[1-4][abc]$", statement.id)
    ]

    assert len(guide.statements) == 53
    assert len(cells) == 12
