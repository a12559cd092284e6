"""What a question costs, and how many there are until recommendation, holds and advice are settled.

Run it from a checkout: python tests/benchmarks/ask.py
Conversations are held for the pack's worked cases and for random admissible profiles, each as likely as any
other; a number after the program's name says how many of these, if not 10,000.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import fmean, median, quantiles
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from benchmarks.start import measured  # noqa: E402 (the folders above)
from exitwise.ask.interview import Interview  # noqa: E402
from exitwise.diagram.compiled_rules import CompiledRules  # noqa: E402
from exitwise.diagram.completions.scope import Scope  # noqa: E402
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.fact import Value  # noqa: E402
from exitwise.model.profile import complete  # noqa: E402
from support.packs.numbered_profiles import NumberedProfiles  # noqa: E402

PROFILES = 10_000
TOLD = 1000
CHAINED = 40
FIRST = f"""
import sys; sys.path.insert(0, {str(ROOT / "engine")!r})
import exitwise
from exitwise.ask.interview import Interview
Interview(exitwise.load().compiled).question
"""

Profile = Mapping[str, Value]
State = frozenset[tuple[str, Value]]
Row = tuple[str, int, int, int, int]
"""The outcome, and the questions until the recommendation, with the holds, the plan, and all are settled."""


def main() -> int:
    """Measure and print the tables."""
    base = KnowledgeBase.of(None)
    compiled = base.compiled
    cases = list(worked(base))
    random = Random(0)  # noqa: S311 (no secret hangs on it)
    members = NumberedProfiles(compiled.space, compiled.domain)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PROFILES
    timed(base, cases)
    started()
    talks = Talks(compiled)
    axes = compiled.space.axes
    drawn = (
        {name: axes[name].value(code) for name, code in members.sample(random).items()} for _ in range(count)
    )
    sys.stdout.write(f"\nquestions, of {len(axes)} facts: mean and most until settled is ...\n")
    heads = ("recommendation", "and holds", "advice", "and notes")
    sys.stdout.write(f"{'':34}{'profiles':>8}" + "".join(f"  {head:>14}" for head in heads) + "\n")
    counted("worked cases", [talks.row(case) for case in cases])
    counted("random profiles", [talks.row(profile) for profile in progress(drawn)])
    return 0


def worked(base: KnowledgeBase) -> Iterator[Profile]:
    """The profiles of the pack's worked cases, but for those that are refused."""
    for case in base.knowledge.scenarios:
        if case.refused is None:
            yield complete(base.knowledge.facts, dict(case.profile)).values


def progress(profiles: Iterable[Profile]) -> Iterator[Profile]:
    """Say on the way how far it is."""
    for number, profile in enumerate(profiles):
        if number % TOLD == 0:
            sys.stderr.write(f"{number:,} conversations\n")
        yield profile


# What a question costs


def timed(base: KnowledgeBase, cases: list[Profile]) -> None:
    """Print the CPU time of finding the next question, over whole conversations, beside that of an advice."""
    list(converse(base.compiled, cases[0]))  # so that the diagrams are at hand
    times = [time * 1000 for case in cases for time in converse(base.compiled, case)]
    chaining = ForwardChainer(base.knowledge)
    advice = median(cpu(chaining, case) for case in cases[:CHAINED]) * 1000
    figures = {"median": median(times), "p99": quantiles(times, n=100)[98], "max": max(times)}
    sys.stdout.write(f"CPU time of the next question, over {len(cases)} worked cases, and its ratio to\n")
    sys.stdout.write(f"that of one chaining of the rules, whose median is {advice:.1f} ms\n")
    for name, time in figures.items():
        sys.stdout.write(f"  {name:8} {time:7.2f} ms {time / advice:7.3f}\n")


def converse(compiled: CompiledRules, profile: Profile) -> Iterator[float]:
    """Hold a conversation; yield how long each question, and the end, took to find."""
    here = Interview(compiled)
    while True:
        begun = process_time()
        fact = here.question
        yield process_time() - begun
        if fact is None:
            return
        here = here.with_answer(fact.id, profile[fact.id])


def cpu(chaining: ForwardChainer, profile: Profile) -> float:
    """The CPU time of one chaining."""
    begun = process_time()
    chaining.conclude(profile)
    return process_time() - begun


def started() -> None:
    """Print the CPU time of a process that finds the first question, beside one that does nothing."""
    calls = {"python -c pass": (sys.executable, "-c", "pass")}
    times = measured({**calls, "first question": (sys.executable, "-c", FIRST)})
    sys.stdout.write("CPU time of a process from its start\n")
    for name, time in times.items():
        sys.stdout.write(f"  {name:15} {time * 1000:7.1f} ms {time / times['python -c pass']:6.1f}\n")


# How many questions there are


@dataclass(frozen=True)
class Talks:
    """Conversations that share what they have in common: a state is looked at once."""

    compiled: CompiledRules
    known: dict[tuple[Scope, State], tuple[str | None, str | None]] = field(default_factory=dict)
    """For each state the next question, and the outcome where it is settled."""

    def row(self, profile: Profile) -> Row:
        """Return how many questions a profile is asked."""
        settled, advice, outcome = self.talk(profile, Scope.USUAL)
        _, brief, _ = self.talk(profile, Scope.BRIEF)
        _, thorough, _ = self.talk(profile, Scope.FULL)
        return outcome, settled, brief, advice, thorough

    def talk(self, profile: Profile, scope: Scope) -> tuple[int, int, str]:
        """Return how many questions there are until the outcome is settled, how many in all, and it."""
        answers: dict[str, Value] = {}
        settled = None
        while True:
            question, outcome = self.look(answers, scope)
            if settled is None and outcome is not None:
                settled = len(answers)
            if question is None:
                return (len(answers) if settled is None else settled), len(answers), outcome or "none"
            answers[question] = profile[question]

    def look(self, answers: Mapping[str, Value], scope: Scope) -> tuple[str | None, str | None]:
        """Return the next question, and the outcome where it is settled."""
        key = (scope, frozenset(answers.items()))
        if key not in self.known:
            here = Interview(self.compiled, answers=dict(answers), scope=scope)
            outcome = next(iter(here.undecided.outcomes)) if len(here.undecided.outcomes) == 1 else None
            self.known[key] = None if here.question is None else here.question.id, outcome
            self.compiled.space.manager.collect_garbage()
        return self.known[key]


def counted(title: str, rows: list[Row]) -> None:
    """Print mean and most questions, for each outcome and over all."""
    for outcome in [*sorted({row[0] for row in rows}), "all"]:
        own = [row[1:] for row in rows if outcome in (row[0], "all")]
        cells = [f"{fmean(each):6.1f} {max(each):4}" for each in zip(*own, strict=True)]
        sys.stdout.write(f"{title + ', ' + outcome:34}{len(own):8,}")
        sys.stdout.write("".join(f"  {cell:>14}" for cell in cells) + "\n")


if __name__ == "__main__":
    sys.exit(main())
