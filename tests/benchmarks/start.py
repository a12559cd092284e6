"""What a start costs: the CPU time of short runs of the program, beside that of `python -c pass`.

Run it from a checkout: python tests/benchmarks/start.py
The runs take turns, so that whatever else the machine does falls on all of them alike.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
ENGINE = str(ROOT / "engine")
REPEATS = 21
VERSION_BOUND, ADVICE_BOUND = 8, 50

Call = tuple[str, ...]


def main() -> int:
    """Measure, print the table, and return 1 where a bound is broken."""
    with TemporaryDirectory() as folder:
        profile = Path(folder) / "profile.json"
        profile.write_text(json.dumps(complete_profile()), "utf-8")
        calls = {
            "python -c pass": (sys.executable, "-c", "pass"),
            "exitwise --version": (*program(), "--version"),
            "exitwise advise": (*program(), "advise", str(profile)),
            "exitwise advise --format json": (*program(), "advise", str(profile), "--format", "json"),
        }
        times = measured(calls)
    return reported(times, dict(zip(calls, (1, VERSION_BOUND, ADVICE_BOUND, ADVICE_BOUND), strict=True)))


def program() -> Call:
    """The installed program, or the checkout's where none is installed."""
    script = Path(sys.executable).with_name("exitwise")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "exitwise")


def checkout() -> dict[str, str]:
    """The way to the checkout's engine, where none is installed."""
    return {"PYTHONPATH": ENGINE} if program()[0] == sys.executable else {}


def complete_profile() -> dict[str, str | int]:
    """Answer every fact of the default pack, in order, with the first value that contradicts nothing."""
    sys.path.insert(0, ENGINE)
    import exitwise  # noqa: PLC0415 (found in the checkout)

    base = exitwise.load()
    facts = sorted(base.knowledge.facts, key=lambda fact: fact.unknown)
    profile: dict[str, str | int] = {fact.id: fact.names[0] for fact in facts if not fact.unknown}
    for fact in facts[len(profile) :]:
        numbers = (fact.minimum or 0,) if fact.kind == "integer" else ()
        for value in (*numbers, *fact.names):
            try:
                base.advise(profile | {fact.id: value})
            except exitwise.ProfileError:
                continue
            profile[fact.id] = value
            break
    return profile


def measured(calls: Mapping[str, Call]) -> dict[str, float]:
    """The median CPU time of each call, in seconds; the first round only warms caches."""
    rounds = [{name: cpu(call) for name, call in calls.items()} for _ in range(REPEATS + 1)]
    return {name: median(each[name] for each in rounds[1:]) for name in calls}


def cpu(call: Call) -> float:
    """The user and system time of one run."""
    environment = {"HOME": os.devnull, "LANG": "C.UTF-8", "PATH": os.defpath, **checkout()}
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(call[0], call, environment, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(call)} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime


def reported(times: Mapping[str, float], bounds: Mapping[str, float]) -> int:
    """Print each median, its ratio to the first, and the bound on it."""
    unit, *_ = times.values()
    lines = [f"medians of {REPEATS} runs: CPU time (user and system), its ratio to the first, and the bound"]
    for name, time in times.items():
        lines.append(f"{name:30} {time * 1000:6.1f} ms {time / unit:6.1f} {bounds[name]:4}")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(time > bounds[name] * unit for name, time in times.items()))


if __name__ == "__main__":
    sys.exit(main())
