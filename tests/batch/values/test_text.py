"""Values as text: the contents of JSON strings, and the usual forms of other types."""

import json
import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.values.text import text_of_json, text_of_values
from support.running.examples import examples

MOMENT = datetime(2020, 1, 2, 3, 4, 5, 600_000)  # noqa: DTZ001 (without a zone, as columns may be)
TEXTS: list[tuple[pa.Array, str]] = [
    (pa.array([1.0]), "1.0"),
    (pa.array([1e16]), "1e+16"),
    (pa.array([0.1], pa.float32()), "0.1"),
    (pa.array([True]), "true"),
    (pa.array([Decimal("1.50")]), "1.50"),
    (pa.array([date(2020, 1, 2)]), "2020-01-02"),
    (pa.array([MOMENT]), "2020-01-02 03:04:05.6"),
    (pa.array([MOMENT.replace(second=0, microsecond=0)]), "2020-01-02 03:04:00"),
    (pa.array([MOMENT.replace(tzinfo=UTC)]), "2020-01-02 03:04:05.6+00"),
    (pa.array([time(1, 2, 3, 500_000)]), "01:02:03.5"),
    (pa.array([b"A\xff"], pa.large_binary()), "A\\xFF"),
    (pa.array([{"a": ["é", None]}]), '{"a": ["é", null]}'),
    (pa.array([[1.5, math.nan]]), "[1.5, null]"),
    (pa.array([[b"A\xff"]]), '["A\\\\xFF"]'),
    (pa.array([timedelta(days=1, seconds=62, microseconds=5)]), "1 day, 0:01:02.000005"),
    (pa.array([1_000], pa.duration("ns")), "0:00:00.000001"),
    (pa.array([1_000_000_001], pa.duration("ns")), "0:00:01.000000001"),
    (pa.array([1_000_002_003], pa.duration("ns")), "0:00:01.000002003"),
    (pa.array([UUID(int=7).bytes], pa.uuid()), str(UUID(int=7))),
]


@pytest.mark.parametrize(("values", "text"), TEXTS, ids=str)
def test_values_have_their_usual_text(values: pa.Array, text: str) -> None:
    """The forms are those of DuckDB, except for lists and structures, which are JSON."""
    assert text_of_values(pa.concat_arrays([values, pa.nulls(1, values.type)])).to_pylist() == [text, None]


SCALARS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(), SCALARS, max_size=2)


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(VALUES, st.booleans()), max_size=4))
def test_text_of_json(values: list[tuple[object, bool]]) -> None:
    """A string is its contents, null is null, and any other value is the JSON itself."""
    tokens = [json.dumps(value, ensure_ascii=ascii_only) for value, ascii_only in values]

    texts = text_of_json(pa.array([token.encode() for token in tokens], pa.binary())).to_pylist()

    assert texts == [
        value if isinstance(value, str | None) else token
        for (value, _), token in zip(values, tokens, strict=True)
    ]


@pytest.mark.parametrize(
    ("token", "text"), [("1.50", "1.50"), ("1e5", "1e5"), ('"a\\/b"', "a/b"), ('""', "")]
)
def test_numbers_keep_their_digits(token: str, text: str) -> None:
    """Only escapes of strings change."""
    assert text_of_json(pa.array([token.encode()], pa.binary())).to_pylist() == [text]
