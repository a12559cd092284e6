"""A small pack with a fact of every kind, worked out by hand."""

from datetime import date
from typing import Final

from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy

TODAY: Final = date(2026, 12, 5)
FILES: Final = {
    "pack": "{name: kinds, version: 2026.12.0, title: Kinds, outcomes: {stay: Stay, leave: Leave}}",
    "facts": """
      facts:
        - id: goals
          question: What?
          kind: several
          values: {erase: Erase, money: Money, calm: Calm}
          unknown: true
        - {id: price, question: How much?, kind: decimal, digits: 2, unit: EUR, minimum: 0, unknown: true}
        - {id: paid, question: When?, kind: date, counts: since, unknown: true}
        - {id: renewal, question: Until when?, kind: date, counts: until, unknown: true}
      constraints:
        - {id: nothing-back, when: {price: 0, goals: {has: money}}, because: "You paid {price}."}
    """,
    "recommendations": """
      - {id: default, recommend: stay, because: "You want {goals}."}
      - id: refund
        recommend: leave
        when: {goals: {has: [erase, money]}, price: {at_least: 12.50}, paid: {at_most: 14}}
        overrides: default
        because: "You paid {price} on {paid}."
    """,
    "plan": """
      - id: cancel
        when: {renewal: {at_least: 0, at_most: 7}}
        title: "Cancel before {renewal}"
        how: Now.
        phase: before
        because: It renews.
    """,
}
COURSE: Final = {
    "pack": FILES["pack"],
    "facts": """
      facts:
        - {id: price, question: How much?, kind: decimal, digits: 2, unknown: true}
        - {id: paid, question: When?, kind: date, counts: since, unknown: true}
        - {id: renewal, question: Until when?, kind: date, counts: until, unknown: true}
        - {id: goals, question: What?, kind: several, values: {money: Money, calm: Calm}}
        - {id: fee, question: How much?, kind: decimal, digits: 1, minimum: 0.5, maximum: 0.6}
      constraints:
        - {id: no-high-fee, when: {fee: 0.6}, because: "No fee is {fee}."}
    """,
    "recommendations": "[{id: default, recommend: leave, because: So.}]",
    "plan": """
      - {id: cancel, title: T, how: H, phase: act, because: So., by: {fact: renewal, plus: -1},
         urgent: {within: 7}}
      - {id: claim, title: T, how: H, phase: before, because: So., when: {price: {above: 2.5}},
         by: {fact: paid, plus: 14}, done: {price: 2.5}}
    """,
    "warnings": """
      - {id: refund, title: T, hold: true, until: U, because: So., when: {price: {above: 1.25}},
         ends: {price: 1.25, paid: 3}}
    """,
}
"""A course that facts of every kind shape: deadlines, deeds and ends, and answers that nobody gives."""
CASE: Final = {"goals": ["money", "erase"], "paid": "2026-11-25", "renewal": "2026-12-08"}
"""Answers that lead to a refund, if the price is 12.50 or more."""


def base() -> KnowledgeBase:
    """Return the pack, ready to advise."""
    return toy.base(**FILES)
