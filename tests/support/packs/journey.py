"""A pack to be asked about: four questions, of which the first decides and the others make the plan.

Who stays is asked nothing more. Who leaves is asked for the days left, the ticket and the luggage; and nobody
who leaves today may say that there is no ticket.
"""

from functools import cache
from typing import Final

import pytest

from exitwise.ask.conversation import SavedForLater
from exitwise.ask.screen import EndOfInput
from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy
from support.running.dialogue import TextDialogue

FILES = {
    "pack": """
      {name: journey, version: 2026.11.0, title: A journey, notice: It is only a toy.,
       outcomes: {stay: Stay here, leave: Leave soon}}
    """,
    "facts": """
      facts:
        - {id: goal, question: What do you want?, help: Only you can know., kind: choice, section: Wishes,
           values: {stay: To stay, leave: To leave}}
        - {id: days, question: How many days are left?, kind: integer, unit: days, minimum: 0, maximum: 99,
           unknown: true, section: Time}
        - {id: ticket, question: Have you a ticket?, kind: choice, unknown: true, section: Time,
           values: {yes: "Yes, bought", no: "No, none"}}
        - {id: luggage, question: How is the luggage?, kind: choice, unknown: true,
           values: {heavy: Heavy, light: Light}}
      constraints:
        - {id: today-with-a-ticket, when: {days: 0, ticket: no}, because: Nobody leaves today without one.}
    """,
    "recommendations": """
      - {id: at-home, recommend: stay, because: It is fine here.}
      - {id: away, recommend: leave, when: {goal: leave}, because: You want it., overrides: at-home}
    """,
    "plan": """
      - {id: buy, title: Buy a ticket, how: At the counter., phase: before, because: It is asked for.,
         when: {recommend: leave, ticket: {not: yes}}}
      - {id: carry, title: Find somebody to carry, how: Ask around., phase: before, because: It is heavy.,
         when: {recommend: leave, luggage: heavy}}
    """,
    "warnings": """
      - {id: hurry, title: There is little time, severity: caution, because: So few days.,
         when: {recommend: leave, days: {below: 3}}}
      - {id: date, title: Wait for the date, hold: true, until: the date is known, because: No date yet.,
         when: {recommend: leave, days: unknown}}
    """,
}


@cache
def base() -> KnowledgeBase:
    """The pack, ready to be asked about."""
    return toy.base(**FILES)


LEAVING_LINES: Final = ("leave", "5", "yes", "light")
"""What somebody types who leaves in five days, with a ticket and light luggage."""
LEAVING_ANSWERS: Final = {"goal": "leave", "days": 5, "ticket": "yes", "luggage": "light"}
"""The answers that are meant."""


def plain(text: str) -> str:
    """A text as one line."""
    return " ".join(text.split())


def talk(*lines: str, interactive: bool = True, brief: bool = False) -> tuple[dict[str, object], str]:
    """A conversation about the journey to its end: the answers, and all that was shown."""
    paper = TextDialogue(base(), brief=brief, interactive=interactive)
    return dict(paper.type_lines(*lines).answers), paper.output


def leave(*lines: str, save: bool = True) -> TextDialogue:
    """A conversation about the journey that ends before its end."""
    paper = TextDialogue(base())
    with pytest.raises((EndOfInput, SavedForLater)):
        paper.type_lines(*lines, save=save)
    return paper
