"""A conversation: what is asked, how far it goes, what follows, and what can be taken back and changed."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import asking
import naive
import packs
import shipped
import toy
from asking import Asking
from exitwise.ask.interview import Interview
from exitwise.diagram.axis import Interval
from exitwise.diagram.meaning import Meaning
from exitwise.forward.chain import Chaining
from exitwise.model.profile import complete

ADVICE = {False: asking.whole, True: asking.short}


def begun(pack: packs.Data, *, brief: bool = False) -> tuple[Interview, Asking]:
    """A conversation about a pack, and the reading that it is held against."""
    return Interview(Meaning.of(toy.loaded(pack)), brief=brief), Asking(pack, ADVICE[brief])


# Every conversation about a small pack


class Walk:
    """Every conversation about a pack; states with the same answers are one."""

    def __init__(self, tried: Asking) -> None:
        self.tried = tried
        self.seen: dict[frozenset[tuple[str, Any]], tuple[int, int]] = {}

    def walked(self, here: Interview) -> tuple[int, int]:
        """Check a state and all that follow it; return the fewest and the most questions that are left."""
        key = frozenset(here.answers.items())
        if key not in self.seen:
            self.check(here)
            fewest, most = self.seen[key] = self.followed(here) if here.question else (0, 0)
            assert here.at_least <= fewest
            assert most <= here.at_most
            assert bool(here.question) == bool(here.at_least) == bool(here.at_most)
        return self.seen[key]

    def check(self, here: Interview) -> None:
        """What is asked, what may be answered and what is implied is what looking at everybody says."""
        expected = self.tried.question(here.answers)
        assert (here.question.id if here.question else None) == expected
        assert here.implied == self.tried.implied(here.answers)
        for fact in self.tried.unanswered(here.answers):
            groups = self.tried.options(here.answers, fact)
            assert ends(here, fact) == [(group[0], group[-1]) for group in groups]
        if expected is None:
            self.ended(here)

    def ended(self, here: Interview) -> None:
        """Nothing that is left unasked changes the advice, and the profile is admissible as it is."""
        profile = naive.complete(self.tried.pack, here.profile)
        everybody = {self.tried.advice(result) for _, result in self.tried.completions(here.answers)}

        assert naive.violated(self.tried.pack, profile) == []
        assert everybody == {self.tried.advice(naive.advise(self.tried.pack, profile))}

    def followed(self, here: Interview) -> tuple[int, int]:
        """Go on with each answer; there are fewer questions left after it, by the bound as well."""
        assert here.question is not None
        fact = here.question.id
        found = []
        for group in self.tried.options(here.answers, fact):
            after = here.answered(fact, group[0])
            assert after.at_most < here.at_most
            found.append(self.walked(after))
        return 1 + min(fewest for fewest, _ in found), 1 + max(most for _, most in found)


def ends(here: Interview, fact: str) -> list[tuple[Any, Any]]:
    """The first and the last value of everything that may be answered."""
    return [tuple(part) if isinstance(part, Interval) else (part, part) for part in here.options(fact)]


def walk_all(pack: packs.Data, *, brief: bool) -> None:
    """Check every conversation about a pack."""
    here, tried = begun(pack, brief=brief)
    Walk(tried).walked(here)


@settings(max_examples=40)
@given(asking.asked_packs(100), st.booleans())
def test_every_conversation_asks_what_looking_at_everybody_says(pack: packs.Data, brief: bool) -> None:  # noqa: FBT001 (drawn)
    """In that order, until nothing is open, with bounds that hold on all ways from every state."""
    walk_all(pack, brief=brief)


@pytest.mark.slow
@settings(max_examples=2000)
@given(asking.asked_packs(160), st.booleans())
def test_so_does_every_conversation_about_many_packs(pack: packs.Data, brief: bool) -> None:  # noqa: FBT001 (drawn)
    """The same of many more, and larger ones."""
    walk_all(pack, brief=brief)
