"""Everything there is to say of one name: its text, its place, what it rests on and what rests on it."""

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
    from collections.abc import Callable, Iterator

    from exitwise.audit.graph.relations import Relation
    from exitwise.audit.show.excerpt import Lines
    from exitwise.audit.show.profile_counts import ProfileCount
    from exitwise.audit.subject import Subject
    from exitwise.diagnostic import Place

    Read = Callable[[str], str]
    """Returns the text of a file of the pack."""

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
"""What people read of a thing, in the order in which it is shown."""
CONDITIONS: Final = ("when", "then")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What stands at the other end of a link, how the link reads from here, and what that end says."""

    phrase: str
    entity: Entity
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of a pack, as an analyst wants to see it; a finding stands where its rules do."""

    entity: Entity
    texts: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    place: Place | None
    lines: Lines
    depends_on: tuple[Neighbour, ...]
    used_by: tuple[Neighbour, ...]
    counts: tuple[ProfileCount, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data; numbers of profiles are texts, which no reader rounds."""
        return {
            "kind": self.entity.kind,
            "id": self.entity.name,
            "texts": dict(self.texts),
            "conditions": dict(self.conditions),
            "place": None if self.place is None else _place(self.place),
            "lines": [{"line": number, "text": text} for number, text in self.lines],
            "rests_on": [_tie(tie) for tie in self.depends_on],
            "supports": [_tie(tie) for tie in self.used_by],
            "counts": [_count(tally) for tally in self.counts],
        }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _tie(tie: Neighbour) -> dict[str, str]:
    return {"how": tie.phrase, "kind": tie.entity.kind, "id": tie.entity.name}


def _count(tally: ProfileCount) -> dict[str, Any]:
    return {
        "what": tally.label,
        "profiles": str(tally.profiles),
        "of": str(tally.of),
        "witness": tally.witness,
    }


def entries(subject: Subject, name: str, read: Read) -> tuple[Entry, ...]:
    """Return everything that bears a name, in the pack's order.

    Raises:
        InputError: nothing does.
    """
    known = entities(subject.knowledge)
    found = [thing for thing in known if thing.name == name]
    if not found:
        advice = did_you_mean(name, (thing.name for thing in known))
        raise InputError(
            f"nothing is called `{escaped_line(name)}`",
            help=advice or "`exitwise audit graph` draws the rules, `exitwise audit coverage` lists them",
        )
    writer = _Writer(subject, known, relations(subject.knowledge), read)
    return tuple(writer.entry(thing) for thing in found)


@dataclass(frozen=True, slots=True)
class _Writer:
    subject: Subject
    known: dict[Entity, Any]
    links: tuple[Relation, ...]
    read: Read

    def entry(self, thing: Entity) -> Entry:
        model = self.known[thing]
        place, lines = self._written(thing, model)
        return Entry(
            entity=thing,
            texts=tuple(self._texts(thing, model)),
            conditions=tuple(_conditions(model)),
            place=place,
            lines=lines,
            depends_on=tuple(self._tie(link, thing) for link in self.links if link.dependent == thing),
            used_by=tuple(self._tie(link, thing) for link in self.links if link.dependency == thing),
            counts=profile_counts(self.subject, thing),
        )

    def _texts(self, thing: Entity, model: Any) -> Iterator[tuple[str, str]]:
        if thing.kind == "outcome":
            yield "title", str(model)
        for field in TEXTS:
            text = getattr(model, field, "")
            # Texts have methods of such names.
            if text and isinstance(text, str):
                yield field, text

    def _tie(self, link: Relation, own: Entity) -> Neighbour:
        verb = VERBS[link.verb]
        if link.subject == own:
            says = getattr(self.known[link.object], "says", "") if link.verb == "cites" else ""
            return Neighbour(phrase=verb.active, entity=link.object, says=says)
        return Neighbour(phrase=verb.passive, entity=link.subject)

    def _written(self, thing: Entity, model: Any) -> tuple[Place | None, Lines]:
        match thing.kind:
            case "finding":
                return None, ()
            case "letter":
                return model.place, excerpt.all_lines(self.read(model.place.file))
            case "outcome":
                return self._entry(f"{self._folder}pack.yaml", "outcomes", thing.name)
            case "source":
                return self._entry(model.place.file, "source")
            case _:
                return model.place, excerpt.item_lines(self.read(model.place.file), model.place)

    def _entry(self, file: str, *keys: str) -> tuple[Place | None, Lines]:
        return excerpt.entry_lines(self.read(file), file, *keys) or (None, ())

    @property
    def _folder(self) -> str:
        """Where the pack lies, as its places name it; its head has no place of its own."""
        facts = self.subject.knowledge.facts[0].place.file
        return facts.removesuffix("facts.yaml")


def _conditions(model: Any) -> Iterator[tuple[str, str]]:
    """Yield what a rule or a property asks for; of a property that is an order, neither is said."""
    if not getattr(model, "order", ()):
        for field in CONDITIONS:
            condition = getattr(model, field, None)
            if condition is not None:
                yield field, to_yaml(condition)
