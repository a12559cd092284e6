"""Compare two raw packs on every profile of both vocabularies: the oracle of a comparison.

Nothing here is shared with the engine. A fact that only one pack has is ignored by the other. A fact that is
a choice in one pack and an integer in the other becomes two facts, the older one named `... (old)`.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from support.oracles import exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs, variants

Change = tuple[str, str, str, str]
"""An aspect of the advice, what of it, what it was, and what it is."""

UNSTATED = "not stated"
REFUSED = "not admitted"


ROOM = 150
"""Profiles of a pack, so that those of both together are not too many either."""


@dataclass(frozen=True)
class PackPair:
    """An older pack and a newer one."""

    old: naive.Pack
    new: naive.Pack

    @cached_property
    def facts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The facts of each pack, by their names in the common vocabulary."""
        old, new = (
            {fact["id"]: fact for fact in pack["facts.yaml"]["facts"]} for pack in (self.old, self.new)
        )
        return {self.common_name(name): fact for name, fact in old.items()}, new

    def common_name(self, name: str) -> str:
        """Return the name of a fact of the older pack in the common vocabulary."""
        kinds = [
            fact["kind"]
            for pack in (self.old, self.new)
            for fact in pack["facts.yaml"]["facts"]
            if fact["id"] == name
        ]
        return f"{name} (old)" if len(set(kinds)) > 1 else name

    @cached_property
    def union(self) -> naive.Pack:
        """A pack with the facts, conditions and bounds of both packs, used to enumerate profiles only."""
        older = naive.expanded(self.old)
        for fact in self.old["facts.yaml"]["facts"]:
            older = variants.with_tests_replaced(
                older, fact["id"], renamed_test(self.common_name(fact["id"]))
            )
        lists = {f"old {file}": rules for file, rules in older.items() if isinstance(rules, list)}
        constraints = [
            rule for pack in (older, self.new) for rule in naive.listed(pack["facts.yaml"].get("constraints"))
        ]
        old, new = self.facts
        facts = [merge_facts(name, old.get(name), new.get(name)) for name in {**new, **old}]
        vocabulary = {"facts": facts, "constraints": constraints}
        return {
            **self.new,
            **lists,
            "ends": [*self.bound_conditions(), *self.old_answers()],
            "facts.yaml": vocabulary,
        }

    def bound_conditions(self) -> Iterator[naive.Rule]:
        """Yield conditions at the bounds of the values of either pack."""
        for facts in self.facts:
            for name, fact in facts.items():
                for bound, relation in (("minimum", "at_least"), ("maximum", "at_most")):
                    if bound in fact:
                        yield {"when": {name: {relation: fact[bound]}}}

    def old_answers(self) -> Iterator[naive.Rule]:
        """Yield conditions at the answers that deeds and ends of the old pack set, and at its deadlines."""
        lists = [rules for rules in self.old.values() if isinstance(rules, list)]
        for rule in (rule for rules in lists for rule in rules):
            ends = [end for end in naive.listed(rule.get("ends")) if list(end) != ["known"]]
            for name, value in (
                pair for answers in (rule.get("done", {}), *ends) for pair in answers.items()
            ):
                yield {"when": {self.common_name(name): value}}
            if naive.is_within(rule.get("urgent")):
                days = zip(("at_least", "at_most"), naive.urgent_days(self.old, rule), strict=False)
                yield {"when": {self.common_name(rule["by"]["fact"]): dict(days)}}

    @cached_property
    def few(self) -> bool:
        """Whether there are few enough profiles to enumerate."""
        return math.prod(map(len, exhaustive.parts(self.union).values())) <= exhaustive.FEW

    @cached_property
    def profiles(self) -> list[tuple[Profile, "Response", "Response"]]:
        """Every profile of the common vocabulary, with the response of each pack."""
        groups = exhaustive.parts(self.union)
        chosen = product(*([part[0] for part in group] for group in groups.values()))
        return [self.responses_to(dict(zip(groups, values, strict=True))) for values in chosen]

    def responses_to(self, profile: Profile) -> tuple[Profile, "Response", "Response"]:
        """Return one profile with the response of each pack; a fact without a value is unknown."""
        whole = {name: profile.get(name, "unknown") for name in {**self.facts[1], **self.facts[0]}}
        old, new = (
            respond(pack, {fact["id"]: (fact, whole[name]) for name, fact in facts.items()})
            for pack, facts in zip((self.old, self.new), self.facts, strict=True)
        )
        return whole, old, new

    @cached_property
    def changed_profiles(self) -> list[tuple[Profile, list[Change]]]:
        """Every profile that both packs can express and one admits, with the changes of its advice."""
        return [
            (profile, list(changes(old, new)))
            for profile, old, new in self.profiles
            if UNSTATED not in (old, new) and (old, new) != (REFUSED, REFUSED)
        ]

    @cached_property
    def rows(self) -> Counter[Change]:
        """The number of profiles by change."""
        return Counter(change for _, changes_ in self.changed_profiles for change in changes_)

    def admitted_by_one(self, *, old: bool) -> int:
        """Return the number of profiles that one pack admits and the other cannot express."""
        responses = ((one, other) if old else (other, one) for _, one, other in self.profiles)
        return sum(one not in (UNSTATED, REFUSED) and other == UNSTATED for one, other in responses)

    def count_stated(self, profile: Profile) -> int:
        """Return how many optional facts a profile states."""
        optional = [fact["id"] for fact in self.union["facts.yaml"]["facts"] if fact["unknown"]]
        return sum(profile[name] != "unknown" for name in optional)


