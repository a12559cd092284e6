"""Whether the batch loses a record: it is killed at random moments and run again, and records are counted.

Run it from a checkout: python tests/benchmarks/conservation.py [RECORDS [KILLS]], by default 200,000 and 20.
One of a hundred records is faulty, each kind of fault in turn, and it is known which. Advice and rejects are
compared with that, in order, and byte for byte with those of a run that nobody disturbed: into a file, and
into a folder of parts that is resumed. Kills are SIGKILL, at moments drawn by a seed. `met` counts those that
found the run at work, and `kept` the parts that were in place by then.
The status is 1 if anything is lost.
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
"""Inputs; the end of each ends a part."""
FAULTY = 1.0
"""Percent."""
THREADS = (1, 2, 8)
MOMENTS = 0.3, 1.0
"""The earliest and the latest kill, as shares of an undisturbed run; earlier, nothing is read yet."""
SEED = 8
PACK = ROOT / "tests" / "loader" / "base"

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Given:
    """Files of records, the ids of the good ones in order, and file and line of each of the others."""

    files: Sequence[Path]
    good: Sequence[int]
    bad: Sequence[tuple[str, int]]


def main() -> int:
    """Kill, run again and compare; print the table, and return 1 if anything is lost."""
    records, kills = (*(int(number) for number in sys.argv[1:]), *(RECORDS, KILLS)[len(sys.argv) - 1 :])
    with TemporaryDirectory() as name:
        folder = Path(name)
        given = written(folder, records)
        sys.stdout.write(f"{records:,} records = {len(given.good):,} good + {len(given.bad):,} faulty\n\n")
        sys.stdout.write(
            f"{'output':10}{'threads':>8}{'seconds':>9}{'kills':>7}{'met':>5}{'kept':>6}{'lost':>6}\n"
        )
        failed = sum(
            row(folder, given, form, count, kills) for form in ("file", "parts") for count in THREADS
        )
    return 1 if failed else 0


def written(folder: Path, count: int) -> Given:
    """Write the records, and return which of them are good."""
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
    """Kill runs with one output and number of threads; print, and return, how often a record was lost."""
    random = Random(f"{SEED} {form} {threads}")  # noqa: S311 (no secret hangs on it)
    whole = folder / f"whole-{form}-{threads}"
    began = perf_counter()
    begun(given, whole, form, threads).wait()
    took = perf_counter() - began
    expected = contents(whole)
    lost = 0 if is_whole(given, expected) else 1
    met = kept = 0
    for number in range(kills):
        place = folder / f"killed-{form}-{threads}-{number}"
        was_met, complete = killed(begun(given, place, form, threads), place, random.uniform(*MOMENTS) * took)
        begun(given, place, form, threads).wait()
        met += was_met
        kept += sum(name.startswith("part-") for name in complete) if was_met else 0
        is_half = any(expected.get(name) != content for name, content in complete.items())
        lost += is_half or contents(place) != expected
    sys.stdout.write(f"{form:10}{threads:>8}{took:>9.1f}{kills:>7}{met:>5}{kept:>6}{lost:>6}\n")
    sys.stdout.flush()
    return lost


def killed(run: subprocess.Popen[bytes], place: Path, after: float) -> tuple[bool, Contents]:
    """Kill a run after so many seconds; return whether it was at work, and the files it shows as complete."""
    try:
        run.wait(after)
        was_met = False
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        was_met = True
    return was_met, {
        name: content for name, content in contents(place).items() if not name.startswith((".", "_"))
    }


def begun(given: Given, place: Path, form: str, threads: int) -> subprocess.Popen[bytes]:
    """Start a run into a file, or one that resumes a folder of parts."""
    place.mkdir(exist_ok=True)
    wanted = ["-o", f"{place}/", "--resume"]
    if form == "file":
        wanted = ["-o", str(place / "advice.jsonl"), "--rejects", str(place / "rejects.jsonl")]
    call = [*program(), "batch", *map(str, given.files), "--pack", str(PACK), "--threads", str(threads)]
    return subprocess.Popen([*call, *wanted], stderr=subprocess.DEVNULL, env={**os.environ, **checkout()})


def contents(folder: Path) -> Contents:
    """Return the files of a folder, hidden ones and the manifest too."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def is_whole(given: Given, found: Contents) -> bool:
    """Whether every good record is advised on and every other one rejected, once and in order."""
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
