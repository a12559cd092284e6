"""Tests of the report as text: complete at any width, with commands that can be copied."""

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


def rendered(report: Report, width: int = 80, *, colour: bool = False, pack: str | None = "doors") -> str:
    """The report rendered for a window of that width."""
    return render(report, RenderOptions(width=width, colour=colour, pack=pack))


def unbroken(text: str) -> str:
    """The text without white space and line continuations, which wrapping changes."""
    return "".join(text.replace("\\\n", "\n").split())


def test_report_is_ordered_from_worst_to_verdict() -> None:
    """The pack, the diagnostics by severity, the scope and the verdict."""
    assert rendered(reports.MIXED) == (
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


def test_accepted_diagnostics_follow_the_others() -> None:
    """They have a section of their own, and each its reason."""
    text, plain = rendered(reports.ACCEPTED), rendered(reports.MIXED)

    body, _, end = plain.partition("3 checks")
    assert text == (
        f"{body}"
        "Accepted\n"
        "\n"
        "rules/doors.yaml:3:5: dead-rule\n"
        "  `a` is dead.\n"
        "  affects: 1 of 40 profiles (2.5 %)\n"
        "  witness:\n"
        "    exitwise advise --pack doors --set door=no\n"
        "  help: shut it\n"
        "  accepted: It is a spare.\n"
        "\n"
        f"3 checks{end.replace('1 info.', '1 info; 1 accepted.')}"
    )


def test_sound_pack_has_a_short_report() -> None:
    """Without defects the report has a title, a scope and a verdict."""
    assert rendered(reports.SOUND) == ("doors 2026.11.0\n\n3 checks over 40 profiles.\nPasses: no defects.\n")


def test_unloadable_pack_is_reported_as_such() -> None:
    """The title is the name that the caller gave, and the scope says that no other check was run."""
    lines = rendered(reports.UNLOADABLE).splitlines()

    assert lines[0] == "doors/"
    assert lines[-2:] == ["The pack does not load, so no other check was run.", "Fails: 2 errors."]


def test_fail_on_decides_the_verdict() -> None:
    """The same report passes or fails."""
    verdicts = [
        render(reports.UNTIDY, RenderOptions(fail_on=at)).splitlines()[-1] for at in ("warning", "info")
    ]

    assert verdicts == ["Passes: 1 info, none of severity warning or worse.", "Fails: 1 info."]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", REPORTS)
def test_every_word_is_shown_at_any_width(name: str, width: int) -> None:
    """Wrapping moves words and changes none."""
    assert unbroken(rendered(REPORTS[name], width)) == unbroken(rendered(REPORTS[name], 10_000))


@pytest.mark.parametrize("name", REPORTS)
def test_only_command_parts_exceed_the_width(name: str) -> None:
    """A line is too long only if it is one unbreakable part of a command."""
    texts = {width: rendered(REPORTS[name], width).splitlines() for width in WINDOWS}
    wide = [line for width, lines in texts.items() for line in lines if len(line) > width]
    extents = [defect.extent for defect in REPORTS[name].diagnostics if defect.extent is not None]
    calls = {part for extent in extents for part in wording.replay_command(extent.witness, "doors")}

    assert {line.strip().removesuffix(" \\") for line in wide} <= calls


@pytest.mark.parametrize("pack", ["doors", "my pack's", None])
@pytest.mark.parametrize("width", WIDTHS)
def test_witness_command_can_be_copied(width: int, pack: str | None) -> None:
    """The lines below `witness:` are one shell command with the pack and every answer."""
    _, _, after = rendered(LONG, width, pack=pack).partition("witness:\n")
    lines = []
    for line in after.splitlines():
        lines.append(line)
        if not line.endswith(" \\"):
            break

    named = ["--pack", pack] if pack is not None else []
    answers = [word for fact, value in WITNESS.items() for word in ("--set", f"{fact}={value}")]
    assert shell.split_call("\n".join(lines)) == ["exitwise", "advise", *named, *answers]
    assert all(line.startswith("    ") for line in lines)


def test_colour_adds_only_styles() -> None:
    """Without style codes the coloured text equals the plain one."""
    coloured = rendered(reports.MIXED, colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == rendered(reports.MIXED)


@pytest.mark.parametrize("hostility", reports.HOSTILE, ids=ascii)
def test_hostile_text_cannot_forge_report_lines(hostility: str) -> None:
    """A text stays indented below its own diagnostic."""
    report = reports.report(reports.defect(hostility, file=hostility, help=hostility))
    harmless = reports.report(reports.defect("m", file="f", help="h"))
    starts = [line[:2] for line in rendered(report, 10_000).splitlines()]

    assert [start == "  " for start in starts] == [
        line[:2] == "  " for line in rendered(harmless, 10_000).splitlines()
    ]
    for character in hostility:
        if unicodedata.category(character)[0] in "LNPS":
            assert character in rendered(report, 10_000)
