"""The flow of the conversation: asks until nothing that is left matters, and lets every answer be changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from exitwise.ask import pages
from exitwise.ask.reply import Misunderstood, label, understood
from exitwise.ask.screen import Ended
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
WHICH: Final = "Which one? Its number; Enter for none."
REALLY: Final = "Change it all the same? yes or no"
KEPT: Final = "Nothing is changed."
WHERE: Final = "Save to which file? Enter for none."


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

    def hold(self) -> Interview:
        """Ask, review, and return where the conversation ended.

        Raises:
            Ended: the answers came to an end before the questions did.
            Left: it was saved, to be continued.
        """
        self._greet()
        while True:
            while (fact := self.interview.question) is not None:
                self._ask(fact)
            if self._reviewed():
                return self.interview

    def _greet(self) -> None:
        knowledge = self.interview.meaning.knowledge
        self.screen.say(knowledge.title, "bold")
        if knowledge.notice:
            self.screen.say(knowledge.notice)
        self.screen.say(HOW)

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
            page.line()
            page.paragraph("", one_line(fact.section), "bold underline")
        pages.question(page, self.interview, fact)
        self.screen.show(page)

    def _commanded(self, typed: str, fact: Fact) -> bool:
        """Whether what was typed is a command, which is then done."""
        word, _, rest = typed.partition(" ")
        match word.casefold(), rest.strip():
            case "?" | "??" as mark, "":
                self._explain(fact, everything=mark == "??")
            case "back", "":
                self._back()
            case "edit", number if not number or number.isdecimal():
                self._edit(number)
                self._again(fact)
            case "list", "":
                self._list()
                self._again(fact)
            case "save", "":
                self._save()
                self._again(fact)
            case _:
                return False
        return True

    def _again(self, fact: Fact) -> None:
        """Ask anew what has scrolled away, if it is still the question."""
        if self.interview.question == fact:
            self._show_question(fact)

    def _explain(self, fact: Fact, *, everything: bool) -> None:
        page = self.screen.page()
        pages.reasons(page, self.interview, fact, everything=everything)
        self.screen.show(page)
        self._show_question(fact)

    def _take(self, typed: str, fact: Fact) -> None:
        value = self._answer(typed, self.interview, fact)
        if value is None:
            return
        settled = len(self.interview.open.outcomes) == 1
        self._move(self.interview.answered(fact.id, value))
        if not settled and len(self.interview.open.outcomes) == 1 and self.interview.question is not None:
            self._tell_settled()

    def _answer(self, typed: str, interview: Interview, fact: Fact) -> Value | None:
        """Return what was typed as an answer; None after saying why it is none."""
        former = interview.former.get(fact.id, interview.answers.get(fact.id))
        if not typed and former is not None and interview.admits(fact.id, former):
            return former
        try:
            value = understood(typed, fact, interview.options(fact.id)) if typed else None
        except Misunderstood as problem:
            self.screen.say(f"{problem}.")
            return None
        self.screen.say(EMPTY if value is None else label(fact, value), lead="" if value is None else "= ")
        return value

    def _tell_settled(self) -> None:
        (outcome,) = self.interview.open.outcomes
        title = dict(self.interview.meaning.knowledge.outcomes).get(outcome or "", "none can be given")
        self.screen.say()
        self.screen.say(f"The recommendation is settled: {title}. What follows is about the plan.", "bold")

    def _move(self, interview: Interview) -> None:
        self.interview = interview
        self.keep(interview)

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

    def _edit(self, number: str) -> None:
        """Change one of the answers, if the person still wants to, knowing what else that changes."""
        if not number:
            self._list()
            self.screen.say(WHICH)
            number = self.screen.ask()
        names = tuple(self.interview.answers)
        if not number:
            return
        if not number.isdecimal() or not 1 <= int(number) <= len(names):
            self.screen.say(f"There is no answer {one_line(number)} in the list.")
            return
        self._change(self.interview.meaning.knowledge.fact[names[int(number) - 1]])

    def _change(self, fact: Fact) -> None:
        before = self.interview.before(fact.id).offering(fact.id, self.interview.answers[fact.id])
        page = self.screen.page()
        page.line()
        pages.choices(page, before, fact)
        self.screen.show(page)
        value = None
        while value is None:
            value = self._answer(self.screen.ask(), before, fact)
        changed = self.interview.edited(fact.id, value)
        if value == self.interview.answers[fact.id] or not self._agreed(changed):
            self.screen.say(KEPT)
        else:
            self._move(changed)

    def _agreed(self, changed: Interview) -> bool:
        """Whether the person wants a change that other answers do not survive; without any, of course."""
        dropped = self.interview.dropped(changed)
        if not dropped:
            return True
        page = self.screen.page()
        pages.lost(page, self.interview, dropped)
        self.screen.show(page)
        return self._yes(REALLY)

    def _yes(self, words: str) -> bool:
        while True:
            self.screen.say(words)
            typed = self.screen.ask().casefold()
            if typed and any(word.startswith(typed) for word in ("yes", "no")):
                return "yes".startswith(typed)

    # Saving and ending

    def _save(self) -> None:
        """Leave, the answers saved."""
        if self.save is None:
            raise Left
        self.screen.say(WHERE)
        name = self.screen.ask()
        if name:
            self.save(self.interview, name)
            raise Left

    def _reviewed(self) -> bool:
        """Whether the answers are right as they are; a pipe that has no more to say says yes."""
        self._list()
        self.screen.say(ACCEPT)
        try:
            typed = self.screen.ask()
        except Ended:
            if self.interactive:
                raise
            return True
        match typed.casefold():
            case "":
                return True
            case "back":
                self._back()
            case "save":
                self._save()
            case "list" | "edit":
                self._edit("")
            case number if number.isdecimal():
                self._edit(number)
            case word:
                advice = did_you_mean(word, ("back", "save", "edit"))
                self.screen.say(f"`{one_line(word)}` is no answer here{f'; {advice}' if advice else ''}.")
        return False
