"""What can be wrong with a record: every kind by name, and beside it what looks wrong and is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.sample import faulty as spoil
from exitwise.sample import harmless as odd
from exitwise.sample.original import (
    Case,
    any_fact,
    bounded,
    cased,
    choice,
    integer,
    keys_of,
    optional,
    required,
    valued,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.model.fact import Fact
    from exitwise.sample.original import Record, Sort


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its name, what it is in a sentence, and what makes one of a good record.

    `of` is the sort of fact that one is made at. `once` says that one in a file is enough, it being so large;
    `constraint` that it needs answers that contradict each other.
    """

    id: str
    says: str
    made: Callable[[Case], bytes]
    of: Sort | None = None
    once: bool = False
    constraint: bool = False

    def among(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the facts of a vocabulary at which one can be made."""
        keys = keys_of(facts)
        return tuple(fact for fact in facts if self.of is not None and self.of(fact, keys))


FAULTS: Final = (
    # The line
    Kind("not-json", "The keys have no quotes.", spoil.without_quotes),
    Kind("cut-short", "The line ends in the middle of the record.", spoil.cut_short),
    Kind("trailing-comma", "A comma stands after the last answer.", spoil.trailing_comma),
    Kind("two-objects", "Two records stand on one line.", spoil.two_objects),
    Kind("blank-line", "The line is empty.", lambda _: b"\n"),
    Kind("list", "The record stands in a list.", spoil.in_a_list),
    Kind("text", "A text stands where the record belongs.", lambda _: b'"profile"\n'),
    Kind("number", "A number stands where the record belongs.", lambda _: b"7\n"),
    Kind("boolean", "`true` stands where the record belongs.", lambda _: b"true\n"),
    Kind("null", "`null` stands where the record belongs.", lambda _: b"null\n"),
    Kind("bad-utf-8", "A text holds bytes that are no UTF-8.", spoil.bad_utf_8),
    Kind("utf-16", "The record is UTF-16.", spoil.utf_16),
    Kind("byte-order-mark", "A byte-order mark stands inside the record.", spoil.byte_order_mark),
    Kind("control-character", "A text holds a raw control character.", spoil.control_character),
    Kind("deep-nesting", "An answer is nested thousands of levels deep.", spoil.deep_nesting, any_fact),
    Kind("oversized", "The record is larger than 1 MiB; one a file is enough.", spoil.oversized, once=True),
    # The keys
    Kind("unknown-key", "A key is no fact.", spoil.unknown_key),
    Kind("misspelt-key", "A letter of a key is missing or doubled.", spoil.misspelt_key, any_fact),
    Kind("key-in-another-case", "A key is in another case.", spoil.other_case_key, cased),
    Kind("duplicate-key", "A key is given twice, with the same value.", spoil.duplicate_key),
    Kind("duplicate-key-escaped", "A key is given twice, once in escapes.", spoil.escaped_duplicate),
    # The answers
    Kind("number-for-choice", "A number stands where a name belongs.", valued("1"), choice),
    Kind("text-for-number", "A number stands in quotes.", valued('"5"'), integer),
    Kind("word-for-number", "A word stands where a number belongs.", valued('"many"'), integer),
    Kind("fraction-for-number", "A number has a fraction, though it is 0.", valued("5.0"), integer),
    Kind("exponent-for-number", "A number has an exponent.", valued("5e0"), integer),
    Kind("boolean-for-answer", "`true` stands where an answer belongs.", valued("true"), any_fact),
    Kind("object-for-answer", "An object stands where an answer belongs.", valued('{"a":1}'), any_fact),
    Kind("list-for-answer", "An answer stands in a list.", spoil.in_a_list_of_one, any_fact),
    Kind("unknown-value", "A value is none of the fact's.", valued('"no such value"'), choice),
    Kind("misspelt-value", "A letter of a value is missing or doubled.", spoil.misspelt_value, choice),
    Kind("value-after-space", "A value has a space before it.", spoil.value_in_spaces, choice),
    Kind("empty-text", "An answer is an empty text.", valued('""'), any_fact),
    Kind("unknown-for-required", "`unknown` answers a required fact.", valued('"unknown"'), required),
    Kind("null-for-required", "`null` answers a required fact.", valued("null"), required),
    Kind("missing-required", "A required fact is missing.", spoil.missing, required),
    Kind("out-of-bounds", "A number lies just outside its bounds.", spoil.out_of_bounds, bounded),
    Kind("beyond-64-bits", "A number is just beyond 64 bits.", spoil.beyond_64_bits, integer),
    Kind("thousands-of-digits", "A number has thousands of digits.", valued("7" * 5000), integer),
    Kind("nan", "`NaN` answers a fact.", valued("NaN"), any_fact),
    Kind("infinity", "`-Infinity` answers a fact.", valued("-Infinity"), any_fact),
    Kind("contradiction", "The answers break a constraint.", spoil.contradiction, constraint=True),
    # What is about the record
    Kind("id-of-wrong-kind", "The id is neither text nor a whole number.", spoil.id_of_wrong_kind),
    Kind("id-beyond-64-bits", "The id is just beyond 64 bits.", valued(str(2**63), "id")),
    Kind("id-of-half-a-pair", "The id holds a lone surrogate.", valued(r'"\ud83d"', "id")),
    Kind("wrong-schema", "The schema is another.", valued('"exitwise.profile/0"', "schema")),
)
"""Every kind of bad record; each is refused, wherever a vocabulary gives occasion for it."""

HARMLESS: Final = (
    Kind("carriage-return", "The line ends with CR LF.", odd.carriage_return),
    Kind("spaces", "White space stands wherever JSON allows it.", odd.spaces),
    Kind("escaped-key", "A key is spelled in escapes.", odd.escaped_key),
    Kind("escaped-value", "A value is spelled in escapes.", odd.escaped_value, choice),
    Kind("another-order", "The keys stand in another order.", odd.another_order),
    Kind("unknown-stated", '"I don\'t know" is said in so many words.', valued('"unknown"'), optional),
    Kind("null-for-optional", "`null` stands for an absent answer.", valued("null"), optional),
    Kind("null-id", "The id is null.", valued("null", "id")),
    Kind("no-id", "There is no id.", odd.without_id),
    Kind("empty-id", "The id is an empty text.", valued('""', "id")),
    Kind("odd-id", "The id is a text of odd characters.", valued(odd.ODD, "id")),
    Kind("largest-id", "The id is the largest number of 64 bits.", valued(str(2**63 - 1), "id")),
    Kind("schema", "The schema is named.", valued('"exitwise.profile/1"', "schema")),
    Kind("no-newline", "The line does not end; only a file's last may be so.", odd.without_newline),
)
"""What must not be refused: it means the same record, or one as good, in other bytes."""


class Spoiler:
    """Makes bad records of good ones, every kind in turn for which the vocabulary gives occasion.

    `below` draws a number below another; `contradiction` draws answers that break a constraint, if any can.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        below: Callable[[int], int],
        contradiction: Callable[[], Record] | None = None,
        kinds: Sequence[Kind] = FAULTS,
    ) -> None:
        self._facts = facts
        self._below = below
        self._contradiction = contradiction
        self.kinds = [kind for kind in kinds if self._has_occasion(kind)]
        """The kinds that there will be, in their order."""
        self.count = 0
        """How many it has made in turn."""
        self._left: list[Kind] = []
        self._next = [*self.kinds]

    def spoilt(self, record: Record) -> bytes:
        """Return a line in place of a good record's, of the kind whose turn it is."""
        if not self._left:
            self._left, self._next = self._next[::-1], [kind for kind in self.kinds if not kind.once]
        self.count += 1
        return self.made(self._left.pop(), record)

    def made(self, kind: Kind, record: Record) -> bytes:
        """Return a line of one of the kinds in place of a good record's."""
        among = kind.among(self._facts)
        chosen = among[self._below(len(among))] if among else None
        contradiction = self._contradiction() if kind.constraint and self._contradiction else None
        return kind.made(Case(record, self._facts, self._below, chosen, contradiction))

    def _has_occasion(self, kind: Kind) -> bool:
        if kind.constraint:
            return self._contradiction is not None
        return kind.of is None or bool(kind.among(self._facts))
