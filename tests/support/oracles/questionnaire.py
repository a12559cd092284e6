"""The questionnaire on a small pack, tried profile by profile: what is asked, kept and left unasked.

Nothing here is shared with the engine, as in `naive` and `exhaustive`. Answers are given and taken as the
profiles list them: of integers that nothing tells apart the first.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Any

from hypothesis import strategies as st

from support.oracles import exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs

Answers = Mapping[str, Any]
People = list[tuple[Profile, naive.Result]]
Of = Callable[[naive.Result], Any]

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")


def recommendation_only(result: naive.Result) -> object:
    """The recommendation alone."""
    return result.recommendation


def full_advice(result: naive.Result) -> object:
    """Everything that counts as advice."""
    return result.recommendation, result.readiness, result.steps, result.warnings


def brief_advice(result: naive.Result) -> object:
    """What counts where the conversation is to be brief."""
    return result.recommendation, result.holds


@dataclass(frozen=True)
class ReferenceInterview:
    """A pack as data, and what a conversation about it has to settle."""

    pack: random_packs.Data
    advice: Of = full_advice
    cache: dict[frozenset[tuple[str, Any]], People] = field(default_factory=dict)
    """The completions of answers that have been looked at."""

    @cached_property
    def facts(self) -> dict[str, Mapping[str, Any]]:
        """The vocabulary, in the pack's order."""
        return {fact["id"]: fact for fact in self.pack["facts.yaml"]["facts"]}

    @cached_property
    def groups(self) -> dict[str, list[list[Any]]]:
        """For each fact the values that no condition tells apart, together."""
        return exhaustive.parts(self.pack)

    @cached_property
    def unconstrained(self) -> People:
        """Every profile with its advice, as if constraints were left out of account."""
        return [(each, naive.advise(self.pack, each)) for each in exhaustive.profiles(self.pack)]

    @cached_property
    def admissible(self) -> People:
        """Every profile that breaks no constraint."""
        return [pair for pair in self.unconstrained if not naive.violated(self.pack, pair[0])]

    @cached_property
    def constraints(self) -> Sequence[naive.Rule]:
        """The constraints, in their places."""
        return self.pack["facts.yaml"].get("constraints") or []

    # Completions

    def completions(self, answers: Answers) -> People:
        """The admissible profiles that have these answers."""
        key = frozenset(answers.items())
        if key not in self.cache:
            self.cache[key] = [pair for pair in self.admissible if agrees(pair[0], answers)]
        return self.cache[key]

    def options(self, answers: Answers, fact: str) -> list[list[Any]]:
        """The values that some completion has, those together that nothing tells apart."""
        found = [profile[fact] for profile, _ in self.completions(answers)]
        return [group for group in self.groups[fact] if group[0] in found]

    def has_choice(self, answers: Answers, fact: str) -> bool:
        """Whether there is more than one such value."""
        return sum(map(len, self.options(answers, fact))) > 1

    def unanswered(self, answers: Answers) -> list[str]:
        """The facts without an answer, in the pack's order."""
        return [fact for fact in self.facts if fact not in answers]

    def implied(self, answers: Answers) -> dict[str, Any]:
        """The facts that are left one value."""
        left = [fact for fact in self.unanswered(answers) if self.completions(answers)]
        return {
            fact: self.options(answers, fact)[0][0] for fact in left if not self.has_choice(answers, fact)
        }

    def profile(self, answers: Answers) -> Profile:
        """A value for every fact: of those that are neither answered nor implied, `unknown`."""
        return {**dict.fromkeys(self.facts, "unknown"), **answers, **self.implied(answers)}

    # What is asked

    def depends_on(self, answers: Answers, fact: str, of: Of) -> bool:
        """Whether two completions differ in this fact alone and in something of the advice."""
        return separates(self.completions(answers), fact, of)

    def is_required(self, answers: Answers, fact: str) -> bool:
        """Whether every profile must state a fact that is left several values."""
        return not self.facts[fact].get("unknown", False) and self.has_choice(answers, fact)

    def may_depend_on(self, answers: Answers, fact: str) -> bool:
        """Whether a fact of several values turns the advice, constraints left out of account."""
        anybody = [pair for pair in self.unconstrained if agrees(pair[0], answers)]
        return len(self.options(answers, fact)) > 1 and separates(anybody, fact, self.advice)

    def is_settled(self, answers: Answers) -> bool:
        """Whether all completions are advised alike."""
        return len({self.advice(result) for _, result in self.completions(answers)}) <= 1

    def question(self, answers: Answers) -> str | None:
        """The fact that is to be asked next."""
        return next(self._candidates(answers), None)

    def _candidates(self, answers: Answers) -> Iterator[str]:
        left = self.unanswered(answers)
        yield from (fact for fact in left if self.depends_on(answers, fact, recommendation_only))
        for fact in left:
            if self.is_required(answers, fact) or self.depends_on(answers, fact, self.advice):
                yield fact
        if not self.is_settled(answers):
            yield from (fact for fact in left if self.may_depend_on(answers, fact))
        for broken in naive.violated(self.pack, self.profile(answers)):
            rule = next(rule for rule in self.constraints if rule["id"] == broken)
            looked_at = facts_of(rule["when"])
            yield from (fact for fact in left if fact in looked_at and self.has_choice(answers, fact))

    # What is kept when an answer is changed

    def is_linked(self, answers: Answers, fact: str) -> bool:
        """Whether somebody breaks a constraint that looks at a fact merely by leaving facts out."""
        if not self.has_choice(answers, fact):
            return False
        optional = [
            name
            for name in self.unanswered(answers)
            if self.facts[name].get("unknown", False) and self.has_choice(answers, name)
        ]
        rules = [rule for rule in self.constraints if fact in facts_of(rule["when"])]
        return any(
            naive.applies(rule, naive.State({**profile, **dict.fromkeys(names, "unknown")}))
            for rule in rules
            for count in range(1, len(optional) + 1)
            for names in combinations([name for name in optional if name in facts_of(rule["when"])], count)
            for profile, _ in self.completions(answers)
        )

    def is_askable(self, answers: Answers, fact: str) -> bool:
        """Whether a fact may come to be asked."""
        return (
            self.is_required(answers, fact)
            or self.may_depend_on(answers, fact)
            or self.is_linked(answers, fact)
        )

    def with_change(
        self, answers: Answers, fact: str, value: Any, preset: Collection[str] = ()
    ) -> dict[str, Any]:
        """The answers after one is changed: the others in order, as far as they stand and count.

        Those given beforehand count in any case, and those that never did do not have to.
        """
        kept: dict[str, Any] = {}
        earlier: dict[str, Any] = {}
        for name, old in answers.items():
            stands = bool(self.completions({**kept, name: old}))
            if name == fact:
                kept[name] = value
            elif stands and (
                name in preset or self.is_askable(kept, name) or not self.is_askable(earlier, name)
            ):
                kept[name] = old
            earlier[name] = old
        return kept


