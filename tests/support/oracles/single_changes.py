"""Variants of a raw pack with one rule as in another pack: the oracle of responsible rules.

Nothing here is shared with the engine. The overriders of an argument that is in one pack only, or recommends
another outcome in the other, belong to that argument.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from support.oracles import comparison, naive
from support.oracles.comparison import Change, PackPair, Response
from support.oracles.exhaustive import Profile
from support.oracles.naive_tables import spelled_out
from support.packs import random_overrides, random_packs, variants

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
VOCABULARY = "facts.yaml"


def rules_of(pack: naive.Pack, file: str) -> Sequence[naive.Rule]:
    """Return the rules of a file, or the constraints for the file of the facts."""
    if file == VOCABULARY:
        return naive.listed(pack[VOCABULARY].get("constraints"))
    return naive.rules(pack, file)


@dataclass(frozen=True)
class SingleChanges:
    """An older pack and a newer one in the common vocabulary, and variants with a single rule changed."""

    pair: PackPair

    @cached_property
    def old(self) -> random_packs.Data:
        """The older pack, with the common names of its facts."""
        return self.in_common_vocabulary(self.pair.old, self.pair.common_name)

    @cached_property
    def new(self) -> random_packs.Data:
        """The newer pack."""
        return self.in_common_vocabulary(self.pair.new, str)

    def in_common_vocabulary(self, pack: naive.Pack, called: Any) -> random_packs.Data:
        """Return a pack with the facts of both, rows as rules, and overrides by the names of arguments."""
        pack = spelled_out(pack)
        for fact in pack[VOCABULARY]["facts"]:
            pack = variants.with_tests_replaced(pack, fact["id"], comparison.renamed_test(called(fact["id"])))
        arguments = [
            {**rule, "overrides": sorted(naive.overridden(pack, rule))} for rule in rules_of(pack, FILES[1])
        ]
        facts = {**pack[VOCABULARY], "facts": self.pair.union[VOCABULARY]["facts"]}
        return {**pack, VOCABULARY: facts, FILES[1]: arguments}

    @cached_property
    def changed(self) -> set[str]:
        """The rules that differ between the packs, even in a text alone."""
        old, new = (dict(self.rule_contents(pack)) for pack in (self.old, self.new))
        return {name for name in {**old, **new} if old.get(name) != new.get(name)}

    def rule_contents(self, pack: naive.Pack) -> Iterator[tuple[str, Any]]:
        """Yield the content of each rule by id, without the overrides that belong to another argument."""
        for file in (VOCABULARY, *FILES):
            for rule in rules_of(pack, file):
                own = [name for name in rule.get("overrides", ()) if not self.is_unshared(name)]
                yield rule["id"], (file, {**rule, "overrides": own})

    def is_unshared(self, name: str) -> bool:
        """Return whether the overriders of an argument belong to it."""
        return len({argument(pack, name).get("recommend") for pack in (self.old, self.new)}) > 1

    def with_reverted(self, name: str) -> random_packs.Data | None:
        """Return the newer pack with one rule as in the older, or None if that is not a valid pack."""
        return self.with_rule_of(self.new, self.old, name)

    def with_applied(self, name: str) -> random_packs.Data | None:
        """Return the older pack with one rule as in the newer, or None if that is not a valid pack."""
        return self.with_rule_of(self.old, self.new, name)

    def with_rule_of(self, own: naive.Pack, theirs: naive.Pack, name: str) -> random_packs.Data | None:
        """Return a pack with one rule as in the other."""
        files: dict[str, Any] = {
            file: spliced(rules_of(own, file), rules_of(theirs, file), name) for file in FILES
        }
        constraints = spliced(rules_of(own, VOCABULARY), rules_of(theirs, VOCABULARY), name)
        steps = {rule["id"] for rule in files["plan.yaml"]}
        files["plan.yaml"] = [
            {**rule, "after": [other for other in naive.listed(rule.get("after")) if other in steps]}
            for rule in files["plan.yaml"]
        ]
        names = [rule["id"] for rule in files[FILES[1]]]
        files[FILES[1]] = [
            {
                **rule,
                "overrides": [
                    overridden
                    for overridden in names
                    if self.overrides(own, theirs, name, (rule, overridden))
                ],
            }
            for rule in files[FILES[1]]
        ]
        mixed = {**own, **files, VOCABULARY: {**own[VOCABULARY], "constraints": constraints}}
        return mixed if valid(mixed) else None

    def overrides(self, own: naive.Pack, theirs: naive.Pack, name: str, pair: tuple[naive.Rule, str]) -> bool:
        """Return whether an argument overrides another in a mixed pack."""
        rule, overridden = pair
        having = [pack for pack in (own, theirs) if argument(pack, rule["id"])]
        belongs_to = overridden if self.is_unshared(overridden) else rule["id"]
        pack = having[0] if len(having) == 1 else theirs if belongs_to == name else own
        return overridden in argument(pack, rule["id"])["overrides"]

    def decided_profiles(self, name: str, change: Change, profiles: Sequence[Profile]) -> list[Profile]:
        """Return the profiles that lose the new advice without a change, or the old advice with it alone."""
        _, what, before, after = change
        variants_ = [
            (pack, advice)
            for pack, advice in ((self.with_reverted(name), after), (self.with_applied(name), before))
            if pack
        ]
        admission = comparison.REFUSED in (before, after)
        return [
            profile
            for profile in profiles
            if any(
                not gives(pack, profile, (what, advice), admission=admission) for pack, advice in variants_
            )
        ]


def argument(pack: naive.Pack, name: str) -> Mapping[str, Any]:
    """Return an argument by id, or an empty mapping."""
    return next((rule for rule in rules_of(pack, FILES[1]) if rule["id"] == name), {})


def spliced(own: Sequence[naive.Rule], theirs: Sequence[naive.Rule], name: str) -> list[naive.Rule]:
    """Return the rules of a file with one as in another pack; a new rule keeps its predecessor."""
    known = {rule["id"]: rule for rule in own}
    replacement = {rule["id"]: rule for rule in theirs if rule["id"] == name}
    rules = {**known, **replacement} if name in known else dict(known)
    if name in known or not replacement:
        return [rule for rule in rules.values() if rule["id"] != name or replacement]
    names = [rule["id"] for rule in theirs]
    earlier = [other for other in names[: names.index(name)] if other in known]
    at = list(known).index(earlier[-1]) + 1 if earlier else 0
    return [*own[:at], replacement[name], *own[at:]]


def valid(pack: naive.Pack) -> bool:
    """Return whether findings, overrides and steps are acyclic and steps follow their phases."""
    findings: dict[str, set[str]] = {}
    for rule in naive.rules(pack, "findings.yaml"):
        findings.setdefault(rule["finding"], set()).update(naive.mentioned(rule.get("when", [])))
    overrides = {rule["id"]: set(rule.get("overrides", ())) for rule in rules_of(pack, FILES[1])}
    steps = {rule["id"]: rule for rule in naive.rules(pack, "plan.yaml")}
    after = {name: set(rule["after"]) for name, rule in steps.items()}
    rank = {name: naive.PHASES.index(rule["phase"]) for name, rule in steps.items()}
    return all(map(random_overrides.acyclic, (findings, overrides, after))) and all(
        rank[other] <= rank[name] for name, others in after.items() for other in others
    )


def gives(pack: naive.Pack, profile: Profile, saying: tuple[str, str], *, admission: bool) -> bool:
    """Return whether a pack gives an advice to a profile; with `admission`, whether it admits it alike."""
    what, value = saying
    response: Response = comparison.REFUSED if naive.violated(pack, profile) else naive.advise(pack, profile)
    if admission:
        return (response == comparison.REFUSED) == (value == comparison.REFUSED)
    if what.startswith("order of "):
        order = [step["id"] for step in naive.ordered(pack)]
        pair = what.removeprefix("order of ").split(" and ")
        return f"{min(pair, key=order.index)} first" == value
    if isinstance(response, str):
        return False
    if what == "recommendation":
        return comparison.recommendation(response) == value
    if what == "readiness":
        return response.readiness == value
    kind, name = what.split(" ")
    return (name in (response.steps if kind == "step" else response.warnings)) == (value == "present")
