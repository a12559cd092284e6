"""A folder of parts, each complete, and a list of them by which a run that was stopped is gone on with."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exitwise import __version__
from exitwise.atomic_file import AtomicFile, write_atomically
from exitwise.batch.inputs import STANDARD
from exitwise.batch.tally import Tally
from exitwise.errors import FileError, InputError
from exitwise.present.printable import json_line, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.inputs import Input
    from exitwise.batch.job import Job
    from exitwise.batch.worker import Part
    from exitwise.batch.write import Renderer
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.manifest/1"
MANIFEST: Final = "_manifest.json"
HEAD: Final = 64 * 1024
"""Bytes of an input by whose hash it is known again, with its size and when it was last written."""


@dataclass(slots=True)
class Parts:
    """The parts made so far, as their list says; `head` is what a run must have alike to go on with it."""

    folder: Path
    head: dict[str, Any]
    form: str
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, part: Part, renderer: Renderer) -> None:
        """Write a part, then its rejects, then both into the list: never the other way."""
        number = len(self.parts) + 1
        name = f"part-{number:05}.{self.form}"
        self._write(part, renderer, AtomicFile(str(self.folder / name)))
        rejects = f"rejects-{number:05}.jsonl" if part.rejects else None
        if rejects:
            text = b"".join(json_line(each.as_dict()) for each in part.rejects)
            write_atomically(str(self.folder / rejects), text)
        self.parts.append({"part": name, "rejects": rejects, **part.tally.as_counts()})
        self._list(complete=False)

    def _write(self, part: Part, renderer: Renderer, file: AtomicFile) -> None:
        try:
            writer = renderer.open(file)
            writer.add(part.advice)
            writer.close()
            file.complete()
            file.finish()
        except BaseException:
            file.abandon()
            raise

    def finish(self) -> None:
        """Say that there are no more."""
        self._list(complete=True)

    def _list(self, *, complete: bool) -> None:
        content = {"schema": SCHEMA, **self.head, "parts": self.parts, "complete": complete}
        write_atomically(str(self.folder / MANIFEST), (json_text(content) + "\n").encode())

    @property
    def tally(self) -> Tally:
        """What the parts count together."""
        found = Tally()
        for part in self.parts:
            found.add(Tally.of_counts(part))
        return found


def begun(job: Job, knowledge: Knowledge, *, resume: bool) -> Parts:
    """Return the parts of a folder that is new, or with `resume` those that are there.

    Raises:
        InputError: there are parts already; or those there are of other rules, another input, another call.
        FileError: the folder cannot be made or read.
    """
    if resume:
        _check_known(job.inputs)
    folder, head = Path(job.output), _head(job, knowledge)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror}") from error
    there = folder / MANIFEST
    if resume:
        return Parts(folder, head, job.form, _gone_on(there, head))
    if any(folder.iterdir()):
        raise InputError(f"{folder} is not empty", help="go on with it by --resume, or name another folder")
    return Parts(folder, head, job.form)


def _check_known(inputs: Sequence[Input]) -> None:
    for each in inputs:
        if not _is_kept(each):
            what = "standard input" if each.name == STANDARD else each.name
            advice = "name a file as input, or begin anew in another folder"
            raise InputError(f"{what} cannot be gone on with: it is not known again", help=advice)


def _is_kept(source: Input) -> bool:
    """Whether it can be read twice: what a pipe has given is gone."""
    return source.name != STANDARD and Path(source.name).is_file()


def _gone_on(manifest: Path, head: dict[str, Any]) -> list[dict[str, Any]]:
    if not manifest.exists():
        return []
    try:
        found = json.loads(manifest.read_text("utf-8"))
        parts: list[dict[str, Any]] = found["parts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{manifest} is no list of parts", help="begin anew in another folder") from error
    for key, value in head.items():
        if found.get(key) != value:
            raise InputError(
                f"{manifest.parent} cannot be gone on with: {WHAT[key]} is another than when it was begun",
                help="begin anew in another folder",
            )
    return parts


WHAT: Final = {"pack": "the pack", "inputs": "an input", "call": "the call"}


def _head(job: Job, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "pack": {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest},
        "inputs": [_identity(each) for each in job.inputs],
        "call": {
            "form": job.form,
            "keep": list(job.keep),
            "map": None if job.columns is None else job.columns.as_dict(),
            "full": job.full,
            "raw": job.raw,
            "as_of": job.today.isoformat(),
            "version": __version__,
        },
    }


def _identity(source: Input) -> dict[str, Any]:
    if not _is_kept(source):
        return {"name": source.name, **source.dialect.as_dict()}
    path = Path(source.name)
    with path.open("rb") as file:
        head = sha256(file.read(HEAD)).hexdigest()
    about = path.stat()
    return {
        "name": source.name,
        **source.dialect.as_dict(),
        "size": about.st_size,
        "modified": about.st_mtime_ns,
        "head": f"sha256:{head}",
    }
