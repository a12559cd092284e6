"""A valid record to derive others from, the facts to which a change applies, and records as lines of JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import kind_of, number_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import TypeVar

    from exitwise.model.fact import Fact

    T = TypeVar("T")
    Record = Mapping[str, object]
    FactFilter = Callable[[Fact, Collection[str]], bool]
    """A predicate on a fact; its second argument holds all keys that a record may have."""

ENVELOPE: Final = ("id", "schema")


@dataclass(frozen=True, slots=True)
class Original:
    """A valid record, with everything that is needed to derive another from it.

    `facts` is the vocabulary; `below(n)` returns a random number from 0 to n - 1; `target` is the fact to
    change, if there is one; `contradiction` holds answers that violate a constraint.
    """

    record: Record
    facts: Sequence[Fact]
    below: Callable[[int], int]
    target: Fact | None = None
    contradiction: Record | None = None

    @property
    def fact(self) -> Fact:
        """The fact to change."""
        if self.target is None:
            raise ValueError("this change needs a fact")
        return self.target

    @property
    def answer(self) -> object:
        """The answer of the record to that fact."""
        return self.record.get(self.fact.id, UNKNOWN)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that a record may have."""
        return keys_of(self.facts)

    def one_of(self, items: Sequence[T]) -> T:
        """Return a random item."""
        return items[self.below(len(items))]


def keys_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return all keys that a record may have."""
    return (*ENVELOPE, *(fact.id for fact in facts))


# Predicates on facts


def any_fact(_: Fact, __: Collection[str]) -> bool:
    """Accept every fact."""
    return True


def is_choice(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a choice."""
    return fact.kind == "choice"


def is_integer(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is an integer."""
    return fact.kind == "integer"


def is_number(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is an integer, a decimal or a date."""
    return kind_of(fact).is_number


def is_decimal(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a decimal."""
    return fact.kind == "decimal"


def is_past(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a day in the past."""
    return fact.counts == "since"


def is_day(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a day."""
    return bool(fact.counts)


def is_list(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a list of values."""
    return fact.kind == "several"


def is_single(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact has one value."""
    return fact.kind != "several"


def is_whole(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact is a whole number."""
    return fact.kind in {"integer", "date"}


def has_bounds(fact: Fact, _: Collection[str]) -> bool:
    """Whether some number is just outside the bounds of the fact."""
    return bool(just_outside(fact))


def is_optional(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact may be unknown."""
    return fact.unknown


def is_required(fact: Fact, _: Collection[str]) -> bool:
    """Whether the fact cannot be unknown."""
    return not fact.unknown


def has_other_case(fact: Fact, keys: Collection[str]) -> bool:
    """Whether the name of the fact with its case swapped is not a key."""
    return fact.id.swapcase() not in keys


# Lines


def to_line(record: Record) -> bytes:
    """Return a record as a line of JSON."""
    return join_pairs(json_pairs(record))


def json_pairs(record: Record) -> list[tuple[str, str]]:
    """Return the keys and values of a record, each as JSON."""
    return [(to_json(key), to_json(value)) for key, value in record.items()]


def to_json(value: object) -> str:
    """Return a value as JSON, with exact numbers."""
    match value:
        case dict():
            return f"{{{', '.join(f'{to_json(key)}: {to_json(item)}' for key, item in value.items())}}}"
        case list():
            return f"[{', '.join(map(to_json, value))}]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def join_pairs(members: Iterable[tuple[str, str]]) -> bytes:
    """Return the line of JSON with these keys and values, which are JSON already."""
    return ("{" + ",".join(f"{key}:{value}" for key, value in members) + "}\n").encode()


def with_value(original: Original, raw: str, key: str | None = None) -> bytes:
    """Return the record with raw JSON as the value of a key, by default of the target fact."""
    target = to_json(key or original.fact.id)
    return join_pairs((dict(json_pairs(original.record)) | {target: raw}).items())


def value_setter(raw: str, key: str | None = None) -> Callable[[Original], bytes]:
    """Return the function that sets a key, by default the target fact, to raw JSON."""
    return lambda original: with_value(original, raw, key)


def with_key(original: Original, key: str) -> bytes:
    """Return the record with the key of the target fact replaced."""
    others = [(name, value) for name, value in original.record.items() if name != original.fact.id]
    return to_line(dict([*others, (key, original.answer)]))


def escape_all(text: str) -> str:
    """Return a text as JSON with every character escaped; one beyond 16 bits is two escapes."""
    units = text.encode("utf-16-be")
    return '"' + "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)) + '"'


def misspell(word: str, original: Original, known: Collection[str]) -> str:
    """Return a word with a letter missing or doubled that is not one of the known words."""
    positions = range(len(word))
    near = [word[:at] + word[at + 1 :] for at in positions] + [word[: at + 1] + word[at:] for at in positions]
    unknown = [other for other in near if other and other not in known]
    return original.one_of(unknown) if unknown else f"{word}{max(known, key=len)}"


def just_outside(fact: Fact) -> list[str]:
    """Return the numbers next to the bounds of a fact, outside of them, as JSON."""
    kind = number_kind(fact)
    if kind is None:
        return []
    low, high = kind.bounds(fact)
    numbers = [low - 1] * (low > SMALLEST) + [high + 1] * (high < LARGEST)
    return [kind.written(fact, number) for number in numbers]
