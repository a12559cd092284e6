"""facts.yaml: the vocabulary as it is read, and what it may not be called."""

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


def test_a_choice_is_read_whole() -> None:
    """Values keep the order in which they are shown."""
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


def test_an_integer_is_read_whole() -> None:
    """Bounds, unit and how it ages."""
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


def test_a_constraint_is_read_whole() -> None:
    """It looks at facts alone, and has its reason."""
    (constraint,) = toy.bicycle().knowledge.constraints

    assert constraint.id == "no-old-green"
    assert constraint.when == All((OneOf("colour", ("green",)), Compare("age", (("above", 50),))))
    assert constraint.because == "Green paint is not {age} old."
    assert constraint.cites == ("manual.1",)
    assert constraint.place == Place(FILE, 35, 5)


def test_what_is_left_out_is_not_so() -> None:
    """A fact is required, can be changed, has no bounds and does not age, unless it says otherwise."""
    facts = "facts: [{id: n, question: Q?, kind: integer}]"

    (fact,) = toy.knowledge(facts=facts).facts

    assert (fact.unknown, fact.fixed, fact.ages) == (False, False, 0)
    assert (fact.minimum, fact.maximum) == (None, None)
    assert (fact.help, fact.section, fact.unit, fact.values) == ("", "", "", ())


@pytest.mark.parametrize(
    "name",
    ["id", "schema", "all", "any", "not", "finding", "recommend", "step", "warning", "readiness", "unknown"],
)
def test_a_reserved_word_names_no_fact(name: str) -> None:
    """It would mean something else in a condition, or in a profile."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(facts=f"facts: [{{id: {name}, question: Q?, kind: integer}}]")

    assert [defect.id for defect in raised.value.diagnostics] == ["reserved-name"]


@pytest.mark.parametrize("name", ["ID", "values", "profile", "findings", "hold", "true-or-not", "1.5.0"])
def test_any_other_name_does(name: str) -> None:
    """What is near to a reserved word is not reserved."""
    (fact,) = toy.knowledge(facts=f"facts: [{{id: {name}, question: Q?, kind: integer}}]").facts

    assert fact.id == name


def test_bounds_may_meet() -> None:
    """A minimum equal to the maximum leaves one number."""
    facts = "facts: [{id: n, question: Q?, kind: integer, minimum: 7, maximum: 7, ages: -1}]"

    (fact,) = toy.knowledge(facts=facts).facts

    assert [number for number in range(20) if fact.within(number)] == [7]
    assert fact.ages == -1


WEIGHED = """
  facts:
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N},
       weights: {no: 7, unknown: 0}}
"""


def test_an_answer_weighs_what_is_said_of_it() -> None:
    """One of which nothing is said weighs 1."""
    (fact,) = toy.knowledge(facts=WEIGHED).facts

    assert fact.weights == (("no", 7), ("unknown", 0))
    assert [fact.weight(name) for name in fact.names] == [1, 7, 0]


def test_weights_change_no_advice() -> None:
    """So facts that differ in them alone are equal, and a pack is the same pack with other weights."""
    weighed, other = (toy.knowledge(facts=text) for text in (WEIGHED, WEIGHED.replace("no: 7", "no: 8")))
    plain = toy.knowledge(facts=WEIGHED.replace("weights: {no: 7, unknown: 0}", ""))

    assert weighed.digest == other.digest == plain.digest
    assert [fact.weights for fact in weighed.facts] != [fact.weights for fact in other.facts]
    assert [replace(fact, place=PLACE) for fact in weighed.facts] == [
        replace(fact, place=PLACE) for fact in plain.facts
    ]
