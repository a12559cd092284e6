"""Cells of input columns: short forms of tests, which are read as the conditions that they stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.conditions import fact_condition
from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence
from exitwise.loader.yaml.readers import describe
from exitwise.model.condition import Concluded, Not

if TYPE_CHECKING:
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Fact

ANY: Final = ("", "-")
"""Cells that match every answer; DMN writes the second."""
NOT: Final = re.compile(r"not\s+(\S.*)")
HAS: Final = re.compile(r"has\s+(\S.*)")
"""A test of a list of values for any of some."""
COMPARISON: Final = re.compile(r"(<=|>=|<|>|≤|≥)\s*(\S+)")
INTERVAL: Final = re.compile(r"([\[\](])\s*(\S+?)\s*\.\.\s*(\S+?)\s*([\])\[])")
SEPARATOR: Final = re.compile(r"\s*[,;]\s*")
RELATIONS: Final = {"<": "below", "<=": "at_most", "≤": "at_most"} | {
    ">": "above",
    ">=": "at_least",
    "≥": "at_least",
}
LOWER: Final = {"[": "at_least", "(": "above", "]": "above"}
UPPER: Final = {"]": "at_most", ")": "below", "[": "below"}
"""The ends of an interval: a square bracket that faces inwards includes the number."""
FINDING_CELLS: Final = {"yes": True, "no": False}


def is_blank(node: Node) -> bool:
    """Whether a cell matches every answer."""
    return isinstance(node, Scalar) and (node.kind == "null" or node.text.strip() in ANY)


def fact_cell(fact: Fact, node: Node, file: File) -> Condition | None:
    """Return the condition in a cell of a fact's column; a list or a mapping is read as in a condition."""
    if isinstance(node, Scalar) and node.kind == "text":
        node = _expand(fact, node)
    return fact_condition(fact, node, file)


def finding_cell(name: str, node: Node, file: File) -> Condition | None:
    """Return the condition in a cell of a finding's column."""
    wanted = FINDING_CELLS.get(node.text.strip()) if isinstance(node, Scalar) else None
    if wanted is None:
        help_ = "leave the cell blank if the finding does not matter"
        message = f"expected `yes` or `no` for finding `{name}`, got {describe(node)}"
        file.report("wrong-kind", node, message, help_)
        return None
    concluded = Concluded("finding", (name,))
    return concluded if wanted else Not(concluded)


def _expand(fact: Fact, cell: Scalar) -> Node:
    """Return a cell in the syntax of conditions, at its own place."""
    text = cell.text.strip()
    if text in fact.names:
        return _value(fact, text, cell)
    if match := NOT.fullmatch(text):
        return _mapping({"not": _values(fact, match[1], cell)}, cell)
    if match := HAS.fullmatch(text):
        return _mapping({"has": _values(fact, match[1], cell)}, cell)
    if match := COMPARISON.fullmatch(text):
        return _mapping({RELATIONS[match[1]]: _value(fact, match[2], cell)}, cell)
    if match := INTERVAL.fullmatch(text):
        least, most = _value(fact, match[2], cell), _value(fact, match[3], cell)
        return _mapping({LOWER[match[1]]: least, UPPER[match[4]]: most}, cell)
    return _values(fact, text, cell)


def _values(fact: Fact, text: str, cell: Scalar) -> Node:
    """Return one value, or the list of several."""
    values = tuple(_value(fact, part, cell) for part in SEPARATOR.split(text))
    return values[0] if len(values) == 1 else Sequence(values, cell.line, cell.column)


def _value(fact: Fact, text: str, cell: Scalar) -> Scalar:
    """Return a value: a name of a fact that has names, otherwise whatever YAML would read in it."""
    return cell._replace(text=text, plain=not fact.values)


def _mapping(entries: dict[str, Node], cell: Scalar) -> Mapping:
    pairs = tuple((cell._replace(text=key, plain=True), value) for key, value in entries.items())
    return Mapping(pairs, cell.line, cell.column)
