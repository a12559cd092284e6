"""What missing answers cost a batch: the CPU time of a run in which many are missing, beside one without.

Run it from a checkout: python tests/benchmarks/missing.py [PROFILES] [--fact FACT] [--share PERCENT]
[--runs N], by default 200,000 profiles as parquet, of which 20 % lack `main_goal`, and 3 runs. The cost is
CPU time, user and system, of the whole process; the runs take turns. Most records that lack the fact are
rejected, so the difference is that of deciding on them and of saying why; it is shown for each of them.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.costs import batch, costs, sampled  # noqa: E402 (the folders above)
from benchmarks.start import Call, program  # noqa: E402

PROFILES, RUNS, SHARE = 200_000, 3, 20
MOST = 0.2
"""Milliseconds of CPU for a record that lacks the fact."""
REJECTING = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from exitwise.cli import main
try:
    main()
except SystemExit as ended:
    sys.exit(ended.code not in (0, 1))
"""
"""A run whose rejects are no failure."""


def main() -> int:
    """Measure, print the costs, and return 1 where a record with a missing answer costs too much."""
    call = arguments()
    with TemporaryDirectory() as folder:
        given = sampled(Path(folder), call.profiles, "parquet")
        lacking = given.with_name("lacking.parquet")
        duckdb.execute(
            f"COPY (SELECT * REPLACE (CASE WHEN hash(id) % 100 >= {call.share} THEN {call.fact} END AS"
            f" {call.fact}) FROM '{given}') TO '{lacking}' (FORMAT parquet)"
        )
        found = costs({"complete": rejecting(given), "missing": rejecting(lacking)}, call.runs)
    for name, cost in found.items():
        sys.stdout.write(f"{name:12}{cost.cpu:8.2f} s{cost.memory:8,.0f} MiB\n")
    each = (found["missing"].cpu - found["complete"].cpu) / (call.profiles * call.share / 100) * 1e3
    sys.stdout.write(f"{'a record':12}{each:8.3f} ms\n")
    return int(each > MOST)


def rejecting(given: Path) -> Call:
    """Return the call of the batch on a file, some of whose records may be rejected."""
    return (sys.executable, "-c", REJECTING, str(ROOT / "engine"), *batch(given)[len(program()) :])


def arguments() -> Namespace:
    """Read the call."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="?", type=int, default=PROFILES)
    parser.add_argument("--fact", default="main_goal")
    parser.add_argument("--share", type=int, default=SHARE)
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
