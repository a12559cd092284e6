"""Files under construction: lines one after the other, or the output of Arrow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exitwise.batch.write.output import Target


class LineWriter:
    """Writes lines one after the other, after a header."""

    def __init__(self, target: Target, header: bytes = b"") -> None:
        """Write the header."""
        self._target = target
        self._target.write([header])

    def add(self, advice: bytes | memoryview) -> None:
        """Write lines."""
        self._target.write([advice])

    def close(self) -> None:
        """Write nothing: lines need no end."""


class TargetStream(io.RawIOBase):
    """A target as a stream, for libraries that write to one; its failures are those of the target."""

    def __init__(self, target: Target) -> None:
        """Start at the beginning of the target."""
        super().__init__()
        self._target = target
        self._position = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the number of bytes written."""
        return self._position

    def write(self, data: Any) -> int:
        """Write bytes."""
        self._target.write([bytes(data)])
        count = memoryview(data).nbytes
        self._position += count
        return count
