"""The pack that is shipped: its cases, its properties, and that nothing in it is without use or source."""

import re
from collections.abc import Iterable, Mapping
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import naive
import packs
import shipped
from exitwise.errors import ProfileError
from exitwise.forward.chain import Chaining
from exitwise.load import pack
from exitwise.model.conclusion import Conclusions
from exitwise.model.condition import Concluded, atoms
from exitwise.model.profile import complete
from exitwise.model.scenario import Scenario
from exitwise.model.source import Statement

KNOWLEDGE = shipped.base().knowledge
CASES = {scenario.id: scenario for scenario in KNOWLEDGE.scenarios}
SEEDS = st.integers(0, 2**32)


def concluded(profile: dict[str, Any]) -> Conclusions:
    """Return what the chaining concludes for a profile, broken properties included."""
    return shipped.chaining().conclude(complete(KNOWLEDGE.facts, profile).values)


RUNS = {name: concluded(dict(case.profile)) for name, case in CASES.items()}


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


@settings(max_examples=150)
@given(SEEDS)
def test_every_admissible_profile_gets_one_outcome_and_keeps_every_property(seed: int) -> None:
    """The properties are a sample here, of profiles of every degree of knowledge."""
    run = concluded(shipped.admissible(seed))

    assert run.refused == ()
    assert run.recommendation is not None
    assert run.broken == ()


def test_every_order_that_a_property_demands_is_that_of_the_plan() -> None:
    """Such a property is about the one order of all steps, and so decided for every profile."""
    for law in KNOWLEDGE.properties:
        places = [KNOWLEDGE.step_order.index(step) for step in law.order]

        assert places == sorted(places), law.id


def test_there_are_properties_enough() -> None:
    """Twenty at least, and every one says what it rests on."""
    assert len(KNOWLEDGE.properties) >= 20
    assert [law.id for law in KNOWLEDGE.properties if not law.cites] == []


@settings(max_examples=3)
@given(SEEDS)
def test_the_order_of_rules_decides_nothing_but_ties(seed: int) -> None:
    """Shuffled within its files, the pack gives the same advice; only ties of place may fall otherwise."""
    with TemporaryDirectory() as folder:
        data = packs.shuffled(naive.read_pack(shipped.FOLDER), Random(seed))  # noqa: S311
        shuffled = packs.write(data, shipped.beside_its_sources(folder))
        other = Chaining(pack.load(shuffled))
    for offset in range(10):
        values = complete(KNOWLEDGE.facts, shipped.admissible(seed + offset)).values
        mine, others = shipped.chaining().conclude(values), other.conclude(values)

        assert (mine.recommendation, mine.readiness) == (others.recommendation, others.readiness)
        assert sorted(mine.steps) == sorted(others.steps)
        assert sorted(mine.warnings) == sorted(others.warnings)
        assert sorted(mine.undefeated) == sorted(others.undefeated)
        assert sorted(mine.findings) == sorted(others.findings)


@settings(max_examples=20)
@given(SEEDS)
def test_leaving_a_fact_out_breaks_no_constraint(seed: int) -> None:
    """No profile is refused merely because less of it is known."""
    random = Random(seed)  # noqa: S311
    required = {fact.id for fact in KNOWLEDGE.facts if not fact.unknown}
    whole = shipped.admissible(seed)
    part = {fact: value for fact, value in whole.items() if fact in required or random.random() < 0.5}

    assert concluded(part).refused == ()


def test_every_rule_cites_a_source() -> None:
    """No rule stands on its own authority, but for impossible combinations, which are logic."""
    rules = [rule for rule in KNOWLEDGE.rules_in_place if rule not in KNOWLEDGE.constraints]

    assert [rule.id for rule in rules if not rule.cites] == []


def must_be_used() -> Iterable[Statement]:
    """Yield what may not be forgotten: the guide's duties and consequences, and every official claim."""
    for source in KNOWLEDGE.sources:
        for statement in source.statements:
            binding = statement.kind in {"duty", "consequence"}
            if source.reliability == "official" or (source.id == "guide" and binding):
                yield statement


def test_no_duty_and_no_official_claim_is_forgotten() -> None:
    """Each is cited by a rule, or says why not; and none says that it is unused and is cited."""
    cited = {cite for rule in KNOWLEDGE.rules_in_place for cite in rule.cites}
    statements = [statement for source in KNOWLEDGE.sources for statement in source.statements]

    assert [each.id for each in must_be_used() if each.id not in cited and not each.unused] == []
    assert [each.id for each in statements if each.id in cited and each.unused] == []


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


def test_nothing_is_declared_in_vain() -> None:
    """Every fact, every finding and every letter is used by a rule."""
    rules = KNOWLEDGE.rules_in_place
    looked_at = [atom for rule in rules for atom in atoms(rule.when)]
    facts = {atom.fact for atom in looked_at if not isinstance(atom, Concluded)}
    findings = {name for atom in looked_at if isinstance(atom, Concluded) for name in atom.names}

    assert [fact.id for fact in KNOWLEDGE.facts if fact.id not in facts] == []
    assert [name for name in KNOWLEDGE.concluding if name not in findings] == []
    assert {name for name, _ in KNOWLEDGE.letters} == {step.letter for step in KNOWLEDGE.steps} - {""}


def filled(profile: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Complete a profile with answers at random, none of them unknown."""
    known = {
        fact: [value for value in values if value != "unknown"] for fact, values in shipped.answers().items()
    }
    return {fact: random.choice(values) for fact, values in known.items()} | {
        fact: value for fact, value in profile.items() if value != "unknown"
    }


@pytest.mark.parametrize("outcome", [name for name, _ in KNOWLEDGE.outcomes])
def test_every_outcome_can_be_ready_with_everything_known(outcome: str) -> None:
    """Where no fact is unknown, no outcome is out of reach and none is always to be waited for."""
    random = Random(outcome)  # noqa: S311
    ready = [
        CASES[name].profile
        for name, run in RUNS.items()
        if (run.recommendation, run.readiness) == (outcome, "ready")
    ]
    tried = [filled(profile, random) for profile in ready for _ in range(20)]
    runs = (concluded(profile) for profile in tried if not naive.violated(shipped.raw(), profile))

    assert any((run.recommendation, run.readiness) == (outcome, "ready") for run in runs)


def changed(profile: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield the profile with one answer changed that a person can change, never to unknown."""
    for fact in KNOWLEDGE.facts:
        for value in shipped.answers()[fact.id]:
            if not fact.fixed and value not in {"unknown", profile.get(fact.id)}:
                yield dict(profile) | {fact.id: value}


@pytest.mark.parametrize("hold", [rule.id for rule in KNOWLEDGE.warnings if rule.hold])
def test_every_hold_has_an_exit(hold: str) -> None:
    """For some case one further answer or deed ends it, and the recommendation stays."""
    held = [name for name, run in RUNS.items() if hold in run.warnings]
    exits = (
        other
        for name in held
        for other in changed(CASES[name].profile)
        if not naive.violated(shipped.raw(), other)
        and hold not in (result := naive.advise(shipped.raw(), other)).warnings
        and result.recommendation == RUNS[name].recommendation
    )
    found = next(exits, None)

    assert held
    assert found is not None
    assert hold not in concluded(found).warnings


def test_a_contradiction_names_its_constraint() -> None:
    """A refused case tells which answers cannot stand together."""
    case = next(case for case in CASES.values() if case.refused)
    with pytest.raises(ProfileError, match=str(case.refused)):
        shipped.base().advise(dict(case.profile))
