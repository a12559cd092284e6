"""properties.yaml and scenarios: what must be true of the advice, always and in worked cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from exitwise.loader.conditions import condition
from exitwise.loader.rules import answers
from exitwise.loader.yaml.nodes import Mapping
from exitwise.loader.yaml.readers import items, name, one_of, one_or_many, text
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.condition import Kind
from exitwise.model.rule import READINESS, Property
from exitwise.model.scenario import ExpectedNames, Scenario

if TYPE_CHECKING:
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader

ALL_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
MIN_ORDER: Final = 2
EXPECTED: Final = ("recommendation", "readiness", "steps", "warnings", "findings")


def properties(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Property, ...]:
    """Return the properties: an implication, or an order of steps."""
    keys = {
        "id": Key(name, required=True),
        "says": Key(text, required=True),
        "when": Key(condition(vocabulary, ALL_KINDS)),
        "then": Key(condition(vocabulary, ALL_KINDS)),
        "order": Key(_order(vocabulary)),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Property | None:
        found = read_record(item, file, "a property", keys)
        if found is None or not found.complete or not _one_form(found, file):
            return None
        if any(key in found.nodes and key not in found.values for key in ("when", "then", "order")):
            return None
        return Property(**found.values, place=found.place)

    return read_records(node, file, read)


def _one_form(found: Record, file: File) -> bool:
    own = found.values["id"]
    if "order" not in found.nodes and "then" not in found.nodes:
        found.report(file, "missing-key", "then", f"the property `{own}` has neither `then` nor `order`")
        return False
    both = [key for key in ("when", "then") if key in found.nodes and "order" in found.nodes]
    if both:
        message = f"the property `{own}` has `order` and `{both[0]}`, which exclude each other"
        found.report(file, "contradictory-keys", both[0], message)
    return not both


def _order(vocabulary: Vocabulary) -> Reader[tuple[str, ...]]:
    step = one_or_many(vocabulary.conclusion("step"))

    def read(node: Node, file: File) -> tuple[str, ...] | None:
        found = step(node, file)
        if found is not None and len(items(node, file)) < MIN_ORDER:
            file.report("empty", node, "an order takes two steps or more")
            return None
        return found

    return read


def scenarios(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Scenario, ...]:
    """Return the worked cases of one file."""
    keys = {
        "id": Key(name, required=True),
        "says": Key(text),
        "profile": Key(answers(vocabulary), required=True),
        "expect": Key(_expectation(vocabulary), required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Scenario | None:
        found = read_record(item, file, "a scenario", keys)
        if found is None or not found.complete:
            return None
        values = {key: value for key, value in found.values.items() if key != "expect"}
        profile = dict(values.pop("profile"))
        return Scenario(**values, profile=profile, **found.values["expect"], place=found.place)

    return read_records(node, file, read)


def _expectation(vocabulary: Vocabulary) -> Reader[dict[str, object]]:
    keys = {
        "recommendation": Key(vocabulary.conclusion("recommend")),
        "readiness": Key(one_of("unknown-readiness", "a readiness", READINESS)),
        "steps": Key(_names(vocabulary.conclusion("step"))),
        "warnings": Key(_names(vocabulary.conclusion("warning"))),
        "findings": Key(_names(vocabulary.conclusion("finding"))),
        "refused": Key(one_of("unknown-constraint", "a constraint", vocabulary.constraints)),
    }

    def read(node: Node, file: File) -> dict[str, object] | None:
        found = read_record(node, file, "an expectation", keys)
        if found is None:
            return None
        others = [key for key in EXPECTED if key in found.nodes]
        if not found.nodes:
            file.report("empty", node, "the expectation is empty")
        if "refused" in found.nodes and others:
            message = f"`refused` stands alone: a refused profile has no `{others[0]}`"
            found.report(file, "contradictory-keys", others[0], message)
        return found.values

    return read


def _names(one: Reader[str]) -> Reader[ExpectedNames]:
    """A list is exact, and may be empty; a mapping says what is in it and what is not."""

    def read(node: Node, file: File) -> ExpectedNames | None:
        if isinstance(node, Mapping):
            keys = {"includes": Key(one_or_many(one)), "excludes": Key(one_or_many(one))}
            found = read_record(node, file, "an expectation of names", keys)
            if found is not None and not found.nodes:
                file.report("empty", node, "expected `includes`, `excludes`, or both")
            return ExpectedNames(**found.values) if found is not None else None
        read_ = [one(item, file) for item in items(node, file)]
        return ExpectedNames(exactly=tuple(value for value in read_ if value is not None))

    return read
