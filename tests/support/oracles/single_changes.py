"""Packs between two raw ones, with a single rule as the other has it: the oracle of who is responsible.

Nothing here is shared with the engine. What overrides an argument that is in one pack only, or for another
outcome in the other, belongs to that argument.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from support.oracles import comparison, naive
from support.oracles.comparison import Joint, Move, Told
from support.oracles.exhaustive import Profile
from support.packs import random_packs, variants

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
VOCABULARY = "facts.yaml"


def listed(pack: naive.Pack, file: str) -> Sequence[naive.Rule]:
    """The rules of a file; of the facts' file its constraints."""
    if file == VOCABULARY:
        return naive.listed(pack[VOCABULARY].get("constraints"))
    return naive.rules(pack, file)


@dataclass(frozen=True)
class Between:
    """An older pack and a newer one over the facts of both, and what lies between."""

    joint: Joint

    @cached_property
    def old(self) -> random_packs.Data:
        """The older pack, its facts called as those of both."""
        return self.over_both(self.joint.old, self.joint.called)

    @cached_property
    def new(self) -> random_packs.Data:
        """The newer pack."""
        return self.over_both(self.joint.new, str)

    def over_both(self, pack: naive.Pack, called: Any) -> random_packs.Data:
        """A pack with the facts of both, and with each override as the name of an argument."""
        for fact in pack[VOCABULARY]["facts"]:
            pack = variants.retested(pack, fact["id"], comparison.under(called(fact["id"])))
        arguments = [
            {**rule, "overrides": sorted(naive.overridden(pack, rule))} for rule in listed(pack, FILES[1])
        ]
        facts = {**pack[VOCABULARY], "facts": self.joint.both[VOCABULARY]["facts"]}
        return {**pack, VOCABULARY: facts, FILES[1]: arguments}

    @cached_property
    def changed(self) -> set[str]:
        """The rules that are not the same in both packs, be it in words alone."""
        old, new = (dict(self.written(pack)) for pack in (self.old, self.new))
        return {name for name in {**old, **new} if old.get(name) != new.get(name)}

    def written(self, pack: naive.Pack) -> Iterator[tuple[str, Any]]:
        """What each rule says, by its id, without the overrides that belong to another."""
        for file in (VOCABULARY, *FILES):
            for rule in listed(pack, file):
                own = [name for name in rule.get("overrides", ()) if not self.brings(name)]
                yield rule["id"], (file, {**rule, "overrides": own})

    def brings(self, name: str) -> bool:
        """Whether what overrides an argument belongs to it."""
        return len({argument(pack, name).get("recommend") for pack in (self.old, self.new)}) > 1

    def undone(self, name: str) -> random_packs.Data | None:
        """The newer pack with one rule as in the older; None if that is no valid pack."""
        return self.mixed(self.new, self.old, name)

    def alone(self, name: str) -> random_packs.Data | None:
        """The older pack with one rule as in the newer; None if that is no valid pack."""
        return self.mixed(self.old, self.new, name)

    def mixed(self, own: naive.Pack, theirs: naive.Pack, name: str) -> random_packs.Data | None:
        """A pack with one rule as the other has it."""
        files: dict[str, Any] = {
            file: spliced(listed(own, file), listed(theirs, file), name) for file in FILES
        }
        constraints = spliced(listed(own, VOCABULARY), listed(theirs, VOCABULARY), name)
        steps = {rule["id"] for rule in files["plan.yaml"]}
        files["plan.yaml"] = [
            {**rule, "after": [other for other in naive.listed(rule.get("after")) if other in steps]}
            for rule in files["plan.yaml"]
        ]
        names = [rule["id"] for rule in files[FILES[1]]]
        files[FILES[1]] = [
            {
                **rule,
                "overrides": [beaten for beaten in names if self.beats(own, theirs, name, (rule, beaten))],
            }
            for rule in files[FILES[1]]
        ]
        found = {**own, **files, VOCABULARY: {**own[VOCABULARY], "constraints": constraints}}
        return found if valid(found) else None

    def beats(self, own: naive.Pack, theirs: naive.Pack, name: str, pair: tuple[naive.Rule, str]) -> bool:
        """Whether an argument overrides another in a mixed pack."""
        rule, beaten = pair
        there = [pack for pack in (own, theirs) if argument(pack, rule["id"])]
        belongs_to = beaten if self.brings(beaten) else rule["id"]
        pack = there[0] if len(there) == 1 else theirs if belongs_to == name else own
        return beaten in argument(pack, rule["id"])["overrides"]

    def decided(self, name: str, move: Move, there: Sequence[Profile]) -> list[Profile]:
        """The profiles of a move that lose what is new without one change, or what was with it alone."""
        _, what, before, after = move
        ways = [
            (pack, said) for pack, said in ((self.undone(name), after), (self.alone(name), before)) if pack
        ]
        admission = comparison.REFUSED in (before, after)
        return [
            profile
            for profile in there
            if any(not says(pack, profile, (what, said), admission=admission) for pack, said in ways)
        ]


