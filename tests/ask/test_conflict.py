"""Conflicts: an answer that contradicts others is reported with the constraints that cause it."""

import pytest

from exitwise.ask.conflict import conflict_with, invalid_value
from exitwise.ask.interview import Interview
from exitwise.model.fact import Value
from support.packs.locked_door import COMPILED

Answers = dict[str, Value]


def test_admissible_answer_is_no_conflict() -> None:
    """An answer that some completion has does not contradict the others."""
    assert conflict_with(Interview(COMPILED, {"place": "here"}), "door", "yes") is None


@pytest.mark.parametrize(
    ("answers", "name", "value", "constraints", "because"),
    [
        (
            {"place": "gone"},
            "door",
            "yes",
            ["shut"],
            "Nobody left it open (Wide open, [not known]).",
        ),
        ({"place": "gone"}, "days", 2, ["late"], "Too soon."),
        ({"door": "no"}, "lock", "old", ["old"], "Old locks do not shut."),
        (
            {"place": "gone"},
            "lock",
            "old",
            ["shut", "old", "open"],
            "Nobody left it open ([not known], Old). Old locks do not shut. Old locks are open.",
        ),
    ],
)
def test_conflict_names_its_constraints(
    answers: Answers, name: str, value: Value, constraints: list[str], because: str
) -> None:
    """One violated constraint is named alone; otherwise all that are needed to rule out every completion."""
    diagnostic = conflict_with(Interview(COMPILED, answers), name, value)

    assert diagnostic is not None
    assert (diagnostic.pointer, diagnostic.cause, diagnostic.help) == (f"/{name}", "contradiction", because)
    assert diagnostic.message.endswith(f"contradicts the other answers ({', '.join(constraints)})")


@pytest.mark.parametrize(
    ("name", "value", "cause"),
    [
        ("door", "yes", None),
        ("days", 3, None),
        ("dor", "yes", "unknown-fact"),
        ("door", "maybe", "unknown-value"),
        ("days", -1, "out-of-range"),
        ("door", True, "wrong-kind"),
    ],
)
def test_invalid_value_is_reported_by_its_cause(name: str, value: object, cause: str | None) -> None:
    """Only the vocabulary decides whether a value is valid, whatever the other answers are."""
    diagnostic = invalid_value(Interview(COMPILED, {"place": "gone"}), name, value)

    assert (diagnostic.cause if diagnostic else None) == cause
