"""A folder of complete parts, and a manifest of them from which an interrupted run can be resumed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from exitwise import __version__
from exitwise.atomic_file import AtomicFile, write_atomically
from exitwise.batch.read.inputs import STANDARD
from exitwise.batch.summary import Summary
from exitwise.errors import FileError, InputError
from exitwise.present.printable import json_line, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.job import Job
    from exitwise.batch.read.inputs import Input
    from exitwise.batch.worker import Part
    from exitwise.batch.write import Renderer
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.manifest/1"
MANIFEST: Final = "_manifest.json"
HEAD: Final = 64 * 1024
"""Bytes at the start of an input whose hash identifies it, with its size and modification time."""


@dataclass(slots=True)
class Parts:
    """The parts written so far; `head` has the properties of a run that must not change for it to resume."""

    folder: Path
    head: dict[str, Any]
    form: str
    parts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, part: Part, renderer: Renderer) -> None:
        """Write a part and its rejects, and only then list them in the manifest."""
        number = len(self.parts) + 1
        name = f"part-{number:05}.{self.form}"
        self._write(part, renderer, AtomicFile(str(self.folder / name)))
        rejects = f"rejects-{number:05}.jsonl" if part.rejects else None
        if rejects:
            text = b"".join(json_line(each.as_dict()) for each in part.rejects)
            write_atomically(str(self.folder / rejects), text)
        self.parts.append(listed(name, rejects, part.summary))
        self._write_manifest(complete=False)

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
        """Mark the manifest as complete."""
        self._write_manifest(complete=True)

    def _write_manifest(self, *, complete: bool) -> None:
        content = manifest(self.head, self.parts, complete=complete)
        write_atomically(str(self.folder / MANIFEST), content)

    @property
    def summary(self) -> Summary:
        """The counts of all parts."""
        summary = Summary()
        for part in self.parts:
            summary.add(Summary.of_counts(part))
        return summary


def listed(part: str, rejects: str | None, summary: Summary) -> dict[str, Any]:
    """Return the entry of a part in a manifest."""
    return {"part": part, "rejects": rejects, **summary.as_counts()}


def manifest(head: dict[str, Any], parts: list[dict[str, Any]], *, complete: bool) -> bytes:
    """Return the content of a manifest."""
    return (json_text({"schema": SCHEMA, **head, "parts": parts, "complete": complete}) + "\n").encode()


def open_parts(job: Job, knowledge: Knowledge, *, resume: bool) -> Parts:
    """Open a new folder of parts, or with `resume` one that exists.

    Raises:
        InputError: the folder is not empty, or its parts belong to another pack, other inputs or options.
        FileError: the folder cannot be created or read.
    """
    if resume:
        _check_rereadable(job.inputs)
    folder, head = Path(job.output), run_properties(job, knowledge)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror}") from error
    if resume:
        return Parts(folder, head, job.form, _listed_parts(folder / MANIFEST, head))
    if any(folder.iterdir()):
        raise InputError(f"{folder} is not empty", help="resume it with --resume, or name another folder")
    return Parts(folder, head, job.form)


def _check_rereadable(inputs: Sequence[Input]) -> None:
    for source in inputs:
        if not _is_rereadable(source):
            name = "standard input" if source.name == STANDARD else source.name
            advice = "name a file as input, or start again in another folder"
            raise InputError(f"`--resume` needs input that can be read again: {name} cannot", help=advice)


def _is_rereadable(source: Input) -> bool:
    """Whether an input can be read again, unlike a pipe."""
    return source.stored is not None or (source.name != STANDARD and Path(source.name).is_file())


def _listed_parts(manifest: Path, head: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parts in a manifest, whose head must be unchanged."""
    if not manifest.exists():
        return []
    try:
        content = json.loads(manifest.read_text("utf-8"))
        parts: list[dict[str, Any]] = content["parts"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{manifest} is not a valid manifest", help="start again in another folder"
        ) from error
    for key, value in head.items():
        if content.get(key) != value:
            raise InputError(
                f"cannot resume {manifest.parent}: {CHANGED[key]} changed",
                help="start again in another folder",
            )
    return parts


CHANGED: Final = {"pack": "the pack has", "inputs": "an input has", "call": "the options have"}
"""The subject of a message, by the part of the head that differs."""


def run_properties(job: Job, knowledge: Knowledge) -> dict[str, Any]:
    """Return the properties of a run on which its parts depend."""
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
            **({} if knowledge.original is None else {"language": knowledge.language}),
        },
    }


def _identity(source: Input) -> dict[str, Any]:
    if not _is_rereadable(source):
        return {"name": source.name, **source.dialect.as_dict()}
    with source.open() as file:
        head = sha256(file.read(HEAD)).hexdigest()
    return {
        "name": source.name,
        **source.dialect.as_dict(),
        "size": source.size,
        **({} if source.modified is None else {"modified": source.modified}),
        "head": f"sha256:{head}",
    }
