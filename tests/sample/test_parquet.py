"""Samples as Parquet: in order, of any size, and interruptible."""

import signal
import threading
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from exitwise.errors import FileError, InputError
from exitwise.sample.parquet import check_columns, write_parquet
from support.packs import every_kind, toy

FACTS = toy.knowledge(facts="facts: [{id: Order, question: Q?, kind: integer}]").facts


def test_records_are_in_order(tmp_path: Path) -> None:
    """For more rows than a chunk of the database; the file is reproducible."""
    for name in ("a.parquet", "b.parquet"):
        (tmp_path / name[0]).mkdir()
        write_parquet((b"%d,%d\n" % (n, -n) for n in range(150_000)), FACTS, tmp_path / name[0] / name)
    rows = duckdb.read_parquet(str(tmp_path / "a" / "a.parquet")).fetchall()

    assert rows == [(n, -n) for n in range(150_000)]
    assert (tmp_path / "a/a.parquet").read_bytes() == (tmp_path / "b/b.parquet").read_bytes()


def test_every_kind_has_its_type(tmp_path: Path) -> None:
    """Lists are lists, decimals are exact, and an absent or unknown answer is null."""
    facts = every_kind.base().knowledge.facts
    lines = [b"1,erase;calm,12.50,3,-4\n", b"2,[],,,\n", b"3,,0.10,0,0\n", b"4,money,,,\n"]
    write_parquet(lines, facts, tmp_path / "x.parquet")
    table = parquet.read_table(tmp_path / "x.parquet")

    assert table.schema.types[1:] == [pa.list_(pa.string()), pa.decimal128(38, 2), pa.int64(), pa.int64()]
    assert table.column("goals").to_pylist() == [["erase", "calm"], [], None, ["money"]]
    assert table.column("price").to_pylist() == [Decimal("12.50"), None, Decimal("0.10"), None]
    assert table.column("renewal").to_pylist() == [-4, None, 0, None]


def test_unwritable_table_is_a_file_error(tmp_path: Path) -> None:
    """The message is one line."""
    (tmp_path / "x.parquet").mkdir()
    with pytest.raises(FileError) as raised:
        write_parquet([b"1,2\n"], FACTS, tmp_path / "x.parquet")

    assert "\n" not in raised.value.message


def test_the_conversion_can_be_interrupted(tmp_path: Path) -> None:
    """Ctrl-C ends the conversion."""
    rows = b"".join(b"%d,7\n" % n for n in range(200_000))
    waker = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    try:
        with pytest.raises(KeyboardInterrupt):
            write_parquet(with_timer([rows] * 50, waker), FACTS, tmp_path / "x.parquet")
    finally:
        waker.cancel()  # one that came too late would end all the tests


def with_timer(pieces: list[bytes], waker: threading.Timer) -> list[bytes]:
    """Start the timer just before the database starts."""
    waker.start()
    return pieces


def test_fact_may_not_differ_from_id_only_in_case() -> None:
    """`id` is a column too."""
    (fact,) = toy.knowledge(facts="facts: [{id: ID, question: Q?, kind: integer}]").facts

    with pytest.raises(InputError, match="`id` and `ID`"):
        check_columns([fact])
