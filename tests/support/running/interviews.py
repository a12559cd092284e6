"""Interviews about small packs, each state compared with the reference."""

from collections.abc import Mapping
from typing import Any

from exitwise.ask.interview import Interview
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from exitwise.model.fact import Value
from support.oracles import questionnaire
from support.oracles.missing import Case
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, toy
from support.running.stated import all_stated, ends_of, value_of


def start(pack: random_packs.Data, scope: Scope = Scope.USUAL) -> tuple[Interview, ReferenceInterview]:
    """Return an interview about a pack, and its reference."""
    advice = questionnaire.SCOPES[scope.name.lower()](pack)
    return Interview(CompiledRules.of(toy.loaded(pack)), scope=scope), ReferenceInterview(pack, advice)


class Walk:
    """All interviews about a pack; states with the same answers are visited once."""

    def __init__(self, reference: ReferenceInterview) -> None:
        self.reference = reference
        self.seen: dict[frozenset[tuple[str, Any]], tuple[int, int]] = {}

    def walk(self, here: Interview) -> tuple[int, int]:
        """Check a state and all that follow it; return the least and the most questions left."""
        key = frozenset(here.answers.items())
        if key not in self.seen:
            self.check(here)
            fewest, most = self.seen[key] = self.follow(here) if here.question else (0, 0)
            assert here.min_remaining <= fewest
            assert most <= here.max_remaining
            assert bool(here.question) == bool(here.min_remaining) == bool(here.max_remaining)
        return self.seen[key]

    def check(self, here: Interview) -> None:
        """Compare the question, the options and the implied values with the reference."""
        answers = answers_in(here)
        expected = self.reference.question(answers)
        assert (here.question.id if here.question else None) == expected
        assert all_stated(here.compiled.knowledge.fact, here.implied) == self.reference.implied(answers)
        for fact in self.reference.unanswered(answers):
            groups = self.reference.options(answers, fact)
            assert bounds_of_options(here, fact) == [(group[0], group[-1]) for group in groups]
        if expected is None:
            self.check_end(here)

    def check_end(self, here: Interview) -> None:
        """Check that unanswered facts cannot change the advice, and that the profile is accepted."""
        case = Case(self.reference.pack, all_stated(here.compiled.knowledge.fact, here.profile))
        people = self.reference.completions(answers_in(here))
        everybody = {self.reference.advice(result) for _, result in people}

        assert case.is_settled
        assert everybody == {self.reference.advice(result) for result in case.results}

    def follow(self, here: Interview) -> tuple[int, int]:
        """Continue with each answer; the upper bound falls with it."""
        assert here.question is not None
        fact = here.question.id
        remaining = []
        for group in self.reference.options(answers_in(here), fact):
            after = here.with_answer(fact, value_in(here, fact, group[0]))
            assert after.max_remaining < here.max_remaining
            remaining.append(self.walk(after))
        return 1 + min(fewest for fewest, _ in remaining), 1 + max(most for _, most in remaining)


def bounds_of_options(here: Interview, fact: str) -> list[tuple[Any, Any]]:
    """Return the first and the last value of each option."""
    return ends_of(here.compiled.knowledge.fact[fact], here.options(fact))


def answers_in(here: Interview) -> dict[str, Any]:
    """Return the answers as the reference states them."""
    return all_stated(here.compiled.knowledge.fact, here.answers)


def value_in(here: Interview, fact: str, answer: Any) -> Value:
    """Return the value of an answer of the reference."""
    return value_of(here.compiled.knowledge.fact, fact, answer)


def walk_all(pack: random_packs.Data, scope: Scope) -> None:
    """Check all interviews about a pack."""
    here, reference = start(pack, scope)
    Walk(reference).walk(here)


def answer_from(here: Interview, profile: Mapping[str, Value]) -> Interview:
    """Return the interview at its end, answered from a profile."""
    while (fact := here.question) is not None:
        assert here.admits(fact.id, profile[fact.id])
        here = here.with_answer(fact.id, profile[fact.id])
    return here
