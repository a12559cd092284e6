"""What is said to a person, in which order."""

import re
from dataclasses import asdict
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
    """The document of a bicycle's advice."""
    base = toy.bicycle()
    return document(base.knowledge, base.advise(profile))


def read(shown: Document) -> str:
    """The whole document, a paragraph a line."""
    return "\n".join(f"{each.mark} {each.words}" for each in paragraphs(shown))


IN_ORDER = {
    "the title": "What to do with a bicycle",
    "the recommendation": "Sell it",
    "the readiness": "Not yet",
    "a hold": "Do not ride yet",
    "what ends it": "the brakes hold",
    "what would make it ready": "No other answers would end the wait",
    "why: a finding": "age=12",
    "why: an argument": "Nobody would miss it.",
    "what decides": "How old is it? 12 years",
    "what was set aside": "Ride it: It is there to be ridden.",
    "why not another": 'Why not "Ride it"?',
    "the plan before": "Oil the chain",
    "the plan after": "Write home",
    "a warning": "Oil is slippery",
    "what would change it": "How old is it? 9 years",
    "what was assumed": "You did not answer these",
    "a source": "The manual",
    "the notice": "A toy for the tests of the loader.",
}


def test_the_recommendation_comes_first_and_the_sources_last() -> None:
    """Between them: what holds, why, what decides, why nothing else; the plan; what would change it."""
    base = toy.bicycle()
    said = read(document(base.knowledge, base.advise(OF_UNKNOWN_COLOUR, why_not="ride")))
    places: dict[str, int] = {}
    for name, words in IN_ORDER.items():
        places[name] = said.find(words, max(places.values(), default=0))

    assert -1 not in places.values(), places


def test_everything_that_the_advice_says_is_shown() -> None:
    """Every text of the JSON that is meant for people stands in the document too."""
    base = toy.bicycle()
    advice = base.advise(OF_UNKNOWN_COLOUR).as_dict()
    said = read(bicycle(OF_UNKNOWN_COLOUR))
    told = [
        text
        for part in ("steps", "warnings", "set_aside", "disagreements", "sources")
        for entry in advice[part]
        for key, text in entry.items()
        if key in ("title", "how", "because", "until", "why", "url", "dated") and text
    ]
    whys = [each for each in advice["reasons"] if each["concludes"].startswith(("finding:", "recommend:"))]
    premises = [premise for why in whys for premise in why["premises"]]
    cites = [
        cite for part in ("steps", "warnings", "reasons") for entry in advice[part] for cite in entry["cites"]
    ]
    questions = [base.knowledge.fact[name].question for name in advice["assumed"]]

    assert all((told, whys, premises, cites, questions))
    for text in (*told, *(why["because"] for why in whys), *premises, *cites, *questions, advice["id"]):
        assert text in said


@pytest.mark.parametrize("profile", [OLD_AND_UNSAFE, NEW_AND_SAFE], ids=["hold", "prepare"])
def test_the_plan_is_numbered_through(profile: dict[str, Any]) -> None:
    """The steps are a checklist, numbered from one over all phases, in the order of the plan."""
    steps = toy.bicycle().advise(profile).steps
    boxes = [each for each in paragraphs(bicycle(profile)) if each.mark.startswith("[ ]")]

    assert [each.words for each in boxes] == [step.title for step in steps]
    assert [each.mark for each in boxes] == [f"[ ] {number}." for number in range(1, len(steps) + 1)]


@pytest.mark.parametrize(
    ("profile", "blocked"), [(OLD_AND_UNSAFE, 2), (NEW_AND_SAFE, 0)], ids=["hold", "prepare"]
)
def test_under_a_hold_later_phases_stand_below_not_yet(profile: dict[str, Any], blocked: int) -> None:
    """Where something holds, the phases after the preparation are headed by "not yet"; else none is."""
    plan = [section for section in bicycle(profile).sections if section.items[0].mark.startswith("[ ]")]

    assert [bool(re.search("not yet", section.title, re.IGNORECASE)) for section in plan] == [
        False,
        bool(blocked),
        bool(blocked),
    ]


def test_what_there_is_nothing_to_say_about_is_left_out() -> None:
    """A section without an entry does not appear, and a pack without a notice has none."""
    base = toy.base()
    shown = document(base.knowledge, base.advise({"place": "here", "door": "yes", "days": 1}))

    assert [len(section.items) for section in shown.sections] == [1]
    assert shown.notice == ""


def test_a_pack_that_decides_nothing_recommends_nothing() -> None:
    """Without an outcome the document says so, and says not yet."""
    base = toy.base(recommendations="[{id: a, recommend: stay, when: {place: gone}, because: So.}]")
    shown = document(base.knowledge, base.advise({"place": "here"}))

    assert shown.recommendation == "No recommendation"
    assert shown.tone == "danger"


def strings(data: Any) -> list[str]:
    """Every text in a document's data."""
    if isinstance(data, str):
        return [data]
    below = data.values() if isinstance(data, dict) else data if isinstance(data, list | tuple) else ()
    return [text for part in below for text in strings(part)]


def test_a_step_says_how_its_letter_is_had() -> None:
    """Below what is to be done; a step without a letter says nothing of one."""
    steps = [item for section in bicycle(NEW_AND_SAFE).sections for item in section.items if item.strong]
    notes = {item.text: [(note.label, note.text) for note in item.notes[1:2]] for item in steps}

    assert notes["Write home"] == [("Letter", "exitwise letter hello --profile FILE")]
    assert notes["Oil the chain"] == [("Why", "A dry chain snaps.")]


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_every_text_is_shown_on_one_line(text: str, tmp_path: Path) -> None:
    """Whatever a pack or an id holds, it is shown as text, each time it is said."""
    base = hostile.base(text, tmp_path)
    shown = strings(asdict(document(base.knowledge, base.advise({"door": "no", "id": text}))))
    holding = [each for each in shown if hostile.as_displayed(text) in each]

    assert all(each.isprintable() for each in shown)
    # Title, id, outcome, notice 4; hold 3; why 2; what decides 1; set aside 2; three steps 9; two warnings 4;
    # what would change it 2; disagreement 3; source 2.
    assert len(holding) == 32
