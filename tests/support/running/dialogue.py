"""The questionnaire as a person sees it: at a terminal of its own, or on a screen that is a text.

Which question is asked is read from what is shown, and what is answered comes from the case.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import StringIO, TextIOBase
from pathlib import Path
from shlex import quote
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import pexpect
import pyte

from exitwise.ask.conversation import Conversation
from exitwise.ask.interview import Interview
from exitwise.ask.screen import Screen
from exitwise.knowledge_base import KnowledgeBase
from support.oracles import naive
from support.packs import shipped
from support.running.program import STYLE, TIMEOUT, environment, installed

PROMPT: Final = "\n> "
LINES: Final = 24
TALL: Final = 4000
"""Lines of a window in which nothing scrolls away."""
FIRST: Final = re.compile(r"  (?:\d+\. |Type |Or: )")


class ShownQuestion(NamedTuple):
    """A question as it stands on the screen, with the answers to choose from; without white space."""

    question: str
    options: tuple[str, ...]


def without_spaces(text: str) -> str:
    """A text without white space, as it is in every width."""
    return "".join(text.split())


def last_question(shown: str) -> ShownQuestion | None:
    """Read the last question on a screen; None where the last thing shown is none."""
    _, found, rest = shown.rpartition("\nQuestion ")
    question, options = "", list[str]()
    for line in rest.splitlines():
        if FIRST.match(line):
            options.append(FIRST.sub("", line))
        elif options and line.startswith("   "):
            options[-1] += line
        elif not options:
            question += line
    return ShownQuestion(without_spaces(question), tuple(map(without_spaces, options))) if found else None


@cache
def facts() -> Mapping[str, dict[str, Any]]:
    """The facts of the shipped pack as its file has them, by their questions."""
    return {without_spaces(fact["question"]): fact for fact in shipped.raw()["facts.yaml"]["facts"]}


def fact_of(question: str) -> Mapping[str, Any]:
    """The fact that is asked for, whatever is said before the question."""
    return facts()[max((each for each in facts() if question.endswith(each)), key=len)]


def answer_words(fact: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """The words in which a profile answers a question."""
    value = profile.get(fact["id"], "unknown")
    if value == "unknown":
        return "I don't know"
    return str(value) if fact["kind"] == "integer" else " ".join(fact["values"][value].split())


def keystrokes(words: str, options: tuple[str, ...], *, by_letters: bool) -> str:
    """What somebody types to mean an answer: its number, or the fewest letters that begin it alone."""
    if without_spaces(words) not in options:
        return words
    if not by_letters:
        return str(options.index(without_spaces(words)) + 1)
    others = [each.casefold() for each in options if each != without_spaces(words)]
    starts = (words[:length].casefold() for length in range(1, len(words)))
    fewest = (start for start in starts if not any(each.startswith(without_spaces(start)) for each in others))
    return next(fewest, words)


@cache
def scenarios() -> Mapping[str, Any]:
    """The scenarios of the shipped pack, by their ids."""
    files = naive.read_pack(shipped.FOLDER / "scenarios").values()
    return {case["id"]: case for cases in files for case in cases}


def reply_of(shown: str, profile: Mapping[str, Any], *, by_letters: bool = False) -> str | None:
    """What a profile's owner types at the question shown; None where there is no question."""
    found = last_question(shown)
    if found is None or "\nYour answers\n" in shown:
        return None
    fact = fact_of(found.question)
    by_letters = by_letters or fact["kind"] == "integer"  # there a number is the answer itself
    return keystrokes(answer_words(fact, profile), found.options, by_letters=by_letters)


class Typist(TextIOBase):
    """Somebody who reads what is shown, and types what that makes them."""

    def __init__(self, out: StringIO, reply: Callable[[str], str]) -> None:
        """Sit down before a screen."""
        super().__init__()
        self._out, self._reply = out, reply

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # noqa: ARG002 (nobody types that much)
        """Return the reply to all that is shown."""
        return f"{self._reply(self._out.getvalue())}\n"


