"""Where a conversation begins: what is put in place, what is a fault, what has become of saved answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.ask.resume import Resumption, resume, with_presets
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.errors import ProfileError
from exitwise.model.advice import Pack
from exitwise.model.fact import Value
from exitwise.model.session import Session
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, shipped, toy

FACTS = """
  facts:
    - {id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}
    - {id: door, question: And the door?, kind: choice, unknown: true, values: {yes: Wide open, no: Shut}}
    - {id: lock, question: And the lock?, kind: choice, unknown: true, values: {old: Old, new: New}}
    - {id: days, question: How long?, kind: integer, unit: days, unknown: true, minimum: 0, ages: 1}
    - {id: left, question: How long yet?, kind: integer, unknown: true, minimum: 0, ages: -1}
  constraints:
    - {id: shut, when: {place: gone, door: yes}, because: "Nobody left it open ({door}, {lock})."}
    - {id: old, when: {door: no, lock: old}, because: Old locks do not shut.}
    - {id: late, when: {place: gone, days: {below: 3}}, because: Too soon.}
    - {id: open, when: {door: unknown, lock: old}, because: Old locks are open.}
"""
RULES = """
  - {id: s, recommend: stay, because: So.}
  - {id: l, recommend: leave, overrides: s, because: So.,
     when: {door: no, days: {above: 5}, left: {below: 9}}}
  - {id: o, recommend: sell, overrides: {recommend: [stay, leave]}, because: So.,
     when: {lock: old, place: here}}
"""
KNOWLEDGE = toy.knowledge(facts=FACTS, recommendations=RULES)
MEANING = CompiledRules.of(KNOWLEDGE)
THEN = date(2026, 11, 1)

Answers = dict[str, Value]


def faults(given: Mapping[str, object], saved: Answers | None = None) -> tuple[ProfileDiagnostic, ...]:
    """What is wrong with answers given beforehand."""
    with pytest.raises(ProfileError) as raised:
        with_presets(Interview(MEANING, answers=saved or {}), given)
    return tuple(raised.value.diagnostics)


# Given beforehand


def test_what_is_given_is_in_place_and_stays() -> None:
    """In the pack's order; back does not take it back, and it may stand beside what was saved."""
    here = with_presets(Interview(MEANING, answers={"days": 7}), {"door": "no", "place": "here"})

    assert list(here.answers.items()) == [("days", 7), ("place", "here"), ("door", "no")]
    assert here.preset == {"place", "door"}
    assert (here.last_asked, here.back().answers) == ("days", {"place": "here", "door": "no"})
    assert with_presets(here, {}) == here


def test_every_fault_is_told_at_once() -> None:
    """A fact that there is not, a value that there is not, and a wrong kind; contradictions come later."""
    found = faults({"dor": "no", "door": "maybe", "days": -1, "lock": True, "place": "gone", "left": "3"})

    assert [(fault.pointer, fault.cause) for fault in found] == [
        ("/days", "out-of-range"),
        ("/door", "unknown-value"),
        ("/dor", "unknown-fact"),
        ("/left", "unknown-value"),
        ("/lock", "wrong-kind"),
    ]


@pytest.mark.parametrize(
    ("saved", "given_", "pointer", "names", "because"),
    [
        (
            {},
            {"door": "yes", "place": "gone"},
            "/door",
            "shut",
            "Nobody left it open (Wide open, not known).",
        ),
        ({}, {"days": 2, "place": "gone"}, "/days", "late", "Too soon."),
        ({"days": 2}, {"place": "gone"}, "/place", "late", "Too soon."),
        ({}, {"lock": "old", "door": "no"}, "/lock", "old", "Old locks do not shut."),
        (
            *({}, {"lock": "old", "place": "gone"}, "/lock", "shut, old, open"),
            "Nobody left it open (not known, Old). Old locks do not shut. Old locks are open.",
        ),
        ({"door": "yes", "place": "here"}, {"place": "gone"}, "/place", "shut", None),
        ({"place": "here", "door": "yes"}, {"place": "gone", "door": "yes"}, "/door", "shut", None),
    ],
)
def test_a_contradiction_names_its_constraints(
    saved: Answers, given_: Answers, pointer: str, names: str, because: str | None
) -> None:
    """The one that is broken, or all that together leave nobody; also against saved answers."""
    (found,) = faults(given_, saved)

    assert (found.pointer, found.cause) == (pointer, "contradiction")
    assert found.message.endswith(f"contradicts the other answers ({names})")
    assert because in (None, found.help)


def test_what_is_given_takes_the_place_of_what_was_saved() -> None:
    """Saved answers that no longer stand beside it, or no longer count, are offered again."""
    saved: Answers = {"place": "here", "door": "yes", "lock": "old", "days": 1}
    here = with_presets(Interview(MEANING, answers=saved), {"place": "gone"})

    assert here.answers == {"place": "gone"}
    assert here.former_answers == {"door": "yes", "lock": "old", "days": 1}
    assert here.preset == {"place"}


def test_a_given_answer_never_gives_way_to_another() -> None:
    """Two that contradict each other are refused, however the saved ones stand."""
    saved: Answers = {"door": "no", "place": "here", "days": 9}

    assert [fault.pointer for fault in faults({"place": "gone", "door": "yes"}, saved)] == ["/place"]
    here = with_presets(Interview(MEANING, answers=saved), {"place": "here", "door": "yes"})
    assert here.answers == {"door": "yes", "place": "here"}
    assert here.preset == {"place", "door"}


