"""Suggestions of the nearest valid name, and lists of names, for messages."""

from collections.abc import Iterable
from functools import lru_cache


def nearest_name(word: str, names: Iterable[str]) -> str | None:
    """Return the name most similar to `word`, or None if none is close.

    The cut-off is that of `difflib.get_close_matches`: a bad suggestion is worse than none.
    """
    return _nearest_name(word, tuple(names))


@lru_cache(1024)  # the same mistake is often made in many records
def _nearest_name(word: str, names: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 (only a mistake pays for this import)

    by_folded = {name.casefold(): name for name in reversed(names)}
    matches = get_close_matches(word.casefold(), list(by_folded), n=1)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return the question "did you mean …?" with the nearest name, or an empty string."""
    name = nearest_name(word, names)
    return f"did you mean `{name}`?" if name is not None else ""


def join_names(names: Iterable[str], *, most: int = 8) -> str:
    """Return names in backticks, separated by commas; after `most` of them, the number of the others."""
    all_names = list(names)
    text = ", ".join(f"`{name}`" for name in all_names[:most])
    return text if len(all_names) <= most else f"{text} and {len(all_names) - most} more"
