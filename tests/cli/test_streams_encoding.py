"""Output streams that cannot encode every character."""

import io
import json
import sys

import pytest

from exitwise.cli import streams
from support.packs import toy
from support.running.program import exitwise

ADVISE = ("advise", "-", "--pack", toy.BICYCLE)


@pytest.mark.parametrize(
    ("encoding", "written"), [("utf-8", "Größe ☂"), ("latin-1", "Größe ?"), ("ascii", "Grosse ?")]
)
def test_characters_outside_the_encoding_are_replaced(
    encoding: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both output streams, which do not fail."""
    out, err = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding))

    streams.replace_unencodable()
    streams.write("Größe ☂")
    streams.print_message("Größe ☂")

    assert out.getvalue().decode(encoding) == written
    assert err.getvalue().decode(encoding) == f"exitwise: {written}\n"


@pytest.mark.parametrize(
    ("encoding", "is_unicode"),
    [("utf-8", True), ("UTF8", True), ("utf-16-le", True), ("latin-1", False), ("ascii", False)],
)
def test_json_is_ascii_unless_the_output_is_unicode(
    encoding: str, monkeypatch: pytest.MonkeyPatch, *, is_unicode: bool
) -> None:
    """A file always is."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding))

    assert streams.supports_unicode() is is_unicode
    assert streams.to_json({"id": "ß"}).isascii() is not is_unicode
    assert json.loads(streams.to_json({"id": "ß"})) == {"id": "ß"}
    assert "ß" in streams.to_json({"id": "ß"}, to_file=True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_narrow_encoding_gets_the_nearest_characters(encoding: str, form: str) -> None:
    """Only characters outside the encoding are replaced."""
    profile = {"brakes": "yes", "id": "Größe ☂ 推荐"}
    run = exitwise(*ADVISE, "--format", form).reads(profile).where(PYTHONIOENCODING=encoding)
    ended = run.expects(out=("What to do with a bicycle", "The manual"))

    assert "☂" not in ended.out
    assert ("Größe ? ??" in ended.out) == (encoding != "ascii")
    assert ("Grosse ? ??" in ended.out) == (encoding == "ascii")
