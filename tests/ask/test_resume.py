"""Resumption: the answers that are still valid, the day counts of today, and the answers dropped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exitwise.ask.interview import Interview
from exitwise.ask.resume import Resumption, resume
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from exitwise.model.advice import Pack
from exitwise.model.fact import Value
from exitwise.model.session import Session
from support.packs import shipped, toy
from support.packs.locked_door import COMPILED, FACTS, KNOWLEDGE, RULES

SAVED_ON = date(2026, 11, 1)

Answers = dict[str, Value]


def session(answers: Mapping[str, Any], digest: str = KNOWLEDGE.digest) -> Session:
    """Return a saved session."""
    return Session(pack=Pack(name="toy", version="2026.11.0", digest=digest), day=SAVED_ON, answers=answers)


def resume_after(answers: Mapping[str, Any], days: int = 0) -> Resumption:
    """Resume a session some days after it was saved."""
    return resume(COMPILED, session(answers), date(2026, 11, 1 + days))


def test_resumed_interview_equals_the_saved_one() -> None:
    """The answers are the same, in the same order, and so is the question."""
    here = Interview(COMPILED).with_answer("days", 6).with_answer("place", "here")
    saved = here.session(SAVED_ON, {})
    resumption = resume(COMPILED, saved, SAVED_ON, Scope.BRIEF)

    assert saved.pack == Pack(name=KNOWLEDGE.name, version=KNOWLEDGE.version, digest=KNOWLEDGE.digest)
    assert saved.answers == here.answers
    assert list(resumption.interview.answers.items()) == [("days", 6), ("place", "here")]
    assert resumption.interview == replace(here, scope=Scope.BRIEF)
    assert (resumption.former_values, resumption.dropped, resumption.pack_changed) == ({}, {}, False)


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
    resumption = resume_after({"days": 5, "left": 3}, days)

    assert (resumption.interview.answers, resumption.former_values) == (answers, older)


def test_answer_contradicted_by_time_is_dropped() -> None:
    """A day count that now violates a constraint is dropped with the reason, and not reported as advanced."""
    constraint = "{id: c, when: {place: here, days: {above: 6}}, because: Too long.}"
    knowledge = toy.knowledge(facts=f"{FACTS}    - {constraint}\n", recommendations=RULES)
    saved = session({"place": "here", "days": 5, "door": "no"}, knowledge.digest)
    resumption = resume(CompiledRules.of(knowledge), saved, date(2026, 11, 4))

    assert resumption.interview.answers == {"place": "here", "door": "no"}
    assert (resumption.former_values, list(resumption.dropped)) == ({}, ["days"])
    assert resumption.dropped["days"] == "`days` = `8` contradicts the other answers (c)"


def test_answers_unknown_to_a_changed_pack_are_dropped() -> None:
    """Unknown facts, unknown values and new contradictions are dropped with the reason; the others stay."""
    answers = {"place": "gone", "window": "shut", "door": "yes", "lock": "rusty", "left": 3}
    resumption = resume(COMPILED, session(answers, "sha256:other"), SAVED_ON)

    assert resumption.pack_changed
    assert resumption.interview.answers == {"place": "gone", "left": 3}
    assert list(resumption.dropped) == ["window", "door", "lock"]
    assert "unknown fact `window`" in resumption.dropped["window"]
    assert resumption.dropped["door"].endswith("(shut)")
    assert "`rusty`" in resumption.dropped["lock"]


@pytest.mark.parametrize("seed", range(3))
def test_shipped_interview_can_be_resumed_at_any_question(seed: int) -> None:
    """The question and the bounds are the same."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    while (fact := here.question) is not None:
        here = here.with_answer(fact.id, profile[fact.id])
        resumption = resume(here.compiled, here.session(SAVED_ON, {}), SAVED_ON)
        assert (resumption.interview, resumption.interview.question) == (here, here.question)
        assert (resumption.former_values, resumption.dropped, resumption.pack_changed) == ({}, {}, False)
