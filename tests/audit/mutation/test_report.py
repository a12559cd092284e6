"""What a mutation analysis has found, as text and as data: made by hand, whatever a judge would say."""

import json
from typing import Any

import pytest

from exitwise.audit.mutation.mutants import GROUPS, Mutant
from exitwise.audit.mutation.report import TITLES, MutationReport, text
from exitwise.audit.mutation.run import OUTCOMES, MutantResult, select_mutants
from exitwise.diagnostic import Place
from exitwise.model.rule import WarningRule
from support.oracles import schemas
from support.packs import hostile, toy
from support.running import shell
from support.running.program import STEERING, STYLE

WITNESS: dict[str, str | int] = {"colour": "green", "brakes": "yes", "age": 51, "spokes": 12}


def mutant(rule: str, operator: str, group: str, what: str, place: Place | None = None) -> Mutant:
    """A mutant of a rule, of which no more is told than what it is called."""
    at = place or Place("a/rules.yaml", 7, 3)
    own = WarningRule(id=rule, because="So.", place=at, title="T", severity="info")
    return Mutant(operator=operator, rule=own, group=group, change=what, changed_rules=(own,))


def verdict(
    of: Mutant, fate: Any, because: str = "", witness: dict[str, str | int] | None = None
) -> MutantResult:
    """What became of it."""
    return MutantResult(mutant=of, outcome=fate, reason=because, witness=witness)


EDGE = mutant("oil", "drop step edge", "before", "not after `pump`", Place("a/rules.yaml", 2, 3))
WIDER = mutant("green", "widen", "constraints", "`colour: [green, red]` for `colour: green`")
SHIFTED = mutant("green", "shift", "constraints", "`age: {above: 51}` for `age: {above: 50}`")
DROPPED = mutant("ride", "drop rule", "arguments", "left out", Place("a/rules.yaml", 9, 3))
REVERSED = mutant(
    "mend", "reverse override", "overrides", "is overridden by `ride`", Place("a/rules.yaml", 12, 3)
)
VERDICTS = (
    verdict(WIDER, "survived", witness=WITNESS),
    verdict(SHIFTED, "survived", witness={}),
    verdict(DROPPED, "killed", "scenario `safe-and-new`"),
    verdict(DROPPED, "survived", witness={"brakes": "no"}),
    verdict(REVERSED, "invalid", "overriding would be cyclic"),
    verdict(EDGE, "equivalent", "no plan has another order"),
    *[verdict(EDGE, "equivalent", "no advice rests on where it differs")] * 2,
    *[verdict(EDGE, "killed", "property `oil-comes-first`")] * 1234,
)
WRITTEN = """\
bicycle 2026.11.0

Nothing notices these mutants. Each is shown with the smallest profile that it
changes.

a/rules.yaml:7:3: green
  - widen: `colour: [green, red]` for `colour: green`
    exitwise advise --pack bikes --set colour=green --set brakes=yes \\
    --set age=51 --set spokes=12
  - shift: `age: {above: 51}` for `age: {above: 50}`
    echo '{}' | exitwise advise - --pack bikes

a/rules.yaml:9:3: ride
  - drop rule: left out
    exitwise advise --pack bikes --set brakes=no

Proved equivalent
  - 2: no advice rests on where it differs
  - 1: no plan has another order

No pack at all
  - 1: overriding would be cyclic

Mutants
  - arguments: 1 killed, 1 survived
  - overrides: 1 invalid
  - steps that prepare: 1,234 killed, 3 equivalent
  - constraints: 2 survived

Survivors: 3 of 1,242 mutants.
"""


def made(*verdicts: MutantResult) -> MutationReport:
    """The analysis of the bicycle pack that comes to these verdicts."""
    return MutationReport(knowledge=toy.bicycle().knowledge, results=verdicts)


def written(of: MutationReport, width: int = 80, *, pack: str | None = "bikes", colour: bool = False) -> str:
    """The analysis as it is read in a window of that width."""
    return text(of, pack=pack, width=width, colour=colour)


def test_an_analysis_reads_from_the_survivors_to_the_verdict() -> None:
    """Who survives, rule by rule; why others are set aside, the most frequent first; and how many."""
    assert written(made(*VERDICTS)) == WRITTEN


ENDS = [
    ((), "bicycle 2026.11.0\n\nThere is nothing to mutate.\n"),
    (
        (
            verdict(DROPPED, "killed", "scenario `s`"),
            verdict(EDGE, "equivalent", "no plan has another order"),
        ),
        (
            "bicycle 2026.11.0\n\nProved equivalent\n  - 1: no plan has another order\n\n"
            "Mutants\n  - arguments: 1 killed\n  - steps that prepare: 1 equivalent\n\n"
            "No mutant survives: a worked case or a property notices each change of advice.\n"
        ),
    ),
    (
        (verdict(DROPPED, "survived", witness={}),),
        "\n\nMutants\n  - arguments: 1 survived\n\nSurvivors: 1 of 1 mutant.\n",
    ),
]


