"""Tasks: the files they write and the results they return."""

import json
from pathlib import Path

import pytest

from exitwise.batch.job import Job
from exitwise.batch.read.inputs import Input, Piece, inputs
from exitwise.batch.spark.task import Call, Split, advise, no_standard_input, number_rejects
from exitwise.batch.write.folder import Folder
from support.packs import toy
from support.running import tasks
from support.running.batching import TODAY, file_names, jsonl


def run(folder: Path, split: Split, *, rejects: bool = True) -> tuple[object, int, int]:
    """Run a task into a folder, and return its result and its counters."""
    out = Folder.at(str(folder / "out"))
    Path(out.path).mkdir()
    job = Job(inputs=(), output="", form="jsonl", today=TODAY)
    call = Call(toy.bicycle().knowledge, job, {}, out, out if rejects else None)
    done, records = tasks.Accumulator(0), tasks.Accumulator(0)
    return advise(tasks.Broadcast(call), done, records, split), done.value, records.value


def test_a_part_has_the_advice_of_all_inputs(tmp_path: Path) -> None:
    """Rejects of a whole file have line numbers, and counters have the split and its records."""
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"id": 1, "brakes": "yes"}, {"id": 2}]))
    (tmp_path / "b.jsonl").write_bytes(jsonl([{"id": 3, "brakes": "yes"}]))
    split = Split(7, inputs([str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")]))

    result, done, records = run(tmp_path, split)

    assert (done, records) == (1, 3)
    assert file_names(tmp_path / "out") == ["part-00007.jsonl", "rejects-00007.jsonl"]
    lines = (tmp_path / "out/part-00007.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 3]
    assert (result.summary.advised, result.first.id) == (2, 2)  # type: ignore[attr-defined]


def test_rejects_of_a_piece_are_numbered_later(tmp_path: Path) -> None:
    """Numbering them again changes nothing, because Spark may repeat a task."""
    content = jsonl([{"id": 1, "brakes": "yes"}, {"id": 2}])
    (tmp_path / "a.jsonl").write_bytes(content)
    (source,) = inputs([str(tmp_path / "a.jsonl")])
    split = Split(2, (Input(source.name, "jsonl", piece=Piece(5, len(content))),))

    run(tmp_path, split)
    folder = Folder.at(str(tmp_path / "out"))
    assert file_names(tmp_path / "out") == ["part-00002.jsonl", "rejects-00002.jsonl.unnumbered"]
    for _ in range(2):
        number_rejects(folder, "rejects-00002.jsonl", 1)

    assert file_names(tmp_path / "out") == ["part-00002.jsonl", "rejects-00002.jsonl"]
    (reject,) = (tmp_path / "out/rejects-00002.jsonl").read_bytes().splitlines()
    assert json.loads(reject)["line"] == 2


def test_rejects_are_counted_without_a_file_for_them(tmp_path: Path) -> None:
    """The first one is returned for the reject limit."""
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"id": 1}, {"id": 2}]))

    result, _, _ = run(tmp_path, Split(1, inputs([str(tmp_path / "a.jsonl")])), rejects=False)

    assert file_names(tmp_path / "out") == ["part-00001.jsonl"]
    assert (result.summary.rejects, result.first.id) == (2, 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Input("a.jsonl", "jsonl"), True),
        (Input("a.jsonl", "jsonl", piece=Piece(0, 9)), True),
        (Input("a.jsonl", "jsonl", piece=Piece(9, 18)), False),
        (Input("a.parquet", "parquet", piece=Piece(1, 2)), True),
    ],
)
def test_lines_of_later_pieces_are_not_numbered(source: Input, *, expected: bool) -> None:
    """Rows of a table have numbers from its row groups."""
    assert Split(1, (source,)).is_numbered == expected


def test_a_task_has_no_standard_input() -> None:
    """Streams are rejected before a task starts."""
    with pytest.raises(AssertionError):
        no_standard_input()
