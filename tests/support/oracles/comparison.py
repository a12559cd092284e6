"""Two packs on every profile of both vocabularies, read from their raw data: the oracle of a comparison.

Nothing here is shared with the engine. A fact that only one pack has may have any value for the other, which
does not see it; one that is a choice here and an integer there is two facts, the older called `... (old)`.
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

Move = tuple[str, str, str, str]
"""An aspect of the advice, what of it, what it was, and what it is."""

UNSTATED = "not stated"
REFUSED = "not admitted"


ROOM = 150
"""Profiles of a pack, so that those of both together are not too many either."""


@dataclass(frozen=True)
class Joint:
    """An older pack and a newer one."""

    old: naive.Pack
    new: naive.Pack

    @cached_property
    def facts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The facts of each pack, as they are called among the facts of both."""
        old, new = (
            {fact["id"]: fact for fact in pack["facts.yaml"]["facts"]} for pack in (self.old, self.new)
        )
        return {self.called(name): fact for name, fact in old.items()}, new

    def called(self, name: str) -> str:
        """What a fact of the older pack is called."""
        kinds = [
            fact["kind"]
            for pack in (self.old, self.new)
            for fact in pack["facts.yaml"]["facts"]
            if fact["id"] == name
        ]
        return f"{name} (old)" if len(set(kinds)) > 1 else name

    @cached_property
    def both(self) -> naive.Pack:
        """A pack of all facts and conditions, cut also where a vocabulary ends; it is never advised with."""
        older = self.old
        for fact in self.old["facts.yaml"]["facts"]:
            older = variants.retested(older, fact["id"], under(self.called(fact["id"])))
        lists = {f"old {file}": rules for file, rules in older.items() if isinstance(rules, list)}
        constraints = [
            rule for pack in (older, self.new) for rule in naive.listed(pack["facts.yaml"].get("constraints"))
        ]
        old, new = self.facts
        facts = [merged(name, old.get(name), new.get(name)) for name in {**new, **old}]
        vocabulary = {"facts": facts, "constraints": constraints}
        return {**self.new, **lists, "ends": list(self.ends()), "facts.yaml": vocabulary}

    def ends(self) -> Iterator[naive.Rule]:
        """Conditions that change their truth where the values of one pack end."""
        for facts in self.facts:
            for name, fact in facts.items():
                for bound, relation in (("minimum", "at_least"), ("maximum", "at_most")):
                    if bound in fact:
                        yield {"when": {name: {relation: fact[bound]}}}

    @cached_property
    def few(self) -> bool:
        """Whether there are few enough profiles to look at each."""
        return math.prod(map(len, exhaustive.parts(self.both).values())) <= exhaustive.FEW

    @cached_property
    def profiles(self) -> list[tuple[Profile, "Told", "Told"]]:
        """Every profile of both vocabularies, with what each pack says of it."""
        groups = exhaustive.parts(self.both)
        chosen = product(*([part[0] for part in found] for found in groups.values()))
        return [self.on(dict(zip(groups, values, strict=True))) for values in chosen]

    def on(self, profile: Profile) -> tuple[Profile, "Told", "Told"]:
        """One profile, with what each pack says of it; a fact it does not state is unknown."""
        whole = {name: profile.get(name, "unknown") for name in {**self.facts[1], **self.facts[0]}}
        old, new = (
            said(pack, {fact["id"]: (fact, whole[name]) for name, fact in facts.items()})
            for pack, facts in zip((self.old, self.new), self.facts, strict=True)
        )
        return whole, old, new

    @cached_property
    def moved(self) -> list[tuple[Profile, list[Move]]]:
        """Every profile that both can state and one admits, with what is different of its advice."""
        return [
            (profile, list(moves(old, new)))
            for profile, old, new in self.profiles
            if UNSTATED not in (old, new) and (old, new) != (REFUSED, REFUSED)
        ]

    @cached_property
    def rows(self) -> Counter[Move]:
        """How many profiles each difference has."""
        return Counter(move for _, found in self.moved for move in found)

    def admitted_by_one(self, *, old: bool) -> int:
        """How many profiles one pack admits and the other cannot state."""
        told = ((one, other) if old else (other, one) for _, one, other in self.profiles)
        return sum(one not in (UNSTATED, REFUSED) and other == UNSTATED for one, other in told)

    def stated(self, profile: Profile) -> int:
        """How many facts a profile states beyond those that it must."""
        optional = [fact["id"] for fact in self.both["facts.yaml"]["facts"] if fact["unknown"]]
        return sum(profile[name] != "unknown" for name in optional)


def under(name: str) -> Callable[[Any], random_packs.Data]:
    """Return what puts a test under another fact's name."""
    return lambda test: {name: test}


Told = str | naive.Result
"""The advice of a pack for a profile; or that it refuses it, or cannot state it."""


def merged(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any]:
    """A fact with the values of both packs, within the wider bounds."""
    known = [fact for fact in (old, new) if fact is not None]
    values = {value: "" for fact in known for value in fact.get("values", ())}
    bounds = {
        bound: widest(fact[bound] for fact in known)
        for bound, widest in (("minimum", min), ("maximum", max))
        if all(bound in fact for fact in known)
    }
    unknown = any(fact.get("unknown", False) for fact in known)
    return {"id": name, "kind": known[0]["kind"], "values": values, "unknown": unknown, **bounds}


def said(pack: naive.Pack, answers: Mapping[str, tuple[Mapping[str, Any], Any]]) -> Told:
    """What a pack says of its facts with their values."""
    if not all(states(fact, value) for fact, value in answers.values()):
        return UNSTATED
    profile = {name: value for name, (_, value) in answers.items()}
    return REFUSED if naive.violated(pack, profile) else naive.advise(pack, profile)


def states(fact: Mapping[str, Any], value: Any) -> bool:
    """Whether a fact may have a value."""
    if isinstance(value, str):
        return value in fact.get("values", ()) or (value == "unknown" and fact.get("unknown", False))
    return bool(
        fact.get("minimum", random_packs.SMALLEST) <= value <= fact.get("maximum", random_packs.LARGEST)
    )


def moves(old: Told, new: Told) -> Iterator[Move]:
    """What is different of the advice for one profile."""
    before, after = recommended(old), recommended(new)
    if before != after:
        yield "recommendation", "recommendation", before, after
    if isinstance(old, str) or isinstance(new, str):
        return
    if old.readiness != new.readiness:
        yield "readiness", "readiness", old.readiness, new.readiness
    yield from named("plan", "step", old.steps, new.steps)
    for one, other in combinations([step for step in old.steps if step in new.steps], 2):
        if new.steps.index(other) < new.steps.index(one):
            yield "plan", f"order of {one} and {other}", f"{one} first", f"{other} first"
    yield from named("warnings", "warning", old.warnings, new.warnings)


def recommended(told: Told) -> str:
    """The recommendation, or why there is none."""
    return told if isinstance(told, str) else told.recommendation or "no recommendation"


def named(aspect: str, what: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Move]:
    """The steps or warnings that are new, and those that are gone."""
    yield from ((aspect, f"{what} {name}", "absent", "present") for name in new if name not in old)
    yield from ((aspect, f"{what} {name}", "present", "absent") for name in old if name not in new)


@st.composite
def pairs(draw: st.DrawFn, change: variants.Change | None = None) -> Joint:
    """A small pack and a variant of it, in either order."""
    one = draw(exhaustive.small_packs(ROOM))
    pair = [one, draw(variants.variants(one, change))]
    joint = Joint(*(reversed(pair) if draw(st.booleans()) else pair))
    assume(joint.few)
    return joint
