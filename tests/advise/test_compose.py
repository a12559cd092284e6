"""The composition of advice: plan, holds, defeated arguments and filled texts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import Advice, RaisedWarning, SetAside, Step, Wait
from support.oracles import course, naive
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

TODAY = date(2026, 11, 23)
HERE = {"place": "here"}
PLAIN: dict[str, Any] = {
    **dict.fromkeys(("link", "by", "comes_after", "changes_to")),
    **dict.fromkeys(("irreversible", "urgent"), False),
}
"""The fields of a step that is not special and due from the beginning."""


def old_and_slipping() -> Advice:
    """Return the advice on an old bicycle with slipping brakes: sell it, but not yet."""
    return toy.bicycle().advise({"brakes": "no", "age": 20, "bell": "unknown", "id": 7}, as_of=TODAY)


def test_advice_has_pack_date_outcome_and_assumptions() -> None:
    """The id, the day, the pack, the recommendation, the assumed facts and the sources."""
    advice = old_and_slipping()

    assert (advice.id, advice.as_of) == (7, "2026-11-23")
    assert (advice.pack.name, advice.pack.version) == ("bicycle", "2026.11.0")
    assert advice.pack.digest == toy.bicycle().knowledge.digest
    assert (advice.recommendation, advice.readiness) == ("sell", "hold")
    assert advice.assumed == ("colour",)
    assert [source.id for source in advice.sources] == ["manual"]


def test_plan_has_every_field_of_its_steps() -> None:
    """A hold blocks every step that is not preparation."""
    assert old_and_slipping().steps == (
        Step(
            id="oil",
            title="Oil the chain",
            how="Two drops for every link.",
            phase="before",
            letter=None,
            because="A dry chain snaps.",
            cites=("manual.1",),
            blocked_by=(),
            **PLAIN,
        ),
        Step(
            id="write-home",
            title="Write home",
            how="Send the letter.",
            phase="after",
            letter="hello",
            because="They want to know.",
            cites=(),
            blocked_by=("wait-for-brakes",),
            **PLAIN,
        ),
    )


def test_warnings_have_every_field() -> None:
    """A placeholder shows the answer with its unit."""
    assert old_and_slipping().warnings == (
        RaisedWarning(
            id="slippery",
            title="Oil is slippery",
            severity="info",
            because="A frame of 20 years takes a lot of it.",
            cites=(),
            steps=(),
            comes_after=None,
        ),
    )


def test_holds_are_waits() -> None:
    """One that stands begins after nothing; oiling the chain ends this one."""
    advice = old_and_slipping()

    assert advice.waits == (
        Wait(
            hold="wait-for-brakes",
            title="Do not ride yet",
            until="the brakes hold",
            because="The brakes slip.",
            cites=(),
            begins_after=None,
            ends=(),
            ask_again_after=None,
            changes_to=None,
        ),
    )
    assert advice.way_to_ready == ({"step": "oil"},)


def test_defeated_arguments_are_set_aside() -> None:
    """Each argument for another outcome, with the arguments that override it."""
    assert old_and_slipping().set_aside == (
        SetAside(
            recommendation="ride",
            rule="just-ride",
            overridden_by=("sell-worn",),
            because="It is there to be ridden.",
        ),
        SetAside(
            recommendation="mend",
            rule="mend-unsafe",
            overridden_by=("sell-worn",),
            because="Brakes come first.",
        ),
    )


def test_as_of_defaults_to_today() -> None:
    """The day on which the advice is composed."""
    before = date.today()  # noqa: DTZ011 (the day of whoever is advised)

    as_of = toy.bicycle().advise({"brakes": "yes"}).as_of

    assert before.isoformat() <= as_of <= date.today().isoformat()  # noqa: DTZ011 (as above)


STEPS = "".join(
    f"- {{id: {phase}-step, title: T, how: H, phase: {phase}, because: So.}}\n"
    for phase in ("after", "act", "before")
)
HOLDS = """
- {id: second, title: T, hold: true, severity: info, until: U, when: {door: no}, because: So.}
- {id: warn, title: T, severity: danger, because: So.}
- {id: first, title: T, hold: true, until: U, when: {days: 1}, because: So.}
"""


def test_hold_blocks_all_steps_but_preparation() -> None:
    """The other steps name every hold they wait for, in the order of the warnings."""
    base = toy.base(plan=STEPS, warnings=HOLDS)

    held = base.advise(HERE | {"door": "no", "days": 1})
    free = base.advise(HERE | {"door": "yes"})

    assert [(step.id, step.blocked_by) for step in held.steps] == [
        ("before-step", ()),
        ("act-step", ("first", "second")),
        ("after-step", ("first", "second")),
    ]
    assert [wait.hold for wait in held.waits] == ["first", "second"]
    assert [warning.id for warning in held.warnings] == ["warn"]
    assert (held.readiness, free.readiness) == ("hold", "prepare")
    assert [step.blocked_by for step in free.steps] == [(), (), ()]


def test_case_without_hold_or_preparation_is_ready() -> None:
    """A warning that is not a hold has no influence."""
    base = toy.base(plan=STEPS.replace("phase: before", "phase: before, when: {door: no}"), warnings=HOLDS)

    assert base.advise(HERE).readiness == "ready"
    assert base.advise(HERE | {"door": "no"}).readiness == "hold"


def test_placeholders_are_filled_in_every_text() -> None:
    """Titles, instructions, reasons and ends of a hold; an unknown fact is a gap in brackets."""
    fill = "{place}, {door}, {days}"
    base = toy.base(
        recommendations=f"""
          - {{id: default, recommend: stay, because: 'A {fill}'}}
          - {{id: lost, recommend: leave, because: 'B {fill}', when: {{place: here}}}}
          - {{id: won, recommend: stay, because: 'C {fill}', overrides: lost}}
        """,
        plan=f"[{{id: s, title: 'D {fill}', how: 'E {fill}', phase: act, because: 'F {fill}'}}]",
        warnings=f"[{{id: w, title: 'G {fill}', hold: true, until: 'H {fill}', because: 'I {fill}'}}]",
    )

    advice = base.advise(HERE | {"days": 3})

    filled = "Here, [not known], 3 days"
    (step,), (warning,), (aside,) = advice.steps, advice.waits, advice.set_aside
    assert [step.title, step.how, step.because] == [f"{letter} {filled}" for letter in "DEF"]
    assert [warning.title, warning.until, warning.because] == [f"{letter} {filled}" for letter in "GHI"]
    assert aside.because == f"B {filled}"
    assert [reason.because for reason in advice.reasons] == [f"{letter} {filled}" for letter in "ACFI"]


def test_only_arguments_for_other_outcomes_are_set_aside() -> None:
    """Each has the undefeated arguments that override it; a defeated argument overrides nothing."""
    rules = """
      - {id: same, recommend: stay, because: So.}
      - {id: other, recommend: leave, because: So.}
      - {id: third, recommend: sell, because: So., overrides: [same, other]}
      - {id: best, recommend: stay, because: So., overrides: [same, third, other]}
      - {id: ally, recommend: stay, because: So., overrides: other}
      - {id: absent, recommend: sell, because: So., when: {place: gone}, overrides: other}
    """

    advice = toy.base(recommendations=rules).advise(HERE)

    assert advice.recommendation == "stay"
    assert [(aside.rule, aside.overridden_by) for aside in advice.set_aside] == [
        ("other", ("best", "ally")),
        ("third", ("best",)),
    ]


@pytest.mark.parametrize(
    ("door", "applying", "aside"),
    [
        ("yes", [], []),
        ("no", ["a", "b"], []),
        ("ajar", ["b", "c"], ["a"]),
    ],
)
def test_gap_or_conflict_recommends_nothing(door: str, applying: list[str], aside: list[str]) -> None:
    """Steps that depend on the outcome are absent, and the case is on hold."""
    rules = """
      - {id: a, recommend: stay, because: So., when: {door: [no, ajar]}}
      - {id: b, recommend: leave, because: So., when: {door: [no, ajar]}}
      - {id: c, recommend: sell, because: So., when: {door: ajar}, overrides: a}
    """
    plan = "[{id: s, title: T, how: H, phase: act, because: So., when: {recommend: [stay, leave, sell]}}]"

    advice = toy.base(recommendations=rules, plan=plan).advise(HERE | {"door": door})

    assert (advice.recommendation, advice.readiness) == (None, "hold")
    assert [reason.rule for reason in advice.reasons] == applying
    assert [entry.rule for entry in advice.set_aside] == aside
    assert advice.steps == ()


def check(pack: naive.Pack, advice: Advice, profile: naive.Profile) -> None:
    """Compare the course, the waits and the defeated arguments with the oracles."""
    expected, walked = naive.advise(pack, profile), course.simulate(pack, profile)
    waits = tuple(wait.hold for wait in advice.waits)

    assert advice.recommendation == expected.recommendation
    assert {aside.rule: frozenset(aside.overridden_by) for aside in advice.set_aside} == expected.set_aside
    assert [(step.id, step.comes_after) for step in advice.steps] == course.listed_steps(pack, walked)
    assert {step.blocked_by for step in advice.steps if step.phase != "before"} <= {waits}
    assert {step.blocked_by for step in advice.steps if step.phase == "before"} <= {()}
    assert tuple(wait.hold for wait in advice.waits if wait.begins_after is None) == expected.holds
    assert set(waits) == course.met(pack, profile)
    assert [(each.id, each.comes_after) for each in advice.warnings] == course.listed_warnings(walked)
    assert (None if advice.way_to_ready is None else [*advice.way_to_ready]) == walked.way


@settings(max_examples=examples(60))
@given(st.data())
def test_advice_agrees_with_oracle_on_random_packs(data: st.DataObject) -> None:
    """Every admissible profile; an inadmissible one is rejected."""
    pack = data.draw(random_packs.mixed_packs())
    base = KnowledgeBase(toy.loaded(pack))

    for _ in range(4):
        profile = data.draw(random_packs.profiles(pack))
        if naive.violated(pack, profile):
            with pytest.raises(ProfileError):
                base.advise(profile)
        else:
            check(pack, base.advise(profile), profile)


@settings(max_examples=examples(20))
@given(st.integers(0, 2**32))
def test_advice_agrees_with_oracle_on_shipped_pack(seed: int) -> None:
    """Urgent steps, waits and the course included."""
    profile = shipped.admissible(seed)

    check(shipped.raw(), shipped.base().advise(profile), profile)
