"""The questionnaire as a person sees it: in a terminal, or as a text in this process.

The question is read from the output, and the answer is taken from a profile.
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
from exitwise.diagram.completions.scope import Scope
from exitwise.knowledge_base import KnowledgeBase
from support.oracles import naive
from support.packs import shipped
from support.running.program import STYLE, TIMEOUT, environment, installed_script

PROMPT: Final = "\n> "
LINES: Final = 24
TALL: Final = 4000
"""Lines of a window in which nothing scrolls away."""
FIRST: Final = re.compile(r"  (?:\d+\. |Type |Or: )")


class ShownQuestion(NamedTuple):
    """A question as shown, with its options; both without white space."""

    question: str
    options: tuple[str, ...]


def without_spaces(text: str) -> str:
    """Return a text without white space, so that the width of the window makes no difference."""
    return "".join(text.split())


def last_question(shown: str) -> ShownQuestion | None:
    """Return the last question in the output, if there is one."""
    _, separator, rest = shown.rpartition("\nQuestion ")
    question, options = "", list[str]()
    for line in rest.splitlines():
        if FIRST.match(line):
            options.append(FIRST.sub("", line))
        elif options and line.startswith("   "):
            options[-1] += line
        elif not options:
            question += line
    return ShownQuestion(without_spaces(question), tuple(map(without_spaces, options))) if separator else None


@cache
def facts() -> Mapping[str, dict[str, Any]]:
    """Return the facts of the shipped pack, as in its file, by their questions."""
    return {without_spaces(fact["question"]): fact for fact in shipped.raw()["facts.yaml"]["facts"]}


def fact_of(question: str) -> Mapping[str, Any]:
    """Return the fact of a question, which may follow other text."""
    return facts()[max((known for known in facts() if question.endswith(known)), key=len)]


def answer_words(fact: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """Return the words with which a profile answers a question."""
    value = profile.get(fact["id"], "unknown")
    if value == "unknown":
        return "I don't know"
    return str(value) if fact["kind"] == "integer" else " ".join(fact["values"][value].split())


def keystrokes(words: str, options: tuple[str, ...], *, by_letters: bool) -> str:
    """Return a line for an answer: its number, or its shortest unambiguous prefix."""
    if without_spaces(words) not in options:
        return words
    if not by_letters:
        return str(options.index(without_spaces(words)) + 1)
    others = [option.casefold() for option in options if option != without_spaces(words)]
    prefixes = (words[:length].casefold() for length in range(1, len(words)))
    unambiguous = (
        prefix for prefix in prefixes if not any(other.startswith(without_spaces(prefix)) for other in others)
    )
    return next(unambiguous, words)


@cache
def scenarios() -> Mapping[str, Any]:
    """Return the scenarios of the shipped pack, by their ids."""
    files = naive.read_pack(shipped.FOLDER / "scenarios").values()
    return {case["id"]: case for cases in files for case in cases}


def reply_of(shown: str, profile: Mapping[str, Any], *, by_letters: bool = False) -> str | None:
    """Return the line with which a profile answers the last question, if there is one."""
    question = last_question(shown)
    if question is None or "\nYour answers\n" in shown:
        return None
    fact = fact_of(question.question)
    by_letters = by_letters or fact["kind"] == "integer"  # there a number is the answer itself
    return keystrokes(answer_words(fact, profile), question.options, by_letters=by_letters)


class Typist(TextIOBase):
    """An input stream whose lines are computed from the output so far."""

    def __init__(self, out: StringIO, reply: Callable[[str], str]) -> None:
        """Reply to the output of a stream."""
        super().__init__()
        self._out, self._reply = out, reply

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # noqa: ARG002 (replies are short)
        """Return the reply to the output so far."""
        return f"{self._reply(self._out.getvalue())}\n"


@dataclass
class TextDialogue:
    """A conversation in this process; `states` are those passed to `on_change`, `files` those saved."""

    base: KnowledgeBase
    scope: Scope = Scope.USUAL
    width: int = 80
    interactive: bool = True
    start: Interview | None = None
    files: dict[str, Interview] = field(default_factory=dict)
    states: list[Interview] = field(default_factory=list)
    output: str = ""

    def type_lines(self, *lines: str, save: bool = True) -> Interview:
        """Type these lines, and return the interview at the end."""
        typed = StringIO("".join(f"{line}\n" for line in lines))
        return self._run(StringIO(), typed, save=save)

    def answer_as(self, profile: Mapping[str, Any]) -> Interview:
        """Answer from a profile, accept the review, and return the interview at the end."""
        return self.reply_with(lambda shown: reply_of(shown, profile) or "")

    def reply_with(self, reply: Callable[[str], str]) -> Interview:
        """Type at each prompt the reply to the output so far, and return the interview at the end."""
        out = StringIO()
        return self._run(out, Typist(out, reply), save=False)

    def _run(self, out: StringIO, typed: Any, *, save: bool) -> Interview:
        screen = Screen(out, typed, lambda: self.width, echo=True)
        first = self.start or Interview(self.base.compiled, scope=self.scope)
        talk = Conversation(first, screen, self.states.append, self._save if save else None, self.interactive)
        try:
            return talk.run()
        finally:
            self.output = out.getvalue()

    def _save(self, interview: Interview, name: str) -> None:
        self.files[name] = interview

    def after(self, line: str, times: int = 1) -> str:
        """Return the output from a typed line, the first or a later one of its kind, to the next prompt."""
        parts = self.output.split(f"\n> {line}\n")
        return parts[times].split(PROMPT)[0]


class Terminal:
    """The installed program in a terminal; its output may contain styles, but no other control codes."""

    def __init__(
        self,
        *arguments: object,
        columns: int = 80,
        more: Mapping[str, str] | None = None,
        out: Path | None = None,
    ) -> None:
        """Start `exitwise ask`; with `out` its standard output goes to that file."""
        self.transcript = ""
        self.has_styles = False
        self.columns = columns
        call = (installed_script(), "ask", *map(str, arguments))
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
        """Wait for a prompt, and return the output since the one before."""
        self._child.expect("\r\n> ")
        return self._record(f"{self._child.before}\r\n> ")

    def type(self, line: str) -> str:
        """Type a line, and return the output up to the next prompt."""
        self.send(f"{line}\n")
        return self.until_prompt()

    def until_prompt_raw(self) -> str:
        """Wait for a prompt, and return the output with the terminal's own echo of control keys."""
        self._child.expect("\r\n> ")
        return str(self._child.before)

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def kill(self, signal: int) -> None:
        """Send a signal."""
        self._child.kill(signal)

    def resize(self, columns: int) -> None:
        """Change the width of the window."""
        self._child.setwinsize(LINES, columns)
        self.columns = columns

    def until_exit(self, status: int | None = 0, *, signal: int | None = None) -> str:
        """Wait for the exit with this status or signal, and return the output since the last prompt."""
        self._child.expect(pexpect.EOF)
        rest = self._record(self._child.before)
        self._child.close()
        ended = (self._child.exitstatus, self._child.signalstatus)
        assert ended == (None if signal else status, signal), self.transcript
        return rest

    def _record(self, written: str) -> str:
        """Add output to the transcript; it must have no control codes but styles, and no traceback."""
        text = STYLE.sub("", written.replace("\r\n", "\n"))
        self.has_styles |= bool(STYLE.search(written))
        assert "\x1b" not in text
        assert "\r" not in text
        assert "Traceback" not in text
        self.transcript += text
        return text

    def lines(self) -> list[str]:
        """Return the lines of the window, without styles."""
        screen = pyte.Screen(self.columns, TALL)
        pyte.Stream(screen).feed(self.transcript.replace("\n", "\r\n"))
        return [line.rstrip() for line in screen.display[: screen.cursor.y + 1]]


def answer_all(terminal: Terminal, profile: Mapping[str, Any]) -> Iterator[str]:
    """Answer every question from a profile, by number and by letters in turn, up to the review."""
    shown, by_letters = terminal.until_prompt(), False
    while (line := reply_of(shown, profile, by_letters=by_letters)) is not None:
        yield shown
        shown, by_letters = terminal.type(line), not by_letters
    assert "\nYour answers\n" in shown, f"neither a question nor the review: {shown}"


def saved_answers(file: Path) -> Any:
    """Return the answers in a session file."""
    return json.loads(file.read_text("utf-8"))["answers"]
