"""`exitwise ask` in a terminal: whole conversations, window sizes, styles, interrupts and signals."""

import json
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.packs import journey, toy
from support.running.dialogue import Terminal, answer_all, reply_of, saved_answers, scenarios, without_spaces
from support.running.program import SOMETHING, exitwise

CASES = {
    "child-deletion-runs": ("delete", "Delete the account"),
    "certificate-backs-a-job": ("deactivate", "Step back without deleting"),
    "data-copy-only-waiting": ("privacy", "Tighten privacy without deleting"),
    "gone-and-nothing-missed": ("recover", "The account is gone - limit the damage"),
}
SHORT = "gone-and-nothing-missed"


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pack of the journey to a folder."""
    return toy.write(tmp_path_factory.mktemp("journey"), **journey.FILES)


def profile(case: str) -> Any:
    """Return the profile of a scenario of the shipped pack."""
    return scenarios()[case]["profile"]


def finish(terminal: Terminal, case: str) -> str:
    """Answer as in a scenario, accept the review, and return the last output."""
    for _ in answer_all(terminal, profile(case)):
        pass
    terminal.send("\n")
    return terminal.until_exit()


@pytest.mark.parametrize("case", CASES)
def test_conversation_ends_with_the_advice_of_its_scenario(case: str, tmp_path: Path) -> None:
    """Answered by number and by letters in turn, it gives the expected recommendation, steps and warnings."""
    expected, file = scenarios()[case]["expect"], tmp_path / "advice.json"
    with Terminal("--output", file) as terminal:
        shown = finish(terminal, case)
    advice = json.loads(file.read_text("utf-8"))

    assert advice["recommendation"] == expected["recommendation"] == CASES[case][0]
    assert f"\nRecommendation: {CASES[case][1]}\n" in shown
    for kind in ("steps", "warnings"):
        ids, expected_ids = {item["id"] for item in advice[kind]}, expected.get(kind, {})
        exact = isinstance(expected_ids, list)
        assert set(expected_ids if exact else expected_ids.get("includes", ())) <= ids
        assert not set(ids - set(expected_ids) if exact else expected_ids.get("excludes", ())) & ids
    if "readiness" in expected:
        assert advice["readiness"] == expected["readiness"]


def test_resumed_conversation_gives_the_same_advice(tmp_path: Path) -> None:
    """Killed after some answers and resumed, it loses nothing and gives the advice of one conversation."""
    file, advice, whole = (tmp_path / name for name in ("answers.json", "advice.json", "whole.json"))
    with Terminal("--output", whole) as terminal:
        finish(terminal, SHORT)
    wanted = dict[str, Any]()
    for start in (("--save", file), ("--resume", file), ("--resume", file)):
        with Terminal(*start) as terminal:
            shown = terminal.until_prompt()
            for _ in range(3):
                shown = terminal.type(str(reply_of(shown, profile(SHORT))))
            wanted = saved_answers(file)
            terminal.kill(signal.SIGKILL)
            terminal.until_exit(signal=signal.SIGKILL)
        assert saved_answers(file) == wanted
    with Terminal("--resume", file, "--output", advice) as terminal:
        finish(terminal, SHORT)

    assert len(wanted) == 9
    assert json.loads(advice.read_text("utf-8")) == json.loads(whole.read_text("utf-8"))


def test_finished_conversation_can_be_resumed(tmp_path: Path) -> None:
    """It begins with the review; an answer is changed there, and the advice follows."""
    file = tmp_path / "answers.json"
    with Terminal("--save", file) as terminal:
        first = finish(terminal, SHORT)
    with Terminal("--resume", file) as terminal:
        assert "\nYour answers\n" in terminal.until_prompt()
        number = list(saved_answers(file)).index("account_state") + 1
        shown = terminal.type(str(number))
        assert "Your earlier answer: It is deleted. Press Enter to keep it." in shown
        assert "Change it anyway? yes or no" in terminal.type("It is open")
        assert "Nothing was changed." in terminal.type("no")
        terminal.send("\n")
        again = terminal.until_exit()

    assert without_spaces(f"The answers are saved in {file}; only you can read them.") in without_spaces(
        first
    )
    assert all(f"\n  exitwise {command} {file}\n" in first for command in ("plan", "forget"))
    assert "Recommendation: The account is gone - limit the damage" in again


@cache
def wide_output() -> tuple[str, ...]:
    """Return the output of the first prompts in a wide window."""
    with Terminal(columns=100) as terminal:
        return (terminal.until_prompt(), *map(terminal.type, ("1", "?", "edit", "1", "back")))


DUMB = {"TERM": "dumb", "NO_COLOR": "1"}


@pytest.mark.parametrize(("columns", "more"), [(20, {}), (40, {}), (80, {}), (20, DUMB)], ids=str)
def test_conversation_fits_the_window(columns: int, more: dict[str, str]) -> None:
    """Every line is wrapped, and none is cut."""
    with Terminal(columns=columns, more=more) as terminal:
        narrow = (terminal.until_prompt(), *map(terminal.type, ("1", "?", "edit", "1", "back")))
        lines = terminal.lines()

    assert tuple(map(without_spaces, narrow)) == tuple(map(without_spaces, wide_output()))
    assert max(map(len, "".join(narrow).splitlines())) <= columns
    assert "".join(map(without_spaces, lines)) == without_spaces(terminal.transcript)


@pytest.mark.parametrize(
    ("more", "styled"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=str
)
def test_styles_can_be_turned_off(trip: Path, more: dict[str, str], *, styled: bool) -> None:
    """A terminal gets styles and no other codes; with NO_COLOR, or a dumb terminal, none at all."""
    with Terminal("--pack", trip, more=more) as terminal:
        terminal.until_prompt()

        assert terminal.has_styles == styled


def test_resized_window_is_used(trip: Path) -> None:
    """Later output has the new width of the window."""
    with Terminal("--pack", trip, columns=80) as terminal:
        before = terminal.until_prompt()
        terminal.resize(20)
        after = terminal.type("leave")

    assert max(map(len, before.splitlines())) > 40
    assert max(map(len, after.splitlines())) <= 20


def test_lines_typed_ahead_are_used_in_order() -> None:
    """Several answers can be typed before their questions appear."""
    with Terminal("--pack", toy.BICYCLE, "--format", "json") as terminal:
        terminal.send("red\nthey hold\n\n")
        shown = terminal.until_exit()

    assert '"recommendation": "ride"' in shown


JUNK = {
    "\x1b[A\x1b[A": r"`\x1b[A\x1b[A` is not an answer here",
    "\u202eyes": r"`\u202eyes` is not an answer here",
    "\x07\x0b.": r"`\x07\x0b.` is not an answer here",
    "x" * 3000: f"`{'x' * 40}...` is not an answer here",
    "\uff11": "`\uff11` is not an answer here",
}


def test_junk_is_rejected_and_escaped() -> None:
    """Arrow keys, bidirectional marks, control characters and long texts are not answers."""
    with Terminal(columns=100) as terminal:
        terminal.until_prompt()
        for junk, refusal in JUNK.items():
            terminal.send(f"{junk}\n")
            assert refusal in terminal.until_prompt_raw(), junk
        assert "= It is open" in terminal.type("1")


def test_line_ended_by_ctrl_d_is_an_answer() -> None:
    """Ctrl-D after an answer ends the line, and further output starts on a new line."""
    with Terminal() as terminal:
        terminal.until_prompt()
        terminal.send("1\x04\x04")

        assert "\n= It is open\n" in terminal.until_prompt()


PROMPTS: dict[str, tuple[str, ...]] = {
    "a choice": (),
    "a number": ("leave",),
    "which one": ("leave", "edit"),
    "another answer": ("leave", "edit 1"),
    "yes or no": ("leave", "5", "edit 1", "stay"),
    "a file": ("save",),
    "the review": ("stay",),
}


@pytest.fixture(params=PROMPTS)
def at_prompt(request: pytest.FixtureRequest, trip: Path) -> Iterator[Terminal]:
    """A terminal at each kind of prompt."""
    with Terminal("--pack", trip) as terminal:
        terminal.until_prompt()
        for line in PROMPTS[request.param]:
            terminal.type(line)
        yield terminal


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_conversation_can_be_interrupted_at_every_prompt(at_prompt: Terminal, key: str) -> None:
    """Ctrl-C and Ctrl-D exit with 130, and the message is on its own line."""
    at_prompt.send(key)

    shown = at_prompt.until_exit(130)
    assert shown.splitlines()[0] in ("^C", "")
    assert shown.splitlines()[1].startswith("exitwise: interrupted")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_interrupt_shows_how_to_resume(key: str, tmp_path: Path) -> None:
    """The answers are in the file, and the message has the whole command to resume."""
    file = tmp_path / "my answers.json"
    with Terminal("--pack", toy.BICYCLE, "--save", file) as terminal:
        terminal.until_prompt()
        terminal.type("red")
        terminal.send(key)
        shown = terminal.until_exit(130)

    assert saved_answers(file) == {"colour": "red"}
    assert shown.endswith(
        "exitwise: interrupted; the answers are saved\n"
        f"  help: resume with exitwise ask --pack {toy.BICYCLE} --resume '{file}'\n"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_signal_loses_no_answer(number: signal.Signals, trip: Path, tmp_path: Path) -> None:
    """However it is killed, the answers are in the file, and no message is written."""
    file = tmp_path / "answers.json"
    with Terminal("--pack", trip, "--save", file) as terminal:
        terminal.until_prompt()
        terminal.type("leave")
        terminal.kill(number)

        assert terminal.until_exit(signal=number) == ""
    assert saved_answers(file) == {"goal": "leave"}
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_save_writes_the_answers_and_shows_how_to_resume(tmp_path: Path) -> None:
    """A name that exists or cannot be written is asked for again; then the program exits with 0."""
    file, existing = tmp_path / "answers.json", tmp_path / "existing.json"
    existing.write_text("mine", "utf-8")
    with Terminal(columns=200) as terminal:
        terminal.until_prompt()
        terminal.type("1")
        assert "Save to which file?" in terminal.type("save")
        assert without_spaces(f"{existing} already exists.") in without_spaces(terminal.type(str(existing)))
        assert without_spaces("cannot be written: No such file or directory.Save") in without_spaces(
            terminal.type(f"{tmp_path}/no/x.json")
        )
        terminal.send(f"{file}\n")
        shown = terminal.until_exit()

    assert saved_answers(file) == {"account_state": "open"}
    assert file.stat().st_mode & 0o777 == 0o600
    assert existing.read_text("utf-8") == "mine"
    assert shown.endswith(f"To resume:\n  exitwise ask --resume {file}\n")


def test_standard_output_can_be_a_file(tmp_path: Path) -> None:
    """The questions are on the terminal, and the file has the advice alone."""
    out = tmp_path / "advice.txt"
    with Terminal("--pack", toy.BICYCLE, out=out) as terminal:
        terminal.until_prompt()
        terminal.type("red")
        terminal.type("they hold")
        terminal.send("\n")
        assert terminal.until_exit() == "\n"
    profile = {"colour": "red", "brakes": "yes"}

    advised = exitwise("advise", "-", "--pack", toy.BICYCLE).reads(profile).expects(out=SOMETHING)
    assert out.read_text("utf-8") == advised.out
