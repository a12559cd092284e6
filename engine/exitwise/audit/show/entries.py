"""Entries: an entity of a pack with its texts, its lines, its dependencies, its users and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exitwise.audit.graph.relations import VERBS, Entity, entities, relations
from exitwise.audit.show import excerpt
from exitwise.audit.show.profile_counts import profile_counts
from exitwise.errors import InputError
from exitwise.model.yaml_text import to_yaml
from exitwise.nearest import did_you_mean
from exitwise.present.printable import escaped_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from exitwise.audit.graph.relations import Relation
    from exitwise.audit.show.excerpt import Lines
    from exitwise.audit.show.profile_counts import ProfileCount
    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Place
    from exitwise.model.fact import Fact
    from exitwise.model.table import Table

    Read = Callable[[str], str]
    """Reads a file of the pack as text."""

TEXTS: Final = (
    "title",
    "to",
    "subject",
    "question",
    "says",
    "help",
    "how",
    "until",
    "because",
    "note",
    "unused",
)
"""The fields with texts for people, in display order."""
CONDITIONS: Final = ("when", "then")
"""The fields with conditions, in display order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The entity at the other end of a relation; `says` is its text if it is a cited statement."""

    phrase: str
    entity: Entity
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entity of a pack in full; a finding has no place of its own, only those of its rules."""

    entity: Entity
    texts: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    place: Place | None
    lines: Lines
    depends_on: tuple[Neighbour, ...]
    used_by: tuple[Neighbour, ...]
    counts: tuple[ProfileCount, ...]
    cells: tuple[tuple[str, ...], ...] = ()
    """The cells of a table, its header first."""

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data; numbers of profiles are strings, so that no parser rounds them."""
        return {
            "kind": self.entity.kind,
            "id": self.entity.name,
            "texts": dict(self.texts),
            "conditions": dict(self.conditions),
            "place": None if self.place is None else _place_dict(self.place),
            "lines": [{"line": number, "text": text} for number, text in self.lines],
            "rests_on": [_neighbour_dict(neighbour) for neighbour in self.depends_on],
            "supports": [_neighbour_dict(neighbour) for neighbour in self.used_by],
            "counts": [_count_dict(count) for count in self.counts],
            "cells": [list(row) for row in self.cells],
        }


def _place_dict(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _neighbour_dict(neighbour: Neighbour) -> dict[str, str]:
    entity = neighbour.entity
    return {"how": neighbour.phrase, "kind": entity.kind, "id": entity.name}


def _count_dict(count: ProfileCount) -> dict[str, Any]:
    return {
        "what": count.label,
        "profiles": str(count.profiles),
        "of": str(count.of),
        "witness": count.witness,
    }


def entries(subject: Subject, name: str, read: Read) -> tuple[Entry, ...]:
    """Return the entries of all entities with a name, in the order of the pack.

    Raises:
        InputError: no entity has the name.
    """
    models = entities(subject.knowledge)
    matches = [entity for entity in models if entity.name == name]
    if not matches:
        advice = did_you_mean(name, (entity.name for entity in models))
        raise InputError(
            f"unknown ID `{escaped_line(name)}`",
            help=advice or "`exitwise audit coverage` lists the rules and the statements",
        )
    builder = _EntryBuilder(subject, models, relations(subject.knowledge), read)
    return tuple(builder.entry(entity) for entity in matches)


@dataclass(frozen=True, slots=True)
class _EntryBuilder:
    subject: Subject
    models: dict[Entity, Any]
    relations: tuple[Relation, ...]
    read: Read

    def entry(self, entity: Entity) -> Entry:
        model = self.models[entity]
        place, lines = self._excerpt(entity, model)
        return Entry(
            entity=entity,
            texts=tuple(self._texts(entity, model)),
            conditions=tuple(_conditions(model, self.subject.knowledge.fact)),
            place=place,
            lines=lines,
            depends_on=tuple(
                self._neighbour(link, entity) for link in self.relations if link.dependent == entity
            ),
            used_by=tuple(
                self._neighbour(link, entity) for link in self.relations if link.dependency == entity
            ),
            counts=profile_counts(self.subject, entity),
            cells=_cells(model) if entity.kind == "table" else (),
        )

    def _texts(self, entity: Entity, model: Any) -> Iterator[tuple[str, str]]:
        if entity.kind == "outcome":
            yield "title", str(model)
        if entity.kind == "table":
            yield "hit policy", model.hit_policy
        for field in TEXTS:
            text = getattr(model, field, "")
            # A string model has methods with some of these names.
            if text and isinstance(text, str):
                yield field, text

    def _neighbour(self, relation: Relation, entity: Entity) -> Neighbour:
        verb = VERBS[relation.verb]
        if relation.subject == entity:
            other = relation.object
            says = getattr(self.models[other], "says", "") if relation.verb == "cites" else ""
            return Neighbour(phrase=verb.active, entity=other, says=says)
        return Neighbour(phrase=verb.passive, entity=relation.subject)

    def _excerpt(self, entity: Entity, model: Any) -> tuple[Place | None, Lines]:
        match entity.kind:
            case "finding":
                return None, ()
            case "table":
                return model.place, ()
            case "letter":
                return model.place, excerpt.all_lines(self.read(model.place.file))
            case "outcome":
                return self._key_excerpt(f"{self._folder}pack.yaml", "outcomes", entity.name)
            case "source":
                return self._key_excerpt(model.place.file, "source")
            case _:
                return model.place, excerpt.item_lines(self.read(model.place.file), model.place)

    def _key_excerpt(self, file: str, *keys: str) -> tuple[Place | None, Lines]:
        return excerpt.entry_lines(self.read(file), file, *keys) or (None, ())

    @property
    def _folder(self) -> str:
        """The folder of the pack, as its places name it; pack.yaml has no place in the model."""
        facts = self.subject.knowledge.facts[0].place.file
        return facts.removesuffix("facts.yaml")


def _cells(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return a table as rows of texts: a header, and each row with the id of its rule in front."""
    columns = tuple(column for column in table.columns if column != "id")
    rows = ((row.id, dict(row.cells)) for row in table.rows)
    return (("row", *columns), *((name, *(cells.get(key, "") for key in columns)) for name, cells in rows))


def _conditions(model: Any, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    """Yield the conditions of a rule or a property; a property with an order has none."""
    if not getattr(model, "order", ()):
        for field in CONDITIONS:
            condition = getattr(model, field, None)
            if condition is not None:
                yield field, to_yaml(condition, facts)
