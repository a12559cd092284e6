"""Jobs on Spark: the parts of all splits equal the output of the batch on this machine, byte for byte."""

import csv
import gzip
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from exitwise.batch import local
from exitwise.batch.job import Job, Limit, Streams, TooMany
from exitwise.batch.read.source import inputs
from exitwise.batch.spark import jobs, splits
from exitwise.batch.spark import run as module
from exitwise.batch.spark.run import run
from exitwise.batch.spark.task import advise
from exitwise.batch.summary import Summary
from exitwise.batch.write.folder import Folder
from exitwise.errors import FileError, InputError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.column_map import read_column_map
from support.oracles import schemas
from support.packs import random_packs, shipped, toy
from support.running import tasks
from support.running.batching import TODAY, jsonl, mixed_file
from support.running.examples import examples

RIDES = [{"id": number, "brakes": "yes", "age": number % 7} for number in range(300)]
MAP = """
facts:
  brakes: {column: Bremsen, values: {ja: "yes", nein: "no"}}
  age: {column: Alter}
keep: [note]
"""


@pytest.fixture(autouse=True)
def small_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run tasks in this process, and cut small files too."""
    monkeypatch.setattr(module, "context", tasks.context)
    monkeypatch.setattr(jobs, "_failures", lambda: (tasks.FailedError,))
    monkeypatch.setattr(splits, "LEAST_BYTES", 1000)
    monkeypatch.setattr(splits, "MOST_BYTES", 1000)
    monkeypatch.setattr(splits, "LEAST_ROWS", 50)


def job(folder: Path, *names: str, **changed: Any) -> Job:
    """Return a job for some files of a folder."""
    sources = inputs([str(folder / name) for name in names])
    options = {"form": "jsonl", "today": TODAY, "rejects": f"{folder}/rejects", **changed}
    return Job(inputs=sources, output=f"{folder}/advice", **options)


def run_locally(base: KnowledgeBase, local_job: Job) -> tuple[Summary, bytes, bytes]:
    """Run a job on this machine, and return its counts, its advice and its rejects."""
    output, rejects = f"{local_job.output}.local", f"{local_job.output}.rejected"
    streams = Streams(io.BytesIO, io.BytesIO, lambda _, __: None)
    summary = local.run(base, replace(local_job, output=output, rejects=rejects, threads=1), streams)
    return summary, Path(output).read_bytes(), Path(rejects).read_bytes()


def joined(folder: str, kind: str) -> bytes:
    """Return the content of the files of a kind in a folder, in the order of their names."""
    return b"".join(path.read_bytes() for path in sorted(Path(folder).glob(f"{kind}-*")))


def assert_same(base: KnowledgeBase, local_job: Job) -> int:
    """Check that a job gives the same on Spark and on this machine, and return the number of its parts."""
    summary, advice, rejects = run_locally(base, local_job)

    assert run(base, local_job).as_counts() == summary.as_counts()
    assert joined(local_job.output, "part") == advice
    assert joined(local_job.rejects or "", "rejects") == rejects
    return len(list(Path(local_job.output).glob("part-*")))


def rows(records: list[dict[str, Any]], **dialect: Any) -> bytes:
    """Return records as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), **dialect)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def test_rejects_keep_their_location(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines with every kind of fault keep their number and offset in the file, in any split."""
    monkeypatch.setattr(splits, "MOST_BYTES", 200_000)  # one of the faults is a line of some megabytes
    content = b"\xef\xbb\xbf" + mixed_file().content
    (tmp_path / "in.jsonl").write_bytes(content)
    (tmp_path / "in2.jsonl").write_bytes(content.removesuffix(b"\n"))

    assert assert_same(shipped.base(), job(tmp_path, "in.jsonl", "in2.jsonl")) > 10


@settings(max_examples=examples(10))
@given(data=st.data(), size=st.integers(1, 400))
def test_the_size_of_splits_does_not_change_the_output(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, size: int
) -> None:
    """Lines may have any length."""
    folder = tmp_path_factory.mktemp("cut")
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=6))
    lines = [json.dumps({"id": number, **each}).encode() for number, each in enumerate(profiles)]
    blank = data.draw(st.lists(st.integers(0, len(lines)), max_size=3))
    for place in blank:
        lines.insert(place, b"")
    (folder / "in.jsonl").write_bytes(b"\n".join(lines) + data.draw(st.sampled_from([b"", b"\n"])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(splits, "LEAST_BYTES", size)
        patch.setattr(splits, "MOST_BYTES", size)
        assert_same(KnowledgeBase(toy.loaded(pack)), job(folder, "in.jsonl"))


CSV = [{**each, "note": f"no {each['id']}"} for each in RIDES]
QUOTED = [{**each, "note": 'a "b", c'} for each in RIDES]
SPANNING = [{**each, "note": "a\nb"} for each in RIDES]


@pytest.mark.parametrize(
    ("content", "is_cut"),
    [
        (rows(CSV), True),
        (rows(QUOTED), True),
        (rows(SPANNING), False),
        (rows(QUOTED, delimiter=";"), True),
        (b"sep=;\r\n" + rows(CSV, delimiter=";"), True),
        (rows(CSV).replace(b"\r\n", b"\r"), False),
        (rows(CSV).decode().encode("utf-16"), False),
        (rows([{**each, "brakes": "?" if each["age"] == 3 else "yes"} for each in CSV]), True),
    ],
)
def test_csv_is_cut_if_every_line_is_a_row(tmp_path: Path, content: bytes, *, is_cut: bool) -> None:
    """Cells that span lines, other line ends and other encodings make a file a single split."""
    (tmp_path / "in.csv").write_bytes(content)
    base = toy.bicycle()

    parts = assert_same(base, job(tmp_path, "in.csv", keep=("note",)))

    assert (parts > 3) == is_cut


def test_a_map_applies_to_each_split(tmp_path: Path) -> None:
    """Columns and values of an export are mapped."""
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    base = toy.bicycle()
    columns = read_column_map(tmp_path / "map.yaml", base.knowledge.facts)
    named = [
        {"id": each["id"], "Bremsen": "ja", "Alter": each["age"], "note": 'x "y"' * (each["age"] == 2)}
        for each in RIDES
    ]
    (tmp_path / "in.csv").write_bytes(rows(named, delimiter=";"))
    parquet.write_table(pa.Table.from_pylist(named), tmp_path / "in.parquet", row_group_size=60)

    for name in ("in.csv", "in.parquet"):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        own = job(folder, f"../{name}", columns=columns, keep=("note",))
        assert assert_same(base, own) > 3


def table(records: list[dict[str, Any]], file: Path, **columns: pa.Array) -> None:
    """Write records as Parquet in small row groups, with more columns."""
    own = pa.Table.from_pylist(records)
    for name, values in columns.items():
        own = own.append_column(name, values)
    parquet.write_table(own, file, row_group_size=60)


def test_tables_are_cut_between_row_groups(tmp_path: Path) -> None:
    """Rows keep their numbers, and the parts of several files have one schema."""
    faulty = [{**each, "brakes": "?"} if each["id"] in {99, 199, 299} else each for each in RIDES]
    table(faulty, tmp_path / "a.parquet", note=pa.array(range(300), pa.int16()))
    table(RIDES, tmp_path / "b.parquet", note=pa.array(range(300), pa.int64()))
    own = job(tmp_path, "a.parquet", "b.parquet", form="parquet", keep=("note",))
    base = toy.bicycle()

    summary, _, rejects = run_locally(base, own)

    assert run(base, own).as_counts() == summary.as_counts()
    parts = [parquet.read_table(part) for part in sorted(Path(own.output).glob("part-*"))]
    assert [part.num_rows for part in parts] == [119, 119, 59, 120, 120, 60]
    assert pa.concat_tables(parts).equals(parquet.read_table(f"{own.output}.local"))
    assert joined(own.rejects or "", "rejects") == rejects
    assert [json.loads(line)["line"] for line in rejects.splitlines()] == [100, 200, 300]


def test_columns_of_every_file_are_checked(tmp_path: Path) -> None:
    """A misspelt column in the second file is an error with its name, regardless of other inputs."""
    table(RIDES, tmp_path / "a.parquet")
    table([{"id": 1, "brake": "yes", "age": 2}], tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_bytes(jsonl(RIDES))

    for others in ([], ["c.jsonl"]):
        with pytest.raises(InputError, match=r"b\.parquet: .*`brake`"):
            run(toy.bicycle(), job(tmp_path, "a.parquet", "b.parquet", *others))
    assert not (tmp_path / "advice").exists()


def test_files_may_have_different_columns(tmp_path: Path) -> None:
    """Each file is read with its own columns."""
    table([{"id": 1, "brakes": "yes", "age": 5}], tmp_path / "may.parquet")
    table([{"age": 5, "id": 2, "brakes": "no", "bell": "loud"}], tmp_path / "june.parquet")

    assert assert_same(toy.bicycle(), job(tmp_path, "may.parquet", "june.parquet")) == 1


def test_values_pass_through_unchanged(tmp_path: Path) -> None:
    """Digits and the order of keys are kept."""
    token = b'{"z":1.10,"a":123456789012345678901234567890123456789,"m":1E400}'
    (tmp_path / "in.jsonl").write_bytes(b'{"id":1,"brakes":"yes","age":5,"note":' + token + b"}\n")

    run(toy.bicycle(), job(tmp_path, "in.jsonl", keep=("note",)))

    assert b'"note":' + token + b"," in joined(f"{tmp_path}/advice", "part")


def test_hidden_files_are_read_only_if_they_are_named(tmp_path: Path) -> None:
    """In a folder they are skipped."""
    for name in ("_june.jsonl", ".june.jsonl"):
        (tmp_path / name).write_bytes(jsonl(RIDES[:2]))

    assert run(toy.bicycle(), job(tmp_path, "_june.jsonl", ".june.jsonl")).read == 4


def test_relative_names_are_those_of_the_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task may run in another folder; the manifest and the rejects keep the names as they were given."""
    (tmp_path / "in.jsonl").write_bytes(jsonl([*RIDES[:2], {"id": 9}]))
    monkeypatch.chdir(tmp_path)
    own = Job(inputs=inputs(["in.jsonl"]), output="advice", form="jsonl", today=TODAY, rejects="rejects")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def in_another_folder(*arguments: Any) -> Any:
        monkeypatch.chdir(elsewhere)
        result = advise(*arguments)
        monkeypatch.chdir(tmp_path)
        return result

    monkeypatch.setattr(module, "advise", in_another_folder)
    monkeypatch.setattr(
        tasks, "copy", lambda value: value
    )  # a function of a test has no module to be found in

    assert run(toy.bicycle(), own).read == 3
    manifest = json.loads((tmp_path / "advice/_manifest.json").read_text("utf-8"))
    assert [each["name"] for each in manifest["inputs"]] == ["in.jsonl"]
    assert [each["file"] for each in map(json.loads, joined("rejects", "rejects").splitlines())] == [
        "in.jsonl"
    ]
    assert list(elsewhere.iterdir()) == []


def test_small_files_stay_in_order(tmp_path: Path) -> None:
    """Consecutive small files are joined into a split, in their order."""
    names = [f"{number}.jsonl{'.gz' * (number % 2)}" for number in range(9)]
    for number, name in enumerate(names):
        content = jsonl(RIDES[20 * number : 20 * number + 20 - number])
        (tmp_path / name).write_bytes(gzip.compress(content) if number % 2 else content)

    assert 1 < assert_same(toy.bicycle(), job(tmp_path, *names)) < 9


def test_text_after_a_record_is_a_fault(tmp_path: Path) -> None:
    """A line has one JSON object and nothing else."""
    (tmp_path / "in.jsonl").write_bytes(b'{"id":1,"brakes":"yes","age":5} x\n')

    assert run(toy.bicycle(), job(tmp_path, "in.jsonl")).rejected == {"no-profile": 1}


def test_full_advice_equals_that_of_one_machine(tmp_path: Path) -> None:
    """Each part has the full advice as JSON."""
    (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES[:60]))

    assert assert_same(toy.bicycle(), job(tmp_path, "in.jsonl", full=True)) > 1


