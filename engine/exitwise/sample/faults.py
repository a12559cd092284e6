"""What can be wrong with a record: every kind by name, and beside it what looks wrong and is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.sample import faulty as spoil
from exitwise.sample import harmless as odd
from exitwise.sample.original import (
    Original,
    any_fact,
    has_bounds,
    has_other_case,
    is_choice,
    is_integer,
    is_optional,
    is_required,
    keys_of,
    value_setter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.model.fact import Fact
    from exitwise.sample.original import FactFilter, Record


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record: its name, what it is in a sentence, and what makes one of a good record.

    `of` is the sort of fact that one is made at. `once` says that one in a file is enough, it being so large;
    `constraint` that it needs answers that contradict each other.
    """

    id: str
    description: str
    make: Callable[[Original], bytes]
    fact_filter: FactFilter | None = None
    is_large: bool = False
    breaks_constraint: bool = False

    def candidates(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the facts of a vocabulary at which one can be made."""
        keys = keys_of(facts)
        return tuple(fact for fact in facts if self.fact_filter is not None and self.fact_filter(fact, keys))


FAULTS: Final = (
    # The line
    RecordKind("not-json", "The keys have no quotes.", spoil.without_quotes),
    RecordKind("cut-short", "The line ends in the middle of the record.", spoil.cut_short),
    RecordKind("trailing-comma", "A comma stands after the last answer.", spoil.trailing_comma),
    RecordKind("two-objects", "Two records stand on one line.", spoil.two_objects),
    RecordKind("blank-line", "The line is empty.", lambda _: b"\n"),
    RecordKind("list", "The record stands in a list.", spoil.wrapped_in_list),
    RecordKind("text", "A text stands where the record belongs.", lambda _: b'"profile"\n'),
    RecordKind("number", "A number stands where the record belongs.", lambda _: b"7\n"),
    RecordKind("boolean", "`true` stands where the record belongs.", lambda _: b"true\n"),
    RecordKind("null", "`null` stands where the record belongs.", lambda _: b"null\n"),
    RecordKind("bad-utf-8", "A text holds bytes that are no UTF-8.", spoil.bad_utf_8),
    RecordKind("utf-16", "The record is UTF-16.", spoil.utf_16),
    RecordKind("byte-order-mark", "A byte-order mark stands inside the record.", spoil.byte_order_mark),
    RecordKind("control-character", "A text holds a raw control character.", spoil.control_character),
    RecordKind("deep-nesting", "An answer is nested thousands of levels deep.", spoil.deep_nesting, any_fact),
    RecordKind(
        "oversized", "The record is larger than 1 MiB; one a file is enough.", spoil.oversized, is_large=True
    ),
    # The keys
    RecordKind("unknown-key", "A key is no fact.", spoil.unknown_key),
    RecordKind("misspelt-key", "A letter of a key is missing or doubled.", spoil.misspelt_key, any_fact),
    RecordKind("key-in-another-case", "A key is in another case.", spoil.other_case_key, has_other_case),
    RecordKind("duplicate-key", "A key is given twice, with the same value.", spoil.duplicate_key),
    RecordKind("duplicate-key-escaped", "A key is given twice, once in escapes.", spoil.escaped_duplicate),
    # The answers
    RecordKind("number-for-choice", "A number stands where a name belongs.", value_setter("1"), is_choice),
    RecordKind("text-for-number", "A number stands in quotes.", value_setter('"5"'), is_integer),
    RecordKind(
        "word-for-number", "A word stands where a number belongs.", value_setter('"many"'), is_integer
    ),
    RecordKind(
        "fraction-for-number", "A number has a fraction, though it is 0.", value_setter("5.0"), is_integer
    ),
    RecordKind("exponent-for-number", "A number has an exponent.", value_setter("5e0"), is_integer),
    RecordKind(
        "boolean-for-answer", "`true` stands where an answer belongs.", value_setter("true"), any_fact
    ),
    RecordKind(
        "object-for-answer", "An object stands where an answer belongs.", value_setter('{"a":1}'), any_fact
    ),
    RecordKind("list-for-answer", "An answer stands in a list.", spoil.answer_in_list, any_fact),
    RecordKind("unknown-value", "A value is none of the fact's.", value_setter('"no such value"'), is_choice),
    RecordKind(
        "misspelt-value", "A letter of a value is missing or doubled.", spoil.misspelt_value, is_choice
    ),
    RecordKind("value-after-space", "A value has a space before it.", spoil.value_after_space, is_choice),
    RecordKind("empty-text", "An answer is an empty text.", value_setter('""'), any_fact),
    RecordKind(
        "unknown-for-required", "`unknown` answers a required fact.", value_setter('"unknown"'), is_required
    ),
    RecordKind("null-for-required", "`null` answers a required fact.", value_setter("null"), is_required),
    RecordKind("missing-required", "A required fact is missing.", spoil.missing_answer, is_required),
    RecordKind("out-of-bounds", "A number lies just outside its bounds.", spoil.out_of_bounds, has_bounds),
    RecordKind("beyond-64-bits", "A number is just beyond 64 bits.", spoil.beyond_64_bits, is_integer),
    RecordKind(
        "thousands-of-digits", "A number has thousands of digits.", value_setter("7" * 5000), is_integer
    ),
    RecordKind("nan", "`NaN` answers a fact.", value_setter("NaN"), any_fact),
    RecordKind("infinity", "`-Infinity` answers a fact.", value_setter("-Infinity"), any_fact),
    RecordKind(
        "contradiction", "The answers break a constraint.", spoil.contradiction, breaks_constraint=True
    ),
    # What is about the record
    RecordKind("id-of-wrong-kind", "The id is neither text nor a whole number.", spoil.id_of_wrong_kind),
    RecordKind("id-beyond-64-bits", "The id is just beyond 64 bits.", value_setter(str(2**63), "id")),
    RecordKind("id-of-half-a-pair", "The id holds a lone surrogate.", value_setter(r'"\ud83d"', "id")),
    RecordKind("wrong-schema", "The schema is another.", value_setter('"exitwise.profile/0"', "schema")),
)
"""Every kind of bad record; each is refused, wherever a vocabulary gives occasion for it."""

HARMLESS: Final = (
    RecordKind("carriage-return", "The line ends with CR LF.", odd.carriage_return),
    RecordKind("spaces", "White space stands wherever JSON allows it.", odd.spaces),
    RecordKind("escaped-key", "A key is spelled in escapes.", odd.escaped_key),
    RecordKind("escaped-value", "A value is spelled in escapes.", odd.escaped_value, is_choice),
    RecordKind("another-order", "The keys stand in another order.", odd.another_order),
    RecordKind(
        "unknown-stated", '"I don\'t know" is said in so many words.', value_setter('"unknown"'), is_optional
    ),
    RecordKind("null-for-optional", "`null` stands for an absent answer.", value_setter("null"), is_optional),
    RecordKind("null-id", "The id is null.", value_setter("null", "id")),
    RecordKind("no-id", "There is no id.", odd.without_id),
    RecordKind("empty-id", "The id is an empty text.", value_setter('""', "id")),
    RecordKind("odd-id", "The id is a text of odd characters.", value_setter(odd.UNUSUAL_TEXT, "id")),
    RecordKind("largest-id", "The id is the largest number of 64 bits.", value_setter(str(2**63 - 1), "id")),
    RecordKind("schema", "The schema is named.", value_setter('"exitwise.profile/1"', "schema")),
    RecordKind("no-newline", "The line does not end; only a file's last may be so.", odd.without_newline),
)
"""What must not be refused: it means the same record, or one as good, in other bytes."""


class FaultInjector:
    """Makes bad records of good ones, every kind in turn for which the vocabulary gives occasion.

    `below` draws a number below another; `contradiction` draws answers that break a constraint, if any can.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        below: Callable[[int], int],
        contradiction: Callable[[], Record] | None = None,
        kinds: Sequence[RecordKind] = FAULTS,
    ) -> None:
        self._facts = facts
        self._below = below
        self._contradiction = contradiction
        self.kinds = [kind for kind in kinds if self._is_applicable(kind)]
        """The kinds that there will be, in their order."""
        self.count = 0
        """How many it has made in turn."""
        self._left: list[RecordKind] = []
        self._next = [*self.kinds]

    def inject(self, record: Record) -> bytes:
        """Return a line in place of a good record's, of the kind whose turn it is."""
        if not self._left:
            self._left, self._next = self._next[::-1], [kind for kind in self.kinds if not kind.is_large]
        self.count += 1
        return self.make(self._left.pop(), record)

    def make(self, kind: RecordKind, record: Record) -> bytes:
        """Return a line of one of the kinds in place of a good record's."""
        among = kind.candidates(self._facts)
        chosen = among[self._below(len(among))] if among else None
        contradiction = self._contradiction() if kind.breaks_constraint and self._contradiction else None
        return kind.make(Original(record, self._facts, self._below, chosen, contradiction))

    def _is_applicable(self, kind: RecordKind) -> bool:
        if kind.breaks_constraint:
            return self._contradiction is not None
        return kind.fact_filter is None or bool(kind.candidates(self._facts))
