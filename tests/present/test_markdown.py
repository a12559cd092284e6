"""Markdown, read back by an independent parser."""

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


def document_of(base: KnowledgeBase, profile: dict[str, object]) -> Document:
    """Return the document of the advice on a profile, with why it is not the first outcome."""
    first, _ = base.knowledge.outcomes[0]
    return document(base.knowledge, base.advise(profile, why_not=first))


def expected_paragraphs(document_of: Document) -> list[str]:
    """Return the paragraphs of a document without the bullets of lists."""
    return [
        f"{each.mark} {each.words}" if each.mark.startswith("[ ]") else each.words
        for each in paragraphs(document_of)
    ]


def inline_tokens(tokens: list[Token]) -> Iterator[list[Token]]:
    """Return the inline tokens of each paragraph and heading."""
    return (token.children or [] for token in tokens if token.type == "inline")


def plain_text(tokens: list[Token]) -> list[str]:
    """Return the words of each paragraph and heading, without emphasis."""
    return ["".join(child.content for child in children) for children in inline_tokens(tokens)]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_texts_of_data_are_escaped(text: str, tmp_path: Path) -> None:
    """No text of a pack or an id becomes a heading, link, code, HTML, image or paragraph."""
    base = hostile.base(text, tmp_path)
    tokens = PARSER.parse(markdown(document_of(base, {"door": "no", "id": text})))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}

    assert plain_text(tokens) == expected_paragraphs(document_of(base, {"door": "no", "id": text}))
    assert kinds == BLOCKS | {"inline", "hr"}
    assert {child.type for children in inline_tokens(tokens) for child in children} == INLINE


@pytest.mark.parametrize("brakes", ["yes", "no"])
def test_markdown_has_every_paragraph_of_the_document(brakes: str) -> None:
    """The parser reads every paragraph back, in order."""
    whole = document_of(toy.bicycle(), {"brakes": brakes, "colour": "red", "age": 12})

    assert plain_text(PARSER.parse(markdown(whole))) == expected_paragraphs(whole)


def test_headings_are_title_and_sections() -> None:
    """The title is the only heading of level one, each section is one of level two."""
    whole = document_of(toy.bicycle(), {"brakes": "no"})
    tokens = PARSER.parse(markdown(whole))
    headings = [
        (token.tag, following.content)
        for token, following in pairwise(tokens)
        if token.type == "heading_open"
    ]

    assert headings == [("h1", whole.title), *(("h2", section.title) for section in whole.sections)]


def test_plan_is_a_task_list() -> None:
    """Each step is a list item that starts with an empty box and its number; nothing else is."""
    steps = toy.bicycle().advise({"brakes": "no"}).steps
    lines = markdown(document_of(toy.bicycle(), {"brakes": "no"})).splitlines()
    boxes = [line for line in lines if re.match(r"\s*- \[.\] ", line)]

    assert boxes == [f"- [ ] **{number}. {step.title}**" for number, step in enumerate(steps, 1)]


def test_notes_are_nested_in_their_step() -> None:
    """The notes are a list inside the item of the step, so that a renderer keeps them together."""
    tokens = PARSER.parse(markdown(document_of(toy.bicycle(), {"brakes": "yes"})))
    levels = {plain_text([token])[0]: token.level for token in tokens if token.type == "inline"}

    assert levels["Two drops for every link."] == levels["[ ] 1. Oil the chain"] + 2
    assert levels["Why: A dry chain snaps."] == levels["[ ] 1. Oil the chain"] + 2


def test_markdown_ends_with_one_line_feed() -> None:
    """The output ends like a text file."""
    written = markdown(document_of(toy.bicycle(), {"brakes": "yes"}))

    assert written == written.rstrip() + "\n"
