"""The lists in an expectation: names with their details, and the moves of a way to ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exitwise.loader.keys.course import answers, deed, ends, fact_named
from exitwise.loader.yaml.nodes import Mapping, Scalar
from exitwise.loader.yaml.readers import items, one_or_many
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.scenario import Detail, ExpectedNames, ExpectedWay, WayMove

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.loader.yaml.records import Record

MOVE: Final = ("step", "hold", "answer", "end")
"""The keys of a move."""


class Item(NamedTuple):
    """One name of a list with its details."""

    name: str
    details: tuple[Detail, ...] = ()


# Names


def expected_names(read_name: Reader[str], read_item: Reader[Item] | None = None) -> Reader[ExpectedNames]:
    """Return the reader of an exact list, possibly empty, or of a mapping with `includes` and `excludes`.

    `read_item` reads the names that must be present, if they may have details.
    """
    read_present = read_item or _bare(read_name)

    def read(node: Node, file: File) -> ExpectedNames | None:
        if not isinstance(node, Mapping):
            found = [read_present(item, file) for item in items(node, file)]
            present = [item for item in found if item is not None]
            return ExpectedNames(exactly=_names(present), details=_details(present))
        keys = {"includes": Key(one_or_many(read_present)), "excludes": Key(one_or_many(read_name))}
        record = read_record(node, file, "an expectation of names", keys)
        if record is not None and not record.nodes:
            file.report("empty", node, "expected `includes`, `excludes`, or both")
        values = record.values if record is not None else {}
        present = values.get("includes", [])
        excludes = values.get("excludes", ())
        return ExpectedNames(includes=_names(present), excludes=excludes, details=_details(present))

    return read


def _bare(read_name: Reader[str]) -> Reader[Item]:
    def read(node: Node, file: File) -> Item | None:
        name = read_name(node, file)
        return None if name is None else Item(name)

    return read


def _names(present: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.name for item in present)


def _details(present: Iterable[Item]) -> tuple[Detail, ...]:
    return tuple(detail for item in present for detail in item.details)


def later_steps(vocabulary: Vocabulary) -> Reader[ExpectedNames]:
    """Return the reader of steps that the course brings up: a name, or `{step: …, comes_after: …}`."""
    read_name = vocabulary.conclusion("step")
    keys = {"step": Key(read_name, required=True), "comes_after": Key(vocabulary.move, required=True)}
    return expected_names(read_name, _item("a later step", "step", keys))


def waits(vocabulary: Vocabulary) -> Reader[ExpectedNames]:
    """Return the reader of waits: a name, or `{hold: …, begins_after: …, ends: …}`; null is from now on."""
    keys = {
        "hold": Key(vocabulary.hold, required=True),
        "begins_after": Key(_or_null(vocabulary.move)),
        "ends": Key(ends(vocabulary)),
    }
    return expected_names(vocabulary.hold, _item("a wait", "hold", keys))


def _item(expected: str, name: str, keys: dict[str, Key]) -> Reader[Item]:
    """Return the reader of a name, or of a record with details of it."""
    read_bare = _bare(keys[name].read)

    def read(node: Node, file: File) -> Item | None:
        if not isinstance(node, Mapping):
            return read_bare(node, file)
        record = read_record(node, file, expected, keys)
        if record is None or name not in record.values:
            return None
        own = record.values[name]
        stated = (key for key in keys if key in record.nodes and key != name)
        return Item(own, tuple(_detail(own, key, record.values.get(key)) for key in stated))

    return read


def _detail(name: str, key: str, value: Any) -> Detail:
    return Detail(name, key, ends=value or ()) if key == "ends" else Detail(name, key, value)


def _or_null(read_value: Reader[Any]) -> Reader[Any]:
    """Return a reader for which null is valid, and read as None."""

    def read(node: Node, file: File) -> Any | None:
        return None if _is_null(node) else read_value(node, file)

    return read


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind == "null"


# Ways


def way_to_ready(vocabulary: Vocabulary) -> Reader[ExpectedWay]:
    """Return the reader of a way: a list of moves, empty where the profile is ready; null is no way."""
    read_step = vocabulary.conclusion("step")
    keys = {
        "step": Key(read_step),
        "hold": Key(vocabulary.hold),
        "end": Key(answers(vocabulary, deed)),
        "answer": Key(one_or_many(fact_named(vocabulary))),
    }

    def read_move(node: Node, file: File) -> WayMove | None:
        if not isinstance(node, Mapping):
            step = read_step(node, file)
            return None if step is None else WayMove("step", (step,))
        record = read_record(node, file, "a move", keys)
        return _move(record.values) if record is not None and _has_one_form(record, file) else None

    def read(node: Node, file: File) -> ExpectedWay:
        if _is_null(node):
            return ExpectedWay(None)
        found = (read_move(item, file) for item in items(node, file))
        return ExpectedWay(tuple(move for move in found if move is not None))

    return read


def _has_one_form(record: Record, file: File) -> bool:
    """Whether a move is a step, a hold with or without its end, or an answer; otherwise it is reported."""
    stated = tuple(key for key in MOVE if key in record.nodes)
    if stated in ((), ("end",)):
        record.report(file, "missing-key", "", "missing key `step`, `hold` or `answer` in a move")
        return False
    if len(stated) == 1 or stated == ("hold", "end"):
        return True
    message = f"`{stated[0]}` and `{stated[1]}` cannot be combined in a move"
    record.report(file, "contradictory-keys", stated[1], message)
    return False


def _move(values: dict[str, Any]) -> WayMove | None:
    match values:
        case {"answer": facts}:
            return WayMove("answer", tuple(fact.id for fact in facts))
        case {"hold": hold}:
            return WayMove("hold", (hold,), values.get("end", ()))
        case {"step": step}:
            return WayMove("step", (step,))
        case _:
            return None
