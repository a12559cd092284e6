"""Text for people: at any width nothing is cut, and nothing runs over."""

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


def unspaced(words: str) -> str:
    """The words without their white space, which is all that wrapping and folding may change."""
    return "".join(words.split())


def columns(line: str) -> int:
    """How many columns of a terminal a line takes, as Unicode's tables say."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide - sum(map(bool, map(unicodedata.combining, line)))


def said(whole: Document) -> str:
    """All words of a document in their order, with the marks before them."""
    return " ".join(f"{each.mark} {each.words}" for each in paragraphs(whole))


def holding(*words: str) -> Document:
    """A document that says these words in every place."""
    items = tuple(
        Item(each, mark, (Note("Why", each), Note("", each))) for mark in ("-", "[ ] 12.") for each in words
    )
    each = words[0]
    return Document(each, each, each, each, "plain", (Section(each, items, intro=each),), each)


def bicycle() -> Document:
    """The document of a bicycle that has something to say in every section."""
    base = toy.bicycle()
    return document(base.knowledge, base.advise({"brakes": "no", "age": 12}, why_not="ride"))


DOCUMENTS = {
    "bicycle": bicycle(),
    "long texts": holding(LONG),
    "an unbreakable word": holding(URL, f"See {URL} for more.", "incomprehensibilities " * 4),
    "wide characters": holding("推荐先上油再出发。" * 8, "Größe " * 30, "e\u0301" * 60),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_at_any_width_every_character_is_shown(name: str, width: int) -> None:
    """All that the document says stands in the text in its order, wrapped or folded, never cut."""
    assert unspaced(text(DOCUMENTS[name], width=width, colour=False)) == unspaced(said(DOCUMENTS[name]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_is_wider_than_the_window(name: str, width: int) -> None:
    """A line runs over only where a single word that was kept whole does."""
    lines = text(DOCUMENTS[name], width=width, colour=False).splitlines()

    assert [line for line in lines if columns(line) > width and len(line.split()) > 1] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["bicycle", "long texts"])
def test_a_word_that_fits_is_kept_whole(name: str, width: int) -> None:
    """Words of up to ten letters, for which the narrowest window has room, are never folded."""
    short = [word for word in said(DOCUMENTS[name]).split() if len(word) <= 10]
    words = text(DOCUMENTS[name], width=width, colour=False).split()

    assert [word for word in words if word in short] == short


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_end_without_spaces(width: int) -> None:
    """No line ends in white space, and the last one is ended."""
    written = text(bicycle(), width=width, colour=False)

    assert written.splitlines() == [line.rstrip() for line in written.splitlines()]
    assert written == written.rstrip() + "\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_colour_adds_styles_and_nothing_else(name: str) -> None:
    """Without its style codes the coloured text is the plain one; nothing is redrawn."""
    coloured = text(DOCUMENTS[name], width=40, colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == text(DOCUMENTS[name], width=40, colour=False)


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "plain"])
@pytest.mark.parametrize("hostility", [*hostile.DISPLAYED, *hostile.LINE_STARTS], ids=ascii)
def test_what_stands_in_data_stays_text(hostility: str, colour: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Control codes, markup and emoji codes of a pack or an id are shown, character by character."""
    base = hostile.base(hostility, tmp_path)
    whole = document(base.knowledge, base.advise({"door": "no", "id": hostility}))
    written = STYLE.sub("", text(whole, width=80, colour=colour))

    assert unspaced(written) == unspaced(said(whole))
    assert all(line.isprintable() for line in written.split("\n"))


@pytest.fixture
def wordy(tmp_path: Path) -> Path:
    """The bicycle pack with much to say about every step."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "wordy")
    plan = folder / "plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("how: ", f"how: '{LONG} {URL} 推荐先上油再出发。' #"), "utf-8"
    )
    return folder


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("own", [True, False], ids=["wordy", "shipped"])
def test_a_terminal_shows_everything(own: bool, width: int, wordy: Path, tmp_path: Path) -> None:  # noqa: FBT001
    """Within the width of a window nothing is cut, nothing overflows, and no code moves the cursor."""
    profile, pack = ({"brakes": "yes"}, wordy) if own else (shipped.admissible(1), shipped.FOLDER)
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
        step["id"] for step in advice["steps"] if unspaced(step["how"]) not in unspaced("".join(lines))
    ] == []
