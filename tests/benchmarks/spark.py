"""The batch on Spark beside the batch on this machine: what a record costs, and whether they agree.

Run it from a checkout with the extra `spark`: python tests/benchmarks/spark.py speed [PROFILES [RUNS]], by
default 1,000,000 and 5; or python tests/benchmarks/spark.py agreement [PROFILES [DIAGRAMS [CHAINED]]], by
default 1,000,000, 100,000 and 2,000.
Profiles are sampled. The cost is CPU time: of the batch that of its process less that of a run of ten
profiles; of Spark that of Java and all Python workers during a run in a session that is started and has run
once. Agreement is counted row by row; the status is 1 if any row differs.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from statistics import median
from subprocess import DEVNULL
from subprocess import run as run_process
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

import duckdb  # noqa: E402 (the folders above)

from benchmarks.start import checkout, program  # noqa: E402 (the folders above)
from exitwise.batch.job import Job  # noqa: E402
from exitwise.batch.read.source import inputs  # noqa: E402
from exitwise.batch.spark.frame import advise_frame  # noqa: E402
from exitwise.batch.spark.run import run  # noqa: E402
from exitwise.batch.spark.session import context  # noqa: E402
from exitwise.diagram.evaluation import conclude_advice  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.conclusion import Conclusions  # noqa: E402

PROFILES, BY_DIAGRAMS, BY_CHAINING = 1_000_000, 100_000, 2_000
FEW = 10
RUNS = 5
COLUMNS = ("recommendation", "readiness", "steps", "warnings", "rules")
CONCLUDED = COLUMNS[:-1]
"""The columns in which single profiles are compared; reasons are not conclusions."""


def main() -> int:
    """Run one of the two, and return 1 if anything differs."""
    what, *rest = sys.argv[1:] or ["speed"]
    numbers = [int(each) for each in rest]
    base = KnowledgeBase.of(None)
    with TemporaryDirectory() as name:
        folder = Path(name)
        if what == "speed":
            profiles, runs = (*numbers, *(PROFILES, RUNS)[len(numbers) :])
            return speed(base, folder, profiles, runs)
        profiles, by_diagrams, by_chaining = (*numbers, *(PROFILES, BY_DIAGRAMS, BY_CHAINING)[len(numbers) :])
        return agreement(base, folder, (profiles, by_diagrams, by_chaining))


# Speed


def speed(base: KnowledgeBase, folder: Path, profiles: int, runs: int) -> int:
    """Print the costs."""
    sys.stdout.write(f"{'':34}{'CPU us a record':>16}{'to the batch':>14}{'seconds':>9}\n")
    for form in ("parquet", "jsonl"):
        given = sampled(folder, profiles, form)
        small = sampled(folder, FEW, form)
        own = median(batch(given) for _ in range(runs)) - median(batch(small) for _ in range(runs))
        report(f"{form}, this machine", own / profiles, own / profiles, 0)
        for cores in (1, 2):
            with context(f"local[{cores}]") as spark:
                costs = list(on_spark(base, given, form, runs))
                report(f"{form}, Spark local[{cores}]", costs[0] / profiles, own / profiles, costs[1])
                if form == "parquet":
                    costs = list(on_frame(base, spark, given, runs))
                    name = f"DataFrame, Spark local[{cores}]"
                    report(name, costs[0] / profiles, own / profiles, costs[1])
    return 0


def report(name: str, cost: float, own: float, seconds: float) -> None:
    """Print a row."""
    sys.stdout.write(f"{name:34}{cost * 1e6:>16.2f}{own / cost:>14.2f}{seconds:>9.1f}\n")
    sys.stdout.flush()


def sampled(folder: Path, profiles: int, form: str) -> Path:
    """Return a file of sampled profiles."""
    file = folder / f"{profiles}.{form}"
    if not file.exists():
        call = (*program(), "sample", "-n", str(profiles), "-o", str(file))
        run_process(call, env={**os.environ, **checkout()}, check=True)
    return file


def batch(given: Path) -> float:
    """Run the batch on this machine, and return the seconds of CPU that its process used."""
    before = os.times()
    advice = given.with_suffix(f".advice{given.suffix}")
    call = (*program(), "batch", str(given), "-o", str(advice))
    run_process(call, env={**os.environ, **checkout()}, check=True, stderr=DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def on_spark(base: KnowledgeBase, given: Path, form: str, runs: int) -> tuple[float, float]:
    """Return the median seconds, of CPU and of the clock, of a job in a session that has run it once."""

    def once() -> None:
        output = given.with_suffix(".spark")
        run(base, Job(inputs=inputs([str(given)]), output=str(output), form=form))
        rmtree(output)

    return timed(once, runs)


def on_frame(base: KnowledgeBase, spark: Any, given: Path, runs: int) -> tuple[float, float]:
    """Return the median seconds, of CPU and of the clock, of a DataFrame of Spark's reader and writer."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 (loads more of Spark)

    session = SparkSession(spark)

    def once() -> None:
        output = str(given.with_suffix(".frame"))
        advise_frame(session.read.parquet(str(given)), base).write.mode("overwrite").parquet(output)

    return timed(once, runs)


