"""`exitwise audit show`: the entities with an id."""

import json
from pathlib import Path

import pytest

from support.packs import shipped, toy
from support.running.program import SOMETHING, exitwise


def test_rule_as_text() -> None:
    """The text has a call that replays the smallest profile on which the rule fires."""
    call = exitwise("audit", "show", "slips-is-unsafe", "--pack", toy.BICYCLE).where(COLUMNS="200")

    call.expects(
        out=(
            "finding rule slips-is-unsafe\n",
            "/findings.yaml:11:3\nbecause: The brakes slip.\nwhen: brakes: no\n",
            "\n  11 - id: slips-is-unsafe\n",
            "  - fires on 306 of 612 profiles (50.0 %)\n",
            f"      exitwise advise --pack {toy.BICYCLE} --set brakes=no\n",
            "  - looks at fact brakes\n",
            "  - concludes finding unsafe\n",
        )
    )


def test_witness_is_minimal_and_admissible() -> None:
    """The rule fires on it, and no answer can be left out."""
    name = "sell-worn"
    ended = exitwise("audit", "show", name, "--pack", toy.BICYCLE, "--format", "json").expects(out=SOMETHING)
    (entry,) = ended.json()

    applies, undefeated = entry["counts"]
    assert applies["witness"] == undefeated["witness"] == {"brakes": "yes", "age": 10}
    advice = toy.bicycle().advise(applies["witness"])
    assert [reason.rule for reason in advice.reasons if reason.concludes == "recommend:sell"] == [name]
    assert toy.bicycle().advise({"brakes": "yes"}).recommendation != "sell"


def test_witness_of_a_constraint_violates_it() -> None:
    """Its replay is rejected by the constraint."""
    shown = exitwise("audit", "show", "no-old-green", "--pack", toy.BICYCLE, "--format", "json")
    ((count,),) = [entry["counts"] for entry in shown.expects(out=SOMETHING).json()]

    assert (count["what"], count["of"]) == ("refuses", "624")
    replayed = exitwise("advise", "-", "--pack", toy.BICYCLE).reads(json.dumps(count["witness"]))
    replayed.expects(2, err=("(no-old-green)",))


def test_shipped_pack_is_the_default() -> None:
    """Large counts are text in JSON, so that they are exact."""
    outcomes = dict(shipped.base().knowledge.outcomes)
    counts = [
        exitwise("audit", "show", name, "--format", "json").expects(out=SOMETHING).json()[0]["counts"][0]
        for name in outcomes
    ]

    assert {type(count["profiles"]) for count in counts} == {str}
    assert sum(int(count["profiles"]) for count in counts) == int(counts[0]["of"])


def test_pack_path_is_relative_to_the_working_directory(tmp_path: Path) -> None:
    """The lines of its files are shown."""
    toy.write(tmp_path / "pack")
    call = exitwise("audit", "show", "default", "--pack", "pack").inside(tmp_path)

    call.expects(
        out=("pack/recommendations.yaml:1:2\n", "  1 [{id: default, recommend: stay, because: So.}]\n")
    )


CALLS = [
    (("worm",), 2, ("unknown ID `worm`", "did you mean `worn`?")),
    ((), 2, ("Missing argument 'ID'", "--help")),
    (("worn", "--format", "yaml"), 2, ("'yaml'",)),
    (("worn\x1b[2J\nx",), 2, ("`worn\\x1b[2J\\nx`",)),
]


@pytest.mark.parametrize(("arguments", "status", "err"), CALLS)
def test_invalid_call_exits_with_2(arguments: tuple[str, ...], status: int, err: tuple[str, ...]) -> None:
    """The message has a help."""
    exitwise("audit", "show", *arguments, "--pack", toy.BICYCLE).expects(status, err=err)


def test_invalid_pack_exits_with_4(tmp_path: Path) -> None:
    """The defects are reported."""
    exitwise("audit", "show", "x", "--pack", tmp_path).expects(4, err=("facts.yaml",))
