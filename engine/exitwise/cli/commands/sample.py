"""`exitwise sample`: random admissible profiles of a pack, for tests without personal data."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from exitwise.cli.extras import require_batch
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
HELP = """Generate random profiles that satisfy the constraints of a pack: test data without personal data.

With --weights the probability of a profile is proportional to the weights of its answers in facts.yaml; an
answer without a weight has weight 1. With --uniform all profiles are equally likely, where integers that no
rule distinguishes count as one. Both distributions are exact. The same seed gives the same profiles, and a
smaller number gives the first of them. "I don't know" is stated half of the time and left out otherwise.

\b
Examples:
  exitwise sample -n 1000 --seed 7
  exitwise sample -n 1000000 -o profiles.parquet
  exitwise sample -n 1000 --faults 5 -o mixed.jsonl     about 5 % faulty records
  exitwise sample --list-faults                         list the kinds of faults
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    number: int
    seed: int
    weighted: bool | None
    output: str
    faults: float
    list_faults: bool
    pack: str | None

    def __post_init__(self) -> None:
        if not self.faults >= 0:
            raise UsageError("`--faults nan` is not a percentage")
        suffix = Path(self.output).suffix.lower()
        if self.output != "-" and suffix not in (*LINES, TABLE):
            advice = f"name it {LINES[0]} or {TABLE}"
            raise UsageError(f"cannot tell the format of `{self.output}`", help=advice)
        if self.faults and self.is_table:
            advice = f"name it {LINES[0]}: many faulty records cannot be stored in a table"
            raise UsageError(f"`--faults` is not available for {self.output}", help=advice)

    @property
    def is_table(self) -> bool:
        """Whether the output is Parquet."""
        return self.output != "-" and Path(self.output).suffix.lower() == TABLE

    def use_weights(self, knowledge: Knowledge) -> bool:
        """Whether to use the weights of the pack, by default if it has any.

        Raises:
            UsageError: `--weights` for a pack without weights.
        """
        has_weights = any(fact.weights for fact in knowledge.facts)
        if self.weighted and not has_weights:
            raise UsageError("the pack has no weights", help="use --uniform")
        return has_weights if self.weighted is None else self.weighted


@click.command("sample", help=HELP, short_help="Generate random admissible profiles.")
@click.option(
    "-n", "--number", type=click.IntRange(min=0), default=10, show_default=True, help="Number of profiles."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random numbers.")
@click.option(
    "--weights/--uniform",
    "weighted",
    default=None,
    help="Use the weights of the pack, or not.  [default: --weights if the pack has any]",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="-",
    help="Write to FILE.jsonl or FILE.parquet, complete or not at all; `-`: standard output.",
)
@click.option(
    "--faults",
    type=click.FloatRange(0, 100),
    default=0.0,
    metavar="PERCENT",
    help="Replace this share of the records by faulty ones, of each kind in turn.",
)
@click.option("--list-faults", is_flag=True, help="List the kinds of faults and exit.")
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Write the sample, or list the kinds of faults, and return the exit status."""
    if options.list_faults:
        write(_fault_list())
        return ExitCode.DONE
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    _sample(options, KnowledgeBase.of(options.pack, cases=False))
    return ExitCode.DONE


def _fault_list() -> str:
    from exitwise.sample.faults import EVERY_FAULT  # noqa: PLC0415 (only --list-faults needs it)

    width = max(len(kind.id) for kind in EVERY_FAULT)
    return "".join(f"{kind.id:{width}}  {kind.description}\n" for kind in EVERY_FAULT)


def _sample(options: Options, kb: KnowledgeBase) -> None:
    """Write the sample and describe it on standard error."""
    from exitwise.sample.sampler import Sample, inject_faults  # noqa: PLC0415 (loads the diagrams)

    weighted = options.use_weights(kb.knowledge)
    encoder = _columns_encoder(kb) if options.is_table else None
    sample = Sample(kb.compiled, weighted=weighted, encoder=encoder)
    records = sample.records(options.number, options.seed)
    injector = sample.fault_injector(options.seed) if options.faults else None
    if injector is not None:
        records = inject_faults(records, options.faults, options.seed, injector)
    _write(options, _with_progress(records, options), kb)
    count = "1 profile" if options.number == 1 else f"{options.number:,} profiles"
    pack = f"{kb.knowledge.name} {kb.knowledge.version}"
    distribution = "weighted by the pack" if weighted else "uniformly distributed"
    faulty = f"; {injector.count:,} faulty" if injector else ""
    print_paragraph(f"{count} of {pack}, {distribution}, seed {options.seed}{faulty}")


def _columns_encoder(kb: KnowledgeBase) -> RecordEncoder:
    from exitwise.sample.parquet import ColumnsEncoder, check_columns  # noqa: PLC0415 (only Parquet needs it)

    require_batch("Parquet")
    check_columns(kb.knowledge.facts)
    return ColumnsEncoder()


def _with_progress(records: Iterator[bytes], options: Options) -> Iterable[bytes]:
    """Show progress on standard error, unless the records themselves go to the terminal."""
    from exitwise.present.progress import track_progress  # noqa: PLC0415 (`--help` shows no progress)

    to_terminal = options.output == "-" and sys.stdout is not None and sys.stdout.isatty()
    stream = None if to_terminal else sys.stderr
    return track_progress(
        records, label="profiles generated", total=options.number, stream=stream, redraw=supports_redraw()
    )


def _write(options: Options, records: Iterable[bytes], kb: KnowledgeBase) -> None:
    if options.output == "-":
        out = standard_output()
        out.writelines(records)
        out.flush()
        return
    from exitwise.atomic_file import replacement_path  # noqa: PLC0415 (only a file needs it)

    with replacement_path(options.output) as path:
        if options.is_table:
            from exitwise.sample.parquet import write_parquet  # noqa: PLC0415

            write_parquet(records, kb.knowledge.facts, path)
        else:
            with path.open("wb") as file:
                file.writelines(records)
