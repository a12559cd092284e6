"""Comparisons of advice on missing answers with the enumeration of all completions."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from exitwise.batch.evaluation import evaluate, evaluator_of
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.profiles import Profiles
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import COMPACT
from exitwise.model.profile import complete
from exitwise.planes import bits
from exitwise.planes.evaluate import Early
from support.oracles import course, naive, questionnaire
from support.oracles.missing import Case
from support.packs import random_packs, toy
from support.running import blocks

TODAY = date(2026, 11, 30)
CUT_SHORT = ("change", "inadmissible", "circle")
"""The ends of a course after which nothing is listed, although steps may be left."""


def check_advice(pack: random_packs.Data, stated: random_packs.Data) -> None:
    """Compare the advice on a profile, or its refusal, with the reference."""
    knowledge_base = KnowledgeBase(toy.loaded(pack))
    case = Case(naive.expanded(pack), stated)
    try:
        advice = knowledge_base.advise(stated, as_of=TODAY)
    except ProfileError as error:
        causes = {diagnostic.cause for diagnostic in error.diagnostics}
        assert causes == ({"missing-fact"} if case.completions else {"contradiction"})
        assert not case.is_settled
        if case.completions:
            needed = [diagnostic.pointer[1:] for diagnostic in error.diagnostics]
            reference = questionnaire.ReferenceInterview(dict(case.pack))
            known = {
                name: next(group[0] for group in reference.groups[name] if value in group)
                for name, value in case.completions[0].items()
                if name not in case.missing
            }
            assert needed[0] == reference.question(known)
            assert set(needed) <= set(case.missing)
        return
    assert case.is_settled
    result, plain = case.results[0], advice.as_dict()
    assert (advice.recommendation, advice.readiness) == (result.recommendation, result.readiness)
    check_present(
        case, plain, {step["id"] for step in pack.get("plan.yaml", []) if step["phase"] == "before"}
    )
    assert {reason.rule: reason.either for reason in advice.reasons} == case.reasons()
    implied = {name: own["value"] for name, own in plain["implied"].items()}
    assert case.read(implied, TODAY) == case.implied()
    check_relevance(case, plain)
    free = [name for name in case.missing if name not in advice.implied]
    assert not any(
        f"{name}=" in premise for name in free for reason in advice.reasons for premise in reason.premises
    )
    check_decisive(case, plain)


def check_present(case: Case, plain: random_packs.Data, before: set[str]) -> None:
    """The preparation that is due now, the holds that stand and the warnings are those of all completions."""
    result = case.results[0]
    now = [step["id"] for step in plain["steps"] if step["phase"] == "before" and step["comes_after"] is None]
    holds = [wait["hold"] for wait in plain["waits"] if wait["begins_after"] is None]
    warnings = [warning["id"] for warning in plain["warnings"] if warning["comes_after"] is None]
    due = [name for name in result.steps if name in before]
    assert now == due[: len(now)]
    assert now == due or case.course.ends in CUT_SHORT
    assert holds == list(result.holds)
    assert warnings == [name for name in result.warnings if name not in result.holds]


def check_relevance(case: Case, plain: random_packs.Data) -> None:
    """Each absent fact is implied, assumed or not needed, and none that matters is not needed."""
    absent = [*plain["implied"], *plain["not_needed"], *(set(plain["assumed"]) & set(case.absent))]
    assert sorted(absent) == sorted(case.absent)
    assert case.mattering() <= set(plain["assumed"])
    linked = {name for rule in case.constraints for name in questionnaire.facts_of(rule["when"])}
    assert set(plain["assumed"]) <= case.mattering() | linked


def check_decisive(case: Case, plain: random_packs.Data) -> None:
    """The decisive answers suffice, with the decisive absent ones unknown, and are given or implied."""
    own = case.read(plain["decisive"], TODAY)
    decisive = own | dict.fromkeys(plain["decisive_absent"], "unknown")
    known = {**case.read(case.stated, TODAY), **case.implied()}
    outcomes = {
        naive_result.recommendation
        for profile, naive_result in case.everybody
        if all(case.same_group(name, profile[name], value) for name, value in decisive.items())
    }
    assert outcomes == {plain["recommendation"]}
    assert all(known[name] == value for name, value in own.items())
    assert set(plain["decisive_absent"]) <= set(case.absent)


def check_rows(
    pack: random_packs.Data, base: KnowledgeBase, profiles: list[random_packs.Data], frequent: int
) -> None:
    """Compare the conclusions on each row of a block, or the cause of its refusal, with the reference.

    `frequent` is the number of rows from which a pattern of missing facts is decided as one.
    """
    evaluator, plain = evaluator_of(base), naive.expanded(pack)
    block = blocks.block(evaluator, profiles)
    chunk = Profiles(np.ones(block.rows, np.bool_), block.codes, {})
    evaluation = evaluate(evaluator, chunk, MissingAnswers(base, evaluator, frequent))
    refused = {refusal.row: refusal.cause for refusal in evaluation.refusals}
    needed = {refusal.row: refusal.needed for refusal in evaluation.refusals}

    for row, profile in enumerate(profiles):
        case = Case(plain, profile)
        if not case.is_settled:
            assert refused[row] == ("missing-fact" if case.completions else "contradiction")
            assert needed[row] == (asked_for(base, profile) if case.completions else ())
        elif case.results[0].recommendation is None:
            assert refused[row] is None
        else:
            assert row not in refused
            found, result = names(evaluation.planes, row), case.results[0]
            assert found["recommendation"] == [result.recommendation]
            assert found["readiness"] == [result.readiness]
            assert found["steps"] == list(naive.compact_steps(plain, result))
            assert found["waits"] == course.compact_waits(plain, case.completions[0])
            assert found["warnings"] == list(result.warnings)
            assert found["rules"] == list(case.reasons())


def asked_for(base: KnowledgeBase, profile: random_packs.Data) -> tuple[str, ...]:
    """Return the facts that the advice on a single profile asks for."""
    with pytest.raises(ProfileError) as error:
        base.completed(complete(base.knowledge.facts, profile))
    return tuple(diagnostic.pointer.removeprefix("/") for diagnostic in error.value.diagnostics)


def names(planes: Any, row: int) -> dict[str, list[str]]:
    """Return the names that are concluded on a row, by group."""
    return {
        group: [
            name.step if isinstance(name, Early) else name
            for name, plane in getattr(planes, group).items()
            if bits.unpack(plane, planes.rows)[row]
        ]
        for group in COMPACT
    }
