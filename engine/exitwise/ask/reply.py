"""Parsing of typed lines: an answer to a question, a command, or a position in a list; without guessing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from exitwise.ask import words
from exitwise.ask.typed import typed_days, typed_items, typed_number
from exitwise.catalogue import _
from exitwise.model import kinds
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import Interval
from exitwise.nearest import join_names, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from exitwise.model.axis import ValueClass
    from exitwise.model.fact import Fact, Value
    from exitwise.model.kinds.number import Number

INTEGER: Final = re.compile(r"([+-]?\d{1,20})\s*(.*)", re.ASCII)
POSITION: Final = re.compile(r"\d{1,20}", re.ASCII)
MOST_QUOTED: Final = 40
"""Characters of a typed line that a message repeats."""


class InvalidAnswer(Exception):  # noqa: N818 (not a failure: the question is asked again)
    """A typed line is not an answer to the question; the message says why, and how to answer."""


def label(fact: Fact, value: Value, as_of: date | None = None) -> str:
    """Return the words of an answer, on a day if that is given."""
    return _(words.DONT_KNOW) if value == UNKNOWN else kinds.label(fact, value, as_of)


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


def parse_answer(text: str, fact: Fact, options: Sequence[ValueClass], as_of: date | None = None) -> Value:
    """Return the answer that a line stands for: a number, the first letters of an answer, or a value's name.

    For a choice a number is a position in the list of options; of a list of values there may be several. For
    an integer it is the value itself, alone or followed by the first letters of its unit. A date is typed as
    a day, as a distance such as `10 days ago`, or as a number of days.

    Raises:
        InvalidAnswer: the line matches no answer, several, or one that contradicts earlier answers.
    """
    if kinds.kind_of(fact).is_number:
        number = typed_days(text, fact, as_of) if fact.counts else typed_number(text, fact, _plain)
        return _parse_words(text, fact, options) if number is None else _check_number(number, fact, options)
    if kinds.kind_of(fact).name == "several":
        return _parse_list(text, fact, options)
    position = INTEGER.fullmatch(text)
    if position and not position[2]:
        return _value_at(int(position[1]), [part for part in options if isinstance(part, str)])
    return _parse_words(text, fact, options)


def list_names(fact: Fact, options: Sequence[ValueClass]) -> tuple[str, ...]:
    """Return the values that some admissible list has, in the pack's order."""
    lists = [part for part in options if isinstance(part, frozenset)]
    return tuple(name for name, _ in fact.values if any(name in part for part in lists))


def _parse_list(text: str, fact: Fact, options: Sequence[ValueClass]) -> Value:
    """Return the list of values that a line names, by their positions or their first letters."""
    names = list_names(fact, options)
    offered = (*names, UNKNOWN) if UNKNOWN in options else names
    if _normalize(text) in {*words.NO_VALUE, *map(_, words.NO_VALUE)}:
        items = frozenset[str]()
    else:
        parts = typed_items(text)
        values = [_list_item(part, fact, offered) for part in parts]
        if UNKNOWN in values:
            if len(values) > 1:
                message = _("`{unsure}` cannot be combined with other answers")
                raise InvalidAnswer(message.format(unsure=_(words.DONT_KNOW)))
            return UNKNOWN
        items = frozenset(values)
    if items not in options:
        message = _("{typed} does not fit your earlier answers")
        raise InvalidAnswer(message.format(typed=quote_input(text)))
    return items


def _list_item(text: str, fact: Fact, offered: Sequence[str]) -> str:
    position = parse_position(text, len(offered))
    if position is not None:
        return offered[position]
    if POSITION.fullmatch(text):
        return _value_at(int(text), offered)
    return _parse_words(text, fact, offered)


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
    return map(_, words.UNSURE) if name == UNKNOWN else (dict(fact.values)[name],)


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
    kind = _number_kind(fact)
    intervals = [part for part in options if isinstance(part, Interval)]
    if any(part.low <= number <= part.high for part in intervals):
        return number
    message = _("{number} is out of range; type {range}")
    if number in kind.bounds(fact):
        message = _("{number} does not fit your earlier answers; type {range}")
    written = kind.written(fact, number)
    raise InvalidAnswer(message.format(number=written, range=describe_range(fact, options)))


def describe_range(fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return in words the range and the unit of the admissible numbers."""
    kind = _number_kind(fact)
    intervals = [part for part in options if isinstance(part, Interval)]
    bounds, ends = kind.bounds(fact), kind.natural_ends(fact)
    least = min((part.low for part in intervals), default=bounds.low)
    most = max((part.high for part in intervals), default=bounds.high)
    words_ = _within(has_least=least not in ends, has_most=most not in ends)
    low, high = kind.written(fact, least), kind.written(fact, most)
    return words_.format(number=kind.typed_noun(fact), least=low, most=high)


def _number_kind(fact: Fact) -> Number:
    kind = kinds.number_kind(fact)
    if kind is None:
        raise TypeError(fact.kind)
    return kind


def _within(*, has_least: bool, has_most: bool) -> str:
    if has_least and has_most:
        return _("{number}, at least {least} and at most {most}")
    if has_least:
        return _("{number}, at least {least}")
    return _("{number}, at most {most}") if has_most else "{number}"


def _not_an_answer(text: str, fact: Fact, options: Sequence[ValueClass]) -> str:
    """Return the message about a line that is not an answer, which says how to answer."""
    names = [label(fact, part) for part in options if isinstance(part, str)]
    typed = quote_input(text)
    if kinds.kind_of(fact).is_number:
        message = _("{typed} is not an answer here: type {range}")
        if names:
            message = _("{typed} is not an answer here: type {range}, or the first letters of `{unsure}`")
        range_, unsure = describe_range(fact, options), _(words.DONT_KNOW)
        return message.format(typed=typed, range=range_, unsure=unsure)
    near = nearest_name(text, names)
    if near is None:
        return _("{typed} is not an answer here: type its number or its first letters").format(typed=typed)
    return _("{typed} is not an answer here; did you mean `{near}`?").format(typed=typed, near=near)
