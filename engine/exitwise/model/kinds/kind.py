"""The interface of a kind of fact: how its answers are read, written, described and told apart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from exitwise.model.fact import Fact, Value
    from exitwise.model.interval import Interval

    ValueClass = str | Interval | frozenset[str]


class Misfit(NamedTuple):
    """The reason why a JSON value is not an answer: its cause, the help, and its form if it looks alike."""

    cause: str
    help: str = ""
    form: str = ""


class Kind(ABC):
    """A kind of fact; its methods take the fact, and never `unknown`, which every kind treats alike."""

    name: ClassVar[str]
    phrase: ClassVar[str]
    """What a fact of this kind is, with an article."""
    keys: ClassVar[tuple[str, ...]]
    """The keys of a fact that not every kind has."""
    required: ClassVar[tuple[str, ...]] = ()
    """Those of its keys that a fact must have."""
    is_number: ClassVar[bool] = False
    """Whether its values are integers, which conditions compare with constants."""

    @abstractmethod
    def read(self, fact: Fact, raw: object) -> Value | Misfit:
        """Return the value of a JSON value."""

    @abstractmethod
    def parse(self, fact: Fact, text: str) -> object:
        """Return the JSON value of a text, as of a cell; text that is not an answer is returned unchanged."""

    @abstractmethod
    def expected(self, fact: Fact) -> str:
        """Return the valid answers in words."""

    @abstractmethod
    def plain(self, fact: Fact, value: Value, as_of: date | None = None) -> Any:
        """Return a value as data for JSON, as it stands on the day of the advice."""

    @abstractmethod
    def text(self, fact: Fact, value: Value) -> str:
        """Return a value as in a condition or a cell."""

    @abstractmethod
    def label(self, fact: Fact, value: Value, as_of: date | None = None) -> str:
        """Return a value as people read it, on the day of the advice if that is known."""

    @abstractmethod
    def classes(self, fact: Fact, cuts: Collection[int]) -> tuple[ValueClass, ...]:
        """Return the value classes; numbers begin a new one at each cut."""

    @abstractmethod
    def schema(self, fact: Fact) -> list[dict[str, Any]]:
        """Return the alternatives of the JSON Schema of an answer."""


def or_unknown(fact: Fact) -> str:
    """Return the words that allow `unknown`, if the fact does."""
    return f"or `{UNKNOWN}`" if fact.unknown else ""
