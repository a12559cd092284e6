"""`exitwise batch`: many profiles in, one line of advice or one reject for each out."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, Final

import click

from exitwise.cli.column_map import of_columns, write_template
from exitwise.cli.settings import common_options
from exitwise.cli.spark import backend_options, reject_master
from exitwise.cli.spark import run as run_on_spark
from exitwise.cli.streams import print_message, standard_input, supports_redraw
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode, FileError, InputError

if TYPE_CHECKING:
    from exitwise.batch.job import Job, Limit
    from exitwise.batch.tally import Tally
    from exitwise.knowledge_base import KnowledgeBase

FORMS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
NUMBER: Final = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)
WHOLE: Final = re.compile(r"\d{1,15}", re.ASCII)
HELP = """Advise on many profiles: every record gives one line of advice or one reject, in their order.

INPUT is JSON Lines, a JSON array, CSV or Parquet by its name, or `-` for JSON Lines from standard input; what
ends with .gz or .zst is unpacked. A record that is no profile is rejected with its line, its id and what was
expected, and the others go on.

\b
Examples:
  exitwise batch profiles.jsonl -o advice.jsonl --rejects rejects.jsonl
  exitwise batch 'export-*.csv.gz' -o advice.parquet --summary summary.json
  exitwise sample -n 1000 | exitwise batch - -o -
  exitwise batch --map-template export.csv > map.yaml
  exitwise batch export.csv --map map.yaml -o advice.csv
  exitwise batch profiles/ -o advice.parquet --rejects rejects --backend spark

Ends with 1 where records were rejected.
"""


@click.command("batch", help=HELP, short_help="Advise on many profiles.")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option(
    "-o", "--output", metavar="FILE|FOLDER/", help="Where the advice goes; `-`: standard output.  [required]"
)
@click.option("--rejects", metavar="FILE", help="Where the rejects go, as JSON Lines.")
@click.option("--rejects-raw", "raw", is_flag=True, help="Repeat in a reject the record itself.")
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help="Pass this column through as it is; repeatable."
)
@click.option("--map", "map_file", metavar="FILE", help="What the columns of INPUT mean, as YAML.")
@click.option(
    "--map-template", "template", is_flag=True, help="Write such a map to fill in, for INPUT if named."
)
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the advice.  [default: today]"
)
@click.option(
    "--detail",
    type=click.Choice(["compact", "full"]),
    default="compact",
    show_default=True,
    help="Ids alone; or the whole advice as `advise` gives it, which takes some thousand times as long.",
)
@click.option(
    "--from", "form", type=click.Choice(["jsonl", "json", "csv", "parquet"]), help="The form of INPUT."
)
@click.option("--to", type=click.Choice(["jsonl", "csv", "parquet"]), help="The form of the output.")
@click.option("--strict", is_flag=True, help="Stop at the first reject, without a result.")
@click.option("--max-rejects", "most", metavar="N|P%", help="No result where more are rejected than this.")
@click.option("--resume", is_flag=True, help="Go on with the parts in FOLDER/.")
@click.option("--summary", metavar="FILE", help="Write what was counted as JSON too.")
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Cores to use.  [default: all]")
@click.option("--memory", metavar="SIZE", default="2GB", show_default=True, help="Memory for the database.")
@backend_options
@common_options
def command(inputs: tuple[str, ...], pack: str | None, *, template: bool, **told: Any) -> int:
    """Advise, or write a map to fill in."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` loads no pack)

    began = monotonic()
    if template:
        write_template(KnowledgeBase.of(pack, cases=False).knowledge, inputs, told["form"])
        return ExitCode.DONE
    _check_named(inputs, told["output"])
    kb = KnowledgeBase.of(pack, cases=False)
    if told.pop("backend") == "spark":
        return _advise_on_spark(kb, inputs, began, **told)
    reject_master(told.pop("master"))
    return _advise(kb, inputs, began, **told)


def _check_named(inputs: tuple[str, ...], output: str | None) -> None:
    if not inputs:
        raise UsageError("an input is missing", help="name files, or `-` for standard input")
    if output is None:
        raise UsageError("the output is missing", help="say -o FILE, or `-o -` for standard output")


