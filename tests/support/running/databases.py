"""The exported query, run by databases on tables of profiles."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final, Protocol

import duckdb

from exitwise.exchange.sql.dialect import written
from exitwise.exchange.sql.names import names
from exitwise.exchange.sql.query import query
from exitwise.model.fact import Fact
from exitwise.model.knowledge import Knowledge
from support.oracles import naive, reasons

Row = dict[str, Any]
START_TIMEOUT: Final = 60
"""The seconds after which a server has failed to start."""
UNPRIVILEGED: Final = ("postgres", "nobody")
"""Users that can run a server if this one is root, in order of preference."""


class Database(Protocol):
    """A database that runs the query."""

    dialect: str

    def run(self, knowledge: Knowledge, profiles: Sequence[naive.Profile], text: str) -> list[Row]:
        """Return the rows of a query on a table of profiles."""


class Duck:
    """DuckDB, in process."""

    dialect = "duckdb"

    def rows(self, *statements: str) -> list[Row]:
        """Return the rows of the last statement."""
        for statement in statements:
            result = connection().execute(statement)
        columns = [column[0] for column in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def run(self, knowledge: Knowledge, profiles: Sequence[naive.Profile], text: str) -> list[Row]:
        """Return the rows of a query on a table of profiles."""
        return self.rows(*table(knowledge, profiles), text)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Return the only database, which is in memory, with one thread because other cores run tests."""
    return duckdb.connect(config={"threads": 1})


