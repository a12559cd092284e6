"""Originals: records as lines of JSON, the changes that others are made of, and the facts they apply to."""

import json
from collections.abc import Callable, Collection
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.fact import Fact
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.sample import original as changes
from support.packs import toy
from support.packs.originals import FACTS, LINE, RECORD, original
from support.running.examples import examples


def test_line_is_compact_json() -> None:
    """A line has no spaces, text outside ASCII as it is, and a line feed."""
    assert changes.to_line(RECORD) == LINE
    assert changes.to_line({"id": 'é"'}) == '{"id":"é\\""}\n'.encode()
    assert changes.to_line({}) == b"{}\n"


def test_fact_and_answer_are_those_of_the_target() -> None:
    """The answer to a fact that the record leaves out is unknown; some changes need no fact."""
    assert original("colour").fact is FACTS["colour"]
    assert original("colour").answer == "red"
    assert original("colour", record={"age": 5}).answer == "unknown"
    assert original().keys == ("id", "schema", "colour", "age")
    with pytest.raises(ValueError, match="needs a fact"):
        _ = original().fact


def test_item_is_chosen_by_a_random_number() -> None:
    """The number is below the number of items."""
    asked: list[int] = []

    def second(count: int) -> int:
        asked.append(count)
        return 1

    assert replace(original(), below=second).one_of("abc") == "b"
    assert asked == [3]


def test_value_is_set_to_raw_json() -> None:
    """The value need not be valid, and a missing key is appended."""
    assert changes.with_value(original("colour"), "NaN") == b'{"id":7,"colour":NaN,"age":5}\n'
    assert changes.with_value(original("colour"), "[", "id") == b'{"id":[,"colour":"red","age":5}\n'
    assert changes.value_setter("1", "x")(original()) == b'{"id":7,"colour":"red","age":5,"x":1}\n'


def test_key_is_replaced() -> None:
    """The answer moves to the new key, which comes last."""
    assert changes.with_key(original("colour"), "color") == b'{"id":7,"age":5,"color":"red"}\n'


@settings(max_examples=examples(100))
@given(st.text())
def test_escaped_text_is_the_same_text(text: str) -> None:
    """Read as JSON it is the text again, and it has escapes only: two for a character beyond 16 bits."""
    escaped = changes.escape_all(text)

    assert json.loads(escaped) == text
    assert set(escaped[1:-1:6]) <= {"\\"}
    assert len(escaped) == 2 + 6 * len(text.encode("utf-16-le")) // 2


@settings(max_examples=examples(100))
@given(st.text("ab", min_size=1, max_size=4), st.sets(st.text("ab", max_size=4)), st.integers(0))
def test_misspelt_word_is_unknown(word: str, others: set[str], number: int) -> None:
    """A letter is missing or doubled, unless every such word is known."""
    known = {word, *others}
    missing = {word[:at] + word[at + 1 :] for at in range(len(word))}
    doubled = {word[:at] + 2 * word[at] + word[at + 1 :] for at in range(len(word))}

    wrong = changes.misspell(word, original(choice=number), known)

    assert wrong
    assert wrong not in known
    assert wrong in missing | doubled or missing | doubled <= {"", *known}


def integer(**bounds: int) -> Fact:
    """Return an integer within bounds."""
    text = "".join(f", {name}: {bound}" for name, bound in bounds.items())
    return toy.knowledge(facts=f"facts: [{{id: n, question: Q?, kind: integer{text}}}]").facts[0]


def test_numbers_just_outside_the_bounds() -> None:
    """A bound that is missing, or at the end of 64 bits, has no number outside."""
    assert changes.just_outside(integer(minimum=0, maximum=9)) == ["-1", "10"]
    assert changes.just_outside(integer(maximum=9)) == ["10"]
    assert changes.just_outside(integer(minimum=0)) == ["-1"]
    assert changes.just_outside(integer()) == []
    assert changes.just_outside(integer(minimum=SMALLEST, maximum=LARGEST)) == []


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        (changes.any_fact, {"colour", "age"}),
        (changes.is_choice, {"colour"}),
        (changes.is_integer, {"age"}),
        (changes.has_bounds, {"age"}),
        (changes.is_optional, {"colour"}),
        (changes.is_required, {"age"}),
    ],
)
def test_facts_to_which_a_change_applies(
    accepts: Callable[[Fact, Collection[str]], bool], expected: set[str]
) -> None:
    """Of an optional choice and a required integer with bounds."""
    assert {name for name, fact in FACTS.items() if accepts(fact, ())} == expected


def test_name_in_the_other_case_must_be_free() -> None:
    """It is neither the name itself, nor that of another fact."""
    assert changes.has_other_case(FACTS["age"], ("age",))
    assert not changes.has_other_case(FACTS["age"], ("age", "AGE"))
    (number,) = toy.knowledge(facts='facts: [{id: "7", question: Q?, kind: integer}]').facts
    assert not changes.has_other_case(number, ("7",))
