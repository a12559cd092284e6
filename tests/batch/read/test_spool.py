"""Copies of Parquet files that are read from a pipe."""

import io
import os
from pathlib import Path
from threading import Thread

import pytest

from exitwise.batch.read import spool
from exitwise.batch.read.inputs import Input
from exitwise.batch.read.spool import copy_pipes
from exitwise.errors import InputError

CONTENT = bytes(range(256)) * 100


def test_standard_input_is_copied() -> None:
    """The copy has the same content and name, and is removed at the end."""
    with copy_pipes([Input("-", "parquet"), Input("-", "csv")], lambda: io.BytesIO(CONTENT)) as (copy, other):
        path = Path(copy)
        assert (str(copy), path.read_bytes()) == ("-", CONTENT)
        assert other == Input("-", "csv")

    assert not path.exists()


def test_named_pipe_is_copied(tmp_path: Path) -> None:
    """Regular files, and files that do not exist, are not copied."""
    pipe = tmp_path / "pipe.parquet"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(CONTENT,))
    writer.start()
    sources = [Input(str(tmp_path / name), "parquet") for name in ("pipe.parquet", "none.parquet")]
    with copy_pipes(sources, io.BytesIO) as (copy, none):
        assert Path(copy).read_bytes() == CONTENT
        assert none == sources[1]
    writer.join()


def test_the_size_of_a_copy_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The help suggests a file."""
    monkeypatch.setattr(spool, "MOST_BYTES", 1000)
    with (
        pytest.raises(InputError, match="more than") as error,
        copy_pipes([Input("-", "parquet")], lambda: io.BytesIO(CONTENT)),
    ):
        raise AssertionError
    assert error.value.help == "name a file instead"
