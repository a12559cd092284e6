"""The course of a plan, simulated naively on raw data: one thing is done, and the whole pack is read again.

Nothing here is shared with the engine, as in `naive`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from support.oracles import naive

Facts = dict[str, Any]
Settle = Callable[[Facts], Facts | None]
Move = dict[str, Any]


@dataclass
class Moment:
    """The answers and the advice at one moment, and what has just been done."""

    facts: Facts
    advice: naive.Result
    after: str | None = None


@dataclass
class Course:
    """The moments of a course, what is done in each order, and how it ends."""

    moments: list[Moment]
    moves: list[tuple[int, Move]] = field(default_factory=list)
    ends: str = ""
    answer: list[str] = field(default_factory=list)
    changes_to: str | None = None
    derived: set[str] = field(default_factory=set)
    """The facts that nobody has answered so far."""
    settle: Settle | None = None
    effects: list[bool] = field(default_factory=list)
    """Whether each step that was done changed an answer."""
    contradicted: list[str] = field(default_factory=list)
    """What was done against the values of these facts, so that they were worked out anew."""

    @property
    def way(self) -> list[Move] | None:
        """The way to ready as the advice has it."""
        if self.ends not in ("ready", "answer"):
            return None
        moves = [move for _, move in self.moves]
        return [*moves, {"answer": self.answer}] if self.ends == "answer" else moves


def rule(pack: naive.Pack, file: str, name: str) -> naive.Rule:
    """The rule of a file with an id."""
    return next(found for found in naive.rules(pack, file) if found["id"] == name)


def first_end(pack: naive.Pack, hold: str) -> Facts:
    """The usual end of a hold; empty if it has none."""
    ends = naive.listed(rule(pack, "warnings.yaml", hold).get("ends"))
    return dict(ends[0]) if ends else {}


def preparation(pack: naive.Pack, advice: naive.Result) -> list[naive.Rule]:
    """The steps of preparation in their order."""
    steps = [rule(pack, "plan.yaml", name) for name in advice.steps]
    return [step for step in steps if step["phase"] == "before"]


def changes(facts: Facts, answers: Facts) -> bool:
    """Whether any of the answers is new."""
    return any(facts[name] != value for name, value in answers.items())


def simulate(
    pack: naive.Pack, profile: naive.Profile, derived: Collection[str] = (), settle: Settle | None = None
) -> Course:
    """The course from an admissible profile: the first thing that is due is done, over and over.

    `settle` completes answers without those to `derived` facts, where something was done against these.
    """
    facts = naive.complete(pack, profile)
    course = Course([Moment(facts, naive.advise(pack, facts))], derived=set(derived), settle=settle)
    if course.moments[0].advice.recommendation is None:
        course.ends = "hold"
    seen, had = [facts], set[str]()
    while not course.ends:
        now = course.moments[-1]
        due = [
            step
            for step in preparation(pack, now.advice)
            if step["id"] not in had or changes(now.facts, step.get("done", {}))
        ]
        if due:
            had.add(due[0]["id"])
            course.moves.append((len(course.moments) - 1, {"step": due[0]["id"]}))
            course.effects.append(changes(now.facts, due[0].get("done", {})))
            if course.effects[-1]:
                move_on(pack, course, seen, due[0]["id"], due[0]["done"])
            continue
        usual = {hold: first_end(pack, hold) for hold in now.advice.holds}
        told = [hold for hold, end in usual.items() if end and "known" not in end]
        if told:
            course.moves.append((len(course.moments) - 1, {"hold": told[0], "end": usual[told[0]]}))
            move_on(pack, course, seen, told[0], usual[told[0]])
            continue
        stop_at(course, usual)
    return course


def stop_at(course: Course, usual: dict[str, Facts]) -> None:
    """End a course in which nothing more can be done."""
    facts = course.moments[-1].facts
    open_facts = {
        hold: [name for name in naive.listed(end.get("known")) if facts[name] == "unknown"]
        for hold, end in usual.items()
    }
    if not usual:
        course.ends = "ready"
    elif all(open_facts.values()):
        course.ends = "answer"
        course.answer = [name for name in facts if any(name in names for names in open_facts.values())]
    else:
        course.ends = "hold"


def move_on(pack: naive.Pack, course: Course, seen: list[Facts], name: str, answers: Facts) -> None:
    """Read the pack again with some answers, and go on unless that is the end."""
    now = course.moments[-1]
    facts = {**now.facts, **answers}
    course.derived -= answers.keys()
    if naive.violated(pack, facts):
        given = {fact: value for fact, value in facts.items() if fact not in course.derived}
        anew = course.settle(given) if course.settle and course.derived else None
        if anew is None:
            course.ends = "inadmissible"
            return
        facts = anew
        course.contradicted.append(name)
    advice = naive.advise(pack, facts)
    if advice.recommendation != now.advice.recommendation:
        course.ends, course.changes_to = "change", advice.recommendation
    elif facts in seen:
        course.ends = "circle"
    else:
        seen.append(facts)
        course.moments.append(Moment(facts, advice, name))


def answers_of(pack: naive.Pack, move: Move) -> Facts:
    """The answers that a move gives."""
    if "hold" in move:
        return dict(move["end"])
    return dict(rule(pack, "plan.yaml", move["step"]).get("done", {}))


# Under all ends


def states(pack: naive.Pack, profile: naive.Profile) -> list[Facts]:
    """The answers in every state that can be reached, the present first, whichever way each hold ends."""
    facts = naive.complete(pack, profile)
    outcome = naive.advise(pack, facts).recommendation
    seen = [facts]
    for state in seen:
        for _, answers in moves(pack, state) if outcome is not None else ():
            new = {**state, **answers}
            if (
                new not in seen
                and not naive.violated(pack, new)
                and naive.advise(pack, new).recommendation == outcome
            ):
                seen.append(new)  # and the loop comes to it
    return seen


def reachable(pack: naive.Pack, profile: naive.Profile) -> list[naive.Result]:
    """The advice in every state that can be reached, whichever way each hold ends."""
    return [naive.advise(pack, state) for state in states(pack, profile)]


def moves(pack: naive.Pack, facts: Facts) -> Iterator[tuple[str, Facts]]:
    """The first step with an effect and what it sets, or else every end of every hold."""
    advice = naive.advise(pack, facts)
    for step in preparation(pack, advice):
        if changes(facts, step.get("done", {})):
            yield step["id"], step["done"]
            return
    for hold in advice.holds:
        ends = naive.listed(rule(pack, "warnings.yaml", hold).get("ends"))
        yield from ((hold, end) for end in ends if "known" not in end)


def advised(pack: naive.Pack, facts: Facts) -> naive.State:
    """A state of the course with its advice, as a property sees it."""
    return naive.state_of(facts, naive.advise(pack, facts))


def property_broken(pack: naive.Pack, prop: naive.Rule, profile: naive.Profile) -> bool:
    """Whether a profile breaks a property; along the course, `then` is asked of every state that follows."""
    if "along" not in prop:
        return naive.property_broken(pack, prop, naive.advise(pack, profile), profile)
    if not naive.applies(prop, advised(pack, naive.complete(pack, profile))):
        return False
    following = (advised(pack, facts) for facts in states(pack, profile))
    return not all(naive.holds(prop["then"], state) for state in following)


def met(pack: naive.Pack, profile: naive.Profile) -> set[str]:
    """The holds that stand now or can come up later, under any end of every hold."""
    return {hold for advice in reachable(pack, profile) for hold in advice.holds}


def settable_facts(pack: naive.Pack) -> set[str]:
    """The facts that deeds and ends set."""
    rules = [*naive.rules(pack, "plan.yaml"), *naive.rules(pack, "warnings.yaml")]
    answers = [end for rule in rules for end in (rule.get("done", {}), *naive.listed(rule.get("ends")))]
    return {fact for answer in answers for fact in answer if list(answer) != ["known"]}


def facts_of_moves(pack: naive.Pack) -> set[str]:
    """The facts that deeds and ends set, with all that constraints connect with them."""
    touched = settable_facts(pack)
    groups = [facts_of(rule["when"]) for rule in naive.listed(pack["facts.yaml"].get("constraints"))]
    for _ in groups:
        touched |= {fact for group in groups if group & touched for fact in group}
    return touched


def facts_of(condition: naive.Condition) -> set[str]:
    """The facts in the condition of a constraint."""
    if not isinstance(condition, Mapping):
        return {fact for part in condition for fact in facts_of(part)}
    return {
        fact
        for key, value in condition.items()
        for fact in (facts_of(value) if key in {"all", "any", "not"} else {key})
    }


def compact_waits(pack: naive.Pack, profile: naive.Profile) -> list[str]:
    """The holds that can be met, in the order of the warnings: by severity, then as they are written."""
    holds = met(pack, profile)
    found = (rule for rule in naive.rules(pack, "warnings.yaml") if rule["id"] in holds)
    return [rule["id"] for rule in naive.sorted_warnings(found)]


# The list


def listed_steps(pack: naive.Pack, course: Course) -> list[tuple[str, str | None]]:
    """The steps of the list with what each comes after: first as they are done, then those of the end."""
    found: list[tuple[str, str | None]] = []
    last: dict[str, int] = {}
    for moment, move in course.moves:
        if "step" in move:
            name = move["step"]
            found.append((name, came_up(course, name, last.get(name, -1) + 1, moment)))
            last[name] = moment
    if course.ends == "change":
        return found
    left_out(pack, course, found)
    end = len(course.moments) - 1
    names = course.moments[end].advice.steps
    later = [name for name in names if rule(pack, "plan.yaml", name)["phase"] != "before"]
    return found + [(name, came_up(course, name, 0, end)) for name in later]


def left_out(pack: naive.Pack, course: Course, found: list[tuple[str, str | None]]) -> None:
    """Add the steps that are due now and never done, each behind those that come before it now."""
    before: list[str] = []
    for step in preparation(pack, course.moments[0].advice):
        names = [name for name, _ in found]
        if step["id"] not in names:
            place = max((names.index(name) + 1 for name in before), default=0)
            found.insert(place, (step["id"], None))
        before.append(step["id"])


def came_up(course: Course, name: str, first: int, last: int) -> str | None:
    """What was done before the first of the moments up to the last in all of which a step is in the plan."""
    for number in range(last, first - 1, -1):
        if name not in course.moments[number].advice.steps:
            return course.moments[number + 1].after
    return course.moments[first].after


def listed_warnings(course: Course) -> list[tuple[str, str | None]]:
    """The warnings that are no holds, each with what it comes after."""
    found: dict[str, str | None] = {}
    for moment in course.moments:
        for name in moment.advice.warnings:
            if name not in moment.advice.holds:
                found.setdefault(name, moment.after)
    return list(found.items())


# The whole advice


def whole_advice(
    pack: naive.Pack, profile: naive.Profile, derived: Collection[str], settle: Settle
) -> tuple[Any, ...]:
    """The advice for a profile with its course, and the holds that it can meet.

    Of moments with the same advice in a row only one counts: a deed may change nothing else.
    """
    found = simulate(pack, profile, derived, settle)
    advice = [
        (
            each.advice.recommendation,
            each.advice.readiness,
            each.advice.steps,
            each.advice.urgent,
            each.advice.warnings,
        )
        for each in found.moments
    ]
    return (
        tuple(now for now, _ in groupby(advice)),
        repr([move for _, move in found.moves]),
        (found.ends, tuple(found.answer), found.changes_to, tuple(found.contradicted), tuple(found.effects)),
        tuple(listed_steps(pack, found)),
        tuple(listed_warnings(found)),
        frozenset(met(pack, profile)),
    )
