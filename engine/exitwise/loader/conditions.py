"""The condition language, read against the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence
from exitwise.loader.yaml.readers import describe, integer, items, name, one_or_many, pairs
from exitwise.model.condition import RELATIONS, All, Any, Compare, Concluded, Kind, Not, OneOf
from exitwise.model.fact import UNKNOWN
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact, Value

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def condition(vocabulary: Vocabulary, allowed: Iterable[Kind]) -> Reader[Condition]:
    """Return the reader of conditions that may look at facts and these kinds of conclusion."""
    return _Conditions(vocabulary, frozenset(allowed)).read


class _Conditions:
    """Reads one kind of rule's conditions."""

    def __init__(self, vocabulary: Vocabulary, allowed: frozenset[Kind]) -> None:
        self._vocabulary = vocabulary
        self._allowed = allowed

    def read(self, node: Node, file: File) -> Condition | None:
        """Return a condition: a mapping or a list, of which all must hold."""
        if isinstance(node, Sequence):
            return self._parts(node, file, All)
        found = pairs(node, file, "a condition")
        if found is None:
            return None
        if not found:
            file.report("empty", node, "the condition is empty", "leave out `when` for a rule without one")
            return None
        return _conjoin([self._entry(key, value, file) for key, value in found.items()])

    def _entry(self, key: Scalar, value: Node, file: File) -> Condition | None:
        match key.text:
            case "all":
                return self._parts(value, file, All)
            case "any":
                return self._parts(value, file, Any)
            case "not":
                return self._negation(value, file)
            case word if word in KINDS:
                return self._conclusion(word, key, value, file)
            case _:
                return self._fact(key, value, file)

    def _parts(self, node: Node, file: File, kind: type[All | Any]) -> Condition | None:
        parts = items(node, file)
        if isinstance(node, Sequence) and not parts:
            file.report("empty", node, "the list is empty, expected one condition or more")
        read = [self.read(part, file) for part in parts]
        sound = tuple(part for part in read if part is not None)
        if not sound or len(sound) < len(read):
            return None
        return sound[0] if len(sound) == 1 else kind(sound)

    def _negation(self, node: Node, file: File) -> Condition | None:
        if isinstance(node, Sequence) or (isinstance(node, Mapping) and len(node.pairs) > 1):
            message = "`not` takes one condition, and it is unclear whether all or any of these is meant"
            file.report("not-takes-one", node, message, "write `not: {any: […]}`, or `not: {all: […]}`")
            return None
        found = self.read(node, file)
        return None if found is None else Not(found)

    def _conclusion(self, kind: Kind, key: Scalar, node: Node, file: File) -> Condition | None:
        if kind not in self._allowed:
            usable = ", ".join(["facts", *(f"`{word}`" for word in KINDS if word in self._allowed)])
            file.report("not-allowed-here", key, f"`{kind}` cannot stand here, only {usable} can")
            return None
        if isinstance(node, Mapping):
            advice = f"write `not: {{{kind}: …}}`"
            file.report("wrong-kind", node, f"a mapping stands where a name of `{kind}` belongs", advice)
            return None
        names = one_or_many(self._vocabulary.conclusion(kind))(node, file)
        return Concluded(kind, names) if names else None

    def _fact(self, key: Scalar, node: Node, file: File) -> Condition | None:
        fact = self._vocabulary.facts.get(key.text)
        if fact is not None:
            return _test(fact, node, file)
        if key.text not in self._vocabulary.faulty_facts:
            known = [*self._vocabulary.facts, "all", "any", "not", *KINDS]
            message = f"no fact is called `{key.text}`"
            file.report("unknown-fact", key, message, did_you_mean(key.text, known))
        return None


def _conjoin(parts: list[Condition | None]) -> Condition | None:
    sound = tuple(part for part in parts if part is not None)
    if len(sound) < len(parts):
        return None
    return sound[0] if len(sound) == 1 else All(sound)


def _test(fact: Fact, node: Node, file: File) -> Condition | None:
    if not isinstance(node, Mapping):
        return _membership(fact, node, file)
    found = pairs(node, file)
    if not found:
        file.report("empty", node, f"the test of `{fact.id}` is empty")
        return None
    keys = {key.text: (key, value) for key, value in found.items()}
    if "not" in keys:
        return _complement(fact, keys, file)
    if fact.kind == "choice":
        _report_choice_test(fact, keys, file)
        return None
    bounds = [_bound(key, value, file) for key, value in keys.values()]
    sound = tuple(bound for bound in bounds if bound is not None)
    return Compare(fact.id, sound) if sound and len(sound) == len(bounds) else None


def _complement(fact: Fact, keys: dict[str, tuple[Scalar, Node]], file: File) -> Condition | None:
    key, node = keys["not"]
    if len(keys) > 1:
        other = next(word for word in keys if word != "not")
        message = f"`not` and `{other}` exclude each other in the test of `{fact.id}`"
        file.report("contradictory-keys", key, message, "put each in an entry of `all`")
        return None
    if isinstance(node, Mapping):
        advice = f"write `not: {{{fact.id}: …}}`"
        file.report("wrong-kind", node, "a mapping stands where a value or a list of values belongs", advice)
        return None
    found = _membership(fact, node, file)
    return None if found is None else Not(found)


def _membership(fact: Fact, node: Node, file: File) -> OneOf | None:
    read: Reader[tuple[Value, ...]] = one_or_many(value_of(fact))
    values = read(node, file)
    return OneOf(fact.id, tuple(dict.fromkeys(values))) if values else None


def value_of(fact: Fact) -> Reader[Value]:
    """Return the reader of a value that a fact can have."""

    def read(node: Node, file: File) -> Value | None:
        number = isinstance(node, Scalar) and node.kind == "integer"
        if fact.kind == "integer" and number:
            return _within(fact, node, file)
        found = name(node, file, f"a value of `{fact.id}`")
        if found is None or found in fact.names:
            return found
        kind = "value-on-integer" if fact.kind == "integer" and found != UNKNOWN else "unknown-value"
        expected = join_names(fact.names, most=20) if fact.kind == "choice" else "a whole number"
        message = f"`{fact.id}` has no value `{found}`, expected {expected}"
        file.report(kind, node, message, did_you_mean(found, fact.names))
        return None

    return read


def _within(fact: Fact, node: Node, file: File) -> int | None:
    number = integer(node, file)
    if number is None or fact.within(number):
        return number
    low, high = fact.minimum, fact.maximum
    message = f"{describe(node)} lies outside `{fact.id}`, which runs from {_end(low)} to {_end(high)}"
    file.report("out-of-range", node, message)
    return None


def _end(limit: int | None) -> str:
    return "no limit" if limit is None else str(limit)


def _bound(key: Scalar, node: Node, file: File) -> tuple[str, int] | None:
    if key.text not in RELATIONS:
        words = [*RELATIONS, "not"]
        message = f"`{key.text}` is no comparison, expected one of {join_names(words)}"
        file.report("unknown-key", key, message, did_you_mean(key.text, words))
        return None
    number = integer(node, file)
    return None if number is None else (key.text, number)


def _report_choice_test(fact: Fact, keys: dict[str, tuple[Scalar, Node]], file: File) -> None:
    for key, _ in keys.values():
        if key.text in RELATIONS:
            message = f"`{key.text}` compares numbers, and `{fact.id}` is a choice"
            file.report(
                "comparison-on-choice", key, message, f"its values are {join_names(fact.names, most=20)}"
            )
        else:
            message = f"a test of `{fact.id}` has no key `{key.text}`, expected `not`"
            file.report("unknown-key", key, message, did_you_mean(key.text, ["not"]))
