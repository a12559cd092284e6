"""Conditions as YAML on one line."""

import pytest
import yaml
from hypothesis import given, settings

from exitwise.model.condition import ALWAYS, All, Any, Compare, Concluded, Condition, Not, OneOf
from exitwise.model.yaml_text import to_yaml
from support.oracles import naive
from support.packs import random_packs, toy
from support.packs.choices import Choices, by_choices
from support.running.examples import examples

SHUT = OneOf("door", ("no",))
SAFE = Concluded("finding", ("safe",))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (ALWAYS, "always"),
        (SHUT, "door: no"),
        (OneOf("door", ("no", "unknown")), "door: [no, unknown]"),
        (OneOf("days", (7, -1)), "days: [7, -1]"),
        (Compare("days", (("at_least", 2), ("below", 9))), "days: {at_least: 2, below: 9}"),
        (SAFE, "finding: safe"),
        (Concluded("recommend", ("stay", "leave")), "recommend: [stay, leave]"),
        (Not(SHUT), "door: {not: no}"),
        (Not(OneOf("door", ("no", "yes"))), "door: {not: [no, yes]}"),
        (Not(SAFE), "not: {finding: safe}"),
        (Not(Compare("days", (("above", 7),))), "not: {days: {above: 7}}"),
        (Not(Not(SHUT)), "not: {door: {not: no}}"),
        (All((SHUT, SAFE)), "all: [door: no, finding: safe]"),
        (Any((SHUT, Not(All((SHUT, SAFE))))), "any: [door: no, not: {all: [door: no, finding: safe]}]"),
        (All((SHUT,)), "door: no"),
        (Not(Any((SAFE,))), "not: {finding: safe}"),
        # Names that YAML would not read as text are quoted.
        (OneOf("door", ("7", "null", "1e5", "2026-05-11")), 'door: ["7", "null", "1e5", "2026-05-11"]'),
        (OneOf("7", (7,)), '"7": 7'),
        (Concluded("step", ("True",)), 'step: "True"'),
    ],
    ids=str,
)
def test_a_condition_is_written_as_in_a_pack(condition: Condition, text: str) -> None:
    """On one line, in the condition language."""
    assert to_yaml(condition, {}) == text


@by_choices()
def packs_with_a_condition(choices: Choices) -> random_packs.Data:
    """Generate packs with one rule, whose condition may depend on facts, findings and the outcome."""
    facts = [random_packs.fact(choices, name) for name in choices.some(random_packs.WORDS, 2, 4)]
    names = choices.some(random_packs.WORDS + random_packs.RESERVED, 4, 4)
    outcomes, findings = names[:2], names[2:]
    words = random_packs.Vocabulary(facts, {"finding": findings, "recommend": outcomes})
    step = {"id": "packs_with_a_condition", "title": "T", "how": "H", "phase": "act", "because": "So."}
    head = {"name": "random", "version": "2026.11.0", "title": "T"}
    return {
        "pack.yaml": {**head, "outcomes": dict.fromkeys(outcomes, "So.")},
        "facts.yaml": {"facts": facts},
        "findings.yaml": [
            {"id": f"f{at}", "finding": name, "because": "So."} for at, name in enumerate(findings)
        ],
        "recommendations.yaml": [{"id": "default", "recommend": outcomes[0], "because": "So."}],
        "plan.yaml": [step | {"when": random_packs.condition(choices, words, 3)}],
    }


@settings(max_examples=examples(100))
@given(packs_with_a_condition())
def test_the_text_loads_as_an_equivalent_condition(pack: random_packs.Data) -> None:
    """In braces, for all names."""
    condition = toy.loaded(pack).rules["packs_with_a_condition"].when

    text = to_yaml(condition, {})

    assert "\n" not in text
    when = yaml.load(f"{{{text}}}", naive.Loader)  # noqa: S506 (a subclass of SafeLoader)
    again = {**pack, "plan.yaml": [pack["plan.yaml"][0] | {"when": when}]}
    assert toy.loaded(again).rules["packs_with_a_condition"].when == condition
