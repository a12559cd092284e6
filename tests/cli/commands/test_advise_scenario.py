"""`exitwise advise --scenario`: a worked case of the pack is advised on like its profile."""

import shutil
from pathlib import Path

import pytest

from support.packs import shipped, toy
from support.packs.faulty_profiles import SAFE
from support.running.program import SOMETHING, Run, exitwise

FORMATS = ("text", "markdown", "json")
SCENARIOS = {
    "safe-and-new": {"colour": "blue", "brakes": "yes", "age": 5},
    "brakes-slip": {"brakes": "no"},
}
"""Worked cases of the bicycle's pack, with their profiles."""


def advise(*arguments: object) -> Run:
    """Return a call that advises on a bicycle from standard input."""
    return exitwise("advise", "-", "--pack", toy.BICYCLE, *arguments)


def scenario(*arguments: object) -> Run:
    """Return a call that advises on a worked case of the bicycle."""
    return exitwise("advise", "--pack", toy.BICYCLE, "--scenario", *arguments)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario_is_advised_on_like_its_profile(name: str, form: str) -> None:
    """The output for a worked case is that for its profile, in every format."""
    expected = advise("--format", form).reads(SCENARIOS[name]).expects(out=SOMETHING)

    assert scenario(name, "--format", form).expects(out=SOMETHING) == expected


def test_set_changes_a_scenario() -> None:
    """`--set` replaces and removes answers of a worked case, and `--why-not` explains its outcome."""
    options = ("--set", "brakes=no", "--set", "age=", "--why-not", "ride")
    expected = advise("--why-not", "ride").reads({"colour": "blue", "brakes": "no"})

    assert scenario("safe-and-new", *options).expects(out=SOMETHING) == expected.expects(out=SOMETHING)


def test_inadmissible_scenario_is_rejected_like_its_profile() -> None:
    """A worked case that violates a constraint exits with 2; the message names it and the constraint."""
    words = ("scenario too-old-for-green: /colour", "(no-old-green)", "Green paint is not 60 years old.")

    scenario("too-old-for-green").expects(2, err=words)
    scenario("too-old-for-green", "--set", "age=9").expects(out=("What to do with a bicycle",))


UNKNOWN_SCENARIOS = {
    "near one": ("brake-slips", ("`brake-slips`", "did you mean `brakes-slip`?")),
    "near none": (
        "xyzzy",
        ("`xyzzy`", "base/scenarios", "`safe-and-new`, `brakes-slip`, `too-old-for-green`"),
    ),
    "empty": ("", ("``", "base/scenarios")),
    "with control characters": ("\x1b[31m\n", (r"`\x1b[31m\n`", "base/scenarios")),
}


@pytest.mark.parametrize(("name", "words"), UNKNOWN_SCENARIOS.values(), ids=UNKNOWN_SCENARIOS)
def test_unknown_scenario_is_rejected(name: str, words: tuple[str, ...]) -> None:
    """An unknown id exits with 2; the help suggests a near one, or says where the scenarios are."""
    scenario(name).expects(2, err=("unknown scenario", *words))


def test_pack_without_scenarios_says_so(tmp_path: Path) -> None:
    """`--scenario` needs a pack with worked cases."""
    call = exitwise("advise", "--pack", toy.write(tmp_path), "--scenario", "safe-and-new")

    call.expects(2, err=("the pack has no scenarios", "help: "))


def test_scenario_excludes_a_profile() -> None:
    """A call names a profile or a scenario, not both."""
    scenario("safe-and-new", "-").expects(2, err=("`--scenario`", "profile"))


def test_scenarios_are_loaded_only_on_demand(tmp_path: Path) -> None:
    """A pack with an invalid worked case still advises on a profile, but not on a scenario."""
    pack = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (pack / "scenarios" / "more.yaml").write_text("- {id: x, profile: {brakes: perhaps}}\n", "utf-8")

    exitwise("advise", "-", "--pack", pack).reads(SAFE).expects(out=("Ride it",))
    exitwise("advise", "--scenario", "brakes-slip", "--pack", pack).expects(
        4, err=("more.yaml:1:", "`perhaps`")
    )


def test_scenario_of_the_shipped_pack() -> None:
    """The worked cases of the default pack can be replayed by their ids."""
    worked = shipped.base().knowledge.scenarios[0]
    ended = exitwise("advise", "--scenario", worked.id, "--format", "json").expects(out=SOMETHING).json()

    assert ended["recommendation"] == worked.recommendation
