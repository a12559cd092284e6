"""facts.yaml: the facts of a pack, and constraints on their combinations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import NUMBERS, condition, number_of
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
)
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.fact import RESERVED, UNKNOWN, Fact
from exitwise.model.kinds import KINDS, kind_of, number_kind, write
from exitwise.model.kinds.decimal import MOST_DIGITS
from exitwise.model.kinds.several import MOST_VALUES
from exitwise.model.rule import Constraint
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File

ENVELOPE: Final = ("id", "schema", UNKNOWN)
MIN_VALUES: Final = 2
SPECIAL: Final = dict.fromkeys(key for kind in KINDS.values() for key in kind.keys)
"""The keys that not every kind of fact has."""


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


def _bound(node: Node, file: File) -> Scalar | None:
    """Return the node of a bound, which is read once the kind of the fact is known."""
    if isinstance(node, Scalar) and node.kind in NUMBERS:
        return node
    file.report_unexpected(node, "a number")
    return None


def _digits(node: Node, file: File) -> int | None:
    number = integer(node, file, f"a whole number from 0 to {MOST_DIGITS}", minimum=0)
    if number is None or number <= MOST_DIGITS:
        return number
    file.report_unexpected(node, f"a whole number from 0 to {MOST_DIGITS}")
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


OTHER_KINDS: Final = {
    **dict.fromkeys(
        ("text", "string", "free"),
        "no rule can test free text; ask for a choice, or leave a blank for it in a letter",
    ),
    **dict.fromkeys(("number", "float", "money", "percent"), "write `decimal`, or `integer` without digits"),
    **dict.fromkeys(("boolean", "bool"), "write `choice`, with the values `yes` and `no`"),
    **dict.fromkeys(("datetime", "timestamp", "time", "day", "duration"), "write `date`, or count days"),
    **dict.fromkeys(("list", "set", "multiple"), "write `several`"),
}
"""The help on kinds of other systems."""

FACT: Final = {
    "id": Key(fact_name, required=True),
    "question": Key(text, required=True),
    "help": Key(text),
    "kind": Key(one_of("unknown-kind", "kind of fact", tuple(KINDS), OTHER_KINDS), required=True),
    "values": Key(_values),
    "unknown": Key(boolean),
    "fixed": Key(boolean),
    "wish": Key(wish),
    "formerly": Key(one_or_many(fact_name)),
    "section": Key(text),
    "unit": Key(text),
    "minimum": Key(_bound),
    "maximum": Key(_bound),
    "digits": Key(_digits),
    "counts": Key(one_of("unknown-value", "direction", ("since", "until"))),
    "ages": Key(_ages),
    "weights": Key(_weights),
}


def fact(node: Node, file: File) -> Fact | None:
    """Return one fact."""
    record = read_record(node, file, "a fact", FACT)
    if record is None or not record.complete:
        return None
    _check_kind(record, file)
    values = with_names(record)
    bounds: dict[str, Scalar] = {key: values.pop(key) for key in ("minimum", "maximum") if key in values}
    fact = Fact(**values, place=record.place)
    low, high = (_bound_of(fact, bounds.get(key), file) for key in ("minimum", "maximum"))
    fact = replace(fact, minimum=low, maximum=high)
    if fact.minimum is not None and fact.maximum is not None and fact.minimum > fact.maximum:
        least, most = write(fact, fact.minimum), write(fact, fact.maximum)
        message = f"`minimum` {least} is greater than `maximum` {most}"
        record.report(file, "contradictory-keys", "minimum", message)
    check_wishes(fact, record, file)
    check_former_values(fact, record, file)
    if kind_of(fact).name == "several" and len(fact.values) > MOST_VALUES:
        message = f"`{fact.id}` has {len(fact.values)} values, and a list at most {MOST_VALUES}"
        help_ = "ask a question for each group of values"
        record.report(file, "too-many-values", "values", message, help_)
    if fact.weights and "weights" in KINDS[fact.kind].keys:
        _check_weights(fact, record.nodes["weights"], file)
    return fact


def _check_kind(record: Record, file: File) -> None:
    """Report keys that the fact's kind does not have, and a choice without values."""
    fact, kind = record.values["id"], record.values["kind"]
    for key in (key for key in SPECIAL if key in record.values and key not in KINDS[kind].keys):
        owners = " or ".join(owner.phrase for owner in KINDS.values() if key in owner.keys)
        message = f"`{key}` is only valid for {owners}, but `{fact}` is {KINDS[kind].phrase}"
        record.report(file, "contradictory-keys", key, message)
    for key in (key for key in KINDS[kind].required if key not in record.nodes):
        record.report(file, "missing-key", key, f"missing key `{key}` in {kind} `{fact}`")


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


def _bound_of(fact: Fact, node: Scalar | None, file: File) -> int | None:
    """Return a bound of a number; those of other kinds are reported by their keys."""
    kind = number_kind(fact)
    return None if kind is None or node is None else number_of(fact, kind, node, file)


def facts(node: Node, file: File) -> tuple[Fact, ...]:
    """Return the facts of facts.yaml; its constraints are read later, against the whole vocabulary."""
    keys = {"facts": Key(lambda node, _: node, required=True), "constraints": Key(lambda node, _: node)}
    record = read_record(node, file, "facts.yaml", keys)
    if record is None or not record.complete:
        return ()
    facts: tuple[Fact, ...] = read_records(record.nodes["facts"], file, fact)
    check_former_names(facts, file)
    return facts


def constraints(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Constraint, ...]:
    """Return the constraints; their conditions may use facts alone."""
    keys: dict[str, Key] = {
        "id": Key(name, required=True),
        "when": Key(condition(vocabulary, ()), required=True),
        "because": Key(vocabulary.template_of_facts, required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Any | None:
        record = read_record(item, file, "a constraint", keys)
        return Constraint(**record.values, place=record.place) if record and record.complete else None

    return read_records(node, file, read)
