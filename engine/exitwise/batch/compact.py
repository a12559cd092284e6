"""A struct of Thrift's compact protocol, whatever its fields are: read, and written."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from thrift.protocol.TCompactProtocol import TCompactProtocol
from thrift.Thrift import TType
from thrift.transport.TTransport import TMemoryBuffer

PLAIN: Final = {
    TType.BOOL: "Bool",
    TType.BYTE: "Byte",
    TType.I16: "I16",
    TType.I32: "I32",
    TType.I64: "I64",
    TType.DOUBLE: "Double",
    TType.STRING: "Binary",
}
"""How the protocol calls the kinds of value that hold no others."""


class Field(NamedTuple):
    """The kind of a value, and the value."""

    kind: int
    value: Any


class Items(NamedTuple):
    """A list: the kind of its items, and these; a struct may be there as the bytes that it is written as."""

    kind: int
    items: list[Any]


Fields = dict[int, Field]
"""A struct: its fields by their numbers."""


def read(content: bytes) -> Fields:
    """Return the struct that some bytes are."""
    return _read_struct(TCompactProtocol(TMemoryBuffer(content)))


def written(fields: Fields) -> bytes:
    """Return a struct as bytes."""
    buffer = TMemoryBuffer()
    _write_struct(TCompactProtocol(buffer), fields)
    return bytes(buffer.getvalue())


def _read(protocol: Any, kind: int) -> Any:
    if kind == TType.STRUCT:
        return _read_struct(protocol)
    if kind == TType.LIST:
        item, count = protocol.readListBegin()
        found = Items(item, [_read(protocol, item) for _ in range(count)])
        protocol.readListEnd()
        return found
    return getattr(protocol, f"read{PLAIN[kind]}")()


def _read_struct(protocol: Any) -> Fields:
    found: Fields = {}
    protocol.readStructBegin()
    while (field := protocol.readFieldBegin())[1] != TType.STOP:
        _, kind, number = field
        found[number] = Field(kind, _read(protocol, kind))
        protocol.readFieldEnd()
    protocol.readStructEnd()
    return found


def _write(protocol: Any, kind: int, value: Any) -> None:
    if isinstance(value, bytes) and kind == TType.STRUCT:
        protocol.trans.write(value)
    elif kind == TType.STRUCT:
        _write_struct(protocol, value)
    elif kind == TType.LIST:
        protocol.writeListBegin(value.kind, len(value.items))
        for each in value.items:
            _write(protocol, value.kind, each)
        protocol.writeListEnd()
    else:
        getattr(protocol, f"write{PLAIN[kind]}")(value)


def _write_struct(protocol: Any, fields: Fields) -> None:
    protocol.writeStructBegin("")
    for number, (kind, value) in fields.items():
        protocol.writeFieldBegin("", kind, number)
        _write(protocol, kind, value)
        protocol.writeFieldEnd()
    protocol.writeFieldStop()
    protocol.writeStructEnd()
