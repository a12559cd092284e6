"""Resumption: the answers that are still valid, the day counts of today, and the answers dropped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exitwise.ask.interview import Interview
from exitwise.ask.resume import Resumption, resume
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.advice import Pack
from exitwise.model.fact import Value
from exitwise.model.session import Session
from support.packs import shipped, toy
from support.packs.locked_door import COMPILED, FACTS, KNOWLEDGE, RULES

SAVED_ON = date(2026, 11, 1)

Answers = dict[str, Value]


def session(answers: Mapping[str, Any], digest: str = KNOWLEDGE.digest) -> Session:
    """A saved conversation."""
    return Session(pack=Pack(name="toy", version="2026.11.0", digest=digest), day=SAVED_ON, answers=answers)


def taken_up(answers: Mapping[str, Any], days: int = 0) -> Resumption:
    """A saved conversation after so many days."""
    return resume(COMPILED, session(answers), date(2026, 11, 1 + days))


def test_resumed_interview_equals_the_saved_one() -> None:
    """The answers are the same, in the same order, and so is the question."""
    here = Interview(COMPILED).with_answer("days", 6).with_answer("place", "here")
    saved = here.session(SAVED_ON, {})
    found = resume(COMPILED, saved, SAVED_ON, brief=True)

    assert saved.pack == Pack(name=KNOWLEDGE.name, version=KNOWLEDGE.version, digest=KNOWLEDGE.digest)
    assert saved.answers == here.answers
    assert list(found.interview.answers.items()) == [("days", 6), ("place", "here")]
    assert found.interview == replace(here, brief=True)
    assert (found.former_values, found.dropped, found.pack_changed) == ({}, {}, False)


@pytest.mark.parametrize(
    ("days", "answers", "older"),
    [
        (0, {"days": 5, "left": 3}, {}),
        (2, {"days": 7, "left": 1}, {"days": 5, "left": 3}),
        (9, {"days": 14, "left": 0}, {"days": 5, "left": 3}),
    ],
)
def test_day_counts_advance_to_today(days: int, answers: Answers, older: Answers) -> None:
    """Day counts grow or shrink within their bounds, and the saved values are reported."""
    found = taken_up({"days": 5, "left": 3}, days)

    assert (found.interview.answers, found.former_values) == (answers, older)


def test_answer_contradicted_by_time_is_dropped() -> None:
    """A day count that now violates a constraint is dropped with the reason, and not reported as advanced."""
    constraint = "{id: c, when: {place: here, days: {above: 6}}, because: Too long.}"
    knowledge = toy.knowledge(facts=f"{FACTS}    - {constraint}\n", recommendations=RULES)
    saved = session({"place": "here", "days": 5, "door": "no"}, knowledge.digest)
    found = resume(CompiledRules.of(knowledge), saved, date(2026, 11, 4))

    assert found.interview.answers == {"place": "here", "door": "no"}
    assert (found.former_values, list(found.dropped)) == ({}, ["days"])
    assert found.dropped["days"] == "`days` = `8` contradicts the other answers (c)"


def test_answers_unknown_to_a_changed_pack_are_dropped() -> None:
    """Unknown facts, unknown values and new contradictions are dropped with the reason; the others stay."""
    answers = {"place": "gone", "window": "shut", "door": "yes", "lock": "rusty", "left": 3}
    found = resume(COMPILED, session(answers, "sha256:other"), SAVED_ON)

    assert found.pack_changed
    assert found.interview.answers == {"place": "gone", "left": 3}
    assert list(found.dropped) == ["window", "door", "lock"]
    assert "no fact is called `window`" in found.dropped["window"]
    assert found.dropped["door"].endswith("(shut)")
    assert "`rusty`" in found.dropped["lock"]


@pytest.mark.parametrize("seed", range(3))
def test_shipped_interview_can_be_resumed_at_any_question(seed: int) -> None:
    """The question and the bounds are the same."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    while (fact := here.question) is not None:
        here = here.with_answer(fact.id, profile[fact.id])
        found = resume(here.compiled, here.session(SAVED_ON, {}), SAVED_ON)
        assert (found.interview, found.interview.question) == (here, here.question)
        assert (found.former_values, found.dropped, found.pack_changed) == ({}, {}, False)
