"""Oracles of the checks of the course: the moves between all profiles of a small pack, followed one by one.

They are used by `check_oracles`, which explains what an oracle returns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from support.oracles import course, exhaustive, naive
from support.oracles.exhaustive import Profile

Violations = dict[tuple[str, ...], list[Profile] | None]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """A step that is done or an end of a hold, the answers that it gives, and where it leads to."""

    name: str
    answers: Mapping[str, Any]
    to: Profile


@dataclass(frozen=True)
class Courses:
    """All admissible profiles of a pack with their advice, and the moves between them."""

    pack: naive.Pack
    advised: list[tuple[Profile, naive.Result]]

    @cached_property
    def result(self) -> dict[Key, naive.Result]:
        """The advice for each admissible profile."""
        return {key(profile): result for profile, result in self.advised}

    @cached_property
    def moves(self) -> dict[Key, list[Move]]:
        """The moves from each profile that has a recommendation."""
        return {
            key(profile): [
                Move(name, answers, {**profile, **answers})
                for name, answers in course.moves(self.pack, profile)
            ]
            for profile, result in self.advised
            if result.recommendation is not None
        }

    def outcome(self, profile: Profile) -> str | None:
        """The recommendation for a profile; None as well if it is refused."""
        result = self.result.get(key(profile))
        return None if result is None else result.recommendation

    def following(self, profile: Profile) -> list[Profile]:
        """The profile and all that its course can lead to, under the same recommendation."""
        seen = {key(profile): profile}
        queue = [profile]
        while queue:
            for move in self.moves[key(queue.pop())]:
                if key(move.to) not in seen and self.outcome(move.to) == self.outcome(profile):
                    seen[key(move.to)] = move.to
                    queue.append(move.to)
        return list(seen.values())

    @cached_property
    def recommended(self) -> list[tuple[Profile, naive.Result]]:
        """The profiles with a recommendation."""
        return [(profile, result) for profile, result in self.advised if result.recommendation is not None]


def key(profile: Profile) -> Key:
    """A profile as a key."""
    return tuple(map(str, profile.values()))


def collected(found: Iterator[tuple[Key, Profile]]) -> Violations:
    """The profiles by violation, each once."""
    violations: dict[Key, list[Profile]] = {}
    for names, profile in found:
        profiles = violations.setdefault(names, [])
        if profile not in profiles:
            profiles.append(profile)
    return {**violations}


def in_words(answers: Mapping[str, Any]) -> str:
    """Answers as a message states them."""
    return ", ".join(f"{fact}: {value}" for fact, value in answers.items())


def names_of(pack: naive.Pack, name: str, answers: Mapping[str, Any]) -> Key:
    """The names in the message about a move: the step, or the end and its hold."""
    steps = [step["id"] for step in naive.rules(pack, "plan.yaml")]
    return (name,) if name in steps else (in_words(answers), name)


# Single moves


def departures(courses: Courses, *, admissible: bool) -> Iterator[tuple[Key, Profile]]:
    """The moves that lead to another recommendation, or to a profile that is refused."""
    for profile, result in courses.recommended:
        for move in courses.moves[key(profile)]:
            is_admissible = key(move.to) in courses.result
            if is_admissible is admissible and courses.outcome(move.to) != result.recommendation:
                yield names_of(courses.pack, move.name, move.answers), profile


def course_changes_recommendation(courses: Courses) -> Violations:
    """Steps and ends that lead to another recommendation."""
    return collected(departures(courses, admissible=True))


def course_inadmissible(courses: Courses) -> Violations:
    """Steps and ends that lead to profiles that are refused."""
    return collected(departures(courses, admissible=False))


def done_without_effect(courses: Courses) -> Violations:
    """Steps that are still in the plan after they are done."""

    def found() -> Iterator[tuple[Key, Profile]]:
        for step in naive.rules(courses.pack, "plan.yaml"):
            for profile, result in courses.advised if "done" in step else ():
                after = courses.result.get(key({**profile, **step["done"]}))
                if step["id"] in result.steps and after is not None and step["id"] in after.steps:
                    yield (step["id"],), profile

    return collected(found())


def done_touches_wish(courses: Courses) -> Violations:
    """Steps and ends that give a new answer to a fixed fact, or one that is a wish."""
    facts = {fact["id"]: fact for fact in courses.pack["facts.yaml"]["facts"]}

    def found() -> Iterator[tuple[Key, Profile]]:
        for profile, result in courses.advised:
            for name, answers in deeds(courses.pack, (*result.steps, *result.warnings)):
                for fact, value in answers.items():
                    if is_out_of_reach(facts[fact], value) and profile[fact] != value:
                        yield (*names_of(courses.pack, name, answers), f"{fact}: {value}"), profile

    return collected(found())


def deeds(pack: naive.Pack, names: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What some steps and holds set."""
    for rule in (*naive.rules(pack, "plan.yaml"), *naive.rules(pack, "warnings.yaml")):
        if rule["id"] in names:
            ends = [end for end in naive.listed(rule.get("ends")) if "known" not in end]
            yield from ((rule["id"], answers) for answers in (*ends, rule.get("done", {})))


def is_out_of_reach(fact: Mapping[str, Any], value: Any) -> bool:
    """Whether no deed may give this answer."""
    wish = fact.get("wish", False)
    return bool(fact.get("fixed", False)) or (wish if isinstance(wish, bool) else value in naive.listed(wish))


# Whole courses


def course_in_a_circle(courses: Courses) -> Violations:
    """Outcomes with profiles whose course can never stop."""

    def found() -> Iterator[tuple[Key, Profile]]:
        for profile, result in courses.recommended:
            if not any(stops(courses, state) for state in courses.following(profile)):
                yield (str(result.recommendation),), profile

    return collected(found())


