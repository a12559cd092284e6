"""locale/LANG.yaml and locale/LANG/letters/*.md: the texts of a pack in another language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.errors import InputError
from exitwise.loader.folder import display_path, read_tree
from exitwise.loader.letters import read_letter
from exitwise.loader.yaml.readers import File, name_key, pairs, text, verbatim
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.placeholder import PLACEHOLDER
from exitwise.model.profile import quote
from exitwise.model.translation import (
    MAPPINGS,
    PACK,
    SHARED,
    TEXTS,
    TranslatedText,
    Translation,
    texts,
    translated,
)
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import Reader
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.translation import Path as Keys

LOCALE: Final = "locale"
Entries = dict["Keys", TranslatedText]


# Languages


def languages(pack: Path) -> tuple[str, ...]:
    """Return the languages into which a pack is translated, sorted."""
    folder = pack / LOCALE
    files = (path.stem for path in folder.glob("*.yaml"))
    return tuple(sorted({*files, *(path.parents[1].name for path in folder.glob("*/letters/*.md"))}))


def in_language(knowledge: Knowledge, language: str, others: Iterable[str]) -> Knowledge:
    """Return a pack with its texts in a language: its own one, or one that was read with it.

    Raises:
        InputError: it has no texts in this language; `others` are those it has besides its own.
    """
    available = tuple(dict.fromkeys((knowledge.language, *others)))
    if language not in available:
        near = did_you_mean(language, available)
        help_ = f"{near} " * bool(near) + f"the texts of `{knowledge.name}` are in {join_names(available)}"
        raise InputError(f"unknown language {quote(language)}", help=help_)
    read = (each for each in knowledge.translations if each.language == language)
    alone = replace(knowledge, translations=())  # it may be sent to many workers
    return translated(alone, next(read, None), language)


# Reading


def _one(node: Node, file: File) -> Entries | None:
    content = text(node, file)
    return None if content is None else {(): TranslatedText(text=content, place=file.place(node))}


def _each(read: Reader[Entries], expected: str, read_key: Reader[str] = name_key) -> Reader[Entries]:
    """Return the reader of a mapping of names to entries."""

    def read_all(node: Node, file: File) -> Entries:
        mapping = pairs(node, file, expected, read_key) or {}
        return _joined({key.text: read(value, file) for key, value in mapping.items()})

    return read_all


def _record(expected: str, keys: Mapping[str, Reader[Entries]]) -> Reader[Entries]:
    """Return the reader of a mapping with fixed keys."""

    def read(node: Node, file: File) -> Entries:
        record = read_record(node, file, expected, {key: Key(reader) for key, reader in keys.items()})
        return {} if record is None else _joined(record.values)

    return read


def _joined(parts: Mapping[str, Entries | None]) -> Entries:
    """Return the entries of all parts, each path preceded by the key of its part."""
    return {(key, *path): entry for key, entries in parts.items() for path, entry in (entries or {}).items()}


def _reader() -> Reader[Entries]:
    """Return the reader of a locale file, made from the table of texts."""
    groups: dict[str, dict[str, Reader[Entries]]] = {}
    for group, fields in TEXTS.values():
        groups.setdefault(group, {}).update(_field_readers(fields))
    nouns = {group: f"a mapping of {group} to their texts" for group in groups}
    return _record(
        "a translation",
        {
            **_field_readers(PACK),
            **{
                group: _each(_record(f"the texts of {group}", keys), nouns[group])
                for group, keys in groups.items()
            },
            **{
                group: _each(_one, "a mapping of texts to translations", verbatim)
                for group in SHARED.values()
            },
        },
    )


def _field_readers(fields: str) -> dict[str, Reader[Entries]]:
    several = _each(_one, "a mapping of names to texts")
    own = (field for field in fields.split() if field not in SHARED)
    return {field: several if field in MAPPINGS else _one for field in own}


def read_translation(
    pack: Path, language: str, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> Translation:
    """Return the texts of a pack in one of its languages, after reporting their defects."""
    path = pack / LOCALE / f"{language}.yaml"
    node = read_tree(path, diagnostics) if path.is_file() else None
    entries = None if node is None else _reader()(node, File(display_path(path), diagnostics))
    letters = (
        read_letter(letter, vocabulary, diagnostics)
        for letter in sorted((pack / LOCALE / language / "letters").glob("*.md"))
    )
    return Translation(
        language=language,
        texts=entries or {},
        letters=tuple(letter for letter in letters if letter is not None),
        place=Place(display_path(path), 1, 1),
    )


# Placeholders


def check_translation(knowledge: Knowledge, translation: Translation, diagnostics: Diagnostics) -> None:
    """Report the pack's own language, and texts whose placeholders or blanks are not the original's."""
    if translation.language == knowledge.language:
        message = f"`{translation.language}` is the language of the pack itself"
        diagnostics.add(PackDiagnostic(id="own-language", message=message, place=translation.place))
    originals = texts(knowledge)
    for path, entry in translation.texts.items():
        if path in originals:
            old, new = (PLACEHOLDER.findall(each) for each in (originals[path], entry.text))
            _Comparison("placeholder", "{%s}", entry.place, diagnostics).compare(old, new)
    for letter in translation.letters:
        original = knowledge.letter.get(letter.id)
        if original is not None:
            _Comparison("blank", "{{%s}}", letter.place, diagnostics).compare(
                original.blank_names, letter.blank_names
            )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A comparison of the placeholders in a translation with those of the original."""

    noun: str
    form: str
    place: Place
    diagnostics: Diagnostics

    def compare(self, old: Iterable[str], new: Iterable[str]) -> None:
        old, new = tuple(dict.fromkeys(old)), tuple(dict.fromkeys(new))
        for name in new:
            if name not in old:
                help_ = did_you_mean(name, old) or "a translation has those of the original, and no others"
                self._report(f"{self.noun} {self._quoted(name)} is not in the original", help_)
        for name in old:
            if name not in new and not any(did_you_mean(other, (name,)) for other in new if other not in old):
                self._report(f"{self.noun} {self._quoted(name)} of the original is missing", "")

    def _quoted(self, name: str) -> str:
        return f"`{self.form % name}`"

    def _report(self, message: str, help_: str) -> None:
        diagnostic = PackDiagnostic(id="wrong-placeholder", message=message, place=self.place, help=help_)
        self.diagnostics.add(diagnostic)
