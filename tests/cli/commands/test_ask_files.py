"""The files of `exitwise ask`: the session and the advice."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.packs import toy
from support.running.dialogue import Terminal, saved_answers
from support.running.program import SOMETHING, Run, exitwise

BIKE = ("--pack", toy.BICYCLE)


def ask(*arguments: object) -> Run:
    """Return a call of `exitwise ask` for the bicycle."""
    return exitwise("ask", *BIKE, *arguments)


FORMS = {
    "advice.md": "# What to do with a bicycle\n",
    "advice.txt": "What to do with a bicycle\n",
    "A.JSON": "{\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_advice_has_the_format_of_its_file_extension(name: str, tmp_path: Path) -> None:
    """The file is for its owner alone, and standard output has the advice as well."""
    file = tmp_path / name
    ask("--output", file).reads("1\n1\n").expects(out=("Recommendation: Ride it",), err=SOMETHING)

    assert file.read_text("utf-8").startswith(FORMS[name])
    assert file.stat().st_mode & 0o777 == 0o600
    assert "\x1b" not in file.read_text("utf-8")


REFUSED: dict[str, tuple[int, str]] = {
    "advice.pdf": (2, "has no known extension"),
    "advice": (2, "name it .md, .json or .txt"),
    "answers.json": (2, "holds the answers"),
    "./answers.json": (2, "holds the answers"),
    "none/advice.md": (3, "no such folder"),
}


@pytest.mark.parametrize("output", REFUSED)
def test_unusable_output_file_is_rejected_before_any_question(output: str, tmp_path: Path) -> None:
    """The questions are not asked if the advice cannot be written."""
    status, message = REFUSED[output]
    call = ask("--save", "answers.json", "--output", output).inside(tmp_path).reads("1\n1\n")

    call.expects(status, err=("exitwise: ", message))
    assert list(tmp_path.iterdir()) == []


def test_advice_is_shown_even_if_its_file_fails(tmp_path: Path) -> None:
    """A failure of the output file does not lose the advice."""
    folder = tmp_path / "advice.md"
    folder.mkdir()

    call = ask("--output", folder).reads("1\n1\n")
    call.expects(3, out=("Recommendation: Ride it",), err=("not a regular file",))


def test_session_file_is_private(tmp_path: Path) -> None:
    """The file has mode 600 whatever the umask is, and again after a resumption."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n1\n").expects(out=SOMETHING, err=SOMETHING)
    modes = [file.stat().st_mode & 0o777]
    file.chmod(0o644)
    ask("--resume", file).reads("2\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert [*modes, file.stat().st_mode & 0o777] == [0o600, 0o600]
    assert saved_answers(file) == {"colour": "red", "brakes": "no"}


@pytest.mark.parametrize("content", ["mine", "", None], ids=["a file", "an empty one", "a folder"])
def test_existing_file_is_not_overwritten(content: str | None, tmp_path: Path) -> None:
    """It is rejected before any question, and stays unchanged."""
    file = tmp_path / "answers.json"
    file.mkdir() if content is None else file.write_text(content, "utf-8")

    ask("--save", file).reads("1\n").expects(2, err=(f"{file} already exists", f"--resume {file}"))
    assert file.is_dir() if content is None else file.read_text("utf-8") == content
    assert list(tmp_path.iterdir()) == [file]


def test_file_of_another_conversation_is_rejected(tmp_path: Path) -> None:
    """Of two conversations with one file the second is rejected, and the first continues."""
    file = tmp_path / "answers.json"
    with Terminal(*BIKE, "--save", file) as terminal:
        terminal.until_prompt()
        ask("--save", file).reads("1\n1\n").expects(2, err=("already exists",))
        terminal.type("blue")

    assert saved_answers(file) == {"colour": "blue"}


def test_save_and_resume_can_be_the_same_file(tmp_path: Path) -> None:
    """The two paths may be written differently."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    call = ask("--resume", file, "--save", f"{tmp_path}/./answers.json").reads("1\n")

    call.expects(out=("Recommendation: Ride it",), err=SOMETHING)
    assert saved_answers(file) == {"colour": "red", "brakes": "yes"}


def test_resuming_into_another_file_leaves_the_first(tmp_path: Path) -> None:
    """With `--save` besides `--resume` the answers are saved to the new file."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    ask("--save", first).reads("1\n").expects(2, err=SOMETHING)
    before = first.read_bytes()
    ask("--resume", first, "--save", second).reads("1\n").expects(out=SOMETHING, err=SOMETHING)

    assert first.read_bytes() == before
    assert saved_answers(second) == {"colour": "red", "brakes": "yes"}


def test_resuming_without_changes_writes_nothing(tmp_path: Path) -> None:
    """A session that is only opened stays unchanged."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    session: Any = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(session | {"date": "2026-01-01"}), "utf-8")
    before = file.read_bytes()
    ask("--resume", file).reads("").expects(2, err=SOMETHING)

    assert file.read_bytes() == before
