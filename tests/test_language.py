"""Docstrings, names, messages and schemas of the engine use plain English and the terms of the field."""

import ast
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.messages import ENGINE, collect

LATER = ("exchange",)
"""The paths of modules, by their beginnings, whose docstrings and names are not yet checked."""
RIDDLES = re.compile(r"\b(what|whatever|whoever|that which|of which)\b", re.IGNORECASE)
MOST_RIDDLES = 2
"""Riddles in 1,000 words of docstrings, and in 1,000 words of descriptions."""
PARTICIPLES = {"found", "told", "given", "spelled", "taken"}
MOST_PARTICIPLES = 60
BANNED = (
    r"(cannot|to) be had",
    r"\b(go|goes|gone|going) on with",
    r"\bhangs? on",
    r"\bstands? together",
    r"(?<!there )\bis no (limit|number|day|name|assignment|share|answer)\b",
    r"there (is|are) no such",
    r"\bbegins? anew",
    r"\bturn(s|ed)? round",
    r"\bleft to make",
    r"\bnot known again",
    r"than (there )?may be\b",
)
"""Phrases of an earlier version; the field says available, resume, depend on, invalid, does not exist."""
AMERICAN = {
    "behavior": "behaviour",
    "color": "colour",
    "colors": "colours",
    "center": "centre",
    "favor": "favour",
    "neighbor": "neighbour",
    "neighbors": "neighbours",
    "analyze": "analyse",
    "analyzes": "analyses",
    "normalize": "normalise",
    "normalized": "normalised",
    "serialize": "serialise",
    "serialized": "serialised",
    "summarize": "summarise",
    "recognize": "recognise",
    "recognized": "recognised",
    "initialize": "initialise",
    "optimize": "optimise",
    "organization": "organisation",
    "canceled": "cancelled",
    "labeled": "labelled",
    "license": "licence",
    "catalog": "catalogue",
}
CODE = re.compile(r"`[^`]*`")


def modules(*, without: tuple[str, ...] = ()) -> list[Path]:
    """Return the modules of the engine, except those whose paths begin with one of some texts."""
    paths = sorted(ENGINE.rglob("*.py"))
    return [path for path in paths if not name_of(path).startswith(without)]


def name_of(path: Path) -> str:
    """Return the path of a file within the engine."""
    return path.relative_to(ENGINE).as_posix()


def docstrings(path: Path) -> Iterator[str]:
    """Yield the docstrings of a module, its classes, functions and attributes, without code in backticks."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for statement in body(node):
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield CODE.sub("", text)


def body(node: ast.AST) -> list[ast.stmt]:
    """Return the statements of a module, class or function."""
    containers = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.If)
    return node.body if isinstance(node, containers) else []


def schemas() -> list[Path]:
    """Return the JSON Schemas of the engine."""
    return sorted(ENGINE.rglob("*.schema.json"))


def descriptions(path: Path) -> Iterator[str]:
    """Yield the descriptions in a schema, without code in backticks."""
    nodes: list[Any] = [json.loads(path.read_text("utf-8"))]
    while nodes:
        node = nodes.pop()
        match node:
            case {"description": str(text)}:
                yield CODE.sub("", text)
        if isinstance(node, dict | list):
            nodes += node.values() if isinstance(node, dict) else node


def names(path: Path) -> Iterator[str]:
    """Yield the names in a module, each as often as it occurs."""
    with tokenize.open(path) as stream:
        tokens = tokenize.generate_tokens(stream.readline)
        yield from (token.string for token in tokens if token.type == tokenize.NAME)


def where(found: Counter[str]) -> str:
    """Return the counts by file, the highest first."""
    return "\n".join(f"{count} {module}" for module, count in found.most_common())


def count_riddles(texts_by_path: Iterable[tuple[Path, Iterable[str]]]) -> tuple[int, Counter[str]]:
    """Return the number of words, and the number of riddles by path."""
    words, riddles = 0, Counter[str]()
    for path, parts in texts_by_path:
        text = " ".join(parts)
        words += len(text.split())
        riddles[name_of(path)] = len(RIDDLES.findall(text))
    return words, riddles


def test_docstrings_have_few_riddles() -> None:
    """Docstrings name the thing they are about instead of "what" or "whatever"."""
    words, riddles = count_riddles((path, docstrings(path)) for path in modules(without=LATER))

    assert riddles.total() * 1000 <= MOST_RIDDLES * words, (
        f"{riddles.total()} in {words} words\n{where(+riddles)}"
    )


def test_descriptions_in_schemas_have_few_riddles() -> None:
    """Descriptions are counted on their own, so that the many docstrings excuse none of them."""
    words, riddles = count_riddles((path, descriptions(path)) for path in schemas())

    assert words
    assert riddles.total() * 1000 <= MOST_RIDDLES * words, (
        f"{riddles.total()} in {words} words\n{where(+riddles)}"
    )


def test_participles_are_rare_as_names() -> None:
    """A value is named by a noun, and rarely `found` or `given`."""
    counts = Counter(
        name_of(path) for path in modules(without=LATER) for name in names(path) if name in PARTICIPLES
    )

    assert counts.total() <= MOST_PARTICIPLES, f"{counts.total()}\n{where(counts)}"


@cache
def texts() -> list[tuple[str, str]]:
    """Return the docstrings, descriptions and messages of the engine, each with its path or stage."""
    return [
        *((name_of(path), text) for path in modules() for text in docstrings(path)),
        *((name_of(path), text) for path in schemas() for text in descriptions(path)),
        *((message.stage, f"{message.text} {message.help}") for message in collect()),
    ]


@pytest.mark.parametrize("phrase", BANNED)
def test_banned_phrase_is_absent(phrase: str) -> None:
    """The texts of the engine use the idiom of the field: exists, resume, reject, depends on."""
    pattern = re.compile(phrase, re.IGNORECASE)

    assert [
        (name, text) for name, text in texts() if not name.startswith(LATER) and pattern.search(text)
    ] == []


@pytest.mark.parametrize("american", AMERICAN)
def test_spelling_is_british(american: str) -> None:
    """Docstrings, descriptions and messages use British spelling."""
    pattern = re.compile(rf"(?<![\w-]){american}\b", re.IGNORECASE)

    assert [text for _, text in texts() if pattern.search(CODE.sub("", text))] == []
