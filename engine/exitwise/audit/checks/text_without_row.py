"""A text shows a column of a decision table on profiles on which no row of the table has a text for it.

Why it matters:
    The reader sees a gap, "[not known]", where the text of the row should stand.

Example:
    plan.yaml, where the table `paint` has a row for a red door and none for a blue one:
        - {id: wait, title: "Wait for {paint.hours}", how: Let it dry., phase: before, because: So.}

Fix:
    Add a row for the other profiles, fill the blank cell, or give the rule a condition that a row implies.
    Where missing answers leave open which of several rows applies, there is a gap too; the check is about
    profiles without missing answers.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.letter import Letter
from exitwise.model.placeholder import fact_of, names_shown
from exitwise.model.rule import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each rule and letter, and each column that it shows where no row has a text."""
    for element, names in _columns(subject.knowledge):
        if names:
            yield from _gaps(subject, element, names, _readers(subject, element))


def _columns(knowledge: Knowledge) -> Iterator[tuple[Rule | Letter, list[str]]]:
    """Yield the rules and letters with the columns that they show."""
    facts = knowledge.fact
    for rule in knowledge.all_rules:
        names = names_shown(texts_of(rule))
        yield rule, [name for name in names if fact_of(name, facts) not in facts]
    for letter in knowledge.letters:
        own = {blank.id for blank in letter.blanks}
        yield letter, [name for name in letter.blank_names if name not in facts and name not in own]


def _readers(subject: Subject, element: Rule | Letter) -> ProfileSet:
    """Return the profiles that are shown a rule, or a step that sends a letter."""
    if isinstance(element, Letter):
        steps = [step for step in subject.knowledge.steps if step.letter == element.id]
        return _union(subject, (_recipients(subject, step) for step in steps))
    return _recipients(subject, element)


def _recipients(subject: Subject, rule: Rule) -> ProfileSet:
    """Return the profiles on which a rule fires, or in whose advice it is."""
    fires = subject.compiled.fires
    return fires[rule.id] if rule.id in fires else subject.compiled.recipients(rule.id)


def _gaps(
    subject: Subject, element: Rule | Letter, names: list[str], profiles: ProfileSet
) -> Iterator[Violation]:
    for name in names:
        cells = subject.knowledge.cell_texts.get(name, ())
        filled = _union(subject, (subject.compiled.fires[row] for row, _ in cells))
        extent = subject.extent(profiles & ~filled)
        if extent is not None:
            yield Violation(
                message=f"`{element.id}` shows `{{{name}}}` where no row has a text for it",
                place=element.place,
                help="add a row for these profiles, fill the cell, or narrow the condition",
                about=(element.id, name),
                extent=extent,
            )


def _union(subject: Subject, sets: Iterable[ProfileSet]) -> ProfileSet:
    return reduce(or_, sets, subject.space.false)
