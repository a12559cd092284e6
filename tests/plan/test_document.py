"""The checklist as a document: progress, changes, holds and steps."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from exitwise.ask.interview import Interview
from exitwise.plan.changes import compare
from exitwise.plan.checklist import Checklist
from exitwise.plan.document import checklist_document
from exitwise.present.document import Document
from exitwise.present.markdown import markdown
from exitwise.present.text import text
from support.packs import hostile, moving, toy
from support.packs.moving import FRESH, READY, TODAY, checklist, ticked


def document_of(found: Checklist) -> Document:
    """Return the document of a checklist without ticks."""
    return checklist_document(found, found, None)


NOT_YET = "Not yet. Sort out first what is listed below."
STANDING = {
    "nothing done": (checklist(FRESH), "0 of 6 done; next: pack-boxes: Pack."),
    "some done": (
        checklist(READY, {"tell-neighbours": TODAY}),
        "1 of 3 done; next: hand-over: Hand over the keys.",
    ),
    "all done": (checklist({"goal": "stay"}, {"say-goodbye": TODAY}), "Everything is done: 1 of 1."),
    "a hold": (
        checklist(READY | {"deposit": "asked"}),
        f"{NOT_YET} 0 of 3 done; next: tell-neighbours: Tell the neighbours.",
    ),
    "a hold, and nothing else": (
        checklist(READY | {"deposit": "asked"}, {"tell-neighbours": TODAY}),
        f"{NOT_YET} 1 of 3 done; the remaining steps have to wait.",
    ),
}


@pytest.mark.parametrize(("found", "words"), STANDING.values(), ids=STANDING)
def test_progress_comes_first(found: Checklist, words: str) -> None:
    """The first lines give the hold, the number of steps done, and the next step."""
    assert document_of(found).readiness == words


def test_steps_are_grouped_by_phase_with_boxes() -> None:
    """A done step has its day; a pending one has its instructions and the steps before it."""
    found = checklist(FRESH, {"tell-neighbours": TODAY, "sweep": TODAY})
    read = text(document_of(found), width=80, colour=False)

    assert read.partition("Plan. Before")[2] == (
        " you go ahead\n"
        "  [ ] pack-boxes: Pack\n      Label each.\n\n"
        "  [ ] read-meter: Read the meter\n      In the cellar.\n      After: pack-boxes\n\n"
        "  [ ] ask-deposit: Ask for the deposit\n      In writing.\n      After: pack-boxes, read-meter\n\n"
        "  [x] tell-neighbours: Tell the neighbours (done 23 November 2026)\n\n"
        "Plan. Then wait, if it comes to that\n"
        "  ! The deposit is open\n    You asked for it.\n    After: Ask for the deposit\n"
        "    Settled when: The landlord has answered.\n\n"
        "Plan. Not yet: go ahead only then\n"
        "  [ ] hand-over: Hand over the keys\n      All of them.\n"
        "      After: pack-boxes, read-meter, ask-deposit\n      Waits for: The deposit is open\n\n"
        "Plan. Not yet: afterwards\n"
        "  [ ] say-goodbye: Say goodbye\n      With cake.\n"
        "      After: pack-boxes, read-meter, ask-deposit, hand-over\n"
        "      Waits for: The deposit is open\n\n"
        "Done, but no longer in the rules\n  [x] sweep (done 23 November 2026)\n\n"
        "Keep in mind\n  - Leave no nails\n    They cost you.\n\nA toy.\n"
    )


def test_hold_is_shown_with_its_end_and_the_steps_it_blocks() -> None:
    """A hold is above the steps, and at each step that it blocks."""
    read = text(document_of(checklist(READY | {"deposit": "asked"})), width=80, colour=False)

    assert (
        "  ! The deposit is open\n    You asked for it.\n    Settled when: The landlord has answered.\n"
        in read
    )
    assert "Plan. Not yet: go ahead only then\n" in read
    assert read.count("Waits for: The deposit is open\n") == 2


def test_step_shows_the_call_for_its_letter() -> None:
    """A step with a letter shows the command that writes it."""
    base = toy.bicycle()
    saved = Interview(base.compiled, {"brakes": "yes", "colour": "blue", "age": 5}).session(TODAY, {})
    found = moving.checklist_of(saved, base)

    assert found.entry["write-home"].letter == "hello"
    assert "Letter: exitwise letter hello --profile FILE" in text(document_of(found), width=80, colour=False)


def test_reopened_step_shows_when_it_was_done() -> None:
    """It is pending, and shows the day on which it was done before."""
    read = text(
        document_of(checklist(READY | {"deposit": "refused"}, {"ask-deposit": TODAY})), width=80, colour=False
    )

    assert "[ ] ask-deposit" in read
    assert "Again: done 23 November 2026, but your answers have changed since" in read


def test_changes_come_before_the_steps() -> None:
    """One line for each change: the recommendation, steps and holds."""
    before = checklist(READY | {"lease": "offered", "deposit": "asked"})
    after = ticked(before, "sign")
    (first, *_) = checklist_document(after, before, compare(before, after, ticked=["sign"])).sections

    assert first.title == "What this has changed"
    assert [item.text for item in first.items] == [
        "The recommendation is now: Stay. It was: Move out.",
        "New in the plan: say-goodbye: Say goodbye",
        "No longer in the plan: tell-neighbours: Tell the neighbours",
        "No longer holds you up: The deposit is open",
    ]


def test_tick_without_other_changes_has_no_changes_section() -> None:
    """Only the box changes."""
    before = checklist(READY)
    after = ticked(before, "tell-neighbours")

    titles = [section.title for section in checklist_document(after, before, compare(before, after)).sections]
    assert "What this has changed" not in titles


def test_markdown_is_a_task_list() -> None:
    """The boxes are those of a Markdown task list."""
    read = markdown(document_of(checklist(READY, {"tell-neighbours": TODAY})))

    assert "- [x] tell-neighbours: Tell the neighbours (done 23 November 2026)\n" in read
    assert "- [ ] **hand-over: Hand over the keys**\n" in read


@pytest.mark.parametrize("words", [*hostile.DISPLAYED, *hostile.LINE_STARTS])
def test_pack_texts_are_escaped(words: str, tmp_path: Path) -> None:
    """A text of the pack neither controls a terminal nor is taken for Markdown."""
    base = hostile.base(words, tmp_path)
    saved = Interview(base.compiled, {"door": "no"}).session(
        date(2026, 11, 23), {"before": date(2026, 11, 23)}
    )
    document = document_of(moving.checklist_of(saved, base))
    plain = [token for token in MarkdownIt().parse(markdown(document)) if token.type == "inline"]
    read = "".join(child.content for token in plain for child in token.children or ())

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text(document, width=80, colour=False))
    assert f"before: {hostile.as_displayed(words)} (done 23 November 2026)" in read.replace("\n", " ")


def test_step_shows_its_last_day_and_that_it_is_final() -> None:
    """Before the steps that it comes after; a done step shows neither."""
    base = toy.base(
        facts="facts: [{id: rent, question: Days?, kind: integer, unit: days, ages: -1, minimum: 0}]",
        plan="""
          - {id: pay, title: Pay, how: In cash., phase: before, because: So., by: {fact: rent},
             irreversible: true}
        """,
    )
    saved = Interview(base.compiled, {"rent": 9}).session(TODAY, {})
    read = text(document_of(moving.checklist_of(saved, base)), width=80, colour=False)
    assert "[ ] pay: Pay\n      In cash.\n      By: 2 December 2026\n      This cannot be undone.\n" in read

    done = text(
        document_of(moving.checklist_of(replace(saved, done={"pay": TODAY}), base)), width=80, colour=False
    )
    assert "By:" not in done
    assert "cannot be undone" not in done


def test_what_was_taken_back_is_shown() -> None:
    """The step, and the answers that hold again; one that was none before has gone."""
    answers = {name: value for name, value in FRESH.items() if name != "boxes"}
    before = ticked(checklist(answers), "pack-boxes", "read-meter")
    after = moving.undone(before, "read-meter", "pack-boxes")
    changes = compare(before, after, undone=["read-meter", "pack-boxes"])

    (first, *_) = checklist_document(after, before, changes).sections
    assert [item.text for item in first.items] == [
        "Taken back: read-meter: Read the meter",
        "Taken back: pack-boxes: Pack",
        "No longer answered: Are the boxes packed?",
        "Your answer is again: Was the meter read? Unread",
    ]
