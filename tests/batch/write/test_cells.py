"""Advice as CSV: the CSV reader of Python reads the conclusions of each profile."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.profiles import Passthrough
from exitwise.batch.write.cells import CellRenderer
from exitwise.planes import bits
from exitwise.planes.evaluate import ConclusionPlanes, Early, Evaluator
from support.packs import random_packs, toy
from support.running import blocks
from support.running.examples import examples

HEADER = ["id", "recommendation", "readiness", "steps", "waits", "warnings", "rules"]


def passthrough_of(values: Sequence[bytes | None]) -> Passthrough:
    """Return the values of one key."""
    index = np.array([-1 if value is None else number for number, value in enumerate(values)], np.int32)
    return Passthrough(pa.array([value or b"null" for value in values], pa.binary()), index)


def names(planes: Mapping[Any, bits.Plane], rows: int, row: int) -> str:
    """Return the names of the planes in which a row is set."""
    found = (name for name, plane in planes.items() if bits.unpack(plane, rows)[row])
    return " ".join(name.step if isinstance(name, Early) else name for name in found)


def advice(planes: ConclusionPlanes, row: int) -> list[str]:
    """Return the cells of a row after those that pass through."""
    lists = (planes.steps, planes.waits, planes.warnings, planes.rules)
    choices = (planes.recommendation, planes.readiness)
    return [names(planes_of_names, planes.rows, row) for planes_of_names in (*choices, *lists)]


def evaluate(evaluator: Evaluator, profiles: Sequence[Mapping[str, Any]]) -> ConclusionPlanes:
    """Return the conclusions of some profiles."""
    return evaluator.evaluate(blocks.block(evaluator, profiles))


@settings(max_examples=examples(50))
@given(st.data())
def test_cells_equal_the_conclusions_on_random_packs(data: st.DataObject) -> None:
    """Rows with a single outcome are rendered, in two blocks."""
    pack = data.draw(random_packs.packs())
    evaluator = Evaluator(toy.loaded(pack))
    blocks_of_profiles = [[data.draw(random_packs.profiles(pack)) for _ in range(3)] for _ in range(2)]
    renderer = CellRenderer(evaluator.names, ["id"])
    for profiles in blocks_of_profiles:
        planes = evaluate(evaluator, profiles)
        rows = [row for row in range(3) if names(planes.recommendation, 3, row).count(" ") == 0]
        rows = [row for row in rows if names(planes.recommendation, 3, row)]
        text = renderer.render(
            planes, np.array(rows, np.int64), {"id": passthrough_of([b"7", b'"a,b"', None])}
        )
        cells = list(csv.reader(io.StringIO(bytes(text).decode(), newline=""), strict=True))

        assert cells == [[("7", "a,b", "")[row], *advice(planes, row)] for row in rows]


def test_text_of_a_line() -> None:
    """An empty list is a quoted cell, and an absent value an empty one."""
    evaluator = Evaluator(toy.base().knowledge)
    planes = evaluate(evaluator, [{"place": "here"}] * 3)
    passthrough = {
        "id": passthrough_of([b'"a"', b'""', None]),
        "more, too": passthrough_of([b'"=1"', None, b"-1"]),
    }
    renderer = CellRenderer(blocks.names_of(planes), ["id", "more, too"])

    assert renderer.header() == b'id,"more, too",recommendation,readiness,steps,waits,warnings,rules\n'
    assert bytes(renderer.render(planes, np.array([0, 1, 2]), passthrough)).decode() == (
        'a,\'=1,stay,ready,"","","",default\n"",,stay,ready,"","","",default\n,-1,stay,ready,"","","",default\n'
    )


def test_some_rows_are_rendered_in_any_order() -> None:
    """Each has its own value; without rows there is no text."""
    evaluator = Evaluator(toy.bicycle().knowledge)
    planes = evaluate(evaluator, [{"brakes": brakes, "age": 1} for brakes in ("yes", "no", "yes")])
    renderer = CellRenderer(blocks.names_of(planes), ["id"])
    passthrough = {"id": passthrough_of([b"1", b"2", b"3"])}
    text = bytes(renderer.render(planes, np.array([2, 1]), passthrough)).decode()
    rows = list(csv.reader(io.StringIO(text)))

    assert rows == [["3", *advice(planes, 2)], ["2", *advice(planes, 1)]]
    assert bytes(renderer.render(planes, np.array([], np.int64), passthrough)) == b""


def test_columns_have_the_names_of_the_advice() -> None:
    """Columns that pass through come first."""
    evaluator = Evaluator(toy.bicycle().knowledge)
    planes = evaluate(evaluator, [{"brakes": "yes"}])

    assert CellRenderer(blocks.names_of(planes), ["id"]).header().decode() == ",".join(HEADER) + "\n"
