"""Small changes of the keys that shape the course of a plan: `done` of a step and `ends` of a hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from exitwise.audit.course import end_in_words, in_words
from exitwise.model.kinds import number_kind
from exitwise.model.rule import End, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.audit.course import Answers
    from exitwise.model.fact import Fact, Value
    from exitwise.model.rule import Rule

    Facts = Mapping[str, Fact]


class CourseChange(NamedTuple):
    """The group and the operator of a mutant, a description for people, and the rule as changed."""

    group: str
    operator: str
    change: str
    changed: Rule


def course_changes(rule: Rule, facts: Facts) -> Iterator[CourseChange]:
    """Yield each change of the deeds of a step, or of the ends of a hold."""
    if isinstance(rule, StepRule):
        yield from _deeds(rule, facts)
    if isinstance(rule, WarningRule):
        yield from _ends(rule, facts)


def _deeds(rule: StepRule, facts: Facts) -> Iterator[CourseChange]:
    for number, answer in enumerate(rule.done):
        own = in_words((answer,), facts)
        fewer = (*rule.done[:number], *rule.done[number + 1 :])
        yield CourseChange("deeds", "drop deed", f"does not set `{own}`", replace(rule, done=fewer))
    for done, change in _other_answers(rule.done, facts):
        yield CourseChange("deeds", "change deed", f"sets {change}", replace(rule, done=done))


def _ends(rule: WarningRule, facts: Facts) -> Iterator[CourseChange]:
    for number, end in enumerate(rule.ends):
        before, after = rule.ends[:number], rule.ends[number + 1 :]
        dropped = replace(rule, ends=(*before, *after))
        yield CourseChange("ends", "drop end", f"does not end by `{end_in_words(end, facts)}`", dropped)
        for other, change in _other_ends(end, facts):
            yield CourseChange("ends", "change end", change, replace(rule, ends=(*before, other, *after)))


def _other_ends(end: End, facts: Facts) -> Iterator[tuple[End, str]]:
    """Yield an end with another answer, or without one of several facts to be known."""
    for answers, change in _other_answers(end.answers, facts):
        yield End(answers=answers), f"ends by {change}"
    for fact in end.known if len(end.known) > 1 else ():
        fewer = tuple(name for name in end.known if name != fact)
        yield End(known=fewer), f"ends without `{fact}` being known"


def _other_answers(answers: Answers, facts: Facts) -> Iterator[tuple[Answers, str]]:
    """Yield the answers with another value of one fact, and the change in words."""
    for number, (fact, value) in enumerate(answers):
        for other in _other_values(facts[fact], value):
            changed = (*answers[:number], (fact, other), *answers[number + 1 :])
            words = (in_words(((fact, each),), facts) for each in (other, value))
            yield changed, " for ".join(f"`{answer}`" for answer in words)


def _other_values(fact: Fact, value: Value) -> Iterator[Value]:
    """Yield the other declared values, or the neighbours of a number within its bounds."""
    kind = number_kind(fact)
    if kind is not None and isinstance(value, int):
        yield from (number for number in (value - 1, value + 1) if number in kind.bounds(fact))
    else:
        yield from (name for name, _ in fact.values if name != value)
