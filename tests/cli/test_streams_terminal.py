"""Output to a terminal: its width, colour, and lines that are redrawn."""

import io
import os
import sys
from pathlib import Path

import pytest

from exitwise.cli import streams
from support.packs import toy
from support.running.program import SOMETHING, STYLE, at_terminal, exitwise

SAFE = '{"brakes": "yes"}'


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.mark.parametrize(
    ("setting", "width"), [("132", 132), ("", 50), ("0", 50), ("-3", 50), ("wide", 50), ("8.5", 50)]
)
def test_width_is_the_setting_or_that_of_the_terminal(
    setting: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COLUMNS has the last word if it is a positive number."""
    monkeypatch.setenv("COLUMNS", setting)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((50, 24)))

    assert streams.columns(sys.__stderr__) == width


def test_width_without_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is 80 for a file, for a stream that has none, and for a closed one."""
    monkeypatch.delenv("COLUMNS", raising=False)

    with (tmp_path / "file").open("w", encoding="utf-8") as file:
        assert streams.columns(file) == 80
    assert streams.columns(io.StringIO()) == 80
    monkeypatch.setattr(sys, "stdout", None)
    assert streams.columns() == 80
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    assert streams.columns(sys.__stderr__) == 80


@pytest.mark.parametrize(
    ("variables", "has_styles"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_styles_need_a_terminal(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, has_styles: bool
) -> None:
    """Colour is for standard output, redrawing for standard error; an empty NO_COLOR is not set."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert (streams.supports_colour(), streams.supports_redraw()) == (has_styles, False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert (streams.supports_colour(), streams.supports_redraw()) == (False, has_styles)


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """Write the profile of a safe bicycle to a file."""
    path = tmp_path / "safe.json"
    path.write_text(SAFE, "utf-8")
    return path


def test_terminal_gets_colour(safe: Path) -> None:
    """Without its styles the output is that of a pipe."""
    seen = at_terminal("advise", safe, "--pack", toy.BICYCLE)

    assert STYLE.search(seen)
    assert STYLE.sub("", seen) == exitwise("advise", safe, "--pack", toy.BICYCLE).expects(out=SOMETHING).out


PLAIN = [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}]


@pytest.mark.parametrize("more", PLAIN, ids=str)
def test_colour_can_be_disabled(safe: Path, more: dict[str, str]) -> None:
    """With NO_COLOR or a dumb terminal there are no control codes."""
    seen = at_terminal("advise", safe, "--pack", toy.BICYCLE, more=more)

    assert "\x1b" not in seen
    assert "What to do with a bicycle" in seen


def test_pipe_never_gets_colour() -> None:
    """FORCE_COLOR is ignored, as programs read pipes."""
    exitwise("advise", "-", "--pack", toy.BICYCLE).reads(SAFE).where(
        FORCE_COLOR="1", CLICOLOR_FORCE="1"
    ).expects(out=SOMETHING)
