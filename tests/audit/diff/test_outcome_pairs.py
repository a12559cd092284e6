"""The changes of the advice under pairs of outcomes, as sets of profiles."""

from functools import partial

from exitwise.audit.diff.advice_change import STEPS
from exitwise.audit.diff.matching import match_packs
from exitwise.audit.diff.outcome_pairs import OutcomePairs
from support.packs import toy

# A toy pack has 2 places, 4 doors with the unknown one, and days that are known or unknown: 16 profiles.
RING = "- {id: ring, title: T, how: H, phase: act, because: So.}"
STAY = "- {id: default, recommend: stay, because: So.}"
LEAVE = "- {id: go, recommend: leave, when: {door: yes}, because: So., overrides: default}"


def outcome_pairs(old: dict[str, str], new: dict[str, str]) -> OutcomePairs:
    """Return two toy packs under each pair of outcomes."""
    return OutcomePairs(match_packs(toy.knowledge(**old), toy.knowledge(**new)))


def test_a_change_counts_where_both_outcomes_are_recommended() -> None:
    """A change from leaving to staying is met by the 4 profiles with a door that is open in OLD."""
    own = outcome_pairs({"recommendations": f"{STAY}\n{LEAVE}"}, {"recommendations": STAY})
    space = own.matched.space

    def from_leave(one: str | None, other: str | None) -> object:
        return space.true if (one, other) == ("leave", "stay") else space.false

    assert space.count(own.union(from_leave)) == 4  # type: ignore[arg-type]
    assert space.count(own.union(lambda *_: space.true)) == 16


def test_a_step_is_lost_by_the_profiles_that_no_longer_get_it() -> None:
    """A new condition on the door leaves the step to 4 of 16 profiles."""
    own = outcome_pairs({"plan": RING}, {"plan": f"{RING[:-1]}, when: {{door: yes}}}}"})
    lost, gained = (
        own.union(partial(own.presence, STEPS, "ring", gained=gained)) for gained in (False, True)
    )

    assert own.matched.space.count(lost) == 12
    assert not gained.satisfiable()


def test_steps_change_places_in_the_plans_that_have_both() -> None:
    """Two steps in the opposite order are swapped where both are advised, one way only."""
    knock = "- {id: knock, title: T, how: H, phase: act, because: So., when: {door: yes}}"
    own = outcome_pairs({"plan": f"{knock}\n{RING}"}, {"plan": f"{RING}\n{knock}"})
    forth, back = (own.union(partial(own.swap, *steps)) for steps in (("knock", "ring"), ("ring", "knock")))

    assert own.matched.space.count(forth) == 4
    assert not back.satisfiable()


def test_readiness_changes_where_a_preparation_is_new() -> None:
    """A new step of preparation for an open door makes 4 ready profiles prepare; no other changes."""
    before = "- {id: oil, title: T, how: H, phase: before, because: So., when: {door: yes}}"
    own = outcome_pairs({"plan": RING}, {"plan": f"{RING}\n{before}"})

    assert own.matched.space.count(own.union(partial(own.readiness, "ready", "prepare"))) == 4
    assert not own.union(partial(own.readiness, "prepare", "ready")).satisfiable()
