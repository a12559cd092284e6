"""`exitwise forget`: one saved session is deleted, and nothing else."""

import json
from pathlib import Path

import pytest

from support.packs import moving
from support.packs.moving import READY
from support.running.program import exitwise


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved session of a pack that is not installed."""
    return moving.write_session(tmp_path, READY)


def test_session_is_deleted_and_reported(file: Path) -> None:
    """Its pack is not needed, and nothing is written to standard output."""
    message = exitwise("forget", file).expects(err=("deleted ",)).err

    assert message == f"exitwise: deleted {file}\n"
    assert list(file.parent.iterdir()) == []


def test_leftovers_of_interrupted_writes_are_deleted(file: Path) -> None:
    """Partial files beside the session are deleted with it; other files stay."""
    left = file.with_name(".answers.json.a1b2c3_4.part")
    left.write_text("half", "utf-8")
    other = file.with_name("other.json")
    other.write_text("{}", "utf-8")

    message = exitwise("forget", file).expects(err=("deleted ",)).err

    assert message.splitlines() == [f"exitwise: deleted {left}", f"exitwise: deleted {file}"]
    assert list(file.parent.iterdir()) == [other]


def test_link_and_target_are_deleted(file: Path) -> None:
    """A symbolic link and the file to which it leads are deleted."""
    link = file.with_name("link.json")
    link.symlink_to(file.name)

    exitwise("forget", "link.json").inside(file.parent).expects(err=("answers.json", "link.json"))

    assert list(file.parent.iterdir()) == []


def test_hard_link_is_reported(file: Path) -> None:
    """A hard link cannot be found, but its existence is reported."""
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
def test_invalid_call_deletes_nothing(
    arguments: list[str], status: int, words: tuple[str, ...], file: Path
) -> None:
    """Anything but one session file is rejected, and so is an option without effect."""
    exitwise("forget", *arguments).inside(file.parent).expects(status, err=words)

    assert file.exists()
