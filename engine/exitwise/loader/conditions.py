"""The condition language, read against the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from exitwise.loader.vocabulary import NOUNS
from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence
from exitwise.loader.yaml.readers import (
    describe,
    integer,
    items,
    name,
    one_of,
    one_or_many,
    pairs,
    with_article,
)
from exitwise.model.condition import RELATIONS, All, Any, Compare, Concluded, Has, Kind, Not, OneOf
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from exitwise.model.kinds import kind_of, number_kind, write
from exitwise.model.kinds.date import day_of
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact, Value
    from exitwise.model.kinds.number import Number

NUMBERS: Final = ("integer", "number")
"""The kinds of a scalar that is a number."""
ONLY_CONSTANTS: Final = (
    "a condition compares with constants; for two facts, ask for their difference, or for which is greater"
)
ONLY_DAYS: Final = "rules see the days since a date, or until it; compare with a number of days"
WHOLE: Final = Interval(SMALLEST, LARGEST)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def condition(vocabulary: Vocabulary, allowed: Iterable[Kind]) -> Reader[Condition]:
    """Return the reader of conditions on facts and on the allowed kinds of conclusion."""
    return _Conditions(vocabulary, frozenset(allowed)).read


def fact_condition(fact: Fact, node: Node, file: File) -> Condition | None:
    """Return the test of one fact, as under its name in a condition."""
    return _test(fact, node, file)


class _Conditions:
    """The reader of the conditions in one kind of rule."""

    def __init__(self, vocabulary: Vocabulary, allowed: frozenset[Kind]) -> None:
        self._vocabulary = vocabulary
        self._allowed = allowed

    def read(self, node: Node, file: File) -> Condition | None:
        """Return the condition in a mapping or a list; all of its parts must hold."""
        if isinstance(node, Sequence):
            return self._parts(node, file, All)
        mapping = pairs(node, file, "a condition")
        if mapping is None:
            return None
        if not mapping:
            file.report("empty", node, "the condition is empty", "omit `when` if the rule always applies")
            return None
        return _conjoin([self._entry(key, value, file) for key, value in mapping.items()])

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
        nodes = items(node, file)
        if isinstance(node, Sequence) and not nodes:
            file.report("empty", node, "the list is empty, expected at least one condition")
        parts = [self.read(part, file) for part in nodes]
        valid = tuple(part for part in parts if part is not None)
        if not valid or len(valid) < len(parts):
            return None
        return valid[0] if len(valid) == 1 else kind(valid)

    def _negation(self, node: Node, file: File) -> Condition | None:
        if isinstance(node, Sequence) or (isinstance(node, Mapping) and len(node.pairs) > 1):
            actual = "a list" if isinstance(node, Sequence) else "several"
            message = f"`not` takes a single condition, got {actual}"
            file.report("not-takes-one", node, message, "write `not: {any: […]}`, or `not: {all: […]}`")
            return None
        part = self.read(node, file)
        return None if part is None else Not(part)

    def _conclusion(self, kind: Kind, key: Scalar, node: Node, file: File) -> Condition | None:
        if kind not in self._allowed:
            expected = " or ".join(["a fact", *(f"`{word}`" for word in KINDS if word in self._allowed)])
            file.report("not-allowed-here", key, f"`{kind}` is not allowed here, expected {expected}")
            return None
        if isinstance(node, Mapping):
            file.report_unexpected(node, with_article(NOUNS[kind]), f"write `not: {{{kind}: …}}`")
            return None
        names = one_or_many(self._vocabulary.conclusion(kind))(node, file)
        return Concluded(kind, names) if names else None

    def _fact(self, key: Scalar, node: Node, file: File) -> Condition | None:
        fact = self._vocabulary.facts.get(key.text)
        if fact is not None:
            return _test(fact, node, file)
        if key.text not in self._vocabulary.faulty_facts:
            words = [*self._vocabulary.facts, "all", "any", "not", *KINDS]
            file.report("unknown-fact", key, f"unknown fact `{key.text}`", did_you_mean(key.text, words))
        return None


def _conjoin(parts: list[Condition | None]) -> Condition | None:
    valid = tuple(part for part in parts if part is not None)
    if len(valid) < len(parts):
        return None
    return valid[0] if len(valid) == 1 else All(valid)


def _test(fact: Fact, node: Node, file: File) -> Condition | None:
    if not isinstance(node, Mapping):
        return _membership(fact, node, file)
    mapping = pairs(node, file)
    if not mapping:
        file.report("empty", node, f"the test of `{fact.id}` is empty")
        return None
    keys = {key.text: (key, value) for key, value in mapping.items()}
    if "not" in keys:
        return _complement(fact, keys, file)
    if "has" in keys and kind_of(fact).name == "several":
        return _has(fact, keys, file)
    if not kind_of(fact).is_number:
        _report_name_test(fact, keys, file)
        return None
    bounds = [_bound(fact, key, value, file) for key, value in keys.values()]
    valid = tuple(bound for bound in bounds if bound is not None)
    return Compare(fact.id, valid) if valid and len(valid) == len(bounds) else None


def _sole(fact: Fact, keys: dict[str, tuple[Scalar, Node]], word: str, file: File) -> Node | None:
    """Return the value of a key that no other may stand beside; None if one does."""
    key, node = keys[word]
    other = next((name for name in keys if name != word), None)
    if other is None:
        return node
    message = f"`{word}` and `{other}` cannot be combined in a test of `{fact.id}`"
    file.report("contradictory-keys", key, message, "put each in an entry of `all`")
    return None


def _complement(fact: Fact, keys: dict[str, tuple[Scalar, Node]], file: File) -> Condition | None:
    node = _sole(fact, keys, "not", file)
    if node is None:
        return None
    if isinstance(node, Mapping):
        file.report_unexpected(node, "a value or a list of values", f"write `not: {{{fact.id}: …}}`")
        return None
    test = _membership(fact, node, file)
    return None if test is None else Not(test)


def _has(fact: Fact, keys: dict[str, tuple[Scalar, Node]], file: File) -> Has | None:
    """Return the test of a list of values for any of some."""
    node = _sole(fact, keys, "has", file)
    if node is None:
        return None
    values = one_or_many(_member(fact))(node, file)
    return Has(fact.id, tuple(dict.fromkeys(values))) if values else None


def _member(fact: Fact) -> Reader[str]:
    """Return the reader of one of the values that a list may have."""
    return one_of("unknown-value", f"value of `{fact.id}`", [value for value, _ in fact.values])


def _membership(fact: Fact, node: Node, file: File) -> OneOf | None:
    read: Reader[tuple[Value, ...]] = one_or_many(_tested(fact))
    values = read(node, file)
    return OneOf(fact.id, tuple(dict.fromkeys(values))) if values else None


def _tested(fact: Fact) -> Reader[Value]:
    """Return the reader of a value in a test; a list of values is compared with unknown alone."""
    read = value_of(fact)

    def read_tested(node: Node, file: File) -> Value | None:
        is_list = kind_of(fact).name == "several"
        if not is_list or (isinstance(node, Scalar) and node.text == UNKNOWN):
            return read(node, file)
        message = f"`{fact.id}` is a list of values, expected `has`, got {describe(node)}"
        words = node.text if isinstance(node, Scalar) and node.text in fact.names else "…"
        file.report("value-on-list", node, message, f"write `{fact.id}: {{has: {words}}}`")
        return None

    return read_tested


def value_of(fact: Fact) -> Reader[Value]:
    """Return the reader of a fact's values."""
    kind = number_kind(fact)

    def read(node: Node, file: File) -> Value | None:
        if kind is not None and isinstance(node, Scalar) and node.kind in NUMBERS:
            return _within_bounds(fact, kind, node, file)
        value = name(node, file, f"a value of `{fact.id}`")
        if value is None or value in fact.names:
            return value
        defect = "value-on-integer" if kind is not None and value != UNKNOWN else "unknown-value"
        expected = f"one of {join_names(fact.names, most=20)}" if kind is None else kind.noun_in_packs(fact)
        message = f"unknown value `{value}` for `{fact.id}`, expected {expected}"
        file.report(
            defect,
            node,
            message,
            did_you_mean(value, fact.names) or (ONLY_CONSTANTS if kind is not None else ""),
        )
        return None

    return read


