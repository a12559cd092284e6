"""facts.yaml: facts, constraints, reserved names and weights."""

from dataclasses import replace

import pytest

from exitwise.diagnostic import Place
from exitwise.errors import PackError
from exitwise.model.condition import All, Compare, OneOf
from exitwise.model.fact import Fact
from support.packs import toy

COLOUR, AGE = (toy.bicycle().knowledge.fact[name] for name in ("colour", "age"))
PLACE = COLOUR.place
FILE = PLACE.file


def test_every_key_of_a_choice_is_read() -> None:
    """Values keep their order."""
    assert (
        Fact(
            id="colour",
            question="What colour is the frame?",
            help="The paint, not the rust.",
            kind="choice",
            values=(("red", "Red"), ("blue", "Blue"), ("green", "Green")),
            unknown=True,
            fixed=True,
            section="Frame",
            place=Place(FILE, 3, 5),
        )
        == COLOUR
    )


def test_every_key_of_an_integer_is_read() -> None:
    """Including bounds, unit and ageing."""
    assert (
        Fact(
            id="age",
            question="How old is it?",
            kind="integer",
            unit="years",
            minimum=0,
            maximum=90,
            ages=1,
            unknown=True,
            place=Place(FILE, 15, 5),
        )
        == AGE
    )


def test_every_key_of_a_constraint_is_read() -> None:
    """Its condition, reason and citations."""
    (constraint,) = toy.bicycle().knowledge.constraints

    assert constraint.id == "no-old-green"
    assert constraint.when == All((OneOf("colour", ("green",)), Compare("age", (("above", 50),))))
    assert constraint.because == "Green paint is not {age} old."
    assert constraint.cites == ("manual.1",)
    assert constraint.place == Place(FILE, 35, 5)


def test_optional_keys_of_a_fact_have_defaults() -> None:
    """A fact is required, can change, has no bounds and does not age by default."""
    facts = "facts: [{id: n, question: Q?, kind: integer}]"

    (fact,) = toy.knowledge(facts=facts).facts

    assert (fact.unknown, fact.fixed, fact.ages) == (False, False, 0)
    assert (fact.minimum, fact.maximum) == (None, None)
    assert (fact.help, fact.section, fact.unit, fact.values) == ("", "", "", ())


@pytest.mark.parametrize(
    "name",
    ["id", "schema", "all", "any", "not", "finding", "recommend", "step", "warning", "readiness", "unknown"],
)
def test_a_reserved_word_cannot_name_a_fact(name: str) -> None:
    """It has another meaning in a condition or in a profile."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(facts=f"facts: [{{id: {name}, question: Q?, kind: integer}}]")

    assert [defect.id for defect in raised.value.diagnostics] == ["reserved-name"]


@pytest.mark.parametrize("name", ["ID", "values", "profile", "findings", "hold", "true-or-not", "1.5.0"])
def test_a_name_like_a_reserved_word_is_valid(name: str) -> None:
    """Case and number matter."""
    (fact,) = toy.knowledge(facts=f"facts: [{{id: {name}, question: Q?, kind: integer}}]").facts

    assert fact.id == name


def test_bounds_may_be_equal() -> None:
    """Then one number is valid."""
    facts = "facts: [{id: n, question: Q?, kind: integer, minimum: 7, maximum: 7, ages: -1}]"

    (fact,) = toy.knowledge(facts=facts).facts

    assert [number for number in range(20) if fact.within(number)] == [7]
    assert fact.ages == -1


WEIGHTED = """
  facts:
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N},
       weights: {no: 7, unknown: 0}}
"""


def test_the_default_weight_is_1() -> None:
    """For every value without a weight of its own."""
    (fact,) = toy.knowledge(facts=WEIGHTED).facts

    assert fact.weights == (("no", 7), ("unknown", 0))
    assert [fact.weight(name) for name in fact.names] == [1, 7, 0]


def test_weights_change_no_advice() -> None:
    """Facts that differ only in weights are equal, and so are the digests of their packs."""
    weighted, other = (toy.knowledge(facts=text) for text in (WEIGHTED, WEIGHTED.replace("no: 7", "no: 8")))
    plain = toy.knowledge(facts=WEIGHTED.replace("weights: {no: 7, unknown: 0}", ""))

    assert weighted.digest == other.digest == plain.digest
    assert [fact.weights for fact in weighted.facts] != [fact.weights for fact in other.facts]
    assert [replace(fact, place=PLACE) for fact in weighted.facts] == [
        replace(fact, place=PLACE) for fact in plain.facts
    ]
