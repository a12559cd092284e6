"""Variants of a random pack as Hypothesis data: the same pack with an edit that an author might make.

Every variant can be loaded. The effect of an edit is not predicted.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import assume

from exitwise.errors import PackError
from support.oracles import naive
from support.packs import random_kinds, random_packs, toy
from support.packs.choices import Choices, by_choices
from support.packs.random_packs import Data
from support.packs.raw_data import without_tables

RULES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
FILES = (*RULES, "properties.yaml")
FRESH = "fresh-one"
"""A name that no random pack has."""


Change = Callable[[Choices, naive.Pack], Data]


@by_choices(size=128)
def variants(choices: Choices, pack: naive.Pack, first: Change | None = None) -> Data:
    """Return the pack after one or two edits; the first may be chosen by the caller."""
    changes = [first or choices.one_of(CHANGES), *choices.some(CHANGES, 0, 1)]
    changed: Data = dict(pack)
    for change in changes:
        changed = change(choices, changed)
        assume(loads(changed))
    return changed


@by_choices(size=128)
def changed_once(choices: Choices, pack: naive.Pack, change: Change) -> Data:
    """Return the pack after one edit."""
    changed = change(choices, pack)
    assume(loads(changed))
    return changed


def loads(pack: naive.Pack) -> bool:
    """Return whether the loader accepts a pack."""
    try:
        toy.loaded(pack)
    except PackError:
        return False
    return True


# Rules


def rule_position(choices: Choices, pack: naive.Pack) -> tuple[str, int]:
    """Return the file of a rule, and its index there."""
    file = choices.one_of([name for name in RULES if pack.get(name)])
    return file, choices.integer(0, len(pack[file]) - 1)


def with_rules(pack: naive.Pack, file: str, number: int, *rules: Data) -> Data:
    """Return the pack with other rules instead of one, or with none."""
    before = pack[file]
    return {**pack, file: [*before[:number], *rules, *before[number + 1 :]]}


def vocabulary(pack: naive.Pack, file: str) -> random_packs.Vocabulary:
    """Return the vocabulary for conditions of a file; the loader rejects cyclic findings."""
    names = {"finding": sorted({rule["finding"] for rule in naive.rules(pack, "findings.yaml")})}
    if file in ("plan.yaml", "warnings.yaml"):
        names["recommend"] = list(pack["pack.yaml"]["outcomes"])
    return random_packs.Vocabulary(pack["facts.yaml"]["facts"], names)


def other_condition(choices: Choices, pack: naive.Pack) -> Data:
    """Give a rule another condition, or none."""
    file, number = rule_position(choices, pack)
    rule = {key: value for key, value in pack[file][number].items() if key != "when"}
    return with_rules(pack, file, number, rule | random_packs.when(choices, vocabulary(pack, file), always=4))


def rule_dropped(choices: Choices, pack: naive.Pack) -> Data:
    """Drop a rule."""
    file, number = rule_position(choices, pack)
    assume(len(pack[file]) > 1)
    return with_rules(pack, file, number)


def rule_added(choices: Choices, pack: naive.Pack) -> Data:
    """Add a copy of a rule with another name and condition."""
    file, number = rule_position(choices, pack)
    rule = pack[file][number]
    assume(all(rule.get("id") != FRESH for rule in pack[file]))
    like = {**rule, "id": FRESH, **random_packs.when(choices, vocabulary(pack, file))}
    return with_rules(pack, file, number, rule, like)


def other_conclusion(choices: Choices, pack: naive.Pack) -> Data:
    """Give a rule the conclusion of another rule of its file, and another text."""
    file, number = rule_position(choices, pack)
    rule, other = pack[file][number], choices.one_of(pack[file])
    remaining = {key: rule[key] for key in ("id", "when") if key in rule}
    conclusion = {key: value for key, value in other.items() if key not in ("id", "when")}
    return with_rules(pack, file, number, {**conclusion, **remaining, "because": "Said otherwise."})


def links_dropped(choices: Choices, pack: naive.Pack) -> Data:
    """Drop the overrides of an argument, or the predecessors of a step."""
    file, number = rule_position(choices, pack)
    rule = pack[file][number]
    return with_rules(
        pack, file, number, {key: rule[key] for key in rule if key not in ("overrides", "after")}
    )


def reordered(choices: Choices, pack: naive.Pack) -> Data:
    """Reorder the facts, and the rules of each file."""
    return random_packs.shuffled(pack, choices.random())


def step_to_warning(choices: Choices, pack: naive.Pack) -> Data:
    """Turn a step into a warning of the same name."""
    steps = naive.rules(pack, "plan.yaml")
    assume(steps)
    number = choices.integer(0, len(steps) - 1)
    remaining = {
        key: steps[number][key] for key in ("id", "title", "because", "when") if key in steps[number]
    }
    warnings = [*naive.rules(pack, "warnings.yaml"), {**remaining, "severity": "info"}]
    changed = with_rules(pack, "plan.yaml", number)
    rest = {file: rules for file, rules in changed.items() if rules or file != "plan.yaml"}
    return rest | {"warnings.yaml": warnings}


def outcome_added(choices: Choices, pack: naive.Pack) -> Data:
    """Add an outcome, and let one of the arguments recommend it."""
    head = pack["pack.yaml"]
    number = choices.integer(0, len(pack["recommendations.yaml"]) - 1)
    argument = {**pack["recommendations.yaml"][number], "recommend": FRESH}
    changed = with_rules(pack, "recommendations.yaml", number, argument)
    return changed | {"pack.yaml": {**head, "outcomes": {**head["outcomes"], FRESH: "Fresh"}}}


# The vocabulary


def with_facts(pack: naive.Pack, facts: Sequence[Data]) -> Data:
    """Return the pack with other facts."""
    return {**pack, "facts.yaml": {**pack["facts.yaml"], "facts": [*facts]}}


def constraint(choices: Choices, pack: naive.Pack) -> Data:
    """Add a constraint, or drop all of them."""
    facts = pack["facts.yaml"]
    if facts.get("constraints"):
        return {**pack, "facts.yaml": {key: facts[key] for key in facts if key != "constraints"}}
    when = random_packs.condition(choices, random_packs.Vocabulary(facts["facts"], {}), 1)
    rule = {"id": f"{FRESH}-constraint", "when": when, "because": "So."}
    return {**pack, "facts.yaml": {**facts, "constraints": [rule]}}


def fact_added(choices: Choices, pack: naive.Pack) -> Data:
    """Add a fact, and test it in a rule."""
    facts = pack["facts.yaml"]["facts"]
    assume(all(fact["id"] != FRESH for fact in facts))
    fresh = random_packs.fact(choices, FRESH)
    file, number = rule_position(choices, pack)
    rule = pack[file][number]
    test = {FRESH: random_packs.fact_test(choices, fresh)}
    when = {"all": [rule["when"], test]} if "when" in rule else test
    return with_facts(with_rules(pack, file, number, {**rule, "when": when}), [*facts, fresh])


def fact_removed(choices: Choices, pack: naive.Pack) -> Data:
    """Drop a fact, and test another one instead."""
    facts = pack["facts.yaml"]["facts"]
    assume(len(facts) > 1)
    removed = choices.one_of(facts)
    rest = [fact for fact in facts if fact is not removed]

    def replacement(_: Any) -> Data:
        other = choices.one_of(rest)
        return {other["id"]: random_packs.fact_test(choices, other)}

    return with_tests_replaced(with_facts(pack, rest), removed["id"], replacement)


def fact_of_kind(choices: Choices, pack: naive.Pack, kind: str) -> Data:
    """Return one of the facts of a kind."""
    facts = [fact for fact in pack["facts.yaml"]["facts"] if fact["kind"] == kind]
    assume(facts)
    return choices.one_of(facts)


def with_fact(choices: Choices, pack: naive.Pack, new: Data) -> Data:
    """Return the pack with another fact of the same name; a test that no longer fits is replaced.

    Tables, whose cells may not fit, are left out.
    """

    def replacement(test: Any) -> Data:
        return {new["id"]: test if fits(new, test) else random_packs.fact_test(choices, new)}

    facts = pack["facts.yaml"]["facts"]
    return with_tests_replaced(
        with_facts(without_tables(pack), [new if fact["id"] == new["id"] else fact for fact in facts]),
        new["id"],
        replacement,
    )


def number_for_choice(choices: Choices, pack: naive.Pack) -> Data:
    """Turn a choice into an integer."""
    old = fact_of_kind(choices, pack, "choice")
    return with_fact(
        choices, pack, {"id": old["id"], "question": "?", "unknown": True, **random_kinds.integer(choices)}
    )


def choice_for_number(choices: Choices, pack: naive.Pack) -> Data:
    """Turn an integer into a choice."""
    old = fact_of_kind(choices, pack, "integer")
    return with_fact(choices, pack, {"id": old["id"], "question": "?", **random_kinds.choice(choices)})


def value_added(choices: Choices, pack: naive.Pack) -> Data:
    """Add a value to a choice."""
    old = fact_of_kind(choices, pack, "choice")
    return with_fact(choices, pack, {**old, "values": {FRESH: "Fresh", **old["values"]}})


def value_removed(choices: Choices, pack: naive.Pack) -> Data:
    """Drop a value of a choice."""
    old = fact_of_kind(choices, pack, "choice")
    removed = choices.one_of(list(old["values"]))
    values = {value: label for value, label in old["values"].items() if value != removed}
    assume(len(values) > 1)
    return with_fact(choices, pack, {**old, "values": values})


def other_bounds(choices: Choices, pack: naive.Pack) -> Data:
    """Give an integer other bounds, one bound, or none."""
    old = fact_of_kind(choices, pack, "integer")
    least = choices.integer(-3, 8)
    remaining = {key: value for key, value in old.items() if key not in ("minimum", "maximum")}
    return with_fact(
        choices,
        pack,
        remaining | random_kinds.options(choices, minimum=least, maximum=least + choices.integer(0, 8)),
    )


def other_unknown(choices: Choices, pack: naive.Pack) -> Data:
    """Make an optional fact required, or a required one optional."""
    old = fact_of_kind(choices, pack, choices.one_of(("choice", "integer")))
    return with_fact(choices, pack, {**old, "unknown": not old.get("unknown", False)})


def fits(fact: Mapping[str, Any], test: Any) -> bool:
    """Return whether a test can be a test of a fact."""
    compares = isinstance(test, Mapping) and "not" not in test
    if compares and fact["kind"] == "choice":
        return False
    named = test.values() if compares else naive.listed(test["not"] if isinstance(test, Mapping) else test)
    return all(is_allowed(fact, value, named=not compares) for value in named)


def is_allowed(fact: Mapping[str, Any], value: Any, *, named: bool) -> bool:
    """Return whether a condition may list a value of a fact, or compare the fact with it."""
    if isinstance(value, str):
        return named and (
            value in fact.get("values", ()) or (value == "unknown" and fact.get("unknown", False))
        )
    low, high = fact.get("minimum", random_packs.SMALLEST), fact.get("maximum", random_packs.LARGEST)
    return fact["kind"] == "integer" and bool(low <= value <= high)


def with_tests_replaced(pack: naive.Pack, fact: str, replacement: Callable[[Any], Data]) -> Data:
    """Return the pack with each test of a fact replaced, and without other references to the fact."""
    changed = {
        file: [rule_with_tests_replaced(rule, fact, replacement) for rule in pack[file]]
        for file in FILES
        if file in pack
    }
    facts = pack["facts.yaml"]
    constraints = [rule_with_tests_replaced(rule, fact, replacement) for rule in facts.get("constraints", ())]
    return {
        **pack,
        **changed,
        "facts.yaml": {**facts, **({"constraints": constraints} if constraints else {})},
    }


def rule_with_tests_replaced(rule: naive.Rule, fact: str, replacement: Callable[[Any], Data]) -> Data:
    """Return a rule with each test of a fact replaced; neither its texts nor other keys mention the fact."""
    texts = {
        key: value.replace(f" ({{{fact}}})", "") for key, value in rule.items() if isinstance(value, str)
    }
    tested = {
        key: condition_with_tests_replaced(rule[key], fact, replacement)
        for key in ("when", "then")
        if key in rule
    }
    rest = {key: value for key, value in rule.items() if key != "done" or fact not in value}
    urgent = rule.get("urgent", True)
    if rule.get("by", {}).get("fact") == fact:
        rest = {key: value for key, value in rest.items() if key not in ("by", "urgent")}
    elif urgent is not True and not naive.is_within(urgent):
        tested["urgent"] = condition_with_tests_replaced(urgent, fact, replacement)
    if any(fact in (*end, *naive.listed(end.get("known"))) for end in naive.listed(rule.get("ends"))):
        rest = {key: value for key, value in rest.items() if key != "ends"}
    return {**rest, **texts, **tested}


def condition_with_tests_replaced(
    condition: naive.Condition, fact: str, replacement: Callable[[Any], Data]
) -> Any:
    """Return a condition with each test of a fact replaced."""
    if not isinstance(condition, Mapping):
        return [condition_with_tests_replaced(part, fact, replacement) for part in condition]
    parts: list[Any] = [
        replacement(value)
        if key == fact
        else {
            key: condition_with_tests_replaced(value, fact, replacement)
            if key in ("all", "any", "not")
            else value
        }
        for key, value in condition.items()
    ]
    return parts[0] if len(parts) == 1 else {"all": parts}


CHANGES: tuple[Change, ...] = (
    *(
        other_condition,
        rule_dropped,
        rule_added,
        other_conclusion,
        links_dropped,
        reordered,
        step_to_warning,
        outcome_added,
    ),
    *(constraint, fact_added, fact_removed, number_for_choice, choice_for_number),
    *(value_added, value_removed, other_bounds, other_unknown),
)
