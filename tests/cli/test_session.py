"""Session files that are damaged, foreign or not writable: one clear message, and the file unchanged."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.packs import moving
from support.packs.moving import FRESH
from support.running.program import SOMETHING, Run, exitwise, installed_script

CALLS = {
    "ask": ("ask", "--resume"),
    "plan": ("plan",),
    "plan --done": ("plan", "--done", "pack-boxes"),
    "forget": ("forget",),
}
"""The calls that use a file, which comes last; all but the last take a pack."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pack of moving out to a folder."""
    return moving.write_pack(tmp_path_factory.mktemp("packs"))


def call(name: str, file: object, pack: Path) -> Run:
    """Return one of the calls, for a file."""
    named = (*CALLS[name], file)
    return exitwise(*named) if name == "forget" else exitwise(*named, "--pack", pack)


OTHERWISE = "2\ndon't know\n\n"
"""At the review of a finished conversation: another answer about the boxes, and that is all."""
RAW: dict[str, Any] = moving.session(FRESH).as_dict()


def changed(**keys: object) -> bytes:
    """Return a session with some keys replaced."""
    return json.dumps(RAW | keys).encode()


UNUSABLE = {
    "empty": (b"", ("not a session file", "not JSON")),
    "cut short": (changed()[:-9], ("not a session file", "not JSON")),
    "bytes": (bytes(range(256)), ("not a session file",)),
    "a profile": (json.dumps(FRESH).encode(), ("not a session file", "exitwise ask --save FILE")),
    "a list": (b"[1]", ("not a session file", "a list")),
    "advice": (b'{"schema": "exitwise.advice/1"}', ("not a session file", "exitwise.advice/1")),
    "wrong types": (changed(answers=[], done={"x": 1}), ("/answers", "/done/x", "exitwise schema session")),
    "an unknown key": (changed(ticked={}), ("/ticked", "unknown key `ticked`")),
    "a forged line": (changed(schema="x\nexitwise: done"), ("not a session file",)),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("content", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable_session_file_is_rejected(
    name: str, content: bytes, words: tuple[str, ...], tmp_path: Path, pack: Path
) -> None:
    """It exits with 2, names the file and the remedy, and leaves the file unchanged."""
    file = tmp_path / "answers.json"
    file.write_bytes(content)

    message = call(name, file, pack).expects(2, err=(f"exitwise: {file}: ", "\n  help: ", *words)).err

    assert not [line for line in message.splitlines() if line.startswith("exitwise: done")]
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["ask", "plan", "plan --done"])
def test_session_of_another_pack_is_rejected(name: str, tmp_path: Path, pack: Path) -> None:
    """The message names both packs."""
    file = tmp_path / "answers.json"
    file.write_bytes(content := changed(pack=RAW["pack"] | {"name": "other"}))

    call(name, file, pack).expects(2, err=("belongs to pack `other`, not `moving`", "--pack other"))

    assert file.read_bytes() == content


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("missing", ["answers.json", "folder/answers.json", ".", "circle"])
def test_unreadable_session_file_exits_with_3(name: str, missing: str, tmp_path: Path, pack: Path) -> None:
    """A missing file or folder, a folder in place of a file, and a circular link are rejected."""
    (tmp_path / "circle").symlink_to("circle")

    message = call(name, missing, pack).inside(tmp_path).expects(3, err=(missing, "\n  help: ")).err

    assert message.count("\n") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["circle"]


@pytest.mark.parametrize("name", ["ask", "plan --done"])
def test_failed_write_leaves_the_old_file(name: str, tmp_path: Path, pack: Path) -> None:
    """On a full disk the old answers stay whole, and no partial file is left."""
    if shutil.which("sh") is None:
        pytest.skip("no shell to set a limit with")
    file = moving.write_session(tmp_path, FRESH)
    before = file.read_bytes()
    full = (
        "sh",
        "-c",
        'unset COVERAGE_PROCESS_CONFIG; ulimit -f 0 && exec "$@"',  # coverage would write as well
        "sh",
        installed_script(),
        *call(name, file, pack).command[1:],
    )

    Run(full).reads(OTHERWISE).expects(
        3, err=(f"{file} cannot be written: File too large", "help: an existing file is unchanged")
    )

    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_resuming_keeps_the_id_and_the_ticks(tmp_path: Path, pack: Path) -> None:
    """The id and the ticks of a session are kept when it is resumed."""
    file = moving.write_session(tmp_path, FRESH, id="Mine", done={"tell-neighbours": "2026-11-01"})

    exitwise("ask", "--resume", file, "--pack", pack).reads(OTHERWISE).expects(out=SOMETHING, err=SOMETHING)

    kept = json.loads(file.read_text("utf-8"))
    assert kept["answers"] == FRESH | {"boxes": "unknown"}
    assert (kept["id"], kept["done"]) == ("Mine", {"tell-neighbours": "2026-11-01"})
