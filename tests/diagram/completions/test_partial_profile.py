"""The completions of a profile: the first of them, implied values, and what is still needed."""

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.model.fact import Value
from exitwise.model.profile import Implied
from support.packs import toy

FACTS = """
  facts:
    - {id: side, question: Q?, kind: choice, values: {left: L, right: R}}
    - {id: days, question: Q?, kind: integer, minimum: -9, maximum: 9}
    - {id: door, question: Q?, kind: choice, values: {yes: Y, no: N}}
  constraints:
    - {id: no-door, when: {side: left, door: yes}, because: So.}
    - {id: soon, when: {side: left, days: {not: 0}}, because: So.}
"""
RULES = """
  - {id: s, recommend: stay, because: So.}
  - {id: l, recommend: leave, overrides: s, because: So., when: {door: yes, days: {at_least: 3}}}
"""
COMPILED = CompiledRules.of(toy.knowledge(facts=FACTS, recommendations=RULES))


def completions(**values: Value) -> Completions:
    """Return the completions of some values."""
    return Completions(COMPILED, values)


def test_first_completion_is_in_the_order_of_the_pack() -> None:
    """The first value of each fact in turn that some completion has; from an interval the nearest to zero."""
    assert completions().first == {"side": "left", "days": 0, "door": "no"}
    assert completions(door="yes").first == {"side": "right", "days": -1, "door": "yes"}


def test_implied_value_names_its_constraint() -> None:
    """A number is implied if it is the only one."""
    here = completions(side="left")

    assert here.implied == {
        "days": Implied(value=0, by=("soon",)),
        "door": Implied(value="no", by=("no-door",)),
    }
    assert here.is_settled
    assert here.outcome == "stay"


def test_needed_facts_are_those_that_can_matter() -> None:
    """If no single fact changes the advice, those that do so together are needed."""
    assert completions(door="no").is_settled
    assert not completions(door="yes").is_settled
    assert completions(door="yes").needed == ("days",)
    assert completions(side="right").needed == ("days", "door")


def test_impossible_values_violate_constraints() -> None:
    """Each constraint that forbids all completions by itself is named."""
    here = completions(side="left", door="yes", days=4)

    assert not here.is_possible
    assert here.violated == ("no-door", "soon")
    assert here.conflict == ("no-door",)
