"""`exitwise forget`: a saved session is gone for good, and nothing else is."""

import json
from pathlib import Path

import pytest

from support.packs import moving
from support.packs.moving import READY
from support.running.program import exitwise


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved session of a pack that is nowhere."""
    return moving.write_session(tmp_path, READY)


def test_a_session_is_removed_and_named(file: Path) -> None:
    """Its pack need not be there; nothing is written to standard output."""
    told = exitwise("forget", file).expects(err=("deleted ",)).err

    assert told == f"exitwise: deleted {file}\n"
    assert list(file.parent.iterdir()) == []


def test_what_interrupted_writes_left_goes_too(file: Path) -> None:
    """Answers that were never in the file lie beside it, and are forgotten with it."""
    left = file.with_name(".answers.json.a1b2c3_4.part")
    left.write_text("half", "utf-8")
    other = file.with_name("other.json")
    other.write_text("{}", "utf-8")

    told = exitwise("forget", file).expects(err=("deleted ",)).err

    assert told.splitlines() == [f"exitwise: deleted {left}", f"exitwise: deleted {file}"]
    assert list(file.parent.iterdir()) == [other]


def test_of_a_link_both_go(file: Path) -> None:
    """A link is only a name: the answers lie where it leads."""
    link = file.with_name("link.json")
    link.symlink_to(file.name)

    exitwise("forget", "link.json").inside(file.parent).expects(err=("answers.json", "link.json"))

    assert list(file.parent.iterdir()) == []


def test_another_name_of_the_same_file_is_told(file: Path) -> None:
    """A hard link cannot be found, but that there is one can be said."""
    other = file.with_name("other.json")
    other.hardlink_to(file)

    exitwise("forget", file).expects(err=("deleted", "another name"))

    assert json.loads(other.read_text("utf-8"))["answers"] == READY


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["-"], 2, ("standard input cannot be deleted",)),
        (["answers.json", "--pack", "coursera"], 2, ("`--pack` has no effect here", "exitwise forget FILE")),
        (["/dev/null"], 3, ("not a regular file",)),
        ([], 2, ("FILE",)),
        (["answers.json", "answers.json"], 2, ("unexpected extra argument",)),
    ],
    ids=str,
)
def test_a_mistaken_call_removes_nothing(
    arguments: list[str], status: int, words: tuple[str, ...], file: Path
) -> None:
    """What is no file of answers cannot be forgotten, and an option without effect is refused."""
    exitwise("forget", *arguments).inside(file.parent).expects(status, err=words)

    assert file.exists()
