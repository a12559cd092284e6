"""An oracle of what texts show of tables, by enumeration: a part of the oracles of the checks."""

import re
from collections.abc import Iterable

from support.oracles import naive
from support.oracles.exhaustive import Profile

FILES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
PLACEHOLDER = re.compile(r"\{([^{}\s]+)\}")


def gaps(
    pack: naive.Pack, advised: Iterable[tuple[Profile, naive.Result]]
) -> dict[tuple[str, ...], list[Profile]]:
    """The columns that a rule shows, with the profiles on which it fires and no row with a text does."""
    found: dict[tuple[str, ...], list[Profile]] = {}
    for profile, result in advised:
        state = naive.state_of(profile, result)
        rules = [rule for file in FILES for rule in naive.rules(pack, file) if naive.applies(rule, state)]
        filled = {f"{rule['table']}.{column}" for rule in rules for column in rule.get("texts", ())}
        for rule in rules:
            for column in shown_columns(pack, rule) - filled:
                found.setdefault((rule["id"], f"{{{column}}}"), []).append(profile)
    return found


def is_shown(pack: naive.Pack, row: naive.Rule) -> bool:
    """Whether another rule than the rows of its table shows a text of a row."""
    own = {f"{row.get('table')}.{column}" for column in row.get("texts", ())}
    others = (
        rule for file in FILES for rule in naive.rules(pack, file) if rule.get("table") != row.get("table")
    )
    return any(own & shown_columns(pack, rule) for rule in others)


def shown_columns(pack: naive.Pack, rule: naive.Rule) -> set[str]:
    """The names in the placeholders of a rule that are no facts."""
    facts = {fact["id"] for fact in pack["facts.yaml"]["facts"]}
    texts = (str(rule.get(key, "")) for key in ("because", "title", "how", "until"))
    names = {name for text in texts for name in PLACEHOLDER.findall(text)}
    return {name for name in names if not {name, name.removesuffix(".value")} & facts}
