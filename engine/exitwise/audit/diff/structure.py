"""What stands in one pack otherwise than in the other: facts, rules, texts, statements and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from exitwise.model.condition import ALWAYS
from exitwise.model.scenario import ExpectedNames
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

TEXT_FIELDS: Final = frozenset(
    {"because", "title", "how", "until", "cites", "letter", "says", "question", "help"}
)
"""What of a rule or a fact is for people alone: no advice depends on it."""
PAIR_FIELDS: Final = frozenset({"values", "outcomes", "done"})
"""What is a list of pairs: a name and what people read for it, or a fact and its value."""
UNORDERED_FIELDS: Final = frozenset({"overrides"})
NONE: Final = "none"
"""What is shown where there is nothing."""
SECTIONS: Final = (
    ("fact", "facts"),
    ("constraint", "constraints"),
    ("finding rule", "findings"),
    ("argument", "arguments"),
    ("step", "steps"),
    ("warning", "warnings"),
    ("property", "properties"),
    ("scenario", "scenarios"),
    ("source", "sources"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said otherwise, as people read it before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing of a pack that is added, removed or changed, and then what of it."""

    kind: str
    id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[Field, ...] = ()


def edits(old: Knowledge, new: Knowledge) -> tuple[Edit, ...]:
    """Return all that differs in what two packs say, whether or not any advice depends on it."""
    found = list(_edits("pack", {"": _head(old)}, {"": _head(new)}))
    for kind, name in SECTIONS:
        found += _edits(kind, _by_id(getattr(old, name)), _by_id(getattr(new, name)))
    found += _edits("statement", old.statement, new.statement)
    found += _edits("letter", _letters(old), _letters(new))
    return tuple(found)


def _head(knowledge: Knowledge) -> dict[str, Any]:
    head = ("name", "version", "title", "language", "notice", "outcomes")
    return {name: getattr(knowledge, name) for name in head}


def _by_id(things: tuple[Any, ...]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _letters(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Return what each letter says; a blank of it is a thing of its own that is said."""
    return {
        letter.id: {
            "title": letter.title,
            "to": letter.to,
            "subject": letter.subject,
            **{f"blank {blank.id}": blank.says for blank in letter.blanks},
            "text": letter.body,
        }
        for letter in knowledge.letters
    }


def _edits(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            yield Edit(kind=kind, id=name, change="added")
        elif name not in new:
            yield Edit(kind=kind, id=name, change="removed")
        elif changed := tuple(_changed_fields(_content(old[name]), _content(new[name]))):
            yield Edit(kind=kind, id=name, change="changed", fields=changed)


def _content(thing: Any) -> dict[str, Any]:
    """Return the fields of a thing; where it stands is none of them, nor what a source says one by one.

    What an argument overrides has no order: all that argue for an outcome may be meant.
    """
    if not is_dataclass(thing):
        return dict(thing)
    without = ("place", "statements")
    content = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in without}
    return content | {name: tuple(sorted(content[name])) for name in UNORDERED_FIELDS & content.keys()}


def _changed_fields(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Field]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
            yield from _changed_lines(name, before.splitlines(), after.splitlines())
        else:
            yield Field(name=name, before=_to_text(name, before), after=_to_text(name, after))


def _changed_lines(name: str, before: list[str], after: list[str]) -> Iterator[Field]:
    """Yield the lines of a longer text that are others, under the number of the first, as it now stands."""
    from difflib import SequenceMatcher  # noqa: PLC0415 (only a longer text that is changed needs it)

    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            shown = (" ".join(lines).strip() or NONE for lines in (before[start:end], after[first:last]))
            yield Field(f"{name}, line {first + 1}", *shown)


def _to_text(name: str, value: Any) -> str:
    """Return a value as a pack's author knows it."""
    if name in {"when", "then"} and value is not None:
        return to_yaml(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, ExpectedNames):
        return _expectation(value)
    if isinstance(value, Mapping) or name in PAIR_FIELDS:
        return ", ".join(f"{key}: {item}" for key, item in dict(value or ()).items()) or NONE
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value in (None, "") else str(value)


def _expectation(names: ExpectedNames) -> str:
    """Return what names a worked case expects: all of them, or some and not others."""
    if names.exactly is not None:
        return f"exactly {', '.join(names.exactly) or NONE}"
    told = {"includes": names.includes, "excludes": names.excludes}
    return "; ".join(f"{word} {', '.join(of)}" for word, of in told.items() if of)


def logic(rule: Rule) -> dict[str, Any]:
    """Return what a rule asks for and what it does, without its words and its place."""
    return {name: value for name, value in _content(rule).items() if name not in TEXT_FIELDS}


def effect(rule: Rule) -> dict[str, Any]:
    """Return what a rule does where it fires."""
    return logic(rule) | {"when": ALWAYS}
