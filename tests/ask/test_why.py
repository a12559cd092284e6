"""Why a question is asked: the conclusions that depend on it, the effects of answers, and the sources."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.ask.why import Conclusion, Reasons, explain_question
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.scope import Scope
from exitwise.model.fact import Fact
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, shipped, toy
from support.packs.raw_data import without_tables
from support.running.examples import examples
from support.running.interviews import answers_in, value_in
from support.running.stated import ends_of

End = tuple[str, str, set[int]]
"""A conclusion: its kind, its title, and the indices of the completions that have it."""

SOURCE = {"id": "s", "title": "S", "dated": "2026", "reliability": "official", "review_by": "2027-01-01"}


def with_sources(pack: random_packs.Data) -> random_packs.Data:
    """Return the pack with sources and without tables: each rule cites its own statement and a common one."""
    pack = without_tables(pack)
    rules = [rule for file in questionnaire.FILES for rule in naive.rules(pack, file)]
    cites = {rule["id"]: [f"s.{at}", "s.all"] for at, rule in enumerate(rules)}
    names = [*(f"s.{at}" for at in range(len(rules))), "s.all"]
    source = {
        "source": SOURCE,
        "statements": [{"id": name, "says": name, "kind": "caveat"} for name in names],
    }
    cited = {
        file: [{**rule, "cites": cites[rule["id"]]} for rule in pack[file]]
        for file in questionnaire.FILES
        if file in pack
    }
    head = {**pack["pack.yaml"], "sources": ["s"]}
    return {**pack, **cited, "pack.yaml": head, "sources/s.yaml": source}


class ReferenceReasons:
    """The reasons for a question, by enumeration of all completions."""

    def __init__(self, reference: ReferenceInterview, answers: questionnaire.Answers, fact: str) -> None:
        self.reference, self.answers, self.fact = reference, answers, fact
        self.brief = reference.advice is questionnaire.brief_advice
        self.people = reference.completions(answers)

    def dependent(self) -> list[End]:
        """Return the dependent conclusions: outcomes, then warnings, then steps, each in its order."""
        return [end for end in self.ends() if self.depends_on_fact(end[2])]

    def ends(self) -> list[End]:
        """Return all possible conclusions."""
        titles = {**self.reference.pack["pack.yaml"]["outcomes"], None: "none"}
        indices = {name: self.indices(lambda r, name=name: r.recommendation == name) for name in titles}
        ends = [("recommendation", titles[name], people) for name, people in indices.items() if people]
        for rule in naive.sorted_warnings(naive.rules(self.reference.pack, "warnings.yaml")):
            kind = "hold" if rule.get("hold", False) else "warning"
            ends.append((kind, rule["title"], self.indices(lambda r, rule=rule: rule["id"] in r.warnings)))
        ends += [
            ("step", rule["title"], self.indices(lambda r, rule=rule: rule["id"] in r.steps))
            for rule in naive.ordered(self.reference.pack)
        ]
        return [end for end in ends if not self.brief or end[0] in ("recommendation", "hold")]

    def indices(self, predicate: Any) -> set[int]:
        """Return the indices of the completions whose result satisfies a predicate."""
        return {at for at, (_, result) in enumerate(self.people) if predicate(result)}

    def depends_on_fact(self, inside: set[int]) -> bool:
        """Whether two completions differ in the fact alone, and one of them is inside."""
        seen: dict[tuple[Any, ...], bool] = {}
        for at, (profile, _) in enumerate(self.people):
            others = tuple(value for name, value in profile.items() if name != self.fact)
            if seen.setdefault(others, at in inside) != (at in inside):
                return True
        return False

    def effects(self) -> list[tuple[tuple[Any, Any], list[tuple[str, str]], list[tuple[str, str]]]]:
        """Return for each answer the dependent conclusions of all its completions, and of none.

        Of the lists only the empty one and those of one value are answers to explain.
        """
        effects = []
        groups = self.reference.options(self.answers, self.fact)
        for group in (group for group in groups if not isinstance(group[0], tuple) or len(group[0]) <= 1):
            line = {at for at, (profile, _) in enumerate(self.people) if profile[self.fact] == group[0]}
            ruled_in = [(kind, title) for kind, title, inside in self.dependent() if line <= inside]
            ruled_out = [(kind, title) for kind, title, inside in self.dependent() if not line & inside]
            effects.append(((group[0], group[-1]), ruled_in, ruled_out))
        return effects

    def statements(self) -> list[str]:
        """Return the statements of rules that use the fact and whose firing depends on it, nearest first."""
        pack = self.reference.pack
        files = [file for file in questionnaire.FILES if not self.brief or file != "plan.yaml"]
        rules = [rule for file in files for rule in naive.rules(pack, file) if self.counts(file, rule)]
        rules = [
            rule
            for rule in rules
            if self.fact in facts_used_by(pack, rule) and self.depends_on_fact(self.fires(rule))
        ]
        rules.sort(key=lambda rule: self.fact not in questionnaire.facts_of(rule.get("when", [])))
        cited = dict.fromkeys(name for rule in rules for name in rule["cites"])
        return list(cited)

    def counts(self, file: str, rule: naive.Rule) -> bool:
        """Whether a rule counts as advice: in a brief interview only holds do among warnings."""
        return not self.brief or file != "warnings.yaml" or rule.get("hold", False)

    def fires(self, rule: naive.Rule) -> set[int]:
        """Return the indices of the completions for which a rule fires."""
        return {
            at
            for at, (profile, result) in enumerate(self.people)
            if naive.applies(rule, naive.State(profile, result.findings, result.recommendation))
        }


def facts_used_by(pack: naive.Pack, rule: naive.Rule) -> set[str]:
    """Return the facts that a rule uses, directly or through findings."""
    facts = questionnaire.facts_of(rule.get("when", []))
    for name in naive.mentioned(rule.get("when", [])):
        concluding = (other for other in naive.rules(pack, "findings.yaml") if other["finding"] == name)
        facts = facts.union(*(facts_used_by(pack, other) for other in concluding))
    return facts


def labels(ends: tuple[Conclusion, ...]) -> list[tuple[str, str]]:
    """Return conclusions as pairs of kind and title."""
    return [(end.kind, end.title) for end in ends]


def check(fact: Fact, reasons: Reasons, expected: ReferenceReasons) -> None:
    """Compare the reasons with the reference."""
    assert labels(reasons.conclusions) == [(kind, title) for kind, title, _ in expected.dependent()]
    ends = ends_of(fact, (effect.answer for effect in reasons.effects))
    settled = [(labels(effect.ruled_in), labels(effect.ruled_out)) for effect in reasons.effects]
    assert [(end, *both) for end, both in zip(ends, settled, strict=True)] == expected.effects()
    assert [statement.id for statement in reasons.statements] == expected.statements()


@settings(max_examples=examples(25))
@given(questionnaire.mixed_packs(100), st.data(), st.sampled_from(Scope))
def test_reasons_agree_with_the_reference(pack: random_packs.Data, data: st.DataObject, scope: Scope) -> None:
    """At every question, for every unanswered fact, the reasons are those of enumerating all profiles."""
    cited = with_sources(pack)
    reference = ReferenceInterview(cited, questionnaire.SCOPES[scope.name.lower()](cited))
    here = Interview(CompiledRules.of(toy.loaded(cited)), scope=scope)
    facts = here.compiled.knowledge.fact
    while here.question is not None:
        answers = answers_in(here)
        for fact in reference.unanswered(answers):
            check(facts[fact], explain_question(here, fact), ReferenceReasons(reference, answers, fact))
        group = data.draw(st.sampled_from(reference.options(answers, here.question.id)))
        here = here.with_answer(here.question.id, value_in(here, here.question.id, group[0]))


PLAN = """
  - {id: one, title: "Shut it ({door})", how: So., phase: before, because: So., when: {door: yes}, cites: s.1}
  - {id: two, title: "Shut it ({door})", how: So., phase: act, because: So., when: {door: ajar}}
