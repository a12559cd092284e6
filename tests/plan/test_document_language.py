"""The checklist in another language: every sentence and every text of the pack is translated."""

import pytest

from exitwise.errors import InputError
from exitwise.model.fact import Value
from exitwise.plan.changes import compare
from exitwise.plan.checklist import Checklist
from exitwise.plan.document import checklist_document
from exitwise.plan.tick import tick
from exitwise.present.text import text
from support.packs import moving
from support.packs.moving import FRESH, READY, TODAY
from support.running.pseudo import brackets, in_guillemets, outside

BASE = in_guillemets(moving.base())


def checklist(answers: dict[str, Value], *steps: str) -> Checklist:
    """Return the checklist of these answers, with these steps ticked, in the language."""
    return moving.checklist_of(moving.session(answers, dict.fromkeys(steps, TODAY)), BASE)


def untranslated(before: Checklist, now: Checklist) -> list[str]:
    """Return the words of a checklist, ids apart, that are not translated."""
    shown = text(checklist_document(now, before, compare(before, now)), width=100, colour=False)
    for name in (*BASE.knowledge.rules, "moving 2026.11.0", "sweep"):
        shown = shown.replace(name, "")
    return outside(shown)


def test_every_text_of_a_checklist_is_translated() -> None:
    """Progress, changes, holds, steps done and pending, and steps that are gone."""
    pairs = [
        (checklist(FRESH), checklist(FRESH, "tell-neighbours", "sweep")),
        (checklist(FRESH), checklist(READY | {"deposit": "asked"})),
        (checklist(READY | {"deposit": "asked"}), checklist({"goal": "stay"}, "say-goodbye")),
        (checklist({"goal": "stay"}), checklist(FRESH, "pack-boxes")),
    ]
    with brackets():
        assert [untranslated(*pair) for pair in pairs] == [[], [], [], []]


@pytest.mark.parametrize(
    ("answers", "steps", "step"),
    [
        (FRESH, (), "sign"),
        (FRESH, (), "nonsense"),
        (FRESH, (), "hand-over"),
        (READY | {"deposit": "asked"}, (), "hand-over"),
        (READY, ("tell-neighbours",), "tell-neighbours"),
        ({"goal": "stay"}, ("say-goodbye",), "say-goodbye"),
    ],
)
def test_a_step_that_cannot_be_ticked_is_explained(
    answers: dict[str, Value], steps: tuple[str, ...], step: str
) -> None:
    """Message and help are in the language."""
    with brackets(), pytest.raises(InputError) as raised:
        tick(BASE.compiled, checklist(answers, *steps), step, TODAY)

    said = f"{raised.value.message} {raised.value.help}"
    for name in (*BASE.knowledge.rules, "nonsense"):
        said = said.replace(name, "")
    assert outside(said) == []
