"""Diagnostics: rendering, order and uniqueness."""

from dataclasses import replace

from exitwise.diagnostic import (
    SEVERITIES,
    Diagnostics,
    Extent,
    PackDiagnostic,
    Place,
    ProfileDiagnostic,
    render,
)
from exitwise.errors import ExitCode, PackError

FIRST = PackDiagnostic(id="b", message="one", place=Place("a.yaml", 2, 9), help="fix it")
LATER = PackDiagnostic(id="a", message="two", place=Place("a.yaml", 10, 1))


def test_a_pack_diagnostic_is_rendered_with_place_and_id() -> None:
    """The help is on a line of its own."""
    assert str(FIRST) == "a.yaml:2:9: one [b]\n  help: fix it"
    assert str(LATER) == "a.yaml:10:1: two [a]"


def test_render_joins_message_and_help() -> None:
    """Without help the message stands alone."""
    assert render("message", "way out") == "message\n  help: way out"
    assert render("message") == "message"


def test_a_profile_diagnostic_is_rendered_with_origin_and_pointer() -> None:
    """A missing origin or pointer is omitted."""
    diagnostic = ProfileDiagnostic(pointer="/a", cause="x", message="one", origin="f.json", help="fix it")

    assert str(diagnostic) == "f.json: /a: one\n  help: fix it"
    assert str(ProfileDiagnostic(pointer="", cause="x", message="one")) == "one"


def test_diagnostics_are_unique_and_sorted_by_place() -> None:
    """Line numbers are compared as numbers."""
    diagnostics = Diagnostics()
    for diagnostic in (LATER, FIRST, LATER):
        diagnostics.add(diagnostic)

    assert list(diagnostics) == [FIRST, LATER]
    assert diagnostics
    assert not Diagnostics()


def test_a_pack_error_holds_all_diagnostics() -> None:
    """As values, and in its text."""
    error = PackError([FIRST, LATER])

    assert error.diagnostics == (FIRST, LATER)
    assert error.code is ExitCode.PACK
    assert str(error) == f"{FIRST}\n{LATER}"


def test_the_default_is_an_error_without_extent() -> None:
    """Severity and extent are not part of the text."""
    extent = Extent(profiles=3, of=8, witness={"door": "no"})

    assert (FIRST.severity, FIRST.extent) == ("error", None)
    assert str(replace(FIRST, severity="info", extent=extent)) == str(FIRST)


def test_severities_are_sorted_worst_first() -> None:
    """Reports are sorted by them."""
    assert SEVERITIES == ("error", "warning", "info")
