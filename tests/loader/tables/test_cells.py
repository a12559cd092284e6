"""Tests of cells: each stands for the condition that an author would write in a rule."""

from typing import Any

import pytest

from exitwise.diagnostic import Diagnostics
from exitwise.loader.tables.cells import fact_cell, finding_cell, is_blank
from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import File
from exitwise.model.condition import Concluded, Condition, Not
from support.packs import toy

OTHERS = """
  - {id: goals, question: Q?, kind: several, values: {calm: C, money: M}, unknown: true}
  - {id: price, question: Q?, kind: decimal, digits: 2, unknown: true}
  - {id: paid, question: Q?, kind: date, counts: since}
"""
"""Facts of other kinds than the bicycle has."""
TEXT = (toy.BICYCLE / "facts.yaml").read_text("utf-8").replace("cites: manual.1", "")
VOCABULARY = TEXT.replace("\nconstraints:", f"{OTHERS}constraints:")
FACTS = {fact.id: fact for fact in toy.knowledge(facts=VOCABULARY).facts}


def cell(text: str, *, plain: bool = False) -> Scalar:
    """A cell of a CSV file, or an unquoted one of a YAML file."""
    return Scalar(text, plain, 4, 7)


def read(fact: str, text: str) -> tuple[Condition | None, list[str]]:
    """The condition in a cell of a fact's column, and the defects."""
    diagnostics = Diagnostics()
    condition = fact_cell(FACTS[fact], cell(text), File("t.csv", diagnostics))
    return condition, [f"{defect.place}: {defect.id}" for defect in diagnostics]


def written(fact: str, test: str) -> Condition:
    """The condition on a fact that a rule of a pack has."""
    rule = f"[{{id: r, finding: f, because: So., when: {{{fact}: {test}}}}}]"
    return toy.knowledge(facts=VOCABULARY, findings=rule).findings[0].when


@pytest.mark.parametrize(
    ("fact", "text", "test"),
    [
        ("colour", "red", "red"),
        ("colour", " red ", "red"),
        ("colour", "unknown", "unknown"),
        ("colour", "red, unknown", "[red, unknown]"),
        ("colour", "red;blue", "[red, blue]"),
        ("colour", "not red", "{not: red}"),
        ("colour", "not red, blue", "{not: [red, blue]}"),
        ("age", "5", "5"),
        ("age", "5, unknown", "[5, unknown]"),
        ("age", "not 5", "{not: 5}"),
        ("age", "< 5", "{below: 5}"),
        ("age", "<5", "{below: 5}"),
        ("age", "<= 5", "{at_most: 5}"),
        ("age", "≤5", "{at_most: 5}"),
        ("age", "> 5", "{above: 5}"),
        ("age", ">=5", "{at_least: 5}"),
        ("age", "≥ 5", "{at_least: 5}"),
        ("age", "[1..5]", "{at_least: 1, at_most: 5}"),
        ("age", "(1..5)", "{above: 1, below: 5}"),
        ("age", "]1 .. 5[", "{above: 1, below: 5}"),
        ("age", "[1..5)", "{at_least: 1, below: 5}"),
        ("goals", "has calm", "{has: calm}"),
        ("goals", "has calm, money", "{has: [calm, money]}"),
        ("goals", "unknown", "unknown"),
        ("goals", "not unknown", "{not: unknown}"),
        ("price", "12.5", "12.5"),
        ("price", "<= 12.50", "{at_most: 12.5}"),
        ("price", "[1.5..3)", "{at_least: 1.5, below: 3}"),
        ("paid", "<= 14", "{at_most: 14}"),
    ],
)
def test_a_short_form_is_the_condition_that_it_stands_for(fact: str, text: str, test: str) -> None:
    """Values, their complement, comparisons and intervals."""
    assert read(fact, text) == (written(fact, test), [])


@pytest.mark.parametrize(
    ("fact", "text", "kind"),
    [
        ("colour", "rad", "unknown-value"),
        ("goals", "calm", "value-on-list"),
        ("goals", "has joy", "unknown-value"),
        ("colour", "has red", "unknown-key"),
        ("price", "1.505", "wrong-kind"),
        ("colour", "not rad", "unknown-value"),
        ("colour", "< red", "comparison-on-choice"),
        ("colour", "red blue", "not-a-name"),
        ("colour", "red,", "not-a-name"),
        ("age", "red", "value-on-integer"),
        ("age", "91", "out-of-range"),
        ("age", "< many", "wrong-kind"),
        ("age", "[1..]", "not-a-name"),
    ],
)
def test_a_faulty_cell_is_reported_at_its_place(fact: str, text: str, kind: str) -> None:
    """With the id that the same fault has in a condition."""
    assert read(fact, text)[1] == [f"t.csv:5:8: {kind}"]


@pytest.mark.parametrize(("text", "wanted"), [("yes", True), ("no", False)])
def test_a_finding_is_wanted_or_not(text: str, *, wanted: bool) -> None:
    """A cell of its column has `yes` or `no`."""
    worn = Concluded("finding", ("worn",))

    assert finding_cell("worn", cell(text), File("t", Diagnostics())) == (worn if wanted else Not(worn))


@pytest.mark.parametrize(
    ("node", "blank"),
    [
        (cell(""), True),
        (cell("  "), True),
        (cell("-"), True),
        (cell("null", plain=True), True),
        (cell("~", plain=True), True),
        (cell("null"), False),
        (cell("0"), False),
        (cell("not"), False),
    ],
)
def test_a_blank_cell_matches_everything(node: Any, *, blank: bool) -> None:
    """Nothing, white space, a dash as in DMN, and a null of YAML."""
    assert is_blank(node) is blank
