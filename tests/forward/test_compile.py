"""Compiled productions: their firing order and the facts that they assert."""

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
    """The conclusions of a toy pack for a profile."""
    knowledge = toy.knowledge(**files)
    return ForwardChainer(knowledge).conclude(complete(knowledge.facts, raw).values)


def test_salience_orders_stages_before_levels() -> None:
    """All levels of a stage precede the next stage."""
    order = [salience(stage, level) for stage in Stage for level in (0, 1, 900)]

    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)


def test_negated_finding_is_complete_before_it_is_tested() -> None:
    """A finding under `not` lies in a lower stratum than the rule that tests it."""
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
def test_trace_has_the_true_branches(raw: dict[str, Any], branches: set[tuple[int, ...]]) -> None:
    """A branch is its path through the normal form: part, branch, part within it, and so on."""
    found = conclude(raw, findings=DEEP)

    # An inner alternative may hold where the one it stands in does not; only what holds whole is asserted.
    assert {way for rule, way in found.trace.branches if rule == "deep"} >= branches
    assert found.findings == (("f",) if branches else ())


def test_rule_with_several_true_branches_fires_once() -> None:
    """Its finding is concluded once, too."""
    findings = "[{id: once, finding: f, when: {any: [{place: here}, {door: yes}, {days: 1}]}, because: So.}]"

    found = conclude({"place": "here", "door": "yes", "days": 1}, findings=findings)

    assert found.trace.fired.count("once") == 1
    assert found.findings == ("f",)


def test_rule_over_several_findings_fires_once() -> None:
    """Two of three findings were concluded."""
    rules = [
        f"{{id: {name}x, finding: {name}, when: {{door: {door}}}, because: So.}}"
        for name, door in (("a", "yes"), ("b", "yes"), ("c", "no"))
    ]
    rules.append("{id: some, finding: d, when: {finding: [a, b, c]}, because: So.}")
    rules.append("{id: none, finding: e, when: {not: {finding: [a, c]}}, because: So.}")

    found = conclude({"place": "here", "door": "yes"}, findings=f"[{', '.join(rules)}]")

    assert found.trace.fired.count("some") == 1
    assert found.findings == ("a", "b", "d")


def test_names_that_are_no_identifiers_are_allowed() -> None:
    """Facts and values may have names with a special meaning in Python."""
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


def test_text_and_number_are_distinct() -> None:
    """The value `1` of a choice is not the number 1."""
    facts = """
      facts:
        - {id: a, question: Q?, kind: choice, values: {"1": One, "0": None}}
        - {id: b, question: Q?, kind: integer}
    """
    rules = "[{id: r, recommend: stay, because: So., when: {a: '1', b: 1}}]"

    assert conclude({"a": "1", "b": 1}, facts=facts, recommendations=rules).recommendation == "stay"
    assert conclude({"a": "0", "b": 1}, facts=facts, recommendations=rules).recommendation is None


def test_engine_classes_share_no_rules() -> None:
    """Every knowledge base has its own engine class."""
    one, other = (engine_class(toy.knowledge()) for _ in range(2))

    assert one is not other
    assert not set(map(id, one().get_rules())) & set(map(id, other().get_rules()))


def test_disjunctions_are_not_multiplied_out() -> None:
    """Eight disjunctions of three branches would be 6,561 rules, and take minutes to build."""
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
