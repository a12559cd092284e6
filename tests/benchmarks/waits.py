"""What waits cost a batch: the CPU time of a run with them, beside one whose advice has none.

Run it from a checkout: python tests/benchmarks/waits.py [PROFILES] [--runs N] [--form FORM], by default
1,000,000 profiles as parquet, and 3 runs. The cost is CPU time, user and system, of the whole process; the
runs take turns, and the ratio is that of the medians. The other run is of the same build, from which the list
of waits is taken away before it starts: it computes no graph of holds and writes no such column.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.costs import WRITERS, batch, costs, sampled  # noqa: E402 (the folders above)
from benchmarks.start import program  # noqa: E402

PROFILES, RUNS = 1_000_000, 3
LEAST = 0.7
"""The speed with waits, as a part of that without."""
WITHOUT = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from exitwise.model import advice
advice.LISTS = tuple(name for name in advice.LISTS if name != "waits")
advice.COMPACT = (*advice.CHOICES, *advice.LISTS)
from exitwise.batch import evaluation
from exitwise.planes.evaluate import Evaluator
evaluation.evaluator_of = lambda base, inner=False: Evaluator(base.knowledge, inner=inner)
from exitwise.cli import main
main()
"""


def main() -> int:
    """Measure, print the costs and their ratio, and return 1 where it is too low."""
    call = arguments()
    with TemporaryDirectory() as folder:
        given = sampled(Path(folder), call.profiles, call.form)
        plain = (sys.executable, "-c", WITHOUT, str(ROOT / "engine"), *batch(given)[len(program()) :])
        found = costs({"with waits": batch(given), "without": plain}, call.runs)
    for name, cost in found.items():
        sys.stdout.write(f"{name:12}{cost.cpu:8.2f} s{cost.memory:8,.0f} MiB\n")
    ratio = found["without"].cpu / found["with waits"].cpu
    sys.stdout.write(f"{'speed':12}{ratio:8.2f}\n")
    return int(ratio < LEAST)


def arguments() -> Namespace:
    """Read the call."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="?", type=int, default=PROFILES)
    parser.add_argument("--form", choices=WRITERS, default="parquet")
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
