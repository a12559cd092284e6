"""The flow of the conversation: asks until nothing that is left matters, and lets every answer be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.ask import pages
from exitwise.ask.reply import InvalidAnswer, command, label, parse_answer, place, quoted
from exitwise.ask.screen import Ended
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.ask.interview import Interview
    from exitwise.ask.screen import Screen
    from exitwise.model.fact import Fact, Value

HOW: Final = (
    "Answer with a number or the first letters of an answer. "
    "? says what a question means and why it is asked; back, edit, list and save do what they say."
)
EMPTY: Final = "Type an answer, or ? for what it means and why it is asked."
NOTHING_BEFORE: Final = "There is no question before this one."
ACCEPT: Final = "Enter shows the advice. The number of an answer changes it; back asks the last one again."
REVIEW: Final = (
    "Enter shows the advice. The number of an answer changes it. back asks the last one again, list shows "
    "the answers again, and save keeps them in a file and leaves."
)
NOTHING_YET: Final = "There is no answer to change yet."
WHICH: Final = "Which one? Its number; Enter for none."
WHICH_HELP: Final = (
    "Type the number that the answer to change has in the list. Enter, or back, changes nothing."
)
REALLY: Final = "Change it all the same? yes or no"
REALLY_HELP: Final = "yes changes it, and those answers are asked again if they matter. no changes nothing."
KEPT: Final = "Nothing is changed."
WHERE: Final = "Save to which file? Enter for none."
WHERE_HELP: Final = "Type the name of a new file, say answers.json. Only you can read it. Enter goes back."
UNSAVED: Final = "Nothing is saved."
QUITTING: Final = ("quit", "exit", "q")
LEAVING: Final = "Ctrl-C leaves. save keeps your answers in a file and leaves, so that you can go on later."
LEAVING_KEPT: Final = "Ctrl-C leaves, and so does save: your answers are kept after each one."
WHY: Final = ("?", "??", "help")
BACK: Final = ("", "back")
"""What says at a prompt that nothing shall be changed after all."""


class Left(Exception):  # noqa: N818 (not an error: the answers are saved, and the rest is for later)
    """The conversation was saved and left."""


@dataclass(slots=True)
class Conversation:
    """One conversation under way; `interview` is where it stands, and the one thing that changes.

    `keep` is told of every new state. `save` keeps it where the answer says, and is None where it is kept
    anyhow.
    """

    interview: Interview
    screen: Screen
    keep: Callable[[Interview], None]
    save: Callable[[Interview, str], None] | None = None
    interactive: bool = True
    _section: str = field(default="", init=False)
    _settled: str | None = field(default="", init=False)

    def hold(self) -> Interview:
        """Ask, review, and return where the conversation ended.

        Raises:
            Ended: the answers came to an end before the questions did.
            Left: it was saved, to be continued.
        """
        self._greet()
        while True:
            while (fact := self.interview.question) is not None:
                self._tell_settled()
                self._ask(fact)
            if self._reviewed():
                return self.interview

    def _greet(self) -> None:
        knowledge = self.interview.compiled.knowledge
        self.screen.say(knowledge.title, "bold")
        if knowledge.notice:
            self.screen.say(knowledge.notice)
        self.screen.say(HOW)

    def _tell_settled(self) -> None:
        """Say once that the recommendation is settled, and again if it has become another."""
        outcomes = tuple(self.interview.open.outcomes)
        settled = outcomes[0] if len(outcomes) == 1 else ""
        if settled not in ("", self._settled):
            title = dict(self.interview.compiled.knowledge.outcomes).get(settled or "", "none can be given")
            rest = "what you must wait for" if self.interview.brief else "the plan"
            self.screen.say()
            self.screen.say(f"The recommendation is settled: {title}. What follows is about {rest}.", "bold")
        self._settled = settled

    def _move(self, interview: Interview) -> None:
        self.interview = interview
        self.keep(interview)

    # Asking

    def _ask(self, fact: Fact) -> None:
        """Ask one question until there is an answer, or the conversation is somewhere else."""
        self._show_question(fact)
        before = self.interview
        while self.interview is before:
            typed = self.screen.ask()
            if not self._commanded(typed, fact):
                self._take(typed, fact)

    def _show_question(self, fact: Fact) -> None:
        page = self.screen.page()
        if fact.section != self._section:
            self._section = fact.section
            if fact.section:
                page.line()
                page.paragraph("", one_line(fact.section), "bold underline")
        pages.question(page, self.interview, fact)
        self.screen.show(page)

    def _commanded(self, typed: str, fact: Fact) -> bool:
        """Whether what was typed is a command, which is then done."""
        here = self.interview
        match command(typed):
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
        page = self.screen.page()
        pages.reasons(page, interview, fact, everything=everything)
        self.screen.show(page)

    def _take(self, typed: str, fact: Fact) -> None:
        value = self._answer(typed, self.interview, fact)
        if value is not None:
            self._move(self.interview.answered(fact.id, value))

    def _answer(self, typed: str, interview: Interview, fact: Fact) -> Value | None:
        """Return what was typed as an answer; None after saying why it is none."""
        former = interview.former.get(fact.id)
        if not typed and former is not None and interview.admits(fact.id, former):
            value = former
        elif not typed:
            self.screen.say(EMPTY)
            return None
        else:
            try:
                value = parse_answer(typed, fact, interview.options(fact.id))
            except InvalidAnswer as problem:
                if not self._quitting(typed):
                    self.screen.say(f"{problem}.")
                return None
        self.screen.say(label(fact, value), lead="= ")
        return value

    def _quitting(self, typed: str) -> bool:
        """Whether somebody wants to leave, and is then told how."""
        if typed.casefold() not in QUITTING:
            return False
        self.screen.say(LEAVING if self.save else LEAVING_KEPT)
        return True

    # Going back and changing

    def _back(self) -> None:
        if self.interview.last is None:
            self.screen.say(NOTHING_BEFORE)
        else:
            self._move(self.interview.back())

    def _list(self) -> None:
        page = self.screen.page()
        page.line()
        pages.answers(page, self.interview)
        self.screen.show(page)

    def _edit(self, number: str = "", *, listed: bool = False) -> None:
        """Change one of the answers, if the person still wants to, knowing what else that changes."""
        name = self._which(number, listed=listed)
        if name is None or not self._changed(self.interview.compiled.knowledge.fact[name]):
            self.screen.say(KEPT)

    def _which(self, number: str, *, listed: bool) -> str | None:
        """Return the fact whose answer is meant; None where it is none after all."""
        names = tuple(self.interview.answers)
        if not names:
            self.screen.say(NOTHING_YET)
            return None
        if not number and not listed:
            self._list()
        typed = number or self._typed(WHICH)
        while typed.casefold() not in BACK:
            index = place(typed, len(names))
            if index is not None:
                return names[index]
            if typed in WHY:
                self.screen.say(WHICH_HELP)
            elif not self._quitting(typed):
                self.screen.say(f"There is no answer {quoted(typed)} in the list.")
            typed = self._typed(WHICH)
        return None

    def _typed(self, words: str) -> str:
        self.screen.say(words)
        return self.screen.ask()

    def _changed(self, fact: Fact) -> bool:
        """Ask for another answer to a question, as of then; whether it is changed."""
        was = self.interview.answers[fact.id]
        before = self.interview.before(fact.id).offering(fact.id, was)
        self._show_choices(before, fact)
        while (typed := self.screen.ask()).casefold() not in BACK:
            if typed in WHY:
                self._explain(before, fact, everything=typed == "??")
                self._show_choices(before, fact)
                continue
            value = self._answer(typed, before, fact)
            if value is not None:
                return value != was and self._agreed(self.interview.edited(fact.id, value))
        return False

    def _show_choices(self, interview: Interview, fact: Fact) -> None:
        page = self.screen.page()
        page.line()
        pages.choices(page, interview, fact)
        self.screen.show(page)

    def _agreed(self, changed: Interview) -> bool:
        """Make a change; one that other answers do not survive only if the person wants it all the same."""
        dropped = self.interview.dropped(changed)
        if dropped:
            page = self.screen.page()
            pages.lost(page, self.interview, dropped)
            self.screen.show(page)
        if dropped and not self._yes():
            return False
        self._move(changed)
        return True

    def _yes(self) -> bool:
        while (typed := self._typed(REALLY).casefold()) not in BACK:
            if any(word.startswith(typed) for word in ("yes", "no")):
                return "yes".startswith(typed)
            if not self._quitting(typed):
                self.screen.say(REALLY_HELP)
        return False

    # Saving and ending

    def _save(self) -> None:
        """Leave, the answers saved; unless they cannot be, or the person gives no file."""
        if self.save is None:
            raise Left
        while (name := self._typed(WHERE)).casefold() not in BACK:
            if name in WHY:
                self.screen.say(WHERE_HELP)
            elif not self._quitting(name):
                try:
                    self.save(self.interview, name)
                except (FileError, InputError) as problem:
                    self.screen.say(f"{problem}.")
                else:
                    raise Left
        self.screen.say(UNSAVED)

    def _reviewed(self) -> bool:
        """Whether the answers are right as they are; a pipe that has no more to say says yes."""
        here = self.interview
        self._list()
        self.screen.say(ACCEPT)
        while self.interview is here:
            try:
                typed = self.screen.ask()
            except Ended:
                if self.interactive:
                    raise
                typed = ""
                self.screen.say()
            if not typed:
                return True
            self._review(typed)
        return False

    def _review(self, typed: str) -> None:
        """Do what was typed at the review."""
        here = self.interview
        match command(typed):
            case "back", "":
                self._back()
            case "save", "":
                self._save()
            case "list", "":
                self._list()
            case "edit", number if not number or number.isdecimal():
                self._edit(number, listed=True)
            case number, "" if number.isdecimal():
                self._edit(number, listed=True)
            case word, _:
                self._unknown(typed, word)
                return
        if self.interview is here:
            self.screen.say(ACCEPT)

    def _unknown(self, typed: str, word: str) -> None:
        if self._quitting(typed):
            return
        if typed not in WHY:
            near = did_you_mean(word, ("back", "save", "edit", "list"))
            self.screen.say(f"{quoted(one_line(typed))} is no answer here{f'; {near}' if near else ''}.")
        self.screen.say(REVIEW)
