"""Taking back a tick: what goes back, what stays, and the reasons to reject it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import InputError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.fact import Value
from exitwise.model.session import Session
from exitwise.plan.tick import tick
from exitwise.plan.undo import undo
from support.packs import moving, toy
from support.packs.moving import FRESH, READY, TODAY, checklist, checklist_of, ticked, undone
from support.running.examples import examples


def test_answers_go_back_in_their_places() -> None:
    """Nothing of a tick is left: neither its day, nor its answer, nor what it replaced."""
    before = checklist(FRESH)

    assert undone(ticked(before, "pack-boxes"), "pack-boxes").session == before.session


def test_answer_that_the_tick_added_is_removed() -> None:
    """A question without an answer has none again."""
    answers = {name: value for name, value in FRESH.items() if name != "boxes"}

    assert undone(ticked(checklist(answers), "pack-boxes"), "pack-boxes").session.answers == answers


def test_answer_given_anew_since_stays() -> None:
    """The deposit was asked for by a step, and paid by an answer: that it is paid is no work of the step."""
    asked = ticked(checklist(READY | {"deposit": "with_landlord"}), "ask-deposit").session
    paid = checklist_of(replace(asked, answers={**asked.answers, "deposit": "paid"}))

    back = undone(paid, "ask-deposit").session
    assert (back.answers["deposit"], back.done, back.replaced) == ("paid", {}, {})


def test_step_without_answers_only_loses_its_day() -> None:
    """It is pending again."""
    back = undone(ticked(checklist(READY), "tell-neighbours"), "tell-neighbours")

    assert back.session == checklist(READY).session
    assert back.entry["tell-neighbours"].done is None


def test_id_other_ticks_and_waits_stay() -> None:
    """Only the one tick is taken back."""
    before = ticked(checklist(FRESH), "tell-neighbours", "pack-boxes")
    before = replace(before, session=replace(before.session, id=7, waits={"await-deposit": TODAY}))

    back = undone(before, "pack-boxes").session
    assert (back.id, back.done, back.waits) == (7, {"tell-neighbours": TODAY}, {"await-deposit": TODAY})
    assert back.replaced == {"tell-neighbours": {}}


def aged() -> KnowledgeBase:
    """Return a pack with a step that starts day counts anew."""
    return toy.base(
        facts="""
          facts:
            - {id: watered, question: Days since watering?, kind: integer, unit: days, ages: 1, maximum: 40}
            - {id: fed, question: When was it fed?, kind: date, counts: since}
        """,
        plan="""
          - {id: water, title: Water, how: Gently., phase: before, because: So., done: {watered: 0, fed: 0},
             when: {watered: {at_least: 1}}}
        """,
    )


@pytest.mark.parametrize(("days", "watered"), [(0, 30), (4, 34), (20, 40)])
def test_former_day_counts_are_those_of_the_day(days: int, watered: int) -> None:
    """A count goes on as if nothing had happened, within its bounds, and a day stays the day it was."""
    base = aged()
    pack = moving.session(READY).pack
    answers = {"watered": 30, "fed": "2026-11-03"}
    start = Session(pack=replace(pack, name="toy", digest=base.knowledge.digest), day=TODAY, answers=answers)
    after = tick(base.compiled, checklist_of(start, base), "water", TODAY)
    assert after.answers == {"watered": 0, "fed": "2026-11-23"}
    assert after.replaced == {"water": answers}

    day = TODAY + timedelta(days)
    later = replace(after, day=day, answers={"watered": days, "fed": "2026-11-23"})
    back = undo(base.compiled, checklist_of(later, base), "water", day, lambda s: checklist_of(s, base))

    assert back.answers == {"watered": watered, "fed": "2026-11-03"}


# Refusals

REFUSED: dict[str, tuple[dict[str, Value], tuple[str, ...], str, tuple[str, ...]]] = {
    "nothing is ticked": (FRESH, (), "pack-boxes", ("nothing is done yet", "`--done STEP` ticks a step")),
    "not ticked": (
        FRESH,
        ("tell-neighbours",),
        "xyzzy",
        ("`xyzzy` is not done", "done are `tell-neighbours`"),
    ),
    "nearly ticked": (FRESH, ("pack-boxes",), "pack-boxs", ("not done", "did you mean `pack-boxes`?")),
    "a line of its own": (FRESH, ("pack-boxes",), "x\ny", ("`x y` is not done",)),
    "a step after it is done": (
        FRESH,
        ("pack-boxes", "tell-neighbours", "read-meter", "ask-deposit"),
        "pack-boxes",
        ("steps that depend on it are done: `read-meter`, `ask-deposit`", "first take back `ask-deposit`"),
    ),
    "a later phase is done": (
        READY,
        ("tell-neighbours", "hand-over"),
        "tell-neighbours",
        ("`hand-over`", "first take back"),
    ),
}


@pytest.mark.parametrize(("answers", "done", "step", "words"), REFUSED.values(), ids=REFUSED)
def test_tick_that_cannot_be_taken_back_is_rejected(
    answers: dict[str, Value], done: tuple[str, ...], step: str, words: tuple[str, ...]
) -> None:
    """The message gives the obstacle, and the help the way out."""
    with pytest.raises(InputError) as refused:
        undone(ticked(checklist(answers), *done), step)

    message = str(refused.value)
    assert [word for word in words if word not in message] == []
    assert message.count("\n") == 1
    assert "\n  help: " in message


def test_independent_later_tick_is_no_obstacle() -> None:
    """The neighbours were told after the boxes were packed, but not because of that."""
    back = undone(ticked(checklist(FRESH), "pack-boxes", "tell-neighbours"), "pack-boxes")

    assert back.session.done == {"tell-neighbours": TODAY}
    assert back.session.answers["boxes"] == "no"


def test_step_that_the_tick_brought_up_depends_on_it() -> None:
    """A corrected name brings up saving the certificate, which was done: the name stays right."""
    base = toy.base(
        facts="""
          facts:
            - {id: name, question: The name?, kind: choice, values: {wrong: Wrong, right: Right}}
            - {id: saved, question: Saved?, kind: choice, values: {yes: "Yes", no: "No"}}
        """,
        plan="""
          - {id: correct, title: Correct, how: So., phase: before, because: So., done: {name: right},
             when: {name: wrong}}
          - {id: keep, title: Save, how: So., phase: before, because: So., done: {saved: yes},
             when: {name: right, saved: no}}
        """,
    )
    pack = replace(moving.session(READY).pack, name="toy", digest=base.knowledge.digest)
    saved = Session(pack=pack, day=TODAY, answers={"name": "wrong", "saved": "no"})
    for step in ("correct", "keep"):
        saved = tick(base.compiled, checklist_of(saved, base), step, TODAY)

    with pytest.raises(InputError, match="`keep`"):
        undo(base.compiled, checklist_of(saved, base), "correct", TODAY, lambda s: checklist_of(s, base))


def test_former_answer_against_later_ones_is_rejected() -> None:
    """The constraint is named, with the call that changes the wrong answer."""
    asked = checklist(READY | {"deposit": "asked", "lease": "renewed"}, {"ask-deposit": TODAY}).session
    saved = replace(asked, replaced={"ask-deposit": {"deposit": "paid"}})

    with pytest.raises(InputError) as refused:
        undone(checklist_of(saved), "ask-deposit")

    assert "`deposit` = `paid` contradicts the other answers (new-lease-keeps-deposit)" in str(refused.value)
    assert refused.value.help.startswith("A new lease needs the deposit.")
    assert "exitwise ask --resume" in refused.value.help


@pytest.mark.parametrize(
    ("done", "replaced", "step", "words"),
    [
        ({"pack-boxes": TODAY}, {}, "pack-boxes", "does not say which answers"),
        ({"sweep": TODAY}, {}, "sweep", "does not say which answers"),
        ({"sweep": TODAY}, {"sweep": {"boxes": "no"}}, "sweep", "no longer have it"),
    ],
)
def test_tick_of_an_earlier_form_or_pack_is_rejected(
    done: dict[str, date], replaced: dict[str, dict[str, object]], step: str, words: str
) -> None:
    """A session of version 1 has no former answers, and a removed step no answers of its own."""
    saved = replace(checklist(READY, done).session, replaced=replaced)

    with pytest.raises(InputError, match=words) as refused:
        undone(checklist_of(saved), step)
    assert "exitwise ask --resume" in refused.value.help


def test_tick_of_version_one_without_answers_can_be_taken_back() -> None:
    """A step that sets no answer has replaced none."""
    assert undone(checklist(READY, {"tell-neighbours": TODAY}), "tell-neighbours").session.done == {}


STEPS = ("pack-boxes", "read-meter", "ask-deposit", "tell-neighbours", "hand-over", "say-goodbye")


@settings(max_examples=examples(60))
@given(order=st.permutations(STEPS), days=st.integers(0, 5))
def test_ticks_and_undos_in_reverse_leave_nothing(order: list[str], days: int) -> None:
    """Whatever can be ticked can be taken back in reverse order; then only the day of the session is new."""
    start = now = checklist(FRESH)
    for step in order:
        try:
            now = ticked(now, step)
        except InputError:
            continue
    day = TODAY + timedelta(days)
    for step in reversed(tuple(now.session.done)):
        now = undone(now, step, day=day)
    assert now.session == tick_free(start.session, day)


def tick_free(session: Session, day: date) -> Session:
    """Return a session without ticks as it is on a later day."""
    notice = 30 + (day - session.day).days
    return replace(session, day=day, answers={**session.answers, "notice": notice})
