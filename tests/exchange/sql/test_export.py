"""The printed query: it runs as it stands, and its head says all that is needed to run it."""

from typing import Any

import pytest

from exitwise.exchange.sql.export import dialects, write
from support.packs import shipped, toy
from support.running import databases

PROFILES: list[dict[str, Any]] = [{"brakes": "yes", "age": 10, "colour": "red"}, {"brakes": "no"}]


def head(dialect: str) -> str:
    """The head of the bicycle pack's query, its lines run together."""
    lines = write(toy.bicycle().knowledge, dialect).splitlines()
    end = next(at for at, line in enumerate(lines) if not line.startswith("--"))
    assert max(map(len, lines[:end])) <= 110
    return " ".join(" ".join(line.removeprefix("--") for line in lines[:end]).split())


def test_it_runs_as_it_is_printed() -> None:
    """Remarks and head are no hindrance."""
    knowledge = toy.bicycle().knowledge
    found = databases.DUCK.run(knowledge, PROFILES, write(knowledge, "duckdb"))

    assert [row.pop("id") for row in found] == [0, 1]
    assert found == databases.query_advice(knowledge, PROFILES)


def test_the_shipped_pack_runs_as_it_is_printed() -> None:
    """With every remark that its rules make."""
    knowledge = shipped.base().knowledge
    profiles = [shipped.admissible(seed) for seed in range(5)]
    found = databases.DUCK.run(knowledge, profiles, write(knowledge, "duckdb"))

    assert [[row["rules"], row["recommendation"]] for row in found] == [
        [row["rules"], row["recommendation"]] for row in databases.query_advice(knowledge, profiles)
    ]


@pytest.mark.skipif(not databases.has_postgres(), reason="there is no PostgreSQL here")
def test_it_runs_in_postgres_as_it_is_printed() -> None:
    """There a comment within a comment would have to end twice."""
    knowledge = toy.bicycle().knowledge
    with databases.postgres() as server:
        found = server.rows(
            *databases.table(knowledge, PROFILES), write(knowledge, "postgres").removesuffix(";\n")
        )

    assert [row["rules"] for row in found] == [
        row["rules"] for row in databases.query_advice(knowledge, PROFILES)
    ]


def test_the_head_says_what_is_read() -> None:
    """Every fact with its type, its values, and whether an answer is needed."""
    said = head("duckdb")

    assert "The rules of the pack bicycle 2026.11.0 as one query." in said
    assert toy.bicycle().knowledge.digest in said
    assert 'the table "profiles"' in said
    assert "colour: text; red, blue, green, unknown; null where not known" in said
    assert "brakes: text; yes, no; null where missing" in said
    assert "age: 64-bit integer from 0 to 90; null where not known" in said
    assert "recommendation: ride, mend, sell; null" in said
    assert "A row in which a fact has a value that is not declared here gets no recommendation," in said
    assert "A fact that cannot be unknown may be null where it makes no difference." in said
    assert "So the query does not settle a row" in said


def test_an_integer_without_bounds_has_none() -> None:
    """Nor has one with a single bound two."""
    assert "--   days: 64-bit integer; null where not known\n" in write(toy.knowledge(), "duckdb")


@pytest.mark.parametrize("dialect", dialects())
def test_the_head_says_whether_the_dialect_is_run(dialect: str) -> None:
    """Three are; of every other it is said that it is not."""
    tested = dialect in {"duckdb", "postgres", "spark"}

    assert ("; tested: run there" in head(dialect)) is tested
    assert (f"Dialect: {dialect}; untested: written, not run here." in head(dialect)) is not tested


def test_the_head_says_what_a_dialect_lacks() -> None:
    """And what one needs to be told."""
    assert "Of mysql is said: Arrays are not supported by MySQL." in head("mysql")
    assert "spark.sql.optimizer.excludedRules" in head("spark")


def test_a_rule_is_found_by_its_id_with_its_reason_above_it() -> None:
    """In one line, however long."""
    lines = write(shipped.base().knowledge, "duckdb").splitlines()
    (at,) = (at for at, line in enumerate(lines) if line.endswith('AS "nothing-to-save",'))

    assert lines[at - 1].strip() == "-- Certificates cannot have been saved if none were earned."
    assert max(len(line) for line in lines if line.startswith("    -- ")) <= 110


def test_the_text_is_the_same_on_every_run() -> None:
    """So that two versions can be compared line by line."""
    knowledge = shipped.base().knowledge

    assert write(knowledge, "duckdb") == write(knowledge, "duckdb")


def test_what_a_rule_says_cannot_steer_a_terminal_or_end_the_remark() -> None:
    """Line ends are folded, and steering characters shown."""
    argument = '[{id: default, recommend: stay, because: "So\\n; DROP TABLE profiles; \\e[2J\\u2028x"}]'
    text = write(toy.knowledge(recommendations=argument), "duckdb")

    assert "    -- So ; DROP TABLE profiles; \\x1b[2J x\n" in text
