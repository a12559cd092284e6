"""The names of facts and values, former ones included, and the values that are wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from exitwise.diagnostic import PackDiagnostic
from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence
from exitwise.loader.yaml.readers import boolean, name, one_or_many, text
from exitwise.loader.yaml.records import Key, read_record
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File
    from exitwise.loader.yaml.records import Record
    from exitwise.model.fact import Fact

VALUE: Final = {"label": Key(text, required=True), "formerly": Key(one_or_many(name))}


class NamedValue(NamedTuple):
    """A value of a choice with its label and its former names."""

    name: str
    label: str
    formerly: tuple[str, ...] = ()


def named_value(name: str, node: Node, file: File) -> NamedValue | None:
    """Return a value: its label, or a mapping with the label and the former names."""
    if not isinstance(node, Mapping):
        label = text(node, file)
        return None if label is None else NamedValue(name, label)
    record = read_record(node, file, f"value `{name}`", VALUE)
    return NamedValue(name, **record.values) if record is not None and record.complete else None


def wish(node: Node, file: File) -> bool | tuple[str, ...] | None:
    """Return whether all answers are wishes, or those that are; their names are checked later."""
    if isinstance(node, Scalar) and node.kind == "boolean":
        return boolean(node, file)
    return one_or_many(name)(node, file)


def with_names(record: Record) -> dict[str, Any]:
    """Return the values of a fact as the model has them."""
    values: dict[str, Any] = dict(record.values)
    named: tuple[NamedValue, ...] = values.pop("values", ())
    wishes = values.pop("wish", False)
    return {
        **values,
        "values": tuple((value.name, value.label) for value in named),
        "former_values": tuple((former, value.name) for value in named for former in value.formerly),
        "wish": wishes is True,
        "wishes": wishes if isinstance(wishes, tuple) else (),
    }


def present_node(node: Node, fact: Fact) -> Node:
    """Return the node of an answer in data, which may have former names, with present ones."""
    if isinstance(node, Sequence):
        return node._replace(items=tuple(present_node(item, fact) for item in node.items))
    if isinstance(node, Scalar) and node.text in fact.present_values:
        return node._replace(text=fact.present_values[node.text])
    return node


def check_wishes(fact: Fact, record: Record, file: File) -> None:
    """Report wishes that are no values of the fact, and wishes of a fixed fact."""
    for value in fact.wishes:
        if value not in dict(fact.values):
            message = (
                f"unknown value `{value}` for `{fact.id}`, expected one of {join_names(dict(fact.values))}"
            )
            record.report(file, "unknown-value", "wish", message, did_you_mean(value, dict(fact.values)))
    if fact.fixed and (fact.wish or fact.wishes):
        message = f"`wish` and `fixed` cannot be combined in fact `{fact.id}`"
        record.report(file, "contradictory-keys", "wish", message, "what is past is no wish")


def check_former_values(fact: Fact, record: Record, file: File) -> None:
    """Report former values that are still in use, or that stand for two values."""
    seen = {*fact.names}
    for former, value in fact.former_values:
        if former in seen:
            message = f"former name `{former}` of `{value}` is already a name of a value of `{fact.id}`"
            record.report(file, "duplicate-id", "values", message)
        seen.add(former)


def check_former_names(facts: tuple[Fact, ...], file: File) -> None:
    """Report former names of facts that are still in use, or that stand for two facts."""
    owner = {fact.id: fact.id for fact in facts}
    for fact in facts:
        for former in fact.formerly:
            if former in owner:
                message = f"former name `{former}` of fact `{fact.id}` is already a name of `{owner[former]}`"
                diagnostic = PackDiagnostic(id="duplicate-id", message=message, place=fact.place)
                file.diagnostics.add(diagnostic)
            owner.setdefault(former, fact.id)
