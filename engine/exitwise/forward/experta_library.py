"""The one import of experta, with what its last release needs and without what it does to its importer."""

from __future__ import annotations

import collections
import collections.abc
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _as_experta_expects() -> Iterator[None]:
    """Let experta import, and leave no trace of it.

    Its pinned frozendict 1.2 names `collections.Mapping`, gone since Python 3.10; and two of its modules
    call `logging.basicConfig()`, which would give the caller's root logger a handler.
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


with _as_experta_expects():
    from experta import EXISTS, NOT, Fact, KnowledgeEngine, P, Rule
    from experta.abstract import Strategy
    from experta.matchers import ReteMatcher

# experta logs every match with the fact it looked at: a profile is personal and belongs in no log.
logging.getLogger("experta").setLevel(logging.WARNING)

__all__ = ["EXISTS", "NOT", "Fact", "KnowledgeEngine", "P", "ReteMatcher", "Rule", "Strategy"]
