"""Texts of random packs in a language that is easy to tell: every text in guillemets."""

from collections.abc import Iterator
from typing import Any

from support.oracles import naive
from support.packs.choices import Choices, by_choices

LANGUAGE = "qq"
FILE = f"locale/{LANGUAGE}.yaml"
TEXTS = ("title", "how", "until", "because")


def quoted(text: str) -> str:
    """Return a text in the language."""
    return f"«{text}»"


def rules(pack: naive.Pack) -> Iterator[naive.Rule]:
    """Yield the constraints and the rules of a pack."""
    yield from pack["facts.yaml"].get("constraints", ())
    for file in ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml"):
        yield from naive.rules(pack, file)


def complete(pack: naive.Pack) -> dict[str, Any]:
    """Return all texts of a pack in the language, from its data."""
    facts, head = pack["facts.yaml"]["facts"], pack["pack.yaml"]
    return {
        **{key: quoted(head[key]) for key in ("title", "notice") if key in head},
        "outcomes": {name: quoted(title) for name, title in head["outcomes"].items()},
        "facts": {
            fact["id"]: {
                **{key: quoted(fact[key]) for key in ("question", "help") if key in fact},
                **(
                    {"values": {name: quoted(label) for name, label in fact["values"].items()}}
                    if "values" in fact
                    else {}
                ),
            }
            for fact in facts
        },
        "sections": {fact["section"]: quoted(fact["section"]) for fact in facts if "section" in fact},
        "units": {fact["unit"]: quoted(fact["unit"]) for fact in facts if "unit" in fact},
        "rules": {
            rule["id"]: {key: quoted(rule[key]) for key in TEXTS if key in rule} for rule in rules(pack)
        },
    }


def thinned(choices: Choices, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without some of its texts."""
    kept = ((key, value) for key, value in data.items() if choices.integer(0, 3))
    return {key: thinned(choices, value) if isinstance(value, dict) else value for key, value in kept}


@by_choices(size=128)
def incomplete(choices: Choices, pack: naive.Pack) -> dict[str, Any]:
    """Draw a translation that lacks some texts."""
    return thinned(choices, complete(pack))
