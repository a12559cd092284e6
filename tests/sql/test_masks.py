"""The query over masks: the same as the query that is printed, on random packs and on the shipped one."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.exchange.sql.names import names
from exitwise.exchange.sql.query import query
from exitwise.model.fact import UNKNOWN, Fact
from exitwise.model.knowledge import Knowledge
from exitwise.sql.masks import code, masked
from support.packs import random_packs, shipped, toy
from support.running.databases import connection, query_advice
from support.running.examples import examples


def by_masks(knowledge: Knowledge, profiles: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """What the masks say of some profiles, their bits made lists again."""
    found = masked(query(knowledge, keep=("~id",)), knowledge)
    columns = names(knowledge)
    kinds = [
        f'"{columns["fact", fact.id]}" {code(fact) if fact.kind == "choice" else "BIGINT"}'
        for fact in knowledge.facts
    ]
    rows = [
        [number, *(_code(fact, profile.get(fact.id)) for fact in knowledge.facts)]
        for number, profile in enumerate(profiles)
    ]
    marks = f"({', '.join('?' * len(rows[0]))})"
    database = connection()
    database.execute(f'CREATE OR REPLACE TABLE profiles ("~id" BIGINT, {", ".join(kinds)})')
    database.execute(f"INSERT INTO profiles VALUES {', '.join([marks] * len(rows))}", [*chain(*rows)])
    result = database.execute(f'SELECT * FROM ({found.text}) ORDER BY "~id"')
    named = [column[0] for column in result.description]
    answers = [dict(zip(named, row, strict=True)) for row in result.fetchall()]
    return [
        {
            "recommendation": row["recommendation"],
            "readiness": row["readiness"],
            **{
                name: [
                    entry
                    for piece in pieces
                    for place, entry in enumerate(piece.names)
                    if row[piece.column] >> place & 1
                ]
                for name, pieces in found.lists.items()
            },
        }
        for row in answers
    ]


def _code(fact: Fact, value: object) -> object:
    if fact.kind == "integer":
        return None if value == UNKNOWN else value
    return fact.names.index(UNKNOWN if value is None and fact.unknown else str(value))


@settings(max_examples=examples(60))
@given(st.data())
def test_on_random_packs_masks_are_the_printed_query(data: st.DataObject) -> None:
    """Refused profiles included."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=6))
    knowledge = toy.loaded(pack)

    assert by_masks(knowledge, profiles) == query_advice(knowledge, profiles)


def test_on_the_shipped_pack_masks_are_the_printed_query() -> None:
    """On profiles that are admissible, and on some that are not."""
    profiles: list[dict[str, Any]] = [dict(shipped.admissible(seed)) for seed in range(150)]
    profiles += [{**profile, "account_state": "deleted"} for profile in profiles[:20]]
    knowledge = shipped.base().knowledge

    assert by_masks(knowledge, profiles) == query_advice(knowledge, profiles)


def test_a_negation_of_a_negation_is_what_it_was() -> None:
    """Two signs in a row would be another operator."""
    knowledge = toy.knowledge(
        recommendations="- {id: one, recommend: stay, when: {not: {not: {place: here}}}, because: So.}"
    )

    assert [row["recommendation"] for row in by_masks(knowledge, [{"place": "here"}, {"place": "gone"}])] == [
        "stay",
        None,
    ]
