"""Packs in which facts and values have former names, and profiles that use them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from support.oracles import naive

Data = dict[str, Any]

FACTS: Final = """
  facts:
    - id: goals
      question: What?
      kind: several
      values:
        erase: {label: Erase, formerly: delete}
        money: {label: Money, formerly: [cash, refund]}
        calm: Calm
      unknown: true
      formerly: wishes
    - {id: door, question: Q?, kind: choice, unknown: true, formerly: [gate, hatch],
       values: {open: {label: Open, formerly: ajar}, shut: Shut}}
    - {id: days, question: Q?, kind: integer, formerly: age, minimum: 0, maximum: 99, ages: 1}
    - {id: paid, question: Q?, kind: date, counts: since, unknown: true, formerly: bought}
"""
RULES: Final = """
  - {id: default, recommend: stay, because: So.}
  - {id: wants, recommend: leave, when: {goals: {has: [erase, money]}, door: open, days: {at_least: 5}},
     because: So., overrides: default}
  - {id: early, recommend: sell, when: {paid: {at_most: 3}, door: shut}, because: So., overrides: default}
"""
PLAN: Final = """
  - {id: close, title: Close, how: H., phase: before, when: {door: open}, because: So., done: {door: shut}}
"""
PACK: Final = {"facts": FACTS, "recommendations": RULES, "plan": PLAN}
"""A pack of which every fact had another name, and some values."""

PRESENT: Final[Data] = {"goals": ["erase", "money"], "door": "open", "days": 7, "paid": "2026-11-20"}
FORMER: Final[Data] = {"wishes": ["delete", "refund"], "hatch": "ajar", "age": 7, "bought": "2026-11-20"}
"""The same profile, in present and in former names."""
NOTES: Final = (
    "fact `days` was called `age`",
    "fact `door` was called `hatch`",
    "fact `goals` was called `wishes`",
    "fact `paid` was called `bought`",
    "value `erase` of fact `goals` was called `delete`",
    "value `money` of fact `goals` was called `refund`",
    "value `open` of fact `door` was called `ajar`",
)


def former(name: str) -> str:
    """Return the former name that `with_former_names` gives a fact or a value."""
    return f"was.{name}"


def with_former_names(pack: naive.Pack) -> Data:
    """Return a pack in which every fact and every value has a former name."""
    vocabulary = pack["facts.yaml"]
    facts = [_with_former_names(fact) for fact in vocabulary["facts"]]
    return {**pack, "facts.yaml": {**vocabulary, "facts": facts}}


def _with_former_names(fact: Mapping[str, Any]) -> Data:
    values = {
        value: {"label": label, "formerly": former(value)} for value, label in fact.get("values", {}).items()
    }
    return {**fact, "formerly": former(fact["id"]), **({"values": values} if values else {})}


def in_former_names(pack: naive.Pack, profile: Mapping[str, Any], is_former: Callable[[], bool]) -> Data:
    """Return a profile of a pack with former names of some facts and values, as a function chooses."""
    values = {fact["id"]: fact.get("values", {}) for fact in pack["facts.yaml"]["facts"]}

    def renamed(fact: str, answer: Any) -> Any:
        if isinstance(answer, list | tuple):
            return [renamed(fact, item) for item in answer]
        return (
            former(answer) if isinstance(answer, str) and answer in values[fact] and is_former() else answer
        )

    return {former(fact) if is_former() else fact: renamed(fact, answer) for fact, answer in profile.items()}
