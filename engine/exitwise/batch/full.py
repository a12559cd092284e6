"""The full advice on each profile, one after the other, as a single profile gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.batch.evaluation import Refusal
from exitwise.batch.tally import Tally
from exitwise.errors import ProfileError
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice


def advise(
    base: KnowledgeBase, profiles: Iterable[tuple[int, Mapping[str, object]]], today: date
) -> tuple[bytes, Tally, list[Refusal]]:
    """Return the advice on valid profiles as lines of JSON, the counts, and the refusals."""
    lines: list[bytes] = []
    tally, refusals = Tally(), list[Refusal]()
    for row, raw in profiles:
        try:
            advice = base.advise(raw, as_of=today)
        except ProfileError as error:
            refusals.append(Refusal(row, tuple(error.constraints)))
            continue
        if advice.recommendation is None:
            refusals.append(Refusal(row, ()))
            continue
        lines.append(json_line(advice.as_dict()))
        _count(tally, advice, advice.recommendation)
    return b"".join(lines), tally, refusals


def _count(tally: Tally, advice: Advice, outcome: str) -> None:
    tally.advised += 1
    tally.outcomes[outcome] += 1
    tally.readiness[advice.readiness] += 1
    tally.rules.update(reason.rule for reason in advice.reasons)
