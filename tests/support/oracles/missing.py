"""The meaning of missing answers on small packs, by enumeration of completions.

Like `naive` and `exhaustive` it shares no code with the engine. Numbers that no condition distinguishes are
represented by the first of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

from support.oracles import course, exhaustive, naive, reasons
from support.oracles.exhaustive import Profile
from support.oracles.questionnaire import differs_alone, full_advice


@dataclass(frozen=True)
class Case:
    """One profile of a pack; it may state no answer to facts that cannot be unknown."""

    pack: naive.Pack
    stated: Mapping[str, Any]

    @cached_property
    def facts(self) -> dict[str, Mapping[str, Any]]:
        """The vocabulary, in the pack's order."""
        return {fact["id"]: fact for fact in self.pack["facts.yaml"]["facts"]}

    def read(self, values: Mapping[str, Any], as_of: date) -> Profile:
        """Return values that were written on a day, as conditions see them: a day as a number of days."""
        return {name: seen(self.facts[name], value, as_of) for name, value in values.items()}

    @property
    def known(self) -> Profile:
        """The answers, and `unknown` for the absent facts that allow it."""
        return {name: self._value(name) for name in self.facts if name not in self.missing}

    @property
    def absent(self) -> list[str]:
        """The facts without an answer."""
        return [name for name in self.facts if self.stated.get(name) is None]

    @property
    def missing(self) -> list[str]:
        """The absent facts that cannot be unknown."""
        return [name for name in self.absent if not self.facts[name].get("unknown", False)]

    def varied(self, names: list[str]) -> list[Profile]:
        """Return the admissible profiles in which these facts vary jointly, in the pack's order of values."""
        groups = exhaustive.parts(self.pack)
        ranges = [
            [group[0] for group in groups[name]] if name in names else [self._value(name)]
            for name in self.facts
        ]
        profiles = [dict(zip(self.facts, values, strict=True)) for values in product(*ranges)]
        return [profile for profile in profiles if not naive.violated(self.pack, profile)]

    def _value(self, name: str) -> Any:
        value = self.stated.get(name)
        return "unknown" if value is None else naive.answer(self.facts[name], value)

    @cached_property
    def completions(self) -> list[Profile]:
        """The completions of the profile."""
        return self.varied(self.missing)

    @cached_property
    def results(self) -> list[naive.Result]:
        """The conclusions for each completion."""
        return [naive.advise(self.pack, profile) for profile in self.completions]

    @property
    def is_settled(self) -> bool:
        """Whether there is a completion, and all have the same advice, now and in the course of the plan."""
        whole = (
            course.whole_advice(self.pack, profile, self.missing, self.settle) for profile in self.completions
        )
        return len(set(whole)) == 1

    def settle(self, given: Mapping[str, Any]) -> Profile | None:
        """Return the first completion of other answers, if all have the same advice."""
        other = replace(self, stated=given)
        return other.completions[0] if other.is_settled_now else None

    @property
    def is_settled_now(self) -> bool:
        """Whether there is a completion, and all have the same advice, whatever their plans lead to."""
        return len(set(map(full_advice, self.results))) == 1

    def implied(self) -> dict[str, Any]:
        """Return the missing facts that have one value in all completions."""
        values = {name: {profile[name] for profile in self.completions} for name in self.missing}
        groups = exhaustive.parts(self.pack)
        return {
            name: own.pop()
            for name, own in values.items()
            if len(own) == 1 and len(next(group for group in groups[name] if group[0] in own)) == 1
        }

    @cached_property
    def everybody(self) -> list[tuple[Profile, naive.Result]]:
        """All admissible profiles of the pack, with their conclusions."""
        profiles = exhaustive.admissible(self.pack)
        return [(profile, naive.advise(self.pack, profile)) for profile in profiles]

    @property
    def constraints(self) -> Sequence[naive.Rule]:
        """The constraints of the pack."""
        return self.pack["facts.yaml"].get("constraints") or []

    def same_group(self, fact: str, one: Any, other: Any) -> bool:
        """Whether no condition distinguishes two values of a fact."""
        groups = exhaustive.parts(self.pack)[fact]
        return next(group for group in groups if one in group) == next(
            group for group in groups if other in group
        )

    # Reasons

    def reasons(self) -> dict[str, bool]:
        """Return the rules among the reasons in order, and whether they stand in for each other."""
        pairs = zip(self.completions, self.results, strict=True)
        each = [reasons.reasons(self.pack, profile, result) for profile, result in pairs]
        common = [name for name in each[0] if all(name in own for own in each)]
        either = {
            name
            for names in self._by_conclusion().values()
            if not set(names) & set(common) and all(set(names) & set(own) for own in each)
            for own in each
            for name in set(names) & set(own)
        }
        strata = {
            rule["id"]: reasons.stratum(self.pack, rule) for rule in naive.rules(self.pack, "findings.yaml")
        }
        chosen = [name for name in reasons.every_rule(self.pack) if name in common or name in either]
        chosen.sort(key=lambda name: strata.get(name, len(strata)))
        return {name: name in either for name in chosen}

    def _by_conclusion(self) -> dict[str, list[str]]:
        rules: dict[str, list[str]] = {}
        for name, rule in reasons.every_rule(self.pack).items():
            kind = next(
                (f"{key}:{rule[key]}" for key in ("finding", "recommend") if key in rule), f"rule:{name}"
            )
            rules.setdefault(kind, []).append(name)
        return rules

    # Relevance

    def open_facts(self) -> list[str]:
        """Return the facts that are absent without being implied, and those that are unknown."""
        implied = self.implied()
        return [
            name
            for name in self.facts
            if (name in self.absent and name not in implied) or self.stated.get(name) == "unknown"
        ]

    def mattering(self) -> set[str]:
        """Return the open facts that matter now, or in a later state of the course."""
        open_facts = self.open_facts()
        implied = replace(self, stated={**self.stated, **self.implied()})
        names = implied.deciding(open_facts)
        for number, (facts, left) in enumerate(self.states(open_facts)):
            then = replace(self, stated={**facts, **dict.fromkeys(left)})
            names |= then.timing(left) | (then.deciding(left) if number else set())
        return names

    def deciding(self, open_facts: list[str]) -> set[str]:
        """Return the open facts of which one alone changes the advice of some completion of all of them."""
        people = [
            (profile, full_advice(naive.advise(self.pack, profile))) for profile in self.varied(open_facts)
        ]
        return {name for name in open_facts if differs_alone(people, name)}

    @cached_property
    def course(self) -> course.Course:
        """The course from the first completion."""
        return course.simulate(self.pack, self.completions[0], self.missing, self.settle)

    def states(self, open_facts: list[str]) -> Iterator[tuple[Profile, list[str]]]:
        """Yield the answers in each state of the course, and the open facts that nothing has set by then."""
        for number, moment in enumerate(self.course.moments):
            done = [course.answers_of(self.pack, move) for at, move in self.course.moves if at < number]
            yield moment.facts, [name for name in open_facts if not any(name in own for own in done)]

    def timing(self, left: list[str]) -> set[str]:
        """Return the open facts on which a step's last day or urgency depends."""
        if not any("by" in step or "urgent" in step for step in naive.rules(self.pack, "plan.yaml")):
            return set()
        varied = self.varied(left)
        people = [(profile, naive.advise(self.pack, profile)) for profile in varied]
        urgent = [
            ({**profile, "": result.recommendation}, (result.recommendation, result.urgent))
            for profile, result in people
        ]
        planned = {name for _, result in people for name in result.steps}
        dated = {
            step["by"]["fact"]
            for step in naive.rules(self.pack, "plan.yaml")
            if "by" in step and step["id"] in planned
        }
        groups = exhaustive.parts(self.pack)
        values = {
            name: sum(len(group) for group in groups[name] if any(one[name] == group[0] for one in varied))
            for name in left
        }
        return {name for name in left if differs_alone(urgent, name) or (name in dated and values[name] > 1)}


def seen(fact: Mapping[str, Any], value: Any, as_of: date) -> Any:
    """Return a value as conditions see it on a day."""
    if fact["kind"] != "date" or not isinstance(value, str) or value == "unknown":
        return naive.answer(fact, value)
    days = (as_of - date.fromisoformat(value)).days
    return days if fact["counts"] == "since" else -days
