"""A pack about moving out: ordered steps, some of which set answers, and a hold."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from exitwise.ask.interview import Interview
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.fact import Value
from exitwise.model.session import Session
from exitwise.plan.checklist import Checklist
from exitwise.plan.tick import tick
from exitwise.plan.undo import undo
from support.packs import toy

TODAY: Final = date(2026, 11, 23)
TOMORROW: Final = TODAY + timedelta(days=1)

PACK: Final = {
    "pack": """
        {name: moving, version: 2026.11.0, title: Moving out, notice: A toy.,
         outcomes: {go: Move out, stay: Stay}}
    """,
    "facts": """
      facts:
        - {id: goal, question: What do you want?, kind: choice, values: {go: To leave, stay: To stay}}
        - {id: boxes, question: Are the boxes packed?, kind: choice, unknown: true,
           values: {yes: Packed, no: Unpacked}}
        - {id: meter, question: Was the meter read?, kind: choice, unknown: true,
           values: {yes: Read, no: Unread}}
        - {id: deposit, question: What of the deposit?, kind: choice, unknown: true,
           values: {with_landlord: Not asked for, asked: Asked for, paid: Paid back, refused: Refused}}
        - {id: lease, question: What of the lease?, kind: choice, unknown: true,
           values: {ending: It ends, offered: A new one is offered, renewed: It is renewed}}
        - {id: notice, question: How long ago was notice given?, kind: integer, unit: days, unknown: true,
           minimum: 0, maximum: 90, ages: 1}
      constraints:
        - {id: new-lease-keeps-deposit, when: {lease: renewed, deposit: paid},
           because: A new lease needs the deposit.}
    """,
    "recommendations": """
      - {id: wants-to-go, recommend: go, when: {goal: go}, because: You want to leave.}
      - {id: wants-to-stay, recommend: stay, when: {goal: stay}, because: You want to stay.}
      - {id: has-lease, recommend: stay, when: {lease: renewed}, overrides: wants-to-go, because: You signed.}
    """,
    "plan": """
      - {id: pack-boxes, title: Pack, how: Label each., phase: before, because: So., done: {boxes: yes},
         when: {recommend: go, boxes: {not: yes}}}
      - {id: read-meter, title: Read the meter, how: In the cellar., phase: before, because: So.,
         after: pack-boxes, when: {recommend: go, meter: {not: yes}}, done: {meter: yes}}
      - {id: ask-deposit, title: Ask for the deposit, how: In writing., phase: before, because: So.,
         after: read-meter, when: {recommend: go, deposit: [with_landlord, refused]}, done: {deposit: asked}}
      - {id: tell-neighbours, title: Tell the neighbours, how: "{notice} after the notice.", phase: before,
         when: {recommend: go}, because: So.}
      - {id: sign, title: Sign the new lease, how: Read it first., phase: before, because: So.,
         when: {recommend: go, lease: offered}, done: {lease: renewed}}
      - {id: hand-over, title: Hand over the keys, how: All of them., phase: act, when: {recommend: go},
         because: So.}
      - {id: say-goodbye, title: Say goodbye, how: With cake., phase: after, because: So.}
    """,
    "warnings": """
      - {id: await-deposit, title: The deposit is open, hold: true, until: The landlord has answered.,
         when: {recommend: go, deposit: asked}, because: You asked for it.}
      - {id: leave-no-nails, title: Leave no nails, severity: info, because: They cost you.}
    """,
}

READY: Final[dict[str, Value]] = {
    "goal": "go",
    "boxes": "yes",
    "meter": "yes",
    "deposit": "paid",
    "lease": "ending",
    "notice": 30,
}
"""Answers with which only steps that set no answer are left: the neighbours, the keys, the goodbye."""

FRESH: Final[dict[str, Value]] = READY | {"boxes": "no", "meter": "no", "deposit": "with_landlord"}
"""Answers with which every step but signing is in the plan."""


@cache
def base() -> KnowledgeBase:
    """Return the knowledge base of the pack."""
    return toy.base(**PACK)


def write_pack(folder: Path) -> Path:
    """Write the pack to a folder, and return its path."""
    return toy.write(folder / "moving", **PACK)


def session(answers: dict[str, Value], done: dict[str, date] | None = None, day: date = TODAY) -> Session:
    """Return a session of these answers."""
    return Interview(base().compiled, answers).session(day, done or {})


def write_session(folder: Path, given: dict[str, Value], **more: object) -> Path:
    """Write a session of today to a file; `more` replaces some of its keys."""
    file = folder / "answers.json"
    content = session(given, day=date.today()).as_dict() | more  # noqa: DTZ011 (the program's own day)
    file.write_text(json.dumps(content), "utf-8")
    return file


def checklist(answers: dict[str, Value], done: dict[str, date] | None = None) -> Checklist:
    """Return the checklist of these answers, with these steps ticked."""
    return checklist_of(session(answers, done))


def checklist_of(saved: Session, knowledge_base: KnowledgeBase | None = None) -> Checklist:
    """Return the checklist of a session on its own day."""
    using = knowledge_base or base()
    return Checklist(using.compiled, saved, using.advise(saved.as_dict(), as_of=saved.day))


def ticked(before: Checklist, *steps: str, day: date = TODAY) -> Checklist:
    """Return the checklist after ticking some steps."""
    for step in steps:
        before = checklist_of(tick(base().compiled, before, step, day))
    return before


def undone(before: Checklist, *steps: str, day: date = TODAY) -> Checklist:
    """Return the checklist after taking back the ticks of some steps."""
    for step in steps:
        before = checklist_of(undo(base().compiled, before, step, day, checklist_of))
    return before