def agrees(profile: Profile, answers: Answers) -> bool:
    """Whether a profile has these answers."""
    return all(profile[fact] == value for fact, value in answers.items())


def separates(people: People, fact: str, of: Of) -> bool:
    """Whether two of them differ in this fact alone and in something of the advice."""
    seen: dict[tuple[Any, ...], object] = {}
    for profile, result in people:
        others = tuple(value for name, value in profile.items() if name != fact)
        if seen.setdefault(others, of(result)) != of(result):
            return True
    return False


def facts_of(condition: naive.Condition) -> set[str]:
    """The facts that a condition names."""
    if not isinstance(condition, Mapping):
        return {fact for part in condition for fact in facts_of(part)}
    found: set[str] = set()
    for key, value in condition.items():
        if key in ("all", "any", "not"):
            found |= facts_of(value)
        elif key not in random_packs.RESERVED:
            found.add(key)
    return found


@st.composite
def linked_packs(draw: st.DrawFn, most: int) -> random_packs.Data:
    """Small packs of which facts are tied by further constraints, and somebody is admissible."""
    pack = draw(exhaustive.small_packs(most))
    groups = exhaustive.parts(pack)
    rules = [*(pack["facts.yaml"].get("constraints") or [])]
    for number in range(draw(st.integers(0, 3))):
        names = draw(st.lists(st.sampled_from(list(groups)), min_size=1, max_size=2, unique=True))
        when = {name: draw(tests([group[0] for group in groups[name]])) for name in names}
        rules.append({"id": f"tied-{number}", "when": when, "because": "So."})
    tied = {**pack, "facts.yaml": {**pack["facts.yaml"], "constraints": rules}} if rules else pack
    size = prod(map(len, exhaustive.parts(tied).values()))
    return tied if size <= most and exhaustive.admissible(tied) else pack


def tests(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One value, or any other."""
    one = st.sampled_from(values)
    return one | one.map(lambda value: {"not": value})


def interview_packs(most: int) -> st.SearchStrategy[random_packs.Data]:
    """Packs to ask about: tied ones, and any other of which somebody is admissible."""
    return linked_packs(most).filter(exhaustive.admissible)
