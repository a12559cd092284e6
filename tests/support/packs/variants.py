"""What an author may make of a random pack: the same pack with one thing changed, as data of hypothesis.

Every variant drawn is a pack that loads. Nothing is said of what the change does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import assume

from exitwise.errors import PackError
from support.oracles import naive
from support.packs import random_packs, toy
from support.packs.choices import Choices, by_choices
from support.packs.random_packs import Data

RULES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
FILES = (*RULES, "properties.yaml")
FRESH = "fresh-one"
"""A name that no random pack has."""


Change = Callable[[Choices, naive.Pack], Data]


@by_choices(size=128)
def variants(choices: Choices, pack: naive.Pack, first: Change | None = None) -> Data:
    """The pack after one change or two; the first may be given."""
    changes = [first or choices.one_of(CHANGES), *choices.some(CHANGES, 0, 1)]
    changed: Data = dict(pack)
    for change in changes:
        changed = change(choices, changed)
        assume(loads(changed))
    return changed


@by_choices(size=128)
def changed_once(choices: Choices, pack: naive.Pack, change: Change) -> Data:
    """The pack after this one change."""
    changed = change(choices, pack)
    assume(loads(changed))
    return changed


def loads(pack: naive.Pack) -> bool:
    """Whether the loader accepts a pack."""
    try:
        toy.loaded(pack)
    except PackError:
        return False
    return True


# Rules


def place(choices: Choices, pack: naive.Pack) -> tuple[str, int]:
    """The file of some rule, and its number in it."""
    file = choices.one_of([name for name in RULES if naive.rules(pack, name)])
    return file, choices.integer(0, len(pack[file]) - 1)


def put(pack: naive.Pack, file: str, number: int, *rules: Data) -> Data:
    """The pack with other rules in the place of one, or none."""
    before = pack[file]
    return {**pack, file: [*before[:number], *rules, *before[number + 1 :]]}


def vocabulary(pack: naive.Pack, file: str) -> random_packs.Vocabulary:
    """What the conditions of a file may speak of; whether a finding then rests on itself the loader says."""
    names = {"finding": sorted({rule["finding"] for rule in naive.rules(pack, "findings.yaml")})}
    if file in ("plan.yaml", "warnings.yaml"):
        names["recommend"] = list(pack["pack.yaml"]["outcomes"])
    return random_packs.Vocabulary(pack["facts.yaml"]["facts"], names)


def other_condition(choices: Choices, pack: naive.Pack) -> Data:
    """A rule asks for something else, or for nothing."""
    file, number = place(choices, pack)
    rule = {key: value for key, value in pack[file][number].items() if key != "when"}
    return put(pack, file, number, rule | random_packs.when(choices, vocabulary(pack, file), always=4))


def dropped(choices: Choices, pack: naive.Pack) -> Data:
    """A rule is gone."""
    file, number = place(choices, pack)
    assume(len(pack[file]) > 1)
    return put(pack, file, number)


def added(choices: Choices, pack: naive.Pack) -> Data:
    """A rule is like another, under another name and with another condition."""
    file, number = place(choices, pack)
    rule = pack[file][number]
    assume(all(each.get("id") != FRESH for each in pack[file]))
    like = {**rule, "id": FRESH, **random_packs.when(choices, vocabulary(pack, file))}
    return put(pack, file, number, rule, like)


def other_conclusion(choices: Choices, pack: naive.Pack) -> Data:
    """A rule concludes what another of its file does, or what it did, and says so otherwise."""
    file, number = place(choices, pack)
    rule, other = pack[file][number], choices.one_of(pack[file])
    kept = {key: rule[key] for key in ("id", "when") if key in rule}
    taken = {key: value for key, value in other.items() if key not in ("id", "when")}
    return put(pack, file, number, {**taken, **kept, "because": "Said otherwise."})


def other_ties(choices: Choices, pack: naive.Pack) -> Data:
    """An argument overrides nothing any more, or a step waits for none."""
    file, number = place(choices, pack)
    rule = pack[file][number]
    return put(pack, file, number, {key: rule[key] for key in rule if key not in ("overrides", "after")})


def other_places(choices: Choices, pack: naive.Pack) -> Data:
    """Facts, and the rules of each file, stand in another order."""
    return random_packs.shuffled(pack, choices.random())


def other_kind(choices: Choices, pack: naive.Pack) -> Data:
    """A step becomes a warning of the same name."""
    steps = naive.rules(pack, "plan.yaml")
    assume(steps)
    number = choices.integer(0, len(steps) - 1)
    kept = {key: steps[number][key] for key in ("id", "title", "because", "when") if key in steps[number]}
    warnings = [*naive.rules(pack, "warnings.yaml"), {**kept, "severity": "info"}]
    changed = put(pack, "plan.yaml", number)
    left = {file: rules for file, rules in changed.items() if rules or file != "plan.yaml"}
    return left | {"warnings.yaml": warnings}


def outcome_added(choices: Choices, pack: naive.Pack) -> Data:
    """There is one outcome more, and one of the arguments is for it."""
    head = pack["pack.yaml"]
    number = choices.integer(0, len(pack["recommendations.yaml"]) - 1)
    argument = {**pack["recommendations.yaml"][number], "recommend": FRESH}
    changed = put(pack, "recommendations.yaml", number, argument)
    return changed | {"pack.yaml": {**head, "outcomes": {**head["outcomes"], FRESH: "Fresh"}}}


# The vocabulary


def with_facts(pack: naive.Pack, facts: Sequence[Data]) -> Data:
    """The pack with other facts."""
    return {**pack, "facts.yaml": {**pack["facts.yaml"], "facts": [*facts]}}


def constraint(choices: Choices, pack: naive.Pack) -> Data:
    """There is a constraint more, or there is none left."""
    facts = pack["facts.yaml"]
    if facts.get("constraints"):
        return {**pack, "facts.yaml": {key: facts[key] for key in facts if key != "constraints"}}
    when = random_packs.condition(choices, random_packs.Vocabulary(facts["facts"], {}), 1)
    rule = {"id": f"{FRESH}-constraint", "when": when, "because": "So."}
    return {**pack, "facts.yaml": {**facts, "constraints": [rule]}}


def fact_added(choices: Choices, pack: naive.Pack) -> Data:
    """A fact is new, and a rule looks at it."""
    facts = pack["facts.yaml"]["facts"]
    assume(all(fact["id"] != FRESH for fact in facts))
    fresh = random_packs.fact(choices, FRESH)
    file, number = place(choices, pack)
    rule = pack[file][number]
    test = {FRESH: random_packs.fact_test(choices, fresh)}
    when = {"all": [rule["when"], test]} if "when" in rule else test
    return with_facts(put(pack, file, number, {**rule, "when": when}), [*facts, fresh])


def fact_removed(choices: Choices, pack: naive.Pack) -> Data:
    """A fact is gone; what looked at it looks at another one."""
    facts = pack["facts.yaml"]["facts"]
    assume(len(facts) > 1)
    gone = choices.one_of(facts)
    left = [fact for fact in facts if fact is not gone]

    def instead(_: Any) -> Data:
        other = choices.one_of(left)
        return {other["id"]: random_packs.fact_test(choices, other)}

    return retested(with_facts(pack, left), gone["id"], instead)


def chosen(choices: Choices, pack: naive.Pack, kind: str) -> Data:
    """One of the facts of a kind."""
    facts = [fact for fact in pack["facts.yaml"]["facts"] if fact["kind"] == kind]
    assume(facts)
    return choices.one_of(facts)


def with_fact(choices: Choices, pack: naive.Pack, new: Data) -> Data:
    """The pack with another fact of the same name; a test that it can no longer pass is another one."""

    def instead(test: Any) -> Data:
        return {new["id"]: test if fits(new, test) else random_packs.fact_test(choices, new)}

    facts = pack["facts.yaml"]["facts"]
    return retested(
        with_facts(pack, [new if fact["id"] == new["id"] else fact for fact in facts]), new["id"], instead
    )


def number_for_choice(choices: Choices, pack: naive.Pack) -> Data:
    """A choice becomes an integer."""
    old = chosen(choices, pack, "choice")
    return with_fact(
        choices, pack, {"id": old["id"], "question": "?", "unknown": True, **random_packs.integer(choices)}
    )


def choice_for_number(choices: Choices, pack: naive.Pack) -> Data:
    """An integer becomes a choice."""
    old = chosen(choices, pack, "integer")
    return with_fact(choices, pack, {"id": old["id"], "question": "?", **random_packs.choice(choices)})


def value_added(choices: Choices, pack: naive.Pack) -> Data:
    """A choice has one value more."""
    old = chosen(choices, pack, "choice")
    return with_fact(choices, pack, {**old, "values": {FRESH: "Fresh", **old["values"]}})


def value_removed(choices: Choices, pack: naive.Pack) -> Data:
    """A choice has one value less."""
    old = chosen(choices, pack, "choice")
    gone = choices.one_of(list(old["values"]))
    values = {value: label for value, label in old["values"].items() if value != gone}
    assume(len(values) > 1)
    return with_fact(choices, pack, {**old, "values": values})


def other_bounds(choices: Choices, pack: naive.Pack) -> Data:
    """An integer has other bounds, or a bound on one side, or none."""
    old = chosen(choices, pack, "integer")
    least = choices.integer(-3, 8)
    kept = {key: value for key, value in old.items() if key not in ("minimum", "maximum")}
    return with_fact(
        choices,
        pack,
        kept | random_packs.options(choices, minimum=least, maximum=least + choices.integer(0, 8)),
    )


def other_unknown(choices: Choices, pack: naive.Pack) -> Data:
    """What could be unknown must be known, or the other way round."""
    old = chosen(choices, pack, choices.one_of(("choice", "integer")))
    return with_fact(choices, pack, {**old, "unknown": not old.get("unknown", False)})


def fits(fact: Mapping[str, Any], test: Any) -> bool:
    """Whether a test can be one of a fact."""
    compares = isinstance(test, Mapping) and "not" not in test
    if compares and fact["kind"] == "choice":
        return False
    named = test.values() if compares else naive.listed(test["not"] if isinstance(test, Mapping) else test)
    return all(known(fact, value, named=not compares) for value in named)


def known(fact: Mapping[str, Any], value: Any, *, named: bool) -> bool:
    """Whether a value is one that a condition may name of a fact, or compare it with."""
    if isinstance(value, str):
        return named and (
            value in fact.get("values", ()) or (value == "unknown" and fact.get("unknown", False))
        )
    low, high = fact.get("minimum", random_packs.SMALLEST), fact.get("maximum", random_packs.LARGEST)
    return fact["kind"] == "integer" and bool(low <= value <= high)


def retested(pack: naive.Pack, fact: str, instead: Callable[[Any], Data]) -> Data:
    """The pack with another condition for each test of a fact, and without any other word of it."""
    changed = {file: [edited(rule, fact, instead) for rule in pack[file]] for file in FILES if file in pack}
    facts = pack["facts.yaml"]
    constraints = [edited(rule, fact, instead) for rule in facts.get("constraints", ())]
    return {
        **pack,
        **changed,
        "facts.yaml": {**facts, **({"constraints": constraints} if constraints else {})},
    }


def edited(rule: naive.Rule, fact: str, instead: Callable[[Any], Data]) -> Data:
    """A rule with another condition for each test of a fact; neither texts nor what is done name the fact."""
    told = {key: value.replace(f" ({{{fact}}})", "") for key, value in rule.items() if isinstance(value, str)}
    tested = {key: conditioned(rule[key], fact, instead) for key in ("when", "then") if key in rule}
    left = {key: value for key, value in rule.items() if key != "done" or fact not in value}
    return {**left, **told, **tested}


def conditioned(condition: naive.Condition, fact: str, instead: Callable[[Any], Data]) -> Any:
    """A condition with something else for each test of a fact."""
    if not isinstance(condition, Mapping):
        return [conditioned(part, fact, instead) for part in condition]
    found: list[Any] = [
        instead(value)
        if key == fact
        else {key: conditioned(value, fact, instead) if key in ("all", "any", "not") else value}
        for key, value in condition.items()
    ]
    return found[0] if len(found) == 1 else {"all": found}


CHANGES: tuple[Change, ...] = (
    *(other_condition, dropped, added, other_conclusion, other_ties, other_places, other_kind, outcome_added),
    *(constraint, fact_added, fact_removed, number_for_choice, choice_for_number),
    *(value_added, value_removed, other_bounds, other_unknown),
)
