"""The alternatives of conditions, and the profiles on which each holds."""

from itertools import product

from exitwise.planes import bits
from exitwise.planes.branches import branches
from exitwise.planes.circuit import Program
from exitwise.planes.evaluate import Evaluator
from exitwise.planes.rules import RuleCircuit
from support.packs import toy
from support.running import blocks

FACTS = (
    toy.DEFAULTS["facts"]
    + """
      constraints:
        - {id: no, when: {any: [{place: gone, door: yes}, {place: gone, days: 5}]}, because: So.}
"""
)
ARGUMENTS = """
  - {id: default, recommend: stay, because: So.}
  - id: go
    recommend: leave
    overrides: default
    because: So.
    when:
      place: here
      any:
        - {door: yes}
        - {door: no, any: [{days: {above: 2}}, {days: unknown}]}
"""


def test_nested_alternatives_have_paths() -> None:
    """A path has the indices of a disjunction and of its branch, level by level."""
    evaluator = Evaluator(toy.knowledge(facts=FACTS, recommendations=ARGUMENTS))
    profiles = [
        {"place": "here", "door": door, "days": days} for door, days in product(("yes", "no"), (1, 3))
    ] + [{"place": "here", "door": "no", "days": "unknown"}]

    signals = branches(evaluator.rules)
    block = blocks.block(evaluator, profiles)
    every = bits.full(block.rows)
    truths = Program(evaluator.rules.circuit, signals).run(block.plane, every ^ every, every)

    # The profiles are: open for 1 day, open for 3 days, shut for 1 day, shut for 3 days, shut.
    assert {name: bits.unpack(plane, block.rows).tolist() for name, plane in truths.items()} == {
        ("go", (1, 0)): [True, True, False, False, False],
        ("go", (1, 1)): [False, False, False, True, True],
        ("go", (1, 1, 1, 0)): [False, True, False, True, False],
        ("go", (1, 1, 1, 1)): [False, False, False, False, True],
    }


def test_constraints_have_no_branches() -> None:
    """A refused profile has no trace, so it needs no alternatives."""
    assert branches(RuleCircuit(toy.knowledge(facts=FACTS))) == {}
