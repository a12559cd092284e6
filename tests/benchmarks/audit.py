"""What an audit costs: beside `python -c pass`, and how it grows with the number of rules.

Run it from a checkout: python tests/benchmarks/audit.py
The synthetic packs are made, compiled and audited in processes of their own, so that their memory is theirs.
"""

import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.start import measured, program, reported  # noqa: E402 (the folders above)
from support.packs import written  # noqa: E402

AUDIT_BOUND = 90
COMPILE_BOUND = 0.1
"""Seconds, of the diagrams of the shipped pack."""
SIZES = (100, 300, 1000)
LARGEST_TIME, LARGEST_MEMORY = 60, 2048
"""Seconds and MiB, for the largest of the packs."""
REPEATS = 11


def main() -> int:
    """Measure, print the tables, and return 1 where a bound is broken."""
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(audited(int(sys.argv[1]))))
        return 0
    calls = {"python -c pass": (sys.executable, "-c", "pass"), "exitwise audit": (*program(), "audit")}
    slow = reported(measured(calls), {"python -c pass": 1, "exitwise audit": AUDIT_BOUND})
    compiling = median(compiled() for _ in range(REPEATS))
    bound = f"bound {COMPILE_BOUND * 1000:.0f}"
    sys.stdout.write(f"diagrams of the shipped pack, compiled: {compiling * 1000:.1f} ms ({bound})\n\n")
    return int(slow or compiling > COMPILE_BOUND or grown())


def compiled() -> float:
    """The CPU time of compiling all that there is of the shipped pack, in seconds."""
    import exitwise  # noqa: PLC0415 (found in the checkout)
    from exitwise.diagram.compiled_rules import CompiledRules  # noqa: PLC0415

    knowledge = exitwise.load().knowledge
    begun = process_time()
    compiled = CompiledRules.of(knowledge)
    for outcome in compiled.outcome:
        compiled.readiness_under(outcome)
        for rule in (*knowledge.steps, *knowledge.warnings):
            compiled.recipients_under(outcome, rule.id)
    return process_time() - begun


def grown() -> bool:
    """Print how time and memory grow with the rules, and whether the largest pack is beyond its bounds."""
    sys.stdout.write("rules  facts  loading  compiling  checking   memory  defects  nodes\n")
    found = {}
    for size in SIZES:
        command = [sys.executable, __file__, str(size)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        sys.stdout.write(
            "{rules:5}  {facts:5}  {load:6.2f}s  {compile:8.2f}s  {check:7.2f}s  {memory:4.0f}MiB"
            "  {defects:7}  {nodes:,}\n".format(**found)
        )
    sys.stdout.write(f"bounds on the last: {LARGEST_TIME} s altogether, {LARGEST_MEMORY} MiB\n")
    time = found["load"] + found["compile"] + found["check"]
    return bool(time > LARGEST_TIME or found["memory"] > LARGEST_MEMORY)


def audited(size: int) -> dict[str, float]:
    """Make, compile and audit one synthetic pack; CPU times in seconds, peak memory in MiB."""
    from benchmarks import synthetic  # noqa: PLC0415
    from exitwise.audit.report import audit, select_checks  # noqa: PLC0415
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.loader.pack import load  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = written.write(synthetic.pack(size), Path(folder))
        begun = process_time()
        knowledge = load(path)
    loaded = process_time()
    subject = Subject(knowledge, date(2026, 1, 1))
    subject.compiled.outcome  # noqa: B018 (it is compiled when first asked for)
    compiled = process_time()
    report = audit(subject, select_checks((), ()))
    return {
        "rules": len(knowledge.rules),
        "facts": len(knowledge.facts),
        "load": loaded - begun,
        "compile": compiled - loaded,
        "check": process_time() - compiled,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "defects": len(report.diagnostics),
        "nodes": subject.space.manager.node_count,
    }


if __name__ == "__main__":
    sys.exit(main())
