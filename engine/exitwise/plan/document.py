"""The checklist as a document: the progress, the steps with their boxes, and the reasons to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import N_, _
from exitwise.model.kinds import label
from exitwise.model.kinds.date import day_label
from exitwise.present.document import BLOCKED, PHASES, UNDECIDED, WAIT, Document
from exitwise.present.outlook import FINAL, OutlookWriter
from exitwise.present.printable import one_line
from exitwise.present.section import Item, Note, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.model.advice import RaisedWarning, Wait
    from exitwise.plan.changes import Changes
    from exitwise.plan.checklist import Checklist, Entry

NOT_YET: Final = N_("Not yet. Sort out first what is listed below.")
NO_STEPS: Final = N_("There is nothing to do.")
ALL_DONE: Final = N_("Everything is done: {total} of {total}.")
WAITING: Final = N_("{done} of {total} done; the remaining steps have to wait.")
REMOVED_STEPS: Final = N_("Done, but no longer in the rules")
NO_RECOMMENDATION: Final = N_("No recommendation")


def checklist_document(checklist: Checklist, before: Checklist, changes: Changes | None) -> Document:
    """Return a checklist as a document, with the changes since the checklist `before`, if any were made."""
    return _Writer(checklist, before, changes).document()


@dataclass(frozen=True, slots=True)
class _Writer:
    checklist: Checklist
    before: Checklist
    changes: Changes | None

    def document(self) -> Document:
        knowledge, advice = self.checklist.knowledge, self.checklist.advice
        about = f"{knowledge.name} {knowledge.version}, {advice.as_of}"
        sections = (
            *self._changes_section(),
            *self._holds_section(),
            *self._step_sections(),
            *self._warnings_section(),
        )
        return Document(
            title=one_line(knowledge.title),
            about=about if advice.id is None else f"{one_line(str(advice.id))} · {about}",
            recommendation=self._outcome(advice.recommendation),
            readiness=" ".join(self._progress()),
            tone="danger" if self.checklist.holds else "plain",
            sections=tuple(section for section in sections if section.items),
            notice=one_line(knowledge.notice),
        )

    def _outcome(self, name: str | None) -> str:
        return (
            _(NO_RECOMMENDATION) if name is None else one_line(dict(self.checklist.knowledge.outcomes)[name])
        )

    # Progress

    def _progress(self) -> Iterator[str]:
        if self.checklist.advice.recommendation is None:
            yield _(UNDECIDED)
        if self.checklist.holds:
            yield _(NOT_YET)
        total, pending = len(self.checklist.entries), len(self.checklist.pending)
        if not total:
            yield _(NO_STEPS)
        elif not pending:
            yield _(ALL_DONE).format(total=total)
        else:
            following = self.checklist.next_entry
            label = "" if following is None else _step_label(following)
            words = _(WAITING) if following is None else _("{done} of {total} done; next: {step}.")
            yield words.format(done=total - pending, total=total, step=label)

    # Changes

    def _changes_section(self) -> Iterator[Section]:
        if self.changes is not None:
            yield Section(_("What this has changed"), tuple(map(Item, self._change_lines(self.changes))))

    def _change_lines(self, changes: Changes) -> Iterator[str]:
        for name in changes.undone:
            yield _("Taken back: {step}").format(step=_step_label(self.before.entry[name]))
        if changes.undone:
            yield from self._answer_lines(changes)
        if changes.recommendation is not None:
            was, now = map(self._outcome, changes.recommendation)
            yield _("The recommendation is now: {now}. It was: {was}.").format(now=now, was=was)
        yield from (
            _("New in the plan: {step}").format(step=_step_label(self.checklist.entry[name]))
            for name in changes.steps_added
        )
        yield from (
            _("No longer in the plan: {step}").format(step=_step_label(self.before.entry[name]))
            for name in changes.steps_removed
        )
        yield from (
            _("Has to be settled now: {title}").format(title=title)
            for title in _titles(self.checklist, changes.holds_added)
        )
        yield from (
            _("No longer holds you up: {title}").format(title=title)
            for title in _titles(self.before, changes.holds_removed)
        )

    def _answer_lines(self, changes: Changes) -> Iterator[str]:
        for name, value in changes.answers.items():
            fact = self.checklist.knowledge.fact[name]
            if value is None:
                yield _("No longer answered: {question}").format(question=one_line(fact.question))
            else:
                answer = one_line(label(fact, value, self.checklist.as_of))
                words = _("Your answer is again: {question} {answer}")
                yield words.format(question=one_line(fact.question), answer=answer)

    # Holds, steps and warnings

    def _holds_section(self) -> Iterator[Section]:
        yield Section(_("First settle this"), self._waits(standing=True), tone="danger", spaced=True)

    def _waits(self, *, standing: bool) -> tuple[Item, ...]:
        """Return the waits that have begun, or those that come later."""
        checklist = self.checklist
        outlook = OutlookWriter(checklist.knowledge, checklist.advice)
        return tuple(
            Item(one_line(wait.title), "!", (_because(wait), *notes), strong=True)
            for wait in checklist.advice.waits
            if (wait.begins_after is None) is standing
            for notes in (outlook.wait_notes(wait, checklist.ask_again_on(wait)),)
        )

    def _step_sections(self) -> Iterator[Section]:
        for phase, title in PHASES.items():
            entries = [entry for entry in self.checklist.entries if entry.phase == phase]
            blocked = any(entry.blocked_by for entry in entries)
            yield Section(_(BLOCKED[phase] if blocked else title), self._items(entries), spaced=True)
            if phase == "before":
                yield Section(_(WAIT), self._waits(standing=False), spaced=True)
        yield Section(
            _(REMOVED_STEPS), self._items(entry for entry in self.checklist.entries if entry.phase is None)
        )

    def _items(self, entries: Iterable[Entry]) -> tuple[Item, ...]:
        return tuple(self._item(entry) for entry in entries)

    def _item(self, entry: Entry) -> Item:
        if entry.done is not None:
            words = _("{step} (done {day})")
            return Item(words.format(step=_step_label(entry), day=day_label(entry.done)), "[x]")
        return Item(_step_label(entry), "[ ]", tuple(self._notes(entry)), strong=True)

    def _notes(self, entry: Entry) -> Iterator[Note]:
        yield Note("", one_line(entry.how))
        if entry.letter is not None:
            yield Note(_("Letter"), f"exitwise letter {entry.letter} --profile FILE")
        if entry.by is not None:
            yield Note(_("By"), day_label(date.fromisoformat(entry.by)))
        if entry.irreversible:
            yield Note("", _(FINAL))
        if entry.again is not None:
            words = _("done {day}, but your answers have changed since")
            yield Note(_("Again"), words.format(day=day_label(entry.again)))
        if entry.waits_for:
            yield Note(_("After"), ", ".join(entry.waits_for))
        if entry.blocked_by:
            yield Note(_("Waits for"), "; ".join(_titles(self.checklist, entry.blocked_by)))

    def _warnings_section(self) -> Iterator[Section]:
        warnings = self.checklist.advice.warnings
        yield Section(_("Keep in mind"), tuple(map(_warning_item, warnings)), spaced=True)


def _step_label(entry: Entry) -> str:
    """Return the id of a step, and its title unless the pack no longer has the step."""
    return f"{one_line(entry.id)}: {one_line(entry.title)}" if entry.title else one_line(entry.id)


def _warning_item(warning: RaisedWarning) -> Item:
    urgent = warning.severity == "danger"
    return Item(one_line(warning.title), "!" if urgent else "-", (_because(warning),), strong=urgent)


def _because(notice: RaisedWarning | Wait) -> Note:
    return Note("", one_line(notice.because))


def _titles(checklist: Checklist, holds: Iterable[str]) -> Iterator[str]:
    titles = {wait.hold: wait.title for wait in checklist.advice.waits}
    return (one_line(titles[name]) for name in holds)
