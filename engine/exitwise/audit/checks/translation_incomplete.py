"""A translation is incomplete: it lacks texts of the pack, or has texts that the pack does not have.

Why it matters:
    A missing text is shown in the language of the pack, with a mark in front. A text that the pack does not
    have is often one whose id is misspelt or was renamed, so that a translation exists and is not shown.

Example:
    locale/es.yaml has `brake: {question: ...}`, and the fact is called `brakes`.

Fix:
    Add the missing texts to the file in `locale/`. Rename a text that the pack does not have, or delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.audit.check import Violation
from exitwise.model.translation import places, texts
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Severity
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.translation import Path, Translation

SEVERITY: Final[Severity] = "warning"


def find(subject: Subject) -> Iterator[Violation]:
    """Yield a violation for each element that lacks texts in a language, and for each unknown text."""
    originals = texts(subject.knowledge)
    for translation in subject.knowledge.translations:
        yield from _missing(subject.knowledge, originals, translation)
        yield from _left_over(originals, translation)
        yield from _letters(subject.knowledge, translation)


def _missing(
    knowledge: Knowledge, originals: Iterable[Path], translation: Translation
) -> Iterator[Violation]:
    """Yield the elements of the pack of which texts are missing, each at its own place."""
    missing: dict[Path, list[str]] = {}
    unread = {("statements", name) for name in knowledge.statement} - _read_statements(knowledge)
    for path in originals:
        if path not in translation.texts and path[:2] not in unread:
            missing.setdefault(path[:2], []).append(".".join(path))
    where = places(knowledge)
    for element, names in missing.items():
        yield Violation(
            message=f"`{translation.language}` lacks {join_names(names)}",
            place=where.get(element, translation.place),
            help=f"add {'it' if len(names) == 1 else 'them'} to {translation.place.file}",
            severity="info",
        )


def _read_statements(knowledge: Knowledge) -> set[Path]:
    """Return the paths of the statements that advice can show: the cited ones, and those they contradict."""
    cited = {name for rule in knowledge.all_rules for name in rule.cites}
    against = {name for each in cited for name in knowledge.statement[each].contradicts}
    return {("statements", name) for name in cited | against}


def _left_over(originals: Mapping[Path, str], translation: Translation) -> Iterator[Violation]:
    """Yield the texts of the translation that the pack does not have, those of an unknown id together."""
    known = {path[:length] for path in originals for length in range(1, len(path) + 1)}
    left: dict[Path, Violation] = {}
    for path, entry in translation.texts.items():
        unknown = next(
            (path[:length] for length in range(1, len(path) + 1) if path[:length] not in known), None
        )
        if unknown is not None and unknown not in left:
            siblings = [other[-1] for other in known if other[:-1] == unknown[:-1]]
            left[unknown] = Violation(
                message=f"`{'.'.join(unknown)}` in `{translation.language}` is not a text of the pack",
                place=entry.place,
                help=did_you_mean(unknown[-1], siblings) or "delete it",
            )
    yield from left.values()


def _letters(knowledge: Knowledge, translation: Translation) -> Iterator[Violation]:
    """Yield the letters that are missing, and those that the pack does not have."""
    translated = {letter.id: letter for letter in translation.letters}
    for letter in knowledge.letters:
        if letter.id not in translated:
            folder = translation.place.file.removesuffix(".yaml")
            yield Violation(
                message=f"`{translation.language}` lacks the letter `{letter.id}`",
                place=letter.place,
                help=f"write {folder}/letters/{letter.id}.md",
                severity="info",
            )
    for name, letter in translated.items():
        if name not in knowledge.letter:
            yield Violation(
                message=f"letter `{name}` in `{translation.language}` is not a letter of the pack",
                place=letter.place,
                help=did_you_mean(name, knowledge.letter) or "delete it",
            )
