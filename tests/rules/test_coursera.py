"""The pack that is shipped: its cases, its proofs, and that it says of everything where it comes from."""

import re
from datetime import date
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from exitwise.audit.check import all_checks
from exitwise.audit.diff.comparison import compare
from exitwise.audit.diff.matching import match_packs
from exitwise.audit.mutation.run import run, select_mutants
from exitwise.audit.report import audit
from exitwise.audit.subject import Subject, witness
from exitwise.diagram.evaluation import conclude
from exitwise.errors import ProfileError
from exitwise.loader import pack
from exitwise.model.conclusion import Conclusions
from exitwise.model.profile import complete
from exitwise.model.scenario import Scenario
from support.oracles import naive
from support.packs import random_packs, shipped, written

KNOWLEDGE = shipped.base().knowledge
CASES = {scenario.id: scenario for scenario in KNOWLEDGE.scenarios}
TODAY = date.today()  # noqa: DTZ011 (a source grows old on the user's own day)


def concluded(profile: dict[str, Any]) -> Conclusions:
    """Return what the diagrams conclude for a profile; that the chaining agrees is tested elsewhere."""
    return conclude(shipped.base().compiled, complete(KNOWLEDGE.facts, profile).values)


RUNS = {name: concluded(dict(case.profile)) for name, case in CASES.items()}


def test_the_audit_finds_nothing() -> None:
    """Nothing as grave as a warning: no gap or conflict, no property broken, no rule in vain."""
    report = audit(Subject(KNOWLEDGE, TODAY), [check for check in all_checks().values() if check.find])

    assert [str(defect) for defect in report.diagnostics if defect.severity != "info"] == []
    assert report.undecided == ()


IRREVERSIBLE = ("request-deletion", "close-through-support", "leave-programme")


@pytest.mark.parametrize("name", IRREVERSIBLE)
def test_what_cannot_be_undone_stands_behind_every_wait(name: str) -> None:
    """From no profile can a plan lead to the step beside a hold that is not one of its waits."""
    compiled = shipped.base().compiled
    holds = [rule.id for rule in KNOWLEDGE.warnings if rule.hold]
    step = KNOWLEDGE.step[name]

    assert (step.irreversible, step.phase) == (True, "act")
    for outcome, _ in KNOWLEDGE.outcomes:
        waits = compiled.waits_under(outcome)
        for hold in holds:
            beside = compiled.recipients_under(outcome, name) & waits.stands(hold)
            assert not (waits.leading(~waits.met(hold), beside) & compiled.domain).satisfiable()


def test_only_these_steps_cannot_be_undone() -> None:
    """So that none is left out of the proof."""
    assert {step.id for step in KNOWLEDGE.steps if step.irreversible} == {*IRREVERSIBLE}


PROTECTED = ("arguments", "overrides", "holds", "before")


@pytest.mark.slow
def test_no_mistake_in_what_protects_would_go_unnoticed() -> None:
    """Each mutant of an argument, an override, a hold or a preparing step fails a case or a property."""
    verdicts = list(run(KNOWLEDGE, select_mutants(KNOWLEDGE, PROTECTED)))

    assert [
        f"{each.mutant.rule.id}: {each.mutant.change}" for each in verdicts if each.outcome == "survived"
    ] == []
    assert {each.mutant.group for each in verdicts} == set(PROTECTED)


@pytest.mark.slow
def test_every_witness_is_confirmed_by_the_chaining() -> None:
    """The smallest profile on which the diagrams let a rule fire lets it fire in the chaining too."""
    subject = Subject(KNOWLEDGE, TODAY)
    compiled = subject.compiled
    for rule in (*KNOWLEDGE.findings, *KNOWLEDGE.arguments, *KNOWLEDGE.steps, *KNOWLEDGE.warnings):
        fires = compiled.fires[rule.id] if rule.id in compiled.fires else compiled.recipients(rule.id)
        smallest = witness(subject.space, fires & compiled.domain)
        run = shipped.chaining().conclude(complete(KNOWLEDGE.facts, smallest).values)

        assert rule.id in run.trace.fired, smallest
        assert (
            run.recommendation
            == conclude(compiled, complete(KNOWLEDGE.facts, smallest).values).recommendation
        )


