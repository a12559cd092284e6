"""A pack with constraints that conflict singly and together, about a door and its lock."""

from typing import Final

from exitwise.diagram.compiled_rules import CompiledRules
from support.packs import toy

FACTS: Final = """
  facts:
    - {id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}
    - {id: door, question: And the door?, kind: choice, unknown: true, values: {yes: Wide open, no: Shut}}
    - {id: lock, question: And the lock?, kind: choice, unknown: true, values: {old: Old, new: New}}
    - {id: days, question: How long?, kind: integer, unit: days, unknown: true, minimum: 0, ages: 1}
    - {id: left, question: How long yet?, kind: integer, unknown: true, minimum: 0, ages: -1}
  constraints:
    - {id: shut, when: {place: gone, door: yes}, because: "Nobody left it open ({door}, {lock})."}
    - {id: old, when: {door: no, lock: old}, because: Old locks do not shut.}
    - {id: late, when: {place: gone, days: {below: 3}}, because: Too soon.}
    - {id: open, when: {door: unknown, lock: old}, because: Old locks are open.}
"""
RULES: Final = """
  - {id: s, recommend: stay, because: So.}
  - {id: l, recommend: leave, overrides: s, because: So.,
     when: {door: no, days: {above: 5}, left: {below: 9}}}
  - {id: o, recommend: sell, overrides: {recommend: [stay, leave]}, because: So.,
     when: {lock: old, place: here}}
"""
KNOWLEDGE: Final = toy.knowledge(facts=FACTS, recommendations=RULES)
COMPILED: Final = CompiledRules.of(KNOWLEDGE)
