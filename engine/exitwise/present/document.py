"""The advice as a document: its sections in order, independent of the output format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import N_, _
from exitwise.present.outlook import OutlookWriter
from exitwise.present.printable import one_line
from exitwise.present.section import Item, Note, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.advice import Advice, RaisedWarning, Reason, Step, Wait
    from exitwise.model.knowledge import Knowledge

READINESS: Final = {
    "hold": N_("Not yet. Sort out first what is listed below."),
    "prepare": N_("Some preparation first. Follow the plan in order."),
    "ready": N_("You can go ahead: nothing is left to prepare."),
}
NOTHING_TO_DO: Final = N_("There is nothing that you have to do.")
GO_AHEAD: Final = N_("You can go ahead.")
UNDECIDED: Final = N_("The rules leave no single outcome for this case: do nothing final on their account.")
ASSUMED: Final = N_(
    "You haven't answered these or don't know them. Each could change the advice; it counts as not known."
)
EITHER: Final = N_("This applies, or another of these reasons does; the advice is the same.")
PHASES: Final = {
    "before": N_("Plan. Before you go ahead"),
    "act": N_("Plan. Go ahead"),
    "after": N_("Plan. Afterwards"),
}
WAIT: Final = N_("Plan. Then wait, if it comes to that")
BLOCKED: Final = {"act": N_("Plan. Not yet: go ahead only then"), "after": N_("Plan. Not yet: afterwards")}


@dataclass(frozen=True, slots=True)
class Document:
    """The advice: title, pack and date, recommendation, readiness, and the sections that are not empty."""

    title: str
    about: str
    recommendation: str
    readiness: str
    tone: str
    sections: tuple[Section, ...]
    notice: str


def document(knowledge: Knowledge, advice: Advice, waits: Mapping[str, date] | None = None) -> Document:
    """Return the advice as a document; every text in it is printable and on one line.

    `waits` has the days on which holds began; the others count from the day of the advice.
    """
    writer = _Writer(knowledge, advice, waits or {})
    titles = dict(knowledge.outcomes)
    recommendation = titles[advice.recommendation] if advice.recommendation else _("No recommendation")
    about = f"{knowledge.name} {knowledge.version}, {advice.as_of}"
    return Document(
        title=one_line(knowledge.title),
        about=about if advice.id is None else f"{one_line(str(advice.id))} · {about}",
        recommendation=one_line(recommendation),
        readiness=" ".join(_readiness(advice)),
        tone="danger" if advice.readiness == "hold" else "plain",
        sections=tuple(section for section in writer.sections() if section.items),
        notice=one_line(knowledge.notice),
    )


def _readiness(advice: Advice) -> Iterator[str]:
    """Yield what the readiness means; where an open question could change it, nothing is called all clear."""
    if advice.recommendation is None:
        yield _(UNDECIDED)
    elif advice.readiness != "ready":
        yield _(READINESS[advice.readiness])
    else:
        clear = GO_AHEAD if advice.assumed else READINESS["ready"]
        yield _(clear if advice.steps else NOTHING_TO_DO)
        if advice.assumed:
            yield _still_open(len(advice.assumed))


def _still_open(count: int) -> str:
    if count == 1:
        return _("One unanswered question could change this advice.")
    return _("{count} unanswered questions could change this advice.").format(count=count)


@dataclass(frozen=True, slots=True)
class _Writer:
    knowledge: Knowledge
    advice: Advice
    waits: Mapping[str, date]

    @property
    def outlook(self) -> OutlookWriter:
        return OutlookWriter(self.knowledge, self.advice)

    def sections(self) -> Iterator[Section]:
        holds = tuple(self._wait(wait) for wait in self.advice.waits if wait.begins_after is None)
        yield Section(_("First settle this"), holds, tone="danger", spaced=True)
        yield self.outlook.answers_section()
        yield Section(_("Why"), self._why())
        yield self.outlook.decisive_section()
        yield Section(_("Considered and set aside"), self._set_aside())
        yield from self.outlook.why_not_sections()
        yield from self._plan()
        yield Section(_("Keep in mind"), tuple(map(self._warning, self.advice.warnings)), spaced=True)
        yield self.outlook.change_section()
        yield self.outlook.implied_section()
        yield self._assumed()
        yield Section(_("Where sources disagree"), self._disagreements(), tone="faint")
        yield self._sources()

    def _wait(self, wait: Wait) -> Item:
        began = self.waits.get(wait.hold, date.fromisoformat(self.advice.as_of))
        own = self.outlook.wait_notes(wait, wait.ask_again_on(began))
        notes = (Note("", one_line(wait.because)), *own, *_cited(wait.cites))
        return Item(one_line(wait.title), "!", notes, strong=True)

    def _warning(self, warning: RaisedWarning) -> Item:
        mark = "!" if warning.severity == "danger" else "-"
        notes = (
            Note("", one_line(warning.because)),
            *self.outlook.after_note(warning.comes_after),
            *_cited(warning.cites),
        )
        return Item(one_line(warning.title), mark, notes, strong=warning.severity == "danger")

    def _why(self) -> tuple[Item, ...]:
        """Return the reasons for the recommendation; steps and warnings have theirs in their own sections."""
        reasons = self.advice.reasons
        return tuple(
            Item(one_line(reason.because), notes=(*_premises(reason), *_cited(reason.cites)))
            for reason in reasons
            if reason.concludes.startswith(("recommend:", "finding:"))
        )

    def _set_aside(self) -> tuple[Item, ...]:
        titles = dict(self.knowledge.outcomes)
        return tuple(
            Item(
                f"{one_line(titles[argument.recommendation])}: {one_line(argument.because)}",
                notes=tuple(Note(_("But"), one_line(self._because(rule))) for rule in argument.overridden_by),
            )
            for argument in self.advice.set_aside
        )

    def _because(self, rule: str) -> str:
        """Return the text of an undefeated argument that defeats another."""
        return next(reason.because for reason in self.advice.reasons if reason.rule == rule)

    def _plan(self) -> Iterator[Section]:
        number = 0
        for phase, title in PHASES.items():
            steps = [step for step in self.advice.steps if step.phase == phase]
            blocked = any(step.blocked_by for step in steps)
            items = tuple(self._step(step, number + index) for index, step in enumerate(steps, 1))
            number += len(steps)
            yield Section(_(BLOCKED[phase] if blocked else title), items, spaced=True)
            if phase == "before":
                waits = (wait for wait in self.advice.waits if wait.begins_after is not None)
                yield Section(_(WAIT), tuple(map(self._wait, waits)), spaced=True)

    def _step(self, step: Step, number: int) -> Item:
        notes = (
            Note("", one_line(step.how)),
            *_letter_note(step.letter),
            Note(_("Why"), one_line(step.because)),
            *self.outlook.step_notes(step),
            *_cited(step.cites),
        )
        return Item(one_line(step.title), f"[ ] {number}.", notes, strong=True)

    def _assumed(self) -> Section:
        facts = self.knowledge.fact
        questions = tuple(Item(one_line(facts[name].question)) for name in self.advice.assumed)
        return Section(_("Assumed"), questions, _(ASSUMED), tone="faint")

    def _disagreements(self) -> tuple[Item, ...]:
        """Return an item for each statement followed, with all statements that contradict it."""
        statements = self.knowledge.statement
        groups = groupby(
            self.advice.disagreements, key=lambda disagreement: (disagreement.followed, disagreement.why)
        )
        return tuple(
            Item(
                one_line(statements[followed].says),
                notes=(
                    *(Note(_("Against"), one_line(statements[other.against].says)) for other in group),
                    Note(_("Why"), one_line(why)),
                ),
            )
            for (followed, why), group in groups
        )

    def _sources(self) -> Section:
        items = tuple(
            Item(
                f"{source.id}: {one_line(source.title)} ({source.dated})",
                notes=(Note("", one_line(source.url)),) if source.url else (),
            )
            for source in self.advice.sources
        )
        return Section(_("Sources"), items, tone="faint")


def _letter_note(letter: str | None) -> tuple[Note, ...]:
    """Return a note with the command that writes the letter of a step."""
    return (Note(_("Letter"), f"exitwise letter {letter} --profile FILE"),) if letter else ()


def _cited(cites: tuple[str, ...]) -> tuple[Note, ...]:
    return (Note(_("Rests on"), ", ".join(cites)),) if cites else ()


def _premises(reason: Reason) -> tuple[Note, ...]:
    either = (Note("", _(EITHER)),) if reason.either else ()
    return (*either, Note(_("From"), one_line("; ".join(reason.premises)))) if reason.premises else either
