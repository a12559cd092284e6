"""Faulty lines: each is the record with one fault."""

import json
from collections.abc import Callable

import pytest

from exitwise.loader.profile import MAX_BYTES
from exitwise.sample import faulty
from exitwise.sample.original import Original, has_other_case, keys_of
from support.packs import toy
from support.packs.originals import LINE, RECORD, original

Change = Callable[[Original], bytes]

LINES: dict[Change, tuple[str | None, bytes]] = {
    faulty.without_quotes: (None, b'{id:7,colour:"red",age:5}\n'),
    faulty.trailing_comma: (None, b'{"id":7,"colour":"red","age":5,}\n'),
    faulty.two_objects: (None, b'{"id":7,"colour":"red","age":5} {"id":7,"colour":"red","age":5}\n'),
    faulty.wrapped_in_list: (None, b'[{"id":7,"colour":"red","age":5}]\n'),
    faulty.byte_order_mark: (None, b'{\xef\xbb\xbf"id":7,"colour":"red","age":5}\n'),
    faulty.misspelt_key: ("colour", b'{"id":7,"age":5,"olour":"red"}\n'),
    faulty.other_case_key: ("age", b'{"id":7,"colour":"red","AGE":5}\n'),
    faulty.duplicate_key: (None, b'{"id":7,"colour":"red","age":5,"id":7}\n'),
    faulty.escaped_duplicate: (None, b'{"id":7,"colour":"red","age":5,"\\u0069\\u0064":7}\n'),
    faulty.answer_in_list: ("colour", b'{"id":7,"colour":["red"],"age":5}\n'),
    faulty.misspelt_value: ("colour", b'{"id":7,"colour":"ed","age":5}\n'),
    faulty.value_after_space: ("colour", b'{"id":7,"colour":" red","age":5}\n'),
    faulty.out_of_bounds: ("age", b'{"id":7,"colour":"red","age":-1}\n'),
    faulty.beyond_64_bits: ("age", b'{"id":7,"colour":"red","age":9223372036854775808}\n'),
    faulty.contradiction: (None, b'{"id":7,"age":9}\n'),
}
"""The fact that each change is made to, and the line with the first of its random choices."""


@pytest.mark.parametrize("change", LINES, ids=lambda change: change.__name__)
def test_line_has_one_fault(change: Change) -> None:
    """All else is the line of the record."""
    target, line = LINES[change]

    assert change(original(target)) == line


def test_line_may_be_cut_anywhere() -> None:
    """Something is left, and something is missing."""
    whole = json.dumps(RECORD).encode()
    cut = [faulty.cut_short(original(choice=at)) for at in range(len(whole) - 1)]

    assert cut == [whole[:length] + b"\n" for length in range(1, len(whole))]


def test_random_numbers_choose_the_length_of_a_cut_line() -> None:
    """The whole record is never chosen."""
    longest = faulty.cut_short(original(choice=-1))

    assert longest == json.dumps(RECORD).encode()[:-1] + b"\n"


def test_text_in_another_encoding() -> None:
    """UTF-16 is the record in other bytes, and invalid UTF-8 is in the id."""
    assert json.loads(faulty.utf_16(original())[:-1].decode("utf-16")) == RECORD
    for choice in range(4):
        line = faulty.bad_utf_8(original(choice=choice))
        with pytest.raises(UnicodeDecodeError):
            line.decode()
        assert json.loads(line.decode(errors="ignore")) == RECORD | {"id": ""}


@pytest.mark.parametrize("choice", range(4))
def test_every_choice_of_an_id_is_a_fault(choice: int) -> None:
    """A control character is not allowed in JSON text, and an id is a text or an integer."""
    control = faulty.control_character(original(choice=choice))
    wrong = json.loads(faulty.id_of_wrong_kind(original(choice=choice)))["id"]

    with pytest.raises(json.JSONDecodeError, match="control character"):
        json.loads(control)
    assert type(wrong) not in (str, int)


def test_large_lines() -> None:
    """Nesting is deep in few bytes, and an oversized record exceeds the limit by its id alone."""
    nested, long = faulty.deep_nesting(original("colour")), faulty.oversized(original())

    assert nested == LINE.replace(b'"red"', b"[" * 5000 + b"]" * 5000)
    assert len(long) > MAX_BYTES
    assert json.loads(long) == RECORD | {"id": "x" * MAX_BYTES}


@pytest.mark.parametrize("name", ["a", "A", "7", "aa", "ID", "schem", "i"])
def test_wrong_key_is_unknown(name: str) -> None:
    """Whatever the facts are called, a key is misspelt, in another case or strange in no known way."""
    names = [name, *sorted({"a", "aa", "aaa", "b"} - {name})]
    described = ",".join(f'{{id: "{each}", question: Q?, kind: integer}}' for each in names)
    facts = toy.knowledge(facts=f"facts: [{described}]").facts
    record = {"id": 1, **dict.fromkeys(names, 1)}

    for fact in facts:
        for choice in range(2 * len(fact.id)):
            source = Original(record, facts, original(choice=choice).below, fact)
            lines = [faulty.unknown_key(source), faulty.misspelt_key(source)]
            if has_other_case(fact, keys_of(facts)):
                lines.append(faulty.other_case_key(source))

            assert [len(json.loads(line).keys() - {*names, "id", "schema"}) for line in lines] == [1] * len(
                lines
            )
