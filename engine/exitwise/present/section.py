"""The parts of a document: sections, their items, and the notes of an item."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A line below an item: a label, possibly empty, and a text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: its mark (a bullet, a number or a task box), its text and its notes."""

    text: str
    mark: str = "-"
    notes: tuple[Note, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with items; `tone` is its urgency: danger, plain or faint.

    In a `spaced` section the items are separated by blank lines.
    """

    title: str
    items: tuple[Item, ...]
    intro: str = ""
    tone: str = "plain"
    spaced: bool = False
