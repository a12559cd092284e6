"""Errors in a call of the program."""

from __future__ import annotations

import click


class UsageError(click.UsageError):
    """A call that cannot be made; without `help` the program points to the command's own."""

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 (the field's word)
        super().__init__(message)
        self.help = help
