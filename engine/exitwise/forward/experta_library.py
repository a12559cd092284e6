"""The only import of experta, with a workaround for current Python and without its side effects."""

from __future__ import annotations

import collections
import collections.abc
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _patched_standard_library() -> Iterator[None]:
    """Patch the standard library while experta is imported, and restore it afterwards.

    experta pins frozendict 1.2, which uses `collections.Mapping`, removed in Python 3.10. Two of its modules
    call `logging.basicConfig()`, which would add a handler to the caller's root logger.
    """
    configure = logging.basicConfig
    missing = not hasattr(collections, "Mapping")
    logging.basicConfig = lambda **_: None
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        yield
    finally:
        logging.basicConfig = configure
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]


with _patched_standard_library():
    from experta import EXISTS, NOT, Fact, KnowledgeEngine, P, Rule
    from experta.abstract import Strategy
    from experta.matchers import ReteMatcher

# experta logs every match with the facts in it; a profile is personal data and must not be logged.
logging.getLogger("experta").setLevel(logging.WARNING)

__all__ = ["EXISTS", "NOT", "Fact", "KnowledgeEngine", "P", "ReteMatcher", "Rule", "Strategy"]