def _advise(  # noqa: PLR0913 (click's options)
    kb: KnowledgeBase,
    inputs: tuple[str, ...],
    began: float,
    *,
    form: Any,
    summary: str | None,
    resume: bool,
    **told: Any,
) -> int:
    """Run, count, say."""
    from exitwise.batch.job import TooMany  # noqa: PLC0415 (a mistaken call loads no database)
    from exitwise.batch.run import run, run_parts  # noqa: PLC0415
    from exitwise.batch.source import inputs as found  # noqa: PLC0415

    columns = of_columns(kb.knowledge, **told)
    job = _job(kb, found(inputs, form), summary=summary, **columns)
    in_parts = _in_parts(job, resume=resume)
    try:
        tally = run_parts(kb, job, _streams(job), resume=resume) if in_parts else run(kb, job, _streams(job))
    except TooMany as error:
        raise _stopped(job.limit) from error
    _tell(kb, tally, monotonic() - began, summary)
    return ExitCode.NO if tally.rejects else ExitCode.DONE


def _advise_on_spark(  # noqa: PLR0913 (click's options)
    kb: KnowledgeBase,
    inputs: tuple[str, ...],
    began: float,
    *,
    summary: str | None,
    strict: bool,
    most: str | None,
    **told: Any,
) -> int:
    """Run, count, say, the same."""
    from exitwise.batch.job import TooMany  # noqa: PLC0415 (a mistaken call loads no database)

    _check_kept(kb, told["keep"])
    limit = _limit("0" if strict else most)
    try:
        tally = run_on_spark(kb, inputs, limit=limit, **told)
    except TooMany as error:
        raise _stopped(limit) from error
    _tell(kb, tally, monotonic() - began, summary)
    return ExitCode.NO if tally.rejects else ExitCode.DONE


def _in_parts(job: Job, *, resume: bool) -> bool:
    """Whether the output is a folder, which holds the rejects too."""
    found = job.output.endswith("/") or Path(job.output).is_dir()
    if resume and not found:
        raise UsageError("only parts can be gone on with", help="name a folder: -o FOLDER/")
    if found and job.rejects is not None:
        raise UsageError("rejects lie beside the parts", help="leave out --rejects")
    return found


def _job(  # noqa: PLR0913 (click's options)
    kb: KnowledgeBase,
    inputs: Any,
    *,
    output: str,
    to: str | None,
    most: str | None,
    strict: bool,
    detail: str,
    summary: str | None,
    **told: Any,
) -> Job:
    from exitwise.batch.job import Job  # noqa: PLC0415

    form = to or _form(output)
    if output == "-" and form == "parquet" and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", help="name a file, or redirect the output")
    if detail == "full" and (form != "jsonl" or told["keep"]):
        raise UsageError("the whole advice is written as JSON Lines, without other columns")
    _check_apart([*(each.name for each in inputs), output, told["rejects"], summary])
    _check_kept(kb, told["keep"])
    limit = _limit("0" if strict else most)
    return Job(inputs=inputs, output=output, form=form, full=detail == "full", limit=limit, **told)


def _form(output: str) -> str:
    if output == "-" or output.endswith("/") or Path(output).is_dir():
        return "jsonl"
    suffix = Path(output).suffix
    if suffix not in FORMS:
        advice = "name it .jsonl, .csv or .parquet, or say --to"
        raise UsageError(f"`{output}` does not say its form", help=advice)
    return FORMS[suffix]


def _limit(most: str | None) -> Limit | None:
    from exitwise.batch.job import Limit  # noqa: PLC0415

    if most is None:
        return None
    number = most.removesuffix("%")
    share = number != most
    if not (NUMBER if share else WHOLE).fullmatch(number):
        raise UsageError(f"`{most}` is no limit", help="write a number of records, or a share as 0.5%")
    return Limit(float(number), share)


