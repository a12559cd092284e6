"""The query in each dialect: where there is an engine, it gives the same; everywhere else it is written."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.exchange.sql.dialect import SPOKEN, TESTED, doubts, written
from exitwise.exchange.sql.query import query
from support.packs import random_packs, shipped, toy
from support.packs.sql_traps import ALIKE, LONG
from support.running import databases
from support.running.databases import Database, expected, query_advice
from support.running.examples import examples

AGAIN = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Database]:
    """A server that only these tests use."""
    if not databases.has_postgres():
        pytest.skip("there is no PostgreSQL here")
    with databases.postgres() as server:
        yield server


@pytest.fixture(scope="module")
def spark() -> Iterator[Database]:
    """A session in this process."""
    pytest.importorskip("pyspark")
    with databases.spark() as session:
        yield session


def check(database: Database, data: st.DataObject) -> None:
    """Hold what an engine gives for a random pack against the plain reading."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=5))

    assert query_advice(toy.loaded(pack), profiles, database) == [
        expected(pack, profile) for profile in profiles
    ]


def check_shipped(database: Database, count: int) -> None:
    """Hold what an engine gives for the shipped pack against the plain reading."""
    profiles = [shipped.admissible(seed) for seed in range(count)]

    assert query_advice(shipped.base().knowledge, profiles, database) == [
        expected(shipped.raw(), profile) for profile in profiles
    ]


TRAPS: list[tuple[dict[str, str], list[dict[str, Any]]]] = [
    (ALIKE, [{"ID": "A", "select": "yes", "Select": "yes", "profiles": 4, "one": 1}, {"ID": "a"}]),
    (LONG, [{"place": "here"}, {"place": "gone", "door": "ajar"}]),
    ({}, [{"place": "here", "days": 2**63 - 1}]),
]


def check_traps(database: Database) -> None:
    """Hold what an engine makes of odd names, long names and empty lists against DuckDB."""
    for files, profiles in TRAPS:
        knowledge = toy.knowledge(**files)
        assert query_advice(knowledge, profiles, database) == query_advice(knowledge, profiles)


@settings(max_examples=examples(25), suppress_health_check=AGAIN)
@given(st.data())
def test_on_random_packs_postgres_agrees_with_the_plain_reading(
    postgres: Database, data: st.DataObject
) -> None:
    """Outcome, readiness and every list."""
    check(postgres, data)


def test_on_the_shipped_pack_postgres_agrees_with_the_plain_reading(postgres: Database) -> None:
    """Nor does any name get cut."""
    check_shipped(postgres, 40)


def test_postgres_mixes_up_no_names(postgres: Database) -> None:
    """Nor does it mind a pack with next to nothing in it."""
    check_traps(postgres)


@pytest.mark.slow
@settings(max_examples=examples(15), suppress_health_check=AGAIN)
@given(st.data())
def test_on_random_packs_spark_agrees_with_the_plain_reading(spark: Database, data: st.DataObject) -> None:
    """Outcome, readiness and every list."""
    check(spark, data)


@pytest.mark.slow
def test_on_the_shipped_pack_spark_agrees_with_the_plain_reading(spark: Database) -> None:
    """With its optimizer told not to merge the strata."""
    check_shipped(spark, 40)


@pytest.mark.slow
def test_spark_mixes_up_no_names(spark: Database) -> None:
    """Nor does it mind a pack with next to nothing in it."""
    check_traps(spark)


@pytest.mark.parametrize("dialect", SPOKEN)
def test_every_dialect_is_written_without_a_word(dialect: str, caplog: pytest.LogCaptureFixture) -> None:
    """What one cannot express is said to whoever asks, and not to a log."""
    tree = query(toy.bicycle().knowledge)

    assert "sell-worn" in written(tree, dialect)
    assert (doubts(tree, dialect) == ()) or dialect not in TESTED
    assert not caplog.records


def test_what_a_dialect_lacks_is_said() -> None:
    """MySQL has no lists."""
    assert any("rray" in doubt for doubt in doubts(query(toy.bicycle().knowledge), "mysql"))


def test_a_remark_stands_in_one_line_above_its_column() -> None:
    """However it is written, and whatever is in it."""
    remarks = {"old-is-worn": 'It\'s "old";\n DROP TABLE profiles; /* -- */'}
    text = written(query(toy.bicycle().knowledge, remarks=remarks), "duckdb")
    before, _, after = text.partition('    -- It\'s "old"; DROP TABLE profiles; /* -- */\n')

    assert before.endswith("*,\n")
    assert after.split("\n")[0].rstrip(",").endswith('>= 10, FALSE) AS "old-is-worn"')
