"""The forms as they are found, and what holds for each of them."""

import pytest

from exitwise.audit import formats as forms
from exitwise.audit.formats import RenderOptions
from exitwise.diagnostic import Extent
from support.running import reports
from support.running.program import STEERING

NAMES = ("github", "json", "junit", "sarif", "text")
ASCII = RenderOptions(ascii_only=True)


def test_the_forms_are_the_modules_of_the_folder() -> None:
    """A form is added by adding its module."""
    assert forms.format_names() == NAMES


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize("name", reports.REPORTS)
def test_every_form_can_say_every_report(form: str, name: str) -> None:
    """Whatever was found, or kept the audit from being made, there is something to write, ended by a line."""
    written = forms.render(form, reports.REPORTS[name])

    assert written.strip()
    assert written.endswith("\n")


@pytest.mark.parametrize("form", NAMES)
def test_every_form_tells_every_defect(form: str) -> None:
    """No defect is left out, whatever its gravity."""
    written = " ".join(forms.render(form, reports.MIXED).split())

    assert [defect for defect in reports.MIXED.diagnostics if defect.message not in written] == []


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_nothing_steers_a_terminal(form: str, hostility: str) -> None:
    """Wherever a text may stand, no control character of it is written in any form."""
    extent = Extent(profiles=1, of=2, witness={hostility: hostility})
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility, extent=extent))
    written = forms.render(form, report, RenderOptions(pack=hostility))

    assert not STEERING.search(written)
    written.encode()


@pytest.mark.parametrize("form", ["json", "junit", "sarif"])
def test_a_form_for_programs_can_be_ascii(form: str) -> None:
    """A stream that takes only ASCII loses nothing of what has another way to say every character."""
    report = reports.report(reports.defect("推荐 Größe ☂", file="größe.yaml"))

    assert forms.render(form, report, ASCII).isascii()
    assert not forms.render(form, report).isascii()
