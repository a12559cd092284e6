"""`exitwise sample`: random admissible profiles of a pack, to try things on without anybody's data."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import print_paragraph, standard_output, supports_redraw, write
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.knowledge import Knowledge
    from exitwise.sample.sampler import RecordEncoder

LINES: Final = (".jsonl", ".ndjson")
TABLE: Final = ".parquet"
HELP = """Draw random profiles that the pack's constraints admit: to try the batch, or to load it, without
anybody's data.

With --weights a profile is the likelier the more its answers weigh, as the pack says in facts.yaml; an answer
of which it says nothing weighs 1. With --uniform every profile is as likely as any other, numbers of one
interval that no rule tells apart counting as one. Either is exact, and the same seed draws the same profiles,
of which fewer are the first. "I don't know" is stated in half of the cases and left out in the others.

\b
Examples:
  exitwise sample -n 1000 --seed 7
  exitwise sample -n 1000000 -o profiles.parquet
  exitwise sample -n 1000 --faults 5 -o mixed.jsonl     about 5 % of the records are bad
  exitwise sample --list-faults                         what can be wrong with a record
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be drawn, and where it goes."""

    number: int
    seed: int
    weighted: bool | None
    output: str
    faults: float

    def __post_init__(self) -> None:
        if not self.faults >= 0:
            raise UsageError("`--faults nan` is no share")
        suffix = Path(self.output).suffix.lower()
        if self.output != "-" and suffix not in (*LINES, TABLE):
            advice = f"name it {LINES[0]} or {TABLE}"
            raise UsageError(f"`{self.output}` does not say its form", help=advice)
        if self.faults and self.is_table:
            advice = f"name it {LINES[0]}: a table cannot hold what is no record"
            raise UsageError(f"there are no faults in {self.output}", help=advice)

    @property
    def is_table(self) -> bool:
        """Whether it is written as Parquet."""
        return self.output != "-" and Path(self.output).suffix.lower() == TABLE

    def by_weights(self, knowledge: Knowledge) -> bool:
        """Whether the pack's weights count: they do where it gives any, unless that is not wanted."""
        given = any(fact.weights for fact in knowledge.facts)
        if self.weighted and not given:
            raise UsageError("the pack gives no weights", help="draw with --uniform")
        return given if self.weighted is None else self.weighted


@click.command("sample", help=HELP, short_help="Draw random admissible profiles.")
@click.option("-n", "--number", type=click.IntRange(min=0), default=10, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other profiles.")
@click.option(
    "--weights/--uniform",
    "weighted",
    default=None,
    help="Whether the pack's weights count; they do if it gives any.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    help="Write to FILE.jsonl or FILE.parquet, complete or not at all; `-` is standard output.",
)
@click.option(
    "--faults",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="PERCENT",
    help="Put bad records in place of so many of a hundred, every kind in turn.",
)
@click.option("--list-faults", is_flag=True, help="List the kinds of bad records, and draw nothing.")
@common_options
def command(*, pack: str | None, list_faults: bool, **told: object) -> int:
    """Draw and write."""
    if list_faults:
        write(_kinds())
        return ExitCode.DONE
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    wanted = Wanted(**told)  # type: ignore[arg-type]  # click's options are its fields
    _drawn(wanted, KnowledgeBase.of(pack, cases=False))
    return ExitCode.DONE


def _kinds() -> str:
    from exitwise.sample.faults import FAULTS  # noqa: PLC0415 (only who asks)

    width = max(len(kind.id) for kind in FAULTS)
    return "".join(f"{kind.id:{width}}  {kind.description}\n" for kind in FAULTS)


def _drawn(wanted: Wanted, kb: KnowledgeBase) -> None:
    """Draw what is wanted, write it, and say what it is."""
    from exitwise.sample.sampler import Sample, inject_faults  # noqa: PLC0415 (loads the diagrams)

    weighted = wanted.by_weights(kb.knowledge)
    sample = Sample(kb.compiled, weighted=weighted, encoder=_columns(kb) if wanted.is_table else None)
    records = sample.records(wanted.number, wanted.seed)
    spoiler = sample.fault_injector(wanted.seed) if wanted.faults else None
    if spoiler is not None:
        records = inject_faults(records, wanted.faults, wanted.seed, spoiler)
    _write(wanted, _tracked(records, wanted), kb)
    how = "by the pack's weights" if weighted else "each as likely as any other"
    bad = f"; {spoiler.count:,} of them made bad" if spoiler else ""
    pack = f"{kb.knowledge.name} {kb.knowledge.version}"
    many = "1 profile" if wanted.number == 1 else f"{wanted.number:,} profiles"
    print_paragraph(f"{many} of {pack}, {how}, seed {wanted.seed}{bad}")


def _columns(kb: KnowledgeBase) -> RecordEncoder:
    from exitwise.sample.parquet import ColumnsEncoder, check_columns  # noqa: PLC0415 (loads the database)

    check_columns(kb.knowledge.facts)
    return ColumnsEncoder()


def _tracked(records: Iterator[bytes], wanted: Wanted) -> Iterable[bytes]:
    """Tell how far it is, unless the records themselves are shown where it would be told."""
    from exitwise.present.progress import track_progress  # noqa: PLC0415 (`--help` needs no progress)

    shown = wanted.output == "-" and sys.stdout is not None and sys.stdout.isatty()
    stream = None if shown else sys.stderr
    return track_progress(
        records, label="profiles drawn", total=wanted.number, stream=stream, redraw=supports_redraw()
    )


def _write(wanted: Wanted, records: Iterable[bytes], kb: KnowledgeBase) -> None:
    if wanted.output == "-":
        out = standard_output()
        out.writelines(records)
        out.flush()
        return
    from exitwise.atomic_file import replacement_path  # noqa: PLC0415 (only who wants a file)

    with replacement_path(wanted.output) as path:
        if wanted.is_table:
            from exitwise.sample.parquet import write_parquet  # noqa: PLC0415

            write_parquet(records, kb.knowledge.facts, path)
        else:
            with path.open("wb") as file:
                file.writelines(records)
