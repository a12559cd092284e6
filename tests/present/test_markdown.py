"""Markdown, judged by a parser that is not ours: what is read back is what was to be said."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exitwise.knowledge_base import KnowledgeBase
from exitwise.present.document import Document, document
from exitwise.present.markdown import markdown
from support.packs import hostile, toy
from support.running.paragraphs import paragraphs

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BLOCKS = {"heading", "paragraph", "bullet_list", "list_item"}
INLINE = {"text", "strong_open", "strong_close", "em_open", "em_close"}
TEXTS = (*hostile.DISPLAYED, *hostile.LINE_STARTS)


def shown(base: KnowledgeBase, profile: dict[str, object]) -> Document:
    """The document of a profile's advice, and of why it is not the first outcome."""
    first, _ = base.knowledge.outcomes[0]
    return document(base.knowledge, base.advise(profile, why_not=first))


def expected(shown: Document) -> list[str]:
    """The paragraphs of a document as Markdown has them: a list's bullet is none of the words."""
    return [
        f"{each.mark} {each.words}" if each.mark.startswith("[ ]") else each.words
        for each in paragraphs(shown)
    ]


def inline(tokens: list[Token]) -> Iterator[list[Token]]:
    """What stands in each paragraph and heading."""
    return (token.children or [] for token in tokens if token.type == "inline")


def said(tokens: list[Token]) -> list[str]:
    """The words of each paragraph and heading, without their emphasis."""
    return ["".join(child.content for child in children) for children in inline(tokens)]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_what_stands_in_data_stays_text(text: str, tmp_path: Path) -> None:
    """No text of a pack or an id becomes a heading, a link, code, HTML, an image or another paragraph."""
    base = hostile.base(text, tmp_path)
    tokens = PARSER.parse(markdown(shown(base, {"door": "no", "id": text})))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}

    assert said(tokens) == expected(shown(base, {"door": "no", "id": text}))
    assert kinds == BLOCKS | {"inline", "hr"}
    assert {child.type for children in inline(tokens) for child in children} == INLINE


@pytest.mark.parametrize("brakes", ["yes", "no"])
def test_markdown_says_what_the_document_says(brakes: str) -> None:
    """Every paragraph of the document is read back, in its order."""
    whole = shown(toy.bicycle(), {"brakes": brakes, "colour": "red", "age": 12})

    assert said(PARSER.parse(markdown(whole))) == expected(whole)


def test_the_headings_are_the_title_and_the_sections() -> None:
    """One heading of the first level, and one of the second for each section."""
    whole = shown(toy.bicycle(), {"brakes": "no"})
    tokens = PARSER.parse(markdown(whole))
    headings = [
        (token.tag, following.content)
        for token, following in pairwise(tokens)
        if token.type == "heading_open"
    ]

    assert headings == [("h1", whole.title), *(("h2", section.title) for section in whole.sections)]


def test_the_plan_is_a_task_list() -> None:
    """Each step is an entry of a list that begins with an empty box and its number; nothing else is."""
    steps = toy.bicycle().advise({"brakes": "no"}).steps
    lines = markdown(shown(toy.bicycle(), {"brakes": "no"})).splitlines()
    boxes = [line for line in lines if re.match(r"\s*- \[.\] ", line)]

    assert boxes == [f"- [ ] **{number}. {step.title}**" for number, step in enumerate(steps, 1)]


def test_what_belongs_to_a_step_stands_below_it() -> None:
    """How and why are lists within the step's entry, so that a renderer keeps them together."""
    tokens = PARSER.parse(markdown(shown(toy.bicycle(), {"brakes": "yes"})))
    levels = {said([token])[0]: token.level for token in tokens if token.type == "inline"}

    assert levels["Two drops for every link."] == levels["[ ] 1. Oil the chain"] + 2
    assert levels["Why: A dry chain snaps."] == levels["[ ] 1. Oil the chain"] + 2


def test_the_text_ends_with_one_line_break() -> None:
    """A file of it ends as text files do."""
    written = markdown(shown(toy.bicycle(), {"brakes": "yes"}))

    assert written == written.rstrip() + "\n"
