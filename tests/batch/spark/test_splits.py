"""Splits: which files are cut, where they are cut, and which are joined."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from exitwise.batch.job import Job
from exitwise.batch.read.inputs import Piece, inputs
from exitwise.batch.spark import splits as module
from exitwise.batch.spark.splits import splits

if TYPE_CHECKING:
    from exitwise.batch.spark.splits import Range

Names = list[list[tuple[str, Piece | None]]]


@pytest.fixture(autouse=True)
def small_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a split have 100 bytes or rows."""
    for name in ("LEAST_BYTES", "MOST_BYTES", "LEAST_ROWS", "MOST_ROWS"):
        monkeypatch.setattr(module, name, 100)


def cut(folder: Path, *names: str, answers: Sequence[bool] = ()) -> "tuple[Names, list[Range]]":
    """Return the names and pieces of the splits of some files, and the ranges that were scanned."""
    scanned: list[Range] = []

    def run(_: object, items: "Sequence[Range]") -> Sequence[bool]:
        scanned.extend(items)
        return answers

    job = Job(inputs=inputs([str(folder / name) for name in names]), output="", form="jsonl")
    several = splits(job, 2, run)
    assert [split.number for split in several] == list(range(1, len(several) + 1))
    named = [[(Path(source.name).name, source.piece) for source in split.sources] for split in several]
    return named, scanned


def test_lines_are_cut_into_equal_ranges(tmp_path: Path) -> None:
    """A file of 250 bytes has three ranges, which cover it."""
    (tmp_path / "a.jsonl").write_bytes(b"x" * 250)

    named, scanned = cut(tmp_path, "a.jsonl")

    assert named == [[("a.jsonl", (0, 83))], [("a.jsonl", (83, 166))], [("a.jsonl", (166, 250))]]
    assert not scanned


def test_small_files_are_joined_in_order(tmp_path: Path) -> None:
    """They are joined up to 100 bytes; a large file between them is a split of its own."""
    for name, size in {"a": 60, "b": 60, "c": 10, "d": 150, "e": 10, "f": 0}.items():
        (tmp_path / f"{name}.jsonl").write_bytes(b"x" * size)

    named, _ = cut(tmp_path, *(f"{name}.jsonl" for name in "abcdef"))

    whole = [[(f"{name}.jsonl", None) for name in group] for group in ("ab", "c", "ef")]
    long = [[("d.jsonl", (0, 75))], [("d.jsonl", (75, 150))]]
    assert named == [*whole[:2], *long, whole[2]]


def test_compressed_files_and_arrays_are_not_cut(tmp_path: Path) -> None:
    """A record cannot be found at an offset of the file."""
    for name in ("a.jsonl.gz", "b.json", "c.csv.ZST"):
        (tmp_path / name).write_bytes(b"x" * 500)

    assert cut(tmp_path, "a.jsonl.gz", "b.json", "c.csv.ZST")[0] == [
        [("a.jsonl.gz", None)],
        [("b.json", None)],
        [("c.csv.ZST", None)],
    ]


@pytest.mark.parametrize(("answers", "pieces"), [((True, True, True), 3), ((True, False, True), 1)])
def test_csv_is_scanned_before_it_is_cut(tmp_path: Path, answers: tuple[bool, ...], pieces: int) -> None:
    """One range in which a line is not a row makes the file a single split."""
    (tmp_path / "a.csv").write_bytes(b"brakes\n" + b"yes\n" * 60)

    named, scanned = cut(tmp_path, "a.csv", answers=answers)

    assert len(named) == pieces
    assert [source.piece for source, _ in scanned] == [(0, 82), (82, 164), (164, 247)]


def test_tables_are_cut_between_row_groups(tmp_path: Path) -> None:
    """A split has at least 100 rows, and a row group is never cut."""
    parquet.write_table(pa.table({"id": range(410)}), tmp_path / "a.parquet", row_group_size=60)
    parquet.write_table(pa.table({"id": range(410)}), tmp_path / "b.parquet")
    parquet.write_table(pa.table({"id": []}), tmp_path / "c.parquet")

    named, _ = cut(tmp_path, "a.parquet", "b.parquet", "c.parquet")

    assert named == [
        *([("a.parquet", piece)] for piece in ((0, 2), (2, 4), (4, 6), (6, 7))),
        [("b.parquet", None)],
        [("c.parquet", None)],
    ]


@pytest.mark.parametrize(
    ("content", "delimiter", "expected"),
    [
        (b"a,b\n1,2\n", None, True),
        (b'a,b\n"1,1",2\n', None, True),
        (b'a,b\n"1\n1",2\n', None, False),
        (b"a,b\r1,2\r", None, False),
        (b'a;b\nx"y;"z"\n', ";", False),
        (b'a;b\nx;"z"\n', ";", True),
        (b'a;b\nx"y;"z\n"\n', ";", False),
    ],
)
def test_a_line_is_a_row_if_no_cell_spans_lines(
    tmp_path: Path, content: bytes, delimiter: str | None, *, expected: bool
) -> None:
    """Quotes are paired in every line; with another delimiter, cells are parsed."""
    (tmp_path / "a.csv").write_bytes(content)
    (source,) = inputs([str(tmp_path / "a.csv")])

    assert module.lines_are_rows((source, delimiter)) == expected
    assert Piece(0, 1) == (0, 1)
