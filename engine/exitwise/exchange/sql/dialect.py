"""The text of the query in a dialect: its lists, and brackets that stay on their line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect, Dialects
from sqlglot.errors import ErrorLevel

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot.generator import Generator

    from exitwise.exchange.sql.condition import Expression

TESTED: Final = ("duckdb", "postgres", "spark")
"""Those whose text is run and compared; others are written and not tried."""
UNSPOKEN: Final = frozenset({"dax", "prql", "solr", "tableau"})
"""Names that sqlglot accepts as dialects and that are no database's SQL."""
SPOKEN: Final = tuple(sorted(name.value for name in Dialects if name.value and name.value not in UNSPOKEN))
"""Every dialect that can be written."""
REMARK: Final = "remark"
"""Under which a column keeps what is said above it, in one line."""
WIDTH: Final = 100
"""Characters of a line up to which something is not broken into several."""


def written(tree: Expression, dialect: str) -> str:
    """Return a query, or a part of one, as text of a dialect."""
    return _generator(dialect).generate(tree.transform(_spelled, dialect))


def doubts(tree: exp.Select, dialect: str) -> tuple[str, ...]:
    """Return the parts of the query that sqlglot reports as unsupported by a dialect."""
    generator = _generator(dialect)
    generator.generate(tree.transform(_spelled, dialect))
    return tuple(dict.fromkeys(generator.unsupported_messages))


def _spelled(node: Expression, dialect: str) -> Expression:
    """Return a part of the tree as the dialect has it, where the library does not know how."""
    if isinstance(node, exp.ArrayCompact) and dialect in LISTS:
        return LISTS[dialect](node)
    if isinstance(node, exp.CTE) and dialect == "postgres":
        # Otherwise each stratum is put into the next, and what stands in several places is multiplied.
        node.set("materialized", True)  # noqa: FBT003 (the library's signature)
    return node


def _where(compact: exp.ArrayCompact) -> Expression:
    """Return the names beside their conditions, which DuckDB does half as fast again as a CASE for each.

    In a list of conditions it accepts no null.
    """
    cases = [case.args["ifs"][0] for case in compact.this.expressions]
    names = exp.Array(expressions=[case.args["true"] for case in cases])
    tests = exp.Array(expressions=[exp.func("COALESCE", case.this, exp.false()) for case in cases])
    return exp.Anonymous(this="LIST_WHERE", expressions=[names, tests])


def _remove(compact: exp.ArrayCompact) -> Expression:
    return exp.Anonymous(this="ARRAY_REMOVE", expressions=[compact.this, exp.null()])


LISTS: Final[dict[str, Callable[[exp.ArrayCompact], Expression]]] = {"duckdb": _where, "postgres": _remove}
"""How nulls are left out of a list, where it is not ARRAY_COMPACT."""


def _generator(dialect: str) -> Generator:
    """Return a generator for a dialect, with short brackets on one line and remarks above their columns."""

    class Readable(Dialect.get_or_raise(dialect).generator_class):  # type: ignore[misc]  # known when it runs
        def paren_sql(self, expression: exp.Paren) -> str:
            inner = self.sql(expression, "this")
            if "\n" not in inner and len(inner) <= WIDTH:
                return f"({inner})"
            return f"({self.seg(self.indent(inner), sep='')}{self.seg(')', sep='')}"

        def alias_sql(self, expression: exp.Alias) -> str:
            remark = " ".join(expression.meta.get(REMARK, "").split())
            found = super().alias_sql(expression)
            return f"-- {remark}\n{found}" if remark else found

    silent = ErrorLevel.IGNORE  # what it cannot express it remembers
    return Readable(dialect=dialect, pretty=True, max_text_width=WIDTH, unsupported_level=silent)
