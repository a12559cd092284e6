"""The sections about answers: the decisive ones, changes with another result, and why not another outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import N_, _
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import label, on_day
from exitwise.model.kinds.date import day_label
from exitwise.model.placeholder import PLACEHOLDER
from exitwise.model.profile import valid
from exitwise.present.printable import one_line
from exitwise.present.section import Item, Note, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.advice import (
        Advice,
        DefeatedArgument,
        InapplicableArgument,
        Step,
        Wait,
        WhyNot,
    )
    from exitwise.model.knowledge import Knowledge

DECISIVE: Final = N_("These answers alone lead to this recommendation, whatever the others are.")
DECISIVE_WITHOUT_OUTCOME: Final = N_("These answers alone leave no single outcome, whatever the others are.")
FIND_OUT: Final = N_(
    "When you know the answers, ask for advice again: the rest of the plan may depend on them."
)
FINAL: Final = N_("This cannot be undone.")
CHANGES: Final = N_("For each, the fewest answers that would have to be different.")
WHY_NOT: Final = N_("Each argument for it, and what stands in its way.")
ALREADY: Final = N_("It is what is recommended.")
RIVALS: Final = N_(
    'Applies, but does not settle it, because arguments for other outcomes stand too: "{reason}"'
)
UNREACHABLE: Final = N_("No profile at all gets it.")
RULED_OUT: Final = N_("No other answers lead there while this, which is past, stays as it is:")
ONLY_IF_UNKNOWN: Final = N_('No other answers lead there; only "I don\'t know" in place of an answer could.')


@dataclass(frozen=True, slots=True)
class OutlookWriter:
    """Builds the sections about decisive and alternative answers."""

    knowledge: Knowledge
    advice: Advice

    def _answers(self, answers: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(self._answer(fact, value) for fact, value in answers.items())

    def _answer(self, fact: str, answer: object) -> str:
        definition, day = self.knowledge.fact[fact], self._day
        value = valid(definition, on_day(definition, answer, day))
        words = _("Not known") if value == UNKNOWN else one_line(label(definition, value, day))
        return f"{one_line(definition.question)} {words}"

    def _notes(self, label: str, answers: Mapping[str, object]) -> tuple[Note, ...]:
        return tuple(Note(label, answer) for answer in self._answers(answers))

    def answers_section(self) -> Section:
        """Return the questions whose answers have to be found out before the plan can go on."""
        facts = [fact for move in self.advice.way_to_ready or () for fact in move.get("answer", ())]
        questions = tuple(Item(one_line(self.knowledge.fact[fact].question)) for fact in facts)
        return Section(_("What to find out"), questions, _(FIND_OUT))

    def wait_notes(self, wait: Wait, again: date | None = None) -> tuple[Note, ...]:
        """Return the notes on a wait: when it begins, if not now, how it ends, and the day to ask again."""
        until = Note(_("Settled when"), one_line(wait.until))
        return (
            *self.after_note(wait.begins_after),
            until,
            *self._reminder(wait, again),
            *self._change_note(wait.changes_to),
        )

    def _reminder(self, wait: Wait, again: date | None) -> Iterator[Note]:
        """Yield when to ask again, and once that day is there, the answers that stand for silence."""
        if wait.ask_again_after is None:
            return
        if again is None:
            words = _("after {days} days without an answer").format(days=wait.ask_again_after)
        elif again > self._day:
            words = _("on {day}, if there is no answer by then").format(day=day_label(again))
        else:
            words = _("now: no answer has come by {day}").format(day=day_label(again))
        yield Note(_("Ask again"), words)
        if again is not None and again <= self._day:
            silence = [end for end in wait.ends[1:] if "known" not in end]
            answers = _(", or ").join(" ".join(self._answers(end)) for end in silence)
            if answers:
                yield Note(_("If nothing comes, answer"), answers)

    @property
    def _day(self) -> date:
        return date.fromisoformat(self.advice.as_of)

    def step_notes(self, step: Step) -> tuple[Note, ...]:
        """Return the notes on the course of a step: the last day, and what it comes after or changes."""
        by = () if step.by is None else (Note(_("By"), day_label(date.fromisoformat(step.by))),)
        final = (Note("", _(FINAL)),) if step.irreversible else ()
        return (*by, *self.after_note(step.comes_after), *final, *self._change_note(step.changes_to))

    def after_note(self, name: str | None) -> tuple[Note, ...]:
        """Return a note with the step or hold after which something comes; none if it is due from the start.

        The plan may lack the step, since a hold can be met after another end than the one that it shows.
        """
        if name is None:
            return ()
        titles = {step.id: step.title for step in self.advice.steps}
        titles |= {wait.hold: wait.title for wait in self.advice.waits}
        if name in titles:
            return (Note(_("After"), one_line(titles[name])),)
        rule = self.knowledge.step.get(name) or self.knowledge.warning[name]
        title = one_line(PLACEHOLDER.sub("…", rule.title))
        return (Note(_("Only after"), _("{step} (if it comes to that)").format(step=title)),)

    def _change_note(self, outcome: str | None) -> tuple[Note, ...]:
        if outcome is None:
            return ()
        title = one_line(dict(self.knowledge.outcomes)[outcome])
        change = _("ask for advice again; the recommendation will be: {outcome}").format(outcome=title)
        return (Note(_("Then"), change),)

    def decisive_section(self) -> Section:
        """Return the answers that suffice for the recommendation."""
        intro = DECISIVE if self.advice.recommendation is not None else DECISIVE_WITHOUT_OUTCOME
        absent = dict.fromkeys(self.advice.decisive_absent, UNKNOWN)
        answers = self._answers({**self.advice.decisive, **absent})
        return Section(_("What decides"), tuple(map(Item, answers)), _(intro))

    def implied_section(self) -> Section:
        """Return the answers that follow from the others."""
        implied = {fact: own.value for fact, own in self.advice.implied.items()}
        items = tuple(map(Item, self._answers(implied)))
        return Section(_("What follows from your answers"), items, tone="faint")

    def change_section(self) -> Section:
        """Return the minimum change of answers for each other outcome."""
        titles = dict(self.knowledge.outcomes)
        items = tuple(
            Item(f"{one_line(titles[change.recommendation])}:", notes=self._notes("", change.change))
            for change in self.advice.would_change
            if not change.wish
        )
        if self.advice.recommendation is None:
            return Section(_("What would lead to a recommendation"), items, _(CHANGES))
        return Section(_("What would change the recommendation"), items, _(CHANGES))

    def why_not_sections(self) -> Iterator[Section]:
        """Yield the explanation why an outcome is not recommended, if one was requested."""
        why_not = self.advice.why_not
        if why_not is None:
            return
        outcome = one_line(dict(self.knowledge.outcomes)[why_not.recommendation])
        title = _('Why not "{outcome}"?').format(outcome=outcome)
        if why_not.recommendation == self.advice.recommendation:
            yield Section(title, (Item(_(ALREADY)),))
            return
        arguments = (
            *self._rivals(why_not),
            *map(self._defeated, why_not.beaten),
            *map(self._inapplicable, why_not.stopped),
        )
        yield Section(
            title, (*arguments, self._minimum_change(why_not)), _(WHY_NOT) if arguments else "", spaced=True
        )

    def _rivals(self, why_not: WhyNot) -> Iterator[Item]:
        """Yield the undefeated arguments for the outcome: several outcomes may have some."""
        for reason in self.advice.reasons:
            if reason.concludes == f"recommend:{why_not.recommendation}":
                yield Item(_(RIVALS).format(reason=one_line(reason.because)))

    def _defeated(self, argument: DefeatedArgument) -> Item:
        notes = (
            Note(_("But"), one_line(reason.because))
            for reason in self.advice.reasons
            if reason.rule in argument.overridden_by
        )
        return Item(
            _('Applies, but is beaten: "{reason}"').format(reason=one_line(argument.because)),
            notes=tuple(notes),
        )

    def _inapplicable(self, argument: InapplicableArgument) -> Item:
        answers = self._notes(_("Stopped by"), argument.stopped_by) or (Note("", _("It can never apply.")),)
        unmet = Note(_("Asks for"), one_line("; ".join(argument.unmet)))
        return Item(
            _('Does not apply: "{reason}"').format(reason=one_line(argument.because)),
            notes=(*answers, unmet),
        )

    def _minimum_change(self, why_not: WhyNot) -> Item:
        """Return the minimum change that leads to the outcome, or the proof that none does."""
        if why_not.change is not None:
            return Item(
                _("It would be recommended with:"), notes=self._notes("", why_not.change), strong=True
            )
        if why_not.ruled_out_by is None:
            return Item(_(ONLY_IF_UNKNOWN), strong=True)
        if not why_not.ruled_out_by:
            return Item(_(UNREACHABLE), strong=True)
        return Item(_(RULED_OUT), notes=self._notes("", why_not.ruled_out_by), strong=True)
