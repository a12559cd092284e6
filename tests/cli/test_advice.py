"""Advice as output: its formats, for standard output and for files, and its exit status."""

import io
import json
import sys
from pathlib import Path

import pytest

from exitwise.cli.advice import FORMS, exit_code, render
from exitwise.model.advice import Advice
from support.packs import toy
from support.running.program import SOMETHING, STYLE, Expected, exitwise

BICYCLE = toy.bicycle()
WORD = "推荐"
"""A word that only Unicode can encode."""


@pytest.fixture
def advice() -> Advice:
    """Return the advice on a bicycle with a name."""
    return BICYCLE.advise({"id": WORD, "brakes": "yes", "age": 12})


def test_json_is_the_advice_as_data(advice: Advice) -> None:
    """One document that ends with a line end, in Unicode where the output is."""
    text = render(BICYCLE, advice, "json")

    assert json.loads(text) == advice.as_dict()
    assert text.endswith("}\n")
    assert WORD in text


def test_json_is_ascii_where_the_output_is_not_unicode(
    advice: Advice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is in UTF-8 all the same."""
    unicode = render(BICYCLE, advice, "json")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "latin-1"))

    escaped = render(BICYCLE, advice, "json")

    assert escaped.isascii()
    assert json.loads(escaped) == advice.as_dict()
    assert render(BICYCLE, advice, "json", to_file=True) == unicode


def test_text_fits_the_terminal_and_a_file_has_80_columns(
    advice: Advice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Styles are for the terminal only."""
    monkeypatch.setattr("exitwise.cli.advice.supports_colour", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")

    shown = render(BICYCLE, advice, "text")
    written = render(BICYCLE, advice, "text", to_file=True)

    assert STYLE.search(shown)
    assert "\x1b" not in written
    assert max(len(STYLE.sub("", line)) for line in shown.splitlines()) <= 30
    assert 60 < max(map(len, written.splitlines())) <= 80
    assert STYLE.sub("", shown).split() == written.split()


def test_markdown_is_the_same_everywhere(advice: Advice, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has neither a width nor styles."""
    plain = render(BICYCLE, advice, "markdown")
    monkeypatch.setattr("exitwise.cli.advice.supports_colour", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")

    assert plain.startswith("# ")
    assert render(BICYCLE, advice, "markdown") == plain
    assert render(BICYCLE, advice, "markdown", to_file=True) == plain


def test_advice_with_a_recommendation_is_a_success(
    advice: Advice, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its exit status is 0, without a message."""
    assert exit_code(BICYCLE, advice) == 0
    assert capsys.readouterr() == ("", "")


ARGUMENTS = {
    "gap": ("[{id: shut-in, recommend: stay, when: {door: no}, because: So.}]", ("gap",)),
    "conflict": (
        """
        - {id: go-out, recommend: leave, when: {door: yes}, because: It is open.}
        - {id: let-go, recommend: sell, when: {place: here}, because: It is mine.}
        - {id: shut-in, recommend: stay, when: {door: no}, because: It is shut.}
        """,
        ("conflict", "`go-out`", "`let-go`", "`leave`", "`sell`"),
    ),
}
PLAN = """
- {id: pack, title: Pack, how: A bag., phase: before, because: You need it.}
- {id: leave, title: Leave, how: Walk., phase: act, when: {recommend: [leave, sell]}, because: Go.}
"""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("arguments", "words"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_pack_without_a_single_outcome_exits_with_4(
    arguments: str, words: Expected, form: str, tmp_path: Path
) -> None:
    """The advice has no recommendation, and the rules are named."""
    pack = toy.write(tmp_path, recommendations=arguments, plan=PLAN)
    call = exitwise("advise", "-", "--pack", pack, "--format", form).reads({"place": "here", "door": "yes"})
    ended = call.expects(4, out=SOMETHING, err=words)

    assert "shut-in" not in ended.err
    if form == "json":
        advice = ended.json()
        assert (advice["recommendation"], advice["readiness"]) == (None, "hold")
        assert [step["id"] for step in advice["steps"]] == ["pack"]
