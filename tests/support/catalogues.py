"""Update the catalogues of the engine's sentences from its code, with babel.

Run `PYTHONPATH=engine python tests/support/catalogues.py` after a change of sentences: each .po gets the new
sentences, without a translation, and loses those that are gone; each .mo is compiled from its .po. To begin a
language, add it to the call: `catalogues.py fr`. A sentence without a translation is shown in English.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from exitwise.catalogue import DOMAIN, FOLDER

ENGINE = FOLDER.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


HEAD = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
"""The head of a .po file, without the dates and names that change with every update."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def template() -> Catalog:
    """Return the sentences of the engine, in the order of its files."""
    catalogue = Catalog(project=DOMAIN, fuzzy=False, charset="utf-8")
    for file, _, sentence, _, _ in extract_from_dir(ENGINE, keywords=KEYWORDS):
        catalogue.add(sentence, locations=[(file, 0)])
    return catalogue


def po_files(folder: Path = FOLDER) -> list[Path]:
    """Return the catalogues of all languages."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(path: Path) -> Catalog:
    """Return the catalogue in a file."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parents[1].name)
    catalogue.creation_date = catalogue.revision_date = LONG_AGO
    return catalogue


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue, without its head."""
    return (message for message in catalogue if message.id)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as a .mo file."""
    stream = BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a .po file; places are left out, because they change with every line of code."""
    stream = BytesIO()
    write_po(stream, catalogue, width=110, no_location=True, omit_header=True, ignore_obsolete=True)
    head = HEAD.format(language=catalogue.locale_identifier, plurals=catalogue.plural_forms)
    return head.encode() + stream.getvalue()


def update(path: Path, sentences: Catalog) -> int:
    """Update the catalogue of a language, and return how many of its sentences have no translation."""
    catalogue = read(path) if path.is_file() else Catalog(locale=path.parents[1].name, fuzzy=False)
    catalogue.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(read(path)))
    return sum(not message.string or not all(message.string) for message in messages(catalogue))


def main(languages: list[str]) -> None:
    """Update the catalogues of all languages, and begin those named."""
    sentences = template()
    new = (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po" for language in languages)
    for path in dict.fromkeys((*po_files(), *new)):
        missing = update(path, sentences)
        sys.stdout.write(f"{path.parents[1].name}: {missing} of {len(sentences)} sentences to translate\n")


if __name__ == "__main__":
    main(sys.argv[1:])