def renamed_test(name: str) -> Callable[[Any], random_packs.Data]:
    """Return a function that puts a test under another name of its fact."""
    return lambda test: {name: test}


Response = str | naive.Result
"""The advice of a pack for a profile; or that it refuses it, or cannot state it."""


def merge_facts(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a fact with the values of both packs, within the wider bounds."""
    known = [fact for fact in (old, new) if fact is not None]
    values = {value: "" for fact in known for value in fact.get("values", ())}
    bounds = {
        bound: widest(fact[bound] for fact in known)
        for bound, widest in (("minimum", min), ("maximum", max))
        if all(bound in fact for fact in known)
    }
    unknown = any(fact.get("unknown", False) for fact in known)
    ages = {"ages": new["ages"]} if new and "ages" in new else {}
    kind = {key: known[0][key] for key in ("kind", "digits", "counts") if key in known[0]}
    return {"id": name, **kind, "values": values, "unknown": unknown, **bounds, **ages}


def respond(pack: naive.Pack, answers: Mapping[str, tuple[Mapping[str, Any], Any]]) -> Response:
    """Return the response of a pack to the values of its facts."""
    if not all(states(fact, value) for fact, value in answers.values()):
        return UNSTATED
    profile = {name: value for name, (_, value) in answers.items()}
    return REFUSED if naive.violated(pack, profile) else naive.advise(pack, profile)


def states(fact: Mapping[str, Any], value: Any) -> bool:
    """Whether a fact may have a value."""
    if isinstance(value, str):
        return value in fact.get("values", ()) or (value == "unknown" and fact.get("unknown", False))
    if isinstance(value, list | tuple):
        return fact["kind"] == "several" and set(value) <= set(fact["values"])
    return bool(
        fact.get("minimum", random_packs.SMALLEST) <= value <= fact.get("maximum", random_packs.LARGEST)
    )


def changes(old: Response, new: Response) -> Iterator[Change]:
    """Yield the changes between two responses."""
    before, after = recommendation(old), recommendation(new)
    if before != after:
        yield "recommendation", "recommendation", before, after
    if isinstance(old, str) or isinstance(new, str):
        return
    if old.readiness != new.readiness:
        yield "readiness", "readiness", old.readiness, new.readiness
    yield from presence_changes("plan", "step", old.steps, new.steps)
    for one, other in combinations([step for step in old.steps if step in new.steps], 2):
        if new.steps.index(other) < new.steps.index(one):
            yield "plan", f"order of {one} and {other}", f"{one} first", f"{other} first"
    yield from presence_changes("warnings", "warning", old.warnings, new.warnings)


def recommendation(response: Response) -> str:
    """Return the recommendation, or the reason for having none."""
    return response if isinstance(response, str) else response.recommendation or "no recommendation"


def presence_changes(aspect: str, what: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Yield the steps or warnings that are gained, then those that are lost."""
    yield from ((aspect, f"{what} {name}", "absent", "present") for name in new if name not in old)
    yield from ((aspect, f"{what} {name}", "present", "absent") for name in old if name not in new)


@st.composite
def pairs(draw: st.DrawFn, change: variants.Change | None = None) -> PackPair:
    """Draw a small pack and a variant of it, in either order."""
    one = draw(exhaustive.mixed_packs(ROOM))
    pair = [one, draw(variants.variants(one, change))]
    packs = PackPair(*(reversed(pair) if draw(st.booleans()) else pair))
    assume(packs.few)
    return packs
