"""Where a conversation begins: with answers given beforehand, or with those of a saved session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from exitwise.ask.interview import Interview
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.fact import UNKNOWN
from exitwise.model.placeholder import fill_placeholders
from exitwise.model.profile import pointer, unknown_key_diagnostic, value_diagnostic
from exitwise.model.session import answers_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.fact import Value
    from exitwise.model.rule import Constraint
    from exitwise.model.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """A conversation taken up again: what became of the answers since they were saved.

    `older` holds the counts of days that have grown or shrunk, as they were; `lost` the answers that no
    longer count, each with the reason; `changed` says that the rules are not those of then.
    """

    interview: Interview
    former_values: Mapping[str, Value]
    dropped: Mapping[str, str]
    pack_changed: bool


def with_presets(interview: Interview, presets: Mapping[str, object]) -> Interview:
    """Return the conversation with answers given beforehand put in place.

    Raises:
        ProfileError: with every fault of them; or with the first that contradicts those before it, or those
            in whose place it was to stand.
    """
    facts = interview.compiled.knowledge.fact
    found = [_invalid_value(interview, name, value) for name, value in presets.items()]
    faults = [each for each in found if each is not None]
    if faults:
        raise ProfileError(faults)
    values: dict[str, Value] = {fact: presets[fact] for fact in facts if fact in presets}  # type: ignore[misc]  # found valid
    for name, value in values.items():
        interview = _insert(replace(interview, preset=interview.preset | set(presets)), name, value)
    return interview


def _insert(interview: Interview, name: str, value: Value) -> Interview:
    """Return the conversation with an answer in place of an earlier one, or as one more."""
    before = interview.before(name) if name in interview.answers else interview
    if not before.admits(name, value):
        raise ProfileError([contradiction(before, name, value)])
    if name not in interview.answers:
        return interview.with_answer(name, value)
    changed = interview.with_change(name, value)
    lost = next((fact for fact in interview.dropped_answers(changed) if fact in interview.preset), None)
    if lost is not None:
        raise ProfileError([contradiction(changed, lost, interview.answers[lost])])
    return changed


def _invalid_value(interview: Interview, name: str, value: object) -> ProfileDiagnostic | None:
    facts = interview.compiled.knowledge.fact
    return value_diagnostic(facts[name], value) if name in facts else unknown_key_diagnostic(name, facts)


def contradiction(interview: Interview, name: str, value: Value) -> ProfileDiagnostic:
    """Say what an answer contradicts, and by which constraints."""
    compiled = interview.compiled
    answers = {**interview.answers, name: value}
    rules = minimal_conflict(compiled, answers)
    names = ", ".join(rule.id for rule in rules)
    absent = dict.fromkeys(compiled.knowledge.fact, UNKNOWN)
    because = (
        fill_placeholders(rule.because, compiled.knowledge.fact, {**absent, **answers}) for rule in rules
    )
    return ProfileDiagnostic(
        pointer=pointer(name),
        cause="contradiction",
        message=f"`{name}` = `{value}` contradicts the other answers ({names})",
        help=" ".join(because),
    )


def minimal_conflict(compiled: CompiledRules, answers: Mapping[str, Value]) -> list[Constraint]:
    """Return the first constraint that answers break alone, or as few as together leave no completion."""
    stated = compiled.space.valid & compiled.space.with_values(answers)

    def contradict(rules: Iterable[Constraint]) -> bool:
        return not reduce(lambda left, rule: left & ~compiled.forbidden(rule.id), rules, stated).satisfiable()

    found = list(compiled.knowledge.constraints)
    alone = next((rule for rule in found if contradict([rule])), None)
    if alone is not None:
        return [alone]
    for rule in reversed(compiled.knowledge.constraints):
        rest = [other for other in found if other is not rule]
        found = rest if contradict(rest) else found
    return found


def resume(compiled: CompiledRules, session: Session, today: date, *, brief: bool = False) -> Resumption:
    """Return a saved conversation as it stands today, with the answers that still count."""
    knowledge = compiled.knowledge
    interview, lost = Interview(compiled, brief=brief), dict[str, str]()
    answers = answers_on(session, knowledge.fact, today)
    for name, value in answers.items():
        problem = _invalid_value(interview, name, value)
        if problem is None and not interview.admits(name, value):
            problem = contradiction(interview, name, value)
        if problem is None:
            interview = interview.with_answer(name, value)
        else:
            lost[name] = problem.message
    older = {name: was for name, was in session.answers.items() if answers[name] != was and name not in lost}
    changed = session.pack.digest != knowledge.digest
    return Resumption(interview=interview, former_values=older, dropped=lost, pack_changed=changed)


def conflict_with(interview: Interview, name: str, value: Value) -> ProfileDiagnostic | None:
    """Return why a valid value cannot stand beside the answers; None where it can."""
    return None if interview.admits(name, value) else contradiction(interview, name, value)


def to_session(interview: Interview, session: Session | None, today: date) -> Session:
    """Return a conversation as it is kept, with what else is known of the session that it began with.

    Its day never goes back: days that were counted once would be counted again.
    """
    if session is None:
        return interview.session(today, {})
    return replace(interview.session(max(today, session.day), session.done), id=session.id)
