"""`exitwise audit mutate`: whether a mistake in a rule would be detected."""

import re
from pathlib import Path

import pytest

from exitwise.audit.mutation.mutants import GROUPS
from support.oracles import schemas
from support.packs import toy
from support.running.program import SOMETHING, STEERING, STYLE, Run, at_terminal, exitwise

NOTICED = {
    "recommendations": """
- {id: default, recommend: stay, because: So.}
- {id: shut, recommend: leave, when: {place: gone}, overrides: default, because: So.}
""",
    "scenarios/all": """
- {id: here, profile: {place: here}, expect: {recommendation: stay}}
- {id: gone, profile: {place: gone}, expect: {recommendation: leave}}
""",
}


def mutate(pack: Path, *arguments: object) -> Run:
    """Return a call that mutates a pack."""
    return exitwise("audit", "mutate", "--pack", pack, *arguments)


def test_run_without_survivors_exits_with_0(tmp_path: Path) -> None:
    """The counts add up to all mutants, and standard error is empty."""
    mutate(toy.write(tmp_path, **NOTICED)).expects(
        out=(
            "toy 2026.11.0\n\n"
            "Mutants\n"
            "  - arguments: 5 killed\n"
            "  - overrides: 2 killed\n\n"
            "No mutant survives: each change of advice fails a worked case or a property.\n"
        )
    )


def test_survivor_exits_with_1_and_can_be_replayed() -> None:
    """The report has the call."""
    ended = mutate(toy.BICYCLE, "--of", "overrides").where(COLUMNS="200")

    ended.expects(
        1,
        out=(
            "No worked case or property kills these mutants.",
            (
                "/recommendations.yaml:5:3: mend-unsafe\n"
                "  - drop override: does not override `just-ride`\n"
                f"    exitwise advise --pack {toy.BICYCLE} --set brakes=no\n"
            ),
            "Invalid\n  - 1: the overrides would form a cycle\n",
            "Survivors: 5 of 6 mutants.\n",
        ),
    )
    exitwise("advise", "--pack", toy.BICYCLE, "--set", "brakes=no").expects(out=("Mend it",))


def test_missing_scenario_lets_a_mutant_survive(tmp_path: Path) -> None:
    """Without the scenario the removal of a rule is not detected."""
    (here, _) = NOTICED["scenarios/all"].strip().splitlines()

    mutate(toy.write(tmp_path, **(NOTICED | {"scenarios/all": here}))).expects(
        1, out=("drop rule: left out", "--set place=gone\n")
    )


ABSENT = {"ends", "urgency"}
"""The groups of which the bicycle has no mutants."""


@pytest.mark.parametrize("arguments", [(), ("--of", "holds"), ("--of", "overrides", "--of", "before")])
def test_json_fits_its_schema(arguments: tuple[str, ...]) -> None:
    """It has the mutants of the selected groups, and the text has the same counts."""
    ended = mutate(toy.BICYCLE, *arguments, "--format", "json").result()
    data = ended.json()

    assert list(schemas.validator("mutation").iter_errors(data)) == []
    asked = set(arguments) - {"--of"} or set(GROUPS) - ABSENT
    assert {mutant["group"] for mutant in data["mutants"]} == asked
    assert sum(data["counts"].values()) == len(data["mutants"])
    assert (ended.status, ended.err) == (1 if data["counts"]["survived"] else 0, "")
    counts = re.findall(
        r"(\d+) (?:killed|equivalent|invalid|survived)", mutate(toy.BICYCLE, *arguments).result().out
    )
    assert sum(map(int, counts)) == len(data["mutants"])


def test_shipped_pack_is_the_default() -> None:
    """Its overrides are covered, and calls do not name the pack."""
    exitwise("audit", "mutate", "--of", "overrides").expects(
        out=("coursera ", "  - overrides: ", "No mutant survives")
    )


@pytest.mark.parametrize("columns", [20, 80])
def test_no_line_is_wider_than_the_window(columns: int) -> None:
    """Only a word of a call may be longer, as a shell would split it."""
    narrow = (
        mutate(toy.BICYCLE, "--of", "overrides").where(COLUMNS=str(columns)).expects(1, out=SOMETHING).out
    )

    wide = [line.strip() for line in narrow.splitlines() if len(line) > columns]
    assert all(line.startswith(("exitwise advise", "--pack ", "--set ")) for line in wide)


def test_progress_on_a_terminal_is_cleared(tmp_path: Path) -> None:
    """With NO_COLOR there are no control codes."""
    call = ("audit", "mutate", "--pack", toy.write(tmp_path, **NOTICED))
    result = exitwise(*call).expects(out=SOMETHING).out

    seen = at_terminal(*call)
    moved, _, rest = seen.rpartition("\x1b[2K")

    assert "mutants tested" in STYLE.sub("", moved)
    assert STYLE.sub("", rest) == result
    for more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert at_terminal(*call, more=more) == result
        assert not STEERING.search(at_terminal(*call, more=more))


CALLS = [
    (("--of", "hold"), ("unknown group of mutants `hold`", "help: did you mean `holds`?")),
    (("--of", "xyzzy"), ("`xyzzy`", "help: the groups are ", *(f"`{name}`" for name in GROUPS))),
    (("--of", "holds\x1b[2J"), ("`holds\\x1b[2J`",)),
    (("--format", "yaml"), ("'yaml'",)),
    (("stranger",), ("unexpected extra argument", "--help")),
]


@pytest.mark.parametrize(("arguments", "err"), CALLS)
def test_invalid_call_exits_with_2(arguments: tuple[str, ...], err: tuple[str, ...]) -> None:
    """The message has a help."""
    mutate(toy.BICYCLE, *arguments).expects(2, err=err)


def test_invalid_pack_exits_with_4(tmp_path: Path) -> None:
    """The defects are reported."""
    mutate(tmp_path).expects(4, err=("facts.yaml",))


def test_failing_scenario_is_skipped(tmp_path: Path) -> None:
    """The audit reports it; here it detects nothing."""
    case = "[{id: nowhere, profile: {door: yes}, expect: {recommendation: stay}}]"

    mutate(toy.write(tmp_path, **(NOTICED | {"scenarios/more": case}))).expects(out=("No mutant survives",))


def test_pack_without_rules_of_the_group(tmp_path: Path) -> None:
    """It exits with 0 and says that there is nothing to mutate."""
    mutate(toy.write(tmp_path), "--of", "holds").expects(out="toy 2026.11.0\n\nThere is nothing to mutate.\n")


def test_help_lists_the_groups() -> None:
    """It has an example too."""
    output = mutate(toy.BICYCLE, "--help").expects(out=("exitwise audit mutate --of arguments",)).out

    assert all(name in output for name in GROUPS)
