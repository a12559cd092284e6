"""The full advice on each profile of a chunk, as a single profile gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exitwise.advise.compose import compose
from exitwise.batch.evaluation import evaluate
from exitwise.diagram.manager import within_limits
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import Profile
from exitwise.planes.trace import RowConclusions
from exitwise.present.printable import json_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.evaluation import Evaluation
    from exitwise.batch.profiles import Profiles
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.fact import Fact
    from exitwise.planes.evaluate import Evaluator


class FullAdviser:
    """Advises in full: conclusions from planes, everything else from the diagrams."""

    def __init__(self, base: KnowledgeBase, evaluator: Evaluator, today: date) -> None:
        """Prepare; the evaluator is one of inner conclusions."""
        self._base = base
        self._evaluator = evaluator
        self._today = today

    def advise(
        self,
        profiles: Profiles,
        answers: Callable[[int], Mapping[str, Any]],
        stoppable: Callable[[Iterable[int]], Iterable[int]],
    ) -> tuple[bytes, Evaluation]:
        """Return the advice on accepted records as lines of JSON; `answers` gives those of a row."""
        evaluation = evaluate(self._evaluator, profiles)
        conclusions = RowConclusions(evaluation.planes)
        rows = stoppable(evaluation.rows.tolist())
        return b"".join(self._lines(rows, answers, conclusions)), evaluation

    def _lines(
        self, rows: Iterable[int], answers: Callable[[int], Mapping[str, Any]], conclusions: RowConclusions
    ) -> Iterator[bytes]:
        facts = self._base.knowledge.facts
        with within_limits():
            for row in rows:
                profile = accepted_profile(facts, answers(row))
                advice = compose(self._base.compiled, profile, conclusions.row(row), self._today)
                yield json_line(advice.as_dict())


def accepted_profile(facts: Sequence[Fact], answers: Mapping[str, Any]) -> Profile:
    """Return the profile of answers that are known to be valid; null is absent."""
    stated = {fact.id: answers.get(fact.id) for fact in facts}
    values = {fact: UNKNOWN if value is None else value for fact, value in stated.items()}
    absent = tuple(fact for fact, value in stated.items() if value is None)
    return Profile(id=answers.get("id"), values=values, absent=absent)
