"""Lines of advice, compared with JSON written from the conclusions of each profile."""

import json

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.evaluation import evaluate, evaluator_of
from exitwise.batch.missing.answers import MissingAnswers
from exitwise.batch.profiles import ABSENT, Passthrough, Profiles
from exitwise.batch.write.lines import LineRenderer
from exitwise.knowledge_base import KnowledgeBase
from support.oracles import course, naive
from support.packs import random_packs, shipped, toy
from support.running import blocks
from support.running.examples import examples

TOKENS = (b'"a"', b"7", b"null", b'"\xc3\xa9, \\"x\\""', b'{"a": [1, 2]}')


def render(base: KnowledgeBase, profiles: list[random_packs.Data], tokens: list[bytes | None]) -> bytes:
    """Render the advice on some profiles, each with a token as its `id` and another as its `more`."""
    evaluator = evaluator_of(base)
    block = blocks.block(evaluator, profiles)
    values = pa.array(TOKENS, pa.binary())
    index = np.array([ABSENT if token is None else TOKENS.index(token) for token in tokens], np.int32)
    passthrough = {"id": Passthrough(values, index), "more": Passthrough(values, index[::-1].copy())}
    accepted = Profiles(np.ones(block.rows, np.bool_), block.codes, passthrough)
    evaluation = evaluate(evaluator, accepted, MissingAnswers(base, evaluator))
    return bytes(
        LineRenderer(evaluator.names, ("id", "more")).render(evaluation.planes, evaluation.rows, passthrough)
    )


@settings(max_examples=examples(40))
@given(st.data())
def test_lines_have_the_advice_and_the_tokens_of_each_profile(data: st.DataObject) -> None:
    """Keys keep their order, without blanks; a token is unchanged, and null if it is absent."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=4))
    tokens = data.draw(
        st.lists(st.sampled_from((*TOKENS, None)), min_size=len(profiles), max_size=len(profiles))
    )

    lines = render(KnowledgeBase(toy.loaded(pack)), profiles, tokens).splitlines()

    expected = []
    for row, profile in enumerate(profiles):
        if naive.violated(pack, profile):
            continue
        advice = naive.advise(pack, profile)
        if advice.recommendation is None:
            continue
        head = {"recommendation": advice.recommendation, "readiness": advice.readiness}
        steps, waits = list(naive.compact_steps(pack, advice)), course.compact_waits(pack, profile)
        lists = {"steps": steps, "waits": waits, "warnings": list(advice.warnings)}
        body = json.dumps(head | lists, separators=(",", ":"))[1:-1]
        token, other = tokens[row] or b"null", tokens[len(profiles) - 1 - row] or b"null"
        expected.append(b'{"id":' + token + b',"more":' + other + b"," + body.encode())
    assert [line.partition(b',"rules":')[0] for line in lines] == expected
    assert all(isinstance(json.loads(line)["rules"], list) for line in lines)


def test_lists_of_several_segments() -> None:
    """Each list equals that of the oracle."""
    profiles = [shipped.admissible(seed) for seed in range(40)]
    results = [naive.advise(shipped.raw(), profile) for profile in profiles]

    lines = render(shipped.base(), profiles, [None] * len(profiles)).splitlines()

    records = [json.loads(line) for line in lines]
    for result, record in zip(results, records, strict=True):
        assert record["steps"] == list(naive.compact_steps(shipped.raw(), result))
        assert record["warnings"] == list(result.warnings)
    assert max(len(record["rules"]) for record in records) > 16