@settings(max_examples=15)
@given(questionnaire.interview_packs(100), st.data())
def test_any_answers_are_put_in_place_or_contradict(pack: random_packs.Data, data: st.DataObject) -> None:
    """As there are profiles that have them, one after the other in the pack's order, or none."""
    tried = ReferenceInterview(pack)
    compiled = CompiledRules.of(toy.loaded(pack))
    drawn = data.draw(st.sampled_from(tried.unconstrained))[0]
    names = data.draw(st.permutations(list(drawn)))[: data.draw(st.integers(0, len(drawn)))]
    given_ = {name: drawn[name] for name in names}
    ordered = {name: drawn[name] for name in tried.facts if name in given_}

    if tried.completions(ordered):
        here = with_presets(Interview(compiled), given_)
        assert list(here.answers.items()) == list(ordered.items())
        assert here.preset == set(given_)
    else:
        with pytest.raises(ProfileError) as raised:
            with_presets(Interview(compiled), given_)
        (fault,) = raised.value.diagnostics
        assert fault.message.endswith(f"({', '.join(first_broken(tried, ordered))})")


def first_broken(tried: ReferenceInterview, answers: Answers) -> list[str]:
    """The first constraint that the answers break up to the first that contradicts, or as few as do it."""
    names = list(answers)
    count = next(at for at in range(1, len(names) + 1) if not tried.completions(head(answers, at)))
    people = [one for one, _ in tried.unconstrained if questionnaire.agrees(one, head(answers, count))]

    def refuse(ids: list[str]) -> bool:
        return all(set(ids) & set(naive.violated(tried.pack, one)) for one in people)

    every = [rule["id"] for rule in tried.constraints]
    for name in every:
        if refuse([name]):
            return [name]
    kept = every
    for name in reversed(every):
        rest = [other for other in kept if other != name]
        kept = rest if refuse(rest) else kept
    return kept


def head(answers: Answers, count: int) -> Answers:
    """The first so many answers."""
    return dict(list(answers.items())[:count])


# Resumed


def session(answers: Mapping[str, Any], digest: str = KNOWLEDGE.digest) -> Session:
    """A saved conversation."""
    return Session(pack=Pack(name="toy", version="2026.11.0", digest=digest), day=THEN, answers=answers)


def taken_up(answers: Mapping[str, Any], days: int = 0) -> Resumption:
    """A saved conversation after so many days."""
    return resume(MEANING, session(answers), date(2026, 11, 1 + days))


def test_a_conversation_goes_on_where_it_was_left() -> None:
    """The same answers in the same order, and the same question."""
    here = Interview(MEANING).with_answer("days", 6).with_answer("place", "here")
    saved = here.session(THEN, {})
    found = resume(MEANING, saved, THEN, brief=True)

    assert saved.pack == Pack(name=KNOWLEDGE.name, version=KNOWLEDGE.version, digest=KNOWLEDGE.digest)
    assert saved.answers == here.answers
    assert list(found.interview.answers.items()) == [("days", 6), ("place", "here")]
    assert found.interview == replace(here, brief=True)
    assert (found.former_values, found.dropped, found.pack_changed) == ({}, {}, False)


@pytest.mark.parametrize(
    ("days", "answers", "older"),
    [
        (0, {"days": 5, "left": 3}, {}),
        (2, {"days": 7, "left": 1}, {"days": 5, "left": 3}),
        (9, {"days": 14, "left": 0}, {"days": 5, "left": 3}),
    ],
)
def test_counts_of_days_are_those_of_today(days: int, answers: Answers, older: Answers) -> None:
    """They grow or shrink within their bounds, and it is told what they were."""
    found = taken_up({"days": 5, "left": 3}, days)

    assert (found.interview.answers, found.former_values) == (answers, older)


def test_what_time_contradicts_is_told_and_given_up() -> None:
    """An age that grows out of what another answer allows; it is not told as grown besides."""
    constraint = "{id: c, when: {place: here, days: {above: 6}}, because: Too long.}"
    knowledge = toy.knowledge(facts=f"{FACTS}    - {constraint}\n", recommendations=RULES)
    saved = session({"place": "here", "days": 5, "door": "no"}, knowledge.digest)
    found = resume(CompiledRules.of(knowledge), saved, date(2026, 11, 4))

    assert found.interview.answers == {"place": "here", "door": "no"}
    assert (found.former_values, list(found.dropped)) == ({}, ["days"])
    assert found.dropped["days"] == "`days` = `8` contradicts the other answers (c)"


def test_answers_that_a_changed_pack_does_not_know_are_told_and_the_others_kept() -> None:
    """A fact that is gone, a value that is gone, and what is now a contradiction."""
    answers = {"place": "gone", "window": "shut", "door": "yes", "lock": "rusty", "left": 3}
    found = resume(MEANING, session(answers, "sha256:other"), THEN)

    assert found.pack_changed
    assert found.interview.answers == {"place": "gone", "left": 3}
    assert list(found.dropped) == ["window", "door", "lock"]
    assert "no fact is called `window`" in found.dropped["window"]
    assert found.dropped["door"].endswith("(shut)")
    assert "`rusty`" in found.dropped["lock"]


@pytest.mark.parametrize("seed", range(3))
def test_of_the_shipped_pack_a_conversation_goes_on_at_any_question(seed: int) -> None:
    """With the same question and the same bounds."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    while (fact := here.question) is not None:
        here = here.with_answer(fact.id, profile[fact.id])
        found = resume(here.compiled, here.session(THEN, {}), THEN)
        assert (found.interview, found.interview.question) == (here, here.question)
        assert (found.former_values, found.dropped, found.pack_changed) == ({}, {}, False)
