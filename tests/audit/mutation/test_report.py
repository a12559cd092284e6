"""The report of a mutation analysis as text and as JSON data, on results made by hand."""

import json
from typing import Any

import pytest

from exitwise.audit.mutation.mutants import GROUPS, Mutant
from exitwise.audit.mutation.report import TITLES, MutationReport, render
from exitwise.audit.mutation.run import OUTCOMES, MutantResult, select_mutants
from exitwise.diagnostic import Place
from exitwise.model.rule import WarningRule
from support.oracles import schemas
from support.packs import hostile, toy
from support.running import shell
from support.running.program import STEERING, STYLE

WITNESS: dict[str, str | int] = {"colour": "green", "brakes": "yes", "age": 51, "spokes": 12}


def mutant(rule: str, operator: str, group: str, what: str, place: Place | None = None) -> Mutant:
    """Return a mutant of a rule with a description only."""
    at = place or Place("a/rules.yaml", 7, 3)
    own = WarningRule(id=rule, because="So.", place=at, title="T", severity="info")
    return Mutant(operator=operator, rule=own, group=group, change=what, changed_rules=(own,))


def result(
    subject: Mutant, outcome: Any, reason: str = "", witness: dict[str, str | int] | None = None
) -> MutantResult:
    """Return a result of a mutant."""
    return MutantResult(mutant=subject, outcome=outcome, reason=reason, witness=witness)


EDGE = mutant("oil", "drop step edge", "before", "not after `pump`", Place("a/rules.yaml", 2, 3))
WIDER = mutant("green", "widen", "constraints", "`colour: [green, red]` for `colour: green`")
SHIFTED = mutant("green", "shift", "constraints", "`age: {above: 51}` for `age: {above: 50}`")
DROPPED = mutant("ride", "drop rule", "arguments", "left out", Place("a/rules.yaml", 9, 3))
REVERSED = mutant(
    "mend", "reverse override", "overrides", "is overridden by `ride`", Place("a/rules.yaml", 12, 3)
)
RESULTS = (
    result(WIDER, "survived", witness=WITNESS),
    result(SHIFTED, "survived", witness={}),
    result(DROPPED, "killed", "scenario `safe-and-new`"),
    result(DROPPED, "survived", witness={"brakes": "no"}),
    result(REVERSED, "invalid", "the overrides would form a cycle"),
    result(EDGE, "equivalent", "the order of every plan is unchanged"),
    *[result(EDGE, "equivalent", "no advice depends on the difference")] * 2,
    *[result(EDGE, "killed", "property `oil-comes-first`")] * 1234,
)
WRITTEN = """\
bicycle 2026.11.0

No worked case or property kills these mutants. Each is shown with a smallest
profile whose advice it changes.

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
  - 2: no advice depends on the difference
  - 1: the order of every plan is unchanged

Invalid
  - 1: the overrides would form a cycle

Mutants
  - arguments: 1 killed, 1 survived
  - overrides: 1 invalid
  - steps that prepare: 1,234 killed, 3 equivalent
  - constraints: 2 survived

Survivors: 3 of 1,242 mutants.
"""


def report(*results: MutantResult) -> MutationReport:
    """Return the report of the bicycle pack with these results."""
    return MutationReport(knowledge=toy.bicycle().knowledge, results=results)


def rendered(of: MutationReport, width: int = 80, *, pack: str | None = "bikes", colour: bool = False) -> str:
    """Return the report as rendered at a width."""
    return render(of, pack=pack, width=width, colour=colour)


def test_sections_of_the_report() -> None:
    """The report has the survivors by rule, the reasons by frequency, the counts and a summary."""
    assert rendered(report(*RESULTS)) == WRITTEN


ENDS = [
    ((), "bicycle 2026.11.0\n\nThere is nothing to mutate.\n"),
    (
        (
            result(DROPPED, "killed", "scenario `s`"),
            result(EDGE, "equivalent", "the order of every plan is unchanged"),
        ),
        (
            "bicycle 2026.11.0\n\nProved equivalent\n  - 1: the order of every plan is unchanged\n\n"
            "Mutants\n  - arguments: 1 killed\n  - steps that prepare: 1 equivalent\n\n"
            "No mutant survives: each change of advice fails a worked case or a property.\n"
        ),
    ),
    (
        (result(DROPPED, "survived", witness={}),),
        "\n\nMutants\n  - arguments: 1 survived\n\nSurvivors: 1 of 1 mutant.\n",
    ),
]


