"""`exitwise batch --backend spark`: the same batch over folders of parts, on Spark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.job import Limit
    from exitwise.batch.source import Form
    from exitwise.batch.tally import Tally
    from exitwise.knowledge_base import KnowledgeBase

Command = TypeVar("Command", bound=Callable[..., Any])
FORMS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
WITHOUT_SPARK: Final = "leave out --backend spark"
UNAVAILABLE: Final = {
    "map_file": f"name the columns as the facts are, or {WITHOUT_SPARK}",
    "detail": f"`exitwise advise` gives the whole advice on one profile; for many, {WITHOUT_SPARK}",
    "resume": f"a run on Spark is whole or leaves nothing: run it again, or {WITHOUT_SPARK}",
    "threads": "say --master 'local[N]', or the number of executors to spark-submit",
    "memory": "say it to spark-submit: --driver-memory and --executor-memory",
}
"""What cannot be had on Spark, each with what to do instead."""


def backend_options(command: Command) -> Command:
    """Add the options that say what runs the rules, and where."""
    backend = click.option(
        "--backend",
        type=click.Choice(["duckdb", "spark"]),
        default="duckdb",
        show_default=True,
        help="What runs the rules; spark: over folders of JSON Lines or Parquet, into folders of parts.",
    )
    master = click.option("--master", metavar="URL", help="Where Spark runs.  [default: local[*]]")
    return backend(master(command))


def reject_master(master: str | None) -> None:
    """Refuse a Spark that is named and not wanted."""
    if master is not None:
        raise UsageError("`--master` is where Spark runs", help="say --backend spark with it")


def run(  # noqa: PLR0913 (click's options)
    kb: KnowledgeBase,
    inputs: Sequence[str],
    *,
    output: str,
    rejects: str | None,
    form: Form | None,
    to: str | None,
    day: Any,
    keep: tuple[str, ...],
    raw: bool,
    limit: Limit | None,
    master: str | None,
    **_absent: Any,
) -> Tally:
    """Run it there, and return what was counted.

    Raises:
        FileError: Spark, Java or a file is missing; something cannot be read or written.
        InputError: a file is not what its name says.
        TooMany: more is rejected than may be.
    """
    _refuse_absent(click.get_current_context())
    places = [_folder(name) for name in (output, rejects) if name is not None]
    _check_streams([*inputs, *places])
    _check_apart(places)
    given, told = _form_of_input(form), to or _form_of_output(places[0])
    if told == "csv":
        raise _no_csv()

    from exitwise.batch.spark import Order  # noqa: PLC0415 (a mistaken call loads no Spark)
    from exitwise.batch.spark import run as on_spark  # noqa: PLC0415

    order = Order(
        inputs=inputs,
        output=places[0],
        rejects=None if rejects is None else places[1],
        form=told,
        today=date.today() if day is None else day.date(),  # noqa: DTZ011 (the day where the caller is)
        keep=keep,
        raw=raw,
        given=given,
        limit=limit,
    )
    return on_spark(kb.knowledge, order, master=master)


def _refuse_absent(call: click.Context) -> None:
    """Refuse what was asked for and cannot be had, by the names that the options have."""
    for option in call.command.params:
        advice = UNAVAILABLE.get(option.name or "")
        said = call.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
        if advice is None or not said or call.params[option.name or ""] == "compact":
            continue
        value = " full" if option.name == "detail" else ""
        raise UsageError(f"`{option.opts[0]}{value}` cannot be had on Spark", help=advice)


def _check_streams(names: Sequence[str]) -> None:
    if "-" in names:
        advice = f"name files or folders, or {WITHOUT_SPARK}"
        raise UsageError("`-` cannot be had on Spark, which has no standard streams", help=advice)


def _check_apart(places: Sequence[str]) -> None:
    """Refuse folders of which one is, or is in, the other: each appears whole under its name."""
    paths = [PurePosixPath(place) for place in places]
    if len(paths) > 1 and (paths[0].is_relative_to(paths[1]) or paths[1].is_relative_to(paths[0])):
        raise UsageError(
            f"`{places[0]}` and `{places[1]}` are not apart", help="name two folders side by side"
        )


def _folder(name: str) -> str:
    return name.rstrip("/") or name


def _form_of_input(form: Form | None) -> Form | None:
    if form == "csv":
        raise _no_csv()
    if form == "json":
        raise UsageError("Spark reads no JSON array", help=f"write it as JSON Lines, or {WITHOUT_SPARK}")
    return form


def _form_of_output(output: str) -> str:
    suffix = PurePosixPath(output).suffix.lower()
    if suffix == ".csv":
        raise _no_csv()
    return FORMS.get(suffix, "jsonl")


def _no_csv() -> UsageError:
    return UsageError("CSV cannot be had on Spark", help=f"use JSON Lines or Parquet, or {WITHOUT_SPARK}")
