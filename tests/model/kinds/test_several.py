"""Lists of values."""

import pytest

from exitwise.model.kinds import kind_of, label, parse, plain, read, write
from exitwise.model.kinds.kind import Misfit
from support.packs import toy

FACTS = (
    "facts: [{id: goals, question: Q?, kind: several, unknown: true, values: {a: Apples, b: Bread, c: Cake}}]"
)
GOALS = toy.knowledge(facts=FACTS).facts[0]


@pytest.mark.parametrize(
    ("raw", "values"), [([], ()), (["c", "a"], ("a", "c")), ("b", ("b",)), (["a", "b", "c"], ("a", "b", "c"))]
)
def test_a_list_is_a_set_of_values(raw: object, values: tuple[str, ...]) -> None:
    """In any order; a single text is a list of one, and the empty list is an answer."""
    assert read(GOALS, raw) == frozenset(values)
    assert plain(GOALS, frozenset(values)) == list(values)


@pytest.mark.parametrize(
    ("raw", "misfit"),
    [
        (["a", "a"], Misfit("unknown-value", "name each value once")),
        (["apples"], Misfit("unknown-value")),
        (["a", "unknown"], Misfit("unknown-value")),
        (["unknown"], Misfit("unknown-value")),
        ("unknwn", Misfit("unknown-value", "did you mean `unknown`?")),
        ([1], Misfit("wrong-kind")),
        (1, Misfit("wrong-kind")),
        ({"a": True}, Misfit("wrong-kind")),
    ],
)
def test_anything_else_is_a_misfit(raw: object, misfit: Misfit) -> None:
    """Unknown stands for the whole list only."""
    assert read(GOALS, raw) == misfit


@pytest.mark.parametrize(
    ("text", "raw"), [("a;c", ["a", "c"]), ("a ; c", ["a", "c"]), ("b", "b"), ("[]", [])]
)
def test_a_text_has_semicolons(text: str, raw: object) -> None:
    """An empty text is no answer, so the empty list has brackets."""
    assert parse(GOALS, text) == raw


@pytest.mark.parametrize(
    ("values", "text", "words"),
    [
        ("", "[]", "none of these"),
        ("b", "b", "Bread"),
        ("ca", "a;c", "Apples and Cake"),
        ("abc", "a;b;c", "Apples, Bread and Cake"),
    ],
)
def test_a_list_is_written_in_the_order_of_the_pack(values: str, text: str, words: str) -> None:
    """People read it as in a sentence."""
    assert (write(GOALS, frozenset(values)), label(GOALS, frozenset(values))) == (text, words)


def test_the_value_code_has_a_bit_for_each_value() -> None:
    """The first value is the lowest bit."""
    classes = kind_of(GOALS).classes(GOALS, ())
    assert [classes.index(frozenset(values)) for values in ("", "a", "b", "ab", "c", "abc")] == [
        0,
        1,
        2,
        3,
        4,
        7,
    ]
