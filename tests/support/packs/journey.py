"""A pack about a journey, with four questions: the first decides, and the others make the plan.

A person who stays is asked nothing more. One who leaves is asked for the days left, the ticket and the
luggage; leaving today without a ticket is a contradiction.
"""

from functools import cache
from typing import Final

import pytest

from exitwise.ask.conversation import SavedForLater
from exitwise.ask.screen import EndOfInput
from exitwise.diagram.completions.scope import Scope
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
    """Return the knowledge base of the pack."""
    return toy.base(**FILES)


LEAVING_LINES: Final = ("leave", "5", "yes", "light")
"""The lines of a person who leaves in five days, with a ticket and light luggage."""
LEAVING_ANSWERS: Final = {"goal": "leave", "days": 5, "ticket": "yes", "luggage": "light"}
"""The answers that these lines give."""


def plain(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())


def talk(*lines: str, interactive: bool = True, scope: Scope = Scope.USUAL) -> tuple[dict[str, object], str]:
    """Hold a conversation to its end, and return the answers and the output."""
    paper = TextDialogue(base(), scope, interactive=interactive)
    return dict(paper.type_lines(*lines).answers), paper.output


def leave(*lines: str, save: bool = True) -> TextDialogue:
    """Hold a conversation that is left before its end, and return the dialogue."""
    paper = TextDialogue(base())
    with pytest.raises((EndOfInput, SavedForLater)):
        paper.type_lines(*lines, save=save)
    return paper
