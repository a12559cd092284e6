"""The validation of a chunk: every record is accepted or rejected as a single profile is."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.batch.columns.table import CellForms
from exitwise.batch.job import Job
from exitwise.batch.profiles import ABSENT
from exitwise.batch.read.rows import Cells
from exitwise.batch.records import Records, Text
from exitwise.batch.validate import records as validation
from exitwise.batch.validate.record_validator import RecordValidator
from exitwise.batch.validate.records import Validated, Validator, slabs
from exitwise.errors import InputError
from exitwise.loader.profile import parse_profile
from exitwise.model.axis import build_axes
from exitwise.model.column_map import ColumnMap, Origin
from exitwise.model.profile import complete
from support.packs import near_profiles, toy
from support.running.batching import TODAY
from support.running.examples import examples

KNOWLEDGE = toy.bicycle().knowledge
AXES = build_axes(KNOWLEDGE.facts, [rule.when for rule in KNOWLEDGE.all_rules])
VALID_LINE = b'{"id":7,"brakes":"yes","age":5}'
MAP = ColumnMap(id="No.", facts={"brakes": Origin(column="stops", values={"J": "yes"})})


def validator(columns: ColumnMap | None = None) -> Validator:
    """Return a validator of bicycles, or of an export with a map."""
    job = Job(inputs=[], output="-", form="jsonl", columns=columns, today=TODAY)
    return Validator(AXES, ("id",), RecordValidator(KNOWLEDGE, TODAY, mapper=job.new_mapper(KNOWLEDGE.facts)))


def accepted(validated: Validated) -> dict[int, dict[str, Any]]:
    """Return the value codes and the id of each accepted record, by row."""
    profiles = validated.profiles
    ids = profiles.passthrough["id"]
    return {
        row: {
            **{fact: int(codes[row]) for fact, codes in profiles.codes.items()},
            "id": None if ids.index[row] == ABSENT else json.loads(ids.values[int(ids.index[row])].as_py()),
        }
        for row, is_accepted in enumerate(profiles.accepted)
        if is_accepted
    }


def read_single(line: bytes) -> dict[str, Any] | None:
    """Return the codes and the id of a single profile; None if it is invalid."""
    try:
        profile = complete(KNOWLEDGE.facts, parse_profile(line))
    except InputError:
        return None
    return {**{name: axis.code(profile.values[name]) for name, axis in AXES.items()}, "id": profile.id}


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(near_profiles.mutants(), st.just(VALID_LINE), st.binary(max_size=9)), max_size=6),
    st.booleans(),
    st.sampled_from([1, 40, 8 * 1024 * 1024]),
)
def test_records_agree_with_single_profiles(
    monkeypatch: pytest.MonkeyPatch,
    lines: list[bytes],
    is_text: bool,  # noqa: FBT001 (hypothesis passes it)
    slab: int,
) -> None:
    """Neither other records nor the size of a slab make a difference."""
    monkeypatch.setattr(validation, "SLAB", slab)
    content = b"\n".join(lines)
    lines = content.split(b"\n") if lines else []
    records = Records("f", Text(content + b"\n") if is_text and lines else lines)

    validated = validator().validate(records)

    expected = {row: read_single(line) for row, line in enumerate(lines)}
    assert len(validated.profiles.accepted) == len(lines)
    assert accepted(validated) == {row: profile for row, profile in expected.items() if profile is not None}
    assert [reject.line for reject in validated.rejects] == [
        row + 1 for row, profile in expected.items() if profile is None
    ]
    assert all(read_single(line) == expected[row] for row, line in validated.lines.items())


def test_rows_of_csv_have_the_columns_of_their_header() -> None:
    """One validator reads several files; a quoted row is read, and a blank one is rejected."""
    reused = validator()
    ids: list[dict[int, str]] = []
    rejects: list[list[int]] = []
    for header in (("id", "brakes"), ("brakes", "id")):
        lines = Cells(b'a,yes\n"b,","yes"\n\n', header, CellForms(()))
        validated = reused.validate(Records("f", lines, 2, columns=2))
        ids.append({row: profile["id"] for row, profile in accepted(validated).items()})
        rejects.append([reject.line for reject in validated.rejects])

    assert ids == [{0: "a", 1: "b,"}, {}]
    assert rejects == [[4], [2, 3, 4]]


def test_records_of_an_export_are_mapped() -> None:
    """A record with the names of the pack is rejected, and the returned lines are profiles."""
    lines = [b'{"No.":7,"stops":"J"}', VALID_LINE, b'{"stops":"J"}']

    validated = validator(MAP).validate(Records("f", lines))

    assert {row: profile["id"] for row, profile in accepted(validated).items()} == {0: 7, 2: None}
    assert [reject.line for reject in validated.rejects] == [2]
    assert {row: json.loads(line) for row, line in validated.lines.items()} == {
        0: {"id": 7, "brakes": "yes"},
        2: {"brakes": "yes"},
    }


@pytest.mark.parametrize("faulty", [0, 1])
def test_long_work_can_be_stopped(faulty: int) -> None:
    """Slabs, and records that the scan does not accept, are iterated through `stoppable`."""
    seen: list[bytes] = []

    def stoppable(items: Iterable[bytes]) -> Iterator[bytes]:
        for item in items:
            seen.append(item)
            yield item
            if item == b"{}":
                raise InterruptedError

    lines = [VALID_LINE, *[b"{}"] * faulty, VALID_LINE]
    if faulty:
        with pytest.raises(InterruptedError):
            validator().validate(Records("f", lines), stoppable)
    else:
        validator().validate(Records("f", lines), stoppable)
    assert seen == [b"\n".join([*lines, b""]), *[b"{}"] * faulty]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from((b"a", b"bc", b"\n")), max_size=20).map(b"".join))
def test_slabs_cover_all_lines(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """A slab ends with the first line end after its size."""
    monkeypatch.setattr(validation, "SLAB", 4)

    several = list(map(bytes, slabs(content + b"\n")))

    assert b"".join(several) == content + b"\n"
    assert all(slab.endswith(b"\n") for slab in several)
    assert all(len(slab) > 4 for slab in several[:-1])
    assert all(b"\n" not in slab[4:-1] for slab in several)
