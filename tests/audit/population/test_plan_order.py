"""The order of the steps of each record's plan, and its changes, against plans read naively."""

import json
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.population.pack_advice import ChunkAdvice, PackAdviser
from exitwise.audit.population.plan_order import reordered
from exitwise.batch.records import Records
from exitwise.model.knowledge import Knowledge
from exitwise.planes import bits
from support.oracles import batch_counts, naive
from support.packs import random_packs, toy
from support.running.examples import examples

FACTS = """
  facts:
    - {id: inbox, question: Q?, kind: choice, values: {works: W, ending: E}}
"""
STEP = "{id: %s, title: T, how: H, phase: before, because: So.%s}"
PLAIN = f"[{STEP % ('save', '')}, {STEP % ('write', '')}, {STEP % ('move', ', after: write')}]"
URGENT = PLAIN.replace("after: write", "after: write, urgent: {inbox: ending}")


def advised(knowledge: Knowledge, records: list[dict[str, Any]]) -> ChunkAdvice:
    """Return the advice of a pack on some records."""
    lines = [json.dumps(record, default=float).encode() for record in records]
    return PackAdviser(knowledge, batch_counts.TODAY).advise(Records("records", lines))


def rows(chunk: ChunkAdvice, plane: bits.Plane) -> list[int]:
    """Return the rows that are set in a plane."""
    return np.flatnonzero(bits.unpack(plane, chunk.planes.rows)).tolist()


def test_an_urgent_step_and_those_it_needs_go_first() -> None:
    """Where the inbox ends, writing goes before saving, since moving needs it; elsewhere nothing changes."""
    records = [{"inbox": "works"}, {"inbox": "ending"}]
    old, new = (advised(toy.knowledge(facts=FACTS, plan=plan), records) for plan in (PLAIN, URGENT))
    nothing = old.advised ^ old.advised

    assert rows(new, new.order.before("save", "write")) == [0]
    assert rows(new, new.order.before("write", "save")) == [1]
    assert rows(new, new.order.before("write", "move")) == [0, 1]
    assert rows(new, reordered(old.order, new.order, nothing)) == [1]
    assert rows(new, reordered(new.order, new.order, nothing)) == []


@settings(max_examples=examples(20))
@given(st.data())
def test_order_is_that_of_the_plan_read_naively(data: st.DataObject) -> None:
    """Of every two steps of every admissible record."""
    pack = data.draw(random_packs.mixed_packs())
    drawn = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=8))
    records = [profile for profile in drawn if not naive.violated(pack, profile)]
    chunk = advised(toy.loaded(pack), records)

    for one, other in combinations(chunk.planes.plan, 2):
        expected = [
            row
            for row, profile in enumerate(records)
            if {one, other} <= {*(steps := naive.advise(pack, profile).steps)}
            and steps.index(one) < steps.index(other)
        ]
        assert rows(chunk, chunk.order.before(one, other)) == expected
