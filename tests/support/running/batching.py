"""The batch, run in process on bytes as standard input, and files with faulty records of every kind."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from exitwise.batch.job import Job, Streams
from exitwise.batch.local import run
from exitwise.batch.read.source import Form, Input, inputs, opened, read
from exitwise.batch.summary import Summary
from exitwise.cli.batch.options import BatchOptions
from exitwise.cli.commands.batch import command
from exitwise.knowledge_base import KnowledgeBase
from exitwise.sample.faults import FAULTS, HARMLESS, FaultInjector, RecordKind
from support.oracles import naive
from support.packs import shipped, toy

TODAY: Final = date(2026, 11, 23)
Data = dict[str, Any]


@dataclass(frozen=True)
class BatchRun:
    """The output and the summary of a run."""

    summary: Summary
    advice: list[Data]
    rejects: list[Data]
    text: bytes


def run_batch(base: KnowledgeBase, content: bytes, form: Form = "jsonl", **further: Any) -> BatchRun:
    """Run the batch on bytes."""
    out = io.BytesIO()
    streams = Streams(lambda: io.BytesIO(content), lambda: out, lambda _, __: None)
    with TemporaryDirectory() as folder:
        rejects = Path(folder) / "rejects.jsonl"
        options: Data = {"form": "jsonl", "threads": 1, "today": TODAY, "rejects": str(rejects)} | further
        summary = run(base, Job(inputs=[Input("-", form)], output="-", **options), streams)
        rejected = parse_lines(rejects.read_bytes())
    text = out.getvalue()
    return BatchRun(summary, parse_lines(text) if options["form"] == "jsonl" else [], rejected, text)


def read_lines(file: Path | str, content: bytes | None = None) -> list[bytes]:
    """Return the lines of a file, which is written first if its content is passed."""
    if content is not None:
        Path(file).write_bytes(content)
    (source,) = inputs([str(file)])
    with opened(source, io.BytesIO) as (stream, _):
        facts = toy.bicycle().knowledge.facts
        return [line for chunk in read(source, stream, facts, ()) for line in chunk.lines]


def options_of(*arguments: str) -> BatchOptions:
    """Return the parsed options of a call of `exitwise batch`."""
    return BatchOptions(**command.make_context("batch", list(arguments)).params)


def parse_lines(content: bytes) -> list[Data]:
    """Parse JSON Lines."""
    return [json.loads(line) for line in content.splitlines()]


def jsonl(records: Iterable[object]) -> bytes:
    """Return records as JSON Lines."""
    return b"".join(json.dumps(record, default=float).encode() + b"\n" for record in records)


def file_names(folder: Path) -> list[str]:
    """Return the names of the files in a folder, including hidden ones."""
    return sorted(path.name for path in folder.iterdir())


def profiles(count: int, seed: int = 1) -> list[Data]:
    """Return admissible profiles of the shipped pack, with ids from 1."""
    return [{"id": index + 1, **shipped.admissible(seed * count + index)} for index in range(count)]


def contradictory_profile(seed: int = 0) -> Data:
    """Return a profile of the shipped pack that violates a constraint."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    while not naive.violated(shipped.raw(), profile := shipped.random_profile(random)):
        pass
    return profile


def faulty_line(
    base: KnowledgeBase, kind: RecordKind, record: Data, seed: int, contradiction: Data | None
) -> bytes:
    """Return a record as a line with one kind of fault."""
    below = Random(seed).randrange  # noqa: S311 (not used for secrets)
    injector = FaultInjector(base.knowledge.facts, below, lambda: contradiction or {}, (kind,))
    return injector.make(kind, record)


@dataclass(frozen=True)
class MixedFile:
    """The lines of a file, with the numbers of valid and of faulty lines."""

    lines: Sequence[bytes]
    good: Sequence[int]
    bad: Sequence[int]

    @property
    def content(self) -> bytes:
        """Return the content of the file."""
        return b"".join(self.lines)


def mixed_file(count: int = 3) -> MixedFile:
    """Return valid records of the shipped pack, and among them one of every faulty or harmless kind.

    The id of a valid record is the number of its line, if it has one.
    """
    records = iter(profiles(count * (len(FAULTS) + len(HARMLESS))))
    lines: list[bytes] = []
    bad: list[int] = []
    for kind in (*FAULTS, *HARMLESS):
        for _ in range(count - 1):
            lines.append(json.dumps({**next(records), "id": len(lines) + 1}).encode() + b"\n")
        if kind in FAULTS:
            bad.append(len(lines) + 1)
        record = {**next(records), "id": len(lines) + 1}
        lines.append(faulty_line(shipped.base(), kind, record, len(lines), contradictory_profile()))
    numbers = range(1, len(lines) + 1)
    return MixedFile(lines, [number for number in numbers if number not in bad], bad)