DUCK: Final = Duck()


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server, reached by a socket in its folder."""

    folder: Path
    dialect = "postgres"

    def rows(self, *statements: str) -> list[Row]:
        """Return the rows of the last statement."""
        *before, last = statements
        script = ";\n".join([*before, f"SELECT row_to_json(result) FROM ({last}) AS result"])
        call = ["psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "tester", "-d", "postgres"]
        ended = subprocess.run(
            [*map(str, call), "-v", "ON_ERROR_STOP=1"],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        assert "truncated" not in ended.stderr
        return [json.loads(line) for line in ended.stdout.splitlines()]

    def run(self, knowledge: Knowledge, profiles: Sequence[naive.Profile], text: str) -> list[Row]:
        """Return the rows of a query on a table of profiles."""
        return self.rows(*table(knowledge, profiles), text)


def program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL, which Debian installs outside PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(installed[-1]) if installed else None)


def has_postgres() -> bool:
    """Return whether a PostgreSQL server can be started."""
    return all(map(program, ("postgres", "initdb", "psql"))) and sys.platform != "win32"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Yield a server in a temporary folder, run by another user if this one is root."""
    folder = Path(mkdtemp(prefix="exitwise-"))
    as_user: dict[str, str] = {}
    if os.geteuid() == 0:
        as_user["user"] = unprivileged_user()
        shutil.chown(folder, as_user["user"])
    data = folder / "data"
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": folder,
        **as_user,
    }
    init = [program("initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    subprocess.run(list(map(str, init)), check=True, **quiet)
    call = [program("postgres"), "-D", data, "-k", folder, "-h", "", "-c", "fsync=off"]
    server = subprocess.Popen(list(map(str, call)), **quiet)
    try:
        yield wait_until_ready(Postgres(folder), server)
    finally:
        server.terminate()
        server.wait(START_TIMEOUT)
        shutil.rmtree(folder)


def unprivileged_user() -> str:
    """Return a user that is not root."""
    import pwd  # noqa: PLC0415 (Unix only)

    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def wait_until_ready(database: Postgres, server: subprocess.Popen[bytes]) -> Postgres:
    """Wait until the server answers, and return it."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            database.rows("SELECT 1 AS one")
        except AssertionError:
            time.sleep(0.1)
        else:
            return database
    raise AssertionError("the server does not start")


class Spark:
    """A session in local mode."""

    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, knowledge: Knowledge, profiles: Sequence[naive.Profile], text: str) -> list[Row]:
        """Return the rows of a query on a table of profiles."""
        columns = names(knowledge)
        types = {"choice": "STRING", "integer": "BIGINT"}
        kinds = ", ".join(f"`{columns['fact', fact.id]}` {types[fact.kind]}" for fact in knowledge.facts)
        rows = [
            (index, *(stored_value(fact, profile.get(fact.id)) for fact in knowledge.facts))
            for index, profile in enumerate(profiles)
        ]
        table = self._session.createDataFrame(rows, f"id BIGINT, {kinds}")
        table.createOrReplaceTempView("profiles")
        return [row.asDict() for row in self._session.sql(text).collect()]


@contextmanager
def spark() -> Iterator[Spark]:
    """Yield a session on one core that does not merge the strata, as the header of the query advises."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra)

    settings: dict[str, Any] = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",  # compilation takes longer than these few rows
        "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
    }
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    try:
        yield Spark(session)
    finally:
        session.stop()


# Tables and results


def quoted(name: str) -> str:
    """Return a quoted identifier."""
    return '"{}"'.format(name.replace('"', '""'))


def literal(value: object) -> str:
    """Return a value as a literal of any dialect."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int | Decimal) else "'{}'".format(str(value).replace("'", "''"))


def stored_value(fact: Fact, value: Any) -> Any:
    """Return an answer as a table stores it: an unknown number is null."""
    return None if fact.kind != "choice" and value == "unknown" else value


def stored_columns(knowledge: Knowledge) -> list[tuple[Fact, str, str, str]]:
    """Return each column: its fact, the value of a list that it is about, its name and its type."""
    columns = names(knowledge)
    stored = []
    for fact in knowledge.facts:
        if fact.kind == "several":
            parts = [(value, columns["value", f"{fact.id}:{value}"]) for value, _ in fact.values]
            stored += [(fact, value, column, "BOOLEAN") for value, column in parts]
        else:
            stored.append((fact, "", columns["fact", fact.id], TYPES[fact.kind]))
    return stored


def stored_answer(fact: Fact, part: str, value: Any) -> Any:
    """Return what a column holds for an answer; a list with None holds null for the values that it lacks."""
    if not part or value in (None, "unknown"):
        return stored_value(fact, value)
    values = value if isinstance(value, list | tuple) else [value]
    return part in values or (None if None in values else False)


TYPES: Final = {"choice": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(18, 2)", "date": "BIGINT"}


def table(knowledge: Knowledge, profiles: Sequence[naive.Profile]) -> list[str]:
    """Return the statements that create the table of profiles; the `id` of a profile is its index."""
    stored = stored_columns(knowledge)
    typed = ((name, kind) for _, _, name, kind in stored)
    declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in (("id", "BIGINT"), *typed))
    rows = (
        (index, *(stored_answer(fact, part, profile.get(fact.id)) for fact, part, _, _ in stored))
        for index, profile in enumerate(profiles)
    )
    values = ",\n".join(f"({', '.join(map(literal, row))})" for row in rows)
    return [
        "DROP TABLE IF EXISTS profiles",
        f"CREATE TABLE profiles ({declared})",
        f"INSERT INTO profiles VALUES {values}",
    ]


def query_advice(
    knowledge: Knowledge, profiles: Sequence[naive.Profile], database: Database = DUCK
) -> list[Row]:
    """Return the row of the query for each profile, in order."""
    rows = database.run(knowledge, profiles, written(query(knowledge), database.dialect))
    assert sorted(row["id"] for row in rows) == list(range(len(profiles)))
    return [
        {key: value for key, value in row.items() if key != "id"}
        for row in sorted(rows, key=lambda row: row["id"])
    ]


def with_enumerations(knowledge: Knowledge) -> str:
    """Return the statement that turns each choice of the table into an enumeration type."""
    columns = (
        f"{fact.id}::ENUM({', '.join(map(literal, fact.names))}) AS {fact.id}"
        for fact in knowledge.facts
        if fact.kind == "choice"
    )
    return f"CREATE OR REPLACE TABLE profiles AS SELECT * REPLACE ({', '.join(columns)}) FROM profiles"


def all_columns(knowledge: Knowledge, profiles: Sequence[naive.Profile]) -> list[Row]:
    """Return all columns of the topmost layer, which selects those of all layers, for each profile."""
    tree = query(knowledge).select("*", append=False)
    rows = DUCK.run(knowledge, profiles, written(tree, DUCK.dialect))
    return sorted(rows, key=lambda row: row["id"])


def expected(pack: naive.Pack, profile: naive.Profile) -> Row:
    """Return the advice of the oracle for a profile, as a row of the query."""
    refused = naive.violated(pack, profile)
    advice = naive.advise(pack, profile)
    return {
        "recommendation": advice.recommendation,
        "readiness": advice.readiness,
        "steps": [step["id"] for step in naive.ordered(pack) if step["id"] in advice.steps],
        "warnings": list(advice.warnings),
        "rules": reasons.reasons(pack, profile, advice),
        "refused": refused,
    }
