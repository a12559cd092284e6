"""The changes to a plan after ticks: what the steps have set, and what has come or gone with it."""

from typing import Any

from exitwise.plan.changes import Changes, changes_as_dict, compare
from support.packs.moving import FRESH, READY, TODAY, checklist, ticked, undone

OFFERED = READY | {"lease": "offered"}


def test_changes_of_a_tick_are_reported() -> None:
    """A new lease changes the recommendation, so that no step of moving was listed after it."""
    before = checklist(OFFERED | {"deposit": "asked"})
    now = ticked(before, "sign")

    assert changes_as_dict(compare(before, now, ticked=["sign"]), now) == {
        "ticked": ["sign"],
        "undone": [],
        "answers": {"lease": "renewed"},
        "recommendation": {"before": "go", "now": "stay"},
        "steps_added": ["say-goodbye"],
        "steps_removed": ["tell-neighbours"],
        "holds_added": [],
        "holds_removed": ["await-deposit"],
    }


def test_new_hold_is_reported() -> None:
    """Asking for the deposit raises the hold of waiting for the answer."""
    before = checklist(READY | {"deposit": "with_landlord"})

    assert compare(before, ticked(before, "ask-deposit"), ticked=["ask-deposit"]) == changes(
        ticked=("ask-deposit",), answers={"deposit": "asked"}, holds_added=("await-deposit",)
    )


def test_step_taken_back_is_no_new_step() -> None:
    """It is pending again; that its hold has gone, and what is answered now, are changes."""
    before = ticked(checklist(READY | {"deposit": "with_landlord"}), "ask-deposit")

    assert compare(before, undone(before, "ask-deposit"), undone=["ask-deposit"]) == changes(
        undone=("ask-deposit",), answers={"deposit": "with_landlord"}, holds_removed=("await-deposit",)
    )


def test_answer_that_is_gone_is_none() -> None:
    """A question that was not answered before the tick is not answered after it is taken back."""
    answers = {name: value for name, value in FRESH.items() if name != "boxes"}
    before = ticked(checklist(answers), "pack-boxes", day=TODAY)

    assert compare(before, undone(before, "pack-boxes"), undone=["pack-boxes"]).answers == {"boxes": None}


def changes(**more: Any) -> Changes:
    """Return changes, of which there are none but these."""
    none: dict[str, Any] = dict.fromkeys(("steps_added", "steps_removed", "holds_added", "holds_removed"), ())
    return Changes(**{"recommendation": None, **none, **more})
