"""The nearest valid name to one that is not: a suggestion only when it is near."""

from collections.abc import Iterable


def nearest_name(word: str, names: Iterable[str]) -> str | None:
    """Return the name most like `word`, or None when none is near.

    A bad suggestion is worse than none, so the cut-off is that of `difflib.get_close_matches`.
    """
    from difflib import get_close_matches  # noqa: PLC0415 (only a mistake pays for this import)

    known = list(names)
    by_folded = {name.casefold(): name for name in reversed(known)}
    found = get_close_matches(word.casefold(), list(by_folded), n=1)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return the advice that names the nearest valid name, or an empty string."""
    name = nearest_name(word, names)
    return f"did you mean `{name}`?" if name is not None else ""


def join_names(names: Iterable[str], *, most: int = 8) -> str:
    """Return names as a person lists them, cut after `most` with the number left out."""
    known = list(names)
    shown = ", ".join(f"`{name}`" for name in known[:most])
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
