"""The engine's sentences: in the language of the reader, and all in the catalogue."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from exitwise import catalogue
from exitwise.catalogue import DOMAIN, FOLDER, N_, _, ngettext, speak, speaking
from support import catalogues

ENGINE = FOLDER.parent
READ = [
    *(path for stage in ("ask", "plan", "present") for path in sorted((ENGINE / stage).glob("*.py"))),
    ENGINE / "advise" / "citations.py",
    ENGINE / "cli" / "session.py",
    ENGINE / "model" / "letter.py",
]
"""The modules whose sentences learners read."""
NOT_SENTENCES = {
    *("bold red", "bold green", "bold dim", "bold underline"),  # styles
    "exitwise letter {} --profile FILE",  # a call to be copied
    "exitwise letter ",
    " --profile FILE",
    " records",  # the progress of a batch
    " of ",
}
ENGINEERS = ("conflict.py", "printable.py", "progress.py", "to_ascii.py")
"""Modules of these stages with messages about profiles or the progress of long runs, and with characters."""
PO_FILES = catalogues.po_files()


def test_sentences_are_english_by_default() -> None:
    """A sentence in the code is its own translation."""
    assert (_("Why"), N_("Why")) == ("Why", "Why")
    assert [ngettext("{count} blank", "{count} blanks", count) for count in (0, 1, 2)] == [
        "{count} blanks",
        "{count} blank",
        "{count} blanks",
    ]


@pytest.mark.parametrize("language", ["es", "es-MX", "es_AR", "es-419"])
def test_a_language_is_used_within_its_block(language: str) -> None:
    """That of a region falls back to its base, and afterwards the language is what it was."""
    with speaking(language):
        spanish = (_("Why"), _("yes"))
        with speaking("en-GB"):
            assert _("Why") == "Why"

    assert spanish == ("Por qué", "sí")
    assert _("Why") == "Why"


@pytest.mark.parametrize("language", ["en", "qq", "estonian", "..", ""])
def test_a_language_without_catalogue_is_english(language: str) -> None:
    """Nothing is missing, and nothing fails."""
    with speaking(language):
        assert _("Why") == "Why"


def test_a_language_is_spoken_in_one_thread_alone() -> None:
    """Two packs in two languages can be used at once."""

    def why(language: str) -> str:
        speak(language)
        return _("Why")

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        assert [one.submit(why, "es").result(), other.submit(why, "en").result()] == ["Por qué", "Why"]

    assert _("Why") == "Why"


# Translations


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def translations(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a catalogue with their translations; of several forms each."""
    for message in catalogues.messages(catalogues.read(path)):
        singular = isinstance(message.id, str)
        originals = (message.id,) if singular else message.id
        forms = (message.string,) if singular else message.string
        yield from ((originals[-1], form) for form in forms if form)


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.parents[1].name)
def test_a_translation_has_the_placeholders_of_its_sentence(path: Path) -> None:
    """No translation fails when it is filled in, or loses a part."""
    wrong = [pair for pair in translations(path) if placeholders(pair[0]) != placeholders(pair[1])]

    assert wrong == []
    assert list(translations(path))


@pytest.mark.parametrize("path", PO_FILES, ids=lambda path: path.parents[1].name)
def test_a_compiled_catalogue_equals_its_source(path: Path) -> None:
    """`tests/support/catalogues.py` compiles it again."""
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)

    for message in catalogues.messages(catalogues.read(path)):
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == (message.string or message.id)
        elif all(message.string):
            forms = {
                compiled.ngettext(message.id[0], message.id[1], count)
                for count in (0, 1, 2, 5, 21, 100, 1_000_000)
            }
            assert forms == set(message.string)
    count = sum(len(pair) > 0 for pair in translations(path))
    assert len(compiled._catalog) == count + 1  # type: ignore[attr-defined]  # noqa: SLF001 (and the head)


def test_a_catalogue_is_updated(tmp_path: Path) -> None:
    """New sentences are added, old ones removed, and translations kept, unless their sentence changed."""
    old, new = Catalog(fuzzy=False), Catalog(fuzzy=False)
    for name, several in ((old, ("Why", "Whence")), (new, ("Why", "When"))):
        for sentence in several:
            name.add(sentence)
    path = tmp_path / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"

    assert catalogues.update(path, old) == 2
    path.write_text(path.read_text("utf-8").replace('"Why"\nmsgstr ""', '"Why"\nmsgstr "Pourquoi"'), "utf-8")
    assert catalogues.update(path, new) == 1

    assert dict(translations(path)) == {"Why": "Pourquoi"}
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    assert [compiled.gettext(each) for each in ("Why", "When")] == ["Pourquoi", "When"]
    before = path.read_bytes()
    catalogues.update(path, new)
    assert path.read_bytes() == before


# Completeness


def sentences_outside(path: Path) -> Iterator[str]:
    """Yield the texts of a module that look like sentences and are not translated."""
    todo: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in catalogues.KEYWORDS:
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_sentence(node.value):
            yield f"{path.relative_to(ENGINE)}:{node.lineno}: {node.value!r}: write _(...) around it"
        todo += ast.iter_child_nodes(node)


def is_sentence(text: str) -> bool:
    """Whether a text has two words, or one that begins with a capital."""
    words = [word for word in text.split() if len(word.strip(".,:;!?'\"`()")) > 1 and word[-1].isalpha()]
    capital = text[:1].isupper() and text.isalpha() and not text.isupper() and len(text) > 1
    return text not in NOT_SENTENCES and (capital or len([word for word in words if word.isalpha()]) > 1)


@pytest.mark.parametrize(
    "path", [path for path in READ if path.name not in ENGINEERS], ids=lambda path: path.stem
)
def test_every_sentence_is_in_the_catalogue(path: Path) -> None:
    """A text of a stage that learners read is translated, apart from styles and calls to be copied."""
    assert list(sentences_outside(path)) == []


def test_sentences_outside_of_the_catalogue_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A heading, a sentence and a part of an f-string."""
    monkeypatch.setitem(globals(), "ENGINE", tmp_path)
    path = tmp_path / "module.py"
    path.write_text('"""A docstring."""\nA = "Why"\nB = f"you have {A} left"\nC = _("Fine words")\n', "utf-8")

    assert [line.partition(": ")[0] for line in sentences_outside(path)] == ["module.py:3", "module.py:2"]


def test_no_sentence_is_translated_inside_an_f_string() -> None:
    """The sentences there would not be found by the tool that collects them."""
    inside = [
        f"{path.relative_to(ENGINE)}:{node.lineno}"
        for path in sorted(ENGINE.rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for node in ast.walk(joined)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in catalogues.KEYWORDS
    ]

    assert inside == []


def test_catalogue_has_no_other_language_than_its_folders() -> None:
    """Spanish is the first."""
    assert [path.parents[1].name for path in PO_FILES] == ["es"]
    assert catalogue.ENGLISH.gettext("Why") == "Why"
