"""Former names: answers under them are understood, noted, and compared with those under present ones."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.former_names import FormerNames
from support.packs import random_packs, renamed, toy
from support.packs.renamed import FORMER, NOTES, PRESENT
from support.running.examples import examples

BASE = toy.base(**renamed.PACK)
NAMES = BASE.knowledge.former_names


def test_former_names_are_replaced_and_noted() -> None:
    """Those of facts and values; `id` stays, and so does what no fact is called."""
    notes: set[str] = set()

    assert NAMES.renamed({"id": 7, **FORMER, "cellar": "wet"}, notes=notes) == {
        "id": 7,
        **PRESENT,
        "cellar": "wet",
    }
    assert tuple(sorted(notes)) == NOTES


def test_present_names_are_not_noted() -> None:
    """A pack without former names returns the answers themselves."""
    notes: set[str] = set()
    assert NAMES.renamed(PRESENT, notes=notes) == PRESENT
    assert notes == set()

    none = FormerNames(toy.base().knowledge.facts)
    assert not none
    assert none.renamed(FORMER, notes=notes) is FORMER


def test_kept_keys_are_not_those_of_facts() -> None:
    """A column that passes through is no answer."""
    assert NAMES.renamed({"age": 3, "hatch": "ajar"}, keep=["age"]) == {"age": 3, "door": "open"}


@pytest.mark.parametrize(
    "answers",
    [
        {"door": "open", "gate": "open"},
        {"gate": "ajar", "hatch": "open"},
        {"gate": "ajar", "door": None},
        {"gate": None, "door": "open"},
    ],
)
def test_equal_answers_under_two_names_are_one(answers: dict[str, Any]) -> None:
    """Null is absent."""
    assert NAMES.renamed(answers) == {"door": "open"}


@pytest.mark.parametrize(("one", "other"), [("gate", "door"), ("door", "hatch"), ("gate", "hatch")])
def test_different_answers_under_two_names_are_faults(one: str, other: str) -> None:
    """One at each of the two places."""
    with pytest.raises(ProfileError) as raised:
        NAMES.renamed({one: "open", other: "shut"}, at="/answers")

    assert {(fault.pointer, fault.cause) for fault in raised.value.diagnostics} == {
        (f"/answers/{one}", "duplicate-key"),
        (f"/answers/{other}", "duplicate-key"),
    }
    assert all(
        one in fault.message and other in fault.message and fault.help for fault in raised.value.diagnostics
    )


@settings(max_examples=examples(40))
@given(st.data())
def test_former_names_give_the_same_advice(data: st.DataObject) -> None:
    """On random packs with facts of every kind, whichever of the names are used."""
    pack = data.draw(random_packs.packs(every_kind=True))
    base = KnowledgeBase(toy.loaded(renamed.with_former_names(pack)))
    random = data.draw(st.randoms(use_true_random=False))
    profile = data.draw(random_packs.partial_profiles(pack))

    assert result(base, renamed.in_former_names(pack, profile, lambda: random.random() < 0.5)) == result(
        base, profile
    )


def result(base: KnowledgeBase, profile: dict[str, Any]) -> Any:
    """Return the advice, or the places and causes of a refusal."""
    try:
        return base.advise(profile)
    except ProfileError as error:
        return sorted(str(fault) for fault in error.diagnostics)
