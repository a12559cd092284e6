"""The batch on random packs: what the plain reading says, and the right cause where there is no advice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagram.evaluation import conclude
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from support.oracles import course, naive, reasons
from support.packs import random_packs, toy
from support.running import batching
from support.running.examples import examples


def expected(pack: naive.Pack, profile: naive.Profile, name: int) -> dict[str, Any] | str:
    """The advice by the plain reading, or the cause why there is none."""
    if naive.violated(pack, profile):
        return "contradiction"
    said = naive.advise(pack, profile)
    if said.recommendation is None:
        return "conflict" if said.undefeated else "gap"
    return {
        "id": name,
        "recommendation": said.recommendation,
        "readiness": said.readiness,
        "steps": list(naive.compact_steps(pack, said)),
        "waits": waits(pack, profile),
        "warnings": list(said.warnings),
        "rules": reasons.reasons(pack, profile, said),
    }


def waits(pack: naive.Pack, profile: naive.Profile) -> list[str]:
    """The holds that can be met, in the order of the warnings."""
    met = course.met(pack, profile)
    rules = [rule for rule in naive.rules(pack, "warnings.yaml") if rule["id"] in met]
    return [rule["id"] for rule in naive.sorted_warnings(rules)]


@settings(max_examples=examples(12))
@given(st.data())
def test_the_batch_is_the_plain_reading(data: st.DataObject) -> None:
    """Of every profile, in order: advice, or a reject with the right cause."""
    check_batch(data, data.draw(random_packs.packs()))


@settings(max_examples=examples(24))
@given(st.data())
def test_the_batch_is_the_plain_reading_of_every_kind_of_fact(data: st.DataObject) -> None:
    """Lists of values, decimals and dates, beside choices and integers."""
    check_batch(data, data.draw(random_packs.packs(every_kind=True)))


def check_batch(data: st.DataObject, pack: naive.Pack) -> None:
    """Compare the advice and the rejects of some profiles with the oracle."""
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=8))
    base = KnowledgeBase(toy.loaded(pack))
    records = [{"id": at, **profile} for at, profile in enumerate(profiles, 1)]
    done = batching.run_batch(base, batching.jsonl(records))
    told = [expected(pack, profile, at) for at, profile in enumerate(profiles, 1)]

    assert done.advice == [each for each in told if isinstance(each, dict)]
    refused = [(at, each) for at, each in enumerate(told, 1) if isinstance(each, str)]
    assert [(each["line"], each["cause"]) for each in done.rejects] == refused
    for line in done.advice:
        profile = complete(base.knowledge.facts, records[line["id"] - 1])
        assert conclude(base.compiled, profile.values).recommendation == line["recommendation"]


@pytest.mark.parametrize(
    "name", ["row", "stored", "json", "advice", "profiles", "answers", "refused", "rules"]
)
def test_a_fact_or_a_kept_column_may_be_called_like_anything(name: str) -> None:
    """The database has names of its own, which are no concern of a pack's."""
    facts = f"facts: [{{id: {name}, question: Q?, kind: choice, values: {{a: A, b: B}}}}]"
    rules = f"""
      - {{id: one, recommend: stay, when: {{{name}: a}}, because: So.}}
      - {{id: two, recommend: leave, when: {{{name}: b}}, because: So.}}
    """
    done = batching.run_batch(toy.base(facts=facts, recommendations=rules), batching.jsonl([{name: "b"}]))
    assert [each["recommendation"] for each in done.advice] == ["leave"]

    if name not in {"refused", "rules"}:
        kept = batching.run_batch(toy.bicycle(), batching.jsonl([{"brakes": "no", name: [1]}]), keep=(name,))
        assert [each[name] for each in kept.advice] == [[1]]


def test_facts_that_differ_by_their_case_are_kept_apart() -> None:
    """Though the database does not tell their columns apart."""
    facts = """
      facts:
        - {id: door, question: Q?, kind: choice, values: {a: A, b: B}}
        - {id: Door, question: Q?, kind: choice, unknown: true, values: {a: A, b: B}}
    """
    rules = """
      - {id: one, recommend: stay, when: {Door: a}, because: So.}
      - {id: two, recommend: leave, when: {Door: {not: a}}, because: So.}
    """
    records = [{"door": "b", "Door": "a"}, {"Door": "b", "door": "a"}, {"door": "a"}]
    done = batching.run_batch(toy.base(facts=facts, recommendations=rules), batching.jsonl(records))

    assert [each["recommendation"] for each in done.advice] == ["stay", "leave", "leave"]


def test_what_is_kept_comes_out_as_it_came() -> None:
    """Of any kind, in every form; an id too."""
    values = ["text", {"a": [1, {"b": None}]}, 7, None, True, '"\\\u0000\n\u2028,']
    records = [{"brakes": "yes", "id": "a:b", "more": value} for value in values]
    done = batching.run_batch(toy.bicycle(), batching.jsonl(records), keep=("more",))

    assert [each["more"] for each in done.advice] == values
    assert {each["id"] for each in done.advice} == {"a:b"}


@pytest.mark.parametrize(("content", "form"), [(b"", "jsonl"), (b"", "json"), (b"id,brakes\n", "csv")])
def test_no_records_are_no_advice(content: bytes, form: Any) -> None:
    """And no fault."""
    done = batching.run_batch(toy.bicycle(), content, form)

    assert (done.summary.read, done.text, done.rejects) == (0, b"", [])
