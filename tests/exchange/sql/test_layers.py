"""The strata: each column says what the plain reading says, and none is ever null."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from exitwise.exchange.sql.condition import Expressions
from exitwise.exchange.sql.layers import layers
from exitwise.exchange.sql.names import DECLARED, SETTLED, Key, names
from exitwise.model.knowledge import Knowledge
from support.oracles import naive, reasons
from support.packs import random_packs, shipped, toy
from support.running import databases
from support.running.examples import examples

Truths = dict[Key, bool]


def rules(pack: naive.Pack, state: naive.State) -> Truths:
    """Which rules fire, constraints included."""
    every = [*reasons.every_rule(pack).values(), *(pack["facts.yaml"].get("constraints") or [])]
    return {("rule", rule["id"]): naive.applies(rule, state) for rule in every}


def concluded(pack: naive.Pack, profile: naive.Profile) -> Truths:
    """What is true of a profile by the plain reading, for each column but those of facts and of needs."""
    said = naive.advise(pack, profile)
    resting = reasons.reasons(pack, profile, said)
    arguments, findings = (naive.rules(pack, f"{file}.yaml") for file in ("recommendations", "findings"))
    outcomes = pack["pack.yaml"]["outcomes"]
    argued = {rule["recommend"] for rule in arguments if rule["id"] in said.undefeated}
    return {
        **rules(pack, reasons.final_state(pack, profile, said)),
        **{("stands", rule["id"]): rule["id"] in said.undefeated for rule in arguments},
        **{("finding", rule["finding"]): rule["finding"] in said.findings for rule in findings},
        **{("rests", rule["id"]): rule["id"] in resting for rule in findings},
        **{("for", outcome): outcome in argued for outcome in outcomes},
        **{("recommend", outcome): outcome == said.recommendation for outcome in outcomes},
    }


def check(pack: naive.Pack, knowledge: Knowledge, profiles: list[dict[str, Any]]) -> None:
    """Hold every column of every stratum against the plain reading."""
    columns = names(knowledge)

    for profile, row in zip(profiles, databases.all_columns(knowledge, profiles), strict=True):
        found = {key: row[name] for key, name in columns.items() if key[0] != "fact"}
        assert {type(value) for value in found.values()} == {bool}, row
        assert found.pop(DECLARED)
        assert found.pop(SETTLED)
        assert {key: value for key, value in found.items() if key[0] != "needed"} == concluded(pack, profile)
        known = naive.complete(pack, profile)
        assert {name: row[columns["fact", name]] for name in known} == {
            name: None if value == "unknown" and knowledge.fact[name].kind == "integer" else value
            for name, value in known.items()
        }


@settings(max_examples=examples(25))
@given(st.data())
def test_every_column_is_what_the_plain_reading_says(data: st.DataObject) -> None:
    """True or false, and nothing else; of random packs."""
    pack = data.draw(random_packs.packs())

    check(pack, toy.loaded(pack), data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=5)))


def test_every_column_of_the_shipped_pack_is_what_the_plain_reading_says() -> None:
    """On random profiles that break no constraint."""
    check(shipped.raw(), shipped.base().knowledge, [shipped.admissible(seed) for seed in range(30)])


@settings(max_examples=examples(25))
@given(random_packs.packs())
def test_a_stratum_looks_only_at_those_below_it(pack: random_packs.Data) -> None:
    """So each can be written as one SELECT over the one before, and every column is added once."""
    knowledge = toy.loaded(pack)
    columns = names(knowledge)
    below = {columns["fact", fact.id] for fact in knowledge.facts}

    for layer in layers(knowledge, Expressions(knowledge.fact, columns)):
        own = {columns[key] for key, _ in layer.columns}
        for _, expression in layer.columns:
            assert {column.name for column in expression.find_all(exp.Column)} <= below
        assert own
        assert not own & below
        below |= own
    assert below == set(columns.values())