def argument(pack: naive.Pack, name: str) -> Mapping[str, Any]:
    """An argument by its id; nothing where there is none."""
    return next((rule for rule in listed(pack, FILES[1]) if rule["id"] == name), {})


def spliced(own: Sequence[naive.Rule], theirs: Sequence[naive.Rule], name: str) -> list[naive.Rule]:
    """Rules of one file with one as the other has it; one that is new follows what it follows there."""
    known = {rule["id"]: rule for rule in own}
    taken = {rule["id"]: rule for rule in theirs if rule["id"] == name}
    found = {**known, **taken} if name in known else dict(known)
    if name in known or not taken:
        return [rule for rule in found.values() if rule["id"] != name or taken]
    names = [rule["id"] for rule in theirs]
    earlier = [other for other in names[: names.index(name)] if other in known]
    at = list(known).index(earlier[-1]) + 1 if earlier else 0
    return [*own[:at], taken[name], *own[at:]]


def valid(pack: naive.Pack) -> bool:
    """Whether a pack has nothing that rests on, overrides or follows itself, and follows its phases."""
    findings: dict[str, set[str]] = {}
    for rule in naive.rules(pack, "findings.yaml"):
        findings.setdefault(rule["finding"], set()).update(naive.mentioned(rule.get("when", [])))
    overrides = {rule["id"]: set(rule["overrides"]) for rule in listed(pack, FILES[1])}
    steps = {rule["id"]: rule for rule in naive.rules(pack, "plan.yaml")}
    after = {name: set(rule["after"]) for name, rule in steps.items()}
    rank = {name: naive.PHASES.index(rule["phase"]) for name, rule in steps.items()}
    return all(map(random_packs.acyclic, (findings, overrides, after))) and all(
        rank[other] <= rank[name] for name, others in after.items() for other in others
    )


def says(pack: naive.Pack, profile: Profile, saying: tuple[str, str], *, admission: bool) -> bool:
    """Whether a pack says of a profile what one side of a row does; if asked, only whether it is admitted."""
    what, value = saying
    told: Told = comparison.REFUSED if naive.violated(pack, profile) else naive.advise(pack, profile)
    if admission:
        return (told == comparison.REFUSED) == (value == comparison.REFUSED)
    if what.startswith("order of "):
        order = [step["id"] for step in naive.ordered(pack)]
        pair = what.removeprefix("order of ").split(" and ")
        return f"{min(pair, key=order.index)} first" == value
    if isinstance(told, str):
        return False
    if what == "recommendation":
        return comparison.recommended(told) == value
    if what == "readiness":
        return told.readiness == value
    kind, name = what.split(" ")
    return (name in (told.steps if kind == "step" else told.warnings)) == (value == "present")
