"""Tests of the list of formats, and of properties that every format has."""

import pytest

from exitwise.audit import formats
from exitwise.audit.formats import RenderOptions
from exitwise.diagnostic import Extent
from support.running import reports
from support.running.program import STEERING

NAMES = ("github", "json", "junit", "sarif", "text")
ASCII = RenderOptions(ascii_only=True)


def test_formats_are_the_modules_of_the_folder() -> None:
    """A new module is a new format."""
    assert formats.format_names() == NAMES


@pytest.mark.parametrize("format_name", NAMES)
@pytest.mark.parametrize("name", reports.REPORTS)
def test_every_format_renders_every_report(format_name: str, name: str) -> None:
    """The text is not empty and ends with a newline."""
    text = formats.render(format_name, reports.REPORTS[name])

    assert text.strip()
    assert text.endswith("\n")


@pytest.mark.parametrize("format_name", NAMES)
def test_every_format_has_every_diagnostic(format_name: str) -> None:
    """No diagnostic is left out, even of the mildest severity."""
    text = " ".join(formats.render(format_name, reports.MIXED).split())

    assert [defect for defect in reports.MIXED.diagnostics if defect.message not in text] == []


@pytest.mark.parametrize("format_name", NAMES)
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_no_format_writes_control_characters(format_name: str, hostility: str) -> None:
    """Control characters in messages, paths, witnesses and pack names are escaped."""
    extent = Extent(profiles=1, of=2, witness={hostility: hostility})
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility, extent=extent))
    text = formats.render(format_name, report, RenderOptions(pack=hostility))

    assert not STEERING.search(text)
    text.encode()


@pytest.mark.parametrize("format_name", ["json", "junit", "sarif"])
def test_machine_formats_can_be_ascii(format_name: str) -> None:
    """With `ascii_only` other characters are escaped."""
    report = reports.report(reports.defect("推荐 Größe ☂", file="größe.yaml"))

    assert formats.render(format_name, report, ASCII).isascii()
    assert not formats.render(format_name, report).isascii()
