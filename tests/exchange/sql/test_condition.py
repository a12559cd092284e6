"""Conditions as expressions: true or false exactly where the plain reading says so, and never null."""

from typing import Any, Final

import pytest

from exitwise.exchange.sql.condition import Expressions
from exitwise.exchange.sql.names import names
from support.oracles import naive
from support.packs import random_packs, toy
from support.running.databases import all_columns

LOW, HIGH = -(2**63), 2**63 - 1

FACTS: Final[list[dict[str, Any]]] = [
    {
        "id": "word",
        "kind": "choice",
        "unknown": True,
        "values": ("a", "B", "b", "a.b-c_d", "null", "TRUE", "1"),
    },
    {"id": "must", "kind": "choice", "values": ("yes", "no")},
    {"id": "number", "kind": "integer", "unknown": True},
    {"id": "known", "kind": "integer", "minimum": LOW, "maximum": HIGH},
]

WORDS: Final[tuple[str | None, ...]] = ("a", "B", "b", "a.b-c_d", "null", "TRUE", "1", "unknown", None)
NUMBERS: Final[tuple[int | str | None, ...]] = (
    LOW,
    LOW + 1,
    -1,
    0,
    1,
    7,
    2**53 + 1,
    HIGH - 1,
    HIGH,
    "unknown",
    None,
)

CONDITIONS: Final[tuple[Any, ...]] = (
    {"word": "a"},
    {"word": "b"},
    {"word": ["null", "TRUE", "1"]},
    {"word": "unknown"},
    {"word": ["B", "unknown"]},
    {"word": {"not": "unknown"}},
    {"word": {"not": ["a", "unknown"]}},
    {"not": {"word": {"not": "a.b-c_d"}}},
    {"number": 7},
    {"number": [LOW, HIGH, 0]},
    {"number": "unknown"},
    {"number": ["unknown", 7]},
    {"number": {"not": "unknown"}},
    {"number": {"not": 7}},
    {"number": {"not": [7, "unknown"]}},
    {"not": {"number": 7}},
    {"not": {"number": {"not": [7, "unknown"]}}},
    {"number": {"at_most": 7}},
    {"not": {"number": {"at_most": 7}}},
    {"number": {"at_least": 0, "below": 7}},
    {"not": {"number": {"above": 0, "at_most": HIGH}}},
    {"number": {"at_least": LOW}},
    {"number": {"above": LOW, "below": HIGH}},
    {"number": {"below": LOW}},
    {"number": {"above": HIGH}},
    {"number": 2**53},
    {"number": {"above": 2**53}},
    {"known": {"below": HIGH}},
    {"known": [LOW, HIGH]},
    {"known": {"not": [LOW, HIGH]}},
    {"must": "yes", "number": {"below": 0}},
    {"any": [{"must": "no"}, {"all": [{"word": "a"}, {"any": [{"number": 1}, {"not": {"word": "B"}}]}]}]},
    {"not": {"any": [{"number": {"at_most": 0}}, {"not": {"all": [{"word": "a"}, {"must": "yes"}]}}]}},
    {"all": [{"all": [{"must": "yes"}]}, {"any": [{"any": [{"number": 0}, {"word": "1"}]}]}]},
    {"finding": "seven"},
    {"not": {"finding": ["seven", "odd"]}},
    {"any": [{"finding": ["seven", "odd"]}, {"number": {"below": 0}}]},
    {},
)

FINDINGS: Final = [
    {"id": "s", "finding": "seven", "when": {"number": 7}, "because": "So."},
    {"id": "o", "finding": "odd", "when": {"word": "a.b-c_d"}, "because": "So."},
]


