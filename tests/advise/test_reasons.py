"""Reasons and premises from the trace, compared with the oracle."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import Advice
from support.oracles import naive, reasons
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

FINDINGS = """
- {id: when-shut, finding: shut, when: {door: no}, because: So.}
- {id: when-late, finding: late, when: {days: {above: 7}}, because: So.}
"""


def premises(when: str, **answers: Any) -> tuple[str, ...]:
    """The premises of a rule that fires; none if it does not."""
    rules = f"""
      - {{id: default, recommend: stay, because: So.}}
      - {{id: asked, recommend: stay, because: So., when: {when}}}
    """
    advice = toy.base(findings=FINDINGS, recommendations=rules).advise({"place": "here"} | answers)
    return next((reason.premises for reason in advice.reasons if reason.rule == "asked"), ())


SHUT: dict[str, Any] = {"door": "no", "days": 8}
PREMISES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    # Values: which was asked for is shown where it is not the answer alone.
    ("{door: no}", SHUT, ("door=no",)),
    ("{door: [no, ajar]}", SHUT, ("door=no (no or ajar)",)),
    ("{door: [yes, unknown]}", {}, ("door=unknown (yes or unknown)",)),
    ("{door: unknown}", {}, ("door=unknown",)),
    ("{door: {not: yes}}", SHUT, ("door=no (not yes)",)),
    ("{door: {not: [yes, ajar]}}", {}, ("door=unknown (not yes or ajar)",)),
    ("{not: {door: {not: no}}}", SHUT, ("door=no",)),
    ("{not: {door: {not: [no, ajar]}}}", SHUT, ("door=no (no or ajar)",)),
    # Numbers and comparisons, all that stand together.
    ("{days: 8}", SHUT, ("days=8",)),
    ("{days: [7, 8, unknown]}", SHUT, ("days=8 (7 or 8 or unknown)",)),
    ("{days: {not: 7}}", SHUT, ("days=8 (not 7)",)),
    ("{days: {above: 7}}", SHUT, ("days=8 (above 7)",)),
    ("{days: {at_least: 1, at_most: 8}}", SHUT, ("days=8 (at least 1 and at most 8)",)),
    ("{days: {below: 9, above: -1}}", SHUT, ("days=8 (below 9 and above -1)",)),
    ("{not: {days: {at_most: 7}}}", SHUT, ("days=8 (not at most 7)",)),
    ("{not: {days: {at_most: 7}}}", {}, ("days=unknown (not at most 7)",)),
    # Conclusions, and the absence of them.
    ("{finding: shut}", SHUT, ("finding:shut",)),
    ("{finding: [late, shut]}", {"door": "no"}, ("finding:shut",)),
    ("{finding: [late, shut]}", SHUT, ("finding:late", "finding:shut")),
    ("{not: {finding: shut}}", {"days": 8}, ("not finding:shut",)),
    ("{not: {finding: [late, shut]}}", {}, ("not finding:late", "not finding:shut")),
    # All: every part, each once.
    ("{door: no, days: {above: 7}}", SHUT, ("door=no", "days=8 (above 7)")),
    ("[{door: no}, {days: 8, place: here}]", SHUT, ("door=no", "days=8", "place=here")),
    ("[{door: no}, {days: 8}, {door: no}]", SHUT, ("door=no", "days=8")),
    # Any: the branch that held, or all of those that did.
    ("{any: [{door: yes}, {days: 8}]}", SHUT, ("days=8",)),
    ("{any: [{door: no}, {days: 8}, {days: 7}]}", SHUT, ("door=no or days=8",)),
    ("{any: [{door: no, place: here}, {days: 8}]}", SHUT, ("(door=no and place=here) or days=8",)),
    ("{any: [{door: no, place: gone}, {days: 8}]}", SHUT, ("days=8",)),
    ("{any: [{door: no, place: here}, {door: yes}]}", SHUT, ("door=no", "place=here")),
    ("{any: [{any: [{door: no}, {door: yes}]}, {days: 8}]}", SHUT, ("door=no or days=8",)),
    (
        "{any: [{place: here, any: [{door: no}, {days: 8}]}, {finding: late}]}",
        SHUT,
        ("(place=here and door=no or days=8) or finding:late",),
    ),
    # Not all is any; not any is all.
    ("{not: {all: [{door: yes}, {days: 7}]}}", SHUT, ("door=no (not yes) or days=8 (not 7)",)),
    ("{not: {all: [{door: no}, {days: 7}]}}", SHUT, ("days=8 (not 7)",)),
    (
        "{not: {any: [{door: yes}, {finding: late}]}}",
        {"door": "no"},
        ("door=no (not yes)", "not finding:late"),
    ),
]


@pytest.mark.parametrize(("when", "answers", "expected"), PREMISES)
def test_premises_cover_every_operator(when: str, answers: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Lists, complements, comparisons, negations, absent findings, and all true branches of an `any`."""
    assert premises(when, **answers) == expected


