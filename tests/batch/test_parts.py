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
from exitwise.batch.parts import begun
from exitwise.batch.source import Input
from exitwise.batch.tally import Tally
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
    """What is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_part_is_there_before_it_is_listed(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is written or renamed, the list names only what is there."""
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
    tally = run_parts(toy.bicycle(), job, SILENT, resume=False)
    whole = contents(folder)
    manifest = json.loads(whole["_manifest.json"])
    manifest |= {"parts": manifest["parts"][:kept], "complete": False}
    (folder / "_manifest.json").write_text(json.dumps(manifest), "utf-8")
    (folder / f"part-{kept + 1:05}.jsonl").write_bytes(b"half")
    if kept == 3:
        (folder / "part-00004.jsonl").unlink()

    assert run_parts(toy.bicycle(), job, SILENT, resume=True) == tally
    assert contents(folder) == whole


def test_another_run_does_not_go_on(job: Job, tmp_path: Path) -> None:
    """Of other rules, of a changed input or of another call."""
    run_parts(toy.bicycle(), job, SILENT, resume=False)
    for other, what in [
        (replace(job, raw=True), "the call"),
        (replace(job, form="csv"), "the call"),
        (replace(job, keep=("more",)), "the call"),
        (replace(job, inputs=job.inputs[:2]), "an input"),
    ]:
        with pytest.raises(InputError, match=f"{what} is another"):
            begun(other, toy.bicycle().knowledge, resume=True)
    with pytest.raises(InputError, match="the pack is another"):
        begun(job, toy.knowledge(), resume=True)
    (tmp_path / "c.jsonl").write_bytes((tmp_path / "c.jsonl").read_bytes().upper())
    with pytest.raises(InputError, match="an input is another"):
        begun(job, toy.bicycle().knowledge, resume=True)


def test_an_input_written_again_is_another(job: Job, tmp_path: Path) -> None:
    """Though it begins alike and is as long."""
    run_parts(toy.bicycle(), job, SILENT, resume=False)
    os.utime(tmp_path / "a.jsonl", ns=(0, 0))

    with pytest.raises(InputError, match="an input is another"):
        begun(job, toy.bicycle().knowledge, resume=True)


def test_nothing_is_taken_from_a_pipe_to_know_it_again(job: Job, tmp_path: Path) -> None:
    """What it gives is gone then; so it cannot be gone on with."""
    pipe = Input(f"{tmp_path}/pipe.jsonl", "jsonl")
    os.mkfifo(pipe.name)
    piped = replace(job, inputs=[pipe, *job.inputs])

    assert begun(piped, toy.bicycle().knowledge, resume=False).head["inputs"][0] == {"name": pipe.name}
    with pytest.raises(InputError, match=r"pipe\.jsonl cannot be gone on with"):
        begun(piped, toy.bicycle().knowledge, resume=True)


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", "{"])
def test_a_list_that_is_none_is_refused(content: str, job: Job, tmp_path: Path) -> None:
    """Nothing is guessed from what lies beside it."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / parts.MANIFEST).write_text(content, "utf-8")

    with pytest.raises(InputError, match="no list of parts"):
        begun(job, toy.bicycle().knowledge, resume=True)


def test_nothing_is_written_among_other_files(job: Job, tmp_path: Path) -> None:
    """Unless it is to be gone on with."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine").touch()

    with pytest.raises(InputError, match="not empty"):
        begun(job, toy.bicycle().knowledge, resume=False)
    shutil.rmtree(tmp_path / "parts")
    made = begun(job, toy.bicycle().knowledge, resume=False)
    lines = renderer("jsonl", Evaluator(toy.bicycle().knowledge), ("id",), {})
    made.add(Part(b"{}\n", Tally(1), []), lines)
    assert made.tally == Tally(1)
    assert made.parts[0]["rejects"] is None
