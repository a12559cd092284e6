"""The files of `exitwise ask`: the answers it keeps, and the advice it writes beside showing it."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.packs import toy
from support.running.dialogue import Terminal, saved_answers
from support.running.program import SOMETHING, Run, exitwise

BIKE = ("--pack", toy.BICYCLE)


def ask(*arguments: object) -> Run:
    """A call of the questionnaire about a bicycle."""
    return exitwise("ask", *BIKE, *arguments)


FORMS = {
    "advice.md": "# What to do with a bicycle\n",
    "advice.txt": "What to do with a bicycle\n",
    "A.JSON": "{\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_advice_is_written_in_the_form_of_its_file(name: str, tmp_path: Path) -> None:
    """A file's name says what is written, for its owner alone; and standard output has the advice as well."""
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
def test_a_file_that_cannot_take_the_advice_is_refused_beforehand(output: str, tmp_path: Path) -> None:
    """Nobody answers forty questions to learn that there is nowhere to write."""
    status, message = REFUSED[output]
    call = ask("--save", "answers.json", "--output", output).inside(tmp_path).reads("1\n1\n")

    call.expects(status, err=("exitwise: ", message))
    assert list(tmp_path.iterdir()) == []


def test_advice_that_cannot_be_written_is_shown_all_the_same(tmp_path: Path) -> None:
    """Whatever becomes of the file, the answers were not in vain."""
    folder = tmp_path / "advice.md"
    folder.mkdir()

    call = ask("--output", folder).reads("1\n1\n")
    call.expects(3, out=("Recommendation: Ride it",), err=("not a regular file",))


def test_answers_are_their_owners_alone(tmp_path: Path) -> None:
    """Whatever the mask says, nobody else can read them; and going on keeps it so."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n1\n").expects(out=SOMETHING, err=SOMETHING)
    modes = [file.stat().st_mode & 0o777]
    file.chmod(0o644)
    ask("--resume", file).reads("2\n2\n").expects(out=SOMETHING, err=SOMETHING)

    assert [*modes, file.stat().st_mode & 0o777] == [0o600, 0o600]
    assert saved_answers(file) == {"colour": "red", "brakes": "no"}


@pytest.mark.parametrize("content", ["mine", "", None], ids=["a file", "an empty one", "a folder"])
def test_what_is_there_already_is_not_written_over(content: str | None, tmp_path: Path) -> None:
    """It is refused before anything is asked, and stays as it was."""
    file = tmp_path / "answers.json"
    file.mkdir() if content is None else file.write_text(content, "utf-8")

    ask("--save", file).reads("1\n").expects(2, err=(f"{file} already exists", f"--resume {file}"))
    assert file.is_dir() if content is None else file.read_text("utf-8") == content
    assert list(tmp_path.iterdir()) == [file]


def test_the_same_new_file_is_made_once(tmp_path: Path) -> None:
    """Of two conversations with one file the second is refused, and the first goes on."""
    file = tmp_path / "answers.json"
    with Terminal(*BIKE, "--save", file) as terminal:
        terminal.until_prompt()
        ask("--save", file).reads("1\n1\n").expects(2, err=("already exists",))
        terminal.type("blue")

    assert saved_answers(file) == {"colour": "blue"}


def test_a_file_may_be_gone_on_with_under_its_own_name(tmp_path: Path) -> None:
    """`--save` and `--resume` may be the same file, however it is spelt."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    call = ask("--resume", file, "--save", f"{tmp_path}/./answers.json").reads("1\n")

    call.expects(out=("Recommendation: Ride it",), err=SOMETHING)
    assert saved_answers(file) == {"colour": "red", "brakes": "yes"}


def test_going_on_in_another_file_leaves_the_first(tmp_path: Path) -> None:
    """With `--save` besides `--resume` the answers go on in the new file."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    ask("--save", first).reads("1\n").expects(2, err=SOMETHING)
    before = first.read_bytes()
    ask("--resume", first, "--save", second).reads("1\n").expects(out=SOMETHING, err=SOMETHING)

    assert first.read_bytes() == before
    assert saved_answers(second) == {"colour": "red", "brakes": "yes"}


def test_looking_at_a_file_does_not_change_it(tmp_path: Path) -> None:
    """Opening and leaving it writes nothing."""
    file = tmp_path / "answers.json"
    ask("--save", file).reads("1\n").expects(2, err=SOMETHING)
    session: Any = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(session | {"date": "2026-01-01"}), "utf-8")
    before = file.read_bytes()
    ask("--resume", file).reads("").expects(2, err=SOMETHING)

    assert file.read_bytes() == before
