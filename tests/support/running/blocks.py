"""Profiles as blocks for the planes, and the conclusions of each row."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from exitwise.model.advice import COMPACT
from exitwise.model.axis import Axis
from exitwise.model.conclusion import Conclusions
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from exitwise.planes import bits
from exitwise.planes.block import Block, Codes, code_type, missing_code
from exitwise.planes.evaluate import ConclusionPlanes, Early, Evaluator


def block(evaluator: Evaluator, profiles: Sequence[Mapping[str, Any]]) -> Block:
    """Return valid profiles as a block."""
    facts = evaluator.rules.knowledge.facts
    completed = [complete(facts, profile).values for profile in profiles]
    codes: dict[str, Codes] = {
        name: np.array([code(axis, values) for values in completed], code_type(len(axis.classes)))
        for name, axis in evaluator.rules.axes.items()
    }
    return Block(len(profiles), codes)


def code(axis: Axis, values: Mapping[str, Any]) -> int:
    """Return the value code of a fact, which may be missing."""
    name = axis.fact.id
    return axis.code(values[name]) if name in values else missing_code(code_type(len(axis.classes)))


def conclude(evaluator: Evaluator, profiles: Sequence[Mapping[str, Any]]) -> list[Conclusions]:
    """Return the conclusions for each of some valid profiles."""
    planes = evaluator.evaluate(block(evaluator, profiles))
    return [row(evaluator.rules.knowledge, planes, number) for number in range(len(profiles))]


def names_of(planes: ConclusionPlanes) -> dict[str, tuple[str, ...]]:
    """Return the names of all conclusions, by group."""
    return {group: tuple(map(_name_of, getattr(planes, group))) for group in (*COMPACT, "refused")}


def _name_of(key: Any) -> Any:
    """Return the name of a conclusion, which a step has at two places."""
    return key.step if isinstance(key, Early) else key


def row(knowledge: Knowledge, planes: ConclusionPlanes, number: int) -> Conclusions:
    """Return the conclusions of a row; a refused row has no others."""

    def names(group: str) -> tuple[str, ...]:
        truths = getattr(planes, group).items()
        return tuple(name for name, plane in truths if bits.unpack(plane, planes.rows)[number])

    if refused := names("refused"):
        return Conclusions(refused=refused)
    outcomes, (readiness,) = names("recommendation"), names("readiness")
    return Conclusions(
        findings=names("findings"),
        applied=names("applied"),
        undefeated=names("undefeated"),
        recommendation=outcomes[0] if outcomes else None,
        readiness=readiness,
        steps=knowledge.due_order(names("plan"), names("urgent")),
        urgent=names("urgent"),
        warnings=names("warnings"),
    )
