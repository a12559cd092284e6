"""The shipped pack, and random profiles of it."""

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
ATTEMPTS = 1000


@cache
def base() -> KnowledgeBase:
    """Return the pack, ready to advise."""
    return KnowledgeBase(pack.load(FOLDER))


@cache
def chaining() -> ForwardChainer:
    """Return the forward chainer of the pack, which checks properties too."""
    return ForwardChainer(base().knowledge, properties=True)


@cache
def raw() -> naive.Pack:
    """Return the pack as data."""
    return naive.read_pack(FOLDER)


@cache
def answers() -> Mapping[str, list[Any]]:
    """Return the answers to each fact; the numbers are those near a bound or a constant of a condition."""
    known = {}
    for fact in raw()["facts.yaml"]["facts"]:
        values = list(fact["values"]) if fact["kind"] == "choice" else random_packs.near(raw(), fact)[:40]
        known[fact["id"]] = [*values, "unknown"] if fact.get("unknown", False) else values
    return known


def random_profile(random: Random) -> dict[str, Any]:
    """Return a valid profile, of which a random share is unknown."""
    share = random.choice((0, 0, 0.1, 0.5))
    return {
        fact: "unknown" if "unknown" in values and random.random() < share else random.choice(values)
        for fact, values in answers().items()
    }


def admissible(seed: int) -> dict[str, Any]:
    """Return a random profile that violates no constraint."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    for _ in range(ATTEMPTS):
        profile = random_profile(random)
        if not naive.violated(raw(), profile):
            return profile
    raise AssertionError("no admissible profile found")


def beside_its_sources(folder: str) -> Path:
    """Return a folder for a copy of the pack, with its letters and beside the sources it refers to."""
    copy = Path(folder) / "rules" / "coursera"
    copytree(FOLDER / "letters", copy / "letters")
    return copy
