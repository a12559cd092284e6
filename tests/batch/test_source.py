"""Files by their names: their form, how they are packed, and their records."""

import bz2
import gzip
import io
import json
import lzma
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import zstandard

from exitwise.batch import source
from exitwise.batch.source import Input, inputs, opened, read
from exitwise.errors import FileError, InputError
from support.packs import toy
from support.running import batching

LINE = b'{"id":"x","brakes":"yes"}'
MANY = b"".join(b'{"id":"%d","brakes":"yes"}\n' % at for at in range(5000))


def lines(file: Path | str, content: bytes | None = None) -> list[bytes]:
    """The lines of a file, which may be written first."""
    if content is not None:
        Path(file).write_bytes(content)
    (found,) = inputs([str(file)])
    with opened(found, io.BytesIO) as (stream, _):
        facts = toy.bicycle().knowledge.facts
        return [line for each in read(found, stream, facts, ()) for line in each.lines]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.json", "json"),
        ("a.csv.gz", "csv"),
        ("a.tsv", "csv"),
        ("X.CSV.GZ", "csv"),
        ("a.JSONL", "jsonl"),
        ("a.b.jsonl.zst", "jsonl"),
    ],
)
def test_a_name_says_its_form(name: str, form: str, tmp_path: Path) -> None:
    """By its last suffix but that of how it is packed."""
    (tmp_path / name).touch()

    assert [each.form for each in inputs([str(tmp_path / name)])] == [form]


@pytest.mark.parametrize("name", ["a", "a.txt", "a.gz", "a.jsonlx", "a.xls"])
def test_a_name_that_says_nothing_is_refused(name: str, tmp_path: Path) -> None:
    """Unless its form is said."""
    (tmp_path / name).touch()

    with pytest.raises(InputError, match="does not say its form"):
        inputs([str(tmp_path / name)])
    assert inputs([str(tmp_path / name)], "csv")[0].form == "csv"


def test_patterns_stand_for_files_in_order(tmp_path: Path) -> None:
    """A file whose name looks like a pattern is that file."""
    for name in ("b.jsonl", "a.jsonl", "[a].jsonl"):
        (tmp_path / name).touch()

    assert [Path(each.name).name for each in inputs([f"{tmp_path}/?.jsonl"])] == ["a.jsonl", "b.jsonl"]
    assert [Path(each.name).name for each in inputs([f"{tmp_path}/[a].jsonl"])] == ["[a].jsonl"]
    with pytest.raises(FileError):
        inputs([f"{tmp_path}/*.csv"])
    assert inputs(["-"]) == (Input("-", "jsonl"),)


PACKED: dict[str, Any] = {
    "gz": gzip.compress,
    "zst": zstandard.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("suffix", PACKED)
def test_a_packed_file_is_unpacked(suffix: str, tmp_path: Path) -> None:
    """Also of several archives, one after the other."""
    pack = PACKED[suffix]
    file = tmp_path / f"a.jsonl.{suffix}"

    assert lines(file, pack(MANY)) == MANY.splitlines()
    assert lines(file, pack(MANY) + pack(MANY)) == MANY.splitlines() * 2
    assert lines(file, pack(b"")) == []
    assert lines(tmp_path / f"A.JSONL.{suffix.upper()}", pack(MANY)) == MANY.splitlines()
    with pytest.raises(FileError, match="is empty"):
        lines(file, b"")


def zipped(**contents: bytes) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("_dot_", ".").replace("_in_", "/"), content)
    return stream.getvalue()


def test_zip_archive_with_one_file(tmp_path: Path) -> None:
    """The form is that of the archive's name, or else of the file in it."""
    content = zipped(a_dot_jsonl=MANY, __MACOSX_in_a=b"x")
    assert lines(tmp_path / "a.zip", content) == MANY.splitlines()
    assert lines(tmp_path / "b.jsonl.ZIP", zipped(data=MANY)) == MANY.splitlines()

    several = zipped(a_dot_csv=b"", b_dot_csv=b"")
    for archive, said in ((several, "2 files"), (zipped(), "0 files"), (zipped(data=b""), "its form")):
        with pytest.raises(InputError, match=said) as error:
            lines(tmp_path / "a.zip", archive)
        assert archive is not several or "`a.csv`" in error.value.help or "a.csv" in error.value.help


@pytest.mark.parametrize("at", [0, 40, -30])
def test_damaged_zip_archive_is_an_error(at: int, tmp_path: Path) -> None:
    """At its beginning, in its content, and at its end; or if it is another file."""
    content = bytearray(zipped(a_dot_jsonl=MANY))
    content[at : at + 25] = bytes(25)
    for damaged in (bytes(content), b"", LINE):
        with pytest.raises(FileError, match="cannot be read"):
            lines(tmp_path / "a.jsonl.zip", damaged)


def test_folder_stands_for_its_files(tmp_path: Path) -> None:
    """Those of known forms, in order; hidden ones and those that begin with an underscore are no data."""
    for name in ("b.csv", "a.jsonl.gz", "_c.csv", ".d.csv", "e.txt", "C.CSV"):
        (tmp_path / name).touch()
    (tmp_path / "f.csv").mkdir()

    assert [Path(each.name).name for each in inputs([str(tmp_path)])] == ["C.CSV", "a.jsonl.gz", "b.csv"]
    assert len(inputs([str(tmp_path)], "csv")) == 4
    assert len(inputs([str(tmp_path)[:-1] + "?"])) == 3
    with pytest.raises(FileError, match="no file of a known form"):
        inputs([str(tmp_path / "f.csv")])


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("cut", [1, 3, 30, 0.5])
def test_an_archive_that_is_cut_short_is_an_error(suffix: str, cut: float, tmp_path: Path) -> None:
    """Never a short file."""
    whole = PACKED[suffix](MANY)

    with pytest.raises(FileError, match="cannot be read"):
        lines(tmp_path / f"a.jsonl.{suffix}", whole[: -int(cut * len(whole) if cut < 1 else cut)])


