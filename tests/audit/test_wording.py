"""How a report is said: in numbers that people read, and in a call that they can repeat."""

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
def test_a_share_is_said_in_per_cent(numbers: tuple[int, int], expected: str) -> None:
    """To one decimal, and never as nothing or as all what is neither."""
    assert wording.share(*numbers) == expected


@given(st.integers(1, 10**30).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_that_is_a_number_is_the_nearest(numbers: tuple[int, int]) -> None:
    """No count is too large for an exact share."""
    said = wording.share(*numbers).removesuffix(" %")
    if " " not in said:
        assert abs(Fraction(said) - 100 * Fraction(*numbers)) <= Fraction(1, 20)


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
def test_an_extent_says_of_how_many(extent: Extent, expected: str) -> None:
    """Large numbers are grouped, one profile is one."""
    assert wording.describe_extent(extent) == expected


@pytest.mark.parametrize("pack", ["doors", "my pack's", 'a"b', "$(touch x)", "-x", "a\\b", "`x`", "日本"])
def test_a_call_is_what_a_shell_makes_of_it(pack: str) -> None:
    """A shell that reads the call hands the program the pack, and each answer, unchanged."""
    parts = wording.replay_command({"door": "no", "days": -3}, pack)
    expected = ["exitwise", "advise", "--pack", pack, "--set", "door=no", "--set", "days=-3"]

    for joint in (" ", " \\\n    "):
        assert shell.split_call(joint.join(parts)) == expected


def test_a_call_names_no_pack_that_nobody_named() -> None:
    """Whoever audits the default pack replays on it too."""
    assert " ".join(wording.replay_command({"door": "no"}, None)) == "exitwise advise --set door=no"


def test_a_profile_that_states_nothing_can_be_replayed() -> None:
    """An empty profile is handed in, since a call without any would be a mistake."""
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
def test_a_call_goes_on_where_there_is_no_more_room(room: int, lines: list[str]) -> None:
    """Each line holds as many parts as there is room for, and the mark; a part is never broken."""
    assert list(wording.wrap_command(PARTS, room)) == lines
    assert shell.split_call("\n".join(lines)) == shell.split_call(" ".join(PARTS))


def test_a_call_of_one_part_is_one_line() -> None:
    """However little room there is."""
    assert list(wording.wrap_command(("exitwise advise",), 3)) == ["exitwise advise"]


def test_what_is_told_of_a_defect() -> None:
    """The message, how far it reaches, a witness to replay and the way out, each on its line."""
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
    ("unloadable", "error"): "Fails: 2 errors.",
    ("undecided", "warning"): "Fails: 1 error.",
}


@pytest.mark.parametrize(("case", "expected"), VERDICTS.items(), ids=lambda value: "-".join(value[:2]))
def test_the_verdict_says_by_what(case: tuple[str, Severity], expected: str) -> None:
    """It passes or fails, with how many defects of which gravity."""
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
def test_the_scope_says_what_was_checked(name: str, expected: str) -> None:
    """How many checks over how many profiles, what could not be decided, or that nothing could be checked."""
    assert wording.scope(reports.REPORTS[name]) == expected
