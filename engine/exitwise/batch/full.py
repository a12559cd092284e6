"""The full advice on each profile of a chunk, as a single profile gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from exitwise.advise.compose import compose
from exitwise.batch.evaluation import evaluate
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.catalogue import speaking
from exitwise.diagram.completions.shared_conclusions import SharedConclusions
from exitwise.diagram.evaluation import conclude_advice
from exitwise.diagram.manager import within_limits
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import on_day
from exitwise.model.profile import Profile, valid
from exitwise.planes.trace import RowConclusions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from exitwise.batch.evaluation import Evaluation
    from exitwise.batch.profiles import Profiles
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.fact import Fact, Value
    from exitwise.planes.evaluate import Evaluator

ENCODE: Final = msgspec.json.Encoder(decimal_format="number").encode
"""Encodes JSON with exact numbers."""
MOST: Final = 2_000
"""Distinct profiles whose advice is remembered, of some ten kilobytes each."""


class FullAdviser:
    """Advises in full: conclusions from planes, everything else from the diagrams."""

    def __init__(self, base: KnowledgeBase, evaluator: Evaluator, today: date) -> None:
        """Prepare; the evaluator is one of inner conclusions."""
        self._base = base
        self._evaluator = evaluator
        self._today = today
        self._missing = MissingAnswers(base, evaluator)
        self._known: dict[tuple[Any, ...], tuple[bytes, bytes]] = {}

    def advise(
        self,
        profiles: Profiles,
        answers: Callable[[int], Mapping[str, Any]],
        stoppable: Callable[[Iterable[int]], Iterable[int]],
    ) -> tuple[bytes, Evaluation]:
        """Return the advice on accepted records as lines of JSON; `answers` gives those of a row."""
        evaluation = evaluate(self._evaluator, profiles, self._missing)
        conclusions = RowConclusions(self._base.knowledge, evaluation.planes)
        with within_limits(), speaking(self._base.knowledge.language):
            rows = stoppable(evaluation.rows.tolist())
            return b"".join(self._line(answers(row), conclusions, row) for row in rows), evaluation

    def _line(self, answers: Mapping[str, Any], conclusions: RowConclusions, row: int) -> bytes:
        """Return the line of a profile, which differs from that of equal answers by its id only."""
        facts, today = self._base.knowledge.facts, self._today
        stated = tuple(_value(fact, answers.get(fact.id), today) for fact in facts)
        around = self._known.get(stated)
        if around is None:
            around = self._known[stated] = self._around(stated, conclusions.row(row))
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        id_ = answers.get("id")
        own = b"" if id_ is None else b'"id":' + msgspec.json.encode(id_) + b","
        return own.join(around)

    def _around(self, stated: Sequence[Any], conclusions: Conclusions) -> tuple[bytes, bytes]:
        """Return the line of some answers, as it is before and after the member `id`."""
        profile, completions = self._base.completed(accepted_profile(self._base.knowledge.facts, stated))
        if completions is not None:
            first = conclude_advice(self._base.compiled, profile.values)
            conclusions = SharedConclusions(completions).certain(first)
        advice = compose(self._base.compiled, profile, conclusions, self._today).members()
        names = list(advice)
        place = names.index("recommendation")
        before = ENCODE({name: advice[name] for name in names[:place]})
        after = ENCODE({name: advice[name] for name in names[place:]})
        return before[:-1] + b",", after[1:] + b"\n"


def _value(fact: Fact, answer: object, today: date) -> Value | None:
    """Return the value of a valid answer; None is absent."""
    return None if answer is None else valid(fact, on_day(fact, answer, today))


def accepted_profile(facts: Sequence[Fact], stated: Sequence[Any]) -> Profile:
    """Return the profile of the answers to all facts, which are known to be valid; None is absent."""
    given = ((fact, UNKNOWN if value is None else value) for fact, value in zip(facts, stated, strict=True))
    values = {fact.id: value for fact, value in given if value != UNKNOWN or fact.unknown}
    absent = tuple(fact.id for fact, value in zip(facts, stated, strict=True) if value is None)
    return Profile(id=None, values=values, absent=absent)
