"""Random small packs and profiles, as strategies of hypothesis, and packs written to a folder.

A pack is a mapping of file names to their data, as in `naive`. Every random pack loads: its references exist,
findings and overrides are acyclic, and no step comes after one of a later phase.
It need not be sound: outcomes may be missing or in conflict, properties violated, constraints senseless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from support.oracles import naive
from support.packs import random_kinds
from support.packs.choices import Choices, by_choices
from support.packs.random_kinds import KINDS, ends_of, list_test, one_or_list, options, quantum, subsets
from support.packs.random_overrides import override_all, override_some
from support.packs.raw_data import HIT_POLICIES, as_csv, cell, is_column, numbers_under

Data = dict[str, Any]

WORDS, RESERVED, TEXTS = random_kinds.WORDS, random_kinds.RESERVED, random_kinds.TEXTS
LARGEST, SMALLEST = random_kinds.LARGEST, random_kinds.SMALLEST


def fresh_id(choices: Choices, used: set[str]) -> str:
    """Return an id that no other rule of the pack has; another kind of item may have it."""
    word = choices.one_of(WORDS + RESERVED)
    name = f"{word}-{len(used)}" if word in used else word
    while name in used:
        name += "x"
    used.add(name)
    return name


def reason(choices: Choices, facts: Sequence[Data]) -> str:
    """Return a text, perhaps with a placeholder for the value of a fact, with or without its unit."""
    text = choices.one_of(TEXTS)
    form = choices.one_of(("", "({%s})", "({%s})", "({%s.value})"))
    return f"{text} {form % choices.one_of(facts)['id']}" if form else text


def fact(choices: Choices, name: str, *, every_kind: bool = False) -> Data:
    """Return a fact: a choice or an integer, or of any kind."""
    special = choices.one_of(KINDS if every_kind else KINDS[:2])(choices)
    fixed = choices.flag() and "wish" not in special
    common = options(choices, unknown=True, fixed=fixed, help="Say so.", section="Here")
    return {"id": name, "question": "Well?", **special, **common}


def within(fact: Mapping[str, Any], numbers: set[Any]) -> list[Any]:
    """Return the numbers that the fact may have, at least one."""
    least, most = ends_of(fact)
    ends = {fact[bound] for bound in ("minimum", "maximum") if bound in fact} or {0 * quantum(fact)}
    # Small numbers first, so that examples shrink towards them.
    return sorted({number for number in numbers if least <= number <= most} | ends, key=lambda n: (abs(n), n))


def constants(fact: Mapping[str, Any]) -> list[Any]:
    """Return the numbers with which conditions may compare the fact."""
    numbers = {number * quantum(fact) for number in range(-4, 18)}
    return within(fact, numbers | ({SMALLEST, LARGEST} if fact["kind"] == "integer" else set()))


def domain(fact: Mapping[str, Any]) -> list[Any]:
    """Return the values that conditions may have, with `unknown` if it is allowed."""
    known = list(fact["values"]) if "values" in fact else constants(fact)
    return [*known, "unknown"] if fact.get("unknown", False) else known


@dataclass(frozen=True)
class Vocabulary:
    """The facts that the conditions of a file may refer to, and the names for each reserved word."""

    facts: Sequence[Data]
    names: Mapping[str, Sequence[str]]


def fact_test(choices: Choices, fact: Mapping[str, Any]) -> Any:
    """Return a test of a fact: values, their complement or, for an integer, comparisons."""
    if fact["kind"] == "several":
        return list_test(choices, fact)
    forms = ("values", "not") if fact["kind"] == "choice" else ("values", "not", "compare")
    form = choices.one_of(forms)
    if form == "compare":
        comparisons = choices.some(("at_most", "at_least", "below", "above"), 1, 3)
        return {name: choices.one_of(constants(fact)) for name in comparisons}
    values = one_or_list(choices, domain(fact))
    return {"not": values} if form == "not" else values


def leaf(choices: Choices, words: Vocabulary) -> Data:
    """Return a condition on one fact, or on one reserved word with its names."""
    if choices.flag() and (known := [key for key, names in words.names.items() if names]):
        key = choices.one_of(known)
        return {key: one_or_list(choices, words.names[key])}
    fact = choices.one_of(words.facts)
    return {fact["id"]: fact_test(choices, fact)}


def single(choices: Choices, words: Vocabulary, depth: int) -> Data:
    """Return a condition with one key, as `not` requires."""
    shape = choices.one_of(("leaf", "leaf", "all", "any", "not")) if depth else "leaf"
    if shape == "leaf":
        return leaf(choices, words)
    if shape == "not":
        return {"not": single(choices, words, depth - 1)}
    return {shape: [condition(choices, words, depth - 1) for _ in range(choices.integer(1, 3))]}


def condition(choices: Choices, words: Vocabulary, depth: int) -> Any:
    """Return a mapping with one key or several, or a list of conditions."""
    shape = choices.one_of(("single", "single", "single", "several", "list"))
    if shape == "single":
        return single(choices, words, depth)
    if shape == "several":
        return single(choices, words, depth) | leaf(choices, words) | leaf(choices, words)
    return [single(choices, words, depth) for _ in range(choices.integer(1, 2))]


def when(choices: Choices, words: Vocabulary, always: int = 8) -> Data:
    """Return the `when` of a rule; one rule in `always` has none."""
    if choices.integer(1, always) == always:
        return {}
    return {"when": condition(choices, words, choices.integer(0, 3))}


@dataclass(frozen=True)
class Writer:
    """The choices, facts and used ids of a pack that is generated."""

    choices: Choices
    facts: Sequence[Data]
    used: set[str]

    def rule(self, **conclusion: Any) -> Data:
        """Return a rule with an id, a conclusion and a reason."""
        name = fresh_id(self.choices, self.used)
        return {"id": name, **conclusion, "because": reason(self.choices, self.facts)}

    def words(self, **names: Sequence[str]) -> Vocabulary:
        """Return a vocabulary of the facts and some names."""
        return Vocabulary(self.facts, names)

    def size(self, least: int, most: int) -> range:
        """Return a range of random length."""
        return range(self.choices.integer(least, most))


def finding_rules(to: Writer, findings: Sequence[str]) -> list[Data]:
    """Return at least one rule for each finding; a finding depends only on earlier ones."""
    chosen = [*range(len(findings))]
    if findings:
        chosen += [to.choices.one_of(chosen) for _ in to.size(0, 3)]
    rules = [
        to.rule(finding=findings[at]) | when(to.choices, to.words(finding=findings[:at])) for at in chosen
    ]
    return to.choices.permutation(rules)


def argument_rules(to: Writer, outcomes: Sequence[str], findings: Sequence[str]) -> list[Data]:
    """Return arguments; in half of the packs exactly one outcome is undefeated for every profile."""
    words = to.words(finding=findings)
    arguments = [to.rule(recommend=to.choices.one_of(outcomes)) for _ in to.size(1, 7)]
    for argument in arguments[1:]:
        argument.update(when(to.choices, words))
    if to.choices.flag():
        override_all(to.choices, arguments)
    else:
        arguments[0].update(when(to.choices, words, always=2))
        override_some(to.choices, arguments)
    return to.choices.permutation(arguments)


def tables(to: Writer, outcomes: Sequence[str], findings: Sequence[str]) -> Data:
    """Return files with up to two decision tables, each as YAML or with its rows as CSV."""
    files: Data = {}
    for number in to.size(1, 2):
        name = f"table-{number}"
        head = {"id": name} | options(to.choices, hit_policy=to.choices.one_of(HIT_POLICIES))
        at = to.choices.integer(0, len(findings))
        key, names = ("finding", findings[at:]) if at < len(findings) else ("recommend", outcomes)
        fixed = {key: to.choices.one_of(names)} if to.choices.flag() else {}
        columns = [finding for finding in findings[:at] if is_column(to.facts, finding)]
        rows = [row(to, index, columns, {} if fixed else {key: names}) for index in to.size(1, 5)]
        table = {**head, **fixed, "texts": "said", "because": f"{{{name}.said}}"}
        if to.choices.flag():
            files[f"tables/{name}.yaml"] = {**table, "rows": rows}
        else:
            files[f"tables/{name}.yaml"] = {**table, "rows": f"{name}.csv"}
            files[f"tables/{name}.csv"] = as_csv(rows, to.choices.one_of(",;"))
    return files


def row(to: Writer, number: int, findings: Sequence[str], outputs: Mapping[str, Sequence[str]]) -> Data:
    """Return a row of a table; some of its cells are blank."""
    facts = to.choices.some(to.facts, 0, 3)
    cells: Data = {fact["id"]: cell(to.choices, fact_test(to.choices, fact)) for fact in facts}
    cells |= {name: to.choices.one_of(("yes", "no", "-")) for name in to.choices.some(findings, 0, 2)}
    cells |= {key: to.choices.one_of(names) for key, names in outputs.items()}
    own = options(to.choices, id=f"row-{number}", because=reason(to.choices, to.facts))
    return {**cells, **own, "said": to.choices.one_of(TEXTS)}


def step_rules(to: Writer, words: Vocabulary) -> list[Data]:
    """Return steps in any order; one may come after others of the same or an earlier phase."""
    steps: list[Data] = []
    rank = naive.PHASES.index
    for _ in to.size(0, 6):
        phase = to.choices.one_of(naive.PHASES)
        step = to.rule(title=to.choices.one_of(TEXTS), how=reason(to.choices, to.facts), phase=phase)
        possible = [other["id"] for other in steps if rank(other["phase"]) <= rank(phase)]
        after = options(to.choices, after=one_or_list(to.choices, possible)) if possible else {}
        steps.append(step | when(to.choices, words) | after | doing(to) | urgency(to, words))
    return to.choices.permutation(steps)


def urgency(to: Writer, words: Vocabulary) -> Data:
    """Return the urgency of a step, if any, its deadline, and keys that change nothing."""
    marks = options(to.choices, irreversible=to.choices.flag(), link="https://example.org/?q=1")
    counting = [fact["id"] for fact in to.facts if naive.drift(fact)]
    form = to.choices.one_of(("none", "none", "always", "condition", "within"))
    if form == "always":
        return marks | {"urgent": True}
    if form == "condition":
        return marks | {"urgent": condition(to.choices, words, 1)}
    if form == "within" and counting:
        by = {"fact": to.choices.one_of(counting), "plus": to.choices.integer(-2, 9)}
        return marks | {"by": by} | options(to.choices, urgent={"within": to.choices.integer(0, 9)})
    return marks


def doing(to: Writer) -> Data:
    """Return the fact that a step changes, if any; a fixed fact cannot be changed."""
    changeable = [each for each in to.facts if not each.get("fixed", False) and each["kind"] != "several"]
    known = {each["id"]: domain(each) for each in changeable}
    if not known or to.choices.flag():
        return {}
    name = to.choices.one_of(list(known))
    return {"done": {name: to.choices.one_of([value for value in known[name] if value != "unknown"])}}


def warning_rules(to: Writer, words: Vocabulary) -> list[Data]:
    """Return warnings, some of them holds."""
    warnings: list[Data] = []
    for _ in to.size(0, 5):
        warning = to.rule(title=to.choices.one_of(TEXTS))
        severity: Data = {"severity": to.choices.one_of(("info", "caution", "danger"))}
        if to.choices.flag():
            severity = {"hold": True, "until": reason(to.choices, to.facts)} | options(to.choices, **severity)
            severity |= ending(to)
        warnings.append(warning | severity | when(to.choices, words, always=20))
    return warnings


def ending(to: Writer) -> Data:
    """Return the ends of a hold, if any: one or a list, of answers or of facts to be known."""
    ends = [made for _ in range(to.choices.integer(0, 3)) if (made := end(to))]
    if not ends:
        return {}
    again = options(to.choices, ask_again_after=to.choices.integer(1, 40))
    return {"ends": ends[0] if len(ends) == 1 and to.choices.flag() else ends} | again


def end(to: Writer) -> Data:
    """Return one end of a hold: some answers, or facts that can be unknown; no end changes a list."""
    unclear = [fact["id"] for fact in to.facts if fact.get("unknown", False)]
    if unclear and to.choices.integer(1, 3) == 1:
        return {"known": one_or_list(to.choices, unclear)}
    plain = [fact for fact in to.facts if fact["kind"] != "several"]
    known = {fact["id"]: [value for value in domain(fact) if value != "unknown"] for fact in plain}
    if not known:
        return {}
    return {name: to.choices.one_of(known[name]) for name in to.choices.some(list(known), 1, 2)}


def property_rules(to: Writer, words: Vocabulary) -> list[Data]:
    """Return properties of both forms."""
    properties: list[Data] = []
    steps = words.names["step"]
    for _ in to.size(0, 3):
        rule: Data = {"id": fresh_id(to.choices, to.used), "says": to.choices.one_of(TEXTS)}
        if len(steps) > 1 and to.choices.flag():
            rule["order"] = to.choices.some(steps, 2, 3)
        else:
            rule |= when(to.choices, words, always=3) | {"then": condition(to.choices, words, 2)}
            rule |= options(to.choices, along="course")
        properties.append(rule)
    return properties


@by_choices()
def packs(choices: Choices, *, every_kind: bool = False) -> Data:
    """Draw a small pack that uses every part of the format except sources, scenarios and letters.

    Its facts are choices and integers, or of any kind; an integer is the plainest of numbers in a profile.
    """
    facts = [fact(choices, name, every_kind=every_kind) for name in choices.some(WORDS, 2, 6)]
    to = Writer(choices, facts, set())
    outcomes = choices.some(WORDS + RESERVED, 2, 3)
    findings = choices.some(WORDS + RESERVED, 0, 5)
    about = to.words(finding=findings, recommend=outcomes)
    constraints = [to.rule(when=condition(choices, to.words(), 1)) for _ in to.size(0, 2)]
    lists: Data = {
        "findings.yaml": finding_rules(to, findings),
        "recommendations.yaml": argument_rules(to, outcomes, findings),
        "plan.yaml": step_rules(to, about),
        "warnings.yaml": warning_rules(to, about),
    }
    everything = to.words(
        **about.names,
        step=[rule["id"] for rule in lists["plan.yaml"]],
        warning=[rule["id"] for rule in lists["warnings.yaml"]],
        readiness=["hold", "prepare", "ready"],
    )
    lists["properties.yaml"] = property_rules(to, everything)
    head: Data = {"name": "random", "version": "2026.11.0", "title": "A random pack"}
    head["outcomes"] = {outcome: choices.one_of(TEXTS) for outcome in outcomes}
    vocabulary = {"facts": facts, **({"constraints": constraints} if constraints else {})}
    written = {file: rules for file, rules in lists.items() if rules}
    in_tables = tables(to, outcomes, findings) if choices.integer(1, 3) == 1 else {}
    return {"pack.yaml": head, "facts.yaml": vocabulary, **written, **in_tables}


def mixed_packs() -> st.SearchStrategy[Data]:
    """Return a strategy of packs with choices and integers only, or with facts of every kind."""
    return packs() | packs(every_kind=True)


@by_choices(size=64)
def profiles(choices: Choices, pack: naive.Pack) -> Data:
    """Draw a valid profile of a pack, which may violate constraints."""
    profile = {}
    for known in pack["facts.yaml"]["facts"]:
        values = answers(pack, known)
        ways = ["value", "value", "value", "unknown", "absent", "null"]
        way = choices.one_of(ways) if known.get("unknown", False) else "value"
        if way == "value":
            profile[known["id"]] = choices.one_of(values)
        elif way != "absent":
            profile[known["id"]] = "unknown" if way == "unknown" else None
    return profile


@by_choices(size=64)
def partial_profiles(choices: Choices, pack: naive.Pack) -> Data:
    """Draw a profile in which any fact may be absent, and which may violate constraints."""
    profile = {}
    for known in pack["facts.yaml"]["facts"]:
        values = answers(pack, known)
        ways = ["value", "value", "absent", "null"] + ["unknown"] * known.get("unknown", False)
        way = choices.one_of(ways)
        if way == "value":
            profile[known["id"]] = choices.one_of(values)
        elif way != "absent":
            profile[known["id"]] = "unknown" if way == "unknown" else None
    return profile


def answers(pack: naive.Pack, fact: Mapping[str, Any]) -> list[Any]:
    """Return the answers to choose from in a profile, without `unknown`."""
    if fact["kind"] == "several":
        return [*subsets(fact), *fact["values"]]  # a text is a list of one
    return list(fact["values"]) if fact["kind"] == "choice" else near(pack, fact)


def near(pack: naive.Pack, fact: Mapping[str, Any]) -> list[Any]:
    """Return the numbers around the constants and bounds of a number."""
    step = quantum(fact)
    cuts = {0 * step, *numbers_under(fact["id"], naive.expanded(pack), inside=False)}
    cuts |= {SMALLEST, LARGEST} if fact["kind"] == "integer" else set()
    cuts |= {fact[bound] for bound in ("minimum", "maximum") if bound in fact}
    for rule in naive.rules(pack, "plan.yaml"):
        if naive.is_within(rule.get("urgent")) and rule["by"]["fact"] == fact["id"]:
            cuts.update(naive.urgent_days(pack, rule))
    return within(fact, {cut + by * step for cut in cuts for by in (-1, 0, 1)})


def shuffled(pack: naive.Pack, random: Random) -> Data:
    """Return the same pack with its facts, and the rules in each file, in another order."""
    mixed = dict(pack)
    for file in ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml"):
        if file in pack:
            mixed[file] = random.sample(pack[file], len(pack[file]))
    facts = pack["facts.yaml"]["facts"]
    mixed["facts.yaml"] = {**pack["facts.yaml"], "facts": random.sample(facts, len(facts))}
    return mixed
