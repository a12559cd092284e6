"""A reference for the questionnaire on small packs, by enumeration of all profiles.

Like `naive` and `exhaustive` it shares no code with the engine. Integers that no condition distinguishes are
represented by the first of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from math import prod
from typing import Any, TypeVar

from hypothesis import strategies as st

from support.oracles import course, exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs

Answers = Mapping[str, Any]
AdvisedProfiles = list[tuple[Profile, naive.Result]]
T = TypeVar("T")
AdvicePart = Callable[[naive.Result], Any]

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")


def recommendation_only(result: naive.Result) -> object:
    """Return the recommendation alone."""
    return result.recommendation


def full_advice(result: naive.Result) -> object:
    """Return everything that counts as advice."""
    return result.recommendation, result.readiness, frozenset(result.steps), result.urgent, result.warnings


def brief_advice(result: naive.Result) -> object:
    """Return the part of the advice that a brief interview settles."""
    return result.recommendation, result.holds


def usual_advice(pack: naive.Pack) -> AdvicePart:
    """Return a function that returns everything but the warnings that only inform; holds always count."""
    warnings = naive.rules(pack, "warnings.yaml")
    minor = {rule["id"] for rule in warnings if not rule.get("hold", False) and rule["severity"] == "info"}

    def part(result: naive.Result) -> object:
        serious = tuple(name for name in result.warnings if name not in minor)
        return full_advice(replace(result, warnings=serious))

    return part


SCOPES: Mapping[str, Callable[[naive.Pack], AdvicePart]] = {
    "brief": lambda _: brief_advice,
    "usual": usual_advice,
    "full": lambda _: full_advice,
}
"""The part of the advice that an interview of each scope settles, for a pack."""


@dataclass(frozen=True)
class ReferenceInterview:
    """The reference for one pack; `advice` selects the part of the advice that an interview settles."""

    pack: random_packs.Data
    advice: AdvicePart = full_advice
    cache: dict[frozenset[tuple[str, Any]], AdvisedProfiles] = field(default_factory=dict)
    """The completions computed so far, by answers."""

    @cached_property
    def facts(self) -> dict[str, Mapping[str, Any]]:
        """The vocabulary, in the pack's order."""
        return {fact["id"]: fact for fact in self.pack["facts.yaml"]["facts"]}

    @cached_property
    def groups(self) -> dict[str, list[list[Any]]]:
        """The values of each fact, grouped by the conditions of the pack."""
        return exhaustive.parts(self.pack)

    @cached_property
    def unconstrained(self) -> AdvisedProfiles:
        """All profiles with their advice, without regard to constraints."""
        return [(profile, naive.advise(self.pack, profile)) for profile in exhaustive.profiles(self.pack)]

    @cached_property
    def admissible(self) -> AdvisedProfiles:
        """The profiles that violate no constraint, with their advice."""
        return [pair for pair in self.unconstrained if not naive.violated(self.pack, pair[0])]

    @cached_property
    def constraints(self) -> Sequence[naive.Rule]:
        """The constraints, in the pack's order."""
        return self.pack["facts.yaml"].get("constraints") or []

    # Completions

    def completions(self, answers: Answers) -> AdvisedProfiles:
        """Return the admissible profiles with these answers."""
        key = frozenset(answers.items())
        if key not in self.cache:
            self.cache[key] = [pair for pair in self.admissible if agrees(pair[0], answers)]
        return self.cache[key]

    def options(self, answers: Answers, fact: str) -> list[list[Any]]:
        """Return the groups of values that some completion has."""
        values = [profile[fact] for profile, _ in self.completions(answers)]
        return [group for group in self.groups[fact] if group[0] in values]

    def has_choice(self, answers: Answers, fact: str) -> bool:
        """Whether completions have several values of a fact."""
        return sum(map(len, self.options(answers, fact))) > 1

    def unanswered(self, answers: Answers) -> list[str]:
        """Return the facts without an answer, in the pack's order."""
        return [fact for fact in self.facts if fact not in answers]

    def implied(self, answers: Answers) -> dict[str, Any]:
        """Return the facts with a single value in all completions, with that value."""
        left = [fact for fact in self.unanswered(answers) if self.completions(answers)]
        return {
            fact: self.options(answers, fact)[0][0] for fact in left if not self.has_choice(answers, fact)
        }

    def profile(self, answers: Answers) -> Profile:
        """Return a profile with `unknown` for the facts neither answered nor implied."""
        return {**dict.fromkeys(self.facts, "unknown"), **answers, **self.implied(answers)}

    # The next question

    def depends_on(self, answers: Answers, fact: str, part: AdvicePart) -> bool:
        """Whether two completions differ in this fact alone and in their advice."""
        return separates(self.completions(answers), fact, part)

    def may_depend_on(self, answers: Answers, fact: str) -> bool:
        """Whether a fact has several values, and changes the advice if constraints are disregarded."""
        profiles = [pair for pair in self.unconstrained if agrees(pair[0], answers)]
        return len(self.options(answers, fact)) > 1 and separates(profiles, fact, self.advice)

    def is_settled(self, answers: Answers) -> bool:
        """Whether all completions have the same advice."""
        return len({self.advice(result) for _, result in self.completions(answers)}) <= 1

    def question(self, answers: Answers) -> str | None:
        """Return the fact to ask for next."""
        return next(self._candidates(answers), None)

    def _candidates(self, answers: Answers) -> Iterator[str]:
        yield from self.advice_candidates(answers)
        yield from self._needed_for_advice(answers)

    def advice_candidates(self, answers: Answers) -> Iterator[str]:
        """Yield the facts on which the advice depends, in the order of the questions."""
        left = self.unanswered(answers)
        yield from (fact for fact in left if self.depends_on(answers, fact, recommendation_only))
        for fact in left:
            if self.depends_on(answers, fact, self.advice):
                yield fact
        if not self.is_settled(answers):
            yield from (fact for fact in left if self.may_depend_on(answers, fact))

    def _needed_for_advice(self, answers: Answers) -> Iterator[str]:
        """Yield what the full advice needs if every other fact is unknown that can be."""
        full = replace(self, advice=full_advice, cache={})
        stated = self.stated(answers)
        if full.completions(stated):
            yield from full.advice_candidates(stated)
            if full.is_settled(stated):
                yield from self._needed_for_course(stated)
            return
        for rule in self._conflict(stated):
            names = facts_of(rule["when"])
            yield from (
                fact for fact in self.unanswered(answers) if fact in names and self.has_choice(answers, fact)
            )

    def _needed_for_course(self, stated: Answers) -> Iterator[str]:
        """Yield the facts on which the course depends: alone, or if there is none, all that are open."""
        left = self.unanswered(stated)
        people = [profile for profile, _ in self.completions(stated)]
        whole = [(profile, course.whole_advice(self.pack, profile, left, self._settle)) for profile in people]
        yield from (fact for fact in left if differs_alone(whole, fact))
        if len({advice for _, advice in whole}) > 1:
            yield from (fact for fact in left if self.has_choice(stated, fact))

    def _settle(self, given: Answers) -> Profile | None:
        people = self.completions(given)
        return people[0][0] if people and self.is_settled(given) else None

    # The profile of an interview

    def stated(self, answers: Answers) -> Profile:
        """Return the answers, what they imply, and `unknown` for the other facts that allow it."""
        unknown = {name: "unknown" for name, fact in self.facts.items() if fact.get("unknown", False)}
        return {**unknown, **answers, **self.implied(answers)}

    def _conflict(self, stated: Profile) -> list[naive.Rule]:
        """Return the first constraint that forbids all these profiles, or a minimal set that does."""
        people = [profile for profile, _ in self.unconstrained if agrees(profile, stated)]

        def is_conflict(rules: Sequence[naive.Rule]) -> bool:
            states = (naive.State(profile) for profile in people)
            return all(any(naive.applies(rule, state) for rule in rules) for state in states)

        single = next((rule for rule in self.constraints if is_conflict([rule])), None)
        if single is not None:
            return [single]
        left = list(self.constraints)
        for rule in reversed(self.constraints):
            rest = [other for other in left if other is not rule]
            left = rest if is_conflict(rest) else left
        return left

    # Changing an answer

    def is_linked(self, answers: Answers, fact: str) -> bool:
        """Whether a completion would violate a constraint on a fact if some of its facts were omitted."""
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
        """Whether a fact may still be asked for."""
        if self.may_depend_on(answers, fact) or self.is_linked(answers, fact):
            return True
        full, moved = replace(self, advice=full_advice, cache={}), course.settable_facts(self.pack)
        fixed = {name: value for name, value in answers.items() if name not in moved}
        return not self.facts[fact].get("unknown", False) and (
            (fact in course.facts_of_moves(self.pack) and self.has_choice(answers, fact))
            or full.may_depend_on(fixed, fact)
        )

    def with_change(
        self, answers: Answers, fact: str, value: Any, preset: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return the answers after one is changed: the others in order, as far as they fit and count.

        Presets always count, and answers that never counted need not.
        """
        changed: dict[str, Any] = {}
        earlier: dict[str, Any] = {}
        for name, old in answers.items():
            fits = bool(self.completions({**changed, name: old}))
            if name == fact:
                changed[name] = value
            elif fits and (
                name in preset or self.is_askable(changed, name) or not self.is_askable(earlier, name)
            ):
                changed[name] = old
            earlier[name] = old
        return changed


def agrees(profile: Profile, answers: Answers) -> bool:
    """Whether a profile has these answers."""
    return all(profile[fact] == value for fact, value in answers.items())


def separates(people: Sequence[tuple[Profile, T]], fact: str, part: Callable[[T], object]) -> bool:
    """Whether two profiles differ in this fact alone and in their advice."""
    return differs_alone([(profile, part(result)) for profile, result in people], fact)


def differs_alone(people: Iterable[tuple[Profile, object]], fact: str) -> bool:
    """Whether two profiles differ in this fact alone and in what they get."""
    seen: dict[tuple[Any, ...], object] = {}
    for profile, own in people:
        others = tuple(value for name, value in profile.items() if name != fact)
        if seen.setdefault(others, own) != own:
            return True
    return False


def facts_of(condition: naive.Condition) -> set[str]:
    """Return the facts in a condition."""
    if not isinstance(condition, Mapping):
        return {fact for part in condition for fact in facts_of(part)}
    names: set[str] = set()
    for key, value in condition.items():
        if key in ("all", "any", "not"):
            names |= facts_of(value)
        elif key not in random_packs.RESERVED:
            names.add(key)
    return names


@st.composite
def linked_packs(draw: st.DrawFn, most: int, *, every_kind: bool = False) -> random_packs.Data:
    """Small packs with further constraints that link facts, and at least one admissible profile."""
    pack = draw(exhaustive.small_packs(most, every_kind=every_kind))
    groups = exhaustive.parts(pack)
    rules = [*(pack["facts.yaml"].get("constraints") or [])]
    for number in range(draw(st.integers(0, 3))):
        names = draw(st.lists(st.sampled_from(list(groups)), min_size=1, max_size=2, unique=True))
        when = {name: draw(tests([group[0] for group in groups[name]])) for name in names}
        rules.append({"id": f"linked-{number}", "when": when, "because": "So."})
    linked = {**pack, "facts.yaml": {**pack["facts.yaml"], "constraints": rules}} if rules else pack
    size = prod(map(len, exhaustive.parts(linked).values()))
    return linked if size <= most and exhaustive.admissible(linked) else pack


def tests(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw a condition: one value, or any value but one; or that a list has some value."""
    one = st.sampled_from([value for value in values if not isinstance(value, tuple)])
    lists = [{"has": list(value)} for value in values if isinstance(value, tuple) and value]
    return st.sampled_from(lists) if lists else one | one.map(lambda value: {"not": value})


def interview_packs(most: int, *, every_kind: bool = False) -> st.SearchStrategy[random_packs.Data]:
    """Packs for interviews: with linked facts or without, and at least one admissible profile."""
    return linked_packs(most, every_kind=every_kind).filter(exhaustive.admissible)


def mixed_packs(most: int) -> st.SearchStrategy[random_packs.Data]:
    """Packs for interviews with choices and integers only, or with facts of every kind."""
    return interview_packs(most) | interview_packs(most, every_kind=True)
