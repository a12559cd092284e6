"""Tests of the phrases of reports: shares, extents, commands and verdicts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.audit import wording
from exitwise.diagnostic import Extent, Severity
from support.running import reports, shell

SHARES = {
    (0, 7): "0 %",
    (7, 7): "100 %",
    (1, 10**26): "less than 0.1 %",
    (10**26 - 1, 10**26): "more than 99.9 %",
    (4, 10_000): "less than 0.1 %",
    (5, 10_000): "0.1 %",
    (9_994, 10_000): "99.9 %",
    (9_995, 10_000): "more than 99.9 %",
    (21_346_869_600, 1_860_000_000_000): "1.1 %",
    (2, 3): "66.7 %",
    (1, 2): "50.0 %",
}


@pytest.mark.parametrize(("numbers", "expected"), SHARES.items())
def test_share_in_per_cent(numbers: tuple[int, int], expected: str) -> None:
    """A share has one decimal, and only an exact 0 or 1 is 0 % or 100 %."""
    assert wording.share(*numbers) == expected


@given(st.integers(1, 10**30).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_share_is_rounded_to_the_nearest_tenth(numbers: tuple[int, int]) -> None:
    """Large counts do not lose precision."""
    text = wording.share(*numbers).removesuffix(" %")
    if " " not in text:
        assert abs(Fraction(text) - 100 * Fraction(*numbers)) <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        (reports.extent(1, 1), "1 of 1 profile (100 %)"),
        (reports.extent(12, 16), "12 of 16 profiles (75.0 %)"),
        (
            reports.extent(21_346_869_600, 1_860_000_000_000),
            "21,346,869,600 of 1,860,000,000,000 profiles (1.1 %)",
        ),
    ],
)
def test_extent_has_counts_and_share(extent: Extent, expected: str) -> None:
    """Large numbers are grouped by thousands, and the noun agrees with the number."""
    assert wording.describe_extent(extent) == expected


@pytest.mark.parametrize("pack", ["doors", "my pack's", 'a"b', "$(touch x)", "-x", "a\\b", "`x`", "日本"])
def test_replay_command_is_quoted_for_the_shell(pack: str) -> None:
    """A shell splits the command into the pack and the answers unchanged."""
    parts = wording.replay_command({"door": "no", "days": -3}, pack)
    expected = ["exitwise", "advise", "--pack", pack, "--set", "door=no", "--set", "days=-3"]

    for joint in (" ", " \\\n    "):
        assert shell.split_call(joint.join(parts)) == expected


def test_replay_command_without_pack_has_no_pack_option() -> None:
    """The default pack is replayed on the default pack."""
    assert " ".join(wording.replay_command({"door": "no"}, None)) == "exitwise advise --set door=no"


def test_replay_command_of_empty_profile_uses_standard_input() -> None:
    """The empty profile is piped in, since `advise` without answers is an error."""
    assert " ".join(wording.replay_command({}, "doors")) == "echo '{}' | exitwise advise - --pack doors"


PARTS = ("exitwise advise", "--pack doors", "--set door=no", "--set days=-3")
BROKEN = {
    70: ["exitwise advise --pack doors --set door=no --set days=-3"],
    # The last part needs no room for the mark that the call goes on.
    56: ["exitwise advise --pack doors --set door=no --set days=-3"],
    55: ["exitwise advise --pack doors --set door=no \\", "--set days=-3"],
    44: ["exitwise advise --pack doors --set door=no \\", "--set days=-3"],
    43: ["exitwise advise --pack doors \\", "--set door=no --set days=-3"],
    1: ["exitwise advise \\", "--pack doors \\", "--set door=no \\", "--set days=-3"],
}


@pytest.mark.parametrize(("room", "lines"), BROKEN.items())
def test_command_is_wrapped_between_parts(room: int, lines: list[str]) -> None:
    """Each line has as many parts as fit together with the continuation, and no part is broken."""
    assert list(wording.wrap_command(PARTS, room)) == lines
    assert shell.split_call("\n".join(lines)) == shell.split_call(" ".join(PARTS))


def test_command_of_one_part_is_one_line() -> None:
    """Even if the line is too long."""
    assert list(wording.wrap_command(("exitwise advise",), 3)) == ["exitwise advise"]


def test_full_message_has_extent_witness_and_help() -> None:
    """Each is one line, and missing ones are left out."""
    whole = reports.defect("No door.", help="add one", extent=reports.extent(door="no"))

    assert wording.full_message(whole, "doors") == (
        "No door.\n"
        "affects: 3 of 40 profiles (7.5 %)\n"
        "witness: exitwise advise --pack doors --set door=no\n"
        "help: add one"
    )
    assert wording.full_message(reports.defect("No door.", help=""), None) == "No door."


VERDICTS = {
    ("sound", "info"): "Passes: no defects.",
    ("sound", "error"): "Passes: no defects.",
    ("untidy", "info"): "Fails: 1 info.",
    ("untidy", "warning"): "Passes: 1 info, none of severity warning or worse.",
    ("untidy", "error"): "Passes: 1 info, none of severity error or worse.",
    ("mixed", "error"): "Fails: 2 errors, 1 warning, 1 info.",
    ("accepted", "error"): "Fails: 2 errors, 1 warning, 1 info; 1 accepted.",
    ("unloadable", "error"): "Fails: 2 errors.",
    ("undecided", "warning"): "Fails: 1 error.",
}


@pytest.mark.parametrize(("case", "expected"), VERDICTS.items(), ids=lambda value: "-".join(value[:2]))
def test_verdict_counts_diagnostics_by_severity(case: tuple[str, Severity], expected: str) -> None:
    """The verdict is pass or fail, with the number of diagnostics."""
    name, fail_on = case

    assert wording.verdict(reports.REPORTS[name], fail_on) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sound", "3 checks over 40 profiles."),
        ("undecided", "3 checks over 40 profiles, 1 undecided."),
        ("unloadable", "The pack does not load, so no other check was run."),
    ],
)
def test_scope_counts_checks_and_profiles(name: str, expected: str) -> None:
    """The scope also has the number of undecided checks, or says that the pack does not load."""
    assert wording.scope(reports.REPORTS[name]) == expected
