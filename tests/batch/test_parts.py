"""A folder of parts: a part is listed once it is there, and only the same run goes on with them."""

import io
import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from exitwise.batch import parts
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
    """Three files, each of which makes a part."""
    for name in "abc":
        content = jsonl([{"id": name, "brakes": "yes"}, {"id": name, "brakes": "?"}])
        (tmp_path / f"{name}.jsonl").write_bytes(content)
    inputs = [Input(f"{tmp_path}/{name}.jsonl", "jsonl") for name in "abc"]
    return Job(inputs=inputs, output=f"{tmp_path}/parts", form="jsonl", threads=1, today=TODAY)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_part_is_there_before_it_is_listed(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any time the manifest lists only parts that exist."""
    replaced = Path.replace
    seen = Counter[int]()

    def watched(self: Path, meant: Path) -> Path:
        found = replaced(self, meant)
        manifest = tmp_path / "parts" / "_manifest.json"
        listed = json.loads(manifest.read_text("utf-8"))["parts"] if manifest.exists() else []
        for part in listed:
            assert (manifest.parent / part["part"]).is_file()
            assert (manifest.parent / part["rejects"]).is_file()
        seen[len(listed)] += 1
        return found

    monkeypatch.setattr(Path, "replace", watched)
    run_parts(toy.bicycle(), job, SILENT, resume=False)

    assert set(seen) == {0, 1, 2, 3}


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_going_on_makes_what_is_not_listed(kept: int, job: Job, tmp_path: Path) -> None:
    """The same files, the same counts; a part that was not yet listed is made again."""
    folder = tmp_path / "parts"
    summary = run_parts(toy.bicycle(), job, SILENT, resume=False)
    whole = contents(folder)
    manifest = json.loads(whole["_manifest.json"])
    manifest |= {"parts": manifest["parts"][:kept], "complete": False}
    (folder / "_manifest.json").write_text(json.dumps(manifest), "utf-8")
    (folder / f"part-{kept + 1:05}.jsonl").write_bytes(b"half")
    if kept == 3:
        (folder / "part-00004.jsonl").unlink()

    assert run_parts(toy.bicycle(), job, SILENT, resume=True) == summary
    assert contents(folder) == whole


def test_another_run_does_not_go_on(job: Job, tmp_path: Path) -> None:
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


def test_an_input_written_again_is_another(job: Job, tmp_path: Path) -> None:
    """Though it begins alike and is as long."""
    run_parts(toy.bicycle(), job, SILENT, resume=False)
    os.utime(tmp_path / "a.jsonl", ns=(0, 0))

    with pytest.raises(InputError, match="an input has changed"):
        open_parts(job, toy.bicycle().knowledge, resume=True)


def test_nothing_is_taken_from_a_pipe_to_know_it_again(job: Job, tmp_path: Path) -> None:
    """Its content could not be read again, so the run cannot be resumed."""
    pipe = Input(f"{tmp_path}/pipe.jsonl", "jsonl")
    os.mkfifo(pipe.name)
    piped = replace(job, inputs=[pipe, *job.inputs])

    assert open_parts(piped, toy.bicycle().knowledge, resume=False).head["inputs"][0] == {"name": pipe.name}
    with pytest.raises(InputError, match=r"pipe\.jsonl cannot"):
        open_parts(piped, toy.bicycle().knowledge, resume=True)


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", "{"])
def test_a_list_that_is_none_is_refused(content: str, job: Job, tmp_path: Path) -> None:
    """Nothing is guessed from what lies beside it."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / parts.MANIFEST).write_text(content, "utf-8")

    with pytest.raises(InputError, match="not a valid manifest"):
        open_parts(job, toy.bicycle().knowledge, resume=True)


def test_nothing_is_written_among_other_files(job: Job, tmp_path: Path) -> None:
    """A folder with other files is not used for parts."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine").touch()

    with pytest.raises(InputError, match="not empty"):
        open_parts(job, toy.bicycle().knowledge, resume=False)
    shutil.rmtree(tmp_path / "parts")
    made = open_parts(job, toy.bicycle().knowledge, resume=False)
    lines = renderer("jsonl", Evaluator(toy.bicycle().knowledge), ("id",), {})
    made.add(Part(b"{}\n", Summary(1), []), lines)
    assert made.summary == Summary(1)
    assert made.parts[0]["rejects"] is None
