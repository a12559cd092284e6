"""Files that appear when they are complete: never half of one, and what was there stays until then."""

import errno
import os
from pathlib import Path

import pytest

from exitwise.batch.beside import written_beside
from exitwise.errors import FileError


def test_what_was_there_stays_until_the_end(tmp_path: Path) -> None:
    """Then it is replaced at once; a link leads to what is new."""
    file, link = tmp_path / "a.jsonl", tmp_path / "link.jsonl"
    file.write_text("old", "utf-8")
    link.symlink_to(file)

    with written_beside(str(link)) as path:
        path.write_text("new", "utf-8")
        assert file.read_text("utf-8") == "old"

    assert (link.is_symlink(), file.read_text("utf-8")) == (True, "new")
    assert sorted(tmp_path.iterdir()) == [file, link]


def broken_off(file: Path, error: BaseException) -> None:
    """Write half of a file."""
    with written_beside(str(file)) as path:
        path.write_text("half", "utf-8")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError()], ids=repr)
def test_what_is_broken_off_leaves_nothing(error: BaseException, tmp_path: Path) -> None:
    """Whatever broke it."""
    with pytest.raises(type(error)):
        broken_off(tmp_path / "a.jsonl", error)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_of_the_file(tmp_path: Path) -> None:
    """And not of the one beside it, which nobody knows."""
    with pytest.raises(FileError, match=r"/a\.jsonl cannot be written: No space left on device"):
        broken_off(tmp_path / "a.jsonl", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    assert list(tmp_path.iterdir()) == []
