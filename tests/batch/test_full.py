"""Full advice on the profiles of a chunk, compared with the advice on each single profile."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.advise.compose import compose
from exitwise.batch import full as module
from exitwise.batch.full import FullAdviser, accepted_profile
from exitwise.batch.profiles import Profiles
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.profile import complete
from exitwise.planes.evaluate import Evaluator
from exitwise.present.printable import json_line
from support.oracles import naive
from support.packs import random_packs, toy
from support.running import blocks
from support.running.batching import TODAY, parse_lines
from support.running.examples import examples


def adviser(base: KnowledgeBase) -> tuple[FullAdviser, Evaluator]:
    """Return an adviser, and its evaluator."""
    evaluator = Evaluator(base.knowledge, inner=True)
    return FullAdviser(base, evaluator, TODAY), evaluator


@settings(max_examples=examples(25))
@given(st.data())
def test_advice_equals_that_on_single_profiles(data: st.DataObject) -> None:
    """Invalid and refused profiles get none."""
    pack = data.draw(random_packs.packs())
    profiles = data.draw(st.lists(random_packs.profiles(pack), min_size=1, max_size=4))
    accepted = data.draw(st.lists(st.booleans(), min_size=len(profiles), max_size=len(profiles)))
    base = KnowledgeBase(toy.loaded(pack))
    full, evaluator = adviser(base)
    records = [{"id": row, **profile} for row, profile in enumerate(profiles)]
    codes = blocks.block(evaluator, profiles).codes

    lines, evaluation = full.advise(Profiles(np.array(accepted), codes, {}), records.__getitem__, iter)

    advised = [
        row
        for row, profile in enumerate(profiles)
        if accepted[row]
        and not naive.violated(pack, profile)
        and naive.advise(pack, profile).recommendation is not None
    ]
    assert evaluation.rows.tolist() == advised
    assert parse_lines(lines) == [
        json.loads(json.dumps(base.advise(records[row], as_of=TODAY).as_dict())) for row in advised
    ]


def test_long_work_can_be_stopped() -> None:
    """Rows that get advice are iterated through `stoppable`."""
    full, evaluator = adviser(toy.bicycle())
    profiles: list[dict[str, Any]] = [
        {"brakes": "yes"},
        {"brakes": "yes", "colour": "green", "age": 60},
        {"brakes": "no"},
    ]
    seen: list[int] = []

    def stoppable(rows: Iterable[int]) -> Iterator[int]:
        for row in rows:
            seen.append(row)
            yield row
        raise InterruptedError

    block = blocks.block(evaluator, profiles)
    with pytest.raises(InterruptedError):
        full.advise(Profiles(np.ones(3, np.bool_), block.codes, {}), profiles.__getitem__, stoppable)
    assert seen == [0, 2]


@pytest.mark.parametrize(
    "raw",
    [
        {"brakes": "yes"},
        {"brakes": "yes", "id": None, "age": None, "colour": "unknown"},
        {"brakes": "no", "id": "a", "age": 7, "spokes": "unknown", "bell": None},
    ],
)
def test_an_accepted_profile_equals_the_completed_one(raw: dict[str, object]) -> None:
    """Null answers are absent, `unknown` is an answer, and the id is added to the line later."""
    facts = toy.bicycle().knowledge.facts
    answers = [raw.get(fact.id) for fact in facts]

    assert accepted_profile(facts, answers) == replace(complete(facts, raw), id=None)


def test_equal_answers_are_advised_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their lines differ only in the id, which may be absent; the least recent ones are dropped first."""
    base = toy.bicycle()
    full, evaluator = adviser(base)
    composed: list[object] = []

    def counted(*arguments: Any) -> Any:
        composed.append(arguments[1].values["age"])
        return compose(*arguments)

    monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(module, "compose", counted)
    ages = (1, 1, 2, 1, 3, 1)
    records: list[dict[str, Any]] = [{"brakes": "yes", "age": age, "id": f'"{age}'} for age in ages]
    del records[1]["id"]
    block = blocks.block(evaluator, records)

    lines, _ = full.advise(Profiles(np.ones(len(ages), np.bool_), block.codes, {}), records.__getitem__, iter)

    expected = [json_line(base.advise(record, as_of=TODAY).as_dict()) for record in records]
    assert lines == b"".join(expected)
    assert composed == [1, 2, 3, 1]
