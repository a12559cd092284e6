"""Tests of the report as workflow commands, parsed as a GitHub runner parses them."""

import re
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from exitwise.audit import wording
from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.github import render
from exitwise.audit.report import Report
from exitwise.present.printable import escaped_line
from support.running import reports


class Command(NamedTuple):
    """A workflow command as a runner parses it."""

    name: str
    properties: dict[str, str]
    message: str


def parsed(line: str) -> Command | None:
    """Parse a line as `ActionCommand.TryParseV2` of actions/runner does; return None if it is no command."""
    match = re.match(r"\s*::(.*?)::(.*)", line, re.DOTALL)
    if match is None:
        return None
    name, _, rest = match[1].partition(" ")
    pairs = (pair.partition("=") for pair in rest.strip().split(",") if pair)
    return Command(name, {key: unescaped(value) for key, _, value in pairs}, unescaped(match[2]))


def unescaped(text: str) -> str:
    """Decode the escapes that a runner knows, and assert that there are no others."""
    assert set(re.findall("%..", text)) <= {"%25", "%0D", "%0A", "%3A", "%2C"}
    return unquote(text)


def commands(report: Report, pack: str | None = None) -> list[Command]:
    """The commands of a report, which two plain lines follow."""
    *lines, scope, verdict, last = render(report, RenderOptions(pack=pack)).split("\n")
    assert (parsed(scope), parsed(verdict), last) == (None, None, "")
    return [command for line in lines if (command := parsed(line)) is not None or pytest.fail(line)]


def test_diagnostic_is_an_annotation_at_its_place() -> None:
    """The severity is the command, the id is the title, and the message has extent, witness and help."""
    extent = reports.extent(door="no")

    assert commands(reports.report(reports.defect("No door.", extent=extent)), "doors") == [
        Command(
            "error",
            {"file": "rules/doors.yaml", "line": "3", "col": "5", "title": "gap"},
            "No door.\n"
            "affects: 3 of 40 profiles (7.5 %)\n"
            "witness: exitwise advise --pack doors --set door=no\n"
            "help: shut it",
        )
    ]


def test_severities_map_to_annotation_commands() -> None:
    """An info is a notice."""
    assert [command.name for command in commands(reports.MIXED)] == ["error", "error", "warning", "notice"]


def test_accepted_diagnostic_is_a_notice_with_its_reason() -> None:
    """It stands after the others, at its own place, whatever its severity."""
    *others, accepted = commands(reports.ACCEPTED)

    assert others == commands(reports.MIXED)
    assert (accepted.name, accepted.properties["title"]) == ("notice", "dead-rule")
    assert accepted.message.splitlines()[0] == "`a` is dead."
    assert accepted.message.splitlines()[-1] == "accepted: It is a spare."


@pytest.mark.parametrize("name", reports.REPORTS)
def test_scope_and_verdict_are_the_last_lines(name: str) -> None:
    """Both are plain text and no commands."""
    report = reports.REPORTS[name]
    lines = render(report, RenderOptions(fail_on="error")).splitlines()

    assert lines[-2:] == [wording.scope(report), wording.verdict(report, "error")]
    assert len(lines) == len(report.diagnostics) + len(report.accepted) + 2


@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_hostile_text_cannot_start_a_command(hostility: str) -> None:
    """No text starts a command, ends its property, or loses a character."""
    defect = reports.defect(hostility, file=hostility, help=hostility)

    (command,) = commands(reports.report(defect))

    assert command.properties == {"file": escaped_line(hostility), "line": "3", "col": "5", "title": "gap"}
    assert command.message == f"{escaped_line(hostility)}\nhelp: {escaped_line(hostility)}"
