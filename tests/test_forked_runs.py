"""A run that is forked from a prepared process is the run of a program that was started."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from exitwise.cli import Commands, program
from support.packs import moving, toy
from support.running.prepared import can_fork
from support.running.program import exitwise

PACK = ("--pack", toy.BICYCLE)
SAFE = {"brakes": "yes", "colour": "blue", "age": 5}
CALLS: dict[str, tuple[tuple[object, ...], object]] = {
    "advise": (("advise", "-", *PACK), SAFE),
    "ask": (("ask", *PACK), "1\nthey h\n"),
    "audit": (("audit", *PACK), ""),
    "audit coverage": (("audit", "coverage", *PACK), ""),
    "audit diff": (("audit", "diff", toy.BICYCLE, toy.BICYCLE), ""),
    "audit explain": (("audit", "explain"), ""),
    "audit export": (("audit", "export", "--to", "sql", *PACK), ""),
    "audit graph": (("audit", "graph", *PACK), ""),
    "audit mutate": (("audit", "mutate", *PACK), ""),
    "audit show": (("audit", "show", "worn", *PACK), ""),
    "batch": (("batch", "-", "-o", "-", *PACK), SAFE),
    "forget": (("forget", "nothing.json"), ""),
    "letter": (("letter", *PACK), ""),
    "plan": (("plan", "answers.json", "--pack", "moving"), ""),
    "replay": (("replay", "-", *PACK), "{}"),
    "sample": (("sample", *PACK, "--seed", "1"), ""),
    "schema": (("schema", "profile", *PACK), ""),
}
"""A call of each command, and its standard input."""

TIME = re.compile(r"\d+\.\d s, [\d,]+ a second")


def leaves(command: click.Command, name: str = "") -> Iterator[str]:
    """Yield the names of the commands; a group that does something itself is one."""
    context = click.Context(command)
    if name and not (isinstance(command, click.Group) and not command.invoke_without_command):
        yield name
    if isinstance(command, Commands):
        for part in command.list_commands(context):
            inner = command.get_command(context, part)
            assert inner is not None
            yield from leaves(inner, f"{name} {part}".strip())


def test_every_command_has_a_call() -> None:
    """A new command needs one too."""
    assert sorted(leaves(program)) == sorted(CALLS)


QUICK = {"advise", "ask", "audit mutate", "batch", "letter"}
"""Commands that differ in what they read, write or count; the others are compared in the slow tests."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in CALLS]
)
def test_forked_run_equals_started_run(name: str, tmp_path: Path) -> None:
    """Exit status and both streams are the same, in the same folder."""
    moving.write_pack(tmp_path)
    moving.write_session(tmp_path, moving.FRESH)
    arguments, given = CALLS[name]
    run = exitwise(*arguments).reads(given).inside(tmp_path)

    forked, started = run.result(), run.started().result()

    assert (forked.status, forked.out) == (started.status, started.out)
    assert TIME.sub("", forked.err) == TIME.sub("", started.err)
    assert forked.status != 70


@pytest.mark.parametrize(
    "arguments", [("--version",), ("nonsense",), ("advise", "--nonsense"), ("advise", "-")]
)
def test_failed_forked_run_equals_started_run(arguments: tuple[str, ...]) -> None:
    """Messages go to standard error, whatever was read."""
    run = exitwise(*arguments).reads("[")

    assert run.result() == run.started().result()


def test_forked_run_has_the_environment_and_arguments_of_its_own() -> None:
    """One run leaves nothing behind for the next."""
    run = exitwise("audit", "explain")

    assert run.where(COLUMNS="30").result() == run.where(COLUMNS="30").started().result()
    assert run.result() == run.started().result()


def test_closed_output_ends_a_forked_run_alike() -> None:
    """A pipe that nobody reads ends it with the status of a started run."""
    statuses = []
    for run in (exitwise("schema", "advice"), exitwise("schema", "advice").started()):
        reading, writing = os.pipe()
        os.close(reading)
        statuses.append(run.writing_to(writing).result().status)
        os.close(writing)

    assert len(set(statuses)) == 1


@pytest.mark.parametrize("name", ["PYTHONIOENCODING", "PYTHONPATH", "LANG", "LC_ALL"])
def test_run_is_started_if_its_environment_changes_the_start_of_python(name: str) -> None:
    """A fork would not see the change."""
    assert not can_fork({name: "x"})
    assert can_fork({"COLUMNS": "80"})