def test_the_manifest_lists_the_parts(tmp_path: Path) -> None:
    """It is valid by its schema, and its counts and files are those of the parts."""
    (tmp_path / "in.jsonl").write_bytes(jsonl([*RIDES, {"id": 9}]))
    own = job(tmp_path, "in.jsonl")

    summary = run(toy.bicycle(), own)

    manifest = json.loads((tmp_path / "advice/_manifest.json").read_text("utf-8"))
    assert schemas.accepts("manifest", manifest)
    assert manifest["complete"] is True
    assert manifest["inputs"][0]["size"] == (tmp_path / "in.jsonl").stat().st_size
    added = Summary()
    for part in manifest["parts"]:
        added.add(Summary.of_counts(part))
        assert (tmp_path / "advice" / part["part"]).is_file()
        assert part["rejects"] is None or (tmp_path / "rejects" / part["rejects"]).is_file()
    assert added.as_counts() == summary.as_counts()
    assert [part["rejects"] for part in manifest["parts"]][:-1] == [None] * (len(manifest["parts"]) - 1)


def test_a_limit_names_the_first_reject(tmp_path: Path) -> None:
    """The message has its line in the file, and no folder is left."""
    (tmp_path / "in.jsonl").write_bytes(jsonl([*RIDES, {"id": 9}]))

    with pytest.raises(TooMany) as raised:
        run(toy.bicycle(), job(tmp_path, "in.jsonl", limit=Limit(0)))

    (reject,) = raised.value.args
    assert (reject.line, reject.id) == (301, 9)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure is that of a task, or of renaming a folder."""
    (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES))
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(jsonl(RIDES))[:-20])

    with pytest.raises(FileError, match=r"in\.jsonl\.gz cannot be read"):
        run(toy.bicycle(), job(tmp_path, "in.jsonl", "in.jsonl.gz"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "in.jsonl.gz"]

    renamed = Folder.rename

    def fail(self: Folder, to: Folder, last: str) -> None:
        if to.name.endswith("advice"):
            raise FileError("no")
        renamed(self, to, last)

    monkeypatch.setattr(Folder, "rename", fail)
    with pytest.raises(FileError, match="no"):
        run(toy.bicycle(), job(tmp_path, "in.jsonl"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "in.jsonl.gz"]


@pytest.mark.parametrize("existing", ["advice", "rejects"])
def test_existing_folders_are_not_replaced(tmp_path: Path, existing: str) -> None:
    """The error has the name of the folder."""
    (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES))
    (tmp_path / existing).mkdir()

    with pytest.raises(FileError, match=f"{existing} exists already"):
        run(toy.bicycle(), job(tmp_path, "in.jsonl"))


def test_an_input_that_changes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts would otherwise be of different versions."""
    (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES))
    advise_all = module.advise_all

    def changing(*arguments: Any) -> Any:
        results = advise_all(*arguments)
        (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES[1:]))
        return results

    monkeypatch.setattr(module, "advise_all", changing)
    with pytest.raises(FileError, match="an input was changed while it was read"):
        run(toy.bicycle(), job(tmp_path, "in.jsonl"))
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_progress_counts_bytes_and_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last report before the end has all of both."""
    (tmp_path / "in.jsonl").write_bytes(jsonl(RIDES))
    reports: list[Any] = []
    monkeypatch.setattr(module, "repeated", Reported)

    run(toy.bicycle(), job(tmp_path, "in.jsonl"), on_progress=lambda *report: reports.append(report))

    assert reports == [(0, 0), ((tmp_path / "in.jsonl").stat().st_size, len(RIDES))]


class Reported:
    """Reports once at the beginning and once at the end."""

    def __init__(self, report: Any) -> None:
        self._report = report

    def __enter__(self) -> None:
        self._report()

    def __exit__(self, *_: object) -> None:
        self._report()