@pytest.mark.parametrize("name", CASES)
def test_a_case_gets_the_advice_it_expects(name: str) -> None:
    """What a worked case says of its advice is so."""
    case, run = CASES[name], RUNS[name]

    assert run.refused == (() if case.refused is None else (case.refused,))
    if case.refused is None:
        assert case.recommendation in {None, run.recommendation}
        assert case.readiness in {None, run.readiness}
        assert case.steps is None or case.steps.accepts(run.steps, ordered=True), run.steps
        assert case.warnings is None or case.warnings.accepts(run.warnings, ordered=False), run.warnings
        assert case.findings is None or case.findings.accepts(run.findings, ordered=False), run.findings


def test_there_are_cases_enough() -> None:
    """Fifty at least, each saying of whom it tells and on which statements its expectation rests."""
    silent = [case.id for case in CASES.values() if not case.refused and not (case.cites and case.says)]

    assert len(CASES) >= 50
    assert silent == []


def expected(case: Scenario, kind: str) -> tuple[set[str], set[str]]:
    """Return the steps or warnings that a case expects, and those it expects not to see."""
    names = case.steps if kind == "steps" else case.warnings
    known = {rule.id for rule in (KNOWLEDGE.steps if kind == "steps" else KNOWLEDGE.warnings)}
    if names is None:
        return set(), set()
    if names.exactly is not None:
        return set(names.exactly), known - set(names.exactly)
    return set(names.includes), set(names.excludes)


@pytest.mark.parametrize("kind", ["steps", "warnings"])
def test_every_step_and_warning_is_used_and_withheld_by_a_case(kind: str) -> None:
    """Each is expected by at least one case, and expected to be absent by at least one."""
    seen = [expected(case, kind) for case in CASES.values()]
    known = {rule.id for rule in (KNOWLEDGE.steps if kind == "steps" else KNOWLEDGE.warnings)}

    assert known - set().union(*(used for used, _ in seen)) == set()
    assert known - set().union(*(withheld for _, withheld in seen)) == set()


def test_every_argument_wins_and_is_withheld_in_a_case() -> None:
    """Each argument stands undefeated in at least one case and does not apply in at least one."""
    runs = [run for run in RUNS.values() if not run.refused]
    known = {rule.id for rule in KNOWLEDGE.arguments}

    assert known - {name for run in runs for name in run.undefeated} == set()
    assert {name for name in known if all(name in run.applied for run in runs)} == set()


def test_every_constraint_refuses_a_case() -> None:
    """Each impossible combination is shown once."""
    assert {rule.id for rule in KNOWLEDGE.constraints} == {case.refused for case in CASES.values()} - {None}


def test_there_are_properties_enough() -> None:
    """Twenty at least, and every one says what it rests on."""
    assert len(KNOWLEDGE.properties) >= 20
    assert [law.id for law in KNOWLEDGE.properties if not law.cites] == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_the_order_of_rules_decides_nothing_but_ties(seed: int) -> None:
    """Shuffled within its files, it advises every profile alike; only ties of place may fall otherwise."""
    with TemporaryDirectory() as folder:
        data = random_packs.shuffled(naive.read_pack(shipped.FOLDER), Random(seed))  # noqa: S311 (no secret)
        other = pack.load(written.write(data, shipped.beside_its_sources(folder)))
    rows = compare(match_packs(KNOWLEDGE, other)).rows

    assert [row for row in rows if not row.what.startswith("order of ")] == []


def test_the_guide_is_there_sentence_by_sentence() -> None:
    """Title, introduction, six sections with their headings, the table's cells and the footer: 53."""
    guide = next(source for source in KNOWLEDGE.sources if source.id == "guide")
    cells = [
        statement.id for statement in guide.statements if re.match(r"guide\.S5\.R[1-4][abc]$", statement.id)
    ]

    assert len(guide.statements) == 53
    assert len(cells) == 12


def test_every_date_in_a_step_is_that_of_a_source_it_cites() -> None:
    """The age of an instruction is written where it is followed, and it is the source's own."""
    dates = {statement.id: source.dated for source in KNOWLEDGE.sources for statement in source.statements}
    for step in KNOWLEDGE.steps:
        written = set(re.findall(r"\b\d{4}(?:-\d\d){0,2}\b", step.how))

        assert written <= {dates[cite] for cite in step.cites}, step.id
        assert written or "undated" in step.how, step.id


def test_a_contradiction_names_its_constraint() -> None:
    """A refused case tells which answers cannot stand together."""
    case = next(case for case in CASES.values() if case.refused)
    with pytest.raises(ProfileError, match=str(case.refused)):
        shipped.base().advise(dict(case.profile))
