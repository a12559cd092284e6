"""The query as DuckDB runs it: the same advice as the plain reading, the diagrams and the chaining."""

from collections.abc import Mapping
from functools import cache
from math import prod
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from exitwise.diagram.evaluation import conclude
from exitwise.errors import ProfileError
from exitwise.exchange.sql.dialect import written
from exitwise.exchange.sql.query import query
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from support.oracles import exhaustive, naive
from support.oracles.missing import Case
from support.packs import random_packs, shipped, toy
from support.packs.numbered_profiles import NumberedProfiles
from support.running import databases
from support.running.databases import DUCK, expected, query_advice
from support.running.examples import examples

NONE_LEFT = """
- {id: one, recommend: stay, when: {place: here}, because: So.}
- {id: two, recommend: leave, when: {door: yes}, because: So.}
"""


@settings(max_examples=examples(60))
@given(st.data())
def test_on_random_packs_the_query_agrees_with_the_plain_reading(data: st.DataObject) -> None:
    """Refused profiles included: what else is said of them means nothing, yet is the same."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=8))

    assert query_advice(toy.loaded(pack), profiles) == [expected(pack, profile) for profile in profiles]


@settings(max_examples=examples(40))
@given(st.data())
def test_the_query_agrees_with_the_plain_reading_on_every_kind_of_fact(data: st.DataObject) -> None:
    """Lists have a Boolean column for each value, decimals are decimals, and dates are days."""
    pack = data.draw(random_packs.packs(every_kind=True))
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=8))

    assert query_advice(toy.loaded(pack), profiles) == [expected(pack, profile) for profile in profiles]


@settings(max_examples=examples(20))
@given(st.data())
def test_on_random_packs_the_rules_are_the_reasons_of_the_advice(data: st.DataObject) -> None:
    """In their order, also where a pack leaves no single outcome."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=3))
    knowledge = toy.loaded(pack)
    base = KnowledgeBase(knowledge)

    for profile, row in zip(profiles, query_advice(knowledge, profiles), strict=True):
        try:
            advice = base.advise(profile)
        except ProfileError:
            assert row["refused"]
        else:
            assert row == {
                "recommendation": advice.recommendation,
                "readiness": advice.readiness,
                "steps": row["steps"],
                "warnings": row["warnings"],
                "rules": [reason.rule for reason in advice.reasons],
                "refused": [],
            }


@pytest.mark.parametrize(
    ("answers", "recommendation"),
    [({"place": "gone"}, None), ({"place": "here", "door": "yes"}, None), ({"place": "here"}, "stay")],
)
def test_without_a_single_outcome_there_is_none_and_it_holds(
    answers: dict[str, str], recommendation: str | None
) -> None:
    """Neither where no argument is left nor where two outcomes are argued for."""
    (row,) = query_advice(toy.knowledge(recommendations=NONE_LEFT), [answers])

    assert row["recommendation"] == recommendation
    assert row["readiness"] == ("ready" if recommendation else "hold")


def test_a_pack_with_next_to_nothing_has_empty_lists() -> None:
    """Lists of texts, of whatever the engine makes of no elements."""
    knowledge = toy.knowledge()
    (row,) = query_advice(knowledge, [{"place": "here"}])

    assert row == {
        "recommendation": "stay",
        "readiness": "ready",
        "steps": [],
        "warnings": [],
        "rules": ["default"],
        "refused": [],
    }
    described = DUCK.rows(f"DESCRIBE {written(query(knowledge), 'duckdb')}")
    assert [row["column_type"] for row in described[3:]] == ["VARCHAR[]"] * 4


# Rows without a declared answer


def undeclared(fact: Mapping[str, Any]) -> list[Any]:
    """What a column may hold beside the answers that a fact has."""
    missing = [] if fact.get("unknown", False) else [None]
    if fact["kind"] == "choice":
        return [*missing, "", "never declared", *([] if fact.get("unknown", False) else ["unknown"])]
    by = {"minimum": -1, "maximum": 1}
    return [*missing, *(fact[bound] + step for bound, step in by.items() if bound in fact)]


HELD: Final[databases.Row] = {
    "recommendation": None,
    "readiness": "hold",
    "steps": [],
    "warnings": [],
    "rules": [],
}


