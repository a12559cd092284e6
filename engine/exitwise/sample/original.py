"""A good record that shall be made another, the facts that this can be done at, and how lines are spelled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import TypeVar

    from exitwise.model.fact import Fact

    T = TypeVar("T")
    Record = Mapping[str, object]
    Sort = Callable[[Fact, Collection[str]], bool]
    """Whether a fact is of a sort; told too are all keys that a record may have."""

ENVELOPE: Final = ("id", "schema")


@dataclass(frozen=True, slots=True)
class Case:
    """A good record, and what it can be spoilt with: the vocabulary, chance, a fact, answers that contradict.

    `below` draws a number below another. `chosen` is of the sort that the kind asks for, if it asks for one.
    """

    record: Record
    facts: Sequence[Fact]
    below: Callable[[int], int]
    chosen: Fact | None = None
    contradiction: Record | None = None

    @property
    def fact(self) -> Fact:
        """The fact that the record is spoilt at."""
        if self.chosen is None:
            raise ValueError("this needs a fact")
        return self.chosen

    @property
    def answer(self) -> object:
        """What the record answers to the fact."""
        return self.record.get(self.fact.id, UNKNOWN)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that a record may have."""
        return keys_of(self.facts)

    def one_of(self, things: Sequence[T]) -> T:
        """Draw one of several things."""
        return things[self.below(len(things))]


def keys_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return all keys that a record may have."""
    return (*ENVELOPE, *(fact.id for fact in facts))


# Sorts of facts


def any_fact(_: Fact, __: Collection[str]) -> bool:
    """Every fact is of this sort."""
    return True


def choice(fact: Fact, _: Collection[str]) -> bool:
    """Whether it is a choice."""
    return fact.kind == "choice"


def integer(fact: Fact, _: Collection[str]) -> bool:
    """Whether it is an integer."""
    return fact.kind == "integer"


def bounded(fact: Fact, _: Collection[str]) -> bool:
    """Whether a number of 64 bits can lie outside its bounds."""
    return bool(outside(fact))


def optional(fact: Fact, _: Collection[str]) -> bool:
    """Whether it may be unknown."""
    return fact.unknown


def required(fact: Fact, _: Collection[str]) -> bool:
    """Whether a record must answer it."""
    return not fact.unknown


def cased(fact: Fact, keys: Collection[str]) -> bool:
    """Whether its name has another case, which is no key."""
    return fact.id.swapcase() not in keys


# Lines


def plain(record: Record) -> bytes:
    """Return a record as it is written plainly."""
    return line(pairs(record))


def pairs(record: Record) -> list[tuple[str, str]]:
    """Return a record's keys and values as JSON spells them."""
    return [(spelled(key), spelled(value)) for key, value in record.items()]


def spelled(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def line(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return the line of keys and values that are spelled already."""
    return ("{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}\n").encode()


def with_value(case: Case, raw: str, key: str | None = None) -> bytes:
    """Return the record with something else as the value of a key, or of the fact."""
    place = spelled(key or case.fact.id)
    return line((dict(pairs(case.record)) | {place: raw}).items())


def valued(raw: str, key: str | None = None) -> Callable[[Case], bytes]:
    """Return what gives a key, or the fact, a value as it is spelled."""
    return lambda case: with_value(case, raw, key)


def with_key(case: Case, key: str) -> bytes:
    """Return the record with another key in place of the fact's."""
    others = [(name, value) for name, value in case.record.items() if name != case.fact.id]
    return plain(dict([*others, (key, case.answer)]))


def escaped(text: str) -> str:
    """Return a text as JSON with each character as its escape."""
    return '"' + "".join(f"\\u{ord(character):04x}" for character in text) + '"'


def misspelt(word: str, case: Case, known: Collection[str]) -> str:
    """Return a word with a letter missing or doubled, such that it is no other."""
    places = range(len(word))
    near = [word[:at] + word[at + 1 :] for at in places] + [word[: at + 1] + word[at:] for at in places]
    unlike = [other for other in near if other and other not in known]
    return case.one_of(unlike) if unlike else f"{word}{max(known, key=len)}"


def outside(fact: Fact) -> list[int]:
    """Return the numbers of 64 bits just outside of a fact's bounds."""
    low, high = fact.minimum, fact.maximum
    under = [low - 1] if low is not None and low > SMALLEST else []
    return [*under, high + 1] if high is not None and high < LARGEST else under
