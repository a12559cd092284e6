"""pack.yaml: what a pack is called, what it can recommend, and which sources it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.folder import display_path, read_tree, source_folders
from exitwise.loader.sources import SOURCE_FILE
from exitwise.loader.yaml.nodes import Mapping, Node, Scalar
from exitwise.loader.yaml.readers import File, describe, name, one_or_many, pairs, scalar, text
from exitwise.loader.yaml.records import Key, read_record
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from pathlib import Path

    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.yaml.records import Record

VERSION: Final = re.compile(r"\d{4}\.(?:0?[1-9]|1[0-2])\.\d+\Z")


def _version(node: Node, file: File) -> str | None:
    found = scalar(node, file, "a version")
    if found is None or VERSION.match(found.text):
        return found and found.text
    message = f"{describe(found)} is not a version, expected year.month.number such as 2026.11.0"
    file.report("bad-version", node, message)
    return None


def _outcomes(node: Node, file: File) -> tuple[tuple[str, str], ...] | None:
    found = pairs(node, file, "a mapping of outcomes to titles")
    if found is None:
        return None
    if not found:
        file.report("empty", node, "a pack has one outcome or more")
        return None
    titles = [(key.text, text(value, file)) for key, value in found.items()]
    return tuple((key, title) for key, title in titles if title is not None)


HEAD: Final = {
    "name": Key(name, required=True),
    "version": Key(_version, required=True),
    "title": Key(text, required=True),
    "language": Key(name),
    "notice": Key(text),
    "outcomes": Key(_outcomes, required=True),
    "sources": Key(one_or_many(name)),
}


def find_sources(head: Record | None, pack: Path, diagnostics: Diagnostics) -> dict[str, tuple[Node, File]]:
    """Return the files of the sources that a pack names, in its order; a missing one is reported.

    Folders are searched in order, and only until every source is found.
    """
    wanted: tuple[str, ...] = head.values.get("sources", ()) if head else ()
    found: dict[str, tuple[Node, File]] = {}
    seen: list[str] = []
    for folder in source_folders(pack):
        if set(wanted) <= set(found):
            break
        here = _sources_in(folder, diagnostics)
        seen += here
        found = {source: here[source] for source in wanted if source in here} | found
    if head is not None:
        _report_missing(head, pack, wanted, seen, diagnostics)
    return {source: found[source] for source in wanted if source in found}


def _sources_in(folder: Path, diagnostics: Diagnostics) -> dict[str, tuple[Node, File]]:
    """Return the source files of one folder by the id of their source, which no two may share."""
    found: dict[str, tuple[Node, File]] = {}
    for path in sorted(folder.glob("*.yaml")):
        node, file = read_tree(path, diagnostics), File(display_path(path), diagnostics)
        if node is None:
            continue
        source = value_under(value_under(node, "source"), "id")
        if not isinstance(source, Scalar):
            read_record(node, file, "a source file", SOURCE_FILE)
        elif source.text in found:
            first = found[source.text][1].name
            file.report("duplicate-id", source, f"a source is called `{source.text}` already, in {first}")
        else:
            found[source.text] = (node, file)
    return found


def value_under(node: Node | None, key: str) -> Node | None:
    """Return what stands under a key of a mapping, without judging it."""
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node.pairs if isinstance(name, Scalar) and name.text == key), None)


def _report_missing(
    head: Record, pack: Path, wanted: tuple[str, ...], seen: list[str], diagnostics: Diagnostics
) -> None:
    file = File(display_path(pack / "pack.yaml"), diagnostics)
    folders = join_names(map(display_path, source_folders(pack)))
    node = head.nodes.get("sources")
    places = {item.text: item for item in getattr(node, "items", (node,)) if isinstance(item, Scalar)}
    for source in wanted:
        if source not in seen:
            message = f"no source is called `{source}` in {folders}"
            file.report("unknown-source", places[source], message, did_you_mean(source, seen))
