"""Conditions as circuits: the inputs that a test needs, and the bounds for missing answers."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.condition import Not, OneOf
from exitwise.model.kinds import plain
from exitwise.planes import bits
from exitwise.planes.block import Block
from exitwise.planes.circuit import Program
from exitwise.planes.evaluate import Evaluator
from exitwise.planes.pair import Pair
from exitwise.planes.rules import Answer, CodeBit, RuleCircuit
from support.packs import random_packs, toy
from support.running import blocks
from support.running.examples import examples


def test_a_test_of_most_values_is_the_negation_of_the_others() -> None:
    """It needs as few inputs as possible, and a test of all values needs none."""
    rules = RuleCircuit(toy.knowledge())
    axis = rules.axes["door"]
    values = axis.fact.names

    most = Program(rules.circuit, {"": rules.condition(OneOf("door", values[1:]))})

    assert [key for _, key in most.inputs] == [Answer("door", 0)]
    assert rules.condition(OneOf("door", values)) == rules.circuit.true
    assert rules.condition(Not(OneOf("door", values))) == rules.circuit.false


def test_an_answer_and_a_bit_with_one_number_are_two_inputs() -> None:
    """Code 1 of a fact is not every code whose bit 1 is set."""
    circuit = RuleCircuit(toy.knowledge()).circuit

    assert circuit.input(Answer("door", 1)) != circuit.input(CodeBit("door", 1))


@settings(max_examples=examples(40))
@given(st.data())
def test_the_pair_bounds_every_completion(data: st.DataObject) -> None:
    """A missing answer may have any value of its fact."""
    pack = data.draw(random_packs.mixed_packs())
    knowledge = toy.loaded(pack)
    evaluator = Evaluator(knowledge, inner=True)
    profile = data.draw(random_packs.profiles(pack))
    missing = data.draw(st.sampled_from([fact.id for fact in knowledge.facts]))
    (axis,) = (axis for name, axis in evaluator.rules.axes.items() if name == missing)
    values = map(axis.value, range(len(axis.classes)))
    completions = [profile | {missing: plain(knowledge.fact[missing], value)} for value in values]
    block = blocks.block(evaluator, completions)
    gaps = np.full_like(block.codes[missing], np.iinfo(block.codes[missing].dtype).max)

    every = bits.full(block.rows)
    truths = evaluator.program.run(block.plane, every ^ every, every)
    pairs = evaluator.program.run(
        Block(block.rows, {**block.codes, missing: gaps}).pair,
        Pair(every ^ every, every),
        Pair(every, every ^ every),
    )

    for name, truth in truths.items():
        assert not bits.count(truth & every & ~pairs[name].can_be_true)
        assert not bits.count(every & ~truth & ~pairs[name].can_be_false)
