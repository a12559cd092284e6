"""Arrays of bytes: their buffers, and arrays built from slices."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from exitwise.batch.values.arrays import are_text, buffers, slices, values_of


@given(st.lists(st.binary(max_size=3)), st.integers(0, 3), st.integers(0, 3))
def test_buffers_hold_the_values(values: list[bytes], first: int, last: int) -> None:
    """The array may be a slice of another."""
    chosen = values[first : len(values) - last]
    array = pa.array(values, pa.binary()).slice(first, len(chosen)) if chosen else pa.array([], pa.binary())
    offsets, data = buffers(array)

    assert data.tobytes() == b"".join(chosen)
    assert offsets.tolist() == np.cumsum([0, *map(len, chosen)]).tolist()


@given(st.lists(st.tuples(st.binary(max_size=3), st.binary(max_size=3))))
def test_slices_are_the_bytes_between_bounds(parts: list[tuple[bytes, bytes]]) -> None:
    """Gaps between the slices are skipped."""
    data = np.frombuffer(b"".join(gap + value for gap, value in parts), np.uint8)
    bounds = np.cumsum([0, *(len(piece) for part in parts for piece in part)])

    assert slices(data, bounds[1::2], bounds[2::2]).to_pylist() == [value for _, value in parts]


@given(st.lists(st.one_of(st.binary(max_size=3), st.text(max_size=3).map(str.encode)), max_size=6))
def test_values_are_text_if_they_can_be_decoded(values: list[bytes]) -> None:
    """An invalid value makes no difference to the others."""

    def decodes(value: bytes) -> bool:
        return value.decode(errors="ignore").encode() == value

    assert are_text(pa.array(values, pa.binary())).tolist() == list(map(decodes, values))


@given(st.lists(st.integers(-(2**15), 2**15 - 1) | st.none()), st.integers(0, 3))
def test_integers_are_those_of_the_buffer(numbers: list[int | None], first: int) -> None:
    """A null may be any number, and the array may be a slice of another."""
    actual = values_of(pa.array(numbers, pa.int16()).slice(first)).tolist()

    assert len(actual) == len(numbers[first:])
    assert [
        number for number, expected in zip(actual, numbers[first:], strict=True) if expected is not None
    ] == [number for number in numbers[first:] if number is not None]
