"""Commands that need libraries of an extra, and how to install it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from exitwise.errors import FileError

BATCH: Final = ("msgspec", "numpy", "openpyxl", "pyarrow", "zstandard")
"""The libraries of the extra `batch`, by the names that are imported."""


def require_batch(purpose: str) -> None:
    """Check that the libraries for many profiles are installed.

    Raises:
        FileError: one is missing.
    """
    for library in BATCH:
        if find_spec(library) is None:
            raise FileError(
                f"{purpose} needs {library}, which is not installed", help="pip install 'exitwise[batch]'"
            )