def stops(courses: Courses, profile: Profile) -> bool:
    """Whether a course can stop here: nothing changes any answer, something leads away or can be learnt."""
    moves = [move for move in courses.moves[key(profile)] if move.to != profile]
    departs = any(courses.outcome(move.to) != courses.outcome(profile) for move in moves)
    return not moves or departs or any(learnable(courses, profile))


def learnable(courses: Courses, profile: Profile) -> Iterator[list[str]]:
    """The unknown facts whose answers a hold waits for, once nothing is left to prepare."""
    steps = {step["id"] for step in naive.rules(courses.pack, "plan.yaml")}
    if not any(move.name in steps for move in courses.moves[key(profile)]):
        yield from awaited(courses, profile)


def awaited(courses: Courses, profile: Profile) -> Iterator[list[str]]:
    """The unknown facts that each end of a standing hold wants to be known."""
    for hold in courses.result[key(profile)].holds:
        for end in naive.listed(course.rule(courses.pack, "warnings.yaml", hold).get("ends")):
            yield [fact for fact in naive.listed(end.get("known")) if profile[fact] == "unknown"]


def hold_without_exit(courses: Courses) -> Violations:
    """Holds that nothing ends: no move, no answer that is waited for, and no end of their own."""

    def found() -> Iterator[tuple[Key, Profile]]:
        for profile, result in courses.recommended:
            for hold in result.holds:
                if not is_released(courses, profile, hold):
                    yield (hold,), profile

    return collected(found())


def is_released(courses: Courses, profile: Profile, hold: str) -> bool:
    """Whether some way leads to a profile with the same recommendation and without the hold."""
    seen, queue = {key(profile)}, [profile]

    def is_free(other: Profile) -> bool:
        same = courses.outcome(other) == courses.outcome(profile)
        return same and hold not in courses.result[key(other)].holds

    while queue:
        state = queue.pop()
        moved = [move.to for move in courses.moves[key(state)]]
        learnt = [known for facts in awaited(courses, state) for known in answers(courses.pack, state, facts)]
        # An end of the hold itself counts at any time, but is followed only in its turn, as a move.
        if any(map(is_free, (*own_ends(courses, state, hold), *moved, *learnt))):
            return True
        for other in (*moved, *learnt):
            if key(other) not in seen and courses.outcome(other) == courses.outcome(profile):
                seen.add(key(other))
                queue.append(other)
    return False


def own_ends(courses: Courses, profile: Profile, hold: str) -> list[Profile]:
    """The profiles that the ends of a hold lead to."""
    ends = naive.listed(course.rule(courses.pack, "warnings.yaml", hold).get("ends"))
    return [{**profile, **end} for end in ends if "known" not in end]


def answers(pack: naive.Pack, profile: Profile, facts: list[str]) -> Iterator[Profile]:
    """The profiles in which some of these unknown facts are known."""
    groups = exhaustive.parts(pack)
    for values in product(*([part[0] for part in groups[fact]] for fact in facts)):
        yield {**profile, **dict(zip(facts, values, strict=True))}


# What cannot be undone


def irreversible(courses: Courses) -> list[naive.Rule]:
    """The irreversible steps."""
    return [step for step in naive.rules(courses.pack, "plan.yaml") if step.get("irreversible", False)]


def irreversible_before_wait(courses: Courses) -> Violations:
    """Irreversible steps of preparation in a state of a course from which a hold can be met."""
    early = [step["id"] for step in irreversible(courses) if step["phase"] == "before"]

    def found() -> Iterator[tuple[Key, Profile]]:
        for profile, _ in courses.recommended if early else ():
            for state in courses.following(profile):
                steps = [name for name in early if name in courses.result[key(state)].steps]
                if steps and any(courses.result[key(later)].holds for later in courses.following(state)):
                    yield from (((name,), profile) for name in steps)

    return collected(found())


def ready_unsettled(courses: Courses) -> Violations:
    """Irreversible steps that are ready, but not once every question that can be answered is."""

    def found() -> Iterator[tuple[Key, Profile]]:
        for profile, result in courses.recommended if irreversible(courses) else ():
            acting = [step["id"] for step in irreversible(courses) if step["id"] in result.steps]
            if result.readiness == "ready" and acting and not is_settled(courses, profile):
                yield from (((name,), profile) for name in acting)

    return collected(found())


def is_settled(courses: Courses, profile: Profile) -> bool:
    """Whether every completion with the same recommendation is ready."""
    facts = [fact["id"] for fact in courses.pack["facts.yaml"]["facts"] if profile[fact["id"]] == "unknown"]
    completions = [
        other
        for other in answers(courses.pack, profile, facts)
        if courses.outcome(other) == courses.outcome(profile) and is_completion(courses, profile, other)
    ]
    return all(courses.result[key(other)].readiness == "ready" for other in completions)


def is_completion(courses: Courses, profile: Profile, other: Profile) -> bool:
    """Whether the answers that differ are no wishes, and no further fact could be answered."""
    facts = {fact["id"]: fact for fact in courses.pack["facts.yaml"]["facts"]}
    groups = exhaustive.parts(courses.pack)

    def is_plain(name: str, value: Any) -> bool:
        return value != "unknown" and not is_out_of_reach({**facts[name], "fixed": False}, value)

    if not all(is_plain(name, other[name]) for name in exhaustive.differing(profile, other)):
        return False
    return not any(
        key({**other, name: part[0]}) in courses.result
        for name in facts
        if other[name] == "unknown"
        for part in groups[name]
        if is_plain(name, part[0])
    )


ORACLES = (
    *(course_changes_recommendation, course_inadmissible, course_in_a_circle),
    *(done_without_effect, done_touches_wish, hold_without_exit),
    *(irreversible_before_wait, ready_unsettled),
)
