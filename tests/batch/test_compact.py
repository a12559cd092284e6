"""Structs of Thrift's compact protocol: against its specification, and back to what they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from thrift.Thrift import TType

from exitwise.batch.compact import Field, Fields, Items, read, written

INNER = bytes.fromhex("1502 00")
"""Field 1, a number of 32 bits, 1: its header, the number in zigzag, and the end."""


def values(kind: int) -> st.SearchStrategy[Any]:
    """Values of a kind that holds no others."""
    return {
        TType.BOOL: st.booleans(),
        TType.I32: st.integers(-(2**31), 2**31 - 1),
        TType.I64: st.integers(-(2**63), 2**63 - 1),
        TType.STRING: st.binary(max_size=5),
    }[kind]


KINDS = st.sampled_from([TType.BOOL, TType.I32, TType.I64, TType.STRING])
PLAIN = KINDS.flatmap(lambda kind: st.builds(Field, st.just(kind), values(kind)))


def lists(kind: int, items: st.SearchStrategy[Any]) -> st.SearchStrategy[Field]:
    """Lists of items of a kind: more than fourteen are counted in another way."""
    return st.builds(
        Field,
        st.just(TType.LIST),
        st.builds(Items, st.just(kind), st.lists(items, max_size=20)),
    )


def structs(fields: st.SearchStrategy[Field]) -> st.SearchStrategy[Fields]:
    """Structs of fields, with steps between their numbers that do and do not fit into a header."""
    return st.dictionaries(st.integers(1, 200), fields, max_size=4)


STRUCTS = st.recursive(
    structs(PLAIN | KINDS.flatmap(lambda kind: lists(kind, values(kind)))),
    lambda inner: structs(
        PLAIN | st.builds(Field, st.just(TType.STRUCT), inner) | lists(TType.STRUCT, inner)
    ),
    max_leaves=5,
)


@given(STRUCTS)
def test_a_struct_comes_back_as_it_was(fields: Fields) -> None:
    """Its fields in their order too."""
    assert read(written(fields)) == fields
    assert list(read(written(fields))) == list(fields)


def test_a_struct_is_what_the_specification_says() -> None:
    """By hand: a flag is in its header, a list has its length and kind in one byte, an end is a zero."""
    fields: Fields = {
        1: Field(TType.BOOL, value=True),
        3: Field(TType.LIST, Items(TType.STRUCT, [{1: Field(TType.I32, 1)}] * 2)),
        20: Field(TType.STRING, b"x"),
    }

    assert written(fields) == bytes.fromhex("11 29 2c") + INNER * 2 + bytes.fromhex("08 28 01 78 00")


def test_what_is_written_already_is_put_in_as_it_is() -> None:
    """So that many structs need not be kept as objects."""
    items = [{1: Field(TType.I32, 1)}, {1: Field(TType.I32, 1)}]
    whole = {1: Field(TType.LIST, Items(TType.STRUCT, items))}

    assert written({1: Field(TType.LIST, Items(TType.STRUCT, [INNER] * 2))}) == written(whole)
