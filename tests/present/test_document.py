"""The document of an advice: its sections, their order and their texts."""

import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from exitwise.present.document import Document, document
from support.packs import hostile, toy
from support.running.paragraphs import paragraphs

OLD_AND_UNSAFE = {"brakes": "no", "colour": "red", "age": 12, "id": "Mine"}
OF_UNKNOWN_COLOUR = {"brakes": "no", "age": 12, "id": "Mine"}
NEW_AND_SAFE = {"brakes": "yes", "colour": "blue", "age": 5, "bell": "none", "spokes": 36}


def bicycle(profile: dict[str, Any]) -> Document:
    """Return the document of the advice on a bicycle."""
    base = toy.bicycle()
    return document(base.knowledge, base.advise(profile))


def to_lines(shown: Document) -> str:
    """Return the document as text, a paragraph a line."""
    return "\n".join(f"{each.mark} {each.words}" for each in paragraphs(shown))


PARTS = ("steps", "waits", "warnings", "reasons")
IN_ORDER = {
    "the title": "What to do with a bicycle",
    "the recommendation": "Sell it",
    "the readiness": "Not yet",
    "a hold": "Do not ride yet",
    "what ends it": "the brakes hold",
    "why: a finding": "age=12",
    "why: an argument": "Nobody would miss it.",
    "what decides": "How old is it? 12 years",
    "what was set aside": "Ride it: It is there to be ridden.",
    "why not another": 'Why not "Ride it"?',
    "the plan before": "Oil the chain",
    "the plan after": "Write home",
    "a warning": "Oil is slippery",
    "what would change it": "How old is it? 9 years",
    "what was assumed": "You haven't answered these",
    "a source": "The manual",
    "the notice": "A toy for the tests of the loader.",
}


def test_sections_are_in_order() -> None:
    """The order is holds, reasons, what decides, why not, plan, changes and sources."""
    base = toy.bicycle()
    said = to_lines(document(base.knowledge, base.advise(OF_UNKNOWN_COLOUR, why_not="ride")))
    places: dict[str, int] = {}
    for name, words in IN_ORDER.items():
        places[name] = said.find(words, max(places.values(), default=0))

    assert -1 not in places.values(), places


def test_document_contains_every_text_of_the_advice() -> None:
    """Every text for people in the JSON of the advice is in the document too."""
    base = toy.bicycle()
    advice = base.advise(OF_UNKNOWN_COLOUR).as_dict()
    said = to_lines(bicycle(OF_UNKNOWN_COLOUR))
    told = [
        text
        for part in ("steps", "waits", "warnings", "set_aside", "disagreements", "sources")
        for entry in advice[part]
        for key, text in entry.items()
        if key in ("title", "how", "because", "until", "why", "url", "dated") and text
    ]
    whys = [each for each in advice["reasons"] if each["concludes"].startswith(("finding:", "recommend:"))]
    premises = [premise for why in whys for premise in why["premises"]]
    cites = [cite for part in PARTS for entry in advice[part] for cite in entry["cites"]]
    questions = [base.knowledge.fact[name].question for name in advice["assumed"]]

    assert all((told, whys, premises, cites, questions))
    for text in (*told, *(why["because"] for why in whys), *premises, *cites, *questions, advice["id"]):
        assert text in said


@pytest.mark.parametrize("profile", [OLD_AND_UNSAFE, NEW_AND_SAFE], ids=["hold", "prepare"])
def test_steps_are_numbered_across_phases(profile: dict[str, Any]) -> None:
    """The steps are a checklist, numbered from one in the order of the plan."""
    steps = toy.bicycle().advise(profile).steps
    boxes = [each for each in paragraphs(bicycle(profile)) if each.mark.startswith("[ ]")]

    assert [each.words for each in boxes] == [step.title for step in steps]
    assert [each.mark for each in boxes] == [f"[ ] {number}." for number in range(1, len(steps) + 1)]