@pytest.mark.parametrize("suffix", PACKED)
def test_a_damaged_archive_is_an_error(suffix: str, tmp_path: Path) -> None:
    """In its head, in its middle, or after its end."""
    whole = PACKED[suffix](MANY)
    file = tmp_path / f"a.jsonl.{suffix}"
    damaged = [b"no archive", whole + b"junkjunk", LINE]
    if suffix == "gz":
        damaged.append(whole[:50] + b"\xff" * 40 + whole[90:])
    for content in damaged:
        with pytest.raises(FileError, match="cannot be read"):
            lines(file, content)


ARRAYS = [
    (b"[]", []),
    (b"[" + LINE + b",\n " + LINE + b"]", [LINE, LINE]),
    (b"\xef\xbb\xbf \r\n[" + LINE + b"]\n", [LINE]),
    (b'[{\n"brakes":\r\n"yes"}, 7, []]', [b'{ "brakes":  "yes"}', b"7", b"[]"]),
    (LINE + b"\n" + LINE, [LINE, LINE]),
    (b'["\xff"]', [b'"\xff"']),
    (b"", []),
]


@pytest.mark.parametrize(("content", "expected"), ARRAYS)
def test_an_array_holds_records(content: bytes, expected: list[bytes], tmp_path: Path) -> None:
    """Each one becomes a line; what is no array is lines."""
    assert lines(tmp_path / "a.json", content) == expected


@pytest.mark.parametrize("content", [b"[", b"[{}", b"[{}] x", b"[{},]", b'[{"id":"a\nb"}]'])
def test_what_is_no_array_is_refused(content: bytes, tmp_path: Path) -> None:
    """As a whole: nobody knows what else is missing."""
    with pytest.raises(InputError, match="not a valid JSON array"):
        lines(tmp_path / "a.json", content)


def test_an_array_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do instead; lines may be longer than that."""
    monkeypatch.setattr(source, "MOST_ARRAY", 1024)

    with pytest.raises(InputError, match="JSON Lines"):
        lines(tmp_path / "a.json", b"[" + b",".join([LINE] * 50) + b"]")
    assert lines(tmp_path / "a.json", MANY) == MANY.splitlines()


CELLS = [
    ('x,yes,7,"a\nb"', {"id": "x", "brakes": "yes", "age": 7, "colour": "a\nb"}),
    ('"a,""b""",yes,,', {"id": 'a,"b"', "brakes": "yes"}),
    ("7,no,007,red", {"id": "7", "brakes": "no", "age": 7, "colour": "red"}),
    ("7,no,+5,red", {"id": "7", "brakes": "no", "age": 5, "colour": "red"}),
    ("7,no,5.0, red", {"id": "7", "brakes": "no", "age": "5.0", "colour": " red"}),
    ("7,no,1e2,unknown", {"id": "7", "brakes": "no", "age": "1e2", "colour": "unknown"}),
    ("7,no,unknown,", {"id": "7", "brakes": "no", "age": "unknown"}),
    ("7,no", ["7", "no"]),
    ("7,no,5,red,more", ["7", "no", "5", "red", "more"]),
    ("", []),
]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("row", "expected"), CELLS)
def test_a_row_of_csv_is_a_record(row: str, expected: object, end: str, mark: bytes, tmp_path: Path) -> None:
    """An empty cell is absent, digits of a number are one, and a ragged row is no object."""
    text = f"id,brakes,age,colour{end}{row}{end}"
    (line,) = lines(tmp_path / "a.csv", mark + text.encode())

    assert json.loads(line) == expected


def test_bytes_of_csv_that_are_no_text_are_refused_one_by_one() -> None:
    """The rows around them go on."""
    done = batching.run_batch(toy.bicycle(), b"id,brakes\na,yes\n\xff,yes\nc,yes\nd,\xffyes\n", "csv")

    assert [each["id"] for each in done.advice] == ["a", "c"]
    assert [(each["line"], each["cause"]) for each in done.rejects] == [(3, "no-profile"), (5, "no-profile")]
    assert [each["offset"] for each in done.rejects] == [16, 28]
    assert all("--encoding" in each["faults"][0]["help"] for each in done.rejects)


HEADERS = [
    ("id,colour\n", "the column `brakes` is missing"),
    ("id,brakes,brakes\n", "`brakes` appears twice"),
    ("id,brakes,colur\n", "did you mean `colour`"),
    ("id,brakes,xyzzy\n", "--keep xyzzy"),
    ("id;breaks\n", "no fact is called `id;breaks`"),
    ("", "there is no header"),
    ("\n \r\n\n", "there is no header"),
    ('id,brakes\n"a,yes\n', "not valid CSV"),
    ('"id,brakes\n', "not valid CSV"),
]


@pytest.mark.parametrize(("content", "said"), HEADERS)
def test_columns_that_are_not_a_profiles_are_refused(content: str, said: str, tmp_path: Path) -> None:
    """As a whole: with them every record would be misread."""
    with pytest.raises(InputError, match=said):
        lines(tmp_path / "a.csv", content.encode())
