"""Files of answers: written whole or not at all, readable by nobody else, removed with all that is left."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exitwise import session_file as keep
from exitwise.errors import FileError, InputError, ProfileError
from exitwise.model.session import Session, parse_session
from support.packs import moving
from support.packs.moving import READY

SESSION = moving.session(READY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved session."""
    path = tmp_path / "answers.json"
    keep.save(SESSION, str(path))
    return path


def test_what_is_saved_is_read_again(file: Path) -> None:
    """A file holds the whole session, and ends with a line end."""
    assert keep.parse_session_file(file.read_bytes(), "moving") == SESSION
    assert file.read_text("utf-8").endswith("}\n")


def test_only_its_owner_can_read_it(file: Path) -> None:
    """Answers are personal; also where anybody could read what was there before."""
    file.chmod(0o666)

    keep.save(SESSION, str(file))

    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_beside_it(file: Path) -> None:
    """A file that is written to its end is the only one."""
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "target", [".", "missing/answers.json", "answers.json/x.json", "/dev/full", "x" * 300]
)
def test_what_cannot_be_written_is_said(target: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a device, a path that leads nowhere: the message names it, and nothing is left behind."""
    monkeypatch.chdir(file.parent)

    with pytest.raises(FileError, match=r"cannot be written: .*\n  help: "):
        keep.save(SESSION, target)

    assert list(file.parent.iterdir()) == [file]


KILLED = """
import os, sys
from pathlib import Path
from exitwise import session_file as keep
Path.replace = lambda *_: os._exit(9)
keep.write_whole(sys.argv[1], "new")
"""


def killed(file: Path) -> None:
    """Let a process begin to write a file, and end before it is done."""
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file)], check=False)
    assert ended.returncode == 9


OTHERS = (
    *("answers.json.part", ".answers.json.part", ".answers.json.abc.part", ".answers.json.abcdefgh"),
    *(".answers.json.abcdefgh.part.x", ".answersxjson.abcdefgh.part", ".other.json.abcdefgh.part"),
    *("x.answers.json.abcdefgh.part", ".answers.json.ABCDEFGH.part", ".answers.json.abcdefghi.part"),
)


def test_what_is_only_named_alike_is_no_leftover(file: Path) -> None:
    """Files of other names, and folders, are not touched."""
    for name in OTHERS:
        file.with_name(name).write_text("mine", "utf-8")
    file.with_name(".answers.json.abcdefgh.part").mkdir()

    assert keep.forget(str(file)) == (str(file),)
    assert len(list(file.parent.iterdir())) == len(OTHERS) + 1


def test_what_is_forgotten_is_gone_with_what_was_left(file: Path) -> None:
    """The file, the leftovers and the link by which it was named; each is told."""
    killed(file)
    link = file.with_name("link.json")
    link.symlink_to(file.name)

    gone = keep.forget(str(link))

    assert [Path(name).suffix for name in gone] == [".part", ".json", ".json"]
    assert gone[1:] == (str(file), str(link))
    assert list(file.parent.iterdir()) == []


def test_what_cannot_be_removed_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names it."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(FileError, match=r"answers\.json cannot be removed: Permission denied"):
        keep.forget(str(file))


DAMAGED = {
    "empty": (b"", "not JSON"),
    "cut short": (json.dumps(SESSION.as_dict()).encode()[:-20], "not JSON"),
    "zeros": (bytes(200), "not JSON"),
    "no text": (b"\xff\xfe", "not UTF-8"),
    "a list": (b"[]", "a list"),
    "too large": (b" " * 2**21, "larger"),
    "too deep": (b"[" * 100_000, "nested"),
    "a profile": (json.dumps(READY).encode(), "holds no session"),
    "an empty object": (b"{}", "holds no session"),
    "advice": (b'{"schema": "exitwise.advice/1"}', "says that it is `exitwise.advice/1`"),
    "a later form": (b'{"schema": "exitwise.session/2"}', "says that it is `exitwise.session/2`"),
    "a forged line": (b'{"schema": "x\\nexitwise: done"}', "says that it is `x exitwise: done`"),
}


@pytest.mark.parametrize(("content", "word"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_session_is_refused(content: bytes, word: str) -> None:
    """One line says what it is instead, and one what to do."""
    with pytest.raises(InputError) as refused:
        keep.parse_session_file(content, None)

    told = str(refused.value)
    assert told.startswith("it holds no session")
    assert word in told
    assert told.endswith("\n  help: `exitwise ask --save FILE` makes one")
    assert told.count("\n") == 1


def test_a_session_of_any_pack_can_be_asked_for() -> None:
    """Without a pack it may be of any; with one it may not, and the advice names it."""
    content = json.dumps(SESSION.as_dict()).encode()

    assert keep.parse_session_file(content, None).pack.name == "moving"
    with pytest.raises(
        InputError, match=r"pack `moving`, and not of `other`\n  help: use it with --pack moving"
    ):
        keep.parse_session_file(content, "other")


def test_a_form_with_faults_is_no_session_of_any_pack() -> None:
    """What says that it is a session, and is not, is refused as such."""
    raw = SESSION.as_dict() | {"done": []}

    with pytest.raises(ProfileError):
        parse_session(raw, None)
    assert isinstance(parse_session(SESSION.as_dict(), None), Session)
