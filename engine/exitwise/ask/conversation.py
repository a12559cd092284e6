"""The flow of the conversation: asks until nothing that is left matters, and lets every answer be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.ask import pages
from exitwise.ask.reply import InvalidAnswer, label, parse_answer, parse_position, quote_input, split_command
from exitwise.ask.screen import EndOfInput
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.ask.interview import Interview
    from exitwise.ask.screen import Screen
    from exitwise.model.fact import Fact, Value

HOW_TO_ANSWER: Final = (
    "Answer with a number or the first letters of an answer. "
    "? says what a question means and why it is asked; back, edit, list and save do what they say."
)
EMPTY_ANSWER: Final = "Type an answer, or ? for what it means and why it is asked."
FIRST_QUESTION: Final = "There is no question before this one."
REVIEW: Final = "Enter shows the advice. The number of an answer changes it; back asks the last one again."
REVIEW_HELP: Final = (
    "Enter shows the advice. The number of an answer changes it. back asks the last one again, list shows "
    "the answers again, and save keeps them in a file and leaves."
)
NO_ANSWERS: Final = "There is no answer to change yet."
WHICH_ANSWER: Final = "Which one? Its number; Enter for none."
WHICH_ANSWER_HELP: Final = (
    "Type the number that the answer to change has in the list. Enter, or back, changes nothing."
)
CONFIRM: Final = "Change it all the same? yes or no"
CONFIRM_HELP: Final = "yes changes it, and those answers are asked again if they matter. no changes nothing."
UNCHANGED: Final = "Nothing is changed."
SAVE_TO: Final = "Save to which file? Enter for none."
SAVE_TO_HELP: Final = "Type the name of a new file, say answers.json. Only you can read it. Enter goes back."
NOT_SAVED: Final = "Nothing is saved."
QUIT_WORDS: Final = ("quit", "exit", "q")
HOW_TO_QUIT: Final = (
    "Ctrl-C leaves. save keeps your answers in a file and leaves, so that you can go on later."
)
HOW_TO_QUIT_SAVED: Final = "Ctrl-C leaves, and so does save: your answers are kept after each one."
HELP_WORDS: Final = ("?", "??", "help")
CANCEL_WORDS: Final = ("", "back")
"""What says at a prompt that nothing shall be changed after all."""


class SavedForLater(Exception):  # noqa: N818 (not an error: the answers are saved, and the rest is for later)
    """The conversation was saved and left."""


@dataclass(slots=True)
class Conversation:
    """One conversation under way; `interview` is where it stands, and the one thing that changes.

    `keep` is told of every new state. `save` keeps it where the answer says, and is None where it is kept
    anyhow.
    """

    interview: Interview
    screen: Screen
    on_change: Callable[[Interview], None]
    save: Callable[[Interview, str], None] | None = None
    interactive: bool = True
    _section: str = field(default="", init=False)
    _announced: str | None = field(default="", init=False)

    def run(self) -> Interview:
        """Ask, review, and return where the conversation ended.

        Raises:
            Ended: the answers came to an end before the questions did.
            Left: it was saved, to be continued.
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
        self.screen.write(HOW_TO_ANSWER)

    def _announce_recommendation(self) -> None:
        """Say once that the recommendation is settled, and again if it has become another."""
        outcomes = tuple(self.interview.undecided.outcomes)
        settled = outcomes[0] if len(outcomes) == 1 else ""
        if settled not in ("", self._announced):
            title = dict(self.interview.compiled.knowledge.outcomes).get(settled or "", "none can be given")
            rest = "what you must wait for" if self.interview.brief else "the plan"
            self.screen.write()
            self.screen.write(
                f"The recommendation is settled: {title}. What follows is about {rest}.", "bold"
            )
        self._announced = settled

    def _change_to(self, interview: Interview) -> None:
        self.interview = interview
        self.on_change(interview)

    # Asking

    def _ask(self, fact: Fact) -> None:
        """Ask one question until there is an answer, or the conversation is somewhere else."""
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
        """Whether what was typed is a command, which is then done."""
        here = self.interview
        match split_command(typed):
            case ("?" | "??" | "help") as word, "":
                self._explain(here, fact, everything=word == "??")
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
        if self.interview is here:
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
        """Return what was typed as an answer; None after saying why it is none."""
        former = interview.former_answers.get(fact.id)
        if not typed and former is not None and interview.admits(fact.id, former):
            value = former
        elif not typed:
            self.screen.write(EMPTY_ANSWER)
            return None
        else:
            try:
                value = parse_answer(typed, fact, interview.options(fact.id))
            except InvalidAnswer as problem:
                if not self._explain_quitting(typed):
                    self.screen.write(f"{problem}.")
                return None
        self.screen.write(label(fact, value), prefix="= ")
        return value

    def _explain_quitting(self, typed: str) -> bool:
        """Whether somebody wants to leave, and is then told how."""
        if typed.casefold() not in QUIT_WORDS:
            return False
        self.screen.write(HOW_TO_QUIT if self.save else HOW_TO_QUIT_SAVED)
        return True

    # Going back and changing

    def _back(self) -> None:
        if self.interview.last_asked is None:
            self.screen.write(FIRST_QUESTION)
        else:
            self._change_to(self.interview.back())

    def _list(self) -> None:
        page = self.screen.new_page()
        page.line()
        pages.write_answers(page, self.interview)
        self.screen.show(page)

    def _edit(self, number: str = "", *, list_shown: bool = False) -> None:
        """Change one of the answers, if the person still wants to, knowing what else that changes."""
        name = self._choose_answer(number, list_shown=list_shown)
        if name is None or not self._change(self.interview.compiled.knowledge.fact[name]):
            self.screen.write(UNCHANGED)

    def _choose_answer(self, number: str, *, list_shown: bool) -> str | None:
        """Return the fact whose answer is meant; None where it is none after all."""
        names = tuple(self.interview.answers)
        if not names:
            self.screen.write(NO_ANSWERS)
            return None
        if not number and not list_shown:
            self._list()
        typed = number or self._prompt(WHICH_ANSWER)
        while typed.casefold() not in CANCEL_WORDS:
            index = parse_position(typed, len(names))
            if index is not None:
                return names[index]
            if typed in HELP_WORDS:
                self.screen.write(WHICH_ANSWER_HELP)
            elif not self._explain_quitting(typed):
                self.screen.write(f"There is no answer {quote_input(typed)} in the list.")
            typed = self._prompt(WHICH_ANSWER)
        return None

    def _prompt(self, words: str) -> str:
        self.screen.write(words)
        return self.screen.read_line()

    def _change(self, fact: Fact) -> bool:
        """Ask for another answer to a question, as of then; whether it is changed."""
        was = self.interview.answers[fact.id]
        before = self.interview.before(fact.id).with_offer(fact.id, was)
        self._show_choices(before, fact)
        while (typed := self.screen.read_line()).casefold() not in CANCEL_WORDS:
            if typed in HELP_WORDS:
                self._explain(before, fact, everything=typed == "??")
                self._show_choices(before, fact)
                continue
            value = self._parse(typed, before, fact)
            if value is not None:
                return value != was and self._confirm_change(self.interview.with_change(fact.id, value))
        return False

    def _show_choices(self, interview: Interview, fact: Fact) -> None:
        page = self.screen.new_page()
        page.line()
        pages.write_choices(page, interview, fact)
        self.screen.show(page)

    def _confirm_change(self, changed: Interview) -> bool:
        """Make a change; one that other answers do not survive only if the person wants it all the same."""
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
        while (typed := self._prompt(CONFIRM).casefold()) not in CANCEL_WORDS:
            if any(word.startswith(typed) for word in ("yes", "no")):
                return "yes".startswith(typed)
            if not self._explain_quitting(typed):
                self.screen.write(CONFIRM_HELP)
        return False

    # Saving and ending

    def _save(self) -> None:
        """Leave, the answers saved; unless they cannot be, or the person gives no file."""
        if self.save is None:
            raise SavedForLater
        while (name := self._prompt(SAVE_TO)).casefold() not in CANCEL_WORDS:
            if name in HELP_WORDS:
                self.screen.write(SAVE_TO_HELP)
            elif not self._explain_quitting(name):
                try:
                    self.save(self.interview, name)
                except (FileError, InputError) as problem:
                    self.screen.write(f"{problem}.")
                else:
                    raise SavedForLater
        self.screen.write(NOT_SAVED)

    def _review(self) -> bool:
        """Whether the answers are right as they are; a pipe that has no more to say says yes."""
        here = self.interview
        self._list()
        self.screen.write(REVIEW)
        while self.interview is here:
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
        """Do what was typed at the review."""
        here = self.interview
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
        if self.interview is here:
            self.screen.write(REVIEW)

    def _reject(self, typed: str, word: str) -> None:
        if self._explain_quitting(typed):
            return
        if typed not in HELP_WORDS:
            near = did_you_mean(word, ("back", "save", "edit", "list"))
            self.screen.write(
                f"{quote_input(one_line(typed))} is no answer here{f'; {near}' if near else ''}."
            )
        self.screen.write(REVIEW_HELP)
