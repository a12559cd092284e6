"""The order of the facts: all of them, always the same, and related ones near each other."""

import subprocess
import sys
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exitwise.diagram.axis import build_axes
from exitwise.diagram.condition import condition_set
from exitwise.diagram.space import Space
from exitwise.diagram.variable_order import variable_order
from exitwise.model.condition import facts_of
from exitwise.model.knowledge import Knowledge
from support.packs import random_packs, shipped, toy
from support.running.program import environment

NAMES = ("a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2", "b3", "b4", "b5", "b6")
FACT = "{id: %s, question: Q?, kind: choice, values: {yes: Y, no: N}}"
FACTS = f"facts: [{', '.join(FACT % name for name in NAMES)}]"


def pairs(*, over_findings: bool) -> Knowledge:
    """Rules that look at the first of one half of the facts with the first of the other, and so on."""
    both = "{id: r%s, recommend: stay, when: {a%s: yes, %s: %s}, because: So.}"
    through = "{id: f%s, finding: g%s, when: {b%s: yes}, because: So.}"
    last = ("finding", "g{0}") if over_findings else ("b{0}", "yes")
    rules = [both % (at, at, *(word.format(at) for word in last)) for at in range(1, 7)]
    findings = [through % (at, at, at) for at in range(1, 7)] if over_findings else []
    return toy.knowledge(
        facts=FACTS, recommendations=f"[{', '.join(rules)}]", findings=f"[{', '.join(findings)}]"
    )


def way(knowledge: Knowledge, names: Sequence[str]) -> int:
    """How far apart the facts stand that one rule looks at, over all rules."""
    places = [[names.index(fact) for fact in facts_of(rule.when)] for rule in knowledge.all_rules]
    return sum(max(found) - min(found) for found in places if found)


@settings(max_examples=25)
@given(random_packs.packs(), st.randoms(use_true_random=False))
def test_every_fact_has_one_place(pack: random_packs.Data, random: Random) -> None:
    """Of one pack or of two that share their facts; the same whenever it is asked."""
    one, other = toy.loaded(pack), toy.loaded(random_packs.shuffled(pack, random))

    assert sorted(variable_order([one])) == sorted(variable_order([one, other])) == sorted(one.fact)
    assert variable_order([one]) == variable_order([toy.loaded(pack)])


TOGETHER = st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True), max_size=12)


@settings(max_examples=60)
@given(TOGETHER)
@example([["a4", "a3"], ["a5", "a1"], ["a3", "a2"], ["a2", "a4"]])  # from here pulling makes them longer
def test_where_rules_rest_on_facts_alone_the_ways_are_not_longer_than_in_the_packs_order(
    together: list[list[str]],
) -> None:
    """The pack's order is where pulling begins, and only a better one replaces it."""
    always = "{id: always, recommend: stay, because: So.}"
    looking = [
        f"{{id: r{at}, recommend: stay, when: {{any: [{', '.join(f'{name}: yes' for name in names)}]}},"
        " because: So.}"
        for at, names in enumerate(together)
    ]
    knowledge = toy.knowledge(facts=FACTS, recommendations=f"[{', '.join([always, *looking])}]")

    assert way(knowledge, variable_order([knowledge])) <= way(knowledge, NAMES)


@pytest.mark.parametrize("over_findings", [False, True])
def test_facts_that_rules_look_at_together_stand_together(*, over_findings: bool) -> None:
    """Also where a rule looks at one of them through a finding."""
    knowledge = pairs(over_findings=over_findings)

    places = {name: place for place, name in enumerate(variable_order([knowledge]))}

    assert [abs(places[f"a{at}"] - places[f"b{at}"]) for at in range(1, 7)] == [1] * 6


def test_a_good_order_keeps_the_diagrams_small() -> None:
    """Six pairs take two nodes each; in the pack's order the halves have to be remembered."""
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


def test_a_fact_of_no_rule_keeps_a_place() -> None:
    """It can be asked for, and counts."""
    assert sorted(variable_order([toy.knowledge()])) == ["days", "door", "place"]
    assert variable_order([toy.knowledge()]) == ("place", "door", "days")


def test_a_finding_that_is_called_like_a_fact_is_not_one() -> None:
    """The two have nothing to do with each other."""
    findings = "[{id: x, finding: door, when: {place: here, days: 3}, because: So.}]"
    rule = "[{id: y, recommend: stay, when: {finding: door}, because: So.}]"

    found = variable_order([toy.knowledge(findings=findings, recommendations=rule)])

    assert sorted(found) == ["days", "door", "place"]
    assert abs(found.index("place") - found.index("days")) == 1


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_order_hangs_on_nothing_but_the_knowledge(seed: str) -> None:
    """Another process, in which sets are walked in another order, finds the same."""
    code = (
        "import sys; from pathlib import Path; from exitwise.loader.pack import load;"
        "from exitwise.diagram.variable_order import order; print(*order([load(Path(sys.argv[1]))]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(shipped.FOLDER)],
        capture_output=True,
        check=True,
        text=True,
        env=environment(PYTHONHASHSEED=seed, PYTHONPATH=":".join(sys.path)),
    ).stdout.split()

    assert tuple(found) == variable_order([shipped.base().knowledge])