@pytest.mark.parametrize(
    ("profile", "blocked"),
    [({"brakes": "no", "age": 20}, [False, True]), (NEW_AND_SAFE, [False, False, False])],
    ids=["hold", "prepare"],
)
def test_hold_marks_later_phases_as_not_yet(profile: dict[str, Any], blocked: list[bool]) -> None:
    """Only with a hold do the headings after the preparation start with "not yet"."""
    plan = [section for section in bicycle(profile).sections if section.items[0].mark.startswith("[ ]")]

    assert [bool(re.search("not yet", section.title, re.IGNORECASE)) for section in plan] == blocked


def test_empty_sections_are_omitted() -> None:
    """Sections without items and an absent notice do not appear."""
    base = toy.base()
    shown = document(base.knowledge, base.advise({"place": "here", "door": "yes", "days": 1}))

    assert [len(section.items) for section in shown.sections] == [1]
    assert shown.notice == ""


def test_document_without_recommendation() -> None:
    """Without an outcome the document says so, and says not yet."""
    base = toy.base(recommendations="[{id: a, recommend: stay, when: {place: gone}, because: So.}]")
    shown = document(base.knowledge, base.advise({"place": "here"}))

    assert shown.recommendation == "No recommendation"
    assert shown.tone == "danger"


def strings(data: Any) -> list[str]:
    """Return every text in the data of a document."""
    if isinstance(data, str):
        return [data]
    below = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in below for text in strings(part)]


def test_step_names_the_command_for_its_letter() -> None:
    """The command follows the instructions; a step without a letter has none."""
    steps = [item for section in bicycle(NEW_AND_SAFE).sections for item in section.items if item.strong]
    notes = {item.text: [(note.label, note.text) for note in item.notes[1:2]] for item in steps}

    assert notes["Write home"] == [("Letter", "exitwise letter hello --profile FILE")]
    assert notes["Oil the chain"] == [("Why", "A dry chain snaps.")]


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_every_text_is_on_one_line(text: str, tmp_path: Path) -> None:
    """Hostile texts of a pack or an id are printable and on one line wherever they occur."""
    base = hostile.base(text, tmp_path)
    shown = strings(asdict(document(base.knowledge, base.advise({"door": "no", "id": text}))))
    holding = [each for each in shown if hostile.as_displayed(text) in each]

    assert all(each.isprintable() for each in shown)
    # Title, id, outcome, notice 4; hold 3; why 2; what decides 1; set aside 2; three steps 9; two warnings 4;
    # what would change it 2; disagreement 3; source 2.
    assert len(holding) == 32


@pytest.mark.parametrize(
    ("steps", "assumed", "words"),
    [
        (1, 0, "You can go ahead: nothing is left to prepare."),
        (1, 1, "You can go ahead. One unanswered question could change this advice."),
        (1, 2, "You can go ahead. 2 unanswered questions could change this advice."),
        (0, 0, "There is nothing that you have to do."),
        (0, 1, "There is nothing that you have to do. One unanswered question could change this advice."),
    ],
)
def test_all_clear_is_given_only_where_nothing_is_open(steps: int, assumed: int, words: str) -> None:
    """A plan without steps is not called a way ahead, and open questions are counted."""
    base = toy.bicycle()
    advice = base.advise(NEW_AND_SAFE)
    ready = replace(
        advice, readiness="ready", steps=advice.steps[:steps], assumed=("age", "colour")[:assumed]
    )

    assert document(base.knowledge, ready).readiness == words


@pytest.mark.parametrize(
    ("after", "label", "words"),
    [
        ("oil", "After", "Oil the chain"),
        ("set-out", "Only after", "Set out (if it comes to that)"),
    ],
)
def test_warning_says_after_which_step_it_holds(after: str, label: str, words: str) -> None:
    """What is true only later is not told as true today; a step beside the plan is marked as such."""
    base = toy.bicycle()
    advice = base.advise(NEW_AND_SAFE)
    advice = replace(advice, steps=tuple(step for step in advice.steps if step.id != "set-out"))
    later = tuple(replace(warning, comes_after=after) for warning in advice.warnings)
    shown = document(base.knowledge, replace(advice, warnings=later))
    notes = [
        note.text
        for section in shown.sections
        for item in section.items
        if item.text in {warning.title for warning in later}
        for note in item.notes
        if note.label == label
    ]

    assert notes
    assert notes == [words] * len(later)
