"""The advice of one pack on a chunk: the rows that get advice, and the first cause for all others."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.population.pack_advice import ChunkAdvice, PackAdviser, Rejection
from exitwise.batch.records import Location, Records
from exitwise.model.knowledge import Knowledge
from exitwise.planes import bits
from exitwise.planes.bits import Plane
from support.oracles import batch_counts, naive
from support.oracles.batch_counts import TODAY, Record
from support.packs import random_packs, toy
from support.running.examples import examples

PACK = {
    "facts": """
      facts:
        - {id: door, question: Q?, kind: choice, values: {yes: Y, no: N, ajar: A}}
        - {id: days, question: Q?, kind: integer, unknown: true}
      constraints: [{id: never-ajar, when: {door: ajar}, because: So.}]
    """,
    "recommendations": """
      - {id: home, recommend: stay, when: {door: yes}, because: So.}
      - {id: late, recommend: leave, when: {days: {above: 2}}, because: So.}
    """,
}
LINES = (
    b'{"id": "a", "door": "yes", "days": 1}',
    b'{"id": "b", "door": "no", "days": 1}',
    b'{"id": 3, "door": "yes", "days": 9}',
    b'{"door": "ajar"}',
    b'{"id": "e", "door": "shut"}',
    b"",
    b'{"door": "no", "days": 9}',
)
REJECTIONS = {
    1: Rejection("gap", "b"),
    2: Rejection("conflict", 3),
    3: Rejection("contradiction", None),
    4: Rejection("unknown-value", "e"),
    5: Rejection("blank-line", None),
}


def advise(knowledge: Knowledge, records: Records, today: date = TODAY) -> ChunkAdvice:
    """Return the advice of a pack on a chunk."""
    return PackAdviser(knowledge, today).advise(records)


def rows(plane: Plane, number: int) -> list[int]:
    """Return the rows that are set in a plane."""
    return np.flatnonzero(bits.unpack(plane, number)).tolist()


def rows_by_name(planes: Mapping[str, Plane], within: Plane, number: int) -> dict[str, list[int]]:
    """Return the names that are concluded for a row, each with its rows among some."""
    found = {name: rows(plane & within, number) for name, plane in planes.items()}
    return {name: each for name, each in found.items() if each}


def test_each_row_is_advised_or_rejected() -> None:
    """A refused record is valid, but has no advice; its constraints are among the conclusions."""
    advice = advise(toy.knowledge(**PACK), Records("f", LINES))

    assert rows(advice.advised, 7) == [0, 6]
    assert rows(advice.valid, 7) == [0, 1, 2, 3, 6]
    assert advice.rejections == REJECTIONS
    assert rows_by_name(advice.planes.refused, advice.valid, 7) == {"never-ajar": [3]}
    assert rows_by_name(advice.planes.recommendation, advice.advised, 7) == {"stay": [0], "leave": [6]}
    assert rows_by_name(advice.planes.fires, advice.advised, 7) == {"home": [0], "late": [6]}
    assert [advice.id(row) for row in (0, 1, 2, 6)] == ["a", "b", 3, None]


def test_rejections_are_by_row() -> None:
    """Wherever the chunk begins in its file, and whichever lines its records span."""
    locations = [Location(2 * row + 5, None) for row in range(len(LINES))]
    knowledge = toy.knowledge(**PACK)

    for records in (Records("f", LINES, first=1000), Records("f", LINES, locations=locations)):
        assert advise(knowledge, records).rejections == REJECTIONS


def test_saved_session_is_advised_on_as_of_today() -> None:
    """The day after it was saved, two days are three."""
    session = {
        "schema": "exitwise.session/1",
        "pack": {"name": "toy", "version": "2026.11.0", "digest": f"sha256:{'0' * 64}"},
        "date": TODAY.isoformat(),
        "answers": {"door": "no", "days": 2},
    }
    records = Records("f", [json.dumps(session).encode()])
    growing = toy.knowledge(**PACK | {"facts": PACK["facts"].replace("integer", "integer, ages: 1")})

    assert advise(growing, records).rejections == {0: Rejection("gap", None)}
    assert advise(growing, records, TODAY + timedelta(days=1)).rejections == {}


@st.composite
def chunks(draw: st.DrawFn) -> tuple[naive.Pack, list[Record]]:
    """Draw a pack, and profiles of it or of another pack."""
    pack, other = draw(random_packs.packs()), draw(random_packs.packs())
    either = st.one_of(random_packs.profiles(pack), random_packs.profiles(other))
    return pack, draw(st.lists(either, min_size=1, max_size=9))


@settings(max_examples=examples(10), deadline=None)
@given(chunks())
def test_advice_agrees_with_naive_reading(drawn: tuple[naive.Pack, list[Record]]) -> None:
    """The causes and the outcomes are those of each record read alone."""
    pack, records = drawn
    outcomes = [batch_counts.outcome_of(pack, record) for record in records]
    expected: dict[str, list[int]] = {}
    for row, outcome in enumerate(outcomes):
        if not isinstance(outcome, str):
            expected.setdefault(str(outcome.recommendation), []).append(row)

    advice = advise(toy.loaded(pack), Records("f", [json.dumps(each).encode() for each in records]))

    assert {row: each.cause for row, each in advice.rejections.items()} == {
        row: outcome for row, outcome in enumerate(outcomes) if isinstance(outcome, str)
    }
    assert rows_by_name(advice.planes.recommendation, advice.advised, len(records)) == expected
