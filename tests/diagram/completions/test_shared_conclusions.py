"""What all completions conclude, what some of them conclude, and the reasons that they share."""

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.completions.partial_profile import Completions
from exitwise.diagram.completions.shared_conclusions import SharedConclusions
from exitwise.diagram.evaluation import conclude
from support.packs import toy

FACTS = """
  facts:
    - {id: side, question: Q?, kind: choice, values: {left: L, right: R}}
    - {id: door, question: Q?, kind: choice, values: {yes: Y, no: N}}
"""
FINDINGS = """
  - {id: near, finding: close, when: {side: left}, because: So.}
  - {id: far, finding: close, when: {side: right, door: no}, because: So.}
  - {id: wide, finding: open, when: {side: left}, because: So.}
"""
RULES = """
  - {id: s, recommend: stay, because: So., when: {any: [{finding: close}, {door: yes}]}}
  - {id: l, recommend: leave, because: So., when: {finding: open, door: yes, side: right}}
"""
COMPILED = CompiledRules.of(toy.knowledge(facts=FACTS, findings=FINDINGS, recommendations=RULES))


def test_rules_that_conclude_the_same_stand_together() -> None:
    """Without a door the place is close either way; `open` is concluded on one side, and is no reason."""
    completions = Completions(COMPILED, {"door": "no"})
    shared = SharedConclusions(completions).certain(conclude(COMPILED, completions.first))

    assert shared.trace.fired == ("near", "far", "s")
    assert shared.either == {"near", "far"}
    assert shared.findings == ("close",)
    assert shared.possible.findings == ("close", "open")
    assert (shared.applied, shared.undefeated) == (("s",), ("s",))
    assert shared.trace.branches == {("s", (0, 0))}


def test_reason_of_some_completions_is_no_reason() -> None:
    """With a door it is close on the left only, so that the door alone is the reason."""
    completions = Completions(COMPILED, {"door": "yes"})
    shared = SharedConclusions(completions).certain(conclude(COMPILED, completions.first))

    assert shared.trace.fired == ("s",)
    assert shared.either == frozenset()
    assert shared.trace.branches == {("s", (0, 1))}
    assert shared.possible.findings == ("close", "open")
