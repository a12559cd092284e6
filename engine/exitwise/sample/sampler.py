"""Random admissible profiles as records, by a seed: to try things on, without anybody's data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol

from exitwise.diagram.axis import Interval
from exitwise.diagram.weighted_sampler import Option, WeightedSampler, uniform_randbelow
from exitwise.errors import InputError
from exitwise.model.fact import UNKNOWN
from exitwise.sample.faults import FaultInjector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exitwise.diagram.axis import Axis
    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Fact

MAX_INTERVAL: Final = 10_000
"""The longest interval, from end to end, whose numbers are all drawn."""
NEAREST_COUNT: Final = 1_000
"""How many numbers of a longer one are drawn: those nearest to zero."""


class RecordEncoder(Protocol):
    """How a record is written: its answers one after the other, then the record around them."""

    def answer(self, fact: Fact, value: str) -> bytes:
        """Return an answer; that of an integer may be empty, for a number to follow, or `unknown`."""

    def no_answer(self, fact: Fact) -> bytes:
        """Return what stands for an answer that is left out."""

    def record(self, number: int, answers: bytes) -> bytes:
        """Return a whole record, with its line end."""


class JsonLinesEncoder:
    """A record as a line of JSON: an answer that is left out leaves nothing behind."""

    def answer(self, fact: Fact, value: str) -> bytes:
        """Return a key and its value."""
        spelled = json.dumps(value) if value else ""
        return f",{json.dumps(fact.id)}:{spelled}".encode()

    def no_answer(self, _: Fact) -> bytes:
        """Return nothing."""
        return b""

    def record(self, number: int, answers: bytes) -> bytes:
        """Return an object that begins with the id."""
        return b'{"id":%d%b}\n' % (number, answers)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers that an integer may be within an interval, and what is written before one."""

    before: bytes
    first: int
    count: int

    def draw(self, below: Callable[[int], int]) -> bytes:
        return b"%b%d" % (self.before, self.first + below(self.count))


Fragment = bytes | _Numbers


class Sample:
    """The admissible profiles of a knowledge base, drawn one after the other.

    By weights, a profile's share is as the product of the weights of its answers; without, each is as likely
    as any other. An integer's intervals are the parts that rules tell apart, and they weigh the same; within
    one every number is as likely, of one longer than `WIDE` the `NEAR` numbers nearest to zero. All this is
    exact. "I don't know" is stated in half of the cases, and left out in the others. Drawing is nothing but
    whole numbers and the bits of `random.Random`, so every machine and every Python gives the same.
    """

    def __init__(
        self, compiled: CompiledRules, *, weighted: bool, encoder: RecordEncoder | None = None
    ) -> None:
        """Prepare to draw.

        Raises:
            InputError: there is nothing to draw from.
        """
        self._compiled = compiled
        self._encoder = encoder or JsonLinesEncoder()
        self._drawing = self._drawing_of(compiled.domain, weighted=weighted)
        if not self._drawing.total_weight:
            if weighted:
                raise InputError("the weights leave no admissible profile", help="draw with --uniform")
            raise InputError("no profile is admissible: the pack's constraints exclude every one")
        self._numbered = [
            place for place, fact in enumerate(self._drawing.facts) if self._facts[fact].kind == "integer"
        ]
        self._in_order = _reorder(tuple(self._facts), self._drawing.facts)

    @property
    def _facts(self) -> dict[str, Fact]:
        return self._compiled.knowledge.fact

    def _drawing_of(self, profiles: ProfileSet, *, weighted: bool) -> WeightedSampler[Fragment]:
        axes = self._compiled.space.axes
        options = {name: list(_options(axis, self._encoder, weighted)) for name, axis in axes.items()}
        return WeightedSampler(self._compiled.space, profiles, options)

    def records(self, number: int, seed: int) -> Iterator[bytes]:
        """Yield so many records; fewer with the same seed are the first of them."""
        below = uniform_randbelow(Random(seed))  # noqa: S311 (no secret hangs on it)
        record = self._encoder.record
        for place in range(1, number + 1):
            yield record(place, self._answers(self._drawing, below))

    def _answers(self, drawing: WeightedSampler[Fragment], below: Callable[[int], int]) -> bytes:
        told: list[Any] = drawing.draw(below)
        for place in self._numbered:
            if told[place].__class__ is _Numbers:
                told[place] = told[place].draw(below)
        return b"".join(self._in_order(told))

    def fault_injector(self, seed: int) -> FaultInjector:
        """Return what makes bad records of good ones, with chance of its own."""
        below = uniform_randbelow(Random(f"faults {seed}"))  # noqa: S311 (no secret hangs on it)
        space = self._compiled.space
        broken = self._drawing_of(space.valid & ~self._compiled.domain, weighted=False)

        def contradiction() -> dict[str, object]:
            found: dict[str, object] = json.loads(JsonLinesEncoder().record(0, self._answers(broken, below)))
            return {key: value for key, value in found.items() if key != "id"}

        return FaultInjector(
            tuple(self._facts.values()), below, contradiction if broken.total_weight else None
        )


def inject_faults(
    records: Iterable[bytes], percent: float, seed: int, injector: FaultInjector
) -> Iterator[bytes]:
    """Yield the records, about so many of a hundred with something wrong; the others are as they were."""
    chance = Random(f"sprinkled {seed}").random  # noqa: S311 (no secret hangs on it)
    for record in records:
        yield injector.inject(json.loads(record)) if 100 * chance() < percent else record


def _options(axis: Axis, encoder: RecordEncoder, weighted: bool) -> Iterator[Option[Fragment]]:  # noqa: FBT001
    """Yield what a fact may be; "I don't know" in two forms, so that all else weighs twice as much."""
    fact = axis.fact
    for code, part in enumerate(axis.classes):
        if isinstance(part, Interval):
            yield Option(code, 2, _numbers(encoder.answer(fact, ""), part))
            continue
        weight = fact.weight(part) if weighted else 1
        if part == UNKNOWN:
            yield Option(code, weight, encoder.answer(fact, part))
            yield Option(code, weight, encoder.no_answer(fact))
        else:
            yield Option(code, 2 * weight, encoder.answer(fact, part))


def _numbers(before: bytes, interval: Interval) -> _Numbers:
    low, high = interval
    if high - low <= MAX_INTERVAL:
        return _Numbers(before, low, high - low + 1)
    return _Numbers(before, min(max(low, -NEAREST_COUNT // 2), high - NEAREST_COUNT + 1), NEAREST_COUNT)


def _reorder(target: tuple[str, ...], source: tuple[str, ...]) -> Callable[[list[Any]], Iterable[Any]]:
    """Return what brings things in the order of the facts as wanted that are in another."""
    if len(target) < 2:  # noqa: PLR2004 (of one thing a getter returns the thing itself)
        return lambda things: things
    return itemgetter(*map(source.index, target))