@pytest.mark.parametrize(("verdicts", "end"), ENDS)
def test_the_verdict_says_whether_any_survives(verdicts: tuple[MutantResult, ...], end: str) -> None:
    """What there is nothing of is not mentioned."""
    assert written(made(*verdicts)).endswith(end)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_at_any_width_every_word_is_shown(width: int) -> None:
    """Wrapping changes no word; only a part of a call, which a shell would take for two, may run over."""
    narrow, wide = (written(made(*VERDICTS), each) for each in (width, 10_000))

    assert unbroken(narrow) == unbroken(wide)
    over = [line.strip() for line in narrow.splitlines() if len(line) > width]
    assert all(line.startswith(("exitwise advise", "--", "echo")) for line in over)


def unbroken(written_: str) -> str:
    """The text without what wrapping changes."""
    return "".join(written_.replace("\\\n", "\n").split())


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("pack", ["bikes", "my pack's", None])
def test_a_call_can_be_copied(pack: str | None, width: int) -> None:
    """Its lines are, as they stand, one call in a shell: the pack that was named, and every answer."""
    lines = written(made(verdict(WIDER, "survived", witness=WITNESS)), width, pack=pack).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("    exitwise advise"))
    last = next(number for number, line in enumerate(lines) if number >= first and not line.endswith("\\"))

    named = ["--pack", pack] if pack is not None else []
    answers = [word for fact, value in WITNESS.items() for word in ("--set", f"{fact}={value}")]
    assert shell.split_call("\n".join(lines[first : last + 1])) == ["exitwise", "advise", *named, *answers]


def test_colour_adds_styles_and_nothing_else() -> None:
    """Without its style codes the coloured text is the plain one."""
    coloured = written(made(*VERDICTS), colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == WRITTEN


@pytest.mark.parametrize("hostility", hostile.DISPLAYED, ids=ascii)
def test_what_stands_in_a_pack_stays_text(hostility: str) -> None:
    """The name of a file is shown on one line, and steers no terminal."""
    own = mutant("green", "widen", "constraints", hostility, Place(hostility, 7, 3))
    harmless = mutant("green", "widen", "constraints", "Harmless.", Place("Harmless.", 7, 3))

    shown, other = (written(made(verdict(each, "survived", witness={})), 100) for each in (own, harmless))

    assert not STEERING.search(shown.replace("\n", ""))
    assert "".join(hostile.as_displayed(hostility).split()) in "".join(shown.split())
    starts = [
        [line[:4] for line in each.splitlines() if not line.startswith("    ")] for each in (shown, other)
    ]
    assert len(starts[0]) == len(starts[1])


def test_all_of_an_analysis_is_data() -> None:
    """The fates are counted, and each mutant is there with its place and what became of it."""
    data = plain(made(*VERDICTS))

    assert (data["schema"], data["pack"]["name"]) == ("exitwise.mutation/1", "bicycle")
    assert data["counts"] == {"killed": 1235, "equivalent": 3, "invalid": 1, "survived": 3}
    assert data["mutants"][0] == {
        "rule": "green",
        "place": {"file": "a/rules.yaml", "line": 7, "column": 3},
        "group": "constraints",
        "operator": "widen",
        "change": "`colour: [green, red]` for `colour: green`",
        "fate": "survived",
        "because": "",
        "witness": WITNESS,
    }
    assert (data["mutants"][2]["because"], data["mutants"][2]["witness"]) == ("scenario `safe-and-new`", None)


def plain(of: MutationReport) -> Any:
    """The analysis as it is read back from JSON."""
    return json.loads(json.dumps(of.as_dict()))


@pytest.mark.parametrize("verdicts", [VERDICTS, *(each for each, _ in ENDS)])
def test_an_analysis_is_as_its_schema_says(verdicts: tuple[MutantResult, ...]) -> None:
    """Whatever was found, the schema accepts it."""
    assert list(schemas.validator("mutation").iter_errors(plain(made(*verdicts)))) == []


WRONG: list[tuple[str, object]] = [
    ("schema", "exitwise.mutation/2"),
    ("stranger", 1),
    ("counts", {"killed": 1}),
    ("mutants", [{"rule": "green"}]),
    ("mutants", [plain(made(VERDICTS[0]))["mutants"][0] | {"witness": None}]),
    ("mutants", [plain(made(VERDICTS[2]))["mutants"][0] | {"because": ""}]),
    ("mutants", [plain(made(VERDICTS[0]))["mutants"][0] | {"fate": "gone"}]),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_the_schema_refuses_what_is_no_analysis(key: str, value: object) -> None:
    """It says more than that there is an object."""
    assert not schemas.accepts("mutation", plain(made(*VERDICTS)) | {key: value})


def test_the_schema_knows_every_group_and_operator_and_fate() -> None:
    """And no other than those there are; each group has a title."""
    kinds = schemas.SCHEMAS["mutation"]["$defs"]["mutant"]["properties"]
    operators = {each.operator for each in select_mutants(toy.bicycle().knowledge)}

    assert tuple(kinds["group"]["enum"]) == GROUPS == tuple(TITLES)
    assert tuple(kinds["fate"]["enum"]) == OUTCOMES
    assert set(kinds["operator"]["enum"]) == operators
