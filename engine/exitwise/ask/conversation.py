"""The flow of the conversation: questions, commands, changes of answers, the review and saving."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.ask import pages, phrases, words
from exitwise.ask.reply import (
    InvalidAnswer,
    label,
    parse_answer,
    parse_position,
    parse_yes_or_no,
    quote_input,
    split_command,
    to_command,
)
from exitwise.ask.screen import EndOfInput
from exitwise.catalogue import _
from exitwise.diagram.completions.scope import Scope
from exitwise.errors import FileError, InputError
from exitwise.nearest import nearest_name
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.ask.interview import Interview
    from exitwise.ask.screen import Screen
    from exitwise.model.fact import Fact, Value

QUIT_WORDS: Final = ("quit", "exit", "q")
HELP_WORDS: Final = ("?", "??", "help")
CANCEL_WORDS: Final = ("", "back")
"""Lines that cancel a change or a save."""


class SavedForLater(Exception):  # noqa: N818 (not a failure: it ends the conversation)
    """The person saved the answers and left, to resume later."""


@dataclass(slots=True)
class Conversation:
    """One conversation in progress; `interview` is its current state.

    `on_change` is called with every new state. `save` writes a state to the file that the person names; it is
    None if `on_change` saves anyway. If not `interactive`, the end of input at the review counts as Enter.
    """

    interview: Interview
    screen: Screen
    on_change: Callable[[Interview], None]
    save: Callable[[Interview, str], None] | None = None
    interactive: bool = True
    _section: str = field(default="", init=False)
    _announced: str | None = field(default="", init=False)

    def run(self) -> Interview:
        """Ask all questions, review the answers, and return the interview at its end.

        Raises:
            EndOfInput: the input ended before the questions did.
            SavedForLater: the person saved the answers and left.
        """
        self._greet()
        while True:
            while (fact := self.interview.question) is not None:
                self._announce_recommendation()
                self._ask(fact)
            if self._review():
                return self.interview

    def _greet(self) -> None:
        knowledge = self.interview.compiled.knowledge
        self.screen.write(knowledge.title, "bold")
        if knowledge.notice:
            self.screen.write(knowledge.notice)
        self.screen.write(_(phrases.HOW_TO_ANSWER))

    def _announce_recommendation(self) -> None:
        """Say that the recommendation is settled, once, and again whenever it has changed."""
        outcomes = tuple(self.interview.undecided.outcomes)
        settled = outcomes[0] if len(outcomes) == 1 else ""
        if settled not in ("", self._announced):
            title = dict(self.interview.compiled.knowledge.outcomes).get(
                settled or "", _("none can be given")
            )
            self.screen.write()
            self.screen.write(self._settled().format(outcome=title), "bold")
        self._announced = settled

    def _settled(self) -> str:
        if self.interview.scope is Scope.BRIEF:
            return _(
                "The recommendation is settled: {outcome}. What follows is about what you must wait for."
            )
        return _("The recommendation is settled: {outcome}. What follows is about the plan.")

    def _change_to(self, interview: Interview) -> None:
        self.interview = interview
        self.on_change(interview)

    # Asking

    def _ask(self, fact: Fact) -> None:
        """Ask one question until it is answered, or a command has changed the interview."""
        self._show_question(fact)
        before = self.interview
        while self.interview is before:
            typed = self.screen.read_line()
            if not self._run_command(typed, fact):
                self._accept(typed, fact)

    def _show_question(self, fact: Fact) -> None:
        page = self.screen.new_page()
        if fact.section != self._section:
            self._section = fact.section
            if fact.section:
                page.line()
                page.paragraph("", one_line(fact.section), "bold underline")
        pages.write_question(page, self.interview, fact)
        self.screen.show(page)

    def _run_command(self, typed: str, fact: Fact) -> bool:
        """Run a typed command; return False if the line is not a command."""
        before = self.interview
        match split_command(typed):
            case ("?" | "??" | "help") as word, "":
                self._explain(before, fact, everything=word == "??")
            case "back", "":
                self._back()
                return True
            case "edit", number if not number or number.isdecimal():
                self._edit(number)
            case "list", "":
                self._list()
            case "save", "":
                self._save()
            case _:
                return False
        if self.interview is before:
            self._show_question(fact)
        return True

    def _explain(self, interview: Interview, fact: Fact, *, everything: bool) -> None:
        page = self.screen.new_page()
        pages.write_reasons(page, interview, fact, everything=everything)
        self.screen.show(page)

    def _accept(self, typed: str, fact: Fact) -> None:
        value = self._parse(typed, self.interview, fact)
        if value is not None:
            self._change_to(self.interview.with_answer(fact.id, value))

    def _parse(self, typed: str, interview: Interview, fact: Fact) -> Value | None:
        """Return the answer that a line stands for; None, with a message, if it is not one."""
        former = interview.former_answers.get(fact.id)
        if not typed and former is not None and interview.admits(fact.id, former):
            value = former
        elif not typed:
            self.screen.write(_(phrases.EMPTY_ANSWER))
            return None
        else:
            try:
                value = parse_answer(typed, fact, interview.options(fact.id), interview.as_of)
            except InvalidAnswer as error:
                if not self._explain_quitting(typed):
                    self._write_sentence(str(error))
                return None
        self.screen.write(label(fact, value, interview.as_of), prefix="= ")
        return value

    def _explain_quitting(self, typed: str) -> bool:
        """If a line asks to quit, say how to; return whether it does."""
        if to_command(typed) not in QUIT_WORDS:
            return False
        self.screen.write(_(phrases.HOW_TO_QUIT if self.save else phrases.HOW_TO_QUIT_SAVED))
        return True

    def _write_sentence(self, text: str) -> None:
        self.screen.write(text if text.endswith("?") else f"{text}.")

    # Going back and changing

    def _back(self) -> None:
        if self.interview.last_asked is None:
            self.screen.write(_(phrases.FIRST_QUESTION))
        else:
            self._change_to(self.interview.back())

    def _list(self) -> None:
        page = self.screen.new_page()
        page.line()
        pages.write_answers(page, self.interview)
        self.screen.show(page)

    def _edit(self, number: str = "", *, list_shown: bool = False) -> None:
        """Let the person change one of the answers."""
        name = self._choose_answer(number, list_shown=list_shown)
        if name is None or not self._change(self.interview.compiled.knowledge.fact[name]):
            self.screen.write(_(phrases.UNCHANGED))

    def _choose_answer(self, number: str, *, list_shown: bool) -> str | None:
        """Return the fact whose answer the person chooses to change; None if they choose none."""
        names = tuple(self.interview.answers)
        if not names:
            self.screen.write(_(phrases.NO_ANSWERS))
            return None
        if not number and not list_shown:
            self._list()
        typed = number or self._prompt(_(phrases.WHICH_ANSWER))
        while to_command(typed) not in CANCEL_WORDS:
            index = parse_position(typed, len(names))
            if index is not None:
                return names[index]
            if to_command(typed) in HELP_WORDS:
                self.screen.write(_(phrases.WHICH_ANSWER_HELP))
            elif not self._explain_quitting(typed):
                self.screen.write(
                    _("There is no answer {typed} in the list.").format(typed=quote_input(typed))
                )
            typed = self._prompt(_(phrases.WHICH_ANSWER))
        return None

    def _prompt(self, words: str) -> str:
        self.screen.write(words)
        return self.screen.read_line()

    def _change(self, fact: Fact) -> bool:
        """Ask a question again, as of when it was asked; return whether its answer was changed."""
        former = self.interview.answers[fact.id]
        before = self.interview.before(fact.id).with_offer(fact.id, former)
        self._show_choices(before, fact)
        while to_command(typed := self.screen.read_line()) not in CANCEL_WORDS:
            if to_command(typed) in HELP_WORDS:
                self._explain(before, fact, everything=typed == "??")
                self._show_choices(before, fact)
                continue
            value = self._parse(typed, before, fact)
            if value is not None:
                return value != former and self._confirm_change(self.interview.with_change(fact.id, value))
        return False

    def _show_choices(self, interview: Interview, fact: Fact) -> None:
        page = self.screen.new_page()
        page.line()
        pages.write_choices(page, interview, fact)
        self.screen.show(page)

    def _confirm_change(self, changed: Interview) -> bool:
        """Make a change, after asking if it drops other answers; return whether it was made."""
        dropped = self.interview.dropped_answers(changed)
        if dropped:
            page = self.screen.new_page()
            pages.write_dropped_answers(page, self.interview, dropped)
            self.screen.show(page)
        if dropped and not self._confirm():
            return False
        self._change_to(changed)
        return True

    def _confirm(self) -> bool:
        while to_command(typed := self._prompt(_(phrases.CONFIRM))) not in CANCEL_WORDS:
            confirmed = parse_yes_or_no(typed)
            if confirmed is not None:
                return confirmed
            if not self._explain_quitting(typed):
                self.screen.write(_(phrases.CONFIRM_HELP))
        return False

    # Saving and ending

    def _save(self) -> None:
        """Save the answers and leave, unless the person cancels.

        Raises:
            SavedForLater: the answers are saved.
        """
        if self.save is None:
            raise SavedForLater
        while to_command(name := self._prompt(_(phrases.SAVE_TO))) not in CANCEL_WORDS:
            if to_command(name) in HELP_WORDS:
                self.screen.write(_(phrases.SAVE_TO_HELP))
            elif not self._explain_quitting(name):
                try:
                    self.save(self.interview, name)
                except (FileError, InputError) as error:
                    self._write_sentence(str(error))
                else:
                    raise SavedForLater
        self.screen.write(_(phrases.NOT_SAVED))

    def _review(self) -> bool:
        """Show the answers for review; return whether they were accepted unchanged."""
        before = self.interview
        self._list()
        self.screen.write(_(phrases.REVIEW))
        while self.interview is before:
            try:
                typed = self.screen.read_line()
            except EndOfInput:
                if self.interactive:
                    raise
                typed = ""
                self.screen.write()
            if not typed:
                return True
            self._run_review_command(typed)
        return False

    def _run_review_command(self, typed: str) -> None:
        """Run a command typed at the review."""
        before = self.interview
        match split_command(typed):
            case "back", "":
                self._back()
            case "save", "":
                self._save()
            case "list", "":
                self._list()
            case "edit", number if not number or number.isdecimal():
                self._edit(number, list_shown=True)
            case number, "" if number.isdecimal():
                self._edit(number, list_shown=True)
            case word, _:
                self._reject(typed, word)
                return
        if self.interview is before:
            self.screen.write(_(phrases.REVIEW))

    def _reject(self, typed: str, word: str) -> None:
        if self._explain_quitting(typed):
            return
        if to_command(typed) not in HELP_WORDS:
            typed = quote_input(one_line(typed))
            near = nearest_name(word, map(_, words.COMMANDS))
            self._write_sentence(
                _("{typed} is not an answer here").format(typed=typed)
                if near is None
                else _("{typed} is not an answer here; did you mean `{near}`?").format(typed=typed, near=near)
            )
        self.screen.write(_(phrases.REVIEW_HELP))
