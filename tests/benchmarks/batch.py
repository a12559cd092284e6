"""The batch beside the plain query: the same file, the same database, with and without a look at each record.

Run it from a checkout: python tests/benchmarks/batch.py [PROFILES ...] [FORM ...]; 1,000,000 and 10,000,000
profiles as jsonl, parquet and csv unless said.
Plain is DuckDB that runs the printed query on the file as its own reader takes it, and checks nothing.
The chaining is timed on a sample of its own, one profile after the other.
"""

import os
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import DEVNULL, PIPE, run
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

import duckdb  # noqa: E402 (the folders above)

from benchmarks.start import checkout, program  # noqa: E402
from exitwise.exchange.sql.dialect import written  # noqa: E402
from exitwise.exchange.sql.query import query  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.fact import Fact  # noqa: E402
from exitwise.present.printable import json_line  # noqa: E402
from support.packs.numbered_profiles import NumberedProfiles  # noqa: E402

PROFILES = (1_000_000, 10_000_000)
DRAWN = 50_000
CHAINED = 100
PLAIN = "import duckdb, sys; duckdb.sql(open(sys.argv[1]).read())"
LAUNCHER = """
import os, sys, time
began = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(time.perf_counter() - began, usage.ru_maxrss)
sys.exit(1 if status else 0)
"""
"""A small process in between: what a process is measured to need holds what its parent needs."""
READERS = {
    "jsonl": "read_json({file}, format = 'newline_delimited', columns = {columns})",
    "csv": "read_csv({file}, header = true, columns = {columns})",
    "parquet": "read_parquet({file})",
}
WRITERS = {"jsonl": "(FORMAT json)", "csv": "(FORMAT csv, HEADER)", "parquet": "(FORMAT parquet)"}
LISTS = ("steps", "warnings", "rules")


@dataclass(frozen=True)
class Ran:
    """One process: how long it took, and the most memory it had."""

    seconds: float
    mebibytes: float


def main() -> int:
    """Measure and print the table."""
    base = KnowledgeBase.of(None)
    counts = [int(number) for number in sys.argv[1:] if number.isdecimal()] or list(PROFILES)
    forms = [form for form in READERS if form in sys.argv[1:]] or list(READERS)
    chained = chaining(base)
    sys.stdout.write(f"forward chaining, {CHAINED} profiles one by one: {chained:.1f} a second\n\n")
    sys.stdout.write(
        f"{'':22}{'profiles':>11}{'a second':>12}{'plain':>12}{'ratio':>8}{'x chaining':>12}{'MiB':>8}\n"
    )
    for count in counts:
        with TemporaryDirectory() as name:
            folder = Path(name)
            drawn(base, folder, count, forms)
            for form in forms:
                row(base, folder, form, count, chained)
    return 0


def row(base: KnowledgeBase, folder: Path, form: str, count: int, chained: float) -> None:
    """Run both on one form and say how they compare."""
    given = folder / f"profiles.{form}"
    plain = ran((sys.executable, "-c", PLAIN, str(statement(base, folder, form))))
    ours = ran((*program(), "batch", str(given), "-o", str(folder / f"ours.{form}")))
    rate, other = count / ours.seconds, count / plain.seconds
    told = f"{form} -> {form}"
    sys.stdout.write(
        f"{told:22}{count:>11,}{rate:>12,.0f}{other:>12,.0f}{rate / other:>8.2f}{rate / chained:>12,.0f}"
        f"{ours.mebibytes:>8,.0f}\n"
    )
    sys.stdout.flush()


def ran(call: tuple[str, ...]) -> Ran:
    """Run a process to its end."""
    told = run(
        (sys.executable, "-c", LAUNCHER, *call),
        env={**os.environ, **checkout()},
        check=True,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    seconds, kibibytes = told.stdout.split()
    return Ran(float(seconds), int(kibibytes) / 1024)


def chaining(base: KnowledgeBase) -> float:
    """Profiles that the chaining takes in a second."""
    chain, members, random = (
        ForwardChainer(base.knowledge),
        NumberedProfiles(base.compiled.space, base.compiled.domain),
        Random(1),  # noqa: S311 (no secret hangs on it)
    )
    values = [profile(base, members, random) for _ in range(CHAINED + 1)]
    complete = [{fact.id: each.get(fact.id, "unknown") for fact in base.knowledge.facts} for each in values]
    chain.conclude(complete.pop())
    began = perf_counter()
    for each in complete:
        chain.conclude(each)
    return CHAINED / (perf_counter() - began)


def profile(base: KnowledgeBase, members: NumberedProfiles, random: Random) -> dict[str, str | int]:
    """A random admissible profile, what is not known left out."""
    axes = base.compiled.space.axes
    found = {name: axes[name].value(code) for name, code in members.sample(random).items()}
    return {name: value for name, value in found.items() if value != "unknown"}


def drawn(base: KnowledgeBase, folder: Path, count: int, forms: Collection[str]) -> None:
    """Write random profiles, some over and over beyond a number, in every form that is wanted."""
    members, random = NumberedProfiles(base.compiled.space, base.compiled.domain), Random(1)  # noqa: S311
    own = [profile(base, members, random) for _ in range(min(count, DRAWN))]
    lines = [json_line(each)[1:] for each in own]
    with (folder / "profiles.jsonl").open("wb") as file:
        for number in range(count):
            file.write(b'{"id":%d,' % number + lines[number % len(lines)])
    with duckdb.connect() as database:
        reader = READERS["jsonl"].format(
            file=f"'{folder / 'profiles.jsonl'}'", columns=columns(base.knowledge.facts)
        )
        for form in set(forms) - {"jsonl"}:
            database.execute(
                f"COPY (SELECT * FROM {reader}) TO '{folder / f'profiles.{form}'}' {WRITERS[form]}"
            )


def columns(facts: tuple[Fact, ...]) -> str:
    """What a reader is to take the columns for."""
    kinds = {"id": "BIGINT", **{fact.id: "VARCHAR" if fact.kind == "choice" else "BIGINT" for fact in facts}}
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items()) + "}"


def statement(base: KnowledgeBase, folder: Path, form: str) -> Path:
    """The printed query over a file, and into another."""
    reader = READERS[form].format(
        file=f"'{folder / f'profiles.{form}'}'", columns=columns(base.knowledge.facts)
    )
    told = "* EXCLUDE (refused)"
    if form == "csv":
        told += " REPLACE (" + ", ".join(f"array_to_string({name}, ' ') AS {name}" for name in LISTS) + ")"
    text = written(query(base.knowledge), "duckdb")
    place = folder / f"plain-{form}.sql"
    place.write_text(
        f"SET enable_progress_bar = false;\nCREATE VIEW profiles AS SELECT * FROM {reader};\n"
        f"COPY (SELECT {told} FROM ({text})) TO '{folder / f'plain.{form}'}' {WRITERS[form]};",
        "utf-8",
    )
    return place


if __name__ == "__main__":
    sys.exit(main())
