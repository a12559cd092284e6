"""A recorded decision that was made again: what differs, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from exitwise import __version__
from exitwise.catalogue import _
from exitwise.errors import ProfileError
from exitwise.model.advice import Pack
from exitwise.model.data_difference import ABSENT, ORDER, differences
from exitwise.model.session import raw_answers
from exitwise.present.printable import escaped_line, json_line, json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.diagnostic import ProfileDiagnostic
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.data_difference import Difference
    from exitwise.model.record import Record

SCHEMA: Final = "exitwise.replay/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A record and the pack with which it was made again.

    `differences` are those of the advice; `faults` are those of the profile if the pack no longer accepts it.
    """

    record: Record
    pack: Pack
    former_names: frozenset[str] = frozenset()
    """Notes on former names in the record."""
    differences: tuple[Difference, ...] = ()
    faults: tuple[ProfileDiagnostic, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the advice is the same."""
        return not self.differences and not self.faults


def replayed(kb: KnowledgeBase, record: Record) -> Replayed:
    """Make a decision again, and compare it with the recorded one."""
    knowledge = kb.knowledge
    pack, notes = Pack(name=knowledge.name, version=knowledge.version, digest=knowledge.digest), set[str]()
    try:
        raw_answers(record.profile, knowledge, record.as_of, notes=notes)
        advice = kb.advise(record.profile, as_of=record.as_of)
    except ProfileError as error:
        return Replayed(
            record=record, pack=pack, former_names=frozenset(notes), faults=tuple(error.diagnostics)
        )
    present = json.loads(json_text(advice.as_dict()), parse_float=Decimal)
    changes = differences(_without_pack(record.advice), _without_pack(present))
    return Replayed(record=record, pack=pack, former_names=frozenset(notes), differences=tuple(changes))


def _without_pack(advice: Any) -> dict[str, Any]:
    """Return an advice without its pack, whose versions are compared apart."""
    return {key: value for key, value in advice.items() if key != "pack"}


# JSON


def as_dict(result: Replayed) -> dict[str, Any]:
    """Return the comparison as data for JSON."""
    return {
        "schema": SCHEMA,
        "same": result.is_same,
        "as_of": result.record.as_of.isoformat(),
        "recorded": {"pack": asdict(result.record.pack), "engine": result.record.engine},
        "present": {"pack": asdict(result.pack), "engine": __version__},
        "differences": [_plain(difference) for difference in result.differences],
        "faults": [
            {"pointer": fault.pointer, "cause": fault.cause, "message": fault.message, "help": fault.help}
            for fault in result.faults
        ],
    }


def _plain(difference: Difference) -> dict[str, Any]:
    """Return a difference; a value that is absent has no key."""
    sides = {"recorded": difference.old, "present": difference.new}
    return {
        "path": list(difference.path),
        **{side: value for side, value in sides.items() if value is not ABSENT},
    }


# Text


def notes(result: Replayed) -> Iterator[str]:
    """Yield what has changed since the record that may explain a difference."""
    old, new = result.record.pack, result.pack
    if old.digest != new.digest:
        if old.version == new.version:
            yield _("The pack has changed within version {version}.").format(version=new.version)
        else:
            words = _("The pack has changed from {old} to {new}.")
            yield words.format(old=old.version, new=new.version)
    yield from sorted(result.former_names)
    if result.record.engine != __version__:
        words = _("The record was made by exitwise {old}; this is {new}.")
        yield words.format(old=result.record.engine, new=__version__)


def to_lines(result: Replayed) -> Iterator[str]:
    """Yield a line for each difference, or that there is none."""
    if result.is_same:
        yield _("The advice is the same.")
    if result.faults:
        yield _("The pack no longer accepts the profile:")
    yield from (f"  {escaped_line(fault.headline)}" for fault in result.faults)
    yield from map(_describe, result.differences)


def _describe(difference: Difference) -> str:
    *parents, last = difference.path
    path, old, new = escaped_line(" > ".join(difference.path)), difference.old, difference.new
    if last == ORDER and isinstance(old, list):
        words = _("{path}: in another order: {names}")
        return words.format(path=escaped_line(" > ".join(parents)), names=_names(new))
    if old is ABSENT:
        return _("{path}: new").format(path=path) + _scalar(new)
    if new is ABSENT:
        return _("{path}: gone").format(path=path) + _scalar(old)
    return _("{path}: {old}, now {new}").format(path=path, old=_value(old), new=_value(new))


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{escaped_line(name)}`" for name in names)


def _scalar(value: object) -> str:
    """Return a value that appears or disappears, if it is short."""
    return "" if isinstance(value, dict | list) else f", {_value(value)}"


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json_line(value).decode().strip()
    return f"`{escaped_line(text)}`"
