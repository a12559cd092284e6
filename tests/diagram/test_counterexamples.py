"""The profiles that break a property: those of the naive reading of the pack, also along the course."""

from hypothesis import given, settings

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.counterexamples import counterexamples
from exitwise.model.profile import complete
from support.oracles import course, exhaustive, naive
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: key, question: Q?, kind: choice, values: {here: H, lent: L}}
    - {id: lock, question: Q?, kind: choice, values: {stiff: S, oiled: O, smooth: M}}
"""
PLAN = """
  - {id: oil, title: T, how: H, phase: before, when: {lock: stiff}, because: So., done: {lock: oiled}}
"""
WARNINGS = """
  - {id: wait, title: T, hold: true, until: U, when: {lock: oiled}, because: So.,
     ends: [{lock: smooth}, {lock: smooth, key: lent}]}
"""
LAWS = """
  - {id: present, says: So., when: {key: here}, then: {key: here}}
  - {id: later, says: So., along: course, when: {key: here}, then: {key: here}}
"""


def test_along_the_course_every_end_counts() -> None:
    """`when` is asked of the beginning, and `then` of what follows under the usual end and the other one."""
    knowledge = toy.base(facts=FACTS, plan=PLAN, warnings=WARNINGS, properties=LAWS).knowledge
    compiled = CompiledRules.of(knowledge)
    profiles = [(key, lock) for key in ("here", "lent") for lock in ("stiff", "oiled", "smooth")]

    found = {
        law.id: [
            (key, lock)
            for key, lock in profiles
            if counterexamples(compiled, law).eval(
                compiled.space.assignment(complete(knowledge.facts, {"key": key, "lock": lock}).values)
            )
        ]
        for law in knowledge.properties
    }

    assert found == {"present": [], "later": [("here", "stiff"), ("here", "oiled")]}


@settings(max_examples=examples(40))
@given(exhaustive.mixed_packs(100))
def test_counterexamples_are_those_of_the_naive_reading(pack: random_packs.Data) -> None:
    """Of each property, on every profile of the pack."""
    compiled = CompiledRules.of(toy.loaded(pack))
    admissible = exhaustive.admissible(pack)
    raw = {rule["id"]: rule for rule in naive.rules(pack, "properties.yaml")}

    for law in compiled.knowledge.properties:
        broken = [profile for profile in admissible if course.property_broken(pack, raw[law.id], profile)]
        found = counterexamples(compiled, law)
        assert compiled.space.count(found) == len(broken)
        assert all(
            found.eval(compiled.space.assignment(complete(compiled.knowledge.facts, profile).values))
            for profile in broken
        )