@pytest.mark.parametrize(("results", "end"), ENDS)
def test_summary(results: tuple[MutantResult, ...], end: str) -> None:
    """The summary states whether any mutant survives, and empty sections are omitted."""
    assert rendered(report(*results)).endswith(end)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_wrapping_keeps_every_word(width: int) -> None:
    """Wrapping changes no word; only an argument of a command may exceed the width."""
    narrow, wide = (rendered(report(*RESULTS), each) for each in (width, 10_000))

    assert unbroken(narrow) == unbroken(wide)
    over = [line.strip() for line in narrow.splitlines() if len(line) > width]
    assert all(line.startswith(("exitwise advise", "--", "echo")) for line in over)


def unbroken(written_: str) -> str:
    """Return the text without line breaks and continuation marks."""
    return "".join(written_.replace("\\\n", "\n").split())


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("pack", ["bikes", "my pack's", None])
def test_command_can_be_copied(pack: str | None, width: int) -> None:
    """The lines of a command are one call in a shell, with the given pack and every answer."""
    lines = rendered(report(result(WIDER, "survived", witness=WITNESS)), width, pack=pack).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("    exitwise advise"))
    last = next(number for number, line in enumerate(lines) if number >= first and not line.endswith("\\"))

    named = ["--pack", pack] if pack is not None else []
    answers = [word for fact, value in WITNESS.items() for word in ("--set", f"{fact}={value}")]
    assert shell.split_call("\n".join(lines[first : last + 1])) == ["exitwise", "advise", *named, *answers]


def test_colour_adds_styles_only() -> None:
    """Without its style codes the coloured text is the plain text."""
    coloured = rendered(report(*RESULTS), colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == WRITTEN


@pytest.mark.parametrize("hostility", hostile.DISPLAYED, ids=ascii)
def test_pack_texts_are_escaped(hostility: str) -> None:
    """The name of a file stays on one line and contains no control characters."""
    own = mutant("green", "widen", "constraints", hostility, Place(hostility, 7, 3))
    harmless = mutant("green", "widen", "constraints", "Harmless.", Place("Harmless.", 7, 3))

    shown, other = (rendered(report(result(each, "survived", witness={})), 100) for each in (own, harmless))

    assert not STEERING.search(shown.replace("\n", ""))
    assert "".join(hostile.as_displayed(hostility).split()) in "".join(shown.split())
    starts = [
        [line[:4] for line in each.splitlines() if not line.startswith("    ")] for each in (shown, other)
    ]
    assert len(starts[0]) == len(starts[1])


def test_as_dict() -> None:
    """The data has the counts by outcome, and each mutant with its place and outcome."""
    data = as_json(report(*RESULTS))

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


def as_json(of: MutationReport) -> Any:
    """Return the report as read back from JSON."""
    return json.loads(json.dumps(of.as_dict()))


@pytest.mark.parametrize("results", [RESULTS, *(each for each, _ in ENDS)])
def test_schema_accepts_reports(results: tuple[MutantResult, ...]) -> None:
    """The schema accepts each report."""
    assert list(schemas.validator("mutation").iter_errors(as_json(report(*results)))) == []


WRONG: list[tuple[str, object]] = [
    ("schema", "exitwise.mutation/2"),
    ("stranger", 1),
    ("counts", {"killed": 1}),
    ("mutants", [{"rule": "green"}]),
    ("mutants", [as_json(report(RESULTS[0]))["mutants"][0] | {"witness": None}]),
    ("mutants", [as_json(report(RESULTS[2]))["mutants"][0] | {"because": ""}]),
    ("mutants", [as_json(report(RESULTS[0]))["mutants"][0] | {"fate": "gone"}]),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_schema_rejects_wrong_values(key: str, value: object) -> None:
    """The schema rejects a wrong value of any key."""
    assert not schemas.accepts("mutation", as_json(report(*RESULTS)) | {key: value})


URGENT = "[{id: go, title: T, how: H, phase: act, urgent: true, because: So.}]"
ENDING = "[{id: wait, title: T, hold: true, until: U, ends: {door: yes}, because: So.}]"


def test_schema_lists_groups_operators_and_outcomes() -> None:
    """The schema lists exactly the groups, operators and outcomes, and each group has a title."""
    kinds = schemas.SCHEMAS["mutation"]["$defs"]["mutant"]["properties"]
    packs = (toy.bicycle().knowledge, toy.knowledge(plan=URGENT, warnings=ENDING))
    operators = {each.operator for pack in packs for each in select_mutants(pack)}

    assert tuple(kinds["group"]["enum"]) == GROUPS == tuple(TITLES)
    assert tuple(kinds["fate"]["enum"]) == OUTCOMES
    assert set(kinds["operator"]["enum"]) == operators
