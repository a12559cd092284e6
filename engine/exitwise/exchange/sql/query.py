"""The whole query: answers in, one line of advice out for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from exitwise.exchange.sql.condition import Expressions, both, either
from exitwise.exchange.sql.dialect import REMARK
from exitwise.exchange.sql.layers import layers, reasons
from exitwise.exchange.sql.names import SETTLED, answer_keys, beside, names
from exitwise.model.fact import UNKNOWN
from exitwise.model.rule import READINESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exitwise.exchange.sql.condition import Expression
    from exitwise.exchange.sql.names import Key
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

SOURCE: Final = "profiles"
"""The table of profiles: one column a fact, text for a choice and a whole number for an integer."""
RESULT: Final = ("recommendation", "readiness", "steps", "warnings", "rules", "refused")
"""The columns of the result beside those that are kept."""

Kept = dict[str, str]
"""The columns that pass through, by their names inside the query."""


def query(
    knowledge: Knowledge,
    *,
    keep: Sequence[str] = ("id",),
    source: str = SOURCE,
    remarks: Mapping[str, str] | None = None,
    further: Mapping[str, Key] | None = None,
) -> exp.Select:
    """Return the rules as one query over a table of profiles.

    A fact that is null counts as not known if it may be unknown; otherwise its answer is missing, and what
    depends on it is null. The result has the columns to keep, `recommendation`, `readiness`, the lists
    `steps`, `warnings` and `rules` in the order of the advice, and `refused`, the facts without a declared
    answer and the constraints that a profile breaks. A profile whose advice is not settled gets no
    recommendation, is on hold, its lists are empty, and `refused` has its missing facts; on a profile that
    breaks a constraint the rest means nothing.
    `remarks` are what is said above the columns of rules, by their ids; `further` names columns that the
    result has besides, and says which of the strata's each is.

    Raises:
        ValueError: two columns of the result would have one name.
    """
    columns = names(knowledge)
    kept = _kept(keep, columns)
    write = Expressions(knowledge.fact, columns)
    strata = tuple(layers(knowledge, write))
    called = [
        exp.to_identifier(name) for name in beside([source], ["answers", *(layer.name for layer in strata)])
    ]
    bodies = [_answers(knowledge, columns, kept, source)]
    for layer, below in zip(strata, called, strict=False):
        added = (_added(key, value, columns, remarks or {}) for key, value in layer.columns)
        bodies.append(exp.select(exp.Star(), *added, copy=False).from_(below))
    passed = (_passed(inner, name) for name, inner in kept.items())
    told = (exp.alias_(write.column(*key), name, quoted=True) for name, key in (further or {}).items())
    last = exp.select(*passed, *_advice(knowledge, write), *told, copy=False).from_(called[-1])
    for name, body in zip(called, bodies, strict=True):
        last = last.with_(name, as_=body, copy=False)
    return last


def _kept(keep: Sequence[str], columns: Mapping[Key, str]) -> Kept:
    folded = [name.casefold() for name in (*keep, *RESULT)]
    twice = [name for name in keep if folded.count(name.casefold()) > 1]
    if twice:
        raise ValueError(f"several columns of the result would be called {twice[0]}")
    return dict(zip(keep, beside(columns.values(), keep), strict=True))


def _passed(column: str, name: str) -> Expression:
    found = exp.column(column, quoted=True)
    return found if name == column else exp.alias_(found, name, quoted=True)


def _added(key: Key, value: Expression, columns: Mapping[Key, str], remarks: Mapping[str, str]) -> Expression:
    role, name = key
    found = exp.alias_(value, columns[key], quoted=True, copy=False)
    if role == "rule" and name in remarks:
        found.meta[REMARK] = remarks[name]
    return found


def _answers(knowledge: Knowledge, columns: Mapping[Key, str], kept: Kept, source: str) -> exp.Select:
    """Complete the profiles: an absent answer is unknown."""
    facts = (_answer(fact, columns[key]) for fact in knowledge.facts for key in answer_keys(fact))
    passed = (_passed(name, inner) for name, inner in kept.items())
    return exp.select(*passed, *facts).from_(exp.to_identifier(source, quoted=True))


def _answer(fact: Fact, column: str) -> Expression:
    given = exp.column(column, quoted=True)
    if fact.kind != "choice":
        return given
    if not fact.unknown:
        return given
    known = exp.Coalesce(this=given, expressions=[exp.Literal.string(UNKNOWN)])
    return exp.alias_(known, column, quoted=True)


def _advice(knowledge: Knowledge, write: Expressions) -> Iterator[Expression]:
    def fired(rules: Iterable[str]) -> tuple[tuple[str, Expression], ...]:
        return tuple((name, write.column("rule", name)) for name in rules)

    def settled(value: Expression, otherwise: Expression | None = None) -> exp.Case:
        return exp.Case(ifs=[exp.If(this=write.column(*SETTLED), true=value)], default=otherwise)

    def ids(rules: Sequence[tuple[str, Expression]]) -> Expression:
        return settled(_list(rules), _list(())) if rules else _list(())

    outcomes = [outcome for outcome, _ in knowledge.outcomes]
    single = _case((write.column("recommend", name), name) for name in outcomes)
    yield exp.alias_(settled(single), "recommendation")
    yield exp.alias_(_readiness(knowledge, write), "readiness")
    yield exp.alias_(ids(fired(knowledge.step_order)), "steps")
    yield exp.alias_(ids(fired(rule.id for rule in knowledge.ordered_warnings)), "warnings")
    yield exp.alias_(ids(reasons(knowledge, write)), "rules")
    violated = fired(rule.id for rule in knowledge.constraints)
    yield exp.alias_(_list((*_undeclared(knowledge, write), *violated)), "refused")


def _undeclared(knowledge: Knowledge, write: Expressions) -> Iterator[tuple[str, Expression]]:
    """Yield for each fact whether it lacks an answer that is declared, or one that may settle the advice.

    The colon tells it from a constraint's id.
    """
    for fact in knowledge.facts:
        test = write.declared(fact)
        lacking: list[Expression] = [] if test is None else [exp.not_(test)]
        if not fact.unknown:
            lacking.append(both((exp.not_(write.column(*SETTLED)), write.is_missing(fact))))
        if lacking:
            yield f"fact:{fact.id}", either(lacking)


def _readiness(knowledge: Knowledge, write: Expressions) -> Expression:
    recommended = either(write.column("recommend", name) for name, _ in knowledge.outcomes)
    decided = both((write.column(*SETTLED), recommended))
    holds = (write.column("rule", rule.id) for rule in knowledge.holds)
    early = (write.column("rule", rule.id) for rule in knowledge.preparation)
    hold, prepare, ready = READINESS
    cases = ((either((exp.not_(decided), *holds)), hold), (either(early), prepare))
    return _case(cases, otherwise=ready)


def _case(cases: Iterable[tuple[Expression, str]], otherwise: str | None = None) -> exp.Case:
    found = exp.Case(ifs=[exp.If(this=when, true=exp.Literal.string(then)) for when, then in cases])
    return found if otherwise is None else found.else_(exp.Literal.string(otherwise))


def _list(items: Sequence[tuple[str, Expression]]) -> Expression:
    """Return the names whose conditions hold, as a list in their order."""
    if not items:
        return exp.cast(exp.Array(), "array<text>")
    names = [exp.Case(ifs=[exp.If(this=holds, true=exp.Literal.string(name))]) for name, holds in items]
    return exp.ArrayCompact(this=exp.Array(expressions=names))
