"""The query with a head on its input, its output and its dialect."""

from __future__ import annotations

from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Final

from exitwise.exchange.sql.dialect import SPOKEN, TESTED, doubts, written
from exitwise.exchange.sql.names import answer_keys, names
from exitwise.exchange.sql.query import SOURCE, query
from exitwise.model import kinds
from exitwise.model.rule import READINESS
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

WIDTH: Final = 100
TITLES: Final = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "spark": "Spark SQL"}


def dialects() -> tuple[str, ...]:
    """Return those that are tested, and then the others."""
    return (*TESTED, *(name for name in SPOKEN if name not in TESTED))


def write(knowledge: Knowledge, dialect: str) -> str:
    """Return the query in a dialect; above the column of each rule stands why there is such a rule."""
    remarks = {
        rule.id: shorten(one_line(rule.because), WIDTH, placeholder=" ...") for rule in knowledge.all_rules
    }
    tree = query(knowledge, remarks=remarks)
    head = _head(knowledge, dialect, doubts(tree, dialect))
    return f"{head}\n{written(tree, dialect)};\n"


def _head(knowledge: Knowledge, dialect: str, doubtful: Iterable[str]) -> str:
    paragraphs = (
        _identity(knowledge),
        [*_standing(dialect), *(f"Of {dialect} is said: {one_line(doubt)}." for doubt in doubtful)],
        _reads(knowledge),
        _gives(knowledge),
        CALLED,
    )
    lines: list[str] = []
    for paragraph in paragraphs:
        for text in paragraph:
            indent = " " * (len(text) - len(text.lstrip()))
            lines += wrap(text.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
        lines.append("")
    return "\n".join(f"-- {line}".rstrip() for line in lines[:-1])


def _identity(knowledge: Knowledge) -> Iterator[str]:
    yield f"The rules of the pack {knowledge.name} {knowledge.version} as one query."
    yield f"{one_line(knowledge.title)}; {knowledge.digest}"


def _standing(dialect: str) -> Iterator[str]:
    """Say how far the text can be trusted."""
    if dialect in TESTED:
        yield f"Dialect: {TITLES[dialect]}; tested: run there, and compared with what `exitwise advise` says."
    else:
        yield f"Dialect: {dialect}; untested: written, not run here."
        yield (
            "It has Boolean columns, common table expressions, and lists made with ARRAY_COMPACT; where that"
            " is not known the query has to be adapted. Compare what it gives with `exitwise advise`."
        )
    if dialect == "spark":
        yield (
            "Spark should not merge the strata into one expression: name"
            " org.apache.spark.sql.catalyst.optimizer.CollapseProject in spark.sql.optimizer.excludedRules."
        )


def _reads(knowledge: Knowledge) -> Iterator[str]:
    yield f'It reads the table "{SOURCE}", one row for each profile.'
    yield (
        "A row in which a fact has a value that is not declared here gets no recommendation, is on hold, has"
        " no steps, warnings or rules, and names the fact in refused."
    )
    yield from _missing(knowledge)
    yield ("The columns are:")
    yield "  id: passes through"
    columns = names(knowledge)
    for fact in knowledge.facts:
        yield from (f"  {columns[key]}: {_answers(fact)}" for key in answer_keys(fact))


def _missing(knowledge: Knowledge) -> Iterator[str]:
    """Describe the result for missing answers to facts that cannot be unknown."""
    if any(not fact.unknown for fact in knowledge.facts):
        yield (
            "A fact that cannot be unknown may be null where it makes no difference. Each condition is"
            " decided by itself, in the three-valued logic of SQL. So the query does not settle a row whose"
            " advice is the same only because several conditions on missing facts come to the same together,"
            " or because constraints exclude an answer: `exitwise advise` does. Such a row, and one whose"
            " advice does depend on a missing fact, gets no recommendation, is on hold, and names its missing"
            " facts in refused. What a plan leads to later is not looked at: `exitwise advise` also refuses a"
            " profile whose missing facts make a difference only there."
        )


def _answers(fact: Fact) -> str:
    absent = "; null where not known" if fact.unknown else "; null where missing"
    if fact.kind == "several":
        return f"Boolean; whether the list has this value{absent}, like the other values of the list"
    if fact.kind == "choice":
        return f"text; {', '.join(fact.names)}{absent}"
    limits = [
        f"{word} {kinds.write(fact, limit)}"
        for word, limit in (("from", fact.minimum), ("to", fact.maximum))
        if limit is not None
    ]
    return f"{' '.join([_number_type(fact), *limits])}{absent}"


def _number_type(fact: Fact) -> str:
    if fact.counts:
        return f"64-bit integer; days {fact.counts} then"
    return f"decimal with {fact.digits} digits after the point" if fact.digits else "64-bit integer"


def _gives(knowledge: Knowledge) -> Iterator[str]:
    outcomes = ", ".join(outcome for outcome, _ in knowledge.outcomes)
    yield "It gives, for each row:"
    yield "  id: as it was"
    yield f"  recommendation: {outcomes}; null where not exactly one outcome is left, or it is not settled"
    yield f"  readiness: {', '.join(READINESS)}"
    yield "  steps, warnings: the ids of those there are, in their order"
    yield "  rules: the ids of the rules that this rests on"
    yield (
        "  refused: fact: and the id of each fact without a declared answer, or missing in a row that is not"
        " settled, and the ids of the constraints that the row breaks; if there is one, nothing else counts"
    )


CALLED: Final = (
    "A column called like a rule says that it fires, and above it stands why. The others:",
    "  finding: it is concluded",
    "  stands: the argument is undefeated",
    "  for: an undefeated argument is for the outcome",
    "  recommend: none is for another",
    "  needed: a reason rests on the finding",
    "  rests: the rule that concludes a finding is a reason",
    "  declared: no fact has an answer that is not declared",
    "  settled: no constraint, outcome, step or warning is null",
    "Names that differ by case alone, or are long, have ~ and a number after them.",
)
"""The roles of columns, as `sql.names` gives them."""
