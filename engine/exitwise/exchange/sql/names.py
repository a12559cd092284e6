"""The names of the columns of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from exitwise.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

Role = Literal[
    "fact", "value", "rule", "stands", "rests", "finding", "needed", "for", "recommend", "declared", "settled"
]
"""What a column says: an answer; that a list has a value; that a rule fires, is undefeated, is among the
reasons; that a finding is concluded, or needed by a reason; that an outcome is argued for, or the only one;
that the answers are declared, or the advice settled."""

Key = tuple[Role, str]

DECLARED: Final[Key] = ("declared", "facts")
"""The column that says whether no fact has an answer that is not declared."""
SETTLED: Final[Key] = ("settled", "advice")
"""The column that says whether the advice is settled: nothing that it consists of is null."""

ENVELOPE: Final = "id"
"""The id of a profile stands beside its facts."""
LONGEST: Final = 63
"""Characters of a name that every database keeps apart: PostgreSQL cuts what is longer, without a word."""


def names(knowledge: Knowledge) -> dict[Key, str]:
    """Return a column's name for each role of each fact, rule, finding and outcome.

    Facts and rules have their ids, everything else its role before it. No two are alike when their case is
    disregarded, for that is how most databases read them; nor is any like `id`, or longer than can be told
    apart.
    """
    taken = {ENVELOPE}
    found: dict[Key, str] = {}
    for role, name in _keys(knowledge):
        found[role, name] = _free(name if role in {"fact", "value", "rule"} else f"{role}:{name}", taken)
    return found


def member(fact: Fact, value: str) -> str:
    """Return the name of the column that says whether the list of a fact has a value."""
    return f"{fact.id}:{value}"


def answer_keys(fact: Fact) -> tuple[Key, ...]:
    """Return the columns that hold the answers of a fact."""
    if kind_of(fact).name == "several":
        return tuple(("value", member(fact, name)) for name, _ in fact.values)
    return (("fact", fact.id),)


def beside(others: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return names like those wanted, but none like one of the others."""
    taken = {name.casefold() for name in others}
    return tuple(_free(name, taken) for name in wanted)


def _keys(knowledge: Knowledge) -> Iterator[Key]:
    for fact in knowledge.facts:
        yield from answer_keys(fact)
    for rule in knowledge.all_rules:
        yield "rule", rule.id
    for finding in knowledge.findings:
        yield "rests", finding.id
    for argument in knowledge.arguments:
        yield "stands", argument.id
    for name in knowledge.rules_by_finding:
        yield from (("finding", name), ("needed", name))
    for outcome, _ in knowledge.outcomes:
        yield from (("for", outcome), ("recommend", outcome))
    yield DECLARED
    yield SETTLED


def _free(wanted: str, taken: set[str]) -> str:
    """Return a name that is not taken, and take it."""
    number, name = 1, wanted[:LONGEST]
    while name.casefold() in taken:
        number += 1
        end = f"~{number}"
        name = f"{wanted[: LONGEST - len(end)]}{end}"
    taken.add(name.casefold())
    return name
