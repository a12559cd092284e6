"""Writers: lines after a header, and a stream for libraries that write to one."""

import io
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest

from exitwise.batch.write.output import Standard, target
from exitwise.batch.write.writer import LineWriter, TargetStream
from exitwise.errors import FileError


@pytest.mark.parametrize("header", [b"", b"id\r\n"])
def test_lines_are_written_after_the_header(header: bytes) -> None:
    """No separators are added, and the end adds nothing."""
    out = io.BytesIO()
    writer = LineWriter(Standard(out), header)
    assert out.getvalue() == header

    writer.add(b"1\n2\n")
    writer.add(memoryview(b"3\n"))
    writer.close()

    assert out.getvalue() == header + b"1\n2\n3\n"
    assert not out.closed


def test_a_stream_writes_to_its_target_and_counts_bytes(tmp_path: Path) -> None:
    """Any buffer is accepted, and closing the stream does not complete the target."""
    file = tmp_path / "a"
    out = target(str(file), io.BytesIO)
    stream = TargetStream(out)
    assert stream.writable()

    sizes = [stream.write(data) for data in (b"ab", memoryview(b"cde")[::1], pa.py_buffer(b"f"), b"")]
    sizes.append(stream.write(memoryview(b"ghijklmn").cast("I")))

    assert sizes == [2, 3, 1, 0, 8]
    assert stream.tell() == 14
    stream.close()
    assert not file.exists()
    out.complete()
    out.finish()
    assert file.read_bytes() == b"abcdefghijklmn"


def test_a_stream_copies_the_bytes_of_its_caller() -> None:
    """A library may reuse its buffer after a write."""
    written: list[bytes | memoryview] = []

    class Target(Standard):
        def write(self, chunks: Iterable[bytes | memoryview]) -> None:
            written.extend(chunks)

    buffer = bytearray(b"ab")
    TargetStream(Target(io.BytesIO())).write(buffer)
    buffer[:] = b"xy"

    assert written == [b"ab"]


def test_failures_of_the_target_are_raised() -> None:
    """Bytes that could not be written are not counted."""

    class Full(Standard):
        def write(self, chunks: Iterable[bytes | memoryview]) -> None:
            raise FileError(f"the disk is full before {list(chunks)!r}")

    stream = TargetStream(Full(io.BytesIO()))

    with pytest.raises(FileError, match="the disk is full before"):
        stream.write(b"ab")
    assert stream.tell() == 0
