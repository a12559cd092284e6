"""The variable order: a permutation of all facts, deterministic, with related facts near each other."""

import subprocess
import sys
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exitwise.diagram.condition import condition_set
from exitwise.diagram.space import Space
from exitwise.diagram.variable_order import variable_order
from exitwise.model.axis import build_axes
from exitwise.model.condition import facts_of
from exitwise.model.knowledge import Knowledge
from support.packs import random_packs, shipped, toy
from support.running.examples import examples
from support.running.program import environment

NAMES = ("a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2", "b3", "b4", "b5", "b6")
FACT = "{id: %s, question: Q?, kind: choice, values: {yes: Y, no: N}}"
FACTS = f"facts: [{', '.join(FACT % name for name in NAMES)}]"


def pairs(*, over_findings: bool) -> Knowledge:
    """Six rules, each over one fact of the first half and its counterpart in the second."""
    both = "{id: r%s, recommend: stay, when: {a%s: yes, %s: %s}, because: So.}"
    through = "{id: f%s, finding: g%s, when: {b%s: yes}, because: So.}"
    last = ("finding", "g{0}") if over_findings else ("b{0}", "yes")
    rules = [both % (at, at, *(word.format(at) for word in last)) for at in range(1, 7)]
    findings = [through % (at, at, at) for at in range(1, 7)] if over_findings else []
    return toy.knowledge(
        facts=FACTS, recommendations=f"[{', '.join(rules)}]", findings=f"[{', '.join(findings)}]"
    )


def total_span(knowledge: Knowledge, names: Sequence[str]) -> int:
    """The sum of the spans between the facts of one rule, over all rules."""
    places = [[names.index(fact) for fact in facts_of(rule.when)] for rule in knowledge.all_rules]
    return sum(max(found) - min(found) for found in places if found)


@settings(max_examples=examples(25))
@given(random_packs.mixed_packs(), st.randoms(use_true_random=False))
def test_order_is_a_permutation_of_the_facts(pack: random_packs.Data, random: Random) -> None:
    """One pack, or two with the same facts; the result is deterministic."""
    one, other = toy.loaded(pack), toy.loaded(random_packs.shuffled(pack, random))

    assert sorted(variable_order([one])) == sorted(variable_order([one, other])) == sorted(one.fact)
    assert variable_order([one]) == variable_order([toy.loaded(pack)])


TOGETHER = st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True), max_size=12)


@settings(max_examples=examples(60))
@given(TOGETHER)
@example([["a4", "a3"], ["a5", "a1"], ["a3", "a2"], ["a2", "a4"]])  # from here pulling makes them longer
def test_order_is_not_worse_than_the_packs_order(
    together: list[list[str]],
) -> None:
    """Without findings, only an order with a smaller total span replaces the pack's."""
    always = "{id: always, recommend: stay, because: So.}"
    looking = [
        f"{{id: r{at}, recommend: stay, when: {{any: [{', '.join(f'{name}: yes' for name in names)}]}},"
        " because: So.}"
        for at, names in enumerate(together)
    ]
    knowledge = toy.knowledge(facts=FACTS, recommendations=f"[{', '.join([always, *looking])}]")

    assert total_span(knowledge, variable_order([knowledge])) <= total_span(knowledge, NAMES)


@pytest.mark.parametrize("over_findings", [False, True])
def test_facts_of_one_rule_are_adjacent(*, over_findings: bool) -> None:
    """Also if the rule uses one of them through a finding."""
    knowledge = pairs(over_findings=over_findings)

    places = {name: place for place, name in enumerate(variable_order([knowledge]))}

    assert [abs(places[f"a{at}"] - places[f"b{at}"]) for at in range(1, 7)] == [1] * 6


def test_good_order_keeps_diagrams_small() -> None:
    """Six pairs need two nodes each; the pack's order needs one for each subset of the first half."""
    knowledge = pairs(over_findings=False)
    axis = build_axes(knowledge.facts, [])

    def nodes(names: Sequence[str]) -> int:
        space = Space(axis, names)
        rules = [condition_set(rule.when, space, lambda *_: space.false) for rule in knowledge.arguments]
        found = space.false
        for rule in rules:
            found |= rule
        return found.node_count()

    # Two nodes for each pair and two leaves; otherwise one for each subset of the first half.
    assert nodes(variable_order([knowledge])) == 2 * 6 + 2
    assert nodes(NAMES) > 2**6


def test_fact_without_rules_is_in_the_order() -> None:
    """It can be queried, and it counts."""
    assert sorted(variable_order([toy.knowledge()])) == ["days", "door", "place"]
    assert variable_order([toy.knowledge()]) == ("place", "door", "days")


def test_finding_with_the_name_of_a_fact_is_distinct() -> None:
    """The two nodes are not confused."""
    findings = "[{id: x, finding: door, when: {place: here, days: 3}, because: So.}]"
    rule = "[{id: y, recommend: stay, when: {finding: door}, because: So.}]"

    found = variable_order([toy.knowledge(findings=findings, recommendations=rule)])

    assert sorted(found) == ["days", "door", "place"]
    assert abs(found.index("place") - found.index("days")) == 1


@pytest.mark.parametrize("seed", ["1", "2"])
def test_order_does_not_depend_on_hash_seed(seed: str) -> None:
    """A process with another hash seed computes the same order."""
    code = (
        "import sys; from pathlib import Path; from exitwise.loader.pack import load;"
        "from exitwise.diagram.variable_order import variable_order;"
        "print(*variable_order([load(Path(sys.argv[1]))]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(shipped.FOLDER)],
        capture_output=True,
        check=True,
        text=True,
        env=environment(PYTHONHASHSEED=seed, PYTHONPATH=":".join(sys.path)),
    ).stdout.split()

    assert tuple(found) == variable_order([shipped.base().knowledge])
