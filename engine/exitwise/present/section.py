"""The parts that a document is made of: sections, the items in them, and the notes on an item."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A line that belongs to an item: what kind of line it is, and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said: its mark (a bullet, a number, a box), its text, and its notes."""

    text: str
    mark: str = "-"
    notes: tuple[Note, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items; `tone` says how urgent it is: danger, plain or faint.

    A spaced section is one to be worked through item by item.
    """

    title: str
    items: tuple[Item, ...]
    intro: str = ""
    tone: str = "plain"
    spaced: bool = False
