"""The shipped rules' work beside other engines: the chaining, CLIPS, ZEN and the batch, CPU for CPU.

Run it from a checkout: python tests/benchmarks/peers.py [PROFILES [CHAINED [RUNS]]], by default 1,000, 100
and 3. CLIPS (clipspy) and ZEN (zen-engine) are installed by pip into a folder that is removed at the end; one
that cannot be installed is left out. Profiles are sampled, and the cost is CPU time, less the start, as the
median of the runs. The engines take one profile after the other through their Python interfaces, conclusions
read; the batch reads and writes Parquet, of more profiles, as its start would hide what a few cost.

- The chaining is `exitwise.forward`, on experta: all rules, with a trace of what fired. It is equivalent.
- CLIPS runs productions made of the same rules: an answer is a fact, a stratum has a salience, an alternative
  is an `or`. It is equivalent but for the trace; profiles on which it concludes otherwise than the chaining
  are counted. Asserting the answers takes a large part of its time, with or without rules.
- ZEN evaluates one decision table that collects the rows that hold. A rule is a row, with a cell for each
  fact that its condition tests by itself. Findings, recommendations and alternatives in conditions are left
  out, and so is what follows from them: chaining, defeat, readiness. This is less work, on as many rules and
  facts. The parts left out are counted, and so are profiles with other rows than the tests give.
"""

import json
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from subprocess import PIPE, run
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.batch import profiles_of  # noqa: E402 (the folders above)
from benchmarks.costs import FEW, batch, costs, sampled  # noqa: E402
from benchmarks.translation import DecisionTable, Productions  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.fact import Value  # noqa: E402
from exitwise.model.knowledge import Knowledge  # noqa: E402

PROFILES, CHAINED, RUNS = 1_000, 100, 3
BATCHED = 200_000
"""The least number of profiles of the batch."""
WORKER = """
import json, sys, time
given = json.load(sys.stdin)
{prepare}
def all_of_them():
    for profile in given["profiles"]:
        {conclude}
        yield found
next(all_of_them())
costs = []
for _ in range(given["runs"]):
    began = time.process_time()
    results = list(all_of_them())
    costs.append(time.process_time() - began)
print(json.dumps([costs, results]))
"""
PEERS = {
    "clipspy": {
        "prepare": "import clips; engine = clips.Environment()\n"
        "for rule in given['rules']: engine.build(rule)",
        "conclude": "engine.reset(); engine.load_facts(profile); engine.run(); found = ["
        "f'({kind} {fact[0]})' for kind in ('step', 'warning', 'recommend', 'readiness')"
        " for fact in engine.find_template(kind).facts()]",
    },
    "zen-engine": {
        "prepare": "import zen; engine = zen.ZenEngine(); table = engine.create_decision(given['rules'])",
        "conclude": "found = table.evaluate(profile)['result']",
    },
}

Profile = dict[str, Value]


def main() -> int:
    """Measure and print the table; return 1 where a peer concludes something else."""
    profiles, chained, runs = (
        *(int(number) for number in sys.argv[1:]),
        *(PROFILES, CHAINED, RUNS)[len(sys.argv) - 1 :],
    )
    base = KnowledgeBase.of(None)
    given = profiles_of(base, max(profiles, chained))
    with TemporaryDirectory() as name:
        folder = Path(name)
        batched = max(profiles, BATCHED)
        own = by_batch(folder, batched, runs)
        sys.stdout.write(f"{'':14}{'profiles':>9}{'CPU us each':>13}{'to the batch':>14}\n")
        report("batch", batched, own, own)
        chaining = ForwardChainer(base.knowledge)
        chaining.conclude(given[0])
        began = process_time()
        concluded = [said(chaining.conclude(each)) for each in given[:chained]]
        report("experta", chained, (process_time() - began) / chained, own)
        wrong = clips(base.knowledge, folder, (given[:profiles], runs, own), concluded)
        wrong += zen(base.knowledge, folder, (given[:profiles], runs, own))
    return 1 if wrong else 0


def report(name: str, profiles: int, each: float, own: float) -> None:
    """Print a row."""
    sys.stdout.write(f"{name:14}{profiles:>9,}{each * 1e6:>13,.1f}{each / own:>14,.1f}\n")
    sys.stdout.flush()


def by_batch(folder: Path, profiles: int, runs: int) -> float:
    """Return the seconds of CPU that the batch takes for a profile."""
    calls = {str(number): batch(sampled(folder, number, "parquet")) for number in (profiles, FEW)}
    found = costs(calls, runs)
    return (found[str(profiles)].cpu - found[str(FEW)].cpu) / profiles


def said(found: Any) -> set[str]:
    """Return the conclusions that are compared, as facts of CLIPS."""
    named = {"step": found.steps, "warning": found.warnings, "recommend": [found.recommendation]}
    told = {f"({kind} {name})" for kind, names in named.items() for name in names if name is not None}
    return {*told, f"(readiness {found.readiness})"}


def peer(name: str, folder: Path, rules: Any, profiles: Sequence[Any], runs: int) -> Any:
    """Install a peer and run it; return the median seconds of CPU for a profile, and its conclusions."""
    python = folder / name / "bin" / "python"
    venv.create(folder / name, with_pip=True)
    call = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name]
    if run(call, check=False, capture_output=True).returncode:
        sys.stdout.write(f"{name}: cannot be installed here\n")
        return None
    text = json.dumps({"rules": rules, "profiles": profiles, "runs": runs})
    call = [str(python), "-c", WORKER.format(**PEERS[name])]
    output = run(call, check=True, input=text, text=True, stdout=PIPE).stdout
    found, results = json.loads(output.splitlines()[0])  # CLIPS has something to say at its end
    return median(found) / len(profiles), results


# CLIPS


def clips(
    knowledge: Knowledge, folder: Path, given: tuple[Sequence[Profile], int, float], concluded: list[set[str]]
) -> int:
    """Measure CLIPS, and return the number of profiles on which it concludes something else."""
    profiles, runs, own = given
    facts = [" ".join(f"(is-{name} {value})" for name, value in each.items()) for each in profiles]
    found = peer("clipspy", folder, list(Productions(knowledge).all()), facts, runs)
    if found is None:
        return 0
    report("clipspy", len(profiles), found[0], own)
    told = [set(each) for each in found[1]]
    wrong = sum(one != other for one, other in zip(told, concluded, strict=False))
    sys.stdout.write(f"  {wrong} of {min(len(told), len(concluded))} conclude otherwise than the chaining\n")
    return wrong


# ZEN


def zen(knowledge: Knowledge, folder: Path, given: tuple[Sequence[Profile], int, float]) -> int:
    """Measure ZEN, and return the number of profiles for which it collects the wrong rows."""
    profiles, runs, own = given
    table = DecisionTable(knowledge)
    found = peer("zen-engine", folder, table.jdm, profiles, runs)
    if found is None:
        return 0
    report("zen-engine", len(profiles), found[0], own)
    wrong = sum(
        [row["rule"] for row in rows] != [rule for rule in table.rows if table.holds(rule, profile)]
        for profile, rows in zip(profiles, found[1], strict=True)
    )
    sys.stdout.write(f"  {len(table.rows)} rows, {table.cells} cells; {table.omitted} parts are left out\n")
    sys.stdout.write(f"  {wrong} of {len(profiles)} collect the wrong rows\n")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
