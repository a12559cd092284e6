"""properties.yaml and scenarios: requirements on the advice for all profiles, and for single ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from exitwise.loader.conditions import answer_of, condition
from exitwise.loader.keys.course import answers, deed
from exitwise.loader.keys.expected import expected_names, later_steps, waits, way_to_ready
from exitwise.loader.yaml.readers import items, name, one_of, one_or_many, text
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.condition import Kind
from exitwise.model.former_names import FormerNames
from exitwise.model.kinds import plain
from exitwise.model.rule import READINESS, Property
from exitwise.model.scenario import Scenario

if TYPE_CHECKING:
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.fact import Fact

ALL_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
FORM: Final = ("when", "then", "order", "along")
"""The keys of a property that say what it requires."""
MIN_ORDER: Final = 2


def properties(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Property, ...]:
    """Return the properties: implications, and orders of steps."""
    keys = {
        "id": Key(name, required=True),
        "says": Key(text, required=True),
        "when": Key(condition(vocabulary, ALL_KINDS)),
        "then": Key(condition(vocabulary, ALL_KINDS)),
        "order": Key(_order(vocabulary)),
        "along": Key(one_of("unknown-path", "path", ("course",))),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Property | None:
        record = read_record(item, file, "a property", keys)
        if record is None or not record.complete or not _has_one_form(record, file):
            return None
        if any(key in record.nodes and key not in record.values for key in FORM):
            return None
        return Property(**record.values, place=record.place)

    return read_records(node, file, read)


def _stated(fact: Fact) -> Reader[Any]:
    """Return the reader of an answer as it stands in a profile."""
    read = answer_of(fact)

    def read_stated(node: Node, file: File) -> Any | None:
        value = read(node, file)
        return None if value is None else plain(fact, value)

    return read_stated


def _has_one_form(record: Record, file: File) -> bool:
    """Whether a property is either an implication or an order; otherwise a defect is reported."""
    own = record.values["id"]
    if "order" not in record.nodes and "then" not in record.nodes:
        record.report(file, "missing-key", "then", f"missing key `then` or `order` in property `{own}`")
        return False
    conflicts = [key for key in ("when", "then") if key in record.nodes and "order" in record.nodes]
    if conflicts:
        message = f"`order` and `{conflicts[0]}` cannot be combined in property `{own}`"
        record.report(file, "contradictory-keys", conflicts[0], message)
    return not conflicts and not _is_order_along_course(record, file)


def _is_order_along_course(record: Record, file: File) -> bool:
    """Whether a property is an order along the course, which is reported: each state is a profile too."""
    if not {"order", "along"} <= record.nodes.keys():
        return False
    message = f"`order` and `along` cannot be combined in property `{record.values['id']}`"
    help_ = "without `along` the order is proved for every profile, and so for every state of a course"
    record.report(file, "contradictory-keys", "along", message, help_)
    return True


def _order(vocabulary: Vocabulary) -> Reader[tuple[str, ...]]:
    read_steps = one_or_many(vocabulary.conclusion("step"))

    def read(node: Node, file: File) -> tuple[str, ...] | None:
        steps = read_steps(node, file)
        if steps is not None and len(items(node, file)) < MIN_ORDER:
            file.report("empty", node, "expected at least two steps")
            return None
        return steps

    return read


def scenarios(node: Node, file: File, vocabulary: Vocabulary) -> tuple[Scenario, ...]:
    """Return the scenarios of one file."""
    keys = {
        "id": Key(name, required=True),
        "says": Key(text),
        "profile": Key(answers(vocabulary, _stated, FormerNames(vocabulary.facts.values())), required=True),
        "expect": Key(_expectation(vocabulary), required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }

    def read(item: Node, file: File) -> Scenario | None:
        record = read_record(item, file, "a scenario", keys)
        if record is None or not record.complete:
            return None
        values = {key: value for key, value in record.values.items() if key != "expect"}
        profile = dict(values.pop("profile"))
        return Scenario(**values, profile=profile, **record.values["expect"], place=record.place)

    return read_records(node, file, read)


def _expectation(vocabulary: Vocabulary) -> Reader[dict[str, object]]:
    keys = {
        "recommendation": Key(vocabulary.conclusion("recommend")),
        "readiness": Key(one_of("unknown-readiness", "readiness", READINESS)),
        "steps": Key(expected_names(vocabulary.conclusion("step"))),
        "warnings": Key(expected_names(vocabulary.conclusion("warning"))),
        "findings": Key(expected_names(vocabulary.conclusion("finding"))),
        "urgent": Key(expected_names(vocabulary.conclusion("step"))),
        "later_steps": Key(later_steps(vocabulary)),
        "waits": Key(waits(vocabulary)),
        "way_to_ready": Key(way_to_ready(vocabulary)),
        "leads_to": Key(answers(vocabulary, deed)),
        "refused": Key(one_of("unknown-constraint", "constraint", vocabulary.constraints)),
    }

    def read(node: Node, file: File) -> dict[str, object] | None:
        record = read_record(node, file, "an expectation", keys)
        if record is None:
            return None
        conflicts = [key for key in keys if key in record.nodes and key != "refused"]
        if not record.nodes:
            file.report("empty", node, "the expectation is empty")
        if "refused" in record.nodes and conflicts:
            message = f"`refused` and `{conflicts[0]}` cannot be combined in an expectation"
            record.report(file, "contradictory-keys", conflicts[0], message)
        return record.values

    return read
