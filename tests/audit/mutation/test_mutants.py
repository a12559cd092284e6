"""The mutants of a pack: all standard changes, each in one small part of one rule."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from exitwise.audit.course import Answers
from exitwise.audit.mutation.mutants import GROUPS, RULE_KINDS, Mutant, group_of, mutants
from exitwise.audit.mutation.parts import walk
from exitwise.model.condition import All, Any, Compare, Concluded, Condition, Has, Not, OneOf
from exitwise.model.fact import Fact
from exitwise.model.knowledge import Knowledge
from exitwise.model.rule import Argument, Rule, StepRule
from exitwise.model.yaml_text import to_yaml
from support.packs import random_kinds, random_packs, toy
from support.running.examples import examples

ARGUMENT = "[{{id: go, recommend: leave, because: So.{}}}]"
FAR = """
  - {id: f, finding: far, because: So.}
  - {id: n, finding: near, because: So.}
  - {id: o, finding: old, because: So.}
"""

CONDITIONS: dict[str, dict[str, list[str]]] = {
    # No condition: there is nothing to drop but the rule.
    "": {},
    "door: no": {
        "drop condition": ["always"],
        "negate condition": ["door: {not: no}"],
        "widen": ["door: [no, yes]", "door: [no, ajar]", "door: [no, unknown]"],
    },
    "door: [no, unknown]": {
        "drop condition": ["always"],
        "negate condition": ["door: {not: [no, unknown]}"],
        "widen": ["door: [no, unknown, yes]", "door: [no, unknown, ajar]"],
        "narrow": ["door: unknown", "door: no"],
    },
    "place: {not: here}": {
        "drop condition": ["always"],
        "negate condition": ["place: here"],
        "widen": ["place: {not: [here, gone]}"],
    },
    "days: {at_least: 3, below: 9}": {
        "drop condition": ["always"],
        "negate condition": ["not: {days: {at_least: 3, below: 9}}"],
        "shift": [
            *("days: {at_least: 2, below: 9}", "days: {at_least: 4, below: 9}"),
            *("days: {at_least: 3, below: 8}", "days: {at_least: 3, below: 10}"),
        ],
    },
    "days: [5, 7, unknown]": {
        "drop condition": ["always"],
        "negate condition": ["days: {not: [5, 7, unknown]}"],
        "narrow": ["days: [7, unknown]", "days: [5, unknown]", "days: [5, 7]"],
        "shift": [
            *("days: [4, 7, unknown]", "days: [6, 7, unknown]"),
            *("days: [5, 6, unknown]", "days: [5, 8, unknown]"),
        ],
    },
    "days: 5": {
        "drop condition": ["always"],
        "negate condition": ["days: {not: 5}"],
        "widen": ["days: [5, unknown]"],
        "shift": ["days: 4", "days: 6"],
    },
    "finding: [far, near, old]": {
        "drop condition": ["always"],
        "negate condition": ["not: {finding: [far, near, old]}"],
        "narrow": ["finding: [near, old]", "finding: [far, old]", "finding: [far, near]"],
    },
    "all: [finding: far, finding: near]": {
        "drop condition": ["finding: near", "finding: far"],
        "negate condition": [
            "not: {all: [finding: far, finding: near]}",
            "all: [not: {finding: far}, finding: near]",
            "all: [finding: far, not: {finding: near}]",
        ],
        "swap all and any": ["any: [finding: far, finding: near]"],
    },
    "any: [finding: far, not: {finding: near}]": {
        "drop condition": ["not: {finding: near}", "finding: far"],
        "negate condition": [
            "not: {any: [finding: far, not: {finding: near}]}",
            "any: [not: {finding: far}, not: {finding: near}]",
            "any: [finding: far, finding: near]",
        ],
        "swap all and any": ["all: [finding: far, not: {finding: near}]"],
    },
    # What a `not` holds is swapped, widened, narrowed and shifted, and within it all of that again.
    "not: {all: [finding: far, days: 5]}": {
        "drop condition": ["always", "not: {days: 5}", "not: {finding: far}"],
        "negate condition": [
            "all: [finding: far, days: 5]",
            "not: {all: [not: {finding: far}, days: 5]}",
            "not: {all: [finding: far, days: {not: 5}]}",
        ],
        "swap all and any": ["not: {any: [finding: far, days: 5]}"],
        "widen": ["not: {all: [finding: far, days: [5, unknown]]}"],
        "shift": ["not: {all: [finding: far, days: 4]}", "not: {all: [finding: far, days: 6]}"],
    },
}
"""For each condition what it becomes, by operator."""


@pytest.mark.parametrize("when", CONDITIONS)
def test_mutants_of_a_condition(when: str) -> None:
    """A condition has exactly the expected mutants, each of them the rule with the new condition."""
    knowledge = toy.knowledge(
        findings=FAR, recommendations=ARGUMENT.format(f", when: {{{when}}}" if when else "")
    )
    conditions: dict[str, list[str]] = {}
    for mutant in mutants(knowledge):
        if mutant.rule.id == "go" and mutant.operator != "drop rule":
            (changed,) = mutant.changed_rules
            conditions.setdefault(mutant.operator, []).append(to_yaml(changed.when, knowledge.fact))

    assert {operator: sorted(texts) for operator, texts in conditions.items()} == {
        operator: sorted(each) for operator, each in CONDITIONS[when].items()
    }


SAID = [
    ("drop rule", "left out"),
    ("negate condition", "`not: {all: [door: no, place: here]}` for `all: [door: no, place: here]`"),
    ("swap all and any", "`any: [door: no, place: here]` for `all: [door: no, place: here]`"),
    ("drop condition", "without `door: no`"),
    ("narrow", "`door: no` for `door: [no, ajar]`"),
    ("shift", "`days: {above: 8}` for `days: {above: 7}`"),
    ("drop override", "does not override `default`"),
    ("reverse override", "is overridden by `default`"),
    ("drop step edge", "not after `pack`"),
]


def test_description_of_a_mutant() -> None:
    """The description has the changed part before and after, and not the whole rule."""
    knowledge = toy.knowledge(
        findings="[{id: f, finding: far, when: {days: {above: 7}}, because: So.},"
        " {id: n, finding: near, when: {door: [no, ajar]}, because: So.}]",
        recommendations="[{id: default, recommend: stay, because: So.},"
        " {id: go, recommend: leave, overrides: default, when: {door: no, place: here}, because: So.}]",
        plan="[{id: pack, title: T, how: H, phase: before, because: So.},"
        " {id: drive, title: T, how: H, phase: act, after: pack, because: So.}]",
    )
    told = [(mutant.operator, mutant.change) for mutant in mutants(knowledge)]

    assert [said for said in SAID if said not in told] == []


BICYCLE = toy.bicycle().knowledge


def test_mutants_of_overrides() -> None:
    """Each override is dropped and reversed, including overrides by outcome."""
    changed = [
        (
            mutant.operator,
            {rule.id: rule.overrides for rule in mutant.changed_rules if isinstance(rule, Argument)},
        )
        for mutant in mutants(BICYCLE)
        if mutant.group == "overrides"
    ]

    assert changed == [
        ("drop override", {"mend-unsafe": ()}),
        ("reverse override", {"mend-unsafe": (), "just-ride": ("mend-unsafe",)}),
        ("drop override", {"sell-worn": ("mend-unsafe",)}),
        ("reverse override", {"sell-worn": ("mend-unsafe",), "just-ride": ("sell-worn",)}),
        ("drop override", {"sell-worn": ("just-ride",)}),
        ("reverse override", {"sell-worn": ("just-ride",), "mend-unsafe": ("just-ride", "sell-worn")}),
    ]


def test_mutants_of_step_order() -> None:
    """Each `after` of a step is dropped on its own."""
    changed = [
        (mutant.rule.id, rule.after)
        for mutant in mutants(BICYCLE)
        for rule in mutant.changed_rules
        if mutant.operator == "drop step edge" and isinstance(rule, StepRule)
    ]

    assert changed == [("set-out", ()), ("write-home", ("set-out",)), ("write-home", ("oil",))]


OF_KEYS = {"overrides", "deeds", "ends", "urgency"}
GROUPED = {
    "no-old-green": "constraints",
    "slips-is-unsafe": "findings",
    "mend-unsafe": "arguments",
    "oil": "before",
    "set-out": "later",
    "write-home": "later",
    "wait-for-brakes": "holds",
    "slippery": "warnings",
}


@pytest.mark.parametrize(("name", "expected"), GROUPED.items())
def test_group_of_a_mutant(name: str, expected: str) -> None:
    """A mutant belongs to the group of its rule, and mutants of other keys than `when` to their own."""
    assert group_of(BICYCLE.rules[name]) == expected
    assert {mutant.group for mutant in mutants(BICYCLE) if mutant.rule.id == name} - OF_KEYS == {expected}
    assert expected in GROUPS


# The laws


def numbers(condition: Condition) -> int:
    """Return how many numbers an atom compares with."""
    match condition:
        case Compare(_, bounds):
            return len(bounds)
        case OneOf(_, values):
            return sum(isinstance(value, int) for value in values)
        case _:
            return 0


def names(condition: Condition) -> int:
    """Return how many values or names an atom lists, if one of them can be removed."""
    match condition:
        case OneOf(_, several) | Concluded(_, several) | Has(_, several) if len(several) > 1:
            return len(several)
        case _:
            return 0


def others(condition: Condition, knowledge: Knowledge) -> int:
    """Return how many further values an atom could list."""
    if not isinstance(condition, OneOf | Has):
        return 0
    fact = knowledge.fact[condition.fact]
    is_list = isinstance(condition, OneOf) and fact.kind == "several"  # compared with `unknown` alone
    known = [] if is_list else [value for value, _ in fact.values]
    known += ["unknown"] * (fact.unknown and isinstance(condition, OneOf))
    return len(set(known) - set(condition.values))


def changes_of(condition: Condition, knowledge: Knowledge) -> Counter[str]:
    """Return the expected number of changes of a condition by operator."""
    counts: Counter[str] = Counter()
    every = dict(walk(condition))
    for way, part in every.items():
        inside_not = bool(way) and isinstance(every[way[:-1]], Not)
        counts["negate condition"] += not inside_not and part != All(())
        counts["drop condition"] += not inside_not and (bool(way) or not isinstance(part, All | Any))
        counts["swap all and any"] += isinstance(part, All | Any) and len(part.of) > 1
        counts["widen"] += others(part, knowledge)
        counts["narrow"] += names(part)
        counts["shift"] += 2 * numbers(part)
    return counts


def other_answers(answers: Answers, knowledge: Knowledge) -> int:
    """Return how many other values the facts of some answers could have: of a number, its neighbours."""
    return sum(
        sum(is_number_of(knowledge.fact[fact], value + step) for step in (-1, 1))
        if isinstance(value, int)
        else len({name for name, _ in knowledge.fact[fact].values} - {value})
        for fact, value in answers
    )


def is_number_of(fact: Fact, number: int) -> bool:
    """Return whether a fact can have a number: one of 64 bits, and no day after that of the advice."""
    longest = {"date": random_kinds.CALENDAR}.get(fact.kind, random_kinds.LARGEST)
    least = 0 if fact.counts == "since" else -longest - (fact.kind != "date")
    return fact.within(number) and least <= number <= longest


def expected(rule: Rule, knowledge: Knowledge) -> Counter[str]:
    """Return the expected number of mutants of a rule by operator; of a row, its own cells are changed."""
    counts = Counter({"drop rule": 1})
    counts += changes_of(
        knowledge.rows[rule.id][1].when if rule.id in knowledge.rows else rule.when, knowledge
    )
    if isinstance(rule, StepRule) and rule.urgent is not None:
        counts["drop urgency"] = 1
        counts += changes_of(rule.urgent, knowledge)
    counts["drop override"] = counts["reverse override"] = len(getattr(rule, "overrides", ()))
    counts["drop deed"] = len(getattr(rule, "done", ()))
    counts["change deed"] = other_answers(getattr(rule, "done", ()), knowledge)
    ends = getattr(rule, "ends", ())
    counts["drop end"] = len(ends)
    counts["change end"] = sum(
        other_answers(end.answers, knowledge) + (len(end.known) if len(end.known) > 1 else 0) for end in ends
    )
    counts["drop step edge"] = len(getattr(rule, "after", ()))
    return counts


def by_kind(knowledge: Knowledge) -> Iterator[tuple[Rule, ...]]:
    """Return the rules by kind, in their order."""
    for kind in RULE_KINDS:
        yield getattr(knowledge, kind)


@settings(max_examples=examples(40))
@given(random_packs.mixed_packs())
def test_mutants_are_complete(pack: random_packs.Data) -> None:
    """Every part, value, number, override and edge has its mutants, and there are no others."""
    knowledge = toy.loaded(pack)
    by_rule: dict[str, list[Mutant]] = {}
    for mutant in mutants(knowledge):
        by_rule.setdefault(mutant.rule.id, []).append(mutant)

    for rule in knowledge.all_rules:
        assert Counter(mutant.operator for mutant in by_rule[rule.id]) == expected(rule, knowledge)
    assert by_rule.keys() == knowledge.rules.keys()


@settings(max_examples=examples(20))
@given(random_packs.mixed_packs())
def test_mutant_changes_only_its_rules(pack: random_packs.Data) -> None:
    """A mutant changes only the rules that it lists: one, two for a reversed override, more in a table."""
    knowledge = toy.loaded(pack)
    for mutant in mutants(knowledge):
        other = mutant.apply_to(knowledge)
        differing = [
            one.id
            for old, new in zip(by_kind(knowledge), by_kind(other), strict=True)
            for one, two in zip(old, new, strict=True)
            if one is not two
        ]

        assert sorted(differing) == sorted(rule.id for rule in mutant.changed_rules)
        if mutant.rule.id not in knowledge.rows:
            assert len(differing) == (2 if mutant.operator == "reverse override" else 1)
        assert all(other.rules[rule.id] == rule != knowledge.rules[rule.id] for rule in mutant.changed_rules)
        kept = ("facts", "outcomes", "properties", "scenarios", "letters", "sources")
        assert all(getattr(other, name) is getattr(knowledge, name) for name in kept)


@pytest.mark.parametrize(("hit_policy", "changed"), [("first", ["t.1", "t.2"]), ("collect", ["t.1"])])
def test_a_mutant_of_a_row_is_the_mutant_of_its_table(hit_policy: str, changed: list[str]) -> None:
    """Where the first match counts, the rules of later rows change too, as they would in the file."""
    table = (
        "{{id: t, hit_policy: {0}, because: So., rows: [{{door: {1}, finding: f}}, {{days: 3, finding: g}}]}}"
    )
    knowledge = toy.knowledge(**{"tables/t": table.format(hit_policy, '"no"')})
    edited = toy.knowledge(**{"tables/t": table.format(hit_policy, '"no, ajar"')})

    (mutant,) = (one for one in mutants(knowledge) if "[no, ajar]" in one.change)

    assert [rule.id for rule in mutant.changed_rules] == changed
    mutated = mutant.apply_to(knowledge)
    assert [(rule.id, rule.when) for rule in mutated.findings] == [
        (rule.id, rule.when) for rule in edited.findings
    ]
