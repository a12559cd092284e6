"""The checklist: steps done and pending, their order, holds and readiness."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.errors import InputError, ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.fact import Value
from exitwise.model.profile import parse_answers
from exitwise.model.rule import PHASES
from exitwise.model.session import Session
from exitwise.plan.checklist import Checklist
from exitwise.plan.tick import tick
from exitwise.present.printable import json_line
from support.oracles import schemas
from support.packs import moving, random_packs, toy
from support.packs.moving import FRESH, READY, TODAY, TOMORROW, checklist, ticked
from support.running.examples import examples

WHOLE = ("pack-boxes", "read-meter", "ask-deposit", "tell-neighbours", "hand-over", "say-goodbye")


def step_ids(found: Checklist) -> tuple[str, ...]:
    """Return the ids of the steps, in order."""
    return tuple(entry.id for entry in found.entries)


def test_checklist_has_the_order_of_the_pack() -> None:
    """Before any tick the checklist is the plan, and its first step is next."""
    fresh = checklist(FRESH)

    assert step_ids(fresh) == WHOLE
    assert fresh.pending == fresh.entries
    assert fresh.next_entry is not None
    assert fresh.next_entry.id == "pack-boxes"


@pytest.mark.parametrize(
    ("answers", "step", "waits_for"),
    [
        (FRESH, "pack-boxes", ()),
        (FRESH, "tell-neighbours", ()),
        (FRESH, "read-meter", ("pack-boxes",)),
        (FRESH, "ask-deposit", ("pack-boxes", "read-meter")),
        (FRESH | {"meter": "yes"}, "ask-deposit", ("pack-boxes",)),
        (FRESH | {"boxes": "yes"}, "ask-deposit", ("read-meter",)),
        (READY, "hand-over", ("tell-neighbours",)),
        (READY, "say-goodbye", ("tell-neighbours", "hand-over")),
        ({"goal": "stay"}, "say-goodbye", ()),
    ],
)
def test_step_waits_for_earlier_steps(
    answers: dict[str, Value], step: str, waits_for: tuple[str, ...]
) -> None:
    """It waits for earlier phases and for its predecessors, also through a step that is not in the plan."""
    assert checklist(answers).entry[step].waits_for == waits_for


def test_done_step_neither_waits_nor_blocks() -> None:
    """A tick that changes no answer leaves the step in the plan, and it counts as done."""
    ticked_list = checklist(READY, {"tell-neighbours": TODAY})

    assert ticked_list.entry["tell-neighbours"].done == TODAY
    assert ticked_list.entry["tell-neighbours"].waits_for == ()
    assert ticked_list.entry["hand-over"].waits_for == ()
    assert [entry.id for entry in ticked_list.pending] == ["hand-over", "say-goodbye"]


def test_ticked_step_stays_listed_after_leaving_the_plan() -> None:
    """A step whose tick removes it from the plan is listed as done, in its position, with its texts."""
    packed = ticked(checklist(FRESH), "pack-boxes")

    assert "pack-boxes" not in [step.id for step in packed.advice.steps]
    assert step_ids(packed) == WHOLE
    entry = packed.entries[0]
    assert (entry.title, entry.how, entry.phase, entry.done) == ("Pack", "Label each.", "before", TODAY)


def test_removed_step_is_listed_last_by_id() -> None:
    """A ticked step is still listed if the pack no longer has it."""
    found = checklist(READY, {"sweep": TODAY, "tell-neighbours": TOMORROW})

    assert step_ids(found) == ("tell-neighbours", "hand-over", "say-goodbye", "sweep")
    entry = found.entry["sweep"]
    assert (entry.title, entry.phase, entry.done, entry.is_tickable) == ("", None, TODAY, False)


def test_hold_blocks_all_but_preparation() -> None:
    """Under a hold, preparations can be done and all other steps have to wait."""
    asked = checklist(READY | {"deposit": "asked"})

    assert [wait.hold for wait in asked.holds] == ["await-deposit"]
    assert asked.entry["tell-neighbours"].is_tickable
    assert asked.entry["hand-over"].blocked_by == ("await-deposit",)
    assert ticked(asked, "tell-neighbours").next_entry is None


@pytest.mark.parametrize(
    ("answers", "done", "readiness"),
    [
        (READY, {}, "prepare"),
        (READY, {"tell-neighbours": TODAY}, "ready"),
        (READY | {"deposit": "asked"}, {"tell-neighbours": TODAY}, "hold"),
        ({"goal": "stay"}, {}, "ready"),
    ],
)
def test_readiness_counts_ticked_steps_as_done(
    answers: dict[str, Value], done: dict[str, date], readiness: str
) -> None:
    """A ticked preparation no longer counts as outstanding."""
    assert checklist(answers, done).readiness == readiness


def test_later_answer_reopens_a_step() -> None:
    """A refused request has to be made again, and can be ticked again."""
    refused = checklist(READY | {"deposit": "refused"}, {"ask-deposit": TODAY})
    entry = refused.entry["ask-deposit"]

    assert (entry.done, entry.again) == (None, TODAY)
    assert entry.is_tickable
    again = ticked(refused, "ask-deposit", day=TOMORROW).entry["ask-deposit"]
    assert (again.done, again.again) == (TOMORROW, None)


def test_later_answer_reopens_planned_steps_only() -> None:
    """A step outside the plan stays done even though the answer has changed."""
    assert checklist(READY, {"ask-deposit": TODAY}).entry["ask-deposit"].done == TODAY


RIVALS = """
- {id: open, title: Open it, how: Pull., phase: before, because: So., done: {door: yes}}
- {id: shut, title: Shut it, how: Push., phase: before, because: So., done: {door: no}}
- {id: wait, title: Wait, how: Sit., phase: before, because: So., done: {days: 0}}
"""


def test_later_tick_reopens_no_step() -> None:
    """A step may set another value than an earlier one did; both stay done."""
    base = toy.base(plan=RIVALS)
    found = work_through(base, {"place": "here"})

    assert found.pending == ()
    assert found.session.answers == {"place": "here", "door": "no", "days": 0}


def test_passing_days_reopen_no_step() -> None:
    """A day count that a step has reset grows again, and the step stays done."""
    facts = toy.DEFAULTS["facts"].replace("unit: days", "unit: days, ages: 1")
    base = toy.base(facts=facts, plan=RIVALS)
    done = replace(new_session(base, {"place": "here", "days": 9}), done={"wait": TODAY})

    assert moving.checklist_of(done, base).entry["wait"].done == TODAY


def test_placeholders_are_filled_with_answers_of_today() -> None:
    """The texts of done steps are filled in as well."""
    entry = checklist(READY, {"tell-neighbours": TODAY}).entry["tell-neighbours"]

    assert entry.how == "30 days after the notice."


def test_a_pending_step_reads_as_in_the_advice() -> None:
    """With the values that bring it up, rows of tables included; once it is ticked, with those of today."""
    table = """
      id: cellar
      texts: key
      because: So.
      rows: [{meter: yes, finding: closed, key: no key}, {meter: no, finding: open, key: the key}]
    """
    plan = moving.PACK["plan"].replace("how: All of them.", 'how: "{meter}, with {cellar.key}"')
    plan = plan.replace("phase: act, when: {recommend: go}", "phase: act, when: {meter: yes}")
    base = toy.base(**moving.PACK | {"plan": plan, "tables/cellar": table})
    saved = Interview(base.compiled, FRESH).session(TODAY, {})
    pending, done = moving.checklist_of(saved, base), replace(saved, done={"hand-over": TODAY})

    assert pending.entry["hand-over"].how == "Read, with no key"
    assert moving.checklist_of(done, base).entry["hand-over"].how == "Unread, with the key"


@pytest.mark.parametrize(
    "found",
    [
        checklist(FRESH),
        checklist(READY | {"deposit": "asked"}, {"sweep": TODAY}),
        checklist(READY | {"deposit": "refused"}, {"ask-deposit": TODAY}),
    ],
)
def test_checklist_as_dict_matches_its_schema(found: Checklist) -> None:
    """The JSON has every step, and nothing beyond the schema."""
    content = found.as_dict()

    assert [error.message for error in schemas.validator("checklist").iter_errors(content)] == []
    assert [step["id"] for step in content["steps"]] == list(step_ids(found))
    assert content["next"] == (found.next_entry.id if found.next_entry else None)


# Laws on random packs


def new_session(base: KnowledgeBase, answers: dict[str, Value]) -> Session:
    """Return a session of today with these answers."""
    return Interview(base.compiled, answers).session(TODAY, {})


def work_through(base: KnowledgeBase, answers: dict[str, Value]) -> Checklist:
    """Return the checklist after ticking the next step until there is none; fail if that does not end."""
    found = moving.checklist_of(new_session(base, answers), base)
    for _ in range(len(base.knowledge.steps) + 1):
        if found.next_entry is None:
            return found
        check_order(base, found)
        try:
            after = moving.checklist_of(tick(base.compiled, found, found.next_entry.id, TODAY), base)
        except InputError:
            return found  # what the step brings about contradicts other answers of this random pack
        assert set(after.session.done) == {*found.session.done, found.next_entry.id}
        assert after.entry[found.next_entry.id].done == TODAY
        found = after
    raise AssertionError("there is always one more step to tick")


def check_order(base: KnowledgeBase, found: Checklist) -> None:
    """Check that each pending step waits for earlier phases, its predecessors, and what brings it up."""
    brought_up_by = {step.id: {step.comes_after or ""} for step in reversed(found.advice.steps)}
    rules = {rule.id: rule for rule in base.knowledge.steps}
    phase = {name: PHASES.index(rule.phase) for name, rule in rules.items()}
    pending = {entry.id for entry in found.pending}
    for entry in found.entries:
        before = set(rules[entry.id].after)
        while further := {name for known in before for name in rules[known].after} - before:
            before |= further
        before |= {name for name in rules if phase[name] < phase[entry.id]}
        before |= brought_up_by.get(entry.id, set())
        assert set(entry.waits_for) == (before & pending if entry.id in pending else set())
        assert not entry.blocked_by or entry.id in pending
        assert phase[entry.id] > 0 or set(entry.blocked_by) <= brought_up_by.get(entry.id, set())


@settings(max_examples=examples(40))
@given(st.data())
def test_plan_can_be_worked_through_in_order(data: st.DataObject) -> None:
    """Ticking the next step again and again ends, and no step comes before one that it waits for."""
    pack = data.draw(random_packs.mixed_packs())
    base = KnowledgeBase(toy.loaded(pack))
    given = {
        name: value for name, value in data.draw(random_packs.profiles(pack)).items() if value is not None
    }
    try:
        base.advise(given)
    except ProfileError:
        return
    given.pop("id", None)

    found = work_through(base, parse_answers(base.knowledge.facts, given))

    assert set(found.entry) == {step.id for step in found.advice.steps} | set(found.session.done)
    content = json.loads(json_line(found.as_dict()))
    assert [error.message for error in schemas.validator("checklist").iter_errors(content)] == []


# Days

LANDLORD = {
    **moving.PACK,
    "warnings": """
      - {id: await-deposit, title: The deposit is open, hold: true, until: The landlord has answered.,
         when: {recommend: go, deposit: asked}, because: You asked for it., ask_again_after: 10,
         ends: [{deposit: paid}, {deposit: refused}]}
      - {id: await-lease, title: The lease is open, hold: true, until: You know., because: You do not know.,
         when: {recommend: go, lease: unknown}, ends: {known: lease}}
    """,
}


def waiting(saved: Session) -> Checklist:
    """Return the checklist of a session of moving out, with the waits of LANDLORD, on its own day."""
    return moving.checklist_of(saved, toy.base(**LANDLORD))


def test_day_to_ask_again_counts_from_the_tick() -> None:
    """Ten days after the deposit was asked for; the day is kept, whatever is ticked later."""
    asked = moving.session(READY | {"deposit": "asked"})
    before = waiting(moving.session(READY | {"deposit": "with_landlord"}))
    began = waiting(asked).with_begun_waits(before)
    assert began.session.waits == {"await-deposit": TODAY}

    later = waiting(replace(began.session, day=TODAY + timedelta(4)))
    assert later.as_dict()["waits"][0]["ask_again_on"] == "2026-12-03"
    assert later.with_begun_waits(began).session.waits == {"await-deposit": TODAY}


def test_day_to_ask_again_counts_from_today_if_the_beginning_is_not_known() -> None:
    """Such a hold stood before the first tick; the tick keeps the day from then on."""
    asked = waiting(moving.session(READY | {"deposit": "asked"}))

    assert asked.ask_again_on(asked.advice.waits[0]) == date(2026, 12, 3)
    assert asked.with_begun_waits(asked).session.waits == {"await-deposit": TODAY}


def test_wait_that_begins_again_has_a_new_day() -> None:
    """The deposit was asked for, refused, and asked for again."""
    refused = replace(
        moving.session(READY | {"deposit": "refused"}), waits={"await-deposit": date(2026, 1, 1)}
    )
    again = replace(moving.session(READY | {"deposit": "asked"}), waits=refused.waits)

    assert waiting(again).with_begun_waits(waiting(refused)).session.waits == {"await-deposit": TODAY}


def test_wait_that_comes_up_later_or_that_nobody_is_asked_about_has_no_day() -> None:
    """The landlord is not asked yet, and what is to be found out is asked of nobody."""
    found = waiting(moving.session(READY | {"deposit": "with_landlord", "lease": "unknown"}))
    waits = {wait["hold"]: wait["ask_again_on"] for wait in found.as_dict()["waits"]}

    assert waits == {"await-deposit": None, "await-lease": None}


def test_deadline_and_finality_are_those_of_the_advice() -> None:
    """Of a pending step; a done one has no last day any more."""
    base = toy.base(
        facts="""
          facts:
            - {id: rent, question: Days to the rent?, kind: integer, unit: days, ages: -1, minimum: 0}
        """,
        plan="""
          - {id: pay, title: Pay, how: H., phase: before, because: So., by: {fact: rent}, irreversible: true}
          - {id: wave, title: Wave, how: H., phase: before, because: So.}
        """,
    )
    saved = Interview(base.compiled, {"rent": 9}).session(TODAY, {})
    pay, wave = moving.checklist_of(saved, base).entries
    assert (pay.by, pay.irreversible, wave.by, wave.irreversible) == ("2026-12-02", True, None, False)

    done = moving.checklist_of(replace(saved, done={"pay": TODAY}), base).entry["pay"]
    assert (done.by, done.irreversible) == (None, True)
