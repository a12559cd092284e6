"""The batch beside the plain query, another build, and the chaining: what a profile costs, in each form.

Run it from a checkout: python tests/benchmarks/batch.py [PROFILES ...] [--form FORM ...] [--runs N]
[--against PROGRAM], by default 1,000,000 profiles as parquet, jsonl and csv, and 5 runs. PROGRAM is the path
of the `exitwise` of another installed build.
Profiles are sampled. The cost is CPU time, user and system, of the whole process, and less that of a run of
ten profiles; both are medians, of runs that take turns. A ratio above 1 says that the batch costs less. The
plain query is the exported one, run by DuckDB on the same file as its own reader takes it; it checks nothing
and rejects nothing. The chaining is timed on a sample of its own, one profile after the other.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.costs import FEW, WRITERS, batch, costs, sampled  # noqa: E402 (the folders above)
from benchmarks.start import Call  # noqa: E402
from exitwise.exchange.sql.dialect import written  # noqa: E402
from exitwise.exchange.sql.query import query  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.fact import Fact, Value  # noqa: E402
from exitwise.model.profile import complete  # noqa: E402

PROFILES, RUNS, CHAINED = 1_000_000, 5, 100
LEAST = 0.001
"""Seconds; of less, few profiles tell nothing."""
PLAIN = "import duckdb, sys; duckdb.sql(open(sys.argv[1]).read())"
READERS = {
    "parquet": "read_parquet({file})",
    "jsonl": "read_json({file}, format = 'newline_delimited', columns = {columns})",
    "csv": "read_csv({file}, header = true, columns = {columns})",
}
LISTS = ("steps", "warnings", "rules")


def main() -> int:
    """Measure and print the table."""
    call = arguments()
    base = KnowledgeBase.of(None)
    chained = chaining(base)
    sys.stdout.write(f"forward chaining, {CHAINED} profiles one by one: {chained * 1e3:.1f} ms each\n\n")
    head = f"{'CPU s':>9}{'ratio':>8}{'less start':>12}{'ratio':>8}{'us each':>9}{'x chaining':>12}{'MiB':>8}"
    sys.stdout.write(f"{'':24}{'profiles':>11}{head}\n")
    for profiles in call.profiles:
        for form in call.form:
            with TemporaryDirectory() as name:
                rows(Path(name), base, (form, profiles), call, chained)
    return 0


def arguments() -> Namespace:
    """Read the call."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="*", type=int, default=[PROFILES])
    parser.add_argument("--form", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--against", metavar="PROGRAM")
    return parser.parse_args()


def rows(folder: Path, base: KnowledgeBase, what: tuple[str, int], call: Namespace, chained: float) -> None:
    """Measure all on one file, and print a row for each."""
    form, profiles = what
    calls = {
        (name, count): each
        for count in (profiles, FEW)
        for name, each in programs(base, sampled(folder, count, form), call.against).items()
    }
    found = costs({f"{name} {count}": each for (name, count), each in calls.items()}, call.runs)
    for name in dict.fromkeys(name for name, _ in calls):
        whole, own = found[f"{name} {profiles}"], found[f"batch {profiles}"]
        less, own_less = (
            max(found[f"{each} {profiles}"].cpu - found[f"{each} {FEW}"].cpu, LEAST)
            for each in (name, "batch")
        )
        sys.stdout.write(
            f"{f'{form}, {name}':24}{profiles:>11,}{whole.cpu:>9.2f}{whole.cpu / own.cpu:>8.2f}"
            f"{less:>12.2f}{less / own_less:>8.2f}{less / profiles * 1e6:>9.2f}"
            f"{chained * profiles / less:>12,.0f}{whole.memory:>8,.0f}\n"
        )
        sys.stdout.flush()


def programs(base: KnowledgeBase, given: Path, against: str | None) -> dict[str, Call]:
    """Return the call of each program on a file."""
    calls = {"batch": batch(given), "plain query": (sys.executable, "-c", PLAIN, str(statement(base, given)))}
    return calls if against is None else {**calls, "other build": batch(given, build=(against,))}


def chaining(base: KnowledgeBase) -> float:
    """Return the seconds of CPU that the chaining takes for a profile."""
    chain = ForwardChainer(base.knowledge)
    first, *others = profiles_of(base, CHAINED + 1)
    chain.conclude(first)
    began = process_time()
    for each in others:
        chain.conclude(each)
    return (process_time() - began) / CHAINED


def profiles_of(base: KnowledgeBase, count: int) -> list[dict[str, Value]]:
    """Return complete sampled profiles."""
    with TemporaryDirectory() as name:
        lines = sampled(Path(name), count, "jsonl").read_text("utf-8").splitlines()
    facts = base.knowledge.facts
    answers = [{fact: value for fact, value in json.loads(line).items() if fact != "id"} for line in lines]
    return [dict(complete(facts, each).values) for each in answers]


def statement(base: KnowledgeBase, given: Path) -> Path:
    """Write the exported query over a file, and into another."""
    form = given.suffix[1:]
    reader = READERS[form].format(file=f"'{given}'", columns=columns(base.knowledge.facts))
    selected = "* EXCLUDE (refused)"
    if form == "csv":
        selected += (
            " REPLACE (" + ", ".join(f"array_to_string({name}, ' ') AS {name}" for name in LISTS) + ")"
        )
    text = written(query(base.knowledge), "duckdb")
    file = given.with_suffix(f".{form}.sql")
    file.write_text(
        f"SET enable_progress_bar = false;\nCREATE VIEW profiles AS SELECT * FROM {reader};\n"
        f"COPY (SELECT {selected} FROM ({text})) TO '{given.with_suffix(f'.plain.{form}')}' {WRITERS[form]};",
        "utf-8",
    )
    return file


def columns(facts: tuple[Fact, ...]) -> str:
    """Return the columns of a file, with their types, for a reader of text."""
    kinds = {"id": "BIGINT", **{fact.id: "VARCHAR" if fact.kind == "choice" else "BIGINT" for fact in facts}}
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items()) + "}"


if __name__ == "__main__":
    sys.exit(main())
