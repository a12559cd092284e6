"""What the other benchmarks share: the cost of a process, and files of sampled profiles."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE, run

import duckdb

from benchmarks.start import Call, checkout, program

FEW = 10
"""The profiles of a run whose cost is that of the start."""
LAUNCHER = """
import os, sys
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
"""A small process in between, as the peak memory of a process includes that of its parent at the fork."""
WRITERS = {"parquet": "(FORMAT parquet)", "jsonl": "(FORMAT json)", "csv": "(FORMAT csv, HEADER)"}


@dataclass(frozen=True)
class Cost:
    """The CPU time of a process, user and system, in seconds, and its peak memory in MiB."""

    cpu: float
    memory: float


def cost(call: Call) -> Cost:
    """Run a process to its end."""
    own = checkout() if call[: len(program())] == program() else {}
    result = run(
        (sys.executable, "-c", LAUNCHER, *call),
        env={**os.environ, **own},
        check=False,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    if result.returncode:
        raise SystemExit(f"failed: {' '.join(call)}")
    cpu, kibibytes = result.stdout.split()[-2:]
    return Cost(float(cpu), int(kibibytes) / 1024)


def costs(calls: Mapping[str, Call], runs: int) -> dict[str, Cost]:
    """Return the median cost of each call; they take turns, to share disturbances, after a first round."""
    rounds = [{name: cost(call) for name, call in calls.items()} for _ in range(runs + 1)][1:]
    return {
        name: Cost(median(each[name].cpu for each in rounds), median(each[name].memory for each in rounds))
        for name in calls
    }


def batch(given: Path, pack: Path | None = None, build: Call | None = None) -> Call:
    """Return the call of the batch from one file to another of the same form."""
    advice = given.with_suffix(f".advice{given.suffix}")
    chosen = () if pack is None else ("--pack", str(pack))
    return (*(build or program()), "batch", str(given), "-o", str(advice), *chosen)


def sampled(folder: Path, profiles: int, form: str, pack: Path | None = None) -> Path:
    """Return a file of sampled profiles, which is made unless it exists; an unknown number is null."""
    file = folder / f"{profiles}.{form}"
    if file.exists():
        return file
    if form == "parquet":
        chosen = () if pack is None else ("--pack", str(pack))
        cost((*program(), "sample", "-n", str(profiles), "-o", str(file), *chosen))
        return file
    given = sampled(folder, profiles, "parquet", pack)
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT * FROM '{given}') TO '{file}' {WRITERS[form]}")
    return file
