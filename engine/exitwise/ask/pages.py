"""The pages of the questionnaire: a question, the reasons for it, and the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.ask.reply import describe_range, label, list_names
from exitwise.ask.why import explain_question
from exitwise.ask.words import DONT_KNOW
from exitwise.catalogue import N_, _
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from exitwise.model.kinds import kind_of, number_kind
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exitwise.ask.interview import Interview
    from exitwise.ask.why import AnswerEffect, Conclusion, Reasons
    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact, Value
    from exitwise.present.page import Page

INDENT: Final = "  "
MOST_LISTED: Final = 4
MOST_NESTED: Final = 2
"""Items of a list, and of a list in a list, before it is cut."""
MORE_AND_LESS: Final = {
    "": (N_("{least} or more"), N_("{most} or less")),
    "since": (N_("{least} or earlier"), N_("{most} or later")),
    "until": (N_("{least} or later"), N_("{most} or earlier")),
}
"""Answers from a number on and up to one, by what a date counts."""
UNDECIDED: Final = {
    "recommendation": N_("the recommendation: {title}"),
    "hold": N_("a reason to wait: {title}"),
    "step": N_("a step of the plan: {title}"),
    "warning": N_("a warning: {title}"),
}
RULED_IN: Final = {
    "recommendation": N_("recommended: {title}"),
    "hold": N_("you must wait: {title}"),
    "step": N_("in the plan: {title}"),
    "warning": N_("warning: {title}"),
}
RULED_OUT: Final = {
    "recommendation": N_("not recommended: {title}"),
    "hold": N_("no need to wait: {title}"),
    "step": N_("not in the plan: {title}"),
    "warning": N_("no warning: {title}"),
}
"""Lines about a conclusion by its kind: while it is undecided, once certain, and once ruled out."""
NEEDED: Final = N_("The plan depends on it.")
SEVERAL: Final = N_("Type one number or several, such as 1, 2; or none.")
JOINT: Final = N_("It matters together with other answers.")
NO_EFFECT: Final = N_("this alone settles nothing")


def write_question(page: Page, interview: Interview, fact: Fact) -> None:
    """Write the number of the question, how many follow, the question and its answers."""
    number = sum(1 for name in interview.answers if name not in interview.preset) + 1
    page.line()
    page.paragraph("", _remaining(interview).format(number=number), "dim")
    write_choices(page, interview, fact)


def write_choices(page: Page, interview: Interview, fact: Fact) -> None:
    """Write a question with its admissible answers, and the earlier answer if there is one."""
    page.paragraph("", one_line(fact.question), "bold")
    options = interview.options(fact.id)
    if kind_of(fact).is_number:
        page.paragraph(INDENT, _("Type {range}.").format(range=describe_range(fact, options)))
        if UNKNOWN in options:
            page.paragraph(INDENT, _("Or: {answer}").format(answer=label(fact, UNKNOWN)))
    elif kind_of(fact).name == "several":
        names = (*list_names(fact, options), *((UNKNOWN,) if UNKNOWN in options else ()))
        for number, name in enumerate(names, 1):
            value = name if name == UNKNOWN else frozenset({name})
            page.paragraph(f"{INDENT}{number}. ", one_line(label(fact, value)))
        page.paragraph(INDENT, _(SEVERAL))
    else:
        for number, option in enumerate(options, 1):
            page.paragraph(f"{INDENT}{number}. ", one_line(part_label(fact, option)))
    former = interview.former_answers.get(fact.id)
    if former is not None and interview.admits(fact.id, former):
        words = _("Your earlier answer: {answer}. Press Enter to keep it.")
        answer = one_line(label(fact, former, interview.as_of))
        page.paragraph("", words.format(answer=answer), "dim")


def _remaining(interview: Interview) -> str:
    """Return the heading of a question, with `{number}`, which says how many follow."""
    least, most = interview.min_remaining - 1, interview.max_remaining - 1
    if not most:
        return _("Question {number}, the last one")
    words = _("Question {number}, then up to {most} more")
    if least:
        words = _("Question {number}, then {least} to {most} more")
    if least == most:
        words = _("Question {number}, then {most} more")
    return words.format(number="{number}", least=least, most=most)


def part_label(fact: Fact, part: ValueClass) -> str:
    """Return an answer, or an interval of answers, in words."""
    if not isinstance(part, Interval):
        return label(fact, part)
    low, high = part
    kind = number_kind(fact)
    if low == high or kind is None:
        return label(fact, low)
    bounds = kind.bounds(fact)
    least, most = low in (SMALLEST, bounds.low), high in (LARGEST, bounds.high)
    if least and most:
        return _("any day") if fact.counts else _("any number")
    more, less = MORE_AND_LESS[fact.counts]
    if most:
        return _(more).format(least=label(fact, low))
    first = label(fact, low) if fact.counts else kind.written(fact, low)
    words = _(less) if least else _("{least} to {most}")
    return words.format(least=first, most=label(fact, high))


def write_reasons(page: Page, interview: Interview, fact: Fact, *, everything: bool) -> None:
    """Write the meaning of a question, the conclusions it can change, the effect of each answer, the sources.

    With `everything` no list is cut.
    """
    reasons = explain_question(interview, fact.id)
    if fact.help:
        page.line()
        page.paragraph("", one_line(fact.help))
    page.line()
    page.paragraph("", _("Why this is asked"), "bold")
    _write_conclusions(page, interview, fact, reasons, everything=everything)
    page.paragraph("", _("What each answer settles"), "bold")
    for effects in _group_by_effect(reasons.effects):
        _write_effects(page, fact, effects, everything=everything)
    if any(effect.answer == UNKNOWN for effect in reasons.effects):
        page.paragraph(INDENT, _note_on_unknown(fact), "dim")
    if reasons.statements:
        page.paragraph("", _("Sources"), "bold")
        lines = [f"{statement.id}: {one_line(statement.says)}" for statement in reasons.statements]
        _write_list(page, INDENT, lines, MOST_LISTED, everything=everything)


def _write_conclusions(
    page: Page, interview: Interview, fact: Fact, reasons: Reasons, *, everything: bool
) -> None:
    if reasons.conclusions:
        page.paragraph("", _("Your answer can still change:"))
        lines = [_phrase(UNDECIDED, conclusion) for conclusion in reasons.conclusions]
        _write_list(page, INDENT, lines, MOST_LISTED, everything=everything)
    elif interview.explainable.may_depend_on(fact.id):
        page.paragraph(INDENT, _(JOINT))
    elif not fact.unknown:
        page.paragraph(INDENT, _(NEEDED))


def _phrase(lines: Mapping[str, str], conclusion: Conclusion) -> str:
    return _(lines[conclusion.kind]).format(title=one_line(conclusion.title))


def _group_by_effect(effects: Iterable[AnswerEffect]) -> Iterable[Sequence[AnswerEffect]]:
    """Return the effects in groups of those that rule the same conclusions in and out."""
    groups: dict[tuple[tuple[Conclusion, ...], ...], list[AnswerEffect]] = {}
    for effect in effects:
        groups.setdefault((effect.ruled_in, effect.ruled_out), []).append(effect)
    return groups.values()


def _write_effects(page: Page, fact: Fact, effects: Sequence[AnswerEffect], *, everything: bool) -> None:
    """Write the answers of a group, and the effect that they share."""
    answers = _merge_intervals(effect.answer for effect in effects)
    labels = [one_line(part_label(fact, answer)) for answer in answers]
    page.paragraph(f"{INDENT}- ", _("; or: ").join(labels))
    lines = [
        *(_phrase(RULED_IN, conclusion) for conclusion in effects[0].ruled_in),
        *(_phrase(RULED_OUT, conclusion) for conclusion in effects[0].ruled_out),
    ]
    _write_list(page, 2 * INDENT, lines or [_(NO_EFFECT)], MOST_NESTED, everything=everything)


def _merge_intervals(parts: Iterable[ValueClass]) -> Sequence[ValueClass]:
    """Return the parts, with adjacent intervals merged into one."""
    merged: list[ValueClass] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, Interval) and isinstance(last, Interval) and last.high + 1 == part.low:
            merged[-1] = Interval(last.low, part.high)
        else:
            merged.append(part)
    return merged


def _note_on_unknown(fact: Fact) -> str:
    """Return a sentence on how the rules treat not knowing, which is a value like any other."""
    words = _("`{unsure}` is an answer of its own; it doesn't count as any of the others.")
    if fact.counts:
        words = _("`{unsure}` is an answer of its own; it doesn't count as a day.")
    elif kind_of(fact).is_number:
        words = _("`{unsure}` is an answer of its own; it doesn't count as a number.")
    return words.format(unsure=_(DONT_KNOW))


def _write_list(page: Page, indent: str, items: Sequence[str], most: int, *, everything: bool) -> None:
    """Write a list, cut after `most` items unless only one more would follow or everything is wanted."""
    visible = items if everything or len(items) <= most + 1 else items[:most]
    for item in visible:
        page.paragraph(f"{indent}- ", item)
    if len(visible) < len(items):
        count = len(items) - len(visible)
        words = _("and {count} more; ?? shows all")
        page.paragraph(f"{indent}- ", words.format(count=count), "dim")


def write_answers(page: Page, interview: Interview) -> None:
    """Write the answers, numbered, and the values that they imply."""
    page.paragraph("", _("Your answers"), "bold")
    for number, (name, value) in enumerate(interview.answers.items(), 1):
        page.paragraph(f"{INDENT}{number}. ", _answer_line(interview, name, value))
    if not interview.answers:
        page.paragraph(INDENT, _("None yet."))
    if interview.implied:
        page.paragraph("", _("What follows from them"))
    for name, value in interview.implied.items():
        page.paragraph(f"{INDENT}- ", _answer_line(interview, name, value))


def _answer_line(interview: Interview, name: str, value: Value) -> str:
    fact = interview.compiled.knowledge.fact[name]
    return f"{one_line(fact.question)} {one_line(label(fact, value, interview.as_of))}"


def write_dropped_answers(page: Page, interview: Interview, names: Iterable[str]) -> None:
    """Write the answers that a change drops."""
    page.paragraph("", _("These answers no longer apply and will be removed:"))
    for name in names:
        page.paragraph(f"{INDENT}- ", _answer_line(interview, name, interview.answers[name]))
