"""The worker: the advice and the rejects of a chunk, the same for lines of JSON and rows of a table."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.executor import executors
from exitwise.batch.job import Job
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.records import Records
from exitwise.batch.reject import Reject
from exitwise.batch.summary import Summary
from exitwise.batch.validate.record_validator import MOST_QUOTED
from exitwise.batch.worker import Part, Worker, part
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.planes.evaluate import Evaluator
from support.oracles import naive
from support.packs import toy
from support.running.batching import TODAY, jsonl, parse_lines
from support.running.examples import examples

BASE = toy.bicycle()
PACK = naive.read_pack(toy.BICYCLE)
CONTRADICTION = {"brakes": "yes", "colour": "green", "age": 60}


@contextmanager
def worker(**options: Any) -> Iterator[Worker]:
    """Yield a worker on the pack of the bicycle."""
    job = Job(inputs=[], output="-", form="jsonl", today=TODAY, **options)
    with executors(1) as (executor,):
        yield Worker(BASE, job, executor, Evaluator(BASE.knowledge, inner=job.full))


def lines(*records: dict[str, Any], first: int = 1) -> Records:
    """Return records as lines of a file."""
    return Records("f", jsonl(records).splitlines(), first, 0)


def advice(result: Part) -> list[dict[str, Any]]:
    """Return the advice of a part."""
    assert not isinstance(result.advice, pa.Table)
    return parse_lines(bytes(result.advice))


COLUMNS = {
    "id": (pa.int64(), st.none() | st.integers(1, 3)),
    "brakes": (pa.string(), st.sampled_from(["yes", "no", "yes", "no", "perhaps", None])),
    "colour": (pa.string(), st.sampled_from(["red", "green", "unknown", None])),
    "age": (pa.int64(), st.sampled_from([0, 9, 10, 51, 90, 91, None])),
    "note": (pa.float64(), st.sampled_from([None, 1.5])),
}
ROWS = st.lists(st.fixed_dictionaries({name: values for name, (_, values) in COLUMNS.items()}), max_size=5)


def is_valid(row: dict[str, Any]) -> bool:
    """Return whether a row is a profile without a contradiction."""
    return row["brakes"] in {"yes", "no"} and row["age"] != 91 and not naive.violated(PACK, row)


@settings(max_examples=examples(50))
@given(ROWS, st.booleans())
def test_lines_and_rows_have_the_same_advice_and_rejects(rows: list[dict[str, Any]], full: bool) -> None:  # noqa: FBT001 (hypothesis passes it)
    """Every record has one or the other, in order; null is absent, and a row has no offset."""
    table = pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, (kind, _) in COLUMNS.items()}
    )
    records = [{key: value for key, value in row.items() if value is not None} for row in rows]
    with worker(full=full, keep=("note",)) as running:
        of_rows = running.advise_rows("f", table, 4)
        of_lines = running.advise_lines(lines(*records, first=5))

    valid = [row for row in rows if is_valid(row)]
    assert [record.get("id") for record in advice(of_rows)] == [row["id"] for row in valid]
    assert [record["recommendation"] for record in advice(of_rows)] == [
        naive.advise(PACK, row).recommendation for row in valid
    ]
    assert [reject.line for reject in of_rows.rejects] == [
        number for number, row in enumerate(rows, 5) if not is_valid(row)
    ]
    assert bytes(of_rows.advice) == bytes(of_lines.advice)
    assert of_rows.rejects == [replace(reject, offset=None) for reject in of_lines.rejects]
    assert of_rows.summary == of_lines.summary
    assert (of_rows.summary.advised, of_rows.summary.rejects) == (len(valid), len(rows) - len(valid))


def test_values_pass_through_to_the_advice() -> None:
    """A typed value becomes JSON."""
    table = pa.table({"brakes": ["yes", "no"], "note": [["a"], None]})
    with worker(keep=("note",)) as running:
        advised = advice(running.advise_rows("f", table, 0))

    assert [record["note"] for record in advised] == [["a"], None]


@pytest.mark.parametrize("raw", [False, True])
def test_a_reject_has_its_record_only_on_request(raw: bool) -> None:  # noqa: FBT001 (pytest passes it)
    """A long record is truncated."""
    records: list[dict[str, Any]] = [
        {"brakes": "?", "id": "é"},
        CONTRADICTION,
        {"brakes": "yes", "id": "x" * MOST_QUOTED, "age": 91},
    ]
    columns = ("brakes", "id", "colour", "age")
    table = pa.table({name: [record.get(name) for record in records] for name in columns})
    with worker(raw=raw) as running:
        rejects = running.advise_rows("f", table, 0).rejects
        of_lines = running.advise_lines(lines(*records)).rejects

    if not raw:
        assert {reject.raw for reject in (*rejects, *of_lines)} == {None}
        return
    assert rejects[0].raw == '{"brakes": "?", "id": "é", "colour": null, "age": null}'
    assert rejects[2].raw == '{"brakes": "yes", "id": "' + "x" * (MOST_QUOTED - 25)
    assert of_lines[1].raw == '{"brakes": "yes", "colour": "green", "age": 60}'


@pytest.mark.parametrize("raw", [False, True])
def test_rejects_of_a_frequent_pattern_are_those_of_a_rare_one(raw: bool) -> None:  # noqa: FBT001 (pytest passes it)
    """Each record that lacks a fact still has its own number, id and quotation."""
    table = pa.table({"id": [7, 8, 9], "colour": ["red", "green", None], "age": [9, 50, 51]})
    with worker(raw=raw) as running:
        rare = running.advise_rows("f", table, 0).rejects
        running._missing = MissingAnswers(BASE, Evaluator(BASE.knowledge), frequent=1)  # noqa: SLF001 (few rows)
        frequent = running.advise_rows("f", table, 0).rejects

    assert frequent == rare
    assert [(reject.line, reject.id, reject.faults[0].pointer) for reject in rare] == [
        (line, line + 6, "/brakes") for line in (1, 2, 3)
    ]


def test_a_refusal_of_an_export_points_to_its_column() -> None:
    """The contradictory answers are those of the mapped record."""
    columns = ColumnMap(facts={"colour": Origin(column="paint", values={"G": "green"})})
    with worker(columns=columns) as running:
        done = running.advise_lines(lines({"brakes": "yes", "paint": "G", "age": 60}, {"brakes": "yes"}))

    assert done.summary.advised == 1
    ((reject,),) = (done.rejects,)
    assert (reject.cause, reject.faults[0].pointer) == ("contradiction", "/paint")


def test_a_stopped_worker_raises_cancelled_error() -> None:
    """The work on a chunk is cancelled."""
    with worker() as running:
        running.executor.stop()
        with pytest.raises(CancelledError):
            running.advise_lines(lines({"brakes": "yes"}))


def test_rejects_of_a_part_are_in_order_and_counted() -> None:
    """They come from the validation and from the rules."""

    def reject(line: int, cause: Any) -> Reject:
        fault = ProfileDiagnostic(pointer="", cause=cause, message="")
        return Reject(file="f", line=line, offset=None, id=None, faults=(fault,))

    joined = part(b"a", Summary(2), [reject(2, "gap"), reject(5, "gap")], iter([reject(3, "conflict")]))

    assert joined.advice == b"a"
    assert [rejected.line for rejected in joined.rejects] == [2, 3, 5]
    assert (joined.summary.advised, dict(joined.summary.rejected)) == (2, {"gap": 2, "conflict": 1})