def name_of(fact: Fact) -> Reader[str]:
    """Return the reader of one of the values of a fact, or of unknown."""
    return one_of("unknown-value", f"value of `{fact.id}`", fact.names)


def answer_of(fact: Fact) -> Reader[Value]:
    """Return the reader of a whole answer: of a list of values, or of one value."""
    if kind_of(fact).name != "several":
        return value_of(fact)

    def read(node: Node, file: File) -> Value | None:
        if isinstance(node, Scalar) and node.text == UNKNOWN:
            return value_of(fact)(node, file)
        values = [_member(fact)(item, file) for item in node.items] if isinstance(node, Sequence) else None
        single = _member(fact)(node, file) if values is None else None
        items = values if single is None else [single]
        return (
            None if items is None or None in items else frozenset(item for item in items if item is not None)
        )

    return read


def number_of(fact: Fact, kind: Number, node: Node, file: File) -> int | None:
    """Return a number as a fact's values are counted."""
    is_number = isinstance(node, Scalar) and node.kind in NUMBERS
    if is_number and not kind.has_point:
        return integer(node, file, kind.noun_in_packs(fact))
    number = kind.number(fact, node.text) if is_number and isinstance(node, Scalar) else None
    if number is None or number not in WHOLE:
        file.report_unexpected(node, kind.noun_in_packs(fact), "" if is_number else _way_out(fact, node))
        return None
    return number