def asking(*conditions: Any) -> random_packs.Data:
    """A pack of arguments with these conditions."""
    facts = [fact | {"question": "Well?"} for fact in FACTS]
    for fact in facts:
        fact.update({"values": dict.fromkeys(fact["values"], "So")} if "values" in fact else {})
    return {
        "pack.yaml": {
            "name": "toy",
            "version": "2026.11.0",
            "title": "A toy",
            "outcomes": {"stay": "Stay", "leave": "Leave"},
        },
        "facts.yaml": {"facts": facts},
        "findings.yaml": FINDINGS,
        "recommendations.yaml": [
            {"id": f"rule-{at}", "recommend": "stay", "because": "So."} | ({"when": when} if when else {})
            for at, when in enumerate(conditions)
        ],
    }


def profiles() -> list[dict[str, Any]]:
    """Each value of each fact, beside different others."""
    return [
        {"word": word, "number": number, "must": ("yes", "no")[at % 2], "known": known}
        for at, word in enumerate(WORDS)
        for number, known in zip(NUMBERS, (LOW, HIGH, 0, LOW + 1, HIGH - 1, 5, 7, 1, 2, 3, 4), strict=True)
    ]


def check(*conditions: Any) -> None:
    """Hold the columns of rules with these conditions against the plain reading of them, on every profile."""
    pack = asking(*conditions)
    knowledge = toy.loaded(pack)
    columns = names(knowledge)

    for profile, row in zip(profiles(), all_columns(knowledge, profiles()), strict=True):
        facts = naive.complete(pack, profile)
        found = {"seven": facts["number"] == 7, "odd": facts["word"] == "a.b-c_d"}
        state = naive.State(facts, frozenset(name for name, holds in found.items() if holds))
        expected = [naive.holds(condition, state) for condition in conditions]
        assert [row[columns["rule", f"rule-{at}"]] for at in range(len(conditions))] == expected, profile


def test_conditions_are_true_where_they_say_and_false_elsewhere() -> None:
    """Of numbers at the bounds, of what is not known or not given, and under any negation."""
    check(*CONDITIONS)


def test_the_complement_of_every_condition_is_its_complement() -> None:
    """What is not known makes no third case."""
    check(*({"not": condition} for condition in CONDITIONS if len(condition) == 1))


@pytest.mark.parametrize("word", ["any", "all", "not"])
def test_deep_conditions_are_written(word: str) -> None:
    """Nearly as deep as a pack may be, each level of another kind than the one in it."""
    deep: Any = {"number": {"at_most": 7}}
    for at in range(17):
        kind = word if word == "not" or at % 2 else {"any": "all", "all": "any"}[word]
        deep = {"not": deep} if kind == "not" else {kind: [{"known": at}, deep]}

    check(deep)


def test_an_answer_is_declared_within_the_values_and_bounds() -> None:
    """Null is an absent answer of any fact; other text and numbers out of bounds are not declared."""
    bounds = {"minimum": 0, "maximum": 7}
    pack = asking({})
    pack["facts.yaml"]["facts"] += [
        {"id": "whole", "question": "Well?", "kind": "integer"},
        {"id": "few", "question": "Well?", "kind": "integer", "unknown": True, **bounds},
        {"id": "some", "question": "Well?", "kind": "integer", "minimum": 3},
    ]
    knowledge = toy.loaded(pack)
    write = Expressions(knowledge.fact, names(knowledge))
    cases: dict[str, dict[Any, bool]] = {
        "word": {"a": True, "unknown": True, None: True, "A": False, "": False},
        "must": {"yes": True, "unknown": False, None: True, "Yes": False},
        "known": {LOW: True, HIGH: True, None: True},
        "whole": {LOW: True, 0: True, None: True},
        "few": {0: True, 7: True, None: True, -1: False, 8: False},
        "some": {3: True, HIGH: True, 2: False, None: True},
    }

    assert write.declared(knowledge.fact["number"]) is None
    for fact, answers in cases.items():
        given = [{"must": "yes", "known": 1, "whole": 1, "some": 3, fact: answer} for answer in answers]
        assert [row["declared:facts"] for row in all_columns(knowledge, given)] == list(answers.values())


def test_a_condition_of_many_parts_is_written() -> None:
    """More than the depth that any parser allows to what is nested."""
    check({"any": [{"number": number} for number in range(-1500, 8)]})
