"""The keys of steps and holds that shape the course of a plan: deadlines, urgency, and the ends of a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import condition, value_of
from exitwise.loader.keys.names import present_node
from exitwise.loader.yaml.nodes import Mapping, Scalar
from exitwise.loader.yaml.readers import integer, name, one_or_many, pairs, text
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.condition import ALWAYS, Compare
from exitwise.model.kinds import kind_of
from exitwise.model.rule import Deadline, End
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as MappingOf

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.loader.yaml.records import Record
    from exitwise.model.condition import Condition, Kind
    from exitwise.model.fact import Fact
    from exitwise.model.former_names import FormerNames

    Facts = MappingOf[str, Fact]

ADDRESS: Final = ("https://", "http://")


def link(node: Node, file: File) -> str | None:
    """Return a web address."""
    address = text(node, file)
    if address is None or (address.startswith(ADDRESS) and not set(address) & set(" \t\n")):
        return address
    file.report_unexpected(node, "a web address", "write it in full, with https://")
    return None


def deed(fact: Fact) -> Reader[Any]:
    """Return the reader of the value that a deed gives a fact; it gives no list of values."""
    read = value_of(fact)

    def read_deed(node: Node, file: File) -> Any | None:
        if kind_of(fact).name != "several":
            return read(node, file)
        help_ = "use a choice for what a deed changes"
        file.report("not-allowed-here", node, f"no deed can change the list of values `{fact.id}`", help_)
        return None

    return read_deed


def answers(
    vocabulary: Vocabulary, reader: Callable[[Fact], Reader[Any]], names: FormerNames | None = None
) -> Reader[tuple[tuple[str, Any], ...]]:
    """Return the reader of a mapping of facts to values; `reader` gives that of a fact's values.

    With `names` the mapping is data, in which facts and values may have former names.
    """

    def read(node: Node, file: File) -> tuple[tuple[str, Any], ...] | None:
        mapping = pairs(node, file, "a mapping of facts to values")
        if mapping is None:
            return None
        if names is not None:
            mapping = _with_present_names(mapping, names, vocabulary, file)
        answers = [
            (key.text, _answer(key, value, file, vocabulary, reader)) for key, value in mapping.items()
        ]
        return tuple((fact, answer) for fact, answer in answers if answer is not None)

    return read


def _with_present_names(
    mapping: MappingOf[Scalar, Node], names: FormerNames, vocabulary: Vocabulary, file: File
) -> dict[Scalar, Node]:
    """Return a mapping of facts to values with present names; a fact that is there twice is reported."""
    present: dict[Scalar, Node] = {}
    seen: set[str] = set()
    for key, value in mapping.items():
        name = names.present(key.text)
        if name in seen:
            file.report("duplicate-key", key, f"`{key.text}` and another key are both names of fact `{name}`")
        seen.add(name)
        fact = vocabulary.facts.get(name)
        present[key._replace(text=name)] = value if fact is None else present_node(value, fact)
    return present


def _answer(
    key: Scalar, node: Node, file: File, vocabulary: Vocabulary, reader: Callable[[Fact], Reader[Any]]
) -> Any | None:
    fact = _fact(key, file, vocabulary)
    return None if fact is None else reader(fact)(node, file)


def _fact(node: Scalar, file: File, vocabulary: Vocabulary) -> Fact | None:
    fact = vocabulary.facts.get(node.text)
    if fact is None and node.text not in vocabulary.faulty_facts:
        help_ = did_you_mean(node.text, vocabulary.facts)
        file.report("unknown-fact", node, f"unknown fact `{node.text}`", help_)
    return fact


def fact_named(vocabulary: Vocabulary) -> Reader[Fact]:
    """Return the reader of the name of a fact."""

    def read(node: Node, file: File) -> Fact | None:
        named = name(node, file, "a fact")
        return None if named is None or not isinstance(node, Scalar) else _fact(node, file, vocabulary)

    return read


# Holds


def ends(vocabulary: Vocabulary) -> Reader[tuple[End, ...]]:
    """Return the reader of the ends of a hold: one, or a list of alternatives."""
    read_answers, read_known = answers(vocabulary, deed), one_or_many(fact_named(vocabulary))

    def read_end(node: Node, file: File) -> End | None:
        if isinstance(node, Mapping) and not node.pairs:
            file.report("empty", node, "the end is empty, expected answers")
            return None
        if not _is_only(node, "known"):
            stated = read_answers(node, file)
            return End(answers=stated) if stated else None
        record = read_record(node, file, "an end", {"known": Key(read_known, required=True)})
        facts = record.values.get("known", ()) if record else ()
        for fact in facts:
            _check_can_be_unknown(fact, node, file)
        return End(known=tuple(dict.fromkeys(fact.id for fact in facts))) if facts else None

    return one_or_many(read_end)


def _check_can_be_unknown(fact: Fact, node: Node, file: File) -> None:
    if not fact.unknown:
        message = f"`{fact.id}` is always known, so that nothing waits for its answer"
        file.report("always-known", node, message, "`unknown: true` in facts.yaml allows it to be unknown")


def _is_only(node: Node, key: str) -> bool:
    """Whether a mapping has this key and no other."""
    return isinstance(node, Mapping) and [getattr(own, "text", None) for own, _ in node.pairs] == [key]


# Steps


def deadline(vocabulary: Vocabulary) -> Reader[Deadline]:
    """Return the reader of the last day for a step, from a fact that counts days."""
    keys = {"fact": Key(fact_named(vocabulary), required=True), "plus": Key(integer)}

    def read(node: Node, file: File) -> Deadline | None:
        record = read_record(node, file, "a deadline", keys)
        if record is None or not record.complete:
            return None
        fact = record.values["fact"]
        if not fact.drift:
            message = f"`{fact.id}` counts no days from day to day"
            record.report(
                file, "no-day-count", "fact", message, "a deadline needs a date, or an integer with `ages`"
            )
            return None
        return Deadline(fact.id, record.values.get("plus", 0))

    return read


def urgent(vocabulary: Vocabulary, allowed: Iterable[Kind]) -> Reader[Condition | int]:
    """Return the reader of urgency: `true`, a condition, or the days before the deadline, in `within`."""
    read_condition = condition(vocabulary, allowed)

    def read(node: Node, file: File) -> Condition | int | None:
        if isinstance(node, Scalar):
            if node.kind == "boolean" and node.text.lower() == "true":
                return ALWAYS
            file.report_unexpected(node, "`true`, a condition, or {within: DAYS}")
            return None
        if not _is_only(node, "within"):
            return read_condition(node, file)
        record = read_record(node, file, "urgency", {"within": Key(_days, required=True)})
        return record.values.get("within") if record else None

    return read


def _days(node: Node, file: File) -> int | None:
    return integer(node, file, "a number of days, 0 or more", minimum=0)


def days_to_wait(node: Node, file: File) -> int | None:
    """Return a positive number of days."""
    return integer(node, file, "a number of days, 1 or more", minimum=1)


def urgency(record: Record, file: File, facts: Facts) -> Condition | None:
    """Return the urgency of a step as a condition; `within` is true in the last days before the deadline."""
    stated, by = record.values.get("urgent"), record.values.get("by")
    if not isinstance(stated, int):
        return stated
    if by is None:
        if "by" not in record.nodes:
            message = f"`within` needs a deadline, but step `{record.values['id']}` has no `by`"
            record.report(file, "missing-key", "urgent", message, "add `by: {fact: …, plus: …}`")
        return None
    return days_left(by, facts[by.fact], 0, stated)


def days_left(by: Deadline, fact: Fact, least: int, most: int) -> Condition:
    """Return the condition that a deadline is at least and at most so many days away."""
    low, high = (by.plus - most, by.plus - least) if fact.drift > 0 else (least - by.plus, most - by.plus)
    return Compare(by.fact, (("at_least", low), ("at_most", high)))
