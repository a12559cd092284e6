"""Temporary copies of inputs that come from a pipe, for formats that are not read from front to back."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.read.inputs import STANDARD
from exitwise.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.batch.read.inputs import Input

    Stream = Callable[[], IO[bytes]]

MOST_BYTES: Final = 1024 * 1024 * 1024
"""Bytes of a copy, at most."""
CHUNK: Final = 1024 * 1024


@contextmanager
def copy_pipes(sources: Sequence[Input], standard: Stream) -> Iterator[tuple[Input, ...]]:
    """Yield the inputs, with copies of Parquet and workbooks from pipes; the copies are removed at the end.

    Raises:
        FileError: an input cannot be read, or a copy cannot be written.
        InputError: an input is too large for a copy.
    """
    with ExitStack() as stack:
        yield tuple(_copy(source, standard, stack) if _is_pipe(source) else source for source in sources)


def _is_pipe(source: Input) -> bool:
    is_file = source.name != STANDARD and (Path(source.name).is_file() or not Path(source.name).exists())
    return source.form in {"parquet", "xlsx"} and not is_file


def _copy(source: Input, standard: Stream, stack: ExitStack) -> Input:
    try:
        copy = stack.enter_context(NamedTemporaryFile(prefix="exitwise-"))  # noqa: SIM115 (the stack closes it)
        with ExitStack() as reading:
            is_standard = source.name == STANDARD
            stream = standard() if is_standard else reading.enter_context(Path(source.name).open("rb"))
            copy.writelines(_chunks(source, stream))
        copy.flush()
    except OSError as error:
        raise FileError(f"{source.name} cannot be copied to a temporary file: {error.strerror}") from error
    return replace(source, path=copy.name)


def _chunks(source: Input, stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the content of a stream."""
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            limit = MOST_BYTES // 1024**3
            raise InputError(f"{source.name}: the pipe has more than {limit} GiB", help="name a file instead")
        yield chunk
