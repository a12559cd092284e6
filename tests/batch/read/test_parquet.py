"""Parquet files: the types of their columns, and their rows chunk by chunk."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch.read import parquet as reading
from exitwise.errors import FileError, InputError
from support.packs import toy
from support.running.examples import examples

FACTS = toy.bicycle().knowledge.facts
TEXT = pa.array(["yes"])
NUMBER = pa.array([7])


def write(folder: Path, columns: dict[str, pa.Array], name: str = "in.parquet") -> str:
    """Write columns to a file."""
    parquet.write_table(pa.table(columns), folder / name)
    return str(folder / name)


def write_groups(folder: Path, sizes: Sequence[int]) -> str:
    """Write a file of row groups of some sizes; the ids are the numbers of the rows."""
    file = str(folder / "in.parquet")
    table = pa.table(
        {"id": range(sum(sizes)), "brakes": ["yes", "no"] * (sum(sizes) // 2) + ["yes"] * (sum(sizes) % 2)}
    )
    with parquet.ParquetWriter(file, table.schema) as writer:
        first = 0
        for size in sizes:
            writer.write_table(table.slice(first, size), row_group_size=max(size, 1))
            first += size
    return file


ACCEPTED: list[dict[str, pa.Array]] = [
    {"brakes": TEXT},
    {"brakes": TEXT.dictionary_encode(), "id": TEXT.dictionary_encode(), "schema": TEXT.dictionary_encode()},
    {"brakes": TEXT, "id": pa.nulls(1), "schema": pa.nulls(1), "age": pa.nulls(1), "colour": pa.nulls(1)},
    {"brakes": TEXT, "more": pa.array([[1, 2]])},
    {"brakes": TEXT, "id": NUMBER, "age": NUMBER},
]


@pytest.mark.parametrize("columns", ACCEPTED)
def test_columns_of_fitting_types_are_accepted(columns: dict[str, pa.Array], tmp_path: Path) -> None:
    """The schema lists the columns in the order of the file."""
    schema = reading.schema_of(write(tmp_path, columns), FACTS, ("more",))

    assert schema.names == list(columns)


REFUSED: list[tuple[str, pa.Array, str, str]] = [
    ("age", pa.array([7.0]), "is double, expected whole numbers, null if not known", "`whole: true`"),
    ("age", pa.array([timedelta(days=7)]), r"is duration\[us\], expected whole numbers", ""),
    ("brakes", NUMBER, "is int64, expected text", ""),
    ("brakes", pa.array([7.0]), "is double, expected text", ""),
    ("id", NUMBER.cast(pa.uint64()), "is uint64, expected text or whole numbers within 64 bits", ""),
    ("schema", NUMBER, "is int64, expected text", ""),
]


@pytest.mark.parametrize(
    ("name", "column", "message", "advice"),
    REFUSED,
    ids=[f"{name}: {column.type}" for name, column, _, _ in REFUSED],
)
def test_columns_of_other_types_are_errors(
    name: str, column: pa.Array, message: str, advice: str, tmp_path: Path
) -> None:
    """No value is converted; the help may name the key of a map that accepts the type."""
    file = write(tmp_path, {"brakes": TEXT, name: column})

    with pytest.raises(InputError, match=f"the column `{name}` {message}") as error:
        reading.schema_of(file, FACTS, ())
    assert advice in error.value.help if advice else not error.value.help


def test_unknown_missing_and_duplicate_columns_are_errors(tmp_path: Path) -> None:
    """The help for an unknown name suggests the nearest fact."""
    with pytest.raises(InputError, match="did you mean `colour`"):
        reading.schema_of(write(tmp_path, {"brakes": TEXT, "colur": TEXT}), FACTS, ())
    parquet.write_table(pa.table([TEXT, TEXT], names=["brakes", "brakes"]), tmp_path / "in.parquet")
    with pytest.raises(InputError, match="`brakes` appears twice"):
        reading.schema_of(str(tmp_path / "in.parquet"), FACTS, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30))
@given(st.lists(st.integers(0, 40), max_size=8), st.randoms(use_true_random=False))
def test_chunks_have_all_rows_once(tmp_path: Path, sizes: list[int], random: object) -> None:
    """Small row groups are read together and large ones in slices, in any order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LEAST_ROWS", 8)
        patch.setattr(reading, "MOST_ROWS", 16)
        patch.setattr(reading, "SLICE", 10)
        file = write_groups(tmp_path, sizes)
        chunks = list(reading.chunks(file))
        reader = reading.Reader(file, FACTS)
        in_order = [reader.read(chunk) for chunk in chunks]
        shuffled = chunks.copy()
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        ids = {chunk.first: reader.read(chunk)["id"].to_pylist() for chunk in shuffled}
        reader.close()

    assert [number for table in in_order for number in table["id"].to_pylist()] == list(range(sum(sizes)))
    assert all(ids[chunk.first] == list(range(chunk.first, chunk.first + chunk.rows)) for chunk in chunks)
    assert all(0 < chunk.rows <= 16 for chunk in chunks)


def test_huge_row_groups_are_read_in_slices(tmp_path: Path) -> None:
    """Pandas writes row groups of a million rows."""
    file = write_groups(tmp_path, [300_000, 5])
    chunks = list(reading.chunks(file))

    assert [(chunk.first, chunk.rows) for chunk in chunks] == [
        (0, 100_000),
        (100_000, 100_000),
        (200_000, 100_000),
        (300_000, 5),
    ]
    reader = reading.Reader(file, FACTS)
    assert [reader.read(chunk)["id"][0].as_py() for chunk in chunks] == [chunk.first for chunk in chunks]
    reader.close()


