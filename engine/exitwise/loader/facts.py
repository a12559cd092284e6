"""facts.yaml: the facts of a pack, and constraints on their combinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import condition
from exitwise.loader.keys.names import (
    NamedValue,
    check_former_names,
    check_former_values,
    check_wishes,
    named_value,
    wish,
    with_names,
)
from exitwise.loader.yaml.nodes import Mapping, Scalar
from exitwise.loader.yaml.readers import (
    boolean,
    describe,
    integer,
    name,
    one_of,
    one_or_many,
    pairs,
    text,
    with_article,
)
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.fact import RESERVED, UNKNOWN, Fact
from exitwise.model.rule import Constraint
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File

ENVELOPE: Final = ("id", "schema", UNKNOWN)
MIN_VALUES: Final = 2
ONLY_FOR: Final = dict.fromkeys(("values", "weights"), "choice") | dict.fromkeys(
    ("unit", "minimum", "maximum", "ages"), "integer"
)


def fact_name(node: Node, file: File) -> str | None:
    """Return the name of a fact; reserved words are reported."""
    fact = name(node, file)
    if fact in RESERVED or fact in ENVELOPE:
        file.report("reserved-name", node, f"`{fact}` is a reserved word and cannot name a fact")
        return None
    return fact


def _values(node: Node, file: File) -> tuple[NamedValue, ...] | None:
    mapping = pairs(node, file, "a mapping of values to labels")
    if mapping is None:
        return None
    for key in mapping:
        if key.text == UNKNOWN:
            help_ = "write `unknown: true` to allow this answer"
            file.report("reserved-name", key, "`unknown` is a reserved word and cannot name a value", help_)
    if len(mapping) < MIN_VALUES:
        file.report("empty", node, "expected at least two values")
        return None
    values = [named_value(key.text, value, file) for key, value in mapping.items()]
    return tuple(value for value in values if value is not None)


def _ages(node: Node, file: File) -> int | None:
    number = integer(node, file)
    if number is None or number in {1, -1}:
        return number
    file.report_unexpected(node, "1 or -1")
    return None


def _weights(node: Node, file: File) -> tuple[tuple[str, int], ...] | None:
    mapping = pairs(node, file, "a mapping of values to weights")
    if mapping is None:
        return None
    if not mapping:
        file.report("empty", node, "`weights` is empty, expected at least one weight")
        return None
    weights = {key.text: _weight(value, file) for key, value in mapping.items()}
    return tuple((key, weight) for key, weight in weights.items() if weight is not None)


def _weight(node: Node, file: File) -> int | None:
    return integer(node, file, "a whole number, 0 or more", minimum=0)


FACT: Final = {
    "id": Key(fact_name, required=True),
    "question": Key(text, required=True),
    "help": Key(text),
    "kind": Key(one_of("unknown-kind", "kind of fact", ("choice", "integer")), required=True),
    "values": Key(_values),
    "unknown": Key(boolean),
    "fixed": Key(boolean),
    "wish": Key(wish),
    "formerly": Key(one_or_many(fact_name)),
    "section": Key(text),
    "unit": Key(text),
    "minimum": Key(integer),
    "maximum": Key(integer),
    "ages": Key(_ages),
    "weights": Key(_weights),
}


def fact(node: Node, file: File) -> Fact | None:
    """Return one fact."""
    record = read_record(node, file, "a fact", FACT)
    if record is None or not record.complete:
        return None
    _check_kind(record, file)
    if not _bounds_agree(record):
        low, high = record.values["minimum"], record.values["maximum"]
        message = f"`minimum` {low} is greater than `maximum` {high}"
        record.report(file, "contradictory-keys", "minimum", message)
    fact = Fact(**with_names(record), place=record.place)
    check_wishes(fact, record, file)
    check_former_values(fact, record, file)
    if fact.kind == "choice" and fact.weights:
        _check_weights(fact, record.nodes["weights"], file)
    return fact


def _check_kind(record: Record, file: File) -> None:
    """Report keys that the fact's kind does not have, and a choice without values."""
    fact, kind = record.values["id"], record.values["kind"]
    for key, owner in ONLY_FOR.items():
        if key in record.values and kind != owner:
            message = f"`{key}` is only valid for {with_article(owner)}, but `{fact}` is {with_article(kind)}"
            record.report(file, "contradictory-keys", key, message)
    if kind == "choice" and "values" not in record.nodes:
        record.report(file, "missing-key", "values", f"missing key `values` in choice `{fact}`")


def _check_weights(fact: Fact, node: Node, file: File) -> None:
    """Report weights of unknown values, and weights that are all 0."""
    keys = (key for key, _ in node.pairs) if isinstance(node, Mapping) else ()
    for key in keys:
        if isinstance(key, Scalar) and key.text in dict(fact.weights) and key.text not in fact.names:
            expected = f"expected one of {join_names(fact.names)}"
            message = f"unknown value {describe(key)} for `{fact.id}`, {expected}"
            file.report("unknown-value", key, message, did_you_mean(key.text, fact.names))
    if not any(map(fact.weight, fact.names)):
        help_ = "give at least one value a weight above 0"
        file.report("contradictory-keys", node, "every value has weight 0", help_)


def _bounds_agree(record: Record) -> bool:
    low, high = record.values.get("minimum"), record.values.get("maximum")
    return low is None or high is None or low <= high


def facts(node: Node, file: File) -> tuple[Fact, ...]:
    """Return the facts of facts.yaml; its constraints are read later, against the whole vocabulary."""
    keys = {"facts": Key(lambda node, _: node, required=True), "constraints": Key(lambda node, _: node)}
    record = read_record(node, file, "facts.yaml", keys)
    if record is None or not record.complete:
        return ()
    found: tuple[Fact, ...] = read_records(record.nodes["facts"], file, fact)
    check_former_names(found, file)
    return found


def constraints(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Constraint, ...]:
    """Return the constraints; their conditions may use facts alone."""
    keys: dict[str, Key] = {
        "id": Key(name, required=True),
        "when": Key(condition(vocabulary, ()), required=True),
        "because": Key(vocabulary.template, required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Any | None:
        record = read_record(item, file, "a constraint", keys)
        return Constraint(**record.values, place=record.place) if record and record.complete else None

    return read_records(node, file, read)
