"""`exitwise batch`: advice on many profiles; every record gives one line of advice or one reject."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.batch.column_map import write_template
from exitwise.cli.batch.input_options import input_options, read_inputs
from exitwise.cli.batch.job import local_format, read_job
from exitwise.cli.batch.options import BatchOptions
from exitwise.cli.batch.output_format import is_folder
from exitwise.cli.batch.reject_limit import limit_exceeded
from exitwise.cli.batch.spark import backend_options, reject_master
from exitwise.cli.batch.spark import run as run_on_spark
from exitwise.cli.batch.summary import check_summary, write_summary
from exitwise.cli.extras import require_batch
from exitwise.cli.profile import print_notes
from exitwise.cli.settings import common_options, language_option
from exitwise.cli.streams import print_message, standard_input, standard_output, supports_redraw
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode

if TYPE_CHECKING:
    from exitwise.batch.job import Job, Streams
    from exitwise.batch.summary import Summary
    from exitwise.knowledge_base import KnowledgeBase

HELP = """Advise on many profiles: every record gives one line of advice or one reject, in input order.

INPUT is JSON Lines, a JSON array, CSV, Parquet or .xlsx, as its suffix says, or `-` for JSON Lines from
standard input; a folder stands for its files. Files that end with .gz, .zst, .bz2, .xz or .zip are
decompressed. The delimiter of CSV is a comma unless --delimiter or a first line `sep=;` says otherwise; a
semicolon or a tab is recognised if no other delimiter gives known columns. An invalid record does not stop
the run: it is rejected with its line number, its id and the values that were expected.

\b
Examples:
  exitwise batch profiles.jsonl -o advice.jsonl --rejects rejects.jsonl
  exitwise batch 'export-*.csv.gz' -o advice.parquet --summary summary.json
  exitwise sample -n 1000 | exitwise batch - -o -
  exitwise batch --map-template export.csv > map.yaml
  exitwise batch export.csv --map map.yaml -o advice.csv
  exitwise batch profiles/ -o advice.parquet --rejects rejects --backend spark

Exits with 1 if records were rejected.
"""


@click.command("batch", help=HELP, short_help="Advise on many profiles.")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER/",
    help="Write the advice here, compressed if FILE ends with .gz or .zst; `-`: standard output.  [required]",
)
@click.option("--rejects", metavar="FILE", help="Write the rejects here, as JSON Lines.")
@click.option("--rejects-raw", "raw", is_flag=True, help="Include the record itself in each reject.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Copy this column to the output; repeatable.")
@click.option("--map", "map_file", metavar="FILE", help="Map the columns of INPUT to facts (YAML).")
@click.option(
    "--map-template",
    "template",
    is_flag=True,
    help="Print a map to fill in, for the columns of INPUT if given.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Date of the advice.  [default: today]")
@click.option(
    "--detail",
    type=click.Choice(["compact", "full"]),
    default="compact",
    show_default=True,
    help="Only ids, or the full advice as `advise` prints it, which takes about a thousand times as long.",
)
@input_options
@click.option("--to", type=click.Choice(["jsonl", "csv", "parquet"]), help="Output format.")
@click.option("--strict", is_flag=True, help="Stop at the first reject and write nothing.")
@click.option("--max-rejects", metavar="N|P%", help="Write nothing if more records than this are rejected.")
@click.option("--resume", is_flag=True, help="Resume an interrupted run into FOLDER/.")
@click.option("--summary", metavar="FILE", help="Write the counts here too, as JSON.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="CPU cores to use.  [default: all]")
@click.option("--memory", metavar="SIZE", hidden=True)  # has no effect: a run holds a few chunks
@backend_options
@language_option
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(BatchOptions(**options))


def run(options: BatchOptions) -> int:
    """Advise on all records and return the exit status; or print a template of a map."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` loads no pack)

    if options.backend != "spark":  # which says by itself what it needs
        require_batch("`exitwise batch`")
    started = monotonic()
    if not options.template:
        options.required_output()
    kb = KnowledgeBase.of(options.pack, cases=False, lang=options.lang)
    if options.template:
        write_template(kb.knowledge, read_inputs(options))
        return ExitCode.DONE
    check_summary(options.summary, options.required_output())
    has_rejects = options.rejects is not None or is_folder(options.required_output())
    summary = _advise(kb, options)
    print_notes(summary.notes)
    write_summary(kb.knowledge, summary, monotonic() - started, options.summary)
    if summary.rejects and not has_rejects:
        print_message("`--rejects FILE` writes the cause of each reject")
    return ExitCode.NO if summary.rejects else ExitCode.DONE


def _advise(kb: KnowledgeBase, options: BatchOptions) -> Summary:
    """Run the batch on the backend of the call and return its counts."""
    from exitwise.batch.job import TooMany  # noqa: PLC0415 (an invalid call loads no reader)

    try:
        return run_on_spark(kb, options) if options.backend == "spark" else _run_locally(kb, options)
    except TooMany as error:
        raise limit_exceeded(options.limit(), *error.args) from error


def _run_locally(kb: KnowledgeBase, options: BatchOptions) -> Summary:
    from exitwise.batch.local import run as run_job  # noqa: PLC0415 (an invalid call loads no reader)
    from exitwise.batch.local import run_parts  # noqa: PLC0415 (an invalid call loads no reader)

    reject_master(options.master)
    job = read_job(kb, options, local_format(options))
    if _writes_parts(job, resume=options.resume):
        return run_parts(kb, job, _streams(job), resume=options.resume)
    return run_job(kb, job, _streams(job))


def _writes_parts(job: Job, *, resume: bool) -> bool:
    """Whether the output is a folder of parts, which holds the rejects too."""
    has_parts = is_folder(job.output)
    if resume and not has_parts:
        raise UsageError("`--resume` needs an output folder", help="name one: -o FOLDER/")
    if has_parts and job.rejects is not None:
        advice = "leave out --rejects: the rejects are written to the folder, one file for each part"
        raise UsageError("`--rejects` cannot be used with an output folder", help=advice)
    return has_parts


def _streams(job: Job) -> Streams:
    """Return the standard streams of a run, with a meter of its progress on standard error."""
    from exitwise.batch.job import Streams  # noqa: PLC0415 (an invalid call loads no reader)
    from exitwise.present.progress import Meter  # noqa: PLC0415

    meter = Meter(sys.stderr, total=job.size, redraw=supports_redraw())
    return Streams(standard_input, standard_output, lambda done, summary: meter.update(done, summary.read))
