"""Advice in the forms that are written: lines of JSON, rows of CSV, tables of Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from exitwise.batch.profiles import Passthrough
    from exitwise.batch.write.output import Target
    from exitwise.planes.evaluate import ConclusionPlanes, Evaluator

    Advice: TypeAlias = bytes | memoryview | pa.Table
    """The advice on some profiles in one of the forms."""


class Renderer(Protocol):
    """Renders advice in one form."""

    def render(
        self, planes: ConclusionPlanes, rows: NDArray[np.int64], passthrough: Mapping[str, Passthrough]
    ) -> Advice:
        """Return the advice for some rows of a block."""

    def open(self, target: Target) -> Writer:
        """Begin a file of this form."""


class Writer(Protocol):
    """Joins advice to one file."""

    def add(self, advice: Advice) -> None:
        """Write the next part of it."""

    def close(self) -> None:
        """Write the end of the file."""


def renderer(
    form: str, evaluator: Evaluator, keys: Sequence[str], kinds: Mapping[str, pa.DataType]
) -> Renderer:
    """Return a renderer for a form; `kinds` are the types of columns that pass through, if they have any."""
    names = evaluator.names
    match form:
        case "csv":
            from exitwise.batch.write.cells import CellRenderer  # noqa: PLC0415

            return CellRenderer(names, keys)
        case "parquet":
            from exitwise.batch.write.tables import TableRenderer  # noqa: PLC0415

            return TableRenderer(names, keys, kinds)
        case _:
            from exitwise.batch.write.lines import LineRenderer  # noqa: PLC0415

            return LineRenderer(names, keys)
