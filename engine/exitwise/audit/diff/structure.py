"""The structural difference of two packs: facts, rules, texts, statements and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from exitwise.audit.course import ends_in_words, in_words
from exitwise.audit.expected_course import way_in_words
from exitwise.model.condition import ALWAYS
from exitwise.model.fact import Fact
from exitwise.model.kinds import write
from exitwise.model.scenario import ExpectedNames, ExpectedWay
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule
    from exitwise.model.scenario import Detail

TEXT_FIELDS: Final = frozenset(
    {"because", "title", "how", "until", "cites", "letter", "link", "says", "question", "help", "formerly"}
    | {"texts"}
)
"""The fields of a rule or a fact that are texts for people: no advice depends on them."""
PAIR_FIELDS: Final = frozenset({"values", "outcomes", "former_values", "texts"})
"""The fields that are lists of pairs: a name and its label, or a fact and its value."""
UNORDERED_FIELDS: Final = frozenset({"overrides"})
Facts = tuple[Mapping[str, Fact], Mapping[str, Fact]]
"""The facts of the old pack and of the new one, by which their values are written."""
NONE: Final = "none"
"""The text of an absent or empty value."""
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
    """A changed field with its old and new value, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An element of a pack that is added, removed or changed, with the changed fields."""

    kind: str
    id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[Field, ...] = ()


def edits(old: Knowledge, new: Knowledge) -> tuple[Edit, ...]:
    """Return all edits between two packs, whether or not they affect the advice."""
    facts = (old.fact, new.fact)
    result = list(_edits("pack", {"": _head(old)}, {"": _head(new)}, facts))
    for kind, name in SECTIONS:
        result += _edits(kind, _by_id(getattr(old, name)), _by_id(getattr(new, name)), facts)
    result += _edits("statement", old.statement, new.statement, facts)
    result += _edits("letter", _letters(old), _letters(new), facts)
    return tuple(result)


def _head(knowledge: Knowledge) -> dict[str, Any]:
    head = ("name", "version", "title", "language", "notice", "outcomes")
    return {name: getattr(knowledge, name) for name in head}


def _by_id(elements: tuple[Any, ...]) -> dict[str, Any]:
    return {element.id: element for element in elements}


def _letters(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Return the fields of each letter; every blank is a field of its own."""
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


def _edits(kind: str, old: Mapping[str, Any], new: Mapping[str, Any], facts: Facts) -> Iterator[Edit]:
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            yield Edit(kind=kind, id=name, change="added")
        elif name not in new:
            yield Edit(kind=kind, id=name, change="removed")
        elif changed := tuple(_changed_fields(_content(old[name]), _content(new[name]), facts)):
            yield Edit(kind=kind, id=name, change="changed", fields=changed)


def _content(element: Any) -> dict[str, Any]:
    """Return the fields of an element without its place; the statements of a source are compared separately.

    The overrides of an argument are sorted, because their order has no meaning.
    """
    if not is_dataclass(element):
        return dict(element)
    without = ("place", "statements")
    content = {
        field.name: getattr(element, field.name)
        for field in fields(element)
        if field.init and field.name not in without
    }
    if isinstance(element, Fact):
        bounds = {name: content[name] for name in ("minimum", "maximum") if content[name] is not None}
        content |= {name: write(element, bound) for name, bound in bounds.items()}
    return content | {name: tuple(sorted(content[name])) for name in UNORDERED_FIELDS & content.keys()}


def _changed_fields(old: dict[str, Any], new: dict[str, Any], facts: Facts) -> Iterator[Field]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
            yield from _changed_lines(name, before.splitlines(), after.splitlines())
        else:
            texts = (_to_text(name, value, own) for value, own in zip((before, after), facts, strict=True))
            yield Field(name, *texts)


def _changed_lines(name: str, before: list[str], after: list[str]) -> Iterator[Field]:
    """Yield the changed lines of a longer text, each run under the new number of its first line."""
    from difflib import SequenceMatcher  # noqa: PLC0415 (needed for a changed longer text only)

    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            texts = (" ".join(lines).strip() or NONE for lines in (before[start:end], after[first:last]))
            yield Field(f"{name}, line {first + 1}", *texts)


def _to_text(name: str, value: Any, facts: Mapping[str, Fact]) -> str:
    """Return a value as the author of a pack writes it."""
    if isinstance(value, ExpectedNames | ExpectedWay):
        return _expectation(value, facts)
    if name in {"when", "then", "urgent"} and value is not None:
        return to_yaml(value, facts)
    if name == "by" and value is not None:
        return f"{value.plus} days from {value.fact}"
    if name in {"done", "leads_to"}:
        return in_words(value or (), facts) or NONE
    if name == "ends":
        return ends_in_words(value, facts) or NONE
    return _plain_text(name, value)


def _plain_text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping) or name in PAIR_FIELDS:
        return ", ".join(f"{key}: {item}" for key, item in dict(value or ()).items()) or NONE
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value in (None, "") else str(value)


def _expectation(expected: ExpectedNames | ExpectedWay, facts: Mapping[str, Fact]) -> str:
    """Return an expectation: the exact set, the names included and excluded, or the moves of a way."""
    if isinstance(expected, ExpectedWay):
        return way_in_words(expected.moves, facts)
    if expected.exactly is not None:
        return f"exactly {_names(expected.exactly, expected.details, facts) or NONE}"
    included = _names(expected.includes, expected.details, facts)
    parts = {"includes": included, "excludes": ", ".join(expected.excludes)}
    return "; ".join(f"{word} {part}" for word, part in parts.items() if part)


def _names(names: Iterable[str], details: Iterable[Detail], facts: Mapping[str, Fact]) -> str:
    """Return names, each with its details."""
    stated = {name: [_detail(own, facts) for own in details if own.name == name] for name in names}
    return ", ".join(f"{name} ({', '.join(own)})" if own else name for name, own in stated.items())


def _detail(detail: Detail, facts: Mapping[str, Fact]) -> str:
    return f"{detail.key} {ends_in_words(detail.ends, facts) or detail.move or NONE}"


def logic(rule: Rule) -> dict[str, Any]:
    """Return the condition and the effect of a rule, without its texts and its place."""
    return {name: value for name, value in _content(rule).items() if name not in TEXT_FIELDS}


def effect(rule: Rule) -> dict[str, Any]:
    """Return the effect of a rule when it fires."""
    return logic(rule) | {"when": ALWAYS}
