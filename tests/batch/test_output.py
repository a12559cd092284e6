"""Targets: a file that is complete or not there, and standard output."""

import io
from pathlib import Path

from exitwise.batch.output import Standard, target


def test_a_file_appears_when_it_is_finished(tmp_path: Path) -> None:
    """Until then nothing has its name."""
    out = target(str(tmp_path / "a.jsonl"), io.BytesIO)
    out.write([b"1\n", memoryview(b"2\n")])
    out.complete()
    assert not (tmp_path / "a.jsonl").exists()

    out.finish()

    assert (tmp_path / "a.jsonl").read_bytes() == b"1\n2\n"


def test_standard_output_is_written_at_once() -> None:
    """Nothing is taken back."""
    stream = io.BytesIO()
    out = target("-", lambda: stream)
    out.write([b"1\n"])
    out.abandon()

    assert isinstance(out, Standard)
    assert stream.getvalue() == b"1\n"
