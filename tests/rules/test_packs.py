"""Every pack that is shipped: its cases, its proofs, and that it says of everything where it comes from."""

import re
from datetime import date
from functools import cache
from random import Random
from tempfile import TemporaryDirectory

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
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from exitwise.model.scenario import Scenario
from exitwise.planes.evaluate import Evaluator
from support.packs import random_packs, shipped, written
from support.running import agreement, blocks

TODAY = date.today()  # noqa: DTZ011 (a source grows old on the user's own day)

PROFILES = 4
"""The oracle takes a second for each."""

every_pack = pytest.mark.parametrize("name", shipped.NAMES)


def knowledge(name: str) -> Knowledge:
    """Return the knowledge of a pack."""
    return shipped.base(name).knowledge


@cache
def concluded(name: str, case: str) -> Conclusions:
    """Return what the diagrams conclude for a worked case; that the chaining agrees is tested below."""
    profile = dict(cases(name)[case].profile)
    return conclude(shipped.base(name).compiled, complete(knowledge(name).facts, profile).values)


def cases(name: str) -> dict[str, Scenario]:
    """Return the worked cases of a pack by id."""
    return {scenario.id: scenario for scenario in knowledge(name).scenarios}


@every_pack
def test_the_audit_finds_nothing(name: str) -> None:
    """Nothing as grave as a warning: no gap or conflict, no property broken, no rule in vain."""
    report = audit(Subject(knowledge(name), TODAY), [check for check in all_checks().values() if check.find])

    assert [str(defect) for defect in report.diagnostics if defect.severity != "info"] == []
    assert report.undecided == ()


@every_pack
def test_all_forms_agree_on_sampled_profiles(name: str) -> None:
    """Oracle, chaining, diagrams and planes conclude the same for some profiles that pass."""
    profiles = [shipped.admissible(seed, name) for seed in range(PROFILES)]
    rows = blocks.conclude(Evaluator(knowledge(name), inner=True), profiles)

    for profile, row in zip(profiles, rows, strict=True):
        agreement.check_all_forms(
            shipped.raw(name), shipped.base(name).compiled, shipped.chaining(name), profile
        )
        agreement.compare_with_oracle(shipped.raw(name), profile, row, ())


IRREVERSIBLE = [
    (name, step.id) for name in shipped.NAMES for step in knowledge(name).steps if step.irreversible
]


@pytest.mark.parametrize(("name", "step"), IRREVERSIBLE)
def test_what_cannot_be_undone_stands_behind_every_wait(name: str, step: str) -> None:
    """From no profile can a plan lead to the step beside a hold that is not one of its waits."""
    compiled = shipped.base(name).compiled
    holds = [rule.id for rule in knowledge(name).warnings if rule.hold]

    assert knowledge(name).step[step].phase == "act"
    for outcome, _ in knowledge(name).outcomes:
        waits = compiled.waits_under(outcome)
        for hold in holds:
            beside = compiled.recipients_under(outcome, step) & waits.stands(hold)
            assert not (waits.leading(~waits.met(hold), beside) & compiled.domain).satisfiable()


PROTECTED = ("arguments", "overrides", "holds", "before")


@pytest.mark.slow
@every_pack
def test_no_mistake_in_what_protects_would_go_unnoticed(name: str) -> None:
    """Each mutant of an argument, an override, a hold or a preparing step fails a case or a property."""
    verdicts = list(run(knowledge(name), select_mutants(knowledge(name), PROTECTED)))

    assert [
        f"{each.mutant.rule.id}: {each.mutant.change}" for each in verdicts if each.outcome == "survived"
    ] == []
    assert {each.mutant.group for each in verdicts} == set(PROTECTED)


@pytest.mark.slow
@every_pack
def test_every_witness_is_confirmed_by_the_chaining(name: str) -> None:
    """The smallest profile on which the diagrams let a rule fire lets it fire in the chaining too."""
    own = knowledge(name)
    subject = Subject(own, TODAY)
    compiled = subject.compiled
    for rule in (*own.findings, *own.arguments, *own.steps, *own.warnings):
        fires = compiled.fires[rule.id] if rule.id in compiled.fires else compiled.recipients(rule.id)
        values = complete(own.facts, witness(subject.space, fires & compiled.domain)).values
        chained = shipped.chaining(name).conclude(values)

        assert rule.id in chained.trace.fired, values
        assert chained.recommendation == conclude(compiled, values).recommendation


@pytest.mark.parametrize(("name", "case"), [(name, case) for name in shipped.NAMES for case in cases(name)])
def test_a_case_gets_the_advice_it_expects(name: str, case: str) -> None:
    """What a worked case says of its advice is so."""
    expected, found = cases(name)[case], concluded(name, case)

    assert found.refused == (() if expected.refused is None else (expected.refused,))
    if expected.refused is None:
        assert expected.recommendation in {None, found.recommendation}
        assert expected.readiness in {None, found.readiness}
        assert expected.steps is None or expected.steps.accepts(found.steps, ordered=True), found.steps
        assert expected.warnings is None or expected.warnings.accepts(found.warnings, ordered=False), (
            found.warnings
        )
        assert expected.findings is None or expected.findings.accepts(found.findings, ordered=False), (
            found.findings
        )


