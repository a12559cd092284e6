"""Small packs, written by hand as YAML text, one text for each file."""

import json
import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader import pack
from exitwise.model.knowledge import Knowledge
from support.oracles import naive

BICYCLE = Path(__file__).parents[2] / "loader" / "base"
"""The pack whose defective variants are in `loader/defects`; it has an item of every kind."""

DEFAULTS = {
    "pack": "{name: toy, version: 2026.11.0, title: A toy, outcomes: {stay: Stay, leave: Leave, sell: Sell}}",
    "facts": """
      facts:
        - {id: place, question: Where?, kind: choice, values: {here: Here, gone: Gone}}
        - {id: door, question: And the door?, kind: choice, unknown: true,
           values: {yes: Wide open, no: Shut, ajar: A bit open}}
        - {id: days, question: How long?, kind: integer, unit: days, unknown: true}
    """,
    "recommendations": "[{id: default, recommend: stay, because: So.}]",
}


def write(folder: Path, **files: str) -> Path:
    """Write a toy pack; by default it has three facts and one argument that always applies."""
    for stem, text in (DEFAULTS | files).items():
        path = folder / f"{stem}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def knowledge(**files: str) -> Knowledge:
    """Load a toy pack."""
    with TemporaryDirectory() as folder:
        return pack.load(write(Path(folder), **files))


def base(**files: str) -> KnowledgeBase:
    """Load a toy pack, ready to advise."""
    return KnowledgeBase(knowledge(**files))


def raw(**files: str) -> naive.Pack:
    """Return a toy pack as data."""
    with TemporaryDirectory() as folder:
        return naive.read_pack(write(Path(folder), **files))


@cache
def bicycle() -> KnowledgeBase:
    """Return the bicycle pack, ready to advise."""
    return KnowledgeBase(pack.load(BICYCLE))


MARKED = re.compile(r'"<exactly ([-0-9.]+)>"')


def marked(number: Decimal) -> str:
    """Return a decimal as text that is written as an exact number, which JSON has no type for."""
    return f"<exactly {number:f}>"


def loaded(data: naive.Pack) -> Knowledge:
    """Load a pack given as data; the last few packs that were loaded are remembered.

    The files are written as JSON, which is YAML too and much faster to write.
    """
    return _loaded(json.dumps(data, ensure_ascii=False, default=marked))


@lru_cache(maxsize=32)
def _loaded(text: str) -> Knowledge:
    return load_json(text)


def load_json(text: str) -> Knowledge:
    """Load a pack given as JSON text, anew."""
    with TemporaryDirectory() as folder:
        for name, content in json.loads(text).items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            written = MARKED.sub(r"\1", json.dumps(content, ensure_ascii=False))
            text = content if path.suffix == ".csv" else written
            path.write_text(text, "utf-8", newline="")
        return pack.load(folder)
