"""The course of the shipped pack on sampled profiles: whether the way to ready leads there, and its cost.

Every way that is not null is followed deed by deed through the functions of `exitwise plan --done`, and each
end is answered as in the questionnaire. Run as `python tests/benchmarks/course.py [PROFILES]`.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("engine", "tests")]

from exitwise.advise.schedule import Schedule  # noqa: E402
from exitwise.advise.timetable import Timetable  # noqa: E402
from exitwise.ask.interview import Interview  # noqa: E402
from exitwise.diagram.evaluation import conclude_advice  # noqa: E402
from exitwise.errors import ExitwiseError  # noqa: E402
from exitwise.knowledge_base import KnowledgeBase  # noqa: E402
from exitwise.model.conclusion import Conclusions  # noqa: E402
from exitwise.model.course import Effects, State, standing_holds, walk  # noqa: E402 (the folders above)
from exitwise.model.session import Session  # noqa: E402
from exitwise.plan.checklist import Checklist  # noqa: E402
from exitwise.plan.tick import tick  # noqa: E402
from support.packs import shipped  # noqa: E402

TODAY = date(2026, 11, 23)
PROFILES = 20_000
LEAST = 0.95
"""The share of the profiles without a hold to find out whose way is known."""


def schedule_of(base: KnowledgeBase, values: Mapping[str, Any], conclusions: Conclusions) -> Schedule:
    """Return the course of a profile."""
    effects = Effects(partial(conclude_advice, base.compiled))
    course = walk(base.knowledge, effects, State(values, conclusions))
    return Schedule(base.compiled, Timetable(base.knowledge, course, (), effects), TODAY)


def has_only_told_ends(base: KnowledgeBase, conclusions: Conclusions) -> bool:
    """Return whether every hold that stands has a usual end that is no fact to be known."""
    holds = standing_holds(base.knowledge, conclusions)
    return all(hold.ends and hold.ends[0].answers for hold in holds)


def follow(base: KnowledgeBase, values: Mapping[str, Any], way: tuple[Mapping[str, Any], ...]) -> str:
    """Follow a way through the checklist; return the readiness and the outcome that it ends with."""
    saved = Interview(base.compiled, dict(values)).session(TODAY, {})
    for move in way:
        if "step" in move:
            saved = tick(base.compiled, checklist_of(base, saved), move["step"], TODAY)
        else:
            answers = {**saved.implied, **saved.answers, **move["end"]}
            saved = replace(Interview(base.compiled, answers).session(TODAY, saved.done), id=saved.id)
    last = checklist_of(base, saved)
    return f"{last.readiness} {last.advice.recommendation}"


def checklist_of(base: KnowledgeBase, saved: Session) -> Checklist:
    """Return the checklist of a session."""
    return Checklist(base.compiled, saved, base.advise(saved.as_dict(), as_of=TODAY))


class Tally:
    """The counts of a run, and what is wrong."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.stops: Counter[str] = Counter()
        self.profiles = self.told = self.reached = self.followed = 0
        self.faults: list[str] = []
        self.spent = 0.0

    def add(self, values: Mapping[str, Any]) -> None:
        """Walk the course of a profile, and follow its way."""
        started = process_time()
        conclusions = conclude_advice(self.base.compiled, values)
        schedule = schedule_of(self.base, values, conclusions)
        way = schedule.way_to_ready()
        self.spent += process_time() - started
        self.profiles += 1
        self.stops[schedule.course.stop] += 1
        if has_only_told_ends(self.base, conclusions):
            self.told += 1
            self.reached += way is not None
        self.faults += [f"{move} changes a wish or the past" for move in way or () if self.is_untrue(move)]
        if way and "answer" not in way[-1]:
            self.check(values, way, conclusions.recommendation)

    def is_untrue(self, move: Mapping[str, Any]) -> bool:
        """Return whether a deed sets a wish or a fixed fact."""
        knowledge = self.base.knowledge
        done = dict(knowledge.step[move["step"]].done) if "step" in move else move.get("end", {})
        facts = knowledge.fact
        return any(facts[fact].fixed or facts[fact].is_wish(value) for fact, value in done.items())

    def check(
        self, values: Mapping[str, Any], way: tuple[Mapping[str, Any], ...], outcome: str | None
    ) -> None:
        """Follow a way through the checklist."""
        self.followed += 1
        try:
            end = follow(self.base, values, way)
        except ExitwiseError as error:
            end = str(error)
        if end != f"ready {outcome}":
            self.faults.append(f"{way} ends in {end}: {dict(values)}")

    def report(self) -> str:
        """Return the counts as lines."""
        stops = ", ".join(f"{stop} {number}" for stop, number in self.stops.most_common())
        return (
            f"{self.profiles} profiles, {1000 * self.spent / self.profiles:.2f} ms of CPU each\n"
            f"the course ends in: {stops}\n"
            f"not null on {self.reached} of {self.told} profiles without a hold to find out\n"
            f"{self.followed} ways followed through the checklist\n"
            + "".join(f"fault: {fault}\n" for fault in self.faults[:5])
        )


def main(count: int) -> int:
    """Walk sampled profiles, half of them with a wish for which the pack deletes."""
    base, random = shipped.base(), Random(7)  # noqa: S311 (not used for secrets)
    tally = Tally(base)
    target = base.compiled.domain & base.compiled.outcome["delete"]
    for number in range(count):
        if number % 2:
            tally.add(shipped.admissible(random.randrange(2**32)))
        else:
            point = base.compiled.space.pick(target, random)
            tally.add(values_of(base, dict(point)))
    sys.stdout.write(tally.report())
    return int(bool(tally.faults) or tally.reached < LEAST * tally.told)


def values_of(base: KnowledgeBase, point: Mapping[int, bool]) -> dict[str, Any]:
    """Return the profile that an assignment encodes."""
    space, values = base.compiled.space, {}
    for name, axis in space.axes.items():
        first, width = space.first_variable[name], space.width(name)
        code = sum(point[first + bit] << (width - 1 - bit) for bit in range(width))
        values[name] = axis.value(code)
    return values


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PROFILES))
