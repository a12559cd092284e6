"""Compressed files: their content, and an error if they are damaged or truncated."""

import bz2
import gzip
import io
import lzma
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import zstandard

from exitwise.errors import FileError, InputError
from support.running.batching import read_lines

LINE = b'{"id":"x","brakes":"yes"}'
MANY = b"".join(b'{"id":"%d","brakes":"yes"}\n' % at for at in range(5000))

PACKED: dict[str, Any] = {
    "gz": gzip.compress,
    "zst": zstandard.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("suffix", PACKED)
def test_a_compressed_file_is_decompressed(suffix: str, tmp_path: Path) -> None:
    """A file may consist of several compressed streams."""
    pack = PACKED[suffix]
    file = tmp_path / f"a.jsonl.{suffix}"

    assert read_lines(file, pack(MANY)) == MANY.splitlines()
    assert read_lines(file, pack(MANY) + pack(MANY)) == MANY.splitlines() * 2
    assert read_lines(file, pack(b"")) == []
    assert read_lines(tmp_path / f"A.JSONL.{suffix.upper()}", pack(MANY)) == MANY.splitlines()
    with pytest.raises(FileError, match="is empty"):
        read_lines(file, b"")


def zipped(**contents: bytes) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("_dot_", ".").replace("_in_", "/"), content)
    return stream.getvalue()


def test_zip_archive_with_one_file(tmp_path: Path) -> None:
    """The name of the archive or of the file has the format; files of the operating system are ignored."""
    content = zipped(a_dot_jsonl=MANY, __MACOSX_in_a=b"x")
    assert read_lines(tmp_path / "a.zip", content) == MANY.splitlines()
    assert read_lines(tmp_path / "b.jsonl.ZIP", zipped(data=MANY)) == MANY.splitlines()


ARCHIVES = [
    (
        zipped(a_dot_csv=b"", b_dot_csv=b""),
        "holds 2 files, expected one",
        "unpack it; it holds `a.csv`, `b.csv`",
    ),
    (zipped(), "holds 0 files, expected one", ""),
    (zipped(data=b""), "does not say its form", "a file ends with"),
]


@pytest.mark.parametrize(("archive", "message", "advice"), ARCHIVES)
def test_zip_archive_needs_exactly_one_file_of_a_known_format(
    archive: bytes, message: str, advice: str, tmp_path: Path
) -> None:
    """The help lists the files in it."""
    with pytest.raises(InputError, match=message) as error:
        read_lines(tmp_path / "a.zip", archive)

    assert error.value.help.startswith(advice)


@pytest.mark.parametrize("at", [0, 40, -30])
def test_damaged_zip_archive_is_an_error(at: int, tmp_path: Path) -> None:
    """The damage is at its start, in its content or at its end, or the file is no archive."""
    content = bytearray(zipped(a_dot_jsonl=MANY))
    content[at : at + 25] = bytes(25)
    for damaged in (bytes(content), b"", LINE):
        with pytest.raises(FileError, match="cannot be read"):
            read_lines(tmp_path / "a.jsonl.zip", damaged)


def test_zip_archive_that_cannot_be_decompressed_is_an_error(tmp_path: Path) -> None:
    """Its file is encrypted, or compressed by an unknown method."""
    encrypted, method = bytearray(zipped(a_dot_jsonl=MANY)), bytearray(zipped(a_dot_jsonl=MANY))
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = encrypted.index(signature) + flags
        encrypted[at] |= 1
        method[at + 2] = 97

    for content, cause in ((encrypted, "encrypted"), (method, "compression")):
        with pytest.raises(FileError, match=f"cannot be read: .*{cause}"):
            read_lines(tmp_path / "a.jsonl.zip", bytes(content))


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("cut", [1, 3, 30, 0.5])
def test_a_truncated_file_is_an_error(suffix: str, cut: float, tmp_path: Path) -> None:
    """It is never read as a shorter file."""
    whole = PACKED[suffix](MANY)

    with pytest.raises(FileError, match="cannot be read"):
        read_lines(tmp_path / f"a.jsonl.{suffix}", whole[: -int(cut * len(whole) if cut < 1 else cut)])


@pytest.mark.parametrize("suffix", PACKED)
def test_a_damaged_file_is_an_error(suffix: str, tmp_path: Path) -> None:
    """The damage is at its start, in its middle or after its end."""
    whole = PACKED[suffix](MANY)
    file = tmp_path / f"a.jsonl.{suffix}"
    damaged = [b"no archive", whole + b"junkjunk", LINE]
    if suffix == "gz":
        damaged.append(whole[:50] + b"\xff" * 40 + whole[90:])
    for content in damaged:
        with pytest.raises(FileError, match="cannot be read"):
            read_lines(file, content)
