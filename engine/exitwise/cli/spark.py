"""`exitwise batch --backend spark`: the same batch on Spark, from folders of parts into folders of parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from exitwise.cli.column_map import check_passthrough
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.inputs import Form
    from exitwise.batch.summary import Summary
    from exitwise.cli.batch_options import BatchOptions
    from exitwise.knowledge_base import KnowledgeBase

Command = TypeVar("Command", bound=Callable[..., Any])
FORMS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
WITHOUT_SPARK: Final = "leave out --backend spark"
CONVERT: Final = f"use JSON Lines or Parquet, or {WITHOUT_SPARK}"
UNAVAILABLE: Final = {
    "map_file": f"rename the columns to the facts, or {WITHOUT_SPARK}",
    "detail": f"use `exitwise advise` for the full advice on one profile; for many, {WITHOUT_SPARK}",
    "resume": f"a run on Spark writes everything or nothing: run it again, or {WITHOUT_SPARK}",
    "delimiter": CONVERT,
    "encoding": CONVERT,
    "sheet": CONVERT,
    "threads": "use --master 'local[N]', or set the number of executors with spark-submit",
    "memory": "use spark-submit with --driver-memory and --executor-memory",
}
"""The options that Spark does not support, by parameter name, each with an alternative."""


def backend_options(command: Command) -> Command:
    """Add the options that choose the backend."""
    backend = click.option(
        "--backend",
        type=click.Choice(["local", "duckdb", "spark"]),
        default="local",
        show_default=True,
        help="local: this machine; spark: folders of JSON Lines or Parquet, into folders of parts.",
    )
    master = click.option("--master", metavar="URL", help="URL of the Spark master.  [default: local[*]]")
    return backend(master(command))


def reject_master(master: str | None) -> None:
    """Reject `--master` without the Spark backend.

    Raises:
        UsageError: a master is named.
    """
    if master is not None:
        raise UsageError(
            "`--master` needs --backend spark", help="add --backend spark, or leave out --master"
        )


def run(kb: KnowledgeBase, options: BatchOptions) -> Summary:
    """Run the batch on Spark and return its counts.

    Raises:
        UsageError: an option is not available on Spark, or the output folders overlap.
        FileError: Spark, Java or a file is missing; a file cannot be read or written.
        InputError: the format of a file is not that of its suffix.
        TooMany: the reject limit was exceeded.
    """
    check_passthrough(kb.knowledge, options.keep)
    limit = options.limit()
    _reject_unavailable(click.get_current_context())
    output = _without_slash(options.required_output())
    rejects = None if options.rejects is None else _without_slash(options.rejects)
    folders = [output] if rejects is None else [output, rejects]
    _check_no_stream([*options.inputs, *folders])
    _check_separate(folders)
    input_format = _input_format(options.form)
    form = options.to or _output_format(output)
    if form == "csv":
        raise _no_csv()

    from exitwise.batch.spark import Order  # noqa: PLC0415 (an invalid call loads no Spark)
    from exitwise.batch.spark import run as run_order  # noqa: PLC0415

    order = Order(
        inputs=options.inputs,
        output=output,
        rejects=rejects,
        form=form,
        today=date.today() if options.as_of is None else options.as_of.date(),  # noqa: DTZ011 (the local date)
        keep=options.keep,
        raw=options.raw,
        given=input_format,
        limit=limit,
    )
    return run_order(kb.knowledge, order, master=options.master)


def _reject_unavailable(call: click.Context) -> None:
    """Reject the options of the call that Spark does not support, by the names that the user typed."""
    for option in call.command.params:
        advice = UNAVAILABLE.get(option.name or "")
        is_typed = call.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if advice is None or not is_typed or call.params[option.name or ""] == "compact":
            continue
        value = " full" if option.name == "detail" else ""
        raise UsageError(f"`{option.opts[0]}{value}` is not available with --backend spark", help=advice)


def _check_no_stream(names: Sequence[str]) -> None:
    if "-" in names:
        advice = f"name files or folders, or {WITHOUT_SPARK}"
        raise UsageError("`-` is not available with --backend spark", help=advice)


def _check_separate(folders: Sequence[str]) -> None:
    """Reject output folders that are the same or nested: each must appear as a whole under its name."""
    paths = [PurePosixPath(folder) for folder in folders]
    if len(paths) > 1 and (paths[0].is_relative_to(paths[1]) or paths[1].is_relative_to(paths[0])):
        raise UsageError(f"`{folders[0]}` and `{folders[1]}` overlap", help="name two separate folders")


def _without_slash(name: str) -> str:
    return name.rstrip("/") or name


def _input_format(form: Form | None) -> Form | None:
    if form in {"csv", "tsv"}:
        raise _no_csv()
    if form == "xlsx":
        raise UsageError("a workbook is not available with --backend spark", help=CONVERT)
    if form == "json":
        advice = f"convert it to JSON Lines, or {WITHOUT_SPARK}"
        raise UsageError("a JSON array is not available with --backend spark", help=advice)
    return form


def _output_format(output: str) -> str:
    suffix = PurePosixPath(output).suffix.lower()
    if suffix == ".csv":
        raise _no_csv()
    return FORMS.get(suffix, "jsonl")


def _no_csv() -> UsageError:
    return UsageError("CSV is not available with --backend spark", help=CONVERT)
