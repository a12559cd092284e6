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
    FactFilter = Callable[[Fact, Collection[str]], bool]
    """Whether a fact is of a sort; told too are all keys that a record may have."""

ENVELOPE: Final = ("id", "schema")


@dataclass(frozen=True, slots=True)
class Original:
    """A good record, and what it can be spoilt with: the vocabulary, chance, a fact, answers that contradict.

    `below` draws a number below another. `chosen` is of the sort that the kind asks for, if it asks for one.
    """

    record: Record
    facts: Sequence[Fact]
    below: Callable[[int], int]
    target: Fact | None = None
    contradiction: Record | None = None

    @property
    def fact(self) -> Fact:
        """The fact that the record is spoilt at."""
        if self.target is None:
            raise ValueError("this needs a fact")
        return self.target

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


def is_choice(fact: Fact, _: Collection[str]) -> bool:
    """Whether it is a choice."""
    return fact.kind == "choice"


def is_integer(fact: Fact, _: Collection[str]) -> bool:
    """Whether it is an integer."""
    return fact.kind == "integer"


def has_bounds(fact: Fact, _: Collection[str]) -> bool:
    """Whether a number of 64 bits can lie outside its bounds."""
    return bool(just_outside(fact))


def is_optional(fact: Fact, _: Collection[str]) -> bool:
    """Whether it may be unknown."""
    return fact.unknown


def is_required(fact: Fact, _: Collection[str]) -> bool:
    """Whether a record must answer it."""
    return not fact.unknown


def has_other_case(fact: Fact, keys: Collection[str]) -> bool:
    """Whether its name has another case, which is no key."""
    return fact.id.swapcase() not in keys


# Lines


def to_line(record: Record) -> bytes:
    """Return a record as it is written plainly."""
    return join_pairs(json_pairs(record))


def json_pairs(record: Record) -> list[tuple[str, str]]:
    """Return a record's keys and values as JSON spells them."""
    return [(to_json(key), to_json(value)) for key, value in record.items()]


def to_json(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def join_pairs(members: Iterable[tuple[str, str]]) -> bytes:
    """Return the line of keys and values that are spelled already."""
    return ("{" + ",".join(f"{key}:{value}" for key, value in members) + "}\n").encode()


def with_value(original: Original, raw: str, key: str | None = None) -> bytes:
    """Return the record with something else as the value of a key, or of the fact."""
    target = to_json(key or original.fact.id)
    return join_pairs((dict(json_pairs(original.record)) | {target: raw}).items())


def value_setter(raw: str, key: str | None = None) -> Callable[[Original], bytes]:
    """Return what gives a key, or the fact, a value as it is spelled."""
    return lambda case: with_value(case, raw, key)


def with_key(original: Original, key: str) -> bytes:
    """Return the record with another key in place of the fact's."""
    others = [(name, value) for name, value in original.record.items() if name != original.fact.id]
    return to_line(dict([*others, (key, original.answer)]))


def escape_all(text: str) -> str:
    """Return a text as JSON with each character as its escape."""
    return '"' + "".join(f"\\u{ord(character):04x}" for character in text) + '"'


def misspell(word: str, original: Original, known: Collection[str]) -> str:
    """Return a word with a letter missing or doubled, such that it is no other."""
    places = range(len(word))
    near = [word[:at] + word[at + 1 :] for at in places] + [word[: at + 1] + word[at:] for at in places]
    unlike = [other for other in near if other and other not in known]
    return original.one_of(unlike) if unlike else f"{word}{max(known, key=len)}"


def just_outside(fact: Fact) -> list[int]:
    """Return the numbers of 64 bits just outside of a fact's bounds."""
    low, high = fact.minimum, fact.maximum
    under = [low - 1] if low is not None and low > SMALLEST else []
    return [*under, high + 1] if high is not None and high < LARGEST else under
