"""Planes: packed, counted and transposed bits, compared with plain lists of booleans."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exitwise.planes import bits

masks = st.lists(st.booleans(), min_size=1, max_size=200)


@given(masks)
def test_packed_bits_are_unpacked(mask: list[bool]) -> None:
    """A plane has a bit for each row, and the surplus bits of its last word are 0."""
    plane = bits.pack(np.array(mask))

    assert bits.unpack(plane, len(mask)).tolist() == mask
    assert bits.count(plane) == sum(mask)
    assert [int(word) for word in plane] == [
        sum(mask[first + bit] << bit for bit in range(min(64, len(mask) - first)))
        for first in range(0, len(mask), 64)
    ]


@given(st.integers(1, 200))
def test_every_bit_of_the_full_plane_is_set(rows: int) -> None:
    """The surplus bits of its last word are 0."""
    plane = bits.full(rows)

    assert bits.unpack(plane, rows).all()
    assert bits.count(plane) == rows


@given(st.integers(1, 130), st.integers(0, 20), st.randoms(use_true_random=False))
def test_transposed_rows_have_the_bits_of_all_planes(rows: int, width: int, random: Random) -> None:
    """Bit j of byte i of a row is its bit in plane 8 i + j; surplus bits are 0."""
    table = [[random.random() < 0.5 for _ in range(rows)] for _ in range(width)]

    transposed = bits.transpose([bits.pack(np.array(mask)) for mask in table], rows)

    assert transposed.shape == (rows, -(-width // 8))
    for row in range(rows):
        number = int.from_bytes(transposed[row].tobytes(), "little")
        assert [bool(number >> plane & 1) for plane in range(width)] == [mask[row] for mask in table]
        assert number < 2**width


@given(st.integers(1, 20), st.lists(st.binary(min_size=20, max_size=20), max_size=9))
def test_set_bits_of_each_row_are_counted(width: int, rows: list[bytes]) -> None:
    """Rows may have any number of bytes."""
    truncated = [row[:width] for row in rows]
    by_row = np.frombuffer(b"".join(truncated), np.uint8).reshape(-1, width)

    assert bits.counts(by_row).tolist() == [sum(byte.bit_count() for byte in row) for row in truncated]


@given(st.lists(st.booleans(), min_size=1, max_size=70), st.data())
def test_chosen_rows_are_transposed_in_order(mask: list[bool], data: st.DataObject) -> None:
    """They equal those rows of the whole transposed table."""
    chosen = sorted(data.draw(st.sets(st.integers(0, len(mask) - 1))))
    planes = [bits.pack(np.array(mask)), bits.pack(~np.array(mask))]

    transposed = bits.transpose(planes, len(mask), np.array(chosen, np.int64))

    assert transposed.tolist() == bits.transpose(planes, len(mask))[chosen].tolist()
