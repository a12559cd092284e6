"""Samples as Parquet: in order, of any size, and interruptible."""

import signal
import threading
from pathlib import Path

import duckdb
import pytest

from exitwise.errors import FileError, InputError
from exitwise.sample.parquet import check_columns, write_parquet
from support.packs import toy

FACTS = toy.knowledge(facts="facts: [{id: Order, question: Q?, kind: integer}]").facts


def test_records_are_in_order(tmp_path: Path) -> None:
    """For more rows than a chunk of the database; the file is reproducible."""
    for name in ("a.parquet", "b.parquet"):
        (tmp_path / name[0]).mkdir()
        write_parquet((b"%d,%d\n" % (n, -n) for n in range(150_000)), FACTS, tmp_path / name[0] / name)
    rows = duckdb.read_parquet(str(tmp_path / "a" / "a.parquet")).fetchall()

    assert rows == [(n, -n) for n in range(150_000)]
    assert (tmp_path / "a/a.parquet").read_bytes() == (tmp_path / "b/b.parquet").read_bytes()


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
