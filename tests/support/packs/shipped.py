"""The shipped packs, and random profiles of them; without a name, the pack that is used by default."""

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
from support.packs.random_kinds import subsets

RULES = Path(__file__).parents[3] / "rules"
SEEDS = RULES.parent / "seeds"
NAMES = tuple(sorted(path.name for path in RULES.iterdir() if path.is_dir()))
DEFAULT = "coursera"
FOLDER = RULES / DEFAULT
ATTEMPTS = 1000
LONGEST = 2
"""The most values of a list in a random profile, because long lists of wishes rarely go together."""


def base(name: str = DEFAULT) -> KnowledgeBase:
    """Return a pack, ready to advise."""
    return _base(name)


@cache
def _base(name: str) -> KnowledgeBase:
    """Load a pack once."""
    return KnowledgeBase(pack.load(RULES / name))


def chaining(name: str = DEFAULT) -> ForwardChainer:
    """Return the forward chainer of a pack, which checks properties too."""
    return _chaining(name)


@cache
def _chaining(name: str) -> ForwardChainer:
    """Compile the chainer of a pack once."""
    return ForwardChainer(base(name).knowledge, properties=True)


def raw(name: str = DEFAULT) -> naive.Pack:
    """Return a pack as data."""
    return _raw(name)


@cache
def _raw(name: str) -> naive.Pack:
    """Read a pack once."""
    return naive.read_pack(RULES / name)


def answers(name: str = DEFAULT) -> Mapping[str, list[Any]]:
    """Return the answers to each fact; the numbers are those near a bound or a constant of a condition."""
    return _answers(name)


@cache
def _answers(name: str) -> Mapping[str, list[Any]]:
    """Work out the answers of a pack once."""
    known = {}
    for fact in raw(name)["facts.yaml"]["facts"]:
        values = values_of(name, fact)
        known[fact["id"]] = [*values, "unknown"] if fact.get("unknown", False) else values
    return known


def values_of(name: str, fact: Mapping[str, Any]) -> list[Any]:
    """Return the answers to a fact but unknown: all values, short lists of them, or at most 40 numbers."""
    match fact["kind"]:
        case "choice":
            return list(fact["values"])
        case "several":
            return [list(chosen) for chosen in subsets(fact) if len(chosen) <= LONGEST]
        case _:
            return random_packs.near(raw(name), fact)[:40]


def random_profile(random: Random, name: str = DEFAULT) -> dict[str, Any]:
    """Return a valid profile, of which a random share is unknown."""
    share = random.choice((0, 0, 0.1, 0.5))
    return {
        fact: "unknown" if "unknown" in values and random.random() < share else random.choice(values)
        for fact, values in answers(name).items()
    }


def admissible(seed: int, name: str = DEFAULT) -> dict[str, Any]:
    """Return a random profile that violates no constraint."""
    random = Random(seed)  # noqa: S311 (not used for secrets)
    for _ in range(ATTEMPTS):
        profile = random_profile(random, name)
        if not naive.violated(raw(name), profile):
            return profile
    raise AssertionError("no admissible profile found")


def beside_its_sources(folder: str, name: str = DEFAULT) -> Path:
    """Return a folder for a copy of a pack, with its letters and beside the sources it refers to."""
    copy = Path(folder) / "rules" / name
    copytree(RULES / name / "letters", copy / "letters")
    return copy
