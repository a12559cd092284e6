"""Whether anything is lost: the batch is killed at random moments, run again, and every record accounted for.

Run it from a checkout: python tests/benchmarks/conservation.py [RECORDS [KILLS]], 200,000 and 20 unless said.
Some of a hundred records have something wrong, of every kind in turn. Of each it is known whether it is good,
so advice and rejects are held against that, and then byte for byte against a run that nobody disturbed. The
moments are drawn by a seed; `met` says how many of them found the run at work.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.start import checkout, program  # noqa: E402 (the folders above)
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.sample.sampler import Sample  # noqa: E402

RECORDS, KILLS = 200_000, 20
FILES = 8
"""Inputs, and so parts: each ends one."""
FAULTY = 1.0
"""Of a hundred."""
THREADS = (1, 2, 8)
SEED = 8
PACK = ROOT / "tests" / "loader" / "base"

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Given:
    """Files of records, the ids of those that are good, and of the others the file and the line."""

    files: Sequence[Path]
    good: Sequence[int]
    bad: Sequence[tuple[str, int]]


def main() -> int:
    """Disturb, mend, compare; print the table, and return 1 where something is lost."""
    records, kills = (*(int(number) for number in sys.argv[1:]), *(RECORDS, KILLS)[len(sys.argv) - 1 :])
    with TemporaryDirectory() as name:
        folder = Path(name)
        given = written(folder, records)
        sys.stdout.write(f"{records:,} records = {len(given.good):,} good + {len(given.bad):,} faulty\n\n")
        sys.stdout.write(f"{'output':10}{'threads':>8}{'seconds':>9}{'kills':>7}{'met':>5}{'lost':>6}\n")
        failed = sum(
            row(folder, given, form, count, kills) for form in ("file", "parts") for count in THREADS
        )
    return 1 if failed else 0


def written(folder: Path, count: int) -> Given:
    """Write the records, and remember which are good."""
    sample = Sample(KnowledgeBase.of(str(PACK)).compiled, weighted=False)
    spoiler, chance = sample.fault_injector(SEED), Random(SEED).random  # noqa: S311 (no secret hangs on it)
    records = sample.records(count, SEED)
    files = [folder / f"in-{number}.jsonl" for number in range(1, FILES + 1)]
    good: list[int] = []
    bad: list[tuple[str, int]] = []
    for number, path in enumerate(files):
        with path.open("wb") as file:
            for line in range(1, count * (number + 1) // FILES - count * number // FILES + 1):
                record = next(records)
                if 100 * chance() < FAULTY:
                    bad.append((str(path), line))
                    file.write(spoiler.inject(json.loads(record)))
                else:
                    good.append(json.loads(record)["id"])
                    file.write(record)
    return Given(files, good, bad)


def row(folder: Path, given: Given, form: str, threads: int, kills: int) -> int:
    """Do it for one output and a number of threads; say, and return, how often something was lost."""
    random = Random(f"{SEED} {form} {threads}")  # noqa: S311 (no secret hangs on it)
    whole = folder / f"whole-{form}-{threads}"
    began = perf_counter()
    begun(given, whole, form, threads).wait()
    took = perf_counter() - began
    expected = contents(whole)
    lost = 0 if is_whole(given, expected) else 1
    met = 0
    for number in range(kills):
        place = folder / f"killed-{form}-{threads}-{number}"
        was_met, is_mended = disturbed(given, place, form, threads, random.uniform(0.05, 1) * took, expected)
        met += was_met
        lost += not is_mended
    sys.stdout.write(f"{form:10}{threads:>8}{took:>9.1f}{kills:>7}{met:>5}{lost:>6}\n")
    sys.stdout.flush()
    return lost


def disturbed(  # noqa: PLR0913, PLR0917 (what a disturbance is)
    given: Given, place: Path, form: str, threads: int, after: float, expected: Contents
) -> tuple[bool, bool]:
    """Kill a run after so many seconds and run it again: whether it was met, and whether all was mended."""
    run = begun(given, place, form, threads)
    try:
        run.wait(after)
        was_met = False
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        was_met = True
    shown = {name: content for name, content in contents(place).items() if not name.startswith(".")}
    is_half = any(expected.get(name) != content for name, content in shown.items())
    begun(given, place, form, threads).wait()
    return was_met, not is_half and contents(place) == expected


def begun(given: Given, place: Path, form: str, threads: int) -> subprocess.Popen[bytes]:
    """Begin a run into a folder, or go on with its parts."""
    place.mkdir(exist_ok=True)
    wanted = ["-o", f"{place}/", "--resume"]
    if form == "file":
        wanted = ["-o", str(place / "advice.jsonl"), "--rejects", str(place / "rejects.jsonl")]
    call = [*program(), "batch", *map(str, given.files), "--pack", str(PACK), "--threads", str(threads)]
    return subprocess.Popen([*call, *wanted], stderr=subprocess.DEVNULL, env={**os.environ, **checkout()})


def contents(folder: Path) -> Contents:
    """What is in a folder, hidden files too, but for the list of parts: it says what it is a list of."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "_manifest.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def is_whole(given: Given, found: Contents) -> bool:
    """Whether every good record is advised on and every other one rejected, each once and in its order."""
    advised = [line["id"] for line in lines(found, "advice", "part")]
    rejected = [(line["file"], line["line"]) for line in lines(found, "rejects", "rejects")]
    return advised == list(given.good) and rejected == list(given.bad)


def lines(found: Contents, *names: str) -> Iterator[dict[str, object]]:
    """Yield the lines of some files, one file after the other."""
    for name, content in found.items():
        if name.startswith(names):
            yield from map(json.loads, content.splitlines())


if __name__ == "__main__":
    sys.exit(main())
