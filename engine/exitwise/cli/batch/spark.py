"""`exitwise batch --backend spark`: the same batch on Spark, from folders of parts into folders of parts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from exitwise.cli.batch.job import read_job
from exitwise.cli.batch.output_format import COMPRESSED, NOT_WRITTEN
from exitwise.cli.streams import supports_redraw
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.summary import Summary
    from exitwise.cli.batch.options import BatchOptions
    from exitwise.knowledge_base import KnowledgeBase

Command = TypeVar("Command", bound=Callable[..., Any])
FORMS: Final = {".csv": "csv", ".parquet": "parquet"}
WITHOUT_SPARK: Final = "leave out --backend spark"
UNAVAILABLE: Final = {
    "resume": f"a run on Spark writes everything or nothing: run it again, or {WITHOUT_SPARK}",
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
        help="local: this machine; spark: a cluster, which writes folders of parts.",
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
        InputError: the content of a file does not match its name.
        TooMany: the reject limit was exceeded.
    """
    _reject_unavailable(click.get_current_context())
    folders = [name for name in (options.required_output(), options.rejects) if name is not None]
    _check_no_stream([*options.inputs, *folders])
    _check_separate(folders)
    form = _output_format(options)

    from exitwise.batch.spark.session import check_spark  # noqa: PLC0415 (an invalid call loads no Spark)

    check_spark()
    job = read_job(kb, _qualified(options), form)

    from exitwise.batch.spark.run import run as run_job  # noqa: PLC0415 (loads the libraries of Spark)
    from exitwise.present.progress import Meter  # noqa: PLC0415 (as above)

    meter = Meter(sys.stderr, total=job.size, redraw=supports_redraw())
    return run_job(kb, job, master=options.master, on_progress=meter.update)


def _reject_unavailable(call: click.Context) -> None:
    """Reject the options of the call that Spark does not support, by the names that the user typed."""
    for option in call.command.params:
        advice = UNAVAILABLE.get(option.name or "")
        if advice and call.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
            raise UsageError(f"`{option.opts[0]}` is not available with --backend spark", help=advice)


def _check_no_stream(names: Sequence[str]) -> None:
    for name in names:
        if name == "-" or Path(name).is_fifo():
            advice = f"name files or folders, or {WITHOUT_SPARK}"
            raise UsageError(f"`{name}` is not available with --backend spark: it is a pipe", help=advice)


def _check_separate(folders: Sequence[str]) -> None:
    """Reject output folders that are the same or nested: each must appear as a whole under its name."""
    paths = [PurePosixPath(folder) for folder in folders]
    if len(paths) > 1 and (paths[0].is_relative_to(paths[1]) or paths[1].is_relative_to(paths[0])):
        raise UsageError(f"`{folders[0]}` and `{folders[1]}` overlap", help="name two separate folders")


def _qualified(options: BatchOptions) -> BatchOptions:
    """Return the options with the addresses of names in the file system of the cluster."""
    from exitwise.batch.spark.session import qualified  # noqa: PLC0415 (as above)

    return replace(
        options,
        inputs=tuple(map(qualified, options.inputs)),
        output=qualified(options.required_output()),
        rejects=options.rejects and qualified(options.rejects),
    )


def _output_format(options: BatchOptions) -> str:
    """Return the format of the parts in the output folder."""
    suffix = PurePosixPath(options.required_output()).suffix.lower()
    if suffix in (*COMPRESSED, *NOT_WRITTEN):
        raise UsageError(f"the parts of a folder are not compressed as {suffix}", help=f"leave out {suffix}")
    return options.to or FORMS.get(suffix, "jsonl")
