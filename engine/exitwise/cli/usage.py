"""The error of an invalid call."""

from __future__ import annotations

import click


class UsageError(click.UsageError):
    """An invalid call of the program; without `help` the message points to the help of the command."""

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 (the name of the field)
        super().__init__(message)
        self.help = help