def test_answers_are_read_as_dictionaries(tmp_path: Path) -> None:
    """Columns that pass through keep their type, even if a name begins with that of a fact."""
    columns = {"brakes": TEXT, "brakes.left": TEXT, "id": TEXT, "schema": pa.array(["exitwise.profile/1"])}
    file = write(tmp_path, columns)
    (chunk,) = reading.chunks(file)
    reader = reading.Reader(file, FACTS)
    table = reader.read(chunk)
    reader.close()

    encoded = pa.dictionary(pa.int32(), pa.string())
    assert table.schema.types == [encoded, pa.string(), pa.string(), encoded]
    assert table.to_pydict() == {name: column.to_pylist() for name, column in columns.items()}


@pytest.mark.parametrize("name", ["a[b].parquet", "*.parquet", "a?.parquet", "s3:b.parquet", "ü\n.parquet"])
def test_names_are_not_patterns(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file with exactly this name is read."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"brakes": TEXT, "id": NUMBER}, name)
    write(tmp_path, {"brakes": TEXT, "id": pa.array([0])}, "ab.parquet")
    (chunk,) = reading.chunks(name)
    reader = reading.Reader(name, FACTS)

    assert reader.read(chunk)["id"].to_pylist() == [7]
    reader.close()


def test_files_without_rows_have_no_chunks(tmp_path: Path) -> None:
    """Row groups without rows have none either."""
    assert list(reading.chunks(write_groups(tmp_path, []))) == []
    assert list(reading.chunks(write_groups(tmp_path, [0, 0]))) == []


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"PAR1", b"PAR1\0\0\0\0PAR1", b"PAR1\xff\xff\xff\x7fPAR1"]
)
def test_damaged_files_are_errors_of_one_line(content: bytes, tmp_path: Path) -> None:
    """The message has the name of the file."""
    file = tmp_path / "in.parquet"
    file.write_bytes(content)

    for read in (lambda: reading.schema_of(str(file), FACTS, ()), lambda: list(reading.chunks(str(file)))):
        with pytest.raises(FileError) as raised:
            read()
        assert raised.value.message.startswith(f"{file} cannot be read: ")
        assert "\n" not in raised.value.message


def test_missing_files_and_folders_are_errors(tmp_path: Path) -> None:
    """The message has the reason that the system gives."""
    with pytest.raises(FileError, match=r"none\.parquet cannot be read: No such file or directory$"):
        reading.Reader(str(tmp_path / "none.parquet"), FACTS)
    with pytest.raises(FileError, match=r"cannot be read: .*directory"):
        reading.Reader(str(tmp_path), FACTS)


def test_damaged_pages_and_text_are_errors(tmp_path: Path) -> None:
    """The text is not valid UTF-8, or pages have been overwritten."""
    offsets = pa.py_buffer(b"\0\0\0\0\2\0\0\0")
    invalid = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff\xfe")])
    for columns in ({"brakes": invalid}, {"brakes": TEXT, "id": invalid}):
        file = write(tmp_path, columns)
        (chunk,) = reading.chunks(file)
        with pytest.raises(FileError, match="UTF8"):
            reading.Reader(file, FACTS).read(chunk)
    content = bytearray(Path(write(tmp_path, {"brakes": TEXT})).read_bytes())
    content[4:30] = b"\xff" * 26
    Path(file).write_bytes(content)
    (chunk,) = reading.chunks(file)
    with pytest.raises(FileError, match=r"in\.parquet cannot be read: "):
        reading.Reader(file, FACTS).read(chunk)


def test_enumerations_are_text(tmp_path: Path) -> None:
    """Avro's writers use the logical type `ENUM`, whose columns Arrow reads as bytes."""
    columns = {"brakes": TEXT, "id": TEXT}
    parquet.write_table(pa.table(columns), tmp_path / "in.parquet", store_schema=False)
    text, enumeration = bytes.fromhex("25 00 4c 1c 00 00 00"), bytes.fromhex("25 08 4c 4c 00 00 00")
    content = (tmp_path / "in.parquet").read_bytes().replace(text, enumeration)
    (tmp_path / "in.parquet").write_bytes(content)
    file = str(tmp_path / "in.parquet")
    (chunk,) = reading.chunks(file)
    reader = reading.Reader(file, FACTS)

    assert reading.schema_of(file, FACTS, ()).types == [pa.string(), pa.string()]
    assert reader.read(chunk).schema.types == [pa.dictionary(pa.int32(), pa.string()), pa.string()]
    assert reader.read(chunk).to_pydict() == {"brakes": ["yes"], "id": ["yes"]}
    reader.close()


def test_files_of_another_writer_are_read(tmp_path: Path) -> None:
    """The types are those that DuckDB writes."""
    file = f"{tmp_path}/in.parquet"
    row = "7::TINYINT AS id, 'yes'::ENUM('yes', 'no') AS brakes, 5::UBIGINT AS age"
    duckdb.sql(f"COPY (SELECT {row}) TO '{file}' (FORMAT parquet)")

    assert reading.schema_of(file, FACTS, ()).types == [pa.int8(), pa.string(), pa.uint64()]
