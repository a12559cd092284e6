"""What the screen shows: a question, why it is asked, and the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.ask.reply import bounds, label
from exitwise.ask.why import why
from exitwise.diagram.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exitwise.ask.interview import Interview
    from exitwise.ask.why import Conclusion, Settles, Why
    from exitwise.diagram.axis import Part
    from exitwise.model.fact import Fact
    from exitwise.present.page import Page

INDENT: Final = "  "
FEW: Final = 4
FEWER: Final = 2
"""How much of a list, or of one in a list, is shown at first; what is left out is said, and how to see it."""
BY_NAME: Final = {
    "recommendation": "recommended",
    "hold": "you must wait",
    "step": "to do",
    "warning": "warning",
}
DUE: Final = "Every case must state it."
TIED: Final = "It decides together with other answers."
UNSETTLED: Final = "nothing is certain by this alone"


def question(page: Page, interview: Interview, fact: Fact) -> None:
    """Ask: how far along, the question, and the answers to choose from."""
    number = sum(1 for name in interview.answers if name not in interview.preset) + 1
    page.line()
    page.paragraph("", f"Question {number}{_left(interview)}", "dim")
    choices(page, interview, fact)


def choices(page: Page, interview: Interview, fact: Fact) -> None:
    """Write a question with the answers that may be given, and the one given before."""
    page.paragraph("", one_line(fact.question), "bold")
    options = interview.options(fact.id)
    if fact.kind == "integer":
        unit = f" ({fact.unit})" if fact.unit else ""
        page.paragraph(INDENT, f"Type {bounds(fact)}{unit}.")
        if UNKNOWN in options:
            page.paragraph(INDENT, f"Or: {label(fact, UNKNOWN)}")
    else:
        for number, option in enumerate(options, 1):
            page.paragraph(f"{INDENT}{number}. ", one_line(part_label(fact, option)))
    if fact.id in interview.former and interview.admits(fact.id, interview.former[fact.id]):
        before = one_line(label(fact, interview.former[fact.id]))
        page.paragraph("", f"Before you answered: {before}. Enter keeps it.", "dim")


def _left(interview: Interview) -> str:
    """Say how many questions follow the present one."""
    least, most = interview.at_least - 1, interview.at_most - 1
    if not most:
        return ", the last one"
    if least == most:
        return f", then {most} more"
    return f", then {least} to {most} more" if least else f", then up to {most} more"


def part_label(fact: Fact, part: Part) -> str:
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


def reasons(page: Page, interview: Interview, fact: Fact, *, everything: bool) -> None:
    """Say what a question means, what hangs on it, what each answer settles, and which sources say so."""
    found = why(interview, fact.id)
    if fact.help:
        page.line()
        page.paragraph("", one_line(fact.help))
    page.line()
    page.paragraph("", "Why this is asked", "bold")
    _hanging(page, interview, fact, found, everything=everything)
    page.paragraph("", "What each answer settles", "bold")
    for each in found.settles:
        _settled(page, fact, each, everything=everything)
    if found.statements:
        page.paragraph("", "Who says so", "bold")
        said = [f"{each.id}: {one_line(each.says)}" for each in found.statements]
        _list(page, INDENT, said, FEW, everything=everything)


def _hanging(page: Page, interview: Interview, fact: Fact, found: Why, *, everything: bool) -> None:
    if found.hanging:
        page.paragraph("", "Hanging on your answer, with what is known so far:")
        _list(page, INDENT, [_spoken(end) for end in found.hanging], FEW, everything=everything)
    elif not fact.unknown:
        page.paragraph(INDENT, DUE)
    elif interview.open.turns_on(fact.id):
        page.paragraph(INDENT, TIED)


def _spoken(end: Conclusion) -> str:
    return f"{BY_NAME[end.kind]}: {one_line(end.title)}"


def _settled(page: Page, fact: Fact, answer: Settles, *, everything: bool) -> None:
    page.paragraph(f"{INDENT}- ", one_line(part_label(fact, answer.answer)))
    settled = [
        *(f"certain: {_spoken(end)}" for end in answer.ruled_in),
        *(f"ruled out: {_spoken(end)}" for end in answer.ruled_out),
    ]
    if answer.answer == UNKNOWN:
        page.paragraph(2 * INDENT, _unknown(fact), "dim")
    _list(page, 2 * INDENT, settled or [UNSETTLED], FEWER, everything=everything)


def _unknown(fact: Fact) -> str:
    """Say how the rules treat not knowing: as an answer of its own, which this page then shows."""
    return f"It counts as not known, which is not the same as any other answer to this{_numbers(fact)}."


def _numbers(fact: Fact) -> str:
    return ", nor as a number" if fact.kind == "integer" else ""


def _list(page: Page, indent: str, words: Sequence[str], few: int, *, everything: bool) -> None:
    """Write a list, of a long one the beginning unless everything is wanted."""
    shown = words if everything or len(words) <= few + 1 else words[:few]
    for each in shown:
        page.paragraph(f"{indent}- ", each)
    if len(shown) < len(words):
        page.paragraph(f"{indent}- ", f"and {len(words) - len(shown)} more; ?? shows all", "dim")


def answers(page: Page, interview: Interview) -> None:
    """List the answers given, numbered, and what follows from them."""
    facts = interview.meaning.knowledge.fact
    page.paragraph("", "Your answers", "bold")
    for number, (name, value) in enumerate(interview.answers.items(), 1):
        page.paragraph(f"{INDENT}{number}. ", _answered(facts[name], label(facts[name], value)))
    if not interview.answers:
        page.paragraph(INDENT, "None yet.")
    if interview.implied:
        page.paragraph("", "What follows from them")
    for name, value in interview.implied.items():
        page.paragraph(f"{INDENT}- ", _answered(facts[name], label(facts[name], value)))


def _answered(fact: Fact, words: str) -> str:
    return f"{one_line(fact.question)} {one_line(words)}"


def lost(page: Page, interview: Interview, names: Iterable[str]) -> None:
    """List answers that a change gives up."""
    facts = interview.meaning.knowledge.fact
    page.paragraph("", "That makes these answers fall away, for they no longer count or no longer fit:")
    for name in names:
        page.paragraph(f"{INDENT}- ", _answered(facts[name], label(facts[name], interview.answers[name])))
