"""Text for people: complete at any width, and never wider than the window."""

import json
import shutil
import unicodedata
from pathlib import Path

import pyte
import pytest

from exitwise.present.document import Document, document
from exitwise.present.section import Item, Note, Section
from exitwise.present.text import text
from support.packs import hostile, shipped, toy
from support.running.paragraphs import paragraphs
from support.running.program import SOMETHING, STYLE, at_terminal, exitwise

WIDTHS = (20, 40, 80, 200)
URL = "https://example.org/manual/chains/oil?drops=2&wipe=yes#outside-in"
LONG = "Two drops for every link, from the outside in, and wipe off whatever the chain does not take, slowly."


def without_spaces(words: str) -> str:
    """Return the words without white space, which wrapping may change."""
    return "".join(words.split())


def display_width(line: str) -> int:
    """Return the columns of a line on a terminal, by the tables of Unicode."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide - sum(map(bool, map(unicodedata.combining, line)))


def words_of(whole: Document) -> str:
    """Return all words of a document in order, with the marks before them."""
    return " ".join(f"{each.mark} {each.words}" for each in paragraphs(whole))


def document_with(*words: str) -> Document:
    """Return a document with these words in every place."""
    items = tuple(
        Item(each, mark, (Note("Why", each), Note("", each))) for mark in ("-", "[ ] 12.") for each in words
    )
    each = words[0]
    return Document(each, each, each, each, "plain", (Section(each, items, intro=each),), each)


def bicycle() -> Document:
    """Return the document of a bicycle with every section."""
    base = toy.bicycle()
    return document(base.knowledge, base.advise({"brakes": "no", "age": 12}, why_not="ride"))


DOCUMENTS = {
    "bicycle": bicycle(),
    "long texts": document_with(LONG),
    "an unbreakable word": document_with(URL, f"See {URL} for more.", "incomprehensibilities " * 4),
    "wide characters": document_with("推荐先上油再出发。" * 8, "Größe " * 30, "e\u0301" * 60),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_text_is_complete_at_any_width(name: str, width: int) -> None:
    """All words of the document are in the text in order, wrapped or split, but never cut."""
    assert without_spaces(text(DOCUMENTS[name], width=width, colour=False)) == without_spaces(
        words_of(DOCUMENTS[name])
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_is_wider_than_the_window(name: str, width: int) -> None:
    """Only a single word that is not split may be wider."""
    lines = text(DOCUMENTS[name], width=width, colour=False).splitlines()

    assert [line for line in lines if display_width(line) > width and len(line.split()) > 1] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["bicycle", "long texts"])
def test_short_words_are_not_split(name: str, width: int) -> None:
    """Words of up to ten letters fit the narrowest window."""
    short = [word for word in words_of(DOCUMENTS[name]).split() if len(word) <= 10]
    words = text(DOCUMENTS[name], width=width, colour=False).split()

    assert [word for word in words if word in short] == short


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_have_no_trailing_spaces(width: int) -> None:
    """No line ends in white space, and the last one has a line feed."""
    written = text(bicycle(), width=width, colour=False)

    assert written.splitlines() == [line.rstrip() for line in written.splitlines()]
    assert written == written.rstrip() + "\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_colour_adds_only_styles(name: str) -> None:
    """Without its style codes the coloured text is the plain one."""
    coloured = text(DOCUMENTS[name], width=40, colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == text(DOCUMENTS[name], width=40, colour=False)


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "plain"])
@pytest.mark.parametrize("hostility", [*hostile.DISPLAYED, *hostile.LINE_STARTS], ids=ascii)
def test_texts_of_data_are_literal(hostility: str, colour: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Control codes, markup and emoji codes of a pack or an id are shown."""
    base = hostile.base(hostility, tmp_path)
    whole = document(base.knowledge, base.advise({"door": "no", "id": hostility}))
    written = STYLE.sub("", text(whole, width=80, colour=colour))

    assert without_spaces(written) == without_spaces(words_of(whole))
    assert all(line.isprintable() for line in written.split("\n"))


@pytest.fixture
def wordy_pack(tmp_path: Path) -> Path:
    """Return the bicycle pack with long texts for every step."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "wordy")
    plan = folder / "plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("how: ", f"how: '{LONG} {URL} 推荐先上油再出发。' #"), "utf-8"
    )
    return folder


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("own", [True, False], ids=["wordy", "shipped"])
def test_text_on_a_terminal_emulator(own: bool, width: int, wordy_pack: Path, tmp_path: Path) -> None:  # noqa: FBT001
    """In a window nothing is cut, nothing overflows, and no code moves the cursor."""
    profile, pack = ({"brakes": "yes"}, wordy_pack) if own else (shipped.admissible(1), shipped.FOLDER)
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile), "utf-8")
    written = at_terminal("advise", path, "--pack", pack, columns=width)
    advice = exitwise("advise", path, "--pack", pack, "--format", "json").expects(out=SOMETHING).json()
    lines = STYLE.sub("", written).splitlines()
    screen = pyte.Screen(width, len(lines) + 1)
    pyte.Stream(screen).feed(written.replace("\n", "\r\n"))

    assert [line.rstrip() for line in screen.display] == [*lines, ""]
    assert advice["steps"]
    assert [
        step["id"]
        for step in advice["steps"]
        if without_spaces(step["how"]) not in without_spaces("".join(lines))
    ] == []
