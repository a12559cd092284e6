"""Why a question is asked: what hangs on it, what each answer settles, and who says so."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.ask.why import Conclusion, Reasons, explain_question
from exitwise.diagram.axis import Interval
from exitwise.diagram.compiled_rules import CompiledRules
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, shipped, toy

End = tuple[str, str, set[int]]
"""A kind, a title, and the places among the completions of those that are advised so."""

SOURCE = {"id": "s", "title": "S", "dated": "2026", "reliability": "official", "review_by": "2027-01-01"}


def with_sources(pack: random_packs.Data) -> random_packs.Data:
    """The pack, each of its rules citing a statement of its own and a common one."""
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


class Reading:
    """Why a fact is asked, by looking at everybody."""

    def __init__(self, tried: ReferenceInterview, answers: questionnaire.Answers, fact: str) -> None:
        self.tried, self.answers, self.fact = tried, answers, fact
        self.brief = tried.advice is questionnaire.brief_advice
        self.people = tried.completions(answers)

    def hanging(self) -> list[End]:
        """What hangs on the fact: outcomes, then warnings as people read them, then steps in their order."""
        return [end for end in self.ends() if self.hinges(end[2])]

    def ends(self) -> list[End]:
        """Everything that may be advised."""
        titles = {**self.tried.pack["pack.yaml"]["outcomes"], None: "none"}
        got = {name: self.among(lambda r, name=name: r.recommendation == name) for name in titles}
        found = [("recommendation", titles[name], people) for name, people in got.items() if people]
        for rule in naive.sorted_warnings(naive.rules(self.tried.pack, "warnings.yaml")):
            kind = "hold" if rule.get("hold", False) else "warning"
            found.append((kind, rule["title"], self.among(lambda r, rule=rule: rule["id"] in r.warnings)))
        found += [
            ("step", rule["title"], self.among(lambda r, rule=rule: rule["id"] in r.steps))
            for rule in naive.ordered(self.tried.pack)
        ]
        return [end for end in found if not self.brief or end[0] in ("recommendation", "hold")]

    def among(self, of: Any) -> set[int]:
        """The places of the completions of which something is true."""
        return {at for at, (_, result) in enumerate(self.people) if of(result)}

    def hinges(self, inside: set[int]) -> bool:
        """Whether two completions differ in the fact alone, and one of them is inside."""
        seen: dict[tuple[Any, ...], bool] = {}
        for at, (profile, _) in enumerate(self.people):
            others = tuple(value for name, value in profile.items() if name != self.fact)
            if seen.setdefault(others, at in inside) != (at in inside):
                return True
        return False

    def settles(self) -> list[tuple[tuple[Any, Any], list[tuple[str, str]], list[tuple[str, str]]]]:
        """For each answer what then all are advised of what hangs on it, and what none."""
        found = []
        for group in self.tried.options(self.answers, self.fact):
            line = {at for at, (profile, _) in enumerate(self.people) if profile[self.fact] == group[0]}
            ruled_in = [(kind, title) for kind, title, inside in self.hanging() if line <= inside]
            ruled_out = [(kind, title) for kind, title, inside in self.hanging() if not line & inside]
            found.append(((group[0], group[-1]), ruled_in, ruled_out))
        return found

    def statements(self) -> list[str]:
        """What the rules cite that look at the fact and whose firing hangs on it, the nearest first."""
        pack = self.tried.pack
        files = [file for file in questionnaire.FILES if not self.brief or file != "plan.yaml"]
        rules = [rule for file in files for rule in naive.rules(pack, file) if self.may_count(file, rule)]
        rules = [
            rule for rule in rules if self.fact in rests_on(pack, rule) and self.hinges(self.fires(rule))
        ]
        rules.sort(key=lambda rule: self.fact not in questionnaire.facts_of(rule.get("when", [])))
        cited = dict.fromkeys(name for rule in rules for name in rule["cites"])
        return list(cited)

    def may_count(self, file: str, rule: naive.Rule) -> bool:
        """Where it is to be brief, of warnings those that hold."""
        return not self.brief or file != "warnings.yaml" or rule.get("hold", False)

    def fires(self, rule: naive.Rule) -> set[int]:
        """The places of the completions on which a rule fires."""
        return {
            at
            for at, (profile, result) in enumerate(self.people)
            if naive.applies(rule, naive.State(profile, result.findings, result.recommendation))
        }


def rests_on(pack: naive.Pack, rule: naive.Rule) -> set[str]:
    """The facts that a rule looks at, itself or through findings."""
    found = questionnaire.facts_of(rule.get("when", []))
    for name in naive.mentioned(rule.get("when", [])):
        concluding = (each for each in naive.rules(pack, "findings.yaml") if each["finding"] == name)
        found = found.union(*(rests_on(pack, each) for each in concluding))
    return found


def told(ends: tuple[Conclusion, ...]) -> list[tuple[str, str]]:
    """Conclusions as kind and title."""
    return [(end.kind, end.title) for end in ends]


def check(found: Reasons, expected: Reading) -> None:
    """Hold what is told against what looking at everybody says."""
    assert told(found.conclusions) == [(kind, title) for kind, title, _ in expected.hanging()]
    answers = [each.answer for each in found.effects]
    ends = [(part.low, part.high) if isinstance(part, Interval) else (part, part) for part in answers]
    settled = [(told(each.ruled_in), told(each.ruled_out)) for each in found.effects]
    assert [(end, *both) for end, both in zip(ends, settled, strict=True)] == expected.settles()
    assert [statement.id for statement in found.statements] == expected.statements()


@settings(max_examples=25)
@given(questionnaire.interview_packs(100), st.data(), st.booleans())
def test_reasons_agree_with_the_reference(
    pack: random_packs.Data,
    data: st.DataObject,
    brief: bool,  # noqa: FBT001 (drawn)
) -> None:
    """At every question, for every unanswered fact, the reasons are those of enumerating all profiles."""
    cited = with_sources(pack)
    tried = ReferenceInterview(cited, questionnaire.brief_advice if brief else questionnaire.full_advice)
    here = Interview(CompiledRules.of(toy.loaded(cited)), brief=brief)
    while here.question is not None:
        for fact in tried.unanswered(here.answers):
            check(explain_question(here, fact), Reading(tried, here.answers, fact))
        group = data.draw(st.sampled_from(tried.options(here.answers, here.question.id)))
        here = here.with_answer(here.question.id, group[0])


PLAN = """
  - {id: one, title: "Shut it ({door})", how: So., phase: before, because: So., when: {door: yes}, cites: s.1}
  - {id: two, title: "Shut it ({door})", how: So., phase: act, because: So., when: {door: ajar}}
