"""Targets: a file that appears only when it is complete, and standard output."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from exitwise.batch.write.output import CompressedFile, Standard, target


def test_a_file_appears_when_it_is_finished(tmp_path: Path) -> None:
    """Before that no file has its name."""
    out = target(str(tmp_path / "a.jsonl"), io.BytesIO)
    out.write([b"1\n", memoryview(b"2\n")])
    out.complete()
    assert not (tmp_path / "a.jsonl").exists()

    out.finish()

    assert (tmp_path / "a.jsonl").read_bytes() == b"1\n2\n"


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.decompress,
    "ZST": lambda content: zstandard.decompress(content, 100),
}


@pytest.mark.parametrize("suffix", PACKED)
def test_the_suffix_chooses_the_compression(suffix: str, tmp_path: Path) -> None:
    """An abandoned file leaves nothing."""
    file = tmp_path / f"a.jsonl.{suffix}"
    for end in ("abandon", "finish"):
        out = target(str(file), io.BytesIO)
        out.write([b"1\n", memoryview(b"2\n")])
        out.complete()
        getattr(out, end)()
        assert file.exists() is (end == "finish")

    assert isinstance(out, CompressedFile)
    assert PACKED[suffix](file.read_bytes()) == b"1\n2\n"


def test_standard_output_is_written_immediately() -> None:
    """Abandoning it does not undo the output."""
    stream = io.BytesIO()
    out = target("-", lambda: stream)
    out.write([b"1\n"])
    out.abandon()

    assert isinstance(out, Standard)
    assert stream.getvalue() == b"1\n"
