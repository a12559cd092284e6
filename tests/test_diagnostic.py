"""Faults in the knowledge: how they read, and that none is reported twice."""

from dataclasses import replace

from exitwise.diagnostic import SEVERITIES, Diagnostics, Extent, PackDiagnostic, Place
from exitwise.errors import ExitCode, PackError

FIRST = PackDiagnostic(id="b", message="one", place=Place("a.yaml", 2, 9), help="mend it")
LATER = PackDiagnostic(id="a", message="two", place=Place("a.yaml", 10, 1))


def test_a_defect_reads_place_message_kind_and_advice_apart() -> None:
    """Editors and people find the place; the advice stands on a line of its own."""
    assert str(FIRST) == "a.yaml:2:9: one [b]\n  help: mend it"
    assert str(LATER) == "a.yaml:10:1: two [a]"


def test_defects_are_kept_once_and_read_by_place() -> None:
    """Lines are ordered as numbers, whatever the order in which faults were met."""
    defects = Diagnostics()
    for defect in (LATER, FIRST, LATER):
        defects.add(defect)

    assert list(defects) == [FIRST, LATER]
    assert defects
    assert not Diagnostics()


def test_an_invalid_pack_tells_all_defects() -> None:
    """The error holds them as values, and as text for people."""
    error = PackError([FIRST, LATER])

    assert error.diagnostics == (FIRST, LATER)
    assert error.code is ExitCode.PACK
    assert str(error) == f"{FIRST}\n{LATER}"


def test_a_defect_is_an_error_of_no_known_extent_unless_more_is_said() -> None:
    """A loader knows no profiles; how grave a defect is and how far it reaches are no part of its line."""
    reaching = Extent(profiles=3, of=8, witness={"door": "no"})

    assert (FIRST.severity, FIRST.extent) == ("error", None)
    assert str(replace(FIRST, severity="info", extent=reaching)) == str(FIRST)


def test_gravities_stand_the_worst_first() -> None:
    """Reports are sorted by them."""
    assert SEVERITIES == ("error", "warning", "info")
