"""facts.yaml: the vocabulary, and the combinations of facts that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import condition
from exitwise.loader.yaml.nodes import Mapping, Scalar
from exitwise.loader.yaml.readers import boolean, integer, name, one_of, one_or_many, pairs, text
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
    """Return the name of a fact, which no reserved word may be."""
    found = name(node, file)
    if found in RESERVED or found in ENVELOPE:
        file.report("reserved-name", node, f"`{found}` is reserved and cannot name a fact")
        return None
    return found


def _values(node: Node, file: File) -> tuple[tuple[str, str], ...] | None:
    found = pairs(node, file, "a mapping of values to labels")
    if found is None:
        return None
    for key in found:
        if key.text == UNKNOWN:
            advice = "write `unknown: true` at the fact"
            file.report("reserved-name", key, "`unknown` is never declared as a value", advice)
    if len(found) < MIN_VALUES:
        file.report("empty", node, "a choice has two values or more")
        return None
    labels = {key.text: text(value, file) for key, value in found.items()}
    return tuple((key, label) for key, label in labels.items() if label is not None)


def _ages(node: Node, file: File) -> int | None:
    found = integer(node, file)
    if found is None or found in {1, -1}:
        return found
    file.report("wrong-kind", node, f"`{found}` stands where 1 or -1 belongs")
    return None


def _weights(node: Node, file: File) -> tuple[tuple[str, int], ...] | None:
    found = pairs(node, file, "a mapping of values to weights")
    if found is None:
        return None
    if not found:
        file.report("empty", node, "there is no weight")
        return None
    weights = {key.text: _weight(value, file) for key, value in found.items()}
    return tuple((key, weight) for key, weight in weights.items() if weight is not None)


def _weight(node: Node, file: File) -> int | None:
    found = integer(node, file)
    if found is None or found >= 0:
        return found
    file.report("wrong-kind", node, f"`{found}` stands where 0 or more belongs")
    return None


FACT: Final = {
    "id": Key(fact_name, required=True),
    "question": Key(text, required=True),
    "help": Key(text),
    "kind": Key(one_of("unknown-kind", "a kind of fact", ("choice", "integer")), required=True),
    "values": Key(_values),
    "unknown": Key(boolean),
    "fixed": Key(boolean),
    "section": Key(text),
    "unit": Key(text),
    "minimum": Key(integer),
    "maximum": Key(integer),
    "ages": Key(_ages),
    "weights": Key(_weights),
}


def fact(node: Node, file: File) -> Fact | None:
    """Return one fact."""
    found = read_record(node, file, "a fact", FACT)
    if found is None or not found.complete:
        return None
    kind = found.values["kind"]
    for key, owner in ONLY_FOR.items():
        if key in found.values and kind != owner:
            message = f"`{key}` belongs to {_a(owner)}, and `{found.values['id']}` is {_a(kind)}"
            found.report(file, "contradictory-keys", key, message)
    if kind == "choice" and "values" not in found.nodes:
        found.report(file, "missing-key", "values", f"the choice `{found.values['id']}` has no `values`")
    if not _bounds_agree(found):
        low, high = found.values["minimum"], found.values["maximum"]
        found.report(
            file, "contradictory-keys", "minimum", f"the minimum {low} lies above the maximum {high}"
        )
    read = Fact(**found.values, place=found.place)
    if kind == "choice" and read.weights:
        _check_weights(read, found.nodes["weights"], file)
    return read


def _check_weights(fact: Fact, node: Node, file: File) -> None:
    """Report weights of what is no answer, and those that leave no answer."""
    keys = (key for key, _ in node.pairs) if isinstance(node, Mapping) else ()
    for key in keys:
        if isinstance(key, Scalar) and key.text in dict(fact.weights) and key.text not in fact.names:
            message = (
                f"`{key.text}` is not an answer to `{fact.id}`, expected one of {join_names(fact.names)}"
            )
            file.report("unknown-value", key, message, did_you_mean(key.text, fact.names))
    if not any(map(fact.weight, fact.names)):
        file.report(
            "contradictory-keys", node, "no answer weighs anything", "give one of them a weight above 0"
        )


def _a(kind: str) -> str:
    return "an integer" if kind == "integer" else "a choice"


def _bounds_agree(found: Record) -> bool:
    low, high = found.values.get("minimum"), found.values.get("maximum")
    return low is None or high is None or low <= high


def facts(node: Node, file: File) -> tuple[Fact, ...]:
    """Return the facts of facts.yaml; its constraints are read later, against the whole vocabulary."""
    keys = {"facts": Key(lambda node, _: node, required=True), "constraints": Key(lambda node, _: node)}
    found = read_record(node, file, "facts.yaml", keys)
    return read_records(found.nodes["facts"], file, fact) if found is not None and found.complete else ()


def constraints(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Constraint, ...]:
    """Return the constraints; they look at facts alone."""
    keys: dict[str, Key] = {
        "id": Key(name, required=True),
        "when": Key(condition(vocabulary, ()), required=True),
        "because": Key(vocabulary.template, required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Any | None:
        found = read_record(item, file, "a constraint", keys)
        return Constraint(**found.values, place=found.place) if found and found.complete else None

    return read_records(node, file, read)
