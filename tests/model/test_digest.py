"""The digest: independent of the names of classes and fields, and complete."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

import pytest

from exitwise.model.digest import FORMS, PACK
from exitwise.model.knowledge import Knowledge
from support.packs import toy

LEFT_OUT = {"place", "weights", "properties", "scenarios", "accept"}
LEFT_OUT |= {"translations", "original", "other_labels", "tables"}


@pytest.mark.parametrize(
    ("kind", "keys"), [(Knowledge, PACK), *((kind, keys) for kind, (_, keys) in FORMS.items())]
)
def test_every_field_that_affects_advice_is_in_the_digest(kind: Any, keys: str) -> None:
    """Each field of the model is digested, follows from others, or is listed as without effect on advice."""
    attributes = {word.partition("=")[2] or word for word in keys.split()}

    assert attributes == {field.name for field in dataclasses.fields(kind) if field.init} - LEFT_OUT


def test_tags_are_distinct() -> None:
    """Two classes never have the same tag."""
    tags = [tag for tag, _ in FORMS.values()]

    assert len(set(tags)) == len(tags)


FACT = {"": "Fact", "help": "", "values": [], "fixed": False, "section": "", "unit": "", "unknown": True}
FACT |= {"wish": False, "wishes": [], "formerly": [], "former_values": []}
BOUNDS = {"minimum": None, "maximum": None, "ages": 0}
TOY = {
    "name": "toy",
    "version": "2026.11.0",
    "title": "A toy",
    "language": "en",
    "notice": "",
    "ask_again_after": None,
    "outcomes": [["stay", "Stay"], ["leave", "Leave"], ["sell", "Sell"]],
    "facts": [
        FACT
        | BOUNDS
        | {"id": "place", "question": "Where?", "kind": "choice", "unknown": False}
        | {"values": [["here", "Here"], ["gone", "Gone"]]},
        FACT
        | BOUNDS
        | {"id": "door", "question": "And the door?", "kind": "choice"}
        | {"values": [["yes", "Wide open"], ["no", "Shut"], ["ajar", "A bit open"]]},
        FACT | BOUNDS | {"id": "days", "question": "How long?", "kind": "integer", "unit": "days"},
    ],
    "constraints": [],
    "findings": [],
    "arguments": [
        {
            "": "Argument",
            "id": "default",
            "when": {"": "Not", "of": {"": "OneOf", "fact": "door", "values": ["no"]}},
            "because": "So.",
            "cites": [],
            "recommend": "stay",
            "overrides": [],
        }
    ],
    "steps": [],
    "warnings": [],
    "letters": [],
    "sources": [],
}


def test_the_digest_hashes_canonical_json() -> None:
    """The digest of a small pack is the hash of its JSON, which is written here by hand."""
    rule = "[{id: default, recommend: stay, because: So., when: {not: {door: no}}}]"
    text = json.dumps(TOY, sort_keys=True, separators=(",", ":"))

    digest = toy.knowledge(recommendations=rule).digest

    assert digest == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