def _way_out(fact: Fact, node: Node) -> str:
    """Return the help on a constant that is not a number."""
    is_day = isinstance(node, Scalar) and day_of(node.text) is not None
    return ONLY_DAYS if fact.counts and is_day else ONLY_CONSTANTS


def _within_bounds(fact: Fact, kind: Number, node: Node, file: File) -> int | None:
    number = number_of(fact, kind, node, file)
    if number is None or number in kind.bounds(fact):
        return number
    message = f"{describe(node)} is out of range for `{fact.id}`, expected {_range(fact, kind, number)}"
    file.report("out-of-range", node, message)
    return None


def _range(fact: Fact, kind: Number, number: int) -> str:
    """Return the bounds of a fact in words: the declared ones, and the one that a number is beyond."""
    least, most = kind.bounds(fact)
    low = None if fact.minimum is None and number >= least else write(fact, least)
    high = None if fact.maximum is None and number <= most else write(fact, most)
    if low is None:
        return f"at most {high}"
    return f"at least {low}" if high is None else f"{low} to {high}"


def _bound(fact: Fact, key: Scalar, node: Node, file: File) -> tuple[str, int] | None:
    if key.text not in RELATIONS:
        words = [*RELATIONS, "not"]
        message = f"unknown comparison `{key.text}`, expected one of {join_names(words)}"
        file.report("unknown-key", key, message, did_you_mean(key.text, words))
        return None
    kind = number_kind(fact)
    number = None if kind is None else number_of(fact, kind, node, file)
    return None if number is None else (key.text, number)


def _report_name_test(fact: Fact, keys: dict[str, tuple[Scalar, Node]], file: File) -> None:
    """Report the keys in a test of names, which has `not` alone, or `has` for a list of values."""
    words = ["has", "not"] if kind_of(fact).name == "several" else ["not"]
    for key, _ in keys.values():
        if key.text in RELATIONS:
            message = f"`{key.text}` compares numbers, but `{fact.id}` is {kind_of(fact).phrase}"
            help_ = f"its values are {join_names(fact.names, most=20)}"
            file.report("comparison-on-choice", key, message, help_)
        else:
            expected = " or ".join(f"`{word}`" for word in words)
            message = f"unknown key `{key.text}` in a test of `{fact.id}`, expected {expected}"
            file.report("unknown-key", key, message, did_you_mean(key.text, words))
