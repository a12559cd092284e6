"""The kinds of faulty records, and of unusual records that are valid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.sample import faulty, harmless
from exitwise.sample.original import (
    Original,
    any_fact,
    has_bounds,
    has_other_case,
    is_choice,
    is_day,
    is_decimal,
    is_list,
    is_number,
    is_optional,
    is_past,
    is_required,
    is_single,
    is_whole,
    keys_of,
    value_setter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from exitwise.model.fact import Fact
    from exitwise.sample.original import FactFilter, Record


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its name, a description, and the function that derives it from a valid record.

    `fact_filter` selects the facts to which it applies. With `is_large` one record a file is enough; with
    `breaks_constraint` it needs answers that violate a constraint.
    """

    id: str
    description: str
    make: Callable[[Original], bytes]
    fact_filter: FactFilter | None = None
    is_large: bool = False
    breaks_constraint: bool = False

    def candidates(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the facts to which this kind applies."""
        keys = keys_of(facts)
        return tuple(fact for fact in facts if self.fact_filter is not None and self.fact_filter(fact, keys))


FAULTS: Final = (
    # The line
    RecordKind("not-json", "The keys have no quotes.", faulty.without_quotes),
    RecordKind("cut-short", "The line ends in the middle of the record.", faulty.cut_short),
    RecordKind("trailing-comma", "There is a comma after the last answer.", faulty.trailing_comma),
    RecordKind("two-objects", "There are two records on one line.", faulty.two_objects),
    RecordKind("blank-line", "The line is empty.", lambda _: b"\n"),
    RecordKind("list", "The record is in a list.", faulty.wrapped_in_list),
    RecordKind("text", "The line is a text, not a record.", lambda _: b'"profile"\n'),
    RecordKind("number", "The line is a number, not a record.", lambda _: b"7\n"),
    RecordKind("boolean", "The line is `true`, not a record.", lambda _: b"true\n"),
    RecordKind("null", "The line is `null`, not a record.", lambda _: b"null\n"),
    RecordKind("bad-utf-8", "A text contains invalid UTF-8.", faulty.bad_utf_8),
    RecordKind("utf-16", "The record is encoded as UTF-16.", faulty.utf_16),
    RecordKind("byte-order-mark", "There is a byte-order mark inside the record.", faulty.byte_order_mark),
    RecordKind(
        "control-character", "A text contains an unescaped control character.", faulty.control_character
    ),
    RecordKind(
        "deep-nesting", "An answer is nested thousands of levels deep.", faulty.deep_nesting, any_fact
    ),
    RecordKind(
        "oversized",
        "The record is larger than 1 MiB; at most one per sample.",
        faulty.oversized,
        is_large=True,
    ),
    # The keys
    RecordKind("unknown-key", "A key is not a fact.", faulty.unknown_key),
    RecordKind("misspelt-key", "A letter of a key is missing or doubled.", faulty.misspelt_key, any_fact),
    RecordKind("key-in-another-case", "A key is in another case.", faulty.other_case_key, has_other_case),
    RecordKind("duplicate-key", "A key occurs twice, with the same value.", faulty.duplicate_key),
    RecordKind("duplicate-key-escaped", "A key occurs twice, once in escapes.", faulty.escaped_duplicate),
    # The answers
    RecordKind("number-for-choice", "The answer of a choice is a number.", value_setter("1"), is_choice),
    RecordKind("text-for-number", "A number is in quotes.", value_setter('"5"'), is_number),
    RecordKind("word-for-number", "The answer of an integer is a word.", value_setter('"many"'), is_number),
    RecordKind(
        "fraction-for-number", "A number has a fraction, although it is 0.", value_setter("5.0"), is_whole
    ),
    RecordKind("exponent-for-number", "A number has an exponent.", value_setter("5e0"), is_whole),
    RecordKind("boolean-for-answer", "An answer is `true`.", value_setter("true"), any_fact),
    RecordKind("object-for-answer", "An answer is an object.", value_setter('{"a":1}'), any_fact),
    RecordKind("list-for-answer", "An answer is in a list.", faulty.answer_in_list, is_single),
    RecordKind(
        "unknown-value", "A value does not belong to its fact.", value_setter('"no such value"'), is_choice
    ),
    RecordKind(
        "misspelt-value", "A letter of a value is missing or doubled.", faulty.misspelt_value, is_choice
    ),
    RecordKind("value-after-space", "There is a space before a value.", faulty.value_after_space, is_choice),
    RecordKind("empty-text", "An answer is an empty text.", value_setter('""'), any_fact),
    RecordKind(
        "unknown-for-required",
        "`unknown` answers a fact that cannot be unknown.",
        value_setter('"unknown"'),
        is_required,
    ),
    RecordKind("out-of-bounds", "A number is just outside its bounds.", faulty.out_of_bounds, has_bounds),
    RecordKind("beyond-64-bits", "A number is just beyond 64 bits.", faulty.beyond_64_bits, is_number),
    RecordKind(
        "thousands-of-digits", "A number has thousands of digits.", value_setter("7" * 5000), is_number
    ),
    RecordKind("nan", "`NaN` answers a fact.", value_setter("NaN"), any_fact),
    RecordKind("infinity", "`-Infinity` answers a fact.", value_setter("-Infinity"), any_fact),
    RecordKind(
        "contradiction", "The answers violate a constraint.", faulty.contradiction, breaks_constraint=True
    ),
    # The envelope
    RecordKind("id-of-wrong-kind", "The id is neither text nor an integer.", faulty.id_of_wrong_kind),
    RecordKind("id-beyond-64-bits", "The id is just beyond 64 bits.", value_setter(str(2**63), "id")),
    RecordKind("id-of-half-a-pair", "The id contains a lone surrogate.", value_setter(r'"\ud83d"', "id")),
    RecordKind(
        "wrong-schema",
        "The schema is that of another format.",
        value_setter('"exitwise.profile/0"', "schema"),
    ),
)
"""The kinds of faulty records for every vocabulary, of choices and integers."""

TYPED_FAULTS: Final = (
    RecordKind("number-in-list", "A list of values contains a number.", value_setter("[1]"), is_list),
    RecordKind("repeated-value", "A list of values names one twice.", faulty.repeated_value, is_list),
    RecordKind(
        "unknown-in-list", "`unknown` is one of several values.", value_setter('["unknown"]'), is_list
    ),
    RecordKind("digit-too-many", "A decimal has a digit too many.", faulty.one_digit_more, is_decimal),
    RecordKind("day-to-come", "A day of the past is to come.", value_setter('"9999-12-31"'), is_past),
    RecordKind("no-such-day", "A day is not in the calendar.", value_setter('"2026-02-30"'), is_day),
)
"""The kinds of faulty records for lists of values, decimals and dates."""

EVERY_FAULT: Final = (*FAULTS, *TYPED_FAULTS)
"""The kinds of faulty records; each is rejected, with every vocabulary to which it applies."""

HARMLESS: Final = (
    RecordKind("carriage-return", "The line ends with CR LF.", harmless.carriage_return),
    RecordKind("spaces", "There is white space wherever JSON allows it.", harmless.spaces),
    RecordKind("escaped-key", "A key is written in escapes.", harmless.escaped_key),
    RecordKind("escaped-value", "A value is written in escapes.", harmless.escaped_value, is_choice),
    RecordKind("another-order", "The keys are in another order.", harmless.another_order),
    RecordKind(
        "unknown-stated", '"I don\'t know" is stated explicitly.', value_setter('"unknown"'), is_optional
    ),
    RecordKind("null-for-optional", "An absent answer is `null`.", value_setter("null"), is_optional),
    RecordKind("null-id", "The id is null.", value_setter("null", "id")),
    RecordKind("no-id", "There is no id.", harmless.without_id),
    RecordKind("empty-id", "The id is an empty text.", value_setter('""', "id")),
    RecordKind(
        "odd-id", "The id is a text of unusual characters.", value_setter(harmless.UNUSUAL_TEXT, "id")
    ),
    RecordKind("largest-id", "The id is the largest number of 64 bits.", value_setter(str(2**63 - 1), "id")),
    RecordKind("schema", "The schema is named.", value_setter('"exitwise.profile/1"', "schema")),
    RecordKind(
        "no-newline",
        "The line has no end; only the last line of a file may be like this.",
        harmless.without_newline,
    ),
)
"""The kinds of unusual records that must be accepted: valid records in other bytes."""


class FaultInjector:
    """Replaces valid records by faulty ones, of each kind in turn that applies to the vocabulary.

    `below(n)` returns a random number from 0 to n - 1; `contradiction` returns random answers that violate a
    constraint, if the pack has any.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        below: Callable[[int], int],
        contradiction: Callable[[], Record] | None = None,
        kinds: Sequence[RecordKind] = EVERY_FAULT,
    ) -> None:
        self._facts = facts
        self._below = below
        self._contradiction = contradiction
        self.kinds = [kind for kind in kinds if self._is_applicable(kind)]
        """The kinds that apply, in order."""
        self.count = 0
        """The number of records replaced by `inject`."""
        self._remaining: list[RecordKind] = []
        self._next = [*self.kinds]

    def inject(self, record: Record) -> bytes:
        """Return a line of the next kind in place of a valid record."""
        if not self._remaining:
            self._remaining = self._next[::-1]
            self._next = [kind for kind in self.kinds if not kind.is_large]
        self.count += 1
        return self.make(self._remaining.pop(), record)

    def make(self, kind: RecordKind, record: Record) -> bytes:
        """Return a line of a kind in place of a valid record."""
        facts = kind.candidates(self._facts)
        target = facts[self._below(len(facts))] if facts else None
        contradiction = self._contradiction() if kind.breaks_constraint and self._contradiction else None
        return kind.make(Original(record, self._facts, self._below, target, contradiction))

    def _is_applicable(self, kind: RecordKind) -> bool:
        if kind.breaks_constraint:
            return self._contradiction is not None
        return kind.fact_filter is None or bool(kind.candidates(self._facts))