def _check_kept(kb: KnowledgeBase, keep: tuple[str, ...]) -> None:
    """Refuse to keep what stands in the output anyhow, or twice; and what is the rules' own."""
    from exitwise.batch.advising import ROW  # noqa: PLC0415
    from exitwise.exchange.sql.query import RESULT  # noqa: PLC0415

    taken, facts = {"id", *RESULT}, {fact.casefold(): fact for fact in kb.knowledge.fact}
    for column in keep:
        if column in kb.knowledge.fact or column.casefold() in {"", ROW, "schema"}:
            advice = "only columns that are no facts can pass through"
            raise UsageError(f"`--keep {column}`: this cannot be kept", help=advice)
        if column.casefold() in facts:
            told = f"`--keep {column}`: but for its case this is the fact `{facts[column.casefold()]}`"
            raise UsageError(f"{told}", help="give the column another name")
        if column.casefold() in taken:
            raise UsageError(f"`--keep {column}`: the output has a column of that name")
        taken.add(column.casefold())


def _check_apart(names: list[str | None]) -> None:
    """Refuse one file in two places: it would be written over while it is read."""
    inputs, out, rejects, _ = names[:-3], *names[-3:]
    if inputs.count("-") > 1 or out == rejects == "-":
        raise InputError("`-` is named twice", help="a standard stream is one file")
    files = [Path(name).resolve() for name in names if name not in {None, "-"}]
    for file in files:
        if files.count(file) > 1:
            raise InputError(
                f"{file} is named twice", help="inputs, output, rejects and summary are files of their own"
            )


def _streams(job: Job) -> Any:
    from exitwise.batch.job import Streams  # noqa: PLC0415
    from exitwise.present.progress import Meter  # noqa: PLC0415

    sizes = [each.size for each in job.inputs]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    meter = Meter(sys.stderr, total=total, redraw=supports_redraw())
    return Streams(standard_input, _standard_output, lambda done, tally: meter.update(done, tally.read))


def _standard_output() -> IO[bytes]:
    if sys.stdout is None:
        raise FileError("standard output is closed")
    return sys.stdout.buffer


def _stopped(limit: Limit | None) -> InputError:
    allowed = "0" if limit is None else f"{limit.most:g}{' %' if limit.share else ''}"
    words = "stopped at the first reject" if allowed == "0" else f"stopped: more than {allowed} are rejected"
    return InputError(
        f"{words}; no result is written", help="without the limit, --rejects FILE says what is wrong"
    )


def _tell(kb: KnowledgeBase, tally: Tally, seconds: float, summary: str | None) -> None:
    content = _summary(kb, tally, seconds)
    if summary is not None:
        from exitwise.atomic_file import OWNER_ONLY, write_atomically  # noqa: PLC0415
        from exitwise.present.printable import json_text  # noqa: PLC0415

        write_atomically(summary, f"{json_text(content)}\n".encode(), mode=OWNER_ONLY)
    for line in _lines(content):
        print_message(line)


def _summary(kb: KnowledgeBase, tally: Tally, seconds: float) -> dict[str, Any]:
    from exitwise.batch.tally import SCHEMA  # noqa: PLC0415

    known = kb.knowledge
    return {
        "schema": SCHEMA,
        "pack": {"name": known.name, "version": known.version, "digest": known.digest},
        **tally.as_dict(known),
        "seconds": round(seconds, 3),
        "rate": round(tally.read / seconds) if seconds else None,
    }


def _lines(content: dict[str, Any]) -> list[str]:
    rejected = content["rejected"]
    causes = ", ".join(f"{cause} {count:,}" for cause, count in rejected["by_cause"].items())
    counts = [
        f"{content['read']:,} read = {content['advised']:,} advised + {rejected['all']:,} rejected",
        *([f"rejected: {causes}"] if causes else []),
        "outcomes: " + ", ".join(f"{name} {count:,}" for name, count in content["outcomes"].items()),
        "readiness: " + ", ".join(f"{name} {count:,}" for name, count in content["readiness"].items()),
        f"rules: {len(content['rules'])} among the reasons, {len(content['never'])} never",
    ]
    return [*counts, f"{content['seconds']:.1f} s, {content['rate'] or 0:,} a second"]
