"""The whole advice of each profile, one after the other, as a single profile gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.batch.advising import Advised, Refused
from exitwise.batch.tally import Tally
from exitwise.errors import ProfileError
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice


def advised(
    base: KnowledgeBase, profiles: Iterable[tuple[int, Mapping[str, object]]], piece: Path, today: date
) -> Advised:
    """Advise on profiles, each with its row; who breaks a constraint or has no single outcome is refused."""
    tally, refused = Tally(), list[Refused]()
    with piece.open("wb") as file:
        for row, raw in profiles:
            try:
                advice = base.advise(raw, as_of=today)
            except ProfileError as error:
                refused.append(Refused(row, tuple(error.constraints)))
                continue
            if advice.recommendation is None:
                refused.append(Refused(row, ()))
                continue
            file.write(json_line(advice.as_dict()))
            _count(tally, advice, advice.recommendation)
    return Advised(piece, tally, tuple(refused))


def _count(tally: Tally, advice: Advice, outcome: str) -> None:
    tally.advised += 1
    tally.outcomes[outcome] += 1
    tally.readiness[advice.readiness] += 1
    tally.rules.update(reason.rule for reason in advice.reasons)
