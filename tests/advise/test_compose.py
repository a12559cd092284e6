"""The advice: the plan in its order, what waits, what was set aside, and texts filled."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import Advice, RaisedWarning, SetAside, Step
from support.oracles import naive
from support.packs import random_packs, shipped, toy

TODAY = date(2026, 11, 23)
HERE = {"place": "here"}


def old_and_slipping() -> Advice:
    """Return the advice on an old bicycle whose brakes slip: sold, but not yet."""
    return toy.bicycle().advise({"brakes": "no", "age": 20, "bell": "unknown", "id": 7}, as_of=TODAY)


def test_the_head_of_an_advice() -> None:
    """Whose it is, from which knowledge, what it recommends, and what it took as not known that matters."""
    advice = old_and_slipping()

    assert (advice.id, advice.as_of) == (7, "2026-11-23")
    assert (advice.pack.name, advice.pack.version) == ("bicycle", "2026.11.0")
    assert advice.pack.digest == toy.bicycle().knowledge.digest
    assert (advice.recommendation, advice.readiness) == ("sell", "hold")
    assert advice.assumed == ("colour",)
    assert [source.id for source in advice.sources] == ["manual"]


def test_the_whole_plan() -> None:
    """Each step with all it says."""
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
        ),
    )


def test_the_whole_warnings() -> None:
    """Holds first; a placeholder shows the answer with its unit."""
    assert old_and_slipping().warnings == (
        RaisedWarning(
            id="wait-for-brakes",
            title="Do not ride yet",
            severity="danger",
            hold=True,
            until="the brakes hold",
            because="The brakes slip.",
            cites=(),
        ),
        RaisedWarning(
            id="slippery",
            title="Oil is slippery",
            severity="info",
            hold=False,
            until=None,
            because="A frame of 20 years takes a lot of it.",
            cites=(),
        ),
    )


def test_what_was_set_aside() -> None:
    """Each argument for another outcome with what beat it."""
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


def test_the_day_is_today_unless_it_is_said() -> None:
    """The day on which the advice is given."""
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


def test_under_a_hold_only_preparations_go_on() -> None:
    """The other steps name all holds they wait for, in the order these are read."""
    base = toy.base(plan=STEPS, warnings=HOLDS)

    held = base.advise(HERE | {"door": "no", "days": 1})
    free = base.advise(HERE | {"door": "yes"})

    assert [(step.id, step.blocked_by) for step in held.steps] == [
        ("before-step", ()),
        ("act-step", ("first", "second")),
        ("after-step", ("first", "second")),
    ]
    assert [warning.id for warning in held.warnings] == ["first", "second", "warn"]
    assert (held.readiness, free.readiness) == ("hold", "prepare")
    assert [step.blocked_by for step in free.steps] == [(), (), ()]


def test_ready_is_what_neither_holds_nor_is_to_be_prepared() -> None:
    """A warning that does not hold changes nothing of it."""
    base = toy.base(plan=STEPS.replace("phase: before", "phase: before, when: {door: no}"), warnings=HOLDS)

    assert base.advise(HERE).readiness == "ready"
    assert base.advise(HERE | {"door": "no"}).readiness == "hold"


def test_every_text_is_filled() -> None:
    """Titles, ways, reasons and what ends a wait; not known where nobody said."""
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

    filled = "Here, not known, 3 days"
    (step,), (warning,), (aside,) = advice.steps, advice.warnings, advice.set_aside
    assert [step.title, step.how, step.because] == [f"{letter} {filled}" for letter in "DEF"]
    assert [warning.title, warning.until, warning.because] == [f"{letter} {filled}" for letter in "GHI"]
    assert aside.because == f"B {filled}"
    assert [reason.because for reason in advice.reasons] == [f"{letter} {filled}" for letter in "ACFI"]


def test_only_arguments_for_other_outcomes_are_set_aside() -> None:
    """Each with those undefeated ones that beat it; what was itself defeated beats nobody."""
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
def test_a_pack_that_leaves_no_single_outcome_recommends_nothing(
    door: str, applying: list[str], aside: list[str]
) -> None:
    """In a gap or a conflict; nothing that looks at the outcome holds, and the case is not ready."""
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
    """Hold plan, holds and what was set aside against the plain reading."""
    expected = naive.advise(pack, profile)
    phases = {step["id"]: step["phase"] for step in naive.rules(pack, "plan.yaml")}

    assert advice.recommendation == expected.recommendation
    assert tuple(step.id for step in advice.steps) == expected.steps
    assert {aside.rule: frozenset(aside.overridden_by) for aside in advice.set_aside} == expected.set_aside
    assert [step.blocked_by for step in advice.steps] == [
        () if phases[name] == "before" else expected.holds for name in expected.steps
    ]
    assert [warning.id for warning in advice.warnings if warning.hold] == list(expected.holds)


@settings(max_examples=60)
@given(st.data())
def test_advice_of_random_packs_is_that_of_the_plain_reading(data: st.DataObject) -> None:
    """On every profile that no constraint refuses."""
    pack = data.draw(random_packs.packs())
    base = KnowledgeBase(toy.loaded(pack))

    for _ in range(4):
        profile = data.draw(random_packs.profiles(pack))
        if naive.violated(pack, profile):
            with pytest.raises(ProfileError):
                base.advise(profile)
        else:
            check(pack, base.advise(profile), profile)


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_advice_of_the_shipped_pack_is_that_of_the_plain_reading(seed: int) -> None:
    """Its plan is a part of the one order of its steps."""
    profile = shipped.admissible(seed)
    advice = shipped.base().advise(profile)
    planned = [step.id for step in advice.steps]

    check(shipped.raw(), advice, profile)

    assert planned == [name for name in shipped.base().knowledge.step_order if name in planned]