def check_undeclared(database: databases.Database, data: st.DataObject) -> None:
    """Spoil some answers of some rows; a row is on hold if that matters, and otherwise as it was."""
    pack = data.draw(random_packs.packs())
    facts = {fact["id"]: undeclared(fact) for fact in pack["facts.yaml"]["facts"]}
    spoilable = {fact: values for fact, values in facts.items() if values}
    assume(spoilable)
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=6))
    spoiled = [data.draw(st.sets(st.sampled_from(sorted(spoilable)))) for _ in profiles]
    rows = [
        profile | {fact: data.draw(st.sampled_from(spoilable[fact])) for fact in sorted(bad)}
        for profile, bad in zip(profiles, spoiled, strict=True)
    ]

    for profile, bad, row in zip(
        profiles, spoiled, query_advice(toy.loaded(pack), rows, database), strict=True
    ):
        named = [name for name in row["refused"] if ":" in name]
        if named or not bad:
            assert named == [f"fact:{fact}" for fact in facts if fact in bad]
        if named:
            assert {key: value for key, value in row.items() if key != "refused"} == HELD
        elif not bad:
            assert row == expected(pack, profile)
        else:
            check_settled(pack, {fact: value for fact, value in profile.items() if fact not in bad}, row)


def check_settled(pack: naive.Pack, profile: naive.Profile, row: databases.Row) -> None:
    """Compare a row with missing answers that the query settles with its completions, if they are few."""
    if prod(map(len, exhaustive.parts(pack).values())) > exhaustive.FEW:
        return
    case = Case(pack, profile)
    if row["refused"]:
        assert not case.completions
        return
    assert case.is_settled_now
    for result in case.results:
        assert (row["recommendation"], row["readiness"]) == (result.recommendation, result.readiness)
        assert (row["steps"], row["warnings"]) == (list(result.steps), list(result.warnings))


@settings(max_examples=examples(60))
@given(st.data())
def test_no_row_is_settled_by_an_answer_that_it_lacks(data: st.DataObject) -> None:
    """Whatever is missing, undeclared or out of bounds, and whichever rules look at it."""
    check_undeclared(DUCK, data)


@pytest.mark.skipif(not databases.has_postgres(), reason="there is no PostgreSQL here")
def test_nor_is_one_settled_in_postgres() -> None:
    """Where a null that reached a condition would fall through to `ready`."""
    with databases.postgres() as server:

        @settings(max_examples=examples(10), suppress_health_check=[HealthCheck.too_slow])
        @given(st.data())
        def law(data: st.DataObject) -> None:
            check_undeclared(server, data)

        law()


def test_a_missing_answer_that_a_negated_condition_asks_for_is_named_and_holds() -> None:
    """Were it another value, the step would be due and nothing would hold."""
    knowledge = toy.knowledge(
        plan="[{id: go, phase: act, title: T, how: H, when: {place: {not: gone}}, because: So.}]",
        warnings="[{id: stop, title: T, severity: info, hold: true, until: U, when: {place: gone},"
        " because: So.}]",
    )
    rows = [{}, {"place": "unknown", "door": "?"}, {"place": "here"}]
    missing, wrong, known = query_advice(knowledge, rows)

    assert missing == HELD | {"refused": ["fact:place"]}
    assert wrong == HELD | {"refused": ["fact:place", "fact:door"]}
    assert (known["readiness"], known["steps"], known["refused"]) == ("ready", ["go"], [])


def test_a_list_that_is_null_in_some_columns_is_not_declared() -> None:
    """It is neither known nor unknown, whether the fact may be unknown or not."""
    facts = """
      facts:
        - {id: goals, question: Q?, kind: several, values: {erase: E, calm: C}, unknown: true}
        - {id: wants, question: Q?, kind: several, values: {more: M, less: L}}
    """
    rules = """
      - {id: default, recommend: stay, because: So.}
      - {id: go, recommend: leave, when: {goals: {has: erase}, wants: {has: more}}, overrides: default,
         because: So.}
    """
    knowledge = toy.knowledge(facts=facts, recommendations=rules)
    rows: list[Mapping[str, Any]] = [
        {"goals": ["erase"], "wants": ["more"]},
        {"goals": ["erase", None], "wants": ["more"]},
        {"goals": ["erase"], "wants": ["more", None]},
        {"goals": ["erase"]},
        {"goals": "unknown"},
    ]
    known, half, half_missing, missing, unknown = query_advice(knowledge, rows)

    assert (known["recommendation"], known["refused"]) == ("leave", [])
    assert half == HELD | {"refused": ["fact:goals"]}
    assert half_missing == HELD | {"refused": ["fact:wants"]}
    assert missing == HELD | {"refused": ["fact:wants"]}
    assert (unknown["recommendation"], unknown["refused"]) == ("stay", [])