@every_pack
def test_a_case_says_of_whom_it_tells(name: str) -> None:
    """Unless it is refused: as a sentence, and with the statements that its expectation rests on."""
    silent = [case.id for case in cases(name).values() if not case.refused and not (case.cites and case.says)]

    assert len(cases(name)) >= 50
    assert silent == []


def expected_by(name: str, case: Scenario, kind: str) -> tuple[set[str], set[str]]:
    """Return the steps or warnings that a case expects, and those it expects not to see."""
    names = case.steps if kind == "steps" else case.warnings
    if names is None:
        return set(), set()
    if names.exactly is not None:
        return set(names.exactly), known(name, kind) - set(names.exactly)
    return set(names.includes), set(names.excludes)


def known(name: str, kind: str) -> set[str]:
    """Return the ids of all steps or warnings of a pack."""
    return {rule.id for rule in (knowledge(name).steps if kind == "steps" else knowledge(name).warnings)}


@every_pack
@pytest.mark.parametrize("kind", ["steps", "warnings"])
def test_every_step_and_warning_is_used_and_withheld_by_a_case(name: str, kind: str) -> None:
    """Each is expected by at least one case, and expected to be absent by at least one."""
    seen = [expected_by(name, case, kind) for case in cases(name).values()]

    assert known(name, kind) - set().union(*(used for used, _ in seen)) == set()
    assert known(name, kind) - set().union(*(withheld for _, withheld in seen)) == set()


@every_pack
def test_every_argument_wins_and_is_withheld_in_a_case(name: str) -> None:
    """Each argument stands undefeated in at least one case and does not apply in at least one."""
    runs = [found for case in cases(name) if not (found := concluded(name, case)).refused]
    arguments = {rule.id for rule in knowledge(name).arguments}

    assert arguments - {rule for found in runs for rule in found.undefeated} == set()
    assert {rule for rule in arguments if all(rule in found.applied for found in runs)} == set()


@every_pack
def test_every_outcome_is_shown_in_each_readiness_it_can_have(name: str) -> None:
    """A case gets whatever the diagrams find possible."""
    compiled = shipped.base(name).compiled
    possible = {
        (outcome, readiness)
        for outcome, own in compiled.outcome.items()
        for readiness, profiles in compiled.readiness_under(outcome).items()
        if (own & profiles & compiled.domain).satisfiable()
    }

    runs = [concluded(name, case) for case in cases(name)]

    assert possible - {(found.recommendation, found.readiness) for found in runs} == set()


@every_pack
def test_every_constraint_refuses_a_case(name: str) -> None:
    """Each impossible combination is shown once."""
    refusing = {case.refused for case in cases(name).values()} - {None}

    assert {rule.id for rule in knowledge(name).constraints} == refusing


@every_pack
def test_a_contradiction_names_its_constraint(name: str) -> None:
    """A refused case tells which answers cannot stand together."""
    case = next(case for case in cases(name).values() if case.refused)
    with pytest.raises(ProfileError, match=str(case.refused)):
        shipped.base(name).advise(dict(case.profile))


@every_pack
def test_there_are_properties_enough(name: str) -> None:
    """Thirty at least, some along the course, and every one says what it rests on."""
    properties = knowledge(name).properties

    assert len(properties) >= 30
    assert any(law.along for law in properties)
    assert [law.id for law in properties if not law.cites] == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
@every_pack
def test_the_order_of_rules_decides_nothing_but_ties(name: str, seed: int) -> None:
    """Shuffled within its files, it advises every profile alike; only ties of place may fall otherwise."""
    with TemporaryDirectory() as folder:
        data = random_packs.shuffled(shipped.raw(name), Random(seed))  # noqa: S311 (no secret)
        other = pack.load(written.write(data, shipped.beside_its_sources(folder, name)))
    rows = compare(match_packs(knowledge(name), other)).rows

    assert [row for row in rows if not row.what.startswith("order of ")] == []


@every_pack
def test_every_date_in_a_step_is_that_of_a_source_it_cites(name: str) -> None:
    """The age of an instruction is written where it is followed, and it is the source's own."""
    dates = {
        statement.id: source.dated for source in knowledge(name).sources for statement in source.statements
    }
    for step in knowledge(name).steps:
        written_in = set(re.findall(r"\b\d{4}(?:-\d\d){0,2}\b", step.how))

        assert written_in <= {dates[cite] for cite in step.cites}, step.id
        assert written_in or "undated" in step.how, step.id


@every_pack
def test_every_source_of_a_pack_is_named_after_it(name: str) -> None:
    """Its file among the seeds begins with the pack's name; only the guide's does not."""
    files = {path.stem for path in shipped.SEEDS.iterdir()}

    assert [
        source.id
        for source in knowledge(name).sources
        if not {f"{name}-{source.id.removeprefix(f'{name}-')}"} <= files and source.id != "guide"
    ] == []


def test_every_shipped_pack_is_tested() -> None:
    """The default pack is among several."""
    assert (shipped.RULES / "default").read_text("utf-8").strip() == shipped.DEFAULT
    assert {shipped.DEFAULT} < {*shipped.NAMES}
