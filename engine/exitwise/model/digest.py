"""The digest of a knowledge base: SHA-256 of its content as canonical JSON.

Tags and keys are fixed here as part of the format: renaming a class or a field of the model does not change
any digest. Keys are sorted, and there is no white space.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from exitwise.model.condition import All, Compare, Concluded, Has, Not, OneOf
from exitwise.model.condition import Any as AnyOf
from exitwise.model.fact import Fact
from exitwise.model.letter import Blank, Letter
from exitwise.model.rule import Argument, Constraint, Deadline, End, FindingRule, StepRule, WarningRule
from exitwise.model.source import Source, Statement

if TYPE_CHECKING:
    from exitwise.model.knowledge import Knowledge

PACK: Final = (
    "name version title language notice ask_again_after outcomes facts constraints findings arguments steps"
    " warnings letters sources"
)
"""The fields of a pack in its digest: without those that do not affect advice."""

NAMED: Final = "id formerly former_values"
"""The keys of a fact's names."""
NUMBER: Final = "ages digits counts"
"""The keys that say what the number of a fact is."""
RULE: Final = "id when because cites"

FORMS: Final[dict[type, tuple[str, str]]] = {
    Fact: (
        "Fact",
        f"{NAMED} question kind help values unknown fixed wish wishes section unit minimum maximum {NUMBER}",
    ),
    Constraint: ("Constraint", RULE),
    FindingRule: ("FindingRule", f"{RULE} finding texts"),
    Argument: ("Argument", f"{RULE} recommend overrides texts"),
    StepRule: ("StepRule", f"{RULE} title how phase after letter link irreversible urgent by done"),
    WarningRule: ("WarningRule", f"{RULE} title severity hold until steps ends ask_again_after"),
    Deadline: ("Deadline", "fact plus"),
    End: ("End", "answers known"),
    Letter: ("Letter", "id title to subject body blanks"),
    Blank: ("Blank", "id says"),
    Source: ("Source", "id title url dated reliability review_by note statements"),
    Statement: ("Statement", "id says kind confirms refines contradicts because unused"),
    OneOf: ("OneOf", "fact values"),
    Compare: ("Compare", "fact bounds"),
    Has: ("Has", "fact values"),
    Concluded: ("Concluded", "kind names"),
    All: ("All", "of"),
    AnyOf: ("Any", "of"),
    Not: ("Not", "of"),
}
"""The tag and keys of every class; `key=attribute` if the attribute has another name."""


LATER: Final = frozenset({"digits", "counts", "texts"})
"""Keys that are left out if they are not set, so that packs without them keep their digests."""


def digest(knowledge: Knowledge) -> str:
    """Return `sha256:` and the hexadecimal digest of a pack."""
    import hashlib  # noqa: PLC0415 (loads OpenSSL, and only JSON shows a digest)
    import json  # noqa: PLC0415

    content = {key: getattr(knowledge, attribute) for key, attribute in _keys(PACK)}
    text = json.dumps(content, default=_tagged, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _tagged(value: object) -> dict[str, Any]:
    """Return a value as a dict with its tag, so that two kinds of condition never have the same JSON."""
    if type(value) not in FORMS:
        raise TypeError(value)
    tag, keys = FORMS[type(value)]
    members = {key: getattr(value, attribute) for key, attribute in _keys(keys)}
    return {"": tag, **{key: own for key, own in members.items() if own or key not in LATER}}


@cache
def _keys(words: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of key and attribute in a form."""
    pairs = (word.partition("=") for word in words.split())
    return tuple((key, attribute or key) for key, _, attribute in pairs)
