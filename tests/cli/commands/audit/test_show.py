"""`exitwise audit show`: what a name stands for, from the program."""

import json
from pathlib import Path

import pytest

from support.packs import shipped, toy
from support.running.program import SOMETHING, exitwise


def test_a_rule_is_shown() -> None:
    """As text, with a call that replays the smallest profile it fires on."""
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


def test_the_smallest_profile_is_one_that_is_advised_on() -> None:
    """What JSON names as the witness fires the rule, and nothing in it can be left out."""
    name = "sell-worn"
    found = exitwise("audit", "show", name, "--pack", toy.BICYCLE, "--format", "json").expects(out=SOMETHING)
    (entry,) = found.json()

    applies, undefeated = entry["counts"]
    assert applies["witness"] == undefeated["witness"] == {"brakes": "yes", "age": 10}
    advice = toy.bicycle().advise(applies["witness"])
    assert [reason.rule for reason in advice.reasons if reason.concludes == "recommend:sell"] == [name]
    assert toy.bicycle().advise({"brakes": "yes"}).recommendation != "sell"


def test_the_witness_of_a_constraint_is_refused() -> None:
    """Whoever replays it is told by which constraint."""
    shown = exitwise("audit", "show", "no-old-green", "--pack", toy.BICYCLE, "--format", "json")
    ((count,),) = [entry["counts"] for entry in shown.expects(out=SOMETHING).json()]

    assert (count["what"], count["of"]) == ("refuses", "624")
    replayed = exitwise("advise", "-", "--pack", toy.BICYCLE).reads(json.dumps(count["witness"]))
    replayed.expects(2, err=("(no-old-green)",))


def test_the_shipped_pack_is_meant_without_a_pack() -> None:
    """And large counts are exact in JSON: they are texts."""
    outcomes = dict(shipped.base().knowledge.outcomes)
    counts = [
        exitwise("audit", "show", name, "--format", "json").expects(out=SOMETHING).json()[0]["counts"][0]
        for name in outcomes
    ]

    assert {type(count["profiles"]) for count in counts} == {str}
    assert sum(int(count["profiles"]) for count in counts) == int(counts[0]["of"])


def test_files_are_read_where_the_pack_lies(tmp_path: Path) -> None:
    """A pack is found from the folder in which the program runs."""
    toy.write(tmp_path / "pack")
    call = exitwise("audit", "show", "default", "--pack", "pack").inside(tmp_path)

    call.expects(
        out=("pack/recommendations.yaml:1:2\n", "  1 [{id: default, recommend: stay, because: So.}]\n")
    )


CALLS = [
    (("worm",), 2, ("nothing is called `worm`", "did you mean `worn`?")),
    ((), 2, ("Missing argument 'ID'", "--help")),
    (("worn", "--format", "yaml"), 2, ("'yaml'",)),
    (("worn\x1b[2J\nx",), 2, ("`worn\\x1b[2J\\nx`",)),
]


@pytest.mark.parametrize(("arguments", "status", "err"), CALLS)
def test_a_mistaken_call_ends_with_2(arguments: tuple[str, ...], status: int, err: tuple[str, ...]) -> None:
    """It says what is wrong, and the way out."""
    exitwise("audit", "show", *arguments, "--pack", toy.BICYCLE).expects(status, err=err)


def test_a_broken_pack_ends_with_4(tmp_path: Path) -> None:
    """The defects of loading are told."""
    exitwise("audit", "show", "x", "--pack", tmp_path).expects(4, err=("facts.yaml",))
