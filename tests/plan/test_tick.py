"""Ticking a step: the answers that it sets, the reasons to reject it, and the changes that follow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from exitwise.ask.interview import Interview
from exitwise.errors import InputError
from exitwise.model.fact import Value
from exitwise.plan.tick import tick
from support.packs import moving, shipped, toy
from support.packs.moving import FRESH, READY, TODAY, TOMORROW, checklist, checklist_of


def test_tick_records_the_day_and_sets_its_answers() -> None:
    """A changed answer keeps its position, the others stay, and day counts advance."""
    before = checklist(FRESH)

    saved = tick(moving.base().compiled, before, "pack-boxes", TOMORROW)

    assert saved.done == {"pack-boxes": TOMORROW}
    assert saved.day == TOMORROW
    assert list(saved.answers.items()) == list((FRESH | {"boxes": "yes", "notice": 31}).items())


def test_new_answer_is_appended() -> None:
    """An answer that a tick adds comes after the others."""
    answers = {name: value for name, value in FRESH.items() if name != "boxes"}

    saved = tick(moving.base().compiled, checklist(answers), "pack-boxes", TODAY)

    assert list(saved.answers.items()) == [*answers.items(), ("boxes", "yes")]


def test_implied_values_are_computed_again() -> None:
    """A value that is no longer implied is removed."""
    before = replace(checklist(FRESH), session=replace(checklist(FRESH).session, implied={"lease": "ending"}))

    assert tick(moving.base().compiled, before, "pack-boxes", TODAY).implied == {}


def test_stale_implied_value_does_not_hold_against_the_deed() -> None:
    """An open door was not locked; one that is shut is, and the plan goes on with that."""
    base = toy.base(
        facts="""
          facts:
            - {id: door, question: Q?, kind: choice, values: {open: O, shut: S}}
            - {id: lock, question: Q?, kind: choice, values: {on: "On", off: "Off"}}
          constraints:
            - {id: no-open-lock, when: {door: open, lock: on}, because: So.}
            - {id: snaps-shut, when: {door: shut, lock: off}, because: So.}
        """,
        plan="""
          - {id: shut, title: T, how: H, phase: before, when: {door: open}, because: So., done: {door: shut}}
          - {id: pull, title: T, how: H, phase: before, when: {lock: on}, because: So.}
        """,
    )
    saved = Interview(base.compiled, {"door": "open"}).session(TODAY, {})
    assert saved.implied == {"lock": "off"}

    after = tick(base.compiled, checklist_of(saved, base), "shut", TODAY)
    assert (after.answers, after.implied) == ({"door": "shut"}, {"lock": "on"})
    assert [entry.id for entry in checklist_of(after, base).pending] == ["pull"]


def test_tick_keeps_the_id_and_other_ticks() -> None:
    """A tick is added to the others, even those of steps that the pack no longer has."""
    before = checklist(FRESH, {"sweep": TODAY})
    before = replace(before, session=replace(before.session, id=7))

    saved = tick(moving.base().compiled, before, "pack-boxes", TOMORROW)

    assert saved.id == 7
    assert saved.done == {"sweep": TODAY, "pack-boxes": TOMORROW}


def test_session_day_never_goes_back() -> None:
    """If the clock was set back, days that were counted are not counted again."""
    yesterday = TODAY - timedelta(days=1)

    saved = tick(moving.base().compiled, checklist(FRESH), "pack-boxes", yesterday)

    assert (saved.day, saved.answers["notice"], saved.done["pack-boxes"]) == (TODAY, 30, yesterday)


OFFERED = READY | {"lease": "offered"}
REFUSED: dict[str, tuple[dict[str, Value], dict[str, date], str, tuple[str, ...]]] = {
    "no such step": (FRESH, {}, "pack-boxs", ("unknown step `pack-boxs`", "did you mean `pack-boxes`?")),
    "nothing like a step": (READY, {}, "xyzzy", ("`xyzzy`", "`tell-neighbours`", "`hand-over`")),
    "a line of its own": (READY, {}, "x\nexitwise: done", ("unknown step `x exitwise: done`",)),
    "not in the plan": (READY, {}, "pack-boxes", ("not in the plan", "next is `tell-neighbours`")),
    "done already": (
        READY,
        {"tell-neighbours": TODAY},
        "tell-neighbours",
        ("already done, since 2026-11-23", "next is `hand-over` (Hand over the keys)"),
    ),
    "done, and no longer in the pack": (
        READY,
        {"sweep": TODAY},
        "sweep",
        ("already done, since 2026-11-23",),
    ),
    "what comes before is open": (
        FRESH,
        {},
        "ask-deposit",
        ("`pack-boxes` (Pack)", "`read-meter` (Read the meter)", "next is `pack-boxes`"),
    ),
    "an earlier phase is open": (READY, {}, "say-goodbye", ("`tell-neighbours`", "`hand-over`")),
    "a hold": (
        READY | {"deposit": "asked"},
        {"tell-neighbours": TODAY},
        "hand-over",
        ("has to wait: The deposit is open (`await-deposit`)", "settled when: The landlord has answered."),
    ),
    "nothing left": (
        {"goal": "stay"},
        {"say-goodbye": TODAY},
        "pack-boxes",
        ("not in the plan", "there is nothing left to do"),
    ),
    "against the other answers": (
        OFFERED,
        {},
        "sign",
        ("`lease` = `renewed`", "new-lease-keeps-deposit", "A new lease needs the deposit.", "--resume"),
    ),
}


@pytest.mark.parametrize(("answers", "done", "step", "words"), REFUSED.values(), ids=REFUSED)
def test_step_that_cannot_be_ticked_is_rejected(
    answers: dict[str, Value], done: dict[str, date], step: str, words: tuple[str, ...]
) -> None:
    """The message gives the obstacle, and the help the step that can be done instead."""
    with pytest.raises(InputError) as refused:
        tick(moving.base().compiled, checklist(answers, done), step, TODAY)

    message = str(refused.value)
    assert [word for word in words if word not in message] == []
    assert message.count("\n") == 1
    assert "\n  help: " in message


def test_no_shipped_step_causes_a_contradiction() -> None:
    """Every planned step can be ticked with any other answers, and leaves the plan if it sets an answer."""
    compiled = shipped.base().compiled
    space, domain = compiled.space, compiled.domain
    for step in compiled.knowledge.steps:
        planned = space.false
        for outcome, own in compiled.outcome.items():
            planned |= domain & own & compiled.recipients_under(outcome, step.id)
        for fact, value in step.done:
            done = space.with_code(fact, space.axes[fact].code(value))
            assert not (planned & ~space.exists(domain & done, fact)).satisfiable(), step.id
            assert not (planned & done).satisfiable(), step.id
