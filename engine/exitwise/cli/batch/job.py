"""The job of a call of `exitwise batch`, which both backends run."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exitwise.cli.batch.column_map import check_passthrough, read_map
from exitwise.cli.batch.input_options import read_inputs
from exitwise.cli.batch.output_format import check_compression, format_of
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.job import Job
    from exitwise.cli.batch.options import BatchOptions
    from exitwise.knowledge_base import KnowledgeBase


def local_format(options: BatchOptions) -> str:
    """Return the format of the output on this machine, by its name unless the call says it.

    Raises:
        UsageError: the name does not say it, or cannot be written.
    """
    from exitwise.batch.read.storage import is_address  # noqa: PLC0415 (an invalid call loads no reader)

    output = options.required_output()
    if is_address(output):
        raise UsageError(f"`{output}`: only --backend spark writes to an address", help="name a local file")
    form = options.to or format_of(output)
    check_compression(output, form)
    check_compression(options.rejects or "", "jsonl")
    if output == "-" and form == "parquet" and sys.stdout is not None and sys.stdout.isatty():
        advice = "name a file, or redirect the output"
        raise UsageError("Parquet cannot be written to a terminal", help=advice)
    return form


def read_job(kb: KnowledgeBase, options: BatchOptions, form: str) -> Job:
    """Return the job of a call whose output has a format.

    Raises:
        UsageError: options exclude each other, or a column cannot be kept.
        FileError: a file does not exist.
        InputError: a name does not say its format, or is there twice.
        MapError: the map is invalid.
    """
    from exitwise.batch.job import Job  # noqa: PLC0415 (an invalid call loads no reader)

    column_map, keep = read_map(kb.knowledge, options.map_file, options.keep)
    sources, output = read_inputs(options), options.required_output()
    if options.detail == "full" and (form != "jsonl" or keep):
        advice = "use --to jsonl, and do not keep columns"
        raise UsageError("`--detail full` needs JSON Lines output without other columns", help=advice)
    _check_distinct([source.name for source in sources], (output, options.rejects, options.summary))
    check_passthrough(kb.knowledge, keep)
    job = Job(
        inputs=sources,
        output=output,
        form=form,
        rejects=options.rejects,
        keep=keep,
        columns=column_map,
        raw=options.raw,
        full=options.detail == "full",
        limit=options.limit(),
        threads=options.threads,
    )
    return job if options.as_of is None else replace(job, today=options.as_of.date())


def _check_distinct(inputs: Sequence[str], outputs: tuple[str | None, ...]) -> None:
    """Reject a file that is named twice: it would be overwritten while it is read."""
    from exitwise.batch.read.storage import is_address  # noqa: PLC0415 (an invalid call loads no reader)

    output, rejects, _ = outputs
    if inputs.count("-") > 1 or output == rejects == "-":
        raise InputError("`-` is named twice", help="a standard stream can be used only once")
    names = [name for name in (*inputs, *outputs) if name not in {None, "-"}]
    files = [name if is_address(name) else str(Path(name).resolve()) for name in names]
    for file in files:
        if files.count(file) > 1:
            advice = "inputs, output, rejects and summary must be different files"
            raise InputError(f"{file} is named twice", help=advice)
