"""Random admissible profiles as records, reproducible by a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol

from exitwise.diagram.weighted_sampler import Option, WeightedSampler, uniform_randbelow
from exitwise.errors import InputError
from exitwise.loader.profile import parse_profile
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import Interval
from exitwise.model.kinds import kind_of, plain, write
from exitwise.sample.faults import FaultInjector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.axis import Axis
    from exitwise.model.fact import Fact, Value

MAX_INTERVAL: Final = 10_000
"""The largest difference of the ends of an interval from which any number can be drawn."""
NEAREST_COUNT: Final = 1_000
"""How many numbers of a longer interval can be drawn: those nearest to zero."""


class RecordEncoder(Protocol):
    """Encodes a record: first its answers in order, then the whole record."""

    def answer(self, fact: Fact, value: Value | None) -> bytes:
        """Return an answer; None if a number is to follow."""

    def no_answer(self, fact: Fact) -> bytes:
        """Return the encoding of an absent answer."""

    def record(self, number: int, answers: bytes) -> bytes:
        """Return a whole record with a line end."""


class JsonLinesEncoder:
    """Encodes a record as a line of JSON without the absent answers."""

    def answer(self, fact: Fact, value: Value | None) -> bytes:
        """Return a comma, the key and the value."""
        return f",{json.dumps(fact.id)}:{'' if value is None else json.dumps(plain(fact, value))}".encode()

    def no_answer(self, _: Fact) -> bytes:
        """Return an empty text."""
        return b""

    def record(self, number: int, answers: bytes) -> bytes:
        """Return an object that starts with the id."""
        return b'{"id":%d%b}\n' % (number, answers)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers that can be drawn from an interval, and the encoding in front of a number."""

    before: bytes
    first: int
    count: int
    fact: Fact

    def draw(self, below: Callable[[int], int]) -> bytes:
        number = self.first + below(self.count)
        if not self.fact.digits:
            return b"%b%d" % (self.before, number)
        return self.before + write(self.fact, number).encode()


Fragment = bytes | _Numbers


class Sample:
    """A generator of random admissible profiles of a knowledge base.

    With weights the probability of a profile is proportional to the product of the weights of its answers;
    without, all profiles are equally likely. The values of an integer are the intervals that the rules
    distinguish, which have equal weights; within an interval all numbers are equally likely, but from one
    longer than `MAX_INTERVAL` only the `NEAREST_COUNT` numbers nearest to zero are drawn. The distribution is
    exact. "I don't know" is stated half of the time and left out otherwise. Only integers and the bits of
    `random.Random` are used, so that all machines and Python versions give the same profiles.
    """

    def __init__(
        self, compiled: CompiledRules, *, weighted: bool, encoder: RecordEncoder | None = None
    ) -> None:
        """Count the profiles, so that they can be drawn.

        Raises:
            InputError: there is no profile with a positive weight.
        """
        self._compiled = compiled
        self._encoder = encoder or JsonLinesEncoder()
        self._sampler = self._sampler_of(compiled.domain, weighted=weighted)
        if not self._sampler.total_weight:
            if weighted:
                raise InputError("the weights leave no admissible profile", help="use --uniform")
            raise InputError("no profile is admissible: the pack's constraints exclude every one")
        self._integers = [
            index for index, fact in enumerate(self._sampler.facts) if kind_of(self._facts[fact]).is_number
        ]
        self._in_order = _reorder(tuple(self._facts), self._sampler.facts)

    @property
    def _facts(self) -> dict[str, Fact]:
        return self._compiled.knowledge.fact

    def _sampler_of(self, profiles: ProfileSet, *, weighted: bool) -> WeightedSampler[Fragment]:
        axes = self._compiled.space.axes
        options = {name: list(_options(axis, self._encoder, weighted)) for name, axis in axes.items()}
        return WeightedSampler(self._compiled.space, profiles, options)

    def records(self, number: int, seed: int) -> Iterator[bytes]:
        """Yield records; a smaller number with the same seed yields the first of them."""
        below = uniform_randbelow(Random(seed))  # noqa: S311 (not for cryptography)
        record = self._encoder.record
        for row_number in range(1, number + 1):
            yield record(row_number, self._answers(self._sampler, below))

    def _answers(self, sampler: WeightedSampler[Fragment], below: Callable[[int], int]) -> bytes:
        fragments: list[Any] = sampler.draw(below)
        for index in self._integers:
            if fragments[index].__class__ is _Numbers:
                fragments[index] = fragments[index].draw(below)
        return b"".join(self._in_order(fragments))

    def fault_injector(self, seed: int) -> FaultInjector:
        """Return an injector of faulty records, with random numbers of its own."""
        below = uniform_randbelow(Random(f"faults {seed}"))  # noqa: S311 (not for cryptography)
        space = self._compiled.space
        broken = self._sampler_of(space.valid & ~self._compiled.domain, weighted=False)

        def contradiction() -> dict[str, object]:
            record = parse_profile(JsonLinesEncoder().record(0, self._answers(broken, below)))
            return {key: value for key, value in record.items() if key != "id"}

        return FaultInjector(
            tuple(self._facts.values()), below, contradiction if broken.total_weight else None
        )


def inject_faults(
    records: Iterable[bytes], percent: float, seed: int, injector: FaultInjector
) -> Iterator[bytes]:
    """Yield the records, replacing a random share of them, in per cent, by faulty ones."""
    chance = Random(f"sprinkled {seed}").random  # noqa: S311 (not for cryptography)
    for record in records:
        yield injector.inject(parse_profile(record)) if 100 * chance() < percent else record


def _options(axis: Axis, encoder: RecordEncoder, weighted: bool) -> Iterator[Option[Fragment]]:  # noqa: FBT001
    """Yield the options of a fact; "I don't know" has two forms, so all other weights are doubled."""
    fact = axis.fact
    for code, part in enumerate(axis.classes):
        if isinstance(part, Interval):
            yield Option(code, 2, _numbers(encoder.answer(fact, None), part, fact))
            continue
        weight = fact.weight(part) if weighted and isinstance(part, str) else 1
        if part == UNKNOWN:
            yield Option(code, weight, encoder.answer(fact, part))
            yield Option(code, weight, encoder.no_answer(fact))
        else:
            yield Option(code, 2 * weight, encoder.answer(fact, part))


def _numbers(before: bytes, interval: Interval, fact: Fact) -> _Numbers:
    low, high = interval
    if high - low <= MAX_INTERVAL:
        return _Numbers(before, low, high - low + 1, fact)
    return _Numbers(before, min(max(low, -NEAREST_COUNT // 2), high - NEAREST_COUNT + 1), NEAREST_COUNT, fact)


def _reorder(target: tuple[str, ...], source: tuple[str, ...]) -> Callable[[list[Any]], Iterable[Any]]:
    """Return a function that reorders items from the order of `source` to that of `target`."""
    if len(target) < 2:  # noqa: PLR2004 (an itemgetter of one index returns a bare item)
        return lambda items: items
    return itemgetter(*map(source.index, target))