@dataclass
class TextDialogue:
    """A conversation in this process: what is typed is a text from the beginning, and so is what is shown."""

    base: KnowledgeBase
    brief: bool = False
    width: int = 80
    interactive: bool = True
    start: Interview | None = None
    files: dict[str, Interview] = field(default_factory=dict)
    states: list[Interview] = field(default_factory=list)
    output: str = ""

    def type_lines(self, *lines: str, save: bool = True) -> Interview:
        """Type the lines one after the other, and return where the conversation ends."""
        typed = StringIO("".join(f"{line}\n" for line in lines))
        return self._run(StringIO(), typed, save=save)

    def answer_as(self, profile: Mapping[str, Any]) -> Interview:
        """Answer as a profile's owner, agree at the review, and return where the conversation ends."""
        return self.reply_with(lambda shown: reply_of(shown, profile) or "")

    def reply_with(self, reply: Callable[[str], str]) -> Interview:
        """Type at each prompt what all that is shown makes somebody type."""
        out = StringIO()
        return self._run(out, Typist(out, reply), save=False)

    def _run(self, out: StringIO, typed: Any, *, save: bool) -> Interview:
        screen = Screen(out, typed, lambda: self.width, echo=True)
        first = self.start or Interview(self.base.compiled, brief=self.brief)
        talk = Conversation(first, screen, self.states.append, self._save if save else None, self.interactive)
        try:
            return talk.run()
        finally:
            self.output = out.getvalue()

    def _save(self, interview: Interview, name: str) -> None:
        self.files[name] = interview

    def after(self, line: str, times: int = 1) -> str:
        """What is shown between a line typed, for the first or a later time, and the next prompt."""
        parts = self.output.split(f"\n> {line}\n")
        return parts[times].split(PROMPT)[0]


class Terminal:
    """The installed program at a terminal; whatever it sends is looked at, and may style but not steer."""

    def __init__(
        self,
        *arguments: object,
        columns: int = 80,
        more: Mapping[str, str] | None = None,
        out: Path | None = None,
    ) -> None:
        """Start `exitwise ask`; with `out` its standard output is that file."""
        self.transcript = ""
        self.has_styles = False
        self.columns = columns
        call = (installed(), "ask", *map(str, arguments))
        if out is not None:
            call = ("sh", "-c", f'exec "$@" > {quote(str(out))}', "sh", *call)
        self._child = pexpect.spawn(
            call[0],
            list(call[1:]),
            env=environment(**({"TERM": "xterm-256color"} | dict(more or {}))),
            dimensions=(LINES, columns),
            encoding="utf-8",
            timeout=TIMEOUT / 2,
        )
        self._child.delaybeforesend = None
        self._child.ptyproc.delayafterclose = self._child.ptyproc.delayafterterminate = 0.01

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    def until_prompt(self) -> str:
        """Wait until it asks, and return what was shown since it asked before."""
        self._child.expect("\r\n> ")
        return self._record(f"{self._child.before}\r\n> ")

    def type(self, line: str) -> str:
        """Type a line, and return what is shown until it asks again."""
        self.send(f"{line}\n")
        return self.until_prompt()

    def until_prompt_raw(self) -> str:
        """Wait until it asks again, whatever the terminal itself has shown of the keys pressed."""
        self._child.expect("\r\n> ")
        return str(self._child.before)

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def kill(self, signal: int) -> None:
        """Send a signal."""
        self._child.kill(signal)

    def resize(self, columns: int) -> None:
        """Make the window wider or narrower."""
        self._child.setwinsize(LINES, columns)
        self.columns = columns

    def until_exit(self, status: int | None = 0, *, signal: int | None = None) -> str:
        """Wait until it has ended in this way, and return what was shown since it asked."""
        self._child.expect(pexpect.EOF)
        rest = self._record(self._child.before)
        self._child.close()
        ended = (self._child.exitstatus, self._child.signalstatus)
        assert ended == (None if signal else status, signal), self.transcript
        return rest

    def _record(self, written: str) -> str:
        """Keep what was written; it is plain but for styles, and never a traceback."""
        text = STYLE.sub("", written.replace("\r\n", "\n"))
        self.has_styles |= bool(STYLE.search(written))
        assert "\x1b" not in text
        assert "\r" not in text
        assert "Traceback" not in text
        self.transcript += text
        return text

    def lines(self) -> list[str]:
        """What stands in the window, line by line, as a terminal without styles shows it."""
        screen = pyte.Screen(self.columns, TALL)
        pyte.Stream(screen).feed(self.transcript.replace("\n", "\r\n"))
        return [line.rstrip() for line in screen.display[: screen.cursor.y + 1]]


def answer_all(terminal: Terminal, profile: Mapping[str, Any]) -> Iterator[str]:
    """Answer every question as a profile's owner, in turn by number and by letters, up to the review."""
    shown, by_letters = terminal.until_prompt(), False
    while (line := reply_of(shown, profile, by_letters=by_letters)) is not None:
        yield shown
        shown, by_letters = terminal.type(line), not by_letters
    assert "\nYour answers\n" in shown, f"neither a question nor the review: {shown}"


def saved_answers(file: Path) -> Any:
    """The answers in a saved file."""
    return json.loads(file.read_text("utf-8"))["answers"]
