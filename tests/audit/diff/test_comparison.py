"""The comparison of two packs agrees with the naive advice on every profile before and after."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.audit.diff.advice_change import ASPECTS
from exitwise.audit.diff.comparison import Comparison, Row, compare
from exitwise.audit.diff.matching import match_packs
from exitwise.model.knowledge import Knowledge
from support.oracles import exhaustive
from support.oracles.comparison import ROOM, PackPair, changes, pairs
from support.packs import random_packs, toy, variants
from support.running.examples import examples


def compare_packs(old: Knowledge, new: Knowledge) -> Comparison:
    """Return the comparison of two packs."""
    return compare(match_packs(old, new))


def change_of(row: Row) -> tuple[str, str, str, str]:
    """Return the advice change of a row."""
    return row.aspect, row.what, row.before, row.after


@pytest.mark.parametrize("change", variants.CHANGES, ids=lambda change: change.__name__)
@settings(max_examples=examples(5), suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_comparison_agrees_with_enumeration(change: variants.Change, data: st.DataObject) -> None:
    """Each change of the advice is a row with its number of profiles, and the totals add up.

    Some changes cannot be applied to every pack, so many draws are rejected.
    """
    packs = data.draw(pairs(change))

    comparison = compare_packs(toy.loaded(packs.old), toy.loaded(packs.new))

    assert {change_of(row): row.profiles for row in comparison.rows} == packs.rows
    assert len({change_of(row) for row in comparison.rows}) == len(comparison.rows)
    assert comparison.compared == len(packs.changed_profiles)
    assert comparison.differing == sum(bool(affecting) for _, affecting in packs.changed_profiles)
    assert comparison.by_aspect == {
        aspect: sum(
            any(change[0] == aspect for change in affecting) for _, affecting in packs.changed_profiles
        )
        for aspect in ASPECTS
    }
    assert comparison.lost == packs.admitted_by_one(old=True)
    assert comparison.gained == packs.admitted_by_one(old=False)
    assert comparison.same == (not packs.rows and not packs.admitted_by_one(old=True))


@settings(max_examples=examples(20))
@given(pairs())
def test_witness_is_a_smallest_profile(packs: PackPair) -> None:
    """The naive advice to a witness changes as in its row, and no profile of the row states fewer facts."""
    for row in compare_packs(toy.loaded(packs.old), toy.loaded(packs.new)).rows:
        shown, old, new = packs.responses_to(dict(row.witness))

        assert change_of(row) in changes(old, new)
        assert packs.count_stated(shown) == min(
            packs.count_stated(profile)
            for profile, affecting in packs.changed_profiles
            if change_of(row) in affecting
        )


@settings(max_examples=examples(15))
@given(pairs())
def test_comparison_is_symmetric(packs: PackPair) -> None:
    """With OLD and NEW exchanged the same profiles differ, in the opposite direction."""
    old, new = toy.loaded(packs.old), toy.loaded(packs.new)
    there, back = compare_packs(old, new), compare_packs(new, old)

    assert (there.compared, there.differing) == (back.compared, back.differing)
    assert there.by_aspect == back.by_aspect
    assert (there.lost, there.gained) == (back.gained, back.lost)
    assert {reversed_change(row): row.profiles for row in there.rows} == {
        change_of(row): row.profiles for row in back.rows
    }


def reversed_change(row: Row) -> tuple[str, str, str, str]:
    """Return the advice change of a row with OLD and NEW exchanged."""
    what = row.what
    if what.startswith("order of "):
        first, second = row.before.removesuffix(" first"), row.after.removesuffix(" first")
        what = f"order of {second} and {first}"
    return row.aspect, what, row.after, row.before


@settings(max_examples=examples(10))
@given(exhaustive.small_packs(ROOM))
def test_pack_equals_itself(pack: random_packs.Data) -> None:
    """A pack that is loaded twice has no difference from itself."""
    comparison = compare_packs(toy.loaded(pack), toy.load_json(json.dumps(pack, ensure_ascii=False)))

    assert comparison.same
    assert (comparison.rows, comparison.differing, comparison.lost, comparison.gained) == ((), 0, 0, 0)
    assert comparison.compared == len(exhaustive.admissible(pack))


def rows(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str, int, tuple[str, ...]]]:
    """Return the rows for two toy packs: subject, values before and after, profiles, rules."""
    comparison = compare_packs(toy.knowledge(**old), toy.knowledge(**new))
    return [(row.what, row.before, row.after, row.profiles, row.rules) for row in comparison.rows]


# In a toy pack are 2 places, 4 doors with the one not known, and days of which two kinds can be told apart
# by nothing but that they are not known: 16 profiles.
LEAVE = "- {id: go, recommend: leave, when: {door: yes}, because: So., overrides: default}"
STAY = "- {id: default, recommend: stay, because: So.}"
KNOCK = "- {id: knock, title: T, how: H, phase: act, because: So., when: {recommend: leave}}"


def test_recommendation_change_includes_dependent_step() -> None:
    """A step that tests the recommendation changes with it, for the same rule."""
    old = {"recommendations": STAY, "plan": KNOCK}
    new = {"recommendations": f"{STAY}\n{LEAVE}", "plan": KNOCK}

    assert rows(old, new) == [
        ("recommendation", "stay", "leave", 4, ("go",)),
        ("step knock", "absent", "present", 4, ("go",)),
    ]


def test_texts_do_not_change_advice() -> None:
    """A changed text of a rule changes no advice."""
    comparison = compare_packs(
        toy.knowledge(recommendations=STAY), toy.knowledge(recommendations=STAY.replace("So.", "No."))
    )

    assert comparison.same
    assert comparison.rows == ()


DOOR = "facts: [{{id: door, question: '?', kind: choice, values: {{{}}}}}]\nconstraints: [{}]"
SHUT_AND_OPEN, SHUT = DOOR.format("yes: Y, no: N, ajar: A", ""), DOOR.format("yes: Y, no: N", "")
NEVER_AJAR = DOOR.format("yes: Y, no: N, ajar: A", "{id: never, when: {door: ajar}, because: So.}")


@pytest.mark.parametrize(
    ("old", "new", "compared_", "lost", "gained", "same"),
    [
        (SHUT_AND_OPEN, SHUT, 2, 1, 0, False),
        (SHUT, SHUT_AND_OPEN, 2, 0, 1, True),
        (NEVER_AJAR, SHUT, 2, 0, 0, True),
        (SHUT, NEVER_AJAR, 2, 0, 0, True),
        (SHUT_AND_OPEN, NEVER_AJAR, 3, 0, 0, False),
    ],
)
def test_lost_and_gained_profiles(  # noqa: PLR0913 (a table of six columns)
    old: str, new: str, compared_: int, lost: int, gained: int, *, same: bool
) -> None:
    """An admitted profile that NEW cannot express is lost; refused or new profiles are not."""
    comparison = compare_packs(toy.knowledge(facts=old), toy.knowledge(facts=new))

    counts = (comparison.compared, comparison.lost, comparison.gained)
    assert (counts, comparison.same) == ((compared_, lost, gained), same)
