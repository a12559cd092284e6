"""Expectations of the course of a plan, on a pack small enough to follow by hand.

Who asks for a refund waits until it is paid, or refused; who is refused writes, and waits for the answer.
"""

from typing import Any

import pytest

from exitwise.audit.expected_course import unmet, way_in_words
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.profile import complete
from support.packs import toy

FILES = {
    "facts": """
      facts:
        - {id: refund, question: Q?, kind: choice, values: {wanted: W, waiting: A, paid: P, refused: R}}
        - {id: letter, question: Q?, kind: choice, unknown: true, values: {sent: S, answered: A}}
        - {id: keys, question: Q?, kind: choice, values: {here: H, lost: L, unsure: U, gone: G}}
        - {id: days, question: Q?, kind: integer, unknown: true}
        - {id: bank, question: Q?, kind: choice, unknown: true, values: {own: O, other: T}}
      constraints:
        - {id: paid-in-no-time, when: {refund: paid, days: 0}, because: So.}
    """,
    "recommendations": """
      - {id: default, recommend: stay, because: So.}
      - {id: lost, recommend: leave, when: {keys: gone}, overrides: default, because: So.}
    """,
    "plan": """
      - {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, because: So.,
         done: {refund: waiting}}
      - {id: write, title: T, how: H, phase: before, when: {refund: refused, letter: unknown}, because: So.,
         done: {letter: sent}}
      - {id: search, title: T, how: H, phase: before, urgent: {days: {below: 3}}, when: {keys: lost},
         because: So.}
      - {id: go, title: T, how: H, phase: act, because: So.}
      - {id: spend, title: T, how: H, phase: after, when: {refund: paid}, because: So.}
    """,
    "warnings": """
      - {id: await-refund, title: T, hold: true, until: U, when: {refund: waiting}, because: So.,
         ends: [{refund: paid}, {refund: refused}]}
      - {id: await-answer, title: T, hold: true, until: U, when: {letter: sent}, because: So.,
         ends: {letter: answered}}
      - {id: find-out, title: T, hold: true, until: U, because: So., ends: {known: [days, bank]},
         when: {keys: unsure, any: [{days: unknown}, {bank: unknown}]}}
      - {id: never, title: T, hold: true, until: U, when: {keys: unsure, days: 7}, because: So.}
    """,
}
BASE = CompiledRules.of(toy.knowledge(**FILES))
PAID = {"refund": "paid", "keys": "here"}
ENDS_PAID, REFUSED = (f"`await-refund` by `refund: {end}`" for end in ("paid", "refused"))
BOTH = "refund: paid or refund: refused"

CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    # Nothing is left to do.
    (PAID, "waits: [], later_steps: [], way_to_ready: [], urgent: []", []),
    (PAID, "way_to_ready: null", ["way_to_ready: expected no way, got no moves"]),
    (PAID, "way_to_ready: [ask]", ["way_to_ready: expected `ask` as move 1, got none"]),
    (PAID, "waits: [await-answer]", ["waits: `await-answer` is missing"]),
    # The money is asked for, and comes; what another end leads to can be met too.
    (
        PAID | {"refund": "wanted"},
        """
        waits: [{hold: await-answer, begins_after: write},
                {hold: await-refund, begins_after: ask, ends: [{refund: paid}, {refund: refused}]}],
        later_steps: [{step: spend, comes_after: await-refund}],
        way_to_ready: [ask, {hold: await-refund, end: {refund: paid}}]
        """,
        [],
    ),
    (PAID | {"refund": "wanted"}, "way_to_ready: [{step: ask}, {hold: await-refund}]", []),
    (
        PAID | {"refund": "wanted"},
        "way_to_ready: [ask, {hold: await-refund, end: {refund: refused}}]",
        [f"way_to_ready: expected {REFUSED} as move 2, got {ENDS_PAID}"],
    ),
    (
        PAID | {"refund": "wanted"},
        "way_to_ready: [ask]",
        [f"way_to_ready: expected none as move 2, got {ENDS_PAID}"],
    ),
    (
        PAID | {"refund": "wanted"},
        "waits: [{hold: await-refund, begins_after: null}, {hold: await-answer, begins_after: ask}]",
        [
            "begins_after of `await-refund`: expected none, got `ask`",
            "begins_after of `await-answer`: expected `ask`, got `write`",
        ],
    ),
    (
        PAID | {"refund": "waiting"},
        "waits: {includes: {hold: await-refund, begins_after: ask}, excludes: await-answer}",
        [
            "waits: `await-answer` is not expected",
            "begins_after of `await-refund`: expected `ask`, got none",
        ],
    ),
    (
        PAID | {"refund": "waiting"},
        "waits: {includes: {hold: await-refund, ends: [{refund: refused}, {known: days}]}}",
        [f"ends of `await-refund`: expected `refund: refused or known: days`, got `{BOTH}`"],
    ),
    (
        PAID | {"refund": "waiting"},
        "later_steps: [go, {step: spend, comes_after: ask}]",
        ["later_steps: `go` is missing", "comes_after of `spend`: expected `ask`, got `await-refund`"],
    ),
    # Of what is not there, no more is reported.
    (
        PAID,
        "waits: [{hold: never, begins_after: ask, ends: {keys: here}}]",
        ["waits: `never` is missing"],
    ),
    # A course that ends with a question, and one that ends nowhere.
    (PAID | {"keys": "unsure"}, "way_to_ready: [{answer: [bank, days]}]", []),
    (
        PAID | {"keys": "unsure", "bank": "own"},
        "way_to_ready: [{answer: [bank, days]}]",
        ["way_to_ready: expected an answer to `bank`, `days` as move 1, got an answer to `days`"],
    ),
    (PAID | {"keys": "unsure", "days": 7, "bank": "own"}, "way_to_ready: null, waits: [never]", []),
    (
        PAID | {"keys": "unsure", "days": 7, "bank": "own"},
        "way_to_ready: [search, {answer: days}]",
        ["way_to_ready: expected `search`, an answer to `days`, got no way"],
    ),
    # The end of the course is that of its last state, also where a question stops it.
    (PAID | {"refund": "wanted"}, "leads_to: {refund: paid, keys: here, letter: unknown}", []),
    (
        PAID | {"refund": "refused"},
        "leads_to: {letter: sent, refund: refused, keys: lost}",
        [
            "leads_to: expected `letter: sent`, got `letter: answered`",
            "leads_to: expected `keys: lost`, got `keys: here`",
        ],
    ),
    (PAID | {"refund": "wanted", "keys": "unsure"}, "leads_to: {refund: paid, days: unknown}", []),
    # What is urgent is so now.
    (PAID | {"keys": "lost", "days": 2}, "urgent: [search], way_to_ready: [search]", []),
    (PAID | {"keys": "lost", "days": 3}, "urgent: [search]", ["urgent: `search` is missing"]),
    # A refused profile has no course.
    (PAID | {"days": 0}, "waits: [never]", ["refused: expected none, got `paid-in-no-time`"]),
]


@pytest.mark.parametrize(("profile", "keys", "messages"), CASES)
def test_each_unmet_expectation_is_reported_with_the_actual_course(
    profile: dict[str, Any], keys: str, messages: list[str]
) -> None:
    """Met ones are not."""
    case = f"[{{id: s, profile: {{}}, expect: {{{keys}}}}}]"
    (scenario,) = toy.knowledge(**FILES, **{"scenarios/s": case}).scenarios
    whole = complete(BASE.knowledge.facts, profile)

    assert list(unmet(scenario, BASE, whole)) == messages


def test_a_missing_way_is_named() -> None:
    """It has no moves to list."""
    assert way_in_words(None, {}) == "no way"
