"""What the screen shows: a question, why it is asked, and the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.ask.reply import DONT_KNOW, describe_range, label
from exitwise.ask.why import explain_question
from exitwise.diagram.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exitwise.ask.interview import Interview
    from exitwise.ask.why import AnswerEffect, Conclusion, Reasons
    from exitwise.diagram.axis import ValueClass
    from exitwise.model.fact import Fact
    from exitwise.present.page import Page

INDENT: Final = "  "
MOST_LISTED: Final = 4
MOST_NESTED: Final = 2
"""How much of a list, or of one in a list, is shown at first; what is left out is said, and how to see it."""
UNDECIDED: Final = {
    "recommendation": "the recommendation",
    "hold": "a reason to wait",
    "step": "a step of the plan",
    "warning": "a warning",
}
RULED_IN: Final = {
    "recommendation": "recommended",
    "hold": "you must wait",
    "step": "in the plan",
    "warning": "warning",
}
RULED_OUT: Final = {
    "recommendation": "not recommended",
    "hold": "no need to wait",
    "step": "not in the plan",
    "warning": "no warning",
}
"""How a conclusion is spoken of by its kind: while it is open, and once it is certain either way."""
REQUIRED: Final = "Every case must state it."
JOINT: Final = "It decides together with other answers."
NO_EFFECT: Final = "nothing is certain by that alone"


def write_question(page: Page, interview: Interview, fact: Fact) -> None:
    """Ask: how far along, the question, and the answers to choose from."""
    number = sum(1 for name in interview.answers if name not in interview.preset) + 1
    page.line()
    page.paragraph("", f"Question {number}{_remaining(interview)}", "dim")
    write_choices(page, interview, fact)


def write_choices(page: Page, interview: Interview, fact: Fact) -> None:
    """Write a question with the answers that may be given, and the one given before."""
    page.paragraph("", one_line(fact.question), "bold")
    options = interview.options(fact.id)
    if fact.kind == "integer":
        page.paragraph(INDENT, f"Type {describe_range(fact, options)}.")
        if UNKNOWN in options:
            page.paragraph(INDENT, f"Or: {label(fact, UNKNOWN)}")
    else:
        for number, option in enumerate(options, 1):
            page.paragraph(f"{INDENT}{number}. ", one_line(part_label(fact, option)))
    if fact.id in interview.former_answers and interview.admits(fact.id, interview.former_answers[fact.id]):
        before = one_line(label(fact, interview.former_answers[fact.id]))
        page.paragraph("", f"Before you answered: {before}. Enter keeps it.", "dim")


def _remaining(interview: Interview) -> str:
    """Say how many questions follow the present one."""
    least, most = interview.min_remaining - 1, interview.max_remaining - 1
    if not most:
        return ", the last one"
    if least == most:
        return f", then {most} more"
    return f", then {least} to {most} more" if least else f", then up to {most} more"


def part_label(fact: Fact, part: ValueClass) -> str:
    """Return an answer, or an interval of answers, in words."""
    if not isinstance(part, Interval):
        return label(fact, part)
    low, high = part
    if low == high:
        return fact.label(low)
    least, most = low in (SMALLEST, fact.minimum), high in (LARGEST, fact.maximum)
    if least and most:
        return "any number"
    if most:
        return f"{fact.label(low)} or more"
    return f"{fact.label(high)} or less" if least else f"{low} to {fact.label(high)}"


def write_reasons(page: Page, interview: Interview, fact: Fact, *, everything: bool) -> None:
    """Say what a question means, what hangs on it, what each answer settles, and which sources say so."""
    found = explain_question(interview, fact.id)
    if fact.help:
        page.line()
        page.paragraph("", one_line(fact.help))
    page.line()
    page.paragraph("", "Why this is asked", "bold")
    _write_conclusions(page, interview, fact, found, everything=everything)
    page.paragraph("", "What each answer settles", "bold")
    for same in _group(found.effects):
        _write_effects(page, fact, same, everything=everything)
    if any(each.answer == UNKNOWN for each in found.effects):
        page.paragraph(INDENT, _note_on_unknown(fact), "dim")
    if found.statements:
        page.paragraph("", "Who says so", "bold")
        said = [f"{each.id}: {one_line(each.says)}" for each in found.statements]
        _write_list(page, INDENT, said, MOST_LISTED, everything=everything)


def _write_conclusions(
    page: Page, interview: Interview, fact: Fact, found: Reasons, *, everything: bool
) -> None:
    if found.conclusions:
        page.paragraph("", "With what is known so far, your answer can still change:")
        _write_list(
            page,
            INDENT,
            [_phrase(UNDECIDED, end) for end in found.conclusions],
            MOST_LISTED,
            everything=everything,
        )
    elif not fact.unknown:
        page.paragraph(INDENT, REQUIRED)
    elif interview.undecided.may_depend_on(fact.id):
        page.paragraph(INDENT, JOINT)


def _phrase(by_kind: Mapping[str, str], end: Conclusion) -> str:
    return f"{by_kind[end.kind]}: {one_line(end.title)}"


def _group(settles: Iterable[AnswerEffect]) -> Iterable[Sequence[AnswerEffect]]:
    """Return the answers, those together that settle the same."""
    groups: dict[tuple[tuple[Conclusion, ...], ...], list[AnswerEffect]] = {}
    for each in settles:
        groups.setdefault((each.ruled_in, each.ruled_out), []).append(each)
    return groups.values()


def _write_effects(page: Page, fact: Fact, same: Sequence[AnswerEffect], *, everything: bool) -> None:
    labels = [one_line(part_label(fact, part)) for part in _merge_intervals(each.answer for each in same)]
    page.paragraph(f"{INDENT}- ", "; or: ".join(labels))
    settled = [
        *(_phrase(RULED_IN, end) for end in same[0].ruled_in),
        *(_phrase(RULED_OUT, end) for end in same[0].ruled_out),
    ]
    _write_list(page, 2 * INDENT, settled or [NO_EFFECT], MOST_NESTED, everything=everything)


def _merge_intervals(parts: Iterable[ValueClass]) -> Sequence[ValueClass]:
    """Return the parts, intervals that follow one another as one."""
    found: list[ValueClass] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Interval) and isinstance(last, Interval) and last.high + 1 == part.low:
            found[-1] = Interval(last.low, part.high)
        else:
            found.append(part)
    return found


def _note_on_unknown(fact: Fact) -> str:
    """Say how the rules treat not knowing: as an answer of its own, which this page then shows."""
    return f"`{DONT_KNOW}` counts as an answer of its own{_numbers(fact)}."


def _numbers(fact: Fact) -> str:
    return ", and as no number" if fact.kind == "integer" else ", and as none of the others"


def _write_list(page: Page, indent: str, words: Sequence[str], few: int, *, everything: bool) -> None:
    """Write a list, of a long one the beginning unless everything is wanted."""
    shown = words if everything or len(words) <= few + 1 else words[:few]
    for each in shown:
        page.paragraph(f"{indent}- ", each)
    if len(shown) < len(words):
        page.paragraph(f"{indent}- ", f"and {len(words) - len(shown)} more; ?? shows all", "dim")


def write_answers(page: Page, interview: Interview) -> None:
    """List the answers given, numbered, and what follows from them."""
    facts = interview.compiled.knowledge.fact
    page.paragraph("", "Your answers", "bold")
    for number, (name, value) in enumerate(interview.answers.items(), 1):
        page.paragraph(f"{INDENT}{number}. ", _answer_line(facts[name], label(facts[name], value)))
    if not interview.answers:
        page.paragraph(INDENT, "None yet.")
    if interview.implied:
        page.paragraph("", "What follows from them")
    for name, value in interview.implied.items():
        page.paragraph(f"{INDENT}- ", _answer_line(facts[name], label(facts[name], value)))


def _answer_line(fact: Fact, words: str) -> str:
    return f"{one_line(fact.question)} {one_line(words)}"


def write_dropped_answers(page: Page, interview: Interview, names: Iterable[str]) -> None:
    """List answers that a change gives up."""
    facts = interview.compiled.knowledge.fact
    page.paragraph("", "That makes these answers fall away, for they no longer count or no longer fit:")
    for name in names:
        page.paragraph(f"{INDENT}- ", _answer_line(facts[name], label(facts[name], interview.answers[name])))
