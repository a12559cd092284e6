"""pack.yaml: the name, version, title, outcomes and sources of a pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.folder import display_path, read_tree, source_folders
from exitwise.loader.keys.course import days_to_wait
from exitwise.loader.sources import SOURCE_FILE
from exitwise.loader.yaml.nodes import Node, Scalar, value_under
from exitwise.loader.yaml.readers import File, describe, name, one_or_many, pairs, scalar, text
from exitwise.loader.yaml.records import Key, read_record, read_records
from exitwise.model.acceptance import Acceptance
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from pathlib import Path

    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.yaml.records import Record

VERSION: Final = re.compile(r"\d{4}\.(?:0?[1-9]|1[0-2])\.\d+\Z")


def _version(node: Node, file: File) -> str | None:
    version = scalar(node, file, "a version")
    if version is None or VERSION.match(version.text):
        return version and version.text
    message = f"invalid version {describe(version)}, expected year.month.number such as 2026.11.0"
    file.report("bad-version", node, message)
    return None


def _outcomes(node: Node, file: File) -> tuple[tuple[str, str], ...] | None:
    mapping = pairs(node, file, "a mapping of outcomes to titles")
    if mapping is None:
        return None
    if not mapping:
        file.report("empty", node, "`outcomes` is empty, expected at least one outcome")
        return None
    titles = [(key.text, text(value, file)) for key, value in mapping.items()]
    return tuple((key, title) for key, title in titles if title is not None)


def _acceptance(node: Node, file: File) -> Acceptance | None:
    keys = {
        "check": Key(name, required=True),
        "id": Key(one_or_many(name)),
        "because": Key(text, required=True),
    }
    record = read_record(node, file, "an accepted finding", keys)
    return Acceptance(**record.values, place=record.place) if record and record.complete else None


def _acceptances(node: Node, file: File) -> tuple[Acceptance, ...]:
    return read_records(node, file, _acceptance)


HEAD: Final = {
    "name": Key(name, required=True),
    "version": Key(_version, required=True),
    "title": Key(text, required=True),
    "language": Key(name),
    "notice": Key(text),
    "ask_again_after": Key(days_to_wait),
    "outcomes": Key(_outcomes, required=True),
    "sources": Key(one_or_many(name)),
    "accept": Key(_acceptances),
}


def find_sources(head: Record | None, pack: Path, diagnostics: Diagnostics) -> dict[str, tuple[Node, File]]:
    """Return the files of the sources that a pack names, in its order; missing ones are reported.

    Folders are searched in order, and only until every source is found.
    """
    names: tuple[str, ...] = head.values.get("sources", ()) if head else ()
    files: dict[str, tuple[Node, File]] = {}
    available: list[str] = []
    for folder in source_folders(pack):
        if set(names) <= set(files):
            break
        in_folder = _sources_in(folder, diagnostics)
        available += in_folder
        files = {source: in_folder[source] for source in names if source in in_folder} | files
    if head is not None:
        _report_missing(head, pack, names, available, diagnostics)
    return {source: files[source] for source in names if source in files}


def _sources_in(folder: Path, diagnostics: Diagnostics) -> dict[str, tuple[Node, File]]:
    """Return the source files of one folder by the id of their source; duplicate ids are reported."""
    files: dict[str, tuple[Node, File]] = {}
    for path in sorted(folder.glob("*.yaml")):
        node, file = read_tree(path, diagnostics), File(display_path(path), diagnostics)
        if node is None:
            continue
        source = value_under(value_under(node, "source"), "id")
        if not isinstance(source, Scalar):
            read_record(node, file, "a source file", SOURCE_FILE)
        elif source.text in files:
            first = files[source.text][1].name
            file.report("duplicate-id", source, f"duplicate source `{source.text}`, first in {first}")
        else:
            files[source.text] = (node, file)
    return files


def _report_missing(
    head: Record, pack: Path, names: tuple[str, ...], available: list[str], diagnostics: Diagnostics
) -> None:
    file = File(display_path(pack / "pack.yaml"), diagnostics)
    folders = join_names(map(display_path, source_folders(pack)))
    node = head.nodes.get("sources")
    scalars = {item.text: item for item in getattr(node, "items", (node,)) if isinstance(item, Scalar)}
    for source in names:
        if source not in available:
            message = f"unknown source `{source}`, not in {folders}"
            file.report("unknown-source", scalars[source], message, did_you_mean(source, available))
