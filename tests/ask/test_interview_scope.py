"""The scope of an interview: what changes only a warning of severity `info` is usually not asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from support.oracles import exhaustive, naive, questionnaire
from support.packs import random_packs, toy
from support.packs.waiting_packs import one_test
from support.running.examples import examples
from support.running.interviews import answer_from, start, value_in, walk_all

NOTE = "own-note"


@st.composite
def packs_with_a_note(draw: st.DrawFn) -> random_packs.Data:
    """Draw a small pack with one more fact, on which at most a warning of severity `info` depends."""
    pack = draw(questionnaire.mixed_packs(40))
    unknown = {"unknown": True} if draw(st.booleans()) else {}
    fact = {"id": NOTE, "question": "Q?", "kind": "choice", "values": {"yes": "Y", "no": "N"}, **unknown}
    when = {"all": [{NOTE: "yes"}, draw(one_test(pack))]}
    rule = {"id": "own-remark", "title": "T", "severity": "info", "because": "So.", "when": when}
    facts = {**pack["facts.yaml"], "facts": [fact, *pack["facts.yaml"]["facts"]]}
    return {**pack, "facts.yaml": facts, "warnings.yaml": [*naive.rules(pack, "warnings.yaml"), rule]}


@settings(max_examples=examples(20))
@given(packs_with_a_note(), st.sampled_from(Scope))
def test_interviews_with_a_note_agree_with_the_reference(pack: random_packs.Data, scope: Scope) -> None:
    """A skipped fact changes nothing but such warnings, and in the full scope nothing at all."""
    walk_all(pack, scope)


@settings(max_examples=examples(20))
@given(packs_with_a_note())
def test_fact_of_a_note_is_asked_usually_only_if_it_cannot_be_unknown(pack: random_packs.Data) -> None:
    """In any interview of the usual scope, and only once nothing else is open."""
    here, reference = start(pack)
    required = not reference.facts[NOTE].get("unknown", False)
    for profile in exhaustive.admissible(pack):
        before = here
        while before.question is not None and before.question.id != NOTE:
            value = value_in(before, before.question.id, profile[before.question.id])
            before = before.with_answer(before.question.id, value)
        assert before.question is None or (required and not next(before.undecided.splits, None))


NOTED = {
    "facts": "facts: ["
    "{id: lift, question: Q?, kind: choice, values: {yes: Y, no: N}}, "
    "{id: piano, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}}, "
    "{id: cat, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}}, "
    "{id: gas, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}}]",
    "recommendations": "[{id: s, recommend: stay, because: So.}]",
    "warnings": "[{id: n, title: T, severity: info, because: So., when: {cat: yes}}, "
    "{id: m, title: T, severity: info, because: So., when: {lift: no, piano: yes}}, "
    "{id: c, title: T, severity: caution, because: So., when: {gas: yes}}]",
}


@pytest.mark.parametrize(
    ("scope", "asked"),
    [(Scope.BRIEF, []), (Scope.USUAL, ["gas"]), (Scope.FULL, ["lift", "piano", "cat", "gas"])],
    ids=["brief", "usual", "full"],
)
def test_what_changes_only_a_note_is_asked_only_in_the_full_scope(scope: Scope, asked: list[str]) -> None:
    """The lift cannot be unknown, but makes no difference as long as nobody says that there is a piano."""
    here = Interview(CompiledRules.of(toy.knowledge(**NOTED)), scope=scope)

    end = answer_from(here, {"lift": "no", "piano": "yes", "cat": "yes", "gas": "yes"})
    advice = toy.base(**NOTED).advise(end.profile)

    assert list(end.answers) == asked
    assert [warning.id for warning in advice.warnings] == {0: [], 1: ["c"], 4: ["c", "n", "m"]}[len(asked)]
    assert advice.not_needed == ()
    assert advice.assumed == tuple(name for name in ("lift", "piano", "cat", "gas") if name not in asked)


def test_note_that_cannot_do_without_an_answer_is_asked_for() -> None:
    """If the piano is a known fact, there is no advice without the lift; the least is still a bound."""
    here = Interview(CompiledRules.of(toy.knowledge(**NOTED)), {"piano": "yes"})

    assert (here.question and here.question.id, here.min_remaining, here.max_remaining) == ("gas", 1, 2)
    end = answer_from(here, {"lift": "no", "gas": "yes"})
    assert list(end.answers) == ["piano", "gas", "lift"]
