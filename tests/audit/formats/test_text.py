"""The report for people: complete at any width, and with calls that can be copied."""

import unicodedata

import pytest

from exitwise.audit import wording
from exitwise.audit.formats import RenderOptions
from exitwise.audit.formats.text import render
from exitwise.audit.report import Report
from support.running import reports, shell
from support.running.program import STYLE

WIDTHS = (20, 40, 80, 200)
WINDOWS = range(20, 101)
WITNESS: dict[str, str | int] = {
    "door": "ajar",
    "window_of_the_house": "half-open",
    "days_since_it_was_shut": -3,
}
LONG = reports.report(
    reports.defect(
        "No argument stands undefeated for whoever has left a door open, so there is no recommendation.",
        help="Add an argument that covers the witness; " * 3,
        extent=reports.extent(21_346_869_600, 1_860_000_000_000, **WITNESS),
    ),
    *reports.MIXED.diagnostics,
)
REPORTS = reports.REPORTS | {"long": LONG}


def written(report: Report, width: int = 80, *, colour: bool = False, pack: str | None = "doors") -> str:
    """The report as it is read in a window of that width."""
    return render(report, RenderOptions(width=width, colour=colour, pack=pack))


def unbroken(text: str) -> str:
    """The text without what wrapping changes: white space, and the marks by which a call is continued."""
    return "".join(text.replace("\\\n", "\n").split())


def test_a_report_reads_from_the_gravest_to_the_verdict() -> None:
    """The pack, the defects under their gravity each with all that is known of it, the scope, the verdict."""
    assert written(reports.MIXED) == (
        "doors 2026.11.0\n"
        "\n"
        "Errors\n"
        "\n"
        "rules/doors.yaml:3:5: gap\n"
        "  No door is open.\n"
        "  affects: 1 of 40 profiles (2.5 %)\n"
        "  witness:\n"
        "    exitwise advise --pack doors --set door=no\n"
        "  help: shut it\n"
        "\n"
        "rules/a.yaml:3:5: gap\n"
        "  No door is shut, says a rule.\n"
        "  affects: 40 of 40 profiles (100 %)\n"
        "  witness:\n"
        "    echo '{}' | exitwise advise - --pack doors\n"
        "  help: shut it\n"
        "\n"
        "Warnings\n"
        "\n"
        "rules/doors.yaml:3:5: dead-rule\n"
        "  A rule never fires.\n"
        "\n"
        "Info\n"
        "\n"
        "rules/doors.yaml:3:5: dead-rule\n"
        "  A rule is untidy.\n"
        "  help: shut it\n"
        "\n"
        "3 checks over 40 profiles.\n"
        "Fails: 2 errors, 1 warning, 1 info.\n"
    )


def test_a_sound_pack_needs_three_lines() -> None:
    """Where nothing is wrong little is to be read."""
    assert written(reports.SOUND) == ("doors 2026.11.0\n\n3 checks over 40 profiles.\nPasses: no defects.\n")


def test_a_pack_that_does_not_load_is_told_from_one_that_fails() -> None:
    """Under the name it was asked for by, with the reason why there are no other defects."""
    lines = written(reports.UNLOADABLE).splitlines()

    assert lines[0] == "doors/"
    assert lines[-2:] == ["The pack does not load, so no other check was run.", "Fails: 2 errors."]


def test_what_it_is_judged_by_decides_the_verdict() -> None:
    """The same report passes or fails as the caller asks."""
    verdicts = [
        render(reports.UNTIDY, RenderOptions(fail_on=at)).splitlines()[-1] for at in ("warning", "info")
    ]

    assert verdicts == ["Passes: 1 info, none of severity warning or worse.", "Fails: 1 info."]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", REPORTS)
def test_at_any_width_every_word_is_shown(name: str, width: int) -> None:
    """Wrapping moves words and changes none, however narrow the window is."""
    assert unbroken(written(REPORTS[name], width)) == unbroken(written(REPORTS[name], 10_000))


@pytest.mark.parametrize("name", REPORTS)
def test_no_line_is_wider_than_the_window(name: str) -> None:
    """A line runs over only where it is one part of a call, of which a shell would make two."""
    texts = {width: written(REPORTS[name], width).splitlines() for width in WINDOWS}
    wide = [line for width, lines in texts.items() for line in lines if len(line) > width]
    extents = [defect.extent for defect in REPORTS[name].diagnostics if defect.extent is not None]
    calls = {part for extent in extents for part in wording.replay_command(extent.witness, "doors")}

    assert {line.strip().removesuffix(" \\") for line in wide} <= calls


@pytest.mark.parametrize("pack", ["doors", "my pack's", None])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_call_can_be_copied(width: int, pack: str | None) -> None:
    """The lines below `witness:` are, as they stand, one call in a shell: the pack and every answer."""
    _, _, after = written(LONG, width, pack=pack).partition("witness:\n")
    lines = []
    for line in after.splitlines():
        lines.append(line)
        if not line.endswith(" \\"):
            break

    named = ["--pack", pack] if pack is not None else []
    answers = [word for fact, value in WITNESS.items() for word in ("--set", f"{fact}={value}")]
    assert shell.split_call("\n".join(lines)) == ["exitwise", "advise", *named, *answers]
    assert all(line.startswith("    ") for line in lines)


def test_colour_adds_styles_and_nothing_else() -> None:
    """Without its style codes the coloured text is the plain one; without colour there is none."""
    coloured = written(reports.MIXED, colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == written(reports.MIXED)


@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_what_stands_in_a_pack_stays_text(hostility: str) -> None:
    """A text is shown on its own lines, under its own defect; it forges neither a heading nor a verdict."""
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility))
    told = reports.report(reports.defect("m", file="f", help="h"))
    starts = [line[:2] for line in written(report, 10_000).splitlines()]

    assert [start == "  " for start in starts] == [
        line[:2] == "  " for line in written(told, 10_000).splitlines()
    ]
    for character in hostility:
        if unicodedata.category(character)[0] in "LNPS":
            assert character in written(report, 10_000)
