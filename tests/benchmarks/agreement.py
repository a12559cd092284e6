"""All forms against the oracles, on profiles of random packs: every kind, tables, courses, missing facts.

Run it from a checkout: python tests/benchmarks/agreement.py [PROFILES [SEED]]

Half of the profiles are complete: naive oracle = forward chaining = diagrams = bit planes. The other half may
miss any fact, in packs small enough to enumerate: the advice, and the rows of a block, are compared with all
completions, course and waits included. The first differences are printed with their packs.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from exitwise.diagram.compiled_rules import CompiledRules  # noqa: E402 (the folders above)
from exitwise.forward.chain import ForwardChainer  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from support.oracles import questionnaire  # noqa: E402
from support.packs import random_packs, toy  # noqa: E402
from support.packs.waiting_packs import waiting_packs  # noqa: E402
from support.running import agreement  # noqa: E402
from support.running.missing import check_advice, check_rows  # noqa: E402

PROFILES = 100_000
EACH = 20
"""Profiles of one pack."""
MOST = 120
"""Profiles of a pack whose completions are enumerated."""
SHOWN = 5


class Tally:
    """The profiles compared so far, and the differences."""

    def __init__(self) -> None:
        self.compared = Counter[str]()
        self.differences: list[str] = []

    def complete(self, pack: random_packs.Data, profiles: list[random_packs.Data]) -> None:
        """Compare the conclusions of all forms on complete profiles."""
        knowledge = toy.loaded(pack)
        compiled, chaining = CompiledRules.of(knowledge), ForwardChainer(knowledge, properties=True)
        for profile in profiles:
            agreement.check_all_forms(pack, compiled, chaining, profile)
        agreement.check_planes(pack, profiles)

    def missing(self, pack: random_packs.Data, profiles: list[random_packs.Data]) -> None:
        """Compare the advice on profiles, and on the rows that they are, with all completions."""
        check_rows(pack, KnowledgeBase(toy.loaded(pack)), profiles, EACH // 2)
        for profile in profiles:
            check_advice(pack, profile)

    def run(self, kind: str, pack: random_packs.Data, profiles: list[random_packs.Data]) -> None:
        """Compare some profiles of a pack; a difference is kept, and the run goes on."""
        self.compared[kind] += len(profiles)
        try:
            getattr(self, kind)(pack, profiles)
        except Exception as error:  # noqa: BLE001 (whatever fails is a difference)
            self.differences.append(json.dumps([kind, repr(error), pack, profiles], default=str))
            if len(self.differences) <= SHOWN:
                sys.stdout.write(f"{self.differences[-1]}\n")
        sys.stderr.write(f"\r{sum(self.compared.values()):,}, {len(self.differences)} packs differ")


def small_packs() -> st.SearchStrategy[random_packs.Data]:
    """Return packs whose profiles can be enumerated, with every kind of fact and later holds."""
    linked = questionnaire.linked_packs(MOST, every_kind=True)
    return linked | waiting_packs(MOST, every_kind=True)


def compare(run: Callable[..., None], packs: Any, profiles: Any, count: int, number: int) -> None:
    """Compare a number of profiles of one kind."""

    @seed(number)
    @settings(
        max_examples=count // EACH,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def each(data: st.DataObject) -> None:
        pack = data.draw(packs)
        run(pack, [data.draw(profiles(pack)) for _ in range(EACH)])

    each()


def main(count: int = PROFILES, number: int = 0) -> int:
    """Compare the profiles, and print the counts and the first differences."""
    tally, started = Tally(), process_time()
    packs, half = random_packs.packs(every_kind=True), count // 2
    compare(partial(tally.run, "missing"), small_packs(), random_packs.partial_profiles, half, number)
    compare(partial(tally.run, "complete"), packs, random_packs.profiles, half, number)
    counts = ", ".join(f"{number:,} {kind}" for kind, number in tally.compared.items())
    sys.stdout.write(f"\nprofiles: {counts}; {process_time() - started:.0f} s of CPU\n")
    sys.stdout.write(f"packs with a difference: {len(tally.differences)}\n")
    return int(bool(tally.differences))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
