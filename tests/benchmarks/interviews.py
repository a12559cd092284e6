"""How many questions interviews about some packs have, in the pack's order and with the lookahead.

Run it from a checkout: python tests/benchmarks/interviews.py FOLDER...
Each folder is a pack, or holds packs. The means are over all profiles, with every class of values equally
likely; with `cases.json` in a pack also over its cases, each with a `profile` and, if known, the questions of
the `flow` that it comes from, and those with needless ones left out (`skip`).
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from exitwise.ask.interview import Interview  # noqa: E402 (the folders above)
from exitwise.diagram.compiled_rules import CompiledRules  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.fact import Value  # noqa: E402

Answers = Mapping[str, Value]


def main() -> int:
    """Measure the packs and print a table."""
    sys.stdout.write(
        f"{'pack and order':52}{'all':>7}{'cases':>7}{'skip':>7}{'flow':>7}{'over':>6}{'most ms':>9}\n"
    )
    for folder in map(Path, sys.argv[1:]):
        for pack in [folder] if (folder / "pack.yaml").exists() else sorted(folder.iterdir()):
            if (pack / "pack.yaml").exists():
                measure(pack)
    return 0


def measure(pack: Path) -> None:
    """Print the figures of one pack."""
    compiled = KnowledgeBase.of(pack, cases=False).compiled
    compiled.domain  # noqa: B018 (compiled before anything is timed)
    path = pack / "cases.json"
    cases = json.loads(path.read_text("utf-8")) if path.exists() else []
    for name, fewest in (("pack's order", False), ("fewest", True)):
        talks = Talks(compiled, fewest=fewest)
        mean = f"{talks.mean({}):7.2f}"
        counts = [talks.count(case["profile"]) for case in cases]
        known = [f"{fmean(len(case[key]) for case in cases):7.2f}" for key in ("skip", "flow") if cases]
        over = sum(count > len(case["flow"]) for count, case in zip(counts, cases, strict=True))
        own = f"{fmean(counts):7.2f}{''.join(known)}{over:6}" if cases else " " * 27
        sys.stdout.write(f"{f'{pack.name}, {name}':52}{mean}{own}{max(talks.times) * 1000:9.1f}\n")


@dataclass
class Talks:
    """All interviews about one pack in one order; a state is looked at once."""

    compiled: CompiledRules
    fewest: bool
    known: dict[frozenset[tuple[str, Value]], str | None] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def question(self, answers: Answers) -> str | None:
        """Return the next question, and keep the time that it takes."""
        key = frozenset(answers.items())
        if key not in self.known:
            before = process_time()
            question = Interview(self.compiled, dict(answers), fewest=self.fewest).question
            self.times.append(process_time() - before)
            self.known[key] = None if question is None else question.id
        return self.known[key]

    def mean(self, answers: Answers) -> float:
        """Return the mean number of questions to come, over all completions of some answers."""
        fact = self.question(answers)
        if fact is None:
            return 0.0
        space, axis = self.compiled.space, self.compiled.space.axes[fact]
        here = Interview(self.compiled, dict(answers)).undecided
        parts = {code: here.completions & space.with_code(fact, code) for code in here.admissible_codes(fact)}
        total = space.count(here.completions)
        return 1.0 + sum(
            space.count(part) / total * self.mean({**answers, fact: axis.value(code)})
            for code, part in parts.items()
        )

    def count(self, profile: Mapping[str, Any]) -> int:
        """Return the number of questions that a profile is asked."""
        answers: dict[str, Value] = {}
        while (fact := self.question(answers)) is not None:
            axis = self.compiled.space.axes[fact]
            answers[fact] = axis.value(axis.code(profile[fact]))
        return len(answers)


if __name__ == "__main__":
    sys.exit(main())