"""
SOURCE_FILE = f"""
  source: {{{", ".join(f"{key}: '{value}'" for key, value in SOURCE.items())}}}
  statements: [{{id: s.1, says: Shut the door., kind: duty}}]
"""


def test_conclusions_with_the_same_title_stay_separate() -> None:
    """Each is ruled in and out by itself; a placeholder without an answer does no harm."""
    head = toy.DEFAULTS["pack"].replace("title: A toy", "title: A toy, sources: [s]")
    knowledge = toy.knowledge(**{"pack": head, "plan": PLAN, "sources/s": SOURCE_FILE})
    here = Interview(CompiledRules.of(knowledge)).with_answer("place", "here")

    reasons = explain_question(here, "door")

    step = Conclusion("step", "Shut it ([not known])")
    assert reasons.conclusions == (step, step)
    assert [(effect.answer, effect.ruled_in, effect.ruled_out) for effect in reasons.effects] == [
        ("yes", (step,), (step,)),
        ("no", (), (step, step)),
        ("ajar", (step,), (step,)),
        ("unknown", (), (step, step)),
    ]
    assert [statement.id for statement in reasons.statements] == ["s.1"]


@pytest.mark.parametrize("seed", range(2))
def test_every_shipped_question_has_a_reason_and_a_source(seed: int) -> None:
    """A conclusion depends on it, unless every profile requires it, and a source is cited."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    while (fact := here.question) is not None:
        reasons = explain_question(here, fact.id)
        assert reasons.conclusions or not fact.unknown
        assert reasons.statements
        assert len(reasons.effects) == len(here.options(fact.id))
        here = here.with_answer(fact.id, profile[fact.id])
