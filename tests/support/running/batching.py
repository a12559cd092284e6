"""The batch run in process, on bytes as standard input; and lines that are bad in every way there is."""

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
from exitwise.batch.run import run
from exitwise.batch.source import Form, Input
from exitwise.batch.tally import Tally
from exitwise.knowledge_base import KnowledgeBase
from exitwise.sample.faults import FAULTS, HARMLESS, FaultInjector, RecordKind
from support.oracles import naive
from support.packs import shipped

TODAY: Final = date(2026, 11, 23)
Data = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What a run wrote and counted."""

    tally: Tally
    advice: list[Data]
    rejects: list[Data]
    text: bytes


def done(base: KnowledgeBase, content: bytes, form: Form = "jsonl", **more: Any) -> Done:
    """Run the batch on some bytes."""
    out = io.BytesIO()
    streams = Streams(lambda: io.BytesIO(content), lambda: out, lambda _, __: None)
    with TemporaryDirectory() as folder:
        rejects = Path(folder) / "rejects.jsonl"
        told: Data = {"form": "jsonl", "threads": 1, "today": TODAY, "rejects": str(rejects)} | more
        tally = run(base, Job(inputs=[Input("-", form)], output="-", **told), streams)
        refused = lines_of(rejects.read_bytes())
    text = out.getvalue()
    return Done(tally, lines_of(text) if told["form"] == "jsonl" else [], refused, text)


def lines_of(content: bytes) -> list[Data]:
    """The lines of JSON Lines as data."""
    return [json.loads(line) for line in content.splitlines()]


def jsonl(records: Iterable[object]) -> bytes:
    """Records as JSON Lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def listed(folder: Path) -> list[str]:
    """The names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def profiles(count: int, seed: int = 1) -> list[Data]:
    """Admissible profiles of the shipped pack, numbered from 1."""
    return [{"id": at + 1, **shipped.admissible(seed * count + at)} for at in range(count)]


def contradicting(seed: int = 0) -> Data:
    """A profile of the shipped pack that breaks one of its constraints."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    while not naive.violated(shipped.raw(), profile := shipped.random_profile(random)):
        pass
    return profile


def spoilt(
    base: KnowledgeBase, kind: RecordKind, record: Data, seed: int, contradiction: Data | None
) -> bytes:
    """A line of one kind, in place of a good record's."""
    below = Random(seed).randrange  # noqa: S311 (no secret hangs on it)
    spoiler = FaultInjector(base.knowledge.facts, below, lambda: contradiction or {}, (kind,))
    return spoiler.make(kind, record)


@dataclass(frozen=True)
class Mixed:
    """A file's lines: of each the number, the id, and whether it is good."""

    lines: Sequence[bytes]
    good: Sequence[int]
    bad: Sequence[int]

    @property
    def content(self) -> bytes:
        """The whole file."""
        return b"".join(self.lines)


def mixed(count: int = 3) -> Mixed:
    """Good records of the shipped pack, and between them one of every kind, bad or only odd.

    The id of a good or an odd record that has one is the number of its line.
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
        lines.append(spoilt(shipped.base(), kind, record, len(lines), contradicting()))
    numbers = range(1, len(lines) + 1)
    return Mixed(lines, [number for number in numbers if number not in bad], bad)
