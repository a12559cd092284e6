"""A folder of parts: the manifest lists complete parts, and only the same run resumes."""

import io
import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from exitwise.batch import parts
from exitwise.batch.ids import RepeatedIds
from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run_parts
from exitwise.batch.parts import open_parts
from exitwise.batch.read.source import Input
from exitwise.batch.summary import Summary
from exitwise.batch.worker import Part
from exitwise.batch.write import renderer
from exitwise.errors import InputError
from exitwise.planes.evaluate import Evaluator
from support.packs import toy
from support.running.batching import TODAY, jsonl

SILENT = Streams(io.BytesIO, io.BytesIO, lambda _, __: None)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Return a job with three files, each of which gives a part."""
    for name in "abc":
        content = jsonl([{"id": name, "brakes": "yes"}, {"id": name, "brakes": "?"}])
        (tmp_path / f"{name}.jsonl").write_bytes(content)
    inputs = [Input(f"{tmp_path}/{name}.jsonl", "jsonl") for name in "abc"]
    return Job(inputs=inputs, output=f"{tmp_path}/parts", form="jsonl", threads=1, today=TODAY)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_part_exists_before_it_is_listed(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any time all parts in the manifest exist."""
    replace_file = Path.replace
    seen = Counter[int]()

    def checked_replace(self: Path, target: Path) -> Path:
        result = replace_file(self, target)
        manifest = tmp_path / "parts" / "_manifest.json"
        listed = json.loads(manifest.read_text("utf-8"))["parts"] if manifest.exists() else []
        for part in listed:
            assert (manifest.parent / part["part"]).is_file()
            assert (manifest.parent / part["rejects"]).is_file()
        seen[len(listed)] += 1
        return result

    monkeypatch.setattr(Path, "replace", checked_replace)
    run_parts(toy.bicycle(), job, SILENT, resume=False)

    assert set(seen) == {0, 1, 2, 3}


@pytest.mark.parametrize("listed", [0, 1, 2, 3])
def test_resuming_writes_the_missing_parts(listed: int, job: Job, tmp_path: Path) -> None:
    """The files and the counts are those of one run; a part that is not listed is written again."""
    folder = tmp_path / "parts"
    summary = run_parts(toy.bicycle(), job, SILENT, resume=False)
    whole = contents(folder)
    manifest = json.loads(whole["_manifest.json"])
    manifest |= {"parts": manifest["parts"][:listed], "complete": False}
    (folder / "_manifest.json").write_text(json.dumps(manifest), "utf-8")
    (folder / f"part-{listed + 1:05}.jsonl").write_bytes(b"half")
    if listed == 3:
        (folder / "part-00004.jsonl").unlink()

    resumed = run_parts(toy.bicycle(), job, SILENT, resume=True)
    assert resumed == replace(summary, repeated_ids=resumed.repeated_ids)
    assert summary.repeated_ids == RepeatedIds(3, 6)
    assert resumed.repeated_ids == (None if listed else summary.repeated_ids)
    assert contents(folder) == whole


def test_another_run_cannot_be_resumed(job: Job, tmp_path: Path) -> None:
    """The pack, the inputs and the options must be unchanged."""
    run_parts(toy.bicycle(), job, SILENT, resume=False)
    for other, subject in [
        (replace(job, raw=True), "the options have"),
        (replace(job, form="csv"), "the options have"),
        (replace(job, keep=("more",)), "the options have"),
        (replace(job, inputs=job.inputs[:2]), "an input has"),
    ]:
        with pytest.raises(InputError, match=f"{subject} changed"):
            open_parts(other, toy.bicycle().knowledge, resume=True)
    with pytest.raises(InputError, match="the pack has changed"):
        open_parts(job, toy.knowledge(), resume=True)
    (tmp_path / "c.jsonl").write_bytes((tmp_path / "c.jsonl").read_bytes().upper())
    with pytest.raises(InputError, match="an input has changed"):
        open_parts(job, toy.bicycle().knowledge, resume=True)


def test_a_rewritten_input_cannot_be_resumed(job: Job, tmp_path: Path) -> None:
    """Its modification time has changed, though neither its beginning nor its size has."""
    run_parts(toy.bicycle(), job, SILENT, resume=False)
    os.utime(tmp_path / "a.jsonl", ns=(0, 0))

    with pytest.raises(InputError, match="an input has changed"):
        open_parts(job, toy.bicycle().knowledge, resume=True)


def test_a_pipe_cannot_be_resumed(job: Job, tmp_path: Path) -> None:
    """Its content is not read to identify it, because it could not be read again."""
    pipe = Input(f"{tmp_path}/pipe.jsonl", "jsonl")
    os.mkfifo(pipe.name)
    piped = replace(job, inputs=[pipe, *job.inputs])

    assert open_parts(piped, toy.bicycle().knowledge, resume=False).head["inputs"][0] == {"name": pipe.name}
    with pytest.raises(InputError, match=r"pipe\.jsonl cannot"):
        open_parts(piped, toy.bicycle().knowledge, resume=True)


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", "{"])
def test_an_invalid_manifest_is_an_error(content: str, job: Job, tmp_path: Path) -> None:
    """The parts beside it are not guessed."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / parts.MANIFEST).write_text(content, "utf-8")

    with pytest.raises(InputError, match="not a valid manifest"):
        open_parts(job, toy.bicycle().knowledge, resume=True)


def test_parts_need_an_empty_folder(job: Job, tmp_path: Path) -> None:
    """A folder with other files is an error."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine").touch()

    with pytest.raises(InputError, match="not empty"):
        open_parts(job, toy.bicycle().knowledge, resume=False)
    shutil.rmtree(tmp_path / "parts")
    opened = open_parts(job, toy.bicycle().knowledge, resume=False)
    lines = renderer("jsonl", Evaluator(toy.bicycle().knowledge), ("id",), {})
    opened.add(Part(b"{}\n", Summary(1), []), lines)
    assert opened.summary == Summary(1)
    assert opened.parts[0]["rejects"] is None
