"""Parsing of typed lines: an answer to a question, a command, or a position in a list; without guessing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from exitwise.ask import words
from exitwise.catalogue import _
from exitwise.model.axis import Interval
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST
from exitwise.nearest import join_names, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact, Value

INTEGER: Final = re.compile(r"([+-]?\d{1,20})\s*(.*)", re.ASCII)
POSITION: Final = re.compile(r"\d{1,20}", re.ASCII)
MOST_QUOTED: Final = 40
"""Characters of a typed line that a message repeats."""


class InvalidAnswer(Exception):  # noqa: N818 (not a failure: the question is asked again)
    """A typed line is not an answer to the question; the message says why, and how to answer."""


def label(fact: Fact, value: Value) -> str:
    """Return the words of an answer."""
    return _(words.DONT_KNOW) if value == UNKNOWN else fact.label(value)


def quote_input(text: str) -> str:
    """Return a typed line in backticks, cut if it is long."""
    return f"`{text}`" if len(text) <= MOST_QUOTED else f"`{text[:MOST_QUOTED]}...`"


def split_command(text: str) -> tuple[str, str]:
    """Return the command in the first word of a line, and the rest."""
    word, *rest = text.split(" ", 1)
    return to_command(word), "".join(rest).strip()


def to_command(word: str) -> str:
    """Return the English name of a command; any other word in lower case."""
    translated = {_plain(_(command)): command for command in (*words.COMMANDS, words.HELP, words.QUIT)}
    return translated.get(_plain(word), word.casefold())


def parse_yes_or_no(text: str) -> bool | None:
    """Return whether a line begins "yes" or "no"; None for any other text."""
    typed = _plain(text)
    if not typed:
        return None
    for yes, no in ((_(words.YES), _(words.NO)), (words.YES, words.NO)):
        if _plain(yes).startswith(typed) or _plain(no).startswith(typed):
            return _plain(yes).startswith(typed)
    return None


def parse_position(text: str, count: int) -> int | None:
    """Return the index, from 0, of a position typed from 1 to `count`; None for any other text."""
    number = int(text) if POSITION.fullmatch(text) else 0
    return number - 1 if 1 <= number <= count else None


def parse_answer(text: str, fact: Fact, options: Sequence[ValueClass]) -> Value:
    """Return the answer that a line stands for: a number, the first letters of an answer, or a value's name.

    For a choice a number is a position in the list of options. For an integer it is the value itself, alone
    or followed by the first letters of its unit.

    Raises:
        InvalidAnswer: the line matches no answer, several, or one that contradicts earlier answers.
    """
    number = INTEGER.fullmatch(text)
    if number and fact.kind == "integer" and _plain(fact.unit).startswith(_plain(number[2])):
        return _check_number(int(number[1]), fact, options)
    if number and fact.kind == "choice" and not number[2]:
        return _value_at(int(number[1]), [part for part in options if isinstance(part, str)])
    return _parse_words(text, fact, options)


def _parse_words(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    names = [part for part in options if isinstance(part, str)]
    matches = _matches(text, fact, names)
    if len(matches) == 1:
        return matches[0]
    typed = quote_input(text)
    if matches:
        labels = join_names([label(fact, name) for name in matches])
        raise InvalidAnswer(_("{typed} could be {answers}").format(typed=typed, answers=labels))
    if _matches(text, fact, fact.names):
        raise InvalidAnswer(_("{typed} does not fit your earlier answers").format(typed=typed))
    raise InvalidAnswer(_not_an_answer(text, fact, options))


def _matches(text: str, fact: Fact, names: Sequence[str]) -> list[str]:
    """Return the values that a line may stand for.

    A whole name or label comes before first letters, a label that is shown before one in the language of the
    pack, and all of these before the same without accents.
    """
    for fold in (_normalize, _plain):
        typed = fold(text)
        shown = {name: tuple(map(fold, _spellings(fact, name))) for name in names}
        others = {name: tuple(map(fold, _other_spellings(fact, name))) for name in names}
        matches = (
            [name for name in names if typed in (name.casefold(), *shown[name])]
            or [name for name in names if _is_prefix(typed, shown[name])]
            or [name for name in names if _is_prefix(typed, others[name])]
        )
        if matches:
            return matches
    return []


def _normalize(text: str) -> str:
    """Return a text in a form in which case, spaces and the kind of apostrophe make no difference."""
    return normalize("NFC", " ".join(text.split()).casefold().replace("\u2019", "'"))


def _plain(text: str) -> str:
    """Return a text in a form in which accents and apostrophes make no difference either."""
    letters = normalize("NFD", _normalize(text)).replace("'", "")
    return "".join(letter for letter in letters if not combining(letter))


def _spellings(fact: Fact, name: str) -> Iterable[str]:
    """Return the words of a value that are shown, and all ways to say that it is unknown."""
    return map(_, words.UNSURE) if name == UNKNOWN else (fact.label(name),)


def _other_spellings(fact: Fact, name: str) -> Iterable[str]:
    """Return the label of a value in the language of the pack, where another one is shown."""
    if name == UNKNOWN:
        return words.UNSURE
    return (label_ for value, label_ in fact.other_labels if value == name)


def _is_prefix(typed: str, spellings: Iterable[str]) -> bool:
    return any(spelling.startswith(typed) for spelling in spellings)


def _value_at(number: int, names: Sequence[str]) -> str:
    if not 1 <= number <= len(names):
        message = _("there is no answer {number}; type a number from 1 to {last}")
        raise InvalidAnswer(message.format(number=number, last=len(names)))
    return names[number - 1]


def _check_number(number: int, fact: Fact, options: Sequence[ValueClass]) -> int:
    intervals = [part for part in options if isinstance(part, Interval)]
    if any(part.low <= number <= part.high for part in intervals):
        return number
    message = _("{number} is out of range; type {range}")
    if fact.within(number) and SMALLEST <= number <= LARGEST:
        message = _("{number} does not fit your earlier answers; type {range}")
    raise InvalidAnswer(message.format(number=number, range=describe_range(fact, options)))


def describe_range(fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return in words the range and the unit of the admissible numbers."""
    intervals = [part for part in options if isinstance(part, Interval)]
    least = min((part.low for part in intervals), default=SMALLEST)
    most = max((part.high for part in intervals), default=LARGEST)
    number = _("a whole number of {unit}") if fact.unit else _("a whole number")
    return _within(least, most).format(number=number.format(unit=fact.unit), least=least, most=most)


def _within(least: int, most: int) -> str:
    if least != SMALLEST and most != LARGEST:
        return _("{number}, at least {least} and at most {most}")
    if least != SMALLEST:
        return _("{number}, at least {least}")
    return _("{number}, at most {most}") if most != LARGEST else "{number}"


def _not_an_answer(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return the message about a line that is not an answer, which says how to answer."""
    names = [label(fact, part) for part in options if isinstance(part, str)]
    typed = quote_input(text)
    if fact.kind == "integer":
        message = _("{typed} is not an answer here: type {range}")
        if names:
            message = _("{typed} is not an answer here: type {range}, or the first letters of `{unsure}`")
        range_, unsure = describe_range(fact, options), _(words.DONT_KNOW)
        return message.format(typed=typed, range=range_, unsure=unsure)
    near = nearest_name(text, names)
    if near is None:
        return _("{typed} is not an answer here: type its number or its first letters").format(typed=typed)
    return _("{typed} is not an answer here; did you mean `{near}`?").format(typed=typed, near=near)
