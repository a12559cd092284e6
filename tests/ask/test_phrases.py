"""Phrases of the conversation: sentences on one line, which name only words that can be typed."""

import re
from pathlib import Path

import pytest

from exitwise.ask import conversation, phrases
from support.packs import journey
from support.packs.journey import LEAVING_LINES, leave, plain
from support.running.dialogue import TextDialogue

PHRASES: dict[str, str] = {
    name: text for name, text in vars(phrases).items() if name.isupper() and name != "N_"
}
COMMANDS = ("?", "back", "edit", "list", "save")
REJECTED = "is not an answer here"


def named(phrase: str) -> set[str]:
    """Return the commands that a phrase names."""
    return {word for word in COMMANDS if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", phrase)}


@pytest.mark.parametrize("name", PHRASES)
def test_phrase_is_sentences_on_one_line(name: str) -> None:
    """The screen wraps a phrase, so it has no line breaks and no spaces to align it."""
    phrase = PHRASES[name]

    assert phrase.isprintable()
    assert "  " not in phrase
    assert re.fullmatch(r"[A-Z?yn].*([.?]|yes or no)", phrase)


def test_every_phrase_is_used() -> None:
    """The conversation uses each phrase by its name."""
    used = re.findall(r"\bphrases\.([A-Z_]+)", Path(conversation.__file__).read_text("utf-8"))

    assert set(used) == PHRASES.keys()


def test_prompts_name_their_commands() -> None:
    """At a question all commands are named, at the review those that are not a number in the list."""
    assert named(phrases.HOW_TO_ANSWER) == {*COMMANDS}
    assert named(phrases.REVIEW) == {"back"}
    assert named(phrases.REVIEW_HELP) == {"back", "list", "save"}


@pytest.mark.parametrize("word", sorted(named(phrases.HOW_TO_ANSWER)))
def test_words_named_at_a_question_are_not_answers(word: str) -> None:
    """Each word is understood as a command."""
    dialogue = leave(word)

    assert dialogue.states == []
    assert REJECTED not in dialogue.output


@pytest.mark.parametrize("word", sorted(named(phrases.REVIEW_HELP)))
def test_words_named_at_the_review_are_commands(word: str) -> None:
    """Each word that the help names is understood; another is rejected."""
    assert REJECTED not in leave(*LEAVING_LINES, word).output
    assert REJECTED in leave(*LEAVING_LINES, f"{word}word").output


def test_help_is_shown_after_a_question_mark() -> None:
    """Each prompt that is not a question of the pack has a help of its own."""
    dialogue = TextDialogue(journey.base())
    dialogue.type_lines(*LEAVING_LINES, "?", "edit", "?", "1", "stay", "?", "no", "save", "?", "", "")

    helps = {name for name in PHRASES if name.endswith("_HELP")}
    assert {name for name in helps if PHRASES[name] in plain(dialogue.output)} == helps
    assert len(helps) == 4