# The shipped pack


@cache
def members() -> NumberedProfiles:
    """Its admissible profiles."""
    compiled = shipped.base().compiled
    return NumberedProfiles(compiled.space, compiled.domain)


def test_on_the_shipped_pack_the_query_agrees_with_the_plain_reading() -> None:
    """Also on profiles that break a constraint."""
    random = Random(5)  # noqa: S311 (no secret hangs on it)
    profiles = [shipped.random_profile(random) for _ in range(60)]

    assert query_advice(shipped.base().knowledge, profiles) == [
        expected(shipped.raw(), profile) for profile in profiles
    ]


def check_against_diagrams(seed: int, count: int) -> None:
    """Hold the query against the diagrams on profiles drawn evenly from all that are admissible."""
    base, random = shipped.base(), Random(seed)  # noqa: S311 (no secret hangs on it)
    axes = base.compiled.space.axes
    drawn = [members().sample(random) for _ in range(count)]
    profiles = [{fact: axes[fact].value(code) for fact, code in codes.items()} for codes in drawn]

    for profile, row in zip(profiles, query_advice(base.knowledge, profiles), strict=True):
        found = conclude(base.compiled, complete(base.knowledge.facts, profile).values)
        assert not row["refused"]
        assert (row["recommendation"], row["readiness"]) == (found.recommendation, found.readiness)
        assert row["steps"] == [name for name in base.knowledge.step_order if name in found.steps]
        assert tuple(row["warnings"]) == found.warnings


def test_on_the_shipped_pack_the_query_agrees_with_the_diagrams() -> None:
    """On profiles of which each is as likely as any other."""
    check_against_diagrams(1, 400)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_on_ten_thousand_shipped_profiles_the_query_agrees_with_the_diagrams(seed: int) -> None:
    """A thousand for each seed."""
    check_against_diagrams(seed, 1000)


# Columns that pass through


def kept(*names: str, table: str = "profiles") -> list[databases.Row]:
    """What passes through beside the advice for one profile, from a table of that name."""
    knowledge = toy.knowledge()
    DUCK.rows(
        f"CREATE OR REPLACE TABLE \"{table}\" AS SELECT 7 AS id, 'here' AS place, NULL::VARCHAR AS door,"
        ' 5 AS days, \'x\' AS "stands:default", \'y\' AS "default", \'z\' AS "it\'s ""odd"""'
    )
    rows = DUCK.rows(written(query(knowledge, keep=names, source=table), "duckdb"))
    DUCK.rows(f'DROP TABLE "{table}"')
    assert [row["recommendation"] for row in rows] == ["stay"]
    return [{name: row[name] for name in list(row)[: len(names)]} for row in rows]


def test_columns_pass_through_as_they_are() -> None:
    """A fact as it was given, and what is called like a rule or a column of the query."""
    assert kept("id", "door", "days") == [{"id": 7, "door": None, "days": 5}]
    assert kept('it\'s "odd"', "DEFAULT", "stands:default") == [
        {'it\'s "odd"': "z", "DEFAULT": "y", "stands:default": "x"}
    ]
    assert kept() == [{}]


@pytest.mark.parametrize("table", ["answers", "Arguments", "profiles", "from", "it's"])
def test_the_table_may_be_called_anything(table: str) -> None:
    """Also like a part of the query."""
    assert kept("id", table=table) == [{"id": 7}]


@pytest.mark.parametrize("names", [("steps",), ("id", "ID"), ("Refused", "id"), ("id", "id")])
def test_two_columns_of_one_name_are_refused(names: tuple[str, ...]) -> None:
    """Nobody could tell them apart."""
    with pytest.raises(ValueError, match="several columns"):
        query(toy.knowledge(), keep=names)


def test_a_choice_may_be_held_as_an_enumeration() -> None:
    """Of exactly its values, as DuckDB holds it more closely than text."""
    knowledge = shipped.base().knowledge
    profiles = [shipped.admissible(seed) for seed in range(20)]
    expected = query_advice(knowledge, profiles)
    DUCK.rows(*databases.table(knowledge, profiles), databases.with_enumerations(knowledge))

    assert DUCK.rows(written(query(knowledge, keep=()), "duckdb")) == expected
