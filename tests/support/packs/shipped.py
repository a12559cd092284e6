"""The pack that is shipped, and random profiles of it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

from exitwise.forward.chain import ForwardChainer
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader import pack
from support.oracles import naive
from support.packs import random_packs

FOLDER = Path(__file__).parents[3] / "rules" / "coursera"
ENOUGH = 1000


@cache
def base() -> KnowledgeBase:
    """The pack, ready to advise."""
    return KnowledgeBase(pack.load(FOLDER))


@cache
def chaining() -> ForwardChainer:
    """The pack's forward chaining, its properties included."""
    return ForwardChainer(base().knowledge, properties=True)


@cache
def raw() -> naive.Pack:
    """The pack as data."""
    return naive.read_pack(FOLDER)


@cache
def answers() -> Mapping[str, list[Any]]:
    """What each fact may be answered with: numbers near every place where something may change."""
    known = {}
    for fact in raw()["facts.yaml"]["facts"]:
        values = list(fact["values"]) if fact["kind"] == "choice" else random_packs.near(raw(), fact)[:40]
        known[fact["id"]] = [*values, "unknown"] if fact.get("unknown", False) else values
    return known


def random_profile(random: Random) -> dict[str, Any]:
    """A valid profile; how much of it is unknown differs from one to the next."""
    share = random.choice((0, 0, 0.1, 0.5))
    return {
        fact: "unknown" if "unknown" in values and random.random() < share else random.choice(values)
        for fact, values in answers().items()
    }


def admissible(seed: int) -> dict[str, Any]:
    """A random profile that breaks no constraint."""
    random = Random(seed)  # noqa: S311 (no secret hangs on it)
    for _ in range(ENOUGH):
        profile = random_profile(random)
        if not naive.violated(raw(), profile):
            return profile
    raise AssertionError("no admissible profile found")


def beside_its_sources(folder: str) -> Path:
    """Return where a copy of the pack belongs: a letter's text and the sources are not its own to change."""
    copy = Path(folder) / "rules" / "coursera"
    copytree(FOLDER / "letters", copy / "letters")
    return copy