def timed(work: Any, runs: int) -> tuple[float, float]:
    """Return the median seconds, of CPU of all processes and of the clock, after a first run."""
    work()
    costs = []
    for _ in range(runs):
        cpu, began = tree_cpu(), perf_counter()
        work()
        costs.append((tree_cpu() - cpu, perf_counter() - began))
    return median(cpu for cpu, _ in costs), median(seconds for _, seconds in costs)


def tree_cpu() -> float:
    """Return the seconds of CPU of this process and of all that descend from it, also of those that ended."""
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text("utf-8").rpartition(")")[2].split()
            stats[int(file.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    own = {os.getpid()}
    while more := {pid for pid, (parent, _) in stats.items() if parent in own} - own:
        own |= more
    return sum(ticks for pid, (_, ticks) in stats.items() if pid in own) / os.sysconf("SC_CLK_TCK")


# Agreement


def agreement(base: KnowledgeBase, folder: Path, counts: tuple[int, int, int]) -> int:
    """Print the number of profiles on which Spark differs from the batch, the diagrams and the chaining."""
    given = sampled(folder, counts[0], "parquet")
    batch(given)
    with context(None):
        run(base, Job(inputs=inputs([str(given)]), output=str(folder / "spark"), form="parquet"))
    chaining = ForwardChainer(base.knowledge)
    found = {
        f"{counts[0]:,} by the batch": differing(given, folder),
        f"{counts[1]:,} by the diagrams": sum(
            told != said(conclude_advice(base.compiled, values))
            for values, told in singly(base, given, counts[1])
        ),
        f"{counts[2]:,} by the chaining": sum(
            told != said(chaining.conclude(values)) for values, told in singly(base, given, counts[2])
        ),
    }
    for what, count in found.items():
        sys.stdout.write(f"spark and {what}: {count:,} differences\n")
    return 1 if any(found.values()) else 0


def differing(given: Path, folder: Path) -> int:
    """Count the profiles that the two advise on differently, or only one of them."""
    rows = (f"({', '.join(f'{table}.{column}' for column in COLUMNS)})" for table in ("one", "other"))
    told = (
        f"SELECT count(*) FROM '{given.with_suffix('.advice.parquet')}' one "
        f"FULL JOIN '{folder}/spark/*.parquet' other "
    )
    with duckdb.connect() as database:
        row = database.execute(told + f"USING (id) WHERE {' IS DISTINCT FROM '.join(rows)}").fetchone()
    return int(row[0]) if row else 0


def singly(
    base: KnowledgeBase, given: Path, count: int
) -> Iterator[tuple[Mapping[str, str | int], tuple[Any, ...]]]:
    """Yield complete profiles, each with the conclusions of Spark."""
    facts = [fact.id for fact in base.knowledge.facts]
    columns = ", ".join([*(f'given."{name}"' for name in facts), *(f"told.{name}" for name in CONCLUDED)])
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT {columns} FROM '{given}' given "
            f"LEFT JOIN '{given.parent}/spark/*.parquet' told USING (id) ORDER BY given.id LIMIT {count}"
        )
        while row := rows.fetchone():
            answers = dict(zip(facts, row, strict=False))
            complete = {name: "unknown" if value is None else value for name, value in answers.items()}
            yield complete, tuple(row[len(facts) :])


def said(found: Conclusions) -> tuple[Any, ...]:
    """Return conclusions as a row."""
    return found.recommendation, found.readiness, list(found.steps), list(found.warnings)


if __name__ == "__main__":
    sys.exit(main())
