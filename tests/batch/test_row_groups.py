"""Files of Parquet made one by their row groups: two readers of their own find the rows of all, in order."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch.row_groups import RowGroups
from support.running.examples import examples

ROWS = "SELECT i + {first} AS id, 'x' || i % 3 AS word, ['a', 'b', 'c' || {first}][1:i % 4] AS list"
COUNTS = st.lists(st.sampled_from([0, 1, 2047, 5000]), min_size=1, max_size=4)


def one(folder: Path, files: list[Path]) -> Path:
    """Make files one."""
    groups, whole = RowGroups(), folder / "whole.parquet"
    with whole.open("wb") as stream:
        for file in files:
            stream.writelines(groups.added(file))
        stream.write(groups.end())
    return whole


def made(folder: Path, counts: list[int]) -> list[Path]:
    """Files of so many rows, in groups of 2048, with filters, dictionaries and statistics."""
    files = [folder / f"{place}.parquet" for place in range(len(counts))]
    for file, count in zip(files, counts, strict=True):
        rows = ROWS.format(first=10_000 * int(file.stem))
        duckdb.sql(
            f"COPY ({rows} FROM range({count}) t(i)) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
        )
    return files


def rows(*files: Path, where: str = "TRUE") -> list[tuple[Any, ...]]:
    """What the database reads of files."""
    return duckdb.execute(f"SELECT * FROM read_parquet({list(map(str, files))}) WHERE {where}").fetchall()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(20))
@given(COUNTS)
def test_one_file_has_the_rows_of_all(tmp_path: Path, counts: list[int]) -> None:
    """In their order, and found by statistics and filters too."""
    files = made(tmp_path, counts)
    whole = one(tmp_path, files)

    assert rows(whole) == rows(*files)
    assert rows(whole, where="word = 'x1'") == rows(*files, where="word = 'x1'")
    assert rows(whole, where="id = 10007") == rows(*files, where="id = 10007")


def test_places_are_those_of_the_one_file(tmp_path: Path) -> None:
    """Each page begins where it is said to: after all that stand before it, and none goes beyond the end."""
    whole = one(tmp_path, made(tmp_path, [5000, 0, 5000]))
    about = "row_group_id, column_id, dictionary_page_offset, data_page_offset, bloom_filter_offset"
    found = duckdb.execute(f"SELECT {about} FROM parquet_metadata('{whole}') ORDER BY ALL").fetchall()
    begin = [min(place for place in row[2:4] if place is not None) for row in found]

    assert [row[0] for row in found[::3]] == list(range(6))
    assert begin == sorted(begin)
    assert begin[0] == len(b"PAR1")
    assert all(row[4] is None or row[4] < whole.stat().st_size for row in found)


def test_another_reader_finds_the_same(tmp_path: Path) -> None:
    """One that is no relative of the database."""
    files = made(tmp_path, [5000, 1, 5000])
    told = parquet.read_table(one(tmp_path, files)).to_pydict()

    assert list(zip(*told.values(), strict=True)) == rows(*files)


def test_indexes_of_pages_are_left_out(tmp_path: Path) -> None:
    """They hold places that would be wrong; a reader does without them."""
    files = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
    for file, first in zip(files, (0, 3), strict=True):
        table = pa.table({"id": [first, first + 1, first + 2]})
        parquet.write_table(table, file, write_page_index=True)
    whole = parquet.ParquetFile(one(tmp_path, files))

    assert whole.read().to_pydict() == {"id": [0, 1, 2, 3, 4, 5]}
    assert not whole.metadata.row_group(1).column(0).has_offset_index


def test_other_columns_are_not_made_one(tmp_path: Path) -> None:
    """What would come of them, nobody could read."""
    files = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
    for file, column in zip(files, ("id", "other"), strict=True):
        duckdb.sql(f"COPY (SELECT 1 AS {column}) TO '{file}'")

    with pytest.raises(AssertionError, match="other columns"):
        one(tmp_path, files)
