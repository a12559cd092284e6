"""The batch on Spark in local mode beside the embedded one: how fast, and whether they say the same.

Run it from a checkout: python tests/benchmarks/spark.py speed [PROFILES], 1,000,000 unless said; or
python tests/benchmarks/spark.py agreement [PROFILES [DIAGRAMS [CHAINED]]], 1,000,000, 100,000 and 2,000.
Profiles are sampled, and go from Parquet to Parquet. Of Spark the time is that of runs in a session that is
started already: of the first, in which Java compiles what it runs, and of the next. The embedded batch is a
process of its own, start included. Agreement is asked for row by row, its differences are counted, and where
there are any the status is 1.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

import duckdb  # noqa: E402 (the folders above)

from benchmarks.batch import ran  # noqa: E402
from benchmarks.start import program  # noqa: E402
from exitwise.batch.spark import Order, run  # noqa: E402
from exitwise.batch.spark_session import session  # noqa: E402
from exitwise.diagram.evaluation import conclude_advice  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.conclusion import Conclusions  # noqa: E402

PROFILES, BY_DIAGRAMS, BY_CHAINING = 1_000_000, 100_000, 2_000
RUNS = 3
COLUMNS = ("recommendation", "readiness", "steps", "warnings", "rules")
CONCLUDED = COLUMNS[:-1]
"""What single profiles are compared in; the reasons are no part of what is concluded."""


def main() -> int:
    """Do what is asked for, and return 1 where the two differ."""
    what, *told = sys.argv[1:] or ["speed"]
    counts = [int(each) for each in told]
    profiles, by_diagrams, by_chaining = (*counts, *(PROFILES, BY_DIAGRAMS, BY_CHAINING)[len(counts) :])
    base = KnowledgeBase.of(None)
    with TemporaryDirectory() as name:
        folder = Path(name)
        ran((*program(), "sample", "-n", str(profiles), "-o", str(folder / "profiles.parquet")))
        if what == "speed":
            return speed(base, folder, profiles)
        return agreement(base, folder, (profiles, by_diagrams, by_chaining))


def embedded(folder: Path) -> float:
    """Run the embedded batch, and return its seconds."""
    given, advice = folder / "profiles.parquet", folder / "embedded.parquet"
    return ran((*program(), "batch", str(given), "-o", str(advice))).seconds


def on_spark(base: KnowledgeBase, folder: Path, runs: int) -> Iterator[float]:
    """Run on Spark some times in one session, and yield the seconds of each."""
    with session(None) as spark:
        spark.sql("SELECT 1").collect()
        for number in range(runs):
            output = str(folder / f"spark-{number}")
            began = perf_counter()
            run(
                base.knowledge,
                Order([str(folder / "profiles.parquet")], output, None, "parquet", date.today()),  # noqa: DTZ011 (no day hangs on it)
            )
            yield perf_counter() - began


def speed(base: KnowledgeBase, folder: Path, count: int) -> int:
    """Say how fast both are."""
    plain = count / embedded(folder)
    sys.stdout.write(f"{'':24}{'profiles':>11}{'a second':>12}{'of embedded':>13}\n")
    sys.stdout.write(f"{'embedded':24}{count:>11,}{plain:>12,.0f}{1:>13.2f}\n")
    for number, seconds in enumerate(on_spark(base, folder, RUNS), 1):
        rate = count / seconds
        sys.stdout.write(f"{f'spark, run {number}':24}{count:>11,}{rate:>12,.0f}{rate / plain:>13.2f}\n")
        sys.stdout.flush()
    return 0


def agreement(base: KnowledgeBase, folder: Path, counts: tuple[int, int, int]) -> int:
    """Say on how many profiles Spark differs from the embedded batch, the diagrams and the chaining."""
    embedded(folder)
    list(on_spark(base, folder, 1))
    chaining = ForwardChainer(base.knowledge)
    found = {
        f"{counts[0]:,} by the embedded batch": differing(folder),
        f"{counts[1]:,} by the diagrams": sum(
            told != said(conclude_advice(base.compiled, values))
            for values, told in singly(base, folder, counts[1])
        ),
        f"{counts[2]:,} by the chaining": sum(
            told != said(chaining.conclude(values)) for values, told in singly(base, folder, counts[2])
        ),
    }
    for what, count in found.items():
        sys.stdout.write(f"spark and {what}: {count:,} differences\n")
    return 1 if any(found.values()) else 0


def differing(folder: Path) -> int:
    """Count the profiles of which the two say different things, or of which one says nothing."""
    rows = (f"({', '.join(f'{table}.{column}' for column in COLUMNS)})" for table in ("one", "other"))
    told = (
        f"SELECT count(*) FROM '{folder}/embedded.parquet' one FULL JOIN '{folder}/spark-0/*.parquet' other "
    )
    with duckdb.connect() as database:
        row = database.execute(told + f"USING (id) WHERE {' IS DISTINCT FROM '.join(rows)}").fetchone()
    return int(row[0]) if row else 0


def singly(
    base: KnowledgeBase, folder: Path, count: int
) -> Iterator[tuple[Mapping[str, str | int], tuple[Any, ...]]]:
    """Yield profiles, complete, each with what Spark says of it."""
    facts = [fact.id for fact in base.knowledge.facts]
    columns = ", ".join([*(f'given."{name}"' for name in facts), *(f"told.{name}" for name in CONCLUDED)])
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT {columns} FROM '{folder}/profiles.parquet' given "
            f"LEFT JOIN '{folder}/spark-0/*.parquet' told USING (id) ORDER BY given.id LIMIT {count}"
        )
        while row := rows.fetchone():
            answers = dict(zip(facts, row, strict=False))
            complete = {name: "unknown" if value is None else value for name, value in answers.items()}
            yield complete, tuple(row[len(facts) :])


def said(found: Conclusions) -> tuple[Any, ...]:
    """What conclusions say, as a row."""
    return found.recommendation, found.readiness, list(found.steps), list(found.warnings)


if __name__ == "__main__":
    sys.exit(main())
