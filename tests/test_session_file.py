"""Session files: atomic, readable by their owner alone, removed with all their leftovers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exitwise import session_file
from exitwise.errors import FileError, InputError, ProfileError
from exitwise.model.session import Session, parse_session
from support.packs import moving
from support.packs.moving import READY

SESSION = moving.session(READY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file with a saved session."""
    path = tmp_path / "answers.json"
    session_file.save(SESSION, str(path))
    return path


def test_a_saved_session_is_read_back(file: Path) -> None:
    """The file holds the whole session, and ends with a newline."""
    assert session_file.parse_session_file(file.read_bytes(), "moving") == SESSION
    assert file.read_text("utf-8").endswith("}\n")


def test_only_the_owner_can_read_a_session(file: Path) -> None:
    """Answers are personal, also where the file that is replaced was readable by everybody."""
    file.chmod(0o666)

    session_file.save(SESSION, str(file))

    assert file.stat().st_mode & 0o777 == 0o600


def test_saving_leaves_no_temporary_file(file: Path) -> None:
    """The session is the only file in its folder."""
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "target", [".", "missing/answers.json", "answers.json/x.json", "/dev/full", "x" * 300]
)
def test_an_unwritable_target_is_named(target: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a device, a path that leads nowhere: the message names it, and nothing is left behind."""
    monkeypatch.chdir(file.parent)

    with pytest.raises(FileError, match=r"cannot be written: .*\n  help: "):
        session_file.save(SESSION, target)

    assert list(file.parent.iterdir()) == [file]


KILLED_WRITER = """
import os, sys
from pathlib import Path
from exitwise import session_file
Path.replace = lambda *_: os._exit(9)
session_file.write_atomically(sys.argv[1], b"new")
"""


def kill_writer(file: Path) -> None:
    """Let a process end while it writes a file."""
    process = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(file)], check=False)
    assert process.returncode == 9


OTHERS = (
    *("answers.json.part", ".answers.json.part", ".answers.json.abc.part", ".answers.json.abcdefgh"),
    *(".answers.json.abcdefgh.part.x", ".answersxjson.abcdefgh.part", ".other.json.abcdefgh.part"),
    *("x.answers.json.abcdefgh.part", ".answers.json.ABCDEFGH.part", ".answers.json.abcdefghi.part"),
)


def test_files_with_similar_names_are_not_leftovers(file: Path) -> None:
    """Files of other names, and folders, are not removed."""
    for name in OTHERS:
        file.with_name(name).write_text("mine", "utf-8")
    file.with_name(".answers.json.abcdefgh.part").mkdir()

    assert session_file.forget(str(file)) == (str(file),)
    assert len(list(file.parent.iterdir())) == len(OTHERS) + 1


def test_forget_removes_file_leftovers_and_link(file: Path) -> None:
    """Each removed path is returned, leftovers first, the symbolic link last."""
    kill_writer(file)
    link = file.with_name("link.json")
    link.symlink_to(file.name)

    removed = session_file.forget(str(link))

    assert [Path(name).suffix for name in removed] == [".part", ".json", ".json"]
    assert removed[1:] == (str(file), str(link))
    assert list(file.parent.iterdir()) == []


def test_a_file_that_cannot_be_removed_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names it, with the reason."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(FileError, match=r"answers\.json cannot be removed: Permission denied"):
        session_file.forget(str(file))


DAMAGED = {
    "empty": (b"", "not JSON"),
    "cut short": (json.dumps(SESSION.as_dict()).encode()[:-20], "not JSON"),
    "zeros": (bytes(200), "not JSON"),
    "no text": (b"\xff\xfe", "not UTF-8"),
    "a list": (b"[]", "a list"),
    "too large": (b" " * 2**21, "larger"),
    "too deep": (b"[" * 100_000, "nested"),
    "a profile": (json.dumps(READY).encode(), "not a session file"),
    "an empty object": (b"{}", "not a session file"),
    "advice": (b'{"schema": "exitwise.advice/1"}', "its schema is `exitwise.advice/1`"),
    "a later form": (b'{"schema": "exitwise.session/3"}', "its schema is `exitwise.session/3`"),
    "a forged line": (b'{"schema": "x\\nexitwise: done"}', "its schema is `x exitwise: done`"),
}


@pytest.mark.parametrize(("content", "word"), DAMAGED.values(), ids=DAMAGED)
def test_content_that_is_not_a_session_is_rejected(content: bytes, word: str) -> None:
    """One line names the defect, and one the way out."""
    with pytest.raises(InputError) as raised:
        session_file.parse_session_file(content, None)

    text = str(raised.value)
    assert text.startswith("not a session file")
    assert word in text
    assert text.endswith("\n  help: `exitwise ask --save FILE` saves a session")
    assert text.count("\n") == 1


def test_the_pack_of_a_session_is_checked_if_one_is_named() -> None:
    """Without a pack any session is accepted; with one, a session of another pack is an error with help."""
    content = json.dumps(SESSION.as_dict()).encode()

    assert session_file.parse_session_file(content, None).pack.name == "moving"
    with pytest.raises(InputError, match=r"pack `moving`, not `other`\n  help: use --pack moving"):
        session_file.parse_session_file(content, "other")


def test_a_session_with_a_faulty_key_is_rejected() -> None:
    """Its schema says that it is a session, and one of its values is not valid."""
    raw = SESSION.as_dict() | {"done": []}

    with pytest.raises(ProfileError):
        parse_session(raw, None)
    assert isinstance(parse_session(SESSION.as_dict(), None), Session)