def test_unconditional_rule_has_no_premises() -> None:
    """It always applies."""
    (reason,) = toy.base().advise({"place": "here"}).reasons

    assert reason.premises == ()


def test_recommendation_can_be_a_premise() -> None:
    """So can the absence of a recommendation."""
    plan = """
      - {id: one, title: T, how: H, phase: act, because: So., when: {recommend: [leave, stay]}}
      - {id: two, title: T, how: H, phase: act, because: So., when: {not: {recommend: [leave, sell]}}}
    """

    advice = toy.base(plan=plan).advise({"place": "here"})

    assert [(reason.rule, reason.concludes, reason.premises) for reason in advice.reasons] == [
        ("default", "recommend:stay", ()),
        ("one", "step:one", ("recommend:stay",)),
        ("two", "step:two", ("not recommend:leave", "not recommend:sell")),
    ]


CHAIN = {
    "findings": """
- {id: base-a, finding: a, when: {door: no}, because: So.}
- {id: other-a, finding: a, when: {place: here}, because: So.}
- {id: third-a, finding: a, when: {door: yes}, because: So.}
- {id: base-b, finding: b, when: {finding: a}, because: So.}
- {id: idle, finding: c, when: {finding: b}, because: So.}
- {id: for-warning, finding: d, when: {place: here}, because: So.}
- {id: unheard, finding: e, when: {place: here}, because: So.}
""",
    "recommendations": """
- {id: default, recommend: stay, because: So.}
- {id: again, recommend: stay, when: {finding: b}, because: So.}
- {id: beaten, recommend: leave, when: {finding: c}, because: So.}
- id: winner
  recommend: stay
  when: {any: [{finding: e, door: yes}, {place: here}]}
  overrides: beaten
  because: So.
""",
    "warnings": "[{id: w, title: T, severity: info, when: {finding: d}, because: So.}]",
}


def test_rule_without_influence_is_no_reason() -> None:
    """Rules used only by defeated arguments, false branches or nothing at all are not reasons.

    Every undefeated argument is a reason, and so is every rule that fired for a finding it uses.
    """
    advice = toy.base(**CHAIN).advise({"place": "here", "door": "no"})

    assert [reason.rule for reason in advice.reasons] == [
        *("base-a", "other-a", "for-warning"),
        "base-b",
        *("default", "again", "winner"),
        "w",
    ]
    assert [reason.concludes for reason in advice.reasons] == [
        *("finding:a", "finding:a", "finding:d", "finding:b"),
        *("recommend:stay", "recommend:stay", "recommend:stay", "warning:w"),
    ]


def advised(knowledge_base: KnowledgeBase, profile: naive.Profile) -> Advice | None:
    """The advice for a profile; None if a constraint refuses it."""
    try:
        return knowledge_base.advise(profile)
    except ProfileError:
        return None


def check(pack: naive.Pack, advice: Advice, profile: naive.Profile) -> None:
    """Compare reasons and premises with the oracle."""
    result = naive.advise(pack, profile)
    state = reasons.final_state(pack, profile, result)
    rules = reasons.every_rule(pack)

    assert [reason.rule for reason in advice.reasons] == reasons.reasons(pack, profile, result)
    for reason in advice.reasons:
        assert reasons.unexplained(reason.premises, rules[reason.rule], state) == ([], ""), reason


@settings(max_examples=examples(80))
@given(st.data())
def test_reasons_agree_with_oracle_on_random_packs(data: st.DataObject) -> None:
    """The rules are complete and in order, and the premises cover every relevant test."""
    pack = data.draw(random_packs.mixed_packs())
    knowledge_base = KnowledgeBase(toy.loaded(pack))

    for _ in range(4):
        profile = data.draw(random_packs.profiles(pack))
        advice = advised(knowledge_base, profile)
        if advice is not None:
            check(pack, advice, profile)


@settings(max_examples=examples(20))
@given(st.integers(0, 2**32))
def test_reasons_agree_with_oracle_on_shipped_pack(seed: int) -> None:
    """The shipped pack has many rules."""
    profile = shipped.admissible(seed)

    check(shipped.raw(), shipped.base().advise(profile), profile)
