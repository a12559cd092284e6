"""The pipeline of a job: parts in input order, computed concurrently from chunks that are read on demand."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from exitwise.batch import work
from exitwise.batch.executor import executors
from exitwise.batch.job import Job, Streams
from exitwise.batch.pipeline import Pipeline
from exitwise.batch.read.inputs import Input
from exitwise.batch.read.source import read
from exitwise.batch.records import Records
from exitwise.batch.worker import Part, Worker
from support.packs import toy
from support.running.batching import TODAY, jsonl, parse_lines

PARQUET = {
    "number": {"id": pa.array([7]), "brakes": ["yes"]},
    "text": {"id": ["x"], "brakes": ["yes"]},
    "absent": {"brakes": ["yes"]},
}


def files(folder: Path, count: int) -> list[Input]:
    """Write files of one record each, whose id is the number of the file."""
    names = [folder / f"{number}.jsonl" for number in range(count)]
    for number, name in enumerate(names):
        name.write_bytes(jsonl([{"id": number, "brakes": "yes"}]))
    return [Input(str(name), "jsonl") for name in names]


@contextmanager
def pipeline(
    inputs: Sequence[Input], threads: int = 1, skip: int = 0, streams: Streams | None = None, **options: Any
) -> Iterator[Pipeline]:
    """Yield a pipeline on the pack of the bicycle."""
    job = Job(inputs=inputs, output="-", today=TODAY, **{"form": "jsonl", **options})
    streams = streams or Streams(io.BytesIO, io.BytesIO, lambda _, __: None)
    with executors(threads) as several:
        yield Pipeline(toy.bicycle(), job, streams, several, skip)


def ids(part: Part) -> list[Any]:
    """Return the ids of the advice of a part."""
    if isinstance(part.advice, pa.Table):
        return part.advice["id"].to_pylist()  # type: ignore[no-any-return]
    return [record["id"] for record in parse_lines(bytes(part.advice))]


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("skip", [0, 2, 4, 9])
def test_parts_are_in_the_order_of_the_input(threads: int, skip: int, tmp_path: Path) -> None:
    """Parts that exist already are skipped."""
    with pipeline(files(tmp_path, 4), threads, skip) as parts:
        assert [ids(part) for part in parts] == [[number] for number in range(skip, 4)]


def test_parts_are_computed_concurrently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part is completed after the second, and is still yielded first."""
    advise, is_second_done = Worker.advise_lines, Event()

    def second_first(worker: Worker, records: Records) -> Part:
        if records.file.endswith("0.jsonl"):
            assert is_second_done.wait(10)
        part = advise(worker, records)
        if records.file.endswith("1.jsonl"):
            is_second_done.set()
        return part

    monkeypatch.setattr(Worker, "advise_lines", second_first)
    with pipeline(files(tmp_path, 2), 2) as parts:
        assert [ids(part) for part in parts] == [[0], [1]]


def test_few_chunks_are_read_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any time there is one chunk for each worker, and one more."""
    seen: list[str] = []

    def recorded_read(source: Input, *more: Any) -> Iterator[Records]:
        seen.append(Path(source.name).stem)
        return read(source, *more)

    monkeypatch.setattr(work, "read", recorded_read)
    with pipeline(files(tmp_path, 6), 2) as parts:
        several = iter(parts)
        next(several)
        assert seen == ["0", "1", "2"]
        next(several)
        assert seen == ["0", "1", "2", "3"]


def test_an_error_of_a_chunk_is_raised_after_the_parts_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those parts are complete."""
    advise = Worker.advise_lines

    def fail(worker: Worker, records: Records) -> Part:
        if records.file.endswith("1.jsonl"):
            raise ArithmeticError("of the work")
        return advise(worker, records)

    monkeypatch.setattr(Worker, "advise_lines", fail)
    with pipeline(files(tmp_path, 3)) as parts:
        several = iter(parts)
        assert ids(next(several)) == [0]
        with pytest.raises(ArithmeticError, match="of the work"):
            next(several)


def test_progress_is_the_number_of_bytes_read(tmp_path: Path) -> None:
    """It reaches the sizes of all files, Parquet included, and the counts are those of finished parts."""
    inputs = files(tmp_path, 2)
    parquet.write_table(pa.table({"brakes": ["yes", "no"]}), tmp_path / "in.parquet")
    inputs.insert(1, Input(str(tmp_path / "in.parquet"), "parquet"))
    sizes = [Path(source).stat().st_size for source in inputs]
    seen: list[tuple[int, int]] = []
    streams = Streams(io.BytesIO, io.BytesIO, lambda count, counts: seen.append((count, counts.advised)))

    with pipeline(inputs, streams=streams) as parts:
        assert sum(part.summary.advised for part in parts) == 4

    assert [count for count, _ in seen] == [sizes[0], sizes[0] + sizes[1], sum(sizes)]
    assert [advised for _, advised in seen] == [0, 1, 3]


TYPES = [
    (("number", "number"), pa.int64(), [7, 7]),
    (("number", "absent"), pa.int64(), [7, None]),
    (("absent", "absent"), pa.string(), [None, None]),
    (("number", "text"), pa.string(), ["7", "x"]),
    (("absent", "text", "number"), pa.string(), [None, "x", "7"]),
    (("number", "lines"), pa.string(), ["7", "0"]),
]


@pytest.mark.parametrize(("kinds", "kind", "expected"), TYPES)
def test_a_column_has_one_type_in_all_parts(
    kinds: tuple[str, ...], kind: pa.DataType, expected: list[object], tmp_path: Path
) -> None:
    """It is the type in all inputs, or text if they differ or are not all Parquet."""
    inputs = []
    for number, name in enumerate(kinds):
        if name == "lines":
            inputs += files(tmp_path, 1)
            continue
        parquet.write_table(pa.table(PARQUET[name]), tmp_path / f"{number}.parquet")
        inputs.append(Input(str(tmp_path / f"{number}.parquet"), "parquet"))

    with pipeline(inputs, 2, form="parquet") as parts:
        several = list(parts)

    assert [name for part in several for name in ids(part)] == expected
    assert {part.advice.schema.field("id").type for part in several if isinstance(part.advice, pa.Table)} == {
        kind
    }