"""
SAID = f"""
  source: {{{", ".join(f"{key}: '{value}'" for key, value in SOURCE.items())}}}
  statements: [{{id: s.1, says: Shut the door., kind: duty}}]
"""


def test_conclusions_with_the_same_title_stay_separate() -> None:
    """Each is ruled in and out by itself; a placeholder without an answer does no harm."""
    head = toy.DEFAULTS["pack"].replace("title: A toy", "title: A toy, sources: [s]")
    knowledge = toy.knowledge(**{"pack": head, "plan": PLAN, "sources/s": SAID})
    here = Interview(CompiledRules.of(knowledge)).with_answer("place", "here")

    found = explain_question(here, "door")

    step = Conclusion("step", "Shut it (not known)")
    assert found.conclusions == (step, step)
    assert [(each.answer, each.ruled_in, each.ruled_out) for each in found.effects] == [
        ("yes", (step,), (step,)),
        ("no", (), (step, step)),
        ("ajar", (step,), (step,)),
        ("unknown", (), (step, step)),
    ]
    assert [statement.id for statement in found.statements] == ["s.1"]


@pytest.mark.parametrize("seed", range(2))
def test_every_shipped_question_has_a_reason_and_a_source(seed: int) -> None:
    """A conclusion depends on it, unless every profile requires it, and a source is cited."""
    profile = shipped.admissible(seed)
    here = Interview(shipped.base().compiled)
    while (fact := here.question) is not None:
        found = explain_question(here, fact.id)
        assert found.conclusions or not fact.unknown
        assert found.statements
        assert len(found.effects) == len(here.options(fact.id))
        here = here.with_answer(fact.id, profile[fact.id])
