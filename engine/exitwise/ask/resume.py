"""Where a conversation begins: with answers given beforehand, or with those of a saved session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from exitwise.ask.interview import Interview
from exitwise.errors import Fault, ProfileError
from exitwise.model.fact import UNKNOWN
from exitwise.model.placeholder import filled
from exitwise.model.profile import fault, pointer, unknown_key
from exitwise.model.session import aged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import Meaning
    from exitwise.model.fact import Value
    from exitwise.model.rule import Constraint
    from exitwise.model.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A conversation taken up again: what became of the answers since they were saved.

    `older` holds the counts of days that have grown or shrunk, as they were; `lost` the answers that no
    longer count, each with the reason; `changed` says that the rules are not those of then.
    """

    interview: Interview
    older: Mapping[str, Value]
    lost: Mapping[str, str]
    changed: bool


def begun(interview: Interview, given: Mapping[str, object]) -> Interview:
    """Return the conversation with answers given beforehand put in place.

    Raises:
        ProfileError: with every fault of them; or with the first that contradicts those before it, or those
            in whose place it was to stand.
    """
    facts = interview.meaning.knowledge.fact
    found = [_fault(interview, name, value) for name, value in given.items()]
    faults = [each for each in found if each is not None]
    if faults:
        raise ProfileError(faults)
    values: dict[str, Value] = {fact: given[fact] for fact in facts if fact in given}  # type: ignore[misc]  # found valid
    for name, value in values.items():
        interview = _put(replace(interview, preset=interview.preset | set(given)), name, value)
    return interview


def _put(interview: Interview, name: str, value: Value) -> Interview:
    """Return the conversation with an answer in place of an earlier one, or as one more."""
    before = interview.before(name) if name in interview.answers else interview
    if not before.admits(name, value):
        raise ProfileError([_contradiction(before, name, value)])
    if name not in interview.answers:
        return interview.answered(name, value)
    changed = interview.edited(name, value)
    lost = next((fact for fact in interview.dropped(changed) if fact in interview.preset), None)
    if lost is not None:
        raise ProfileError([_contradiction(changed, lost, interview.answers[lost])])
    return changed


def _fault(interview: Interview, name: str, value: object) -> Fault | None:
    facts = interview.meaning.knowledge.fact
    return fault(facts[name], value) if name in facts else unknown_key(name, facts)


def _contradiction(interview: Interview, name: str, value: Value) -> Fault:
    """Say what an answer contradicts, and by which constraints."""
    meaning = interview.meaning
    answers = {**interview.answers, name: value}
    rules = _broken(meaning, answers)
    names = ", ".join(rule.id for rule in rules)
    absent = dict.fromkeys(meaning.knowledge.fact, UNKNOWN)
    because = (filled(rule.because, meaning.knowledge.fact, {**absent, **answers}) for rule in rules)
    return Fault(
        pointer=pointer(name),
        cause="contradiction",
        message=f"`{name}` = `{value}` contradicts the other answers ({names})",
        help=" ".join(because),
    )


def _broken(meaning: Meaning, answers: Mapping[str, Value]) -> list[Constraint]:
    """Return the first constraint that answers break alone, or as few as together leave no completion."""
    stated = meaning.space.valid & meaning.space.answered(answers)

    def contradict(rules: Iterable[Constraint]) -> bool:
        return not reduce(lambda left, rule: left & ~meaning.forbidden(rule.id), rules, stated).satisfiable()

    found = list(meaning.knowledge.constraints)
    alone = next((rule for rule in found if contradict([rule])), None)
    if alone is not None:
        return [alone]
    for rule in reversed(meaning.knowledge.constraints):
        rest = [other for other in found if other is not rule]
        found = rest if contradict(rest) else found
    return found


def resumed(meaning: Meaning, session: Session, today: date, *, brief: bool = False) -> Resumed:
    """Return a saved conversation as it stands today, with the answers that still count."""
    knowledge = meaning.knowledge
    interview, lost = Interview(meaning, brief=brief), dict[str, str]()
    answers = aged(session, knowledge.fact, today)
    for name, value in answers.items():
        problem = _fault(interview, name, value)
        if problem is None and not interview.admits(name, value):
            problem = _contradiction(interview, name, value)
        if problem is None:
            interview = interview.answered(name, value)
        else:
            lost[name] = problem.message
    older = {name: was for name, was in session.answers.items() if answers[name] != was and name not in lost}
    changed = session.pack.digest != knowledge.digest
    return Resumed(interview=interview, older=older, lost=lost, changed=changed)


def contradicted(interview: Interview, name: str, value: Value) -> Fault | None:
    """Return why a valid value cannot stand beside the answers; None where it can."""
    return None if interview.admits(name, value) else _contradiction(interview, name, value)


def continued(interview: Interview, session: Session | None, today: date) -> Session:
    """Return a conversation as it is kept, with what else is known of the session that it began with.

    Its day never goes back: days that were counted once would be counted again.
    """
    if session is None:
        return interview.session(today, {})
    return replace(interview.session(max(today, session.day), session.done), id=session.id)
