"""What numbers have in common."""

import pytest

from exitwise.model.interval import SMALLEST, Interval
from exitwise.model.kinds import number_kind
from support.packs import toy

FACT = toy.bicycle().knowledge.fact


def test_a_choice_is_no_number() -> None:
    """An integer is."""
    assert number_kind(FACT["colour"]) is None
    assert number_kind(FACT["age"]) is not None


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ("", "a whole number"),
        ("minimum: 1", "a whole number at least 1"),
        ("maximum: 9", "a whole number at most 9"),
        ("minimum: 1, maximum: 9, unknown: true", "a whole number at least 1 and at most 9 or `unknown`"),
    ],
)
def test_the_valid_answers_in_words(bounds: str, words: str) -> None:
    """With the bounds that there are."""
    (fact,) = toy.knowledge(facts=f"facts: [{{id: n, question: Q?, kind: integer, {bounds}}}]").facts
    kind = number_kind(fact)
    assert kind is not None
    assert kind.expected(fact) == words


def test_cuts_begin_intervals() -> None:
    """A cut at the lower bound, or outside of the bounds, begins none."""
    kind = number_kind(FACT["spokes"])
    assert kind is not None
    assert kind.classes(FACT["spokes"], {5, 12, 20, 48, 49}) == (
        Interval(12, 19),
        Interval(20, 47),
        Interval(48, 48),
    )


def test_without_bounds_a_number_has_64_bits() -> None:
    """And one bound leaves the other as it is."""
    (fact,) = toy.knowledge(facts="facts: [{id: n, question: Q?, kind: integer, maximum: 9}]").facts
    kind = number_kind(fact)
    assert kind is not None
    assert kind.bounds(fact) == Interval(SMALLEST, 9)
