"""The compiled engine: which rule fires when, and what it leaves behind."""

from time import process_time
from typing import Any

import pytest

from exitwise.forward.chain import ForwardChainer
from exitwise.forward.compile import Stage, engine_class, salience
from exitwise.model.profile import complete
from support.packs import toy

DEEP = """
- id: deep
  finding: f
  because: So.
  when:
    any:
      - {place: here, any: [{door: yes}, {days: 1, any: [{door: no}, {door: ajar}]}]}
      - days: [1, 2]
"""


def conclude(raw: dict[str, Any], **files: str) -> Any:
    """What follows from a profile of a toy pack."""
    knowledge = toy.knowledge(**files)
    return ForwardChainer(knowledge).conclude(complete(knowledge.facts, raw).values)


def test_stages_fire_one_after_another() -> None:
    """Whatever the strata within one, it is done before the next begins."""
    order = [salience(stage, level) for stage in Stage for level in (0, 1, 900)]

    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)


def test_rules_fire_by_stratum() -> None:
    """A finding under a `not` is settled before the rule that looks at it."""
    findings = """
      - {id: 1x, finding: a, when: {not: {finding: b}}, because: So.}
      - {id: 2x, finding: b, when: {not: {finding: c}}, because: So.}
      - {id: 3x, finding: c, when: {door: yes}, because: So.}
    """

    found = conclude({"place": "here", "door": "yes"}, findings=findings)

    assert found.findings == ("a", "c")
    assert found.trace.fired == ("3x", "1x", "default")


@pytest.mark.parametrize(
    ("raw", "branches"),
    [
        ({"place": "here", "door": "yes"}, {(0, 0), (0, 0, 1, 0)}),
        ({"place": "here", "door": "no", "days": 1}, {(0, 0), (0, 0, 1, 1), (0, 0, 1, 1, 1, 0), (0, 1)}),
        ({"place": "gone", "door": "yes", "days": 2}, {(0, 1)}),
        ({"place": "here", "days": 3}, set()),
    ],
)
def test_the_alternatives_that_held_are_in_the_trace(
    raw: dict[str, Any], branches: set[tuple[int, ...]]
) -> None:
    """By the way to each through the normal form: the part, its alternative, the part in it, and so on."""
    found = conclude(raw, findings=DEEP)

    # An inner alternative may hold where the one it stands in does not; only what holds whole is asserted.
    assert {way for rule, way in found.trace.branches if rule == "deep"} >= branches
    assert found.findings == (("f",) if branches else ())


def test_a_rule_fires_once_however_many_of_its_alternatives_hold() -> None:
    """Its finding is concluded once, too."""
    findings = "[{id: once, finding: f, when: {any: [{place: here}, {door: yes}, {days: 1}]}, because: So.}]"

    found = conclude({"place": "here", "door": "yes", "days": 1}, findings=findings)

    assert found.trace.fired.count("once") == 1
    assert found.findings == ("f",)


def test_a_rule_about_several_findings_fires_once() -> None:
    """Two of three names hold."""
    rules = [
        f"{{id: {name}x, finding: {name}, when: {{door: {door}}}, because: So.}}"
        for name, door in (("a", "yes"), ("b", "yes"), ("c", "no"))
    ]
    rules.append("{id: some, finding: d, when: {finding: [a, b, c]}, because: So.}")
    rules.append("{id: none, finding: e, when: {not: {finding: [a, c]}}, because: So.}")

    found = conclude({"place": "here", "door": "yes"}, findings=f"[{', '.join(rules)}]")

    assert found.trace.fired.count("some") == 1
    assert found.findings == ("a", "b", "d")


def test_names_that_a_program_could_not_bear_do_no_harm() -> None:
    """Facts and values are called as their pack calls them, whatever that means in Python."""
    facts = """
      facts:
        - {id: class, question: Q?, kind: choice, values: {None: N, self: S}}
        - {id: a__b, question: Q?, kind: choice, values: {__x: X, P: P}, unknown: true}
        - {id: "0", question: Q?, kind: integer}
        - {id: a.b-c, question: Q?, kind: integer, unknown: true}
    """.replace("__x", "x__x")
    rules = """
      - {id: fired, recommend: stay, because: So.,
         when: {class: None, a__b: x__x, "0": [0, 1], a.b-c: {below: 0}}}
    """

    found = conclude(
        {"class": "None", "a__b": "x__x", "0": 1, "a.b-c": -1}, facts=facts, recommendations=rules
    )

    assert found.recommendation == "stay"


def test_text_and_number_of_the_same_look_are_not_equal() -> None:
    """The value `1` of a choice is not the number."""
    facts = """
      facts:
        - {id: a, question: Q?, kind: choice, values: {"1": One, "0": None}}
        - {id: b, question: Q?, kind: integer}
    """
    rules = "[{id: r, recommend: stay, because: So., when: {a: '1', b: 1}}]"

    assert conclude({"a": "1", "b": 1}, facts=facts, recommendations=rules).recommendation == "stay"
    assert conclude({"a": "0", "b": 1}, facts=facts, recommendations=rules).recommendation is None


def test_an_engine_is_a_class_of_its_knowledge() -> None:
    """Two of them share no rule."""
    one, other = (engine_class(toy.knowledge()) for _ in range(2))

    assert one is not other
    assert not set(map(id, one().get_rules())) & set(map(id, other().get_rules()))


def test_many_alternatives_do_not_multiply_out() -> None:
    """Eight lists of three conditions each would be 6,561 rules, and take minutes to build."""
    some = "{any: [{door: yes, place: here}, {door: no, days: %s}, {finding: f}]}"
    all_of_them = ", ".join(some % number for number in range(8))
    findings = f"""
      - {{id: 1x, finding: f, when: {{days: 7}}, because: So.}}
      - {{id: 2x, finding: g, when: [{all_of_them}], because: So.}}
    """
    began = process_time()

    found = conclude({"place": "gone", "days": 7}, findings=findings)

    assert found.findings == ("f", "g")
    assert process_time() - began < 5
