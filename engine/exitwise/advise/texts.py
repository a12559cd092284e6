"""The texts of a pack as they read for one case: its answers, and the rows of tables that apply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.diagram.space import implies
from exitwise.model.fact import UNKNOWN
from exitwise.model.placeholder import fill_placeholders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value


@dataclass(frozen=True)
class Texts:
    """The texts for the values that are known; other facts may have any value, and are shown as not known."""

    compiled: CompiledRules
    known: Mapping[str, Value]
    as_of: date | None = None

    def fill(self, text: str) -> str:
        """Return a text with its placeholders filled."""
        return fill_placeholders(text, self.compiled.knowledge.fact, self._shown, self.as_of, self._filled)

    def columns(self, names: Iterable[str]) -> dict[str, str]:
        """Return the texts of those names that are columns, `table.column`, and have one."""
        columns = (name for name in names if any(self._cells(name)))
        return {name: self.fill(f"{{{name}}}") for name in columns}

    def _filled(self, name: str) -> Iterator[str]:
        """Yield the texts of a column with the facts in them filled; they show no other column."""
        facts = self.compiled.knowledge.fact
        return (fill_placeholders(cell, facts, self._shown, self.as_of) for cell in self._cells(name))

    def _cells(self, name: str) -> Iterator[str]:
        """Yield the texts of a column that stand for all other values, in the order of rows.

        A text stands where some row with it applies; on answers that contradict each other none does.
        """
        rows: dict[str, list[ProfileSet]] = {}
        for rule, text in self.compiled.knowledge.cell_texts.get(name, ()):
            rows.setdefault(text, []).append(self.compiled.fires[rule])
        if rows and self._profiles.satisfiable():
            yield from (text for text, sets in rows.items() if implies(self._profiles, reduce(or_, sets)))

    @cached_property
    def _shown(self) -> Mapping[str, Value]:
        return {**dict.fromkeys(self.compiled.knowledge.fact, UNKNOWN), **self.known}

    @cached_property
    def _profiles(self) -> ProfileSet:
        """The admissible profiles with the known values."""
        return self.compiled.space.with_values(self.known) & self.compiled.domain
