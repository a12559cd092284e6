"""Standard streams, whether closed, in any encoding, or connected to a terminal."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from exitwise.cli import streams
from exitwise.errors import FileError

CLOSED: dict[str, tuple[str, Callable[[], object], str]] = {
    "text": ("stdin", streams.text_input, "standard input is closed"),
    "input": ("stdin", streams.standard_input, "standard input is closed"),
    "output": ("stdout", streams.standard_output, "standard output is closed"),
    "result": ("stdout", lambda: streams.write("a"), "standard output is closed"),
    "questions": (
        "stderr",
        streams.conversation,
        "standard error is closed, but the questions are printed there",
    ),
}


@pytest.mark.parametrize(("name", "use", "message"), CLOSED.values(), ids=CLOSED)
def test_closed_stream_that_is_needed(
    name: str, use: Callable[[], object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an error that says for what it is needed, if that is not clear."""
    monkeypatch.setattr(sys, name, None)

    with pytest.raises(FileError) as raised:
        use()

    assert raised.value.message == message


def test_closed_standard_error_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are not printed then."""
    monkeypatch.setattr(sys, "stderr", None)

    streams.print_message("a")
    streams.print_paragraph("a", "b")
    streams.end_line()
    assert not streams.supports_redraw()


def test_text_input_replaces_invalid_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who types cannot mend them."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\xff\n"), "utf-8"))

    assert streams.text_input().read() == "a\ufffd\n"


def test_bytes_are_those_of_the_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are neither decoded nor encoded."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\r\n"), "utf-8"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8"))

    streams.standard_output().write(streams.standard_input().read())

    assert out.getvalue() == b"\xff\r\n"


def test_messages_name_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    """A result does not, and is printed as it is."""
    streams.print_message("no door")
    streams.write("a door")

    assert capsys.readouterr() == ("a door", "exitwise: no door\n")


def test_paragraph_is_wrapped_but_not_its_calls(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A call is ready to be copied; the message is one paragraph, whatever its line ends."""
    monkeypatch.setenv("COLUMNS", "20")

    streams.print_paragraph("The answers are saved in the\nfile.", "exitwise ask --from answers.json")

    assert capsys.readouterr().err == (
        "The answers are\nsaved in the file.\n  exitwise ask --from answers.json\n"
    )


@contextmanager
def without_a_reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replace both output streams by a pipe whose reader has gone, and close it at the end as Python does."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(streams, "STANDARD_OUTPUT", writer)
        patch.setattr(streams, "STANDARD_ERROR", writer)
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream)
        yield


def test_message_without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the message nor a later one fails, nor does the end of the program."""
    with without_a_reader(monkeypatch):
        streams.print_message("a")
        streams.print_message("b")


def test_abandoned_output_does_not_fail_at_exit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The result that could not be written is dropped."""
    with without_a_reader(monkeypatch):
        with pytest.raises(BrokenPipeError):
            streams.write("a")
        streams.abandon_output()
