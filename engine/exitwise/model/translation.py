"""The texts of a pack by path, and their replacement by those of another language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from exitwise.model.fact import Fact
from exitwise.model.rule import Argument, Constraint, FindingRule, StepRule, WarningRule
from exitwise.model.source import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exitwise.diagnostic import Place
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.letter import Letter
    from exitwise.model.rule import Rule

TEXTS: Final[dict[type, tuple[str, str]]] = {
    Fact: ("facts", "question help section unit values"),
    Constraint: ("rules", "because"),
    FindingRule: ("rules", "because texts"),
    Argument: ("rules", "because texts"),
    StepRule: ("rules", "title how because"),
    WarningRule: ("rules", "title until because"),
    Source: ("sources", "title"),
    Statement: ("statements", "says because"),
}
"""For each class, its group in a translation, and its fields that people read."""

PACK: Final = "title notice outcomes"
"""The texts of the pack itself."""

SHARED: Final = {"section": "sections", "unit": "units"}
"""Fields with few different texts, which are translated once each: the group of their translations."""

MAPPINGS: Final = ("outcomes", "values", "texts")
"""Fields with a text for each of several names."""

Path = tuple[str, ...]
"""The keys that lead to a text in a translation: `("facts", "brakes", "values", "no")`."""

Texts = dict[Path, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """A text in another language, and its position."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The texts of a pack in another language; a letter is translated as a whole."""

    language: str
    texts: Mapping[Path, TranslatedText]
    letters: tuple[Letter, ...] = ()
    place: Place


def texts(knowledge: Knowledge) -> Texts:
    """Return all texts of a pack that people read, by path; letters are not included."""
    found: Texts = {}

    def note(path: Path, text: str) -> str:
        found[path] = text
        return text

    _replaced(knowledge, note)
    return found


def places(knowledge: Knowledge) -> dict[Path, Place]:
    """Return the places of the elements that have texts, by the paths of their texts without the last key."""
    statements = (statement for source in knowledge.sources for statement in source.statements)
    elements: tuple[Fact | Rule | Source | Statement, ...]
    elements = (*knowledge.facts, *knowledge.all_rules, *knowledge.sources, *statements)
    return {(TEXTS[type(each)][0], each.id): each.place for each in elements}


def translated(knowledge: Knowledge, translation: Translation | None, language: str) -> Knowledge:
    """Return a pack with the texts of a translation; None leaves all texts as they are.

    A text without a translation is marked with the language of the pack: `[en] Do the brakes work?`.
    """
    if translation is None:
        return replace(knowledge, original=knowledge)
    mark = f"[{knowledge.language}] "

    def translate(path: Path, text: str) -> str:
        entry = translation.texts.get(path)
        return f"{mark}{text}" if entry is None else entry.text

    letters = {letter.id: letter for letter in translation.letters}
    return replace(
        _replaced(knowledge, translate),
        language=language,
        letters=tuple(letters.get(each.id, _marked(each, mark)) for each in knowledge.letters),
        original=knowledge,
    )


def _marked(letter: Letter, mark: str) -> Letter:
    """Return a letter without a translation; only its title is marked, as the rest is to be sent."""
    return replace(letter, title=f"{mark}{letter.title}")


# Replacement of texts


def _replaced(knowledge: Knowledge, new: Callable[[Path, str], str]) -> Knowledge:
    """Return a pack with every text, except those of letters, replaced by `new` of its path and itself."""
    rules = ("constraints", "findings", "arguments", "steps", "warnings")
    changed: dict[str, Any] = dict(_new_fields(knowledge, (), PACK, new))
    changed |= {name: tuple(_element(each, new) for each in getattr(knowledge, name)) for name in rules}
    changed["facts"] = tuple(_fact(fact, new) for fact in knowledge.facts)
    changed["sources"] = tuple(_source(source, new) for source in knowledge.sources)
    return replace(knowledge, **changed)


def _element(element: Any, new: Callable[[Path, str], str]) -> Any:
    group, fields = TEXTS[type(element)]
    return replace(element, **dict(_new_fields(element, (group, element.id), fields, new)))


def _fact(fact: Fact, new: Callable[[Path, str], str]) -> Fact:
    """Return a fact whose answers can still be typed in the words of the pack."""
    changed: Fact = _element(fact, new)
    return replace(changed, other_labels=fact.values)


def _source(source: Source, new: Callable[[Path, str], str]) -> Source:
    changed: Source = _element(source, new)
    return replace(changed, statements=tuple(_element(each, new) for each in source.statements))


def _new_fields(
    element: Any, path: Path, fields: str, new: Callable[[Path, str], str]
) -> Iterator[tuple[str, Any]]:
    """Yield the fields that have a text, each with its new value."""
    for field in fields.split():
        value = getattr(element, field)
        if field in MAPPINGS:
            yield field, tuple((name, new((*path, field, name), text)) for name, text in value)
        elif value:
            yield field, new((SHARED[field], value) if field in SHARED else (*path, field), value)
