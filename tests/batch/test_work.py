"""The work of a job: chunks of all inputs in order, in any format, and the types of columns."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch.executor import executors
from exitwise.batch.job import Job
from exitwise.batch.read.inputs import Form, Input, Piece
from exitwise.batch.reject import Reject
from exitwise.batch.work import column_types, works
from exitwise.batch.worker import Part, Worker
from exitwise.errors import FileError, InputError
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.planes.evaluate import Evaluator
from support.packs import toy
from support.running.batching import TODAY, jsonl, parse_lines
from support.running.examples import examples

BASE = toy.bicycle()
FACTS = BASE.knowledge.facts
RECORDS = [{"id": number, "brakes": "?" if number % 3 == 1 else "yes"} for number in range(7)]
MAP = ColumnMap(id="No.", facts={"brakes": Origin(column="stops", values={"J": "yes"})})


def write(folder: Path, form: Form, records: Sequence[dict[str, Any]], name: str = "in") -> Input:
    """Write records to a file; row groups have two rows."""
    file = folder / f"{name}.{form}"
    if form == "parquet":
        parquet.write_table(pa.Table.from_pylist(list(records)), file, row_group_size=2)
    elif form == "csv":
        rows = (records[0], *(record.values() for record in records))
        file.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), "utf-8")
    else:
        file.write_bytes(jsonl(records))
    return Input(str(file), form)


def job_of(inputs: Sequence[Input], **options: Any) -> Job:
    """Return a job into JSON Lines."""
    return Job(inputs=inputs, output="-", form="jsonl", today=TODAY, **options)


@contextmanager
def parts(
    job: Job, content: bytes = b"", on_progress: Callable[[int], None] = lambda _: None
) -> Iterator[Iterator[Part]]:
    """Yield the parts of a job one by one; `content` is that of standard input."""
    with executors(1) as (executor,):
        evaluator = Evaluator(BASE.knowledge, inner=False)
        worker = Worker(BASE, job, executor, evaluator, column_types(job, FACTS))
        yield (work(worker) for work in works(job, FACTS, lambda: io.BytesIO(content), on_progress))


def run(inputs: Sequence[Input], content: bytes = b"", **options: Any) -> tuple[list[Any], list[Reject]]:
    """Return the ids of the advice on inputs, and their rejects."""
    with parts(job_of(inputs, **options), content) as several:
        done = list(several)
    ids = [record["id"] for part in done for record in parse_lines(bytes(part.advice))]
    return ids, [reject for part in done for reject in part.rejects]


def test_inputs_are_read_in_order(tmp_path: Path) -> None:
    """Standard input is one of them, and each has its own line numbers."""
    inputs = [
        write(tmp_path, "parquet", RECORDS[:2]),
        Input("-", "json"),
        write(tmp_path, "csv", RECORDS[2:4]),
        write(tmp_path, "jsonl", RECORDS[4:]),
    ]
    content = b'[{"id": "a", "brakes": "no"}, 7, {"id": "b", "brakes": "no"}]'

    ids, rejects = run(inputs, content)

    assert ids == [0, "a", "b", "2", "3", 5, 6]  # a cell of CSV is text
    assert [(reject.file, reject.line) for reject in rejects] == [
        (str(tmp_path / "in.parquet"), 2),
        ("-", 2),
        (str(tmp_path / "in.jsonl"), 1),
    ]


def test_inputs_are_read_on_demand(tmp_path: Path) -> None:
    """The parts before an unreadable input are complete."""
    inputs = [write(tmp_path, "jsonl", RECORDS[:1]), Input(str(tmp_path / "none.jsonl"), "jsonl")]

    with parts(job_of(inputs)) as several:
        assert next(several).summary.advised == 1
        with pytest.raises(FileError, match=r"none\.jsonl cannot be read: No such file"):
            next(several)


def test_progress_is_the_number_of_bytes_read(tmp_path: Path) -> None:
    """It is reported after each part, without standard input."""
    inputs = [
        write(tmp_path, "jsonl", RECORDS[:1]),
        write(tmp_path, "parquet", RECORDS[:1]),
        Input("-", "jsonl"),
        write(tmp_path, "csv", RECORDS[:1]),
    ]
    one, two, _, three = (source.size or 0 for source in inputs)
    seen: list[int] = []

    with parts(job_of(inputs), b'{"brakes": "yes"}', seen.append) as several:
        next(several)
        assert seen == []
        assert len(list(several)) == 3

    assert seen == [one, one + two, one + two, one + two + three]


def test_a_map_gives_the_same_for_parquet_and_json_lines(tmp_path: Path) -> None:
    """The ids, line numbers and faults are the same."""
    records = [{"No.": 1, "stops": "J"}, {"No.": 2, "stops": "?"}, {"No.": 3, "stops": "J"}]

    of_rows, of_lines = (run([write(tmp_path, form, records)], columns=MAP) for form in ("parquet", "jsonl"))

    assert of_rows[0] == of_lines[0] == [1, 3]
    assert [(reject.line, reject.id, reject.faults) for reject in of_rows[1]] == [
        (reject.line, reject.id, reject.faults) for reject in of_lines[1]
    ]
    assert [reject.line for reject in of_rows[1]] == [2]


@settings(max_examples=examples(40))
@given(st.sampled_from(["jsonl", "csv", "parquet"]), st.lists(st.floats(0, 1), max_size=4), st.booleans())
def test_pieces_give_the_same_as_the_whole_file(
    tmp_path_factory: pytest.TempPathFactory,
    form: Form,
    cuts: list[float],
    has_map: bool,  # noqa: FBT001 (hypothesis passes it)
) -> None:
    """Each record has the same advice, or the same reject at the same offset."""
    records = [{"No.": record["id"], "stops": "J"} for record in RECORDS] if has_map else RECORDS
    source = write(tmp_path_factory.mktemp("in"), form, records)
    options: dict[str, Any] = {"columns": MAP} if has_map else {}
    size = 4 if form == "parquet" else source.size or 0
    bounds = sorted((0, *(round(cut * size) for cut in cuts), size))

    whole = run([source], **options)
    pieces = run([Input(source.name, form, piece=Piece(*bound)) for bound in pairwise(bounds)], **options)

    assert pieces[0] == whole[0]
    assert len(whole[0]) == (7 if has_map else 5)
    assert [(reject.id, reject.offset, reject.faults) for reject in pieces[1]] == [
        (reject.id, reject.offset, reject.faults) for reject in whole[1]
    ]


TABLES = {
    "number": {"brakes": ["yes"], "id": pa.array([7]), "note": pa.array([1.5])},
    "text": {"brakes": ["yes"], "id": ["x"], "note": pa.array([0.5])},
    "absent": {"brakes": ["yes"], "note": pa.array([1.5])},
}
TYPES: list[tuple[tuple[str, ...], dict[str, pa.DataType]]] = [
    (("number",), {"id": pa.int64(), "note": pa.float64()}),
    (("number", "absent"), {"id": pa.int64(), "note": pa.float64()}),
    (("number", "text"), {"note": pa.float64()}),
    (("absent",), {"note": pa.float64()}),
    (("number", "lines"), {}),
    ((), {}),
]


@pytest.mark.parametrize(("names", "types"), TYPES)
def test_types_of_columns_are_those_of_all_inputs(
    names: tuple[str, ...], types: dict[str, pa.DataType], tmp_path: Path
) -> None:
    """A column has a type if all tables with it agree; with lines of JSON there are no types."""
    inputs = []
    for number, name in enumerate(names):
        if name == "lines":
            inputs.append(write(tmp_path, "jsonl", RECORDS))
            continue
        parquet.write_table(pa.table(TABLES[name]), tmp_path / f"{number}.parquet")
        inputs.append(Input(str(tmp_path / f"{number}.parquet"), "parquet"))

    assert column_types(job_of(inputs, keep=("note",)), FACTS) == types


def test_mapped_columns_have_no_types(tmp_path: Path) -> None:
    """Rows of an export become lines of JSON."""
    source = write(tmp_path, "parquet", [{"No.": 1, "stops": "J"}])

    assert column_types(job_of([source], columns=MAP), FACTS) == {}


def test_tables_are_checked_before_any_is_read(tmp_path: Path) -> None:
    """An unknown column in the last table is an error; a kept column may be absent."""
    inputs = [
        write(tmp_path, "parquet", RECORDS, "a"),
        write(tmp_path, "parquet", [{"brake": "yes"}], "b"),
    ]

    with pytest.raises(InputError, match=r"b\.parquet.*brake"):
        column_types(job_of(inputs), FACTS)
    assert column_types(job_of(inputs[:1], keep=("note",)), FACTS) == {"id": pa.int64()}
