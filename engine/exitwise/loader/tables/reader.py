"""Tables read against the vocabulary: their rows become finding rules or arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.rules import overrides
from exitwise.loader.tables.cells import SEPARATOR, fact_cell, finding_cell
from exitwise.loader.tables.files import MAX_ROWS, cell_text
from exitwise.loader.yaml.nodes import Scalar, Sequence
from exitwise.loader.yaml.readers import name, one_of, one_or_many
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.condition import ALWAYS, All
from exitwise.model.placeholder import PLACEHOLDER, fact_of
from exitwise.model.rule import Argument, FindingRule
from exitwise.model.table import HIT_POLICIES, Row, Table
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.loader.tables.files import RawRow, TableFile
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File
    from exitwise.loader.yaml.records import Record
    from exitwise.model.condition import Condition

OUTPUTS: Final = ("finding", "recommend")
"""What rows conclude: a column, or a key of the table if all rows conclude the same."""
MAX_NEGATIONS: Final = 1000
"""Of earlier rows under `first`: compiling 2,000 takes some ten seconds."""
ROW_KEYS: Final = ("id", "because", "cites")
"""The columns of a row that are neither input, output nor text."""


@dataclass(frozen=True, slots=True)
class TableRules:
    """The tables of a pack, and the rules that their rows are."""

    tables: tuple[Table, ...] = ()
    findings: tuple[FindingRule, ...] = ()
    arguments: tuple[Argument, ...] = ()


def read_tables(files: Iterable[TableFile], vocabulary: Vocabulary, outcomes: dict[str, str]) -> TableRules:
    """Return the tables and their rules; `outcomes` maps every argument of the pack to its outcome."""
    first: dict[str, TableFile] = {}
    tables: list[Table] = []
    rules: list[FindingRule | Argument] = []
    for table_file in files:
        if table_file.id and table_file.id in first:
            node, earlier = table_file.root, first[table_file.id].file.name
            message = f"duplicate table `{table_file.id}`, first in {earlier}"
            table_file.file.report("duplicate-id", node, message)
            continue
        first[table_file.id] = table_file
        reader = _TableReader.of(table_file, vocabulary, outcomes)
        if reader is not None:
            table, its_rules = reader.read()
            tables.append(table)
            rules += its_rules
    return TableRules(
        tables=tuple(tables),
        findings=tuple(rule for rule in rules if isinstance(rule, FindingRule)),
        arguments=tuple(rule for rule in rules if isinstance(rule, Argument)),
    )


def _anything(node: Node, _: File) -> Node:
    return node


def _head(table: TableFile, vocabulary: Vocabulary, outcomes: dict[str, str]) -> Record | None:
    keys = {
        "id": Key(name, required=True),
        "hit_policy": Key(one_of("unknown-hit-policy", "hit policy", HIT_POLICIES)),
        "finding": Key(name),
        "recommend": Key(vocabulary.conclusion("recommend")),
        "overrides": Key(overrides(vocabulary, outcomes)),
        "texts": Key(one_or_many(name)),
        "because": Key(vocabulary.template),
        "cites": Key(one_or_many(vocabulary.statement)),
        "rows": Key(_anything, required=True),
    }
    return read_record(table.root, table.file, "a table", keys)


@dataclass(frozen=True, slots=True)
class _TableReader:
    source: TableFile
    vocabulary: Vocabulary
    head: Record
    output: str
    texts: tuple[str, ...]

    @classmethod
    def of(cls, source: TableFile, vocabulary: Vocabulary, outcomes: dict[str, str]) -> _TableReader | None:
        """Return the reader of a table whose head is complete."""
        head = _head(source, vocabulary, outcomes)
        if head is None or not head.complete:
            return None
        output = _output(source, head)
        if output is None:
            return None
        return cls(source, vocabulary, head, output, head.values.get("texts", ()))

    def read(self) -> tuple[Table, list[FindingRule | Argument]]:
        """Return the table and the rules of its rows."""
        self._check()
        rows = [(self._row(raw), self._reason(raw)) for raw in self.source.rows[:MAX_ROWS]]
        complete = [(row, reason) for row, reason in rows if row is not None and reason is not None]
        table = Table(
            id=self.head.values["id"],
            hit_policy=self.head.values.get("hit_policy", "unique"),
            columns=tuple(self.source.columns),
            rows=tuple(row for row, _ in complete),
            place=self.head.place,
        )
        if sum(len(table.negated(row)) for row in table.rows) > MAX_NEGATIONS:
            message = (
                f"under `first`, the rows have more than {MAX_NEGATIONS} earlier rows that may match too"
            )
            help_ = "let one column keep more rows apart, or split the table"
            self.head.report(self.source.file, "too-large", "hit_policy", message, help_)
            return table, []
        return table, [self._rule(row, table.condition(row), reason) for row, reason in complete]

    # The table as a whole

    def _check(self) -> None:
        """Report columns with unknown names, a wrong number of rows, and invalid text columns."""
        if not self.source.rows:
            self.head.report(self.source.file, "empty", "rows", "the table has no rows")
        if len(self.source.rows) > MAX_ROWS:
            node, message = self.source.rows[MAX_ROWS].node, f"the table has more than {MAX_ROWS} rows"
            self.source.rows_file.report("too-large", node, message, "split it")
        for column, key in self.source.columns.items():
            if not self._is_known(column):
                names = (*self.vocabulary.facts, *(self.vocabulary.findings or ()))
                help_ = did_you_mean(column, (*names, *ROW_KEYS, self.output))
                message = f"column `{column}` is neither a fact, a finding nor one of `texts`"
                self.source.rows_file.report("unknown-column", key, message, help_)
        self._check_texts()

    def _check_texts(self) -> None:
        """Report text columns that are none, and those whose placeholder is not theirs alone."""
        if self.texts and self.source.id in self.vocabulary.facts:
            message = f"table `{self.source.id}` has texts, and the id of a fact"
            self.head.report(self.source.file, "reserved-name", "id", message, "rename one of them")
            return
        for text in self.texts:
            placeholder = f"{self.source.id}.{text}"
            if text not in self.source.columns:
                message = f"the table has no column `{text}`"
                help_ = did_you_mean(text, self.source.columns)
                self.head.report(self.source.file, "unknown-column", "texts", message, help_)
            elif text in self.vocabulary.facts or text in (*ROW_KEYS, *OUTPUTS):
                message = f"the text column `{text}` has the name of a fact or a key"
                self.head.report(self.source.file, "reserved-name", "texts", message, "rename it")
            elif fact_of(placeholder, self.vocabulary.facts) in self.vocabulary.facts:
                message = f"`{{{placeholder}}}` would show a fact, not the text column `{text}`"
                self.head.report(self.source.file, "reserved-name", "texts", message, "rename one of them")
            elif "." in text:
                message = f"the text column `{text}` has a point in its name"
                self.head.report(self.source.file, "reserved-name", "texts", message, "rename it")

    def _is_known(self, column: str) -> bool:
        known = self.vocabulary.facts, self.vocabulary.faulty_facts, self.texts, (*ROW_KEYS, self.output)
        findings = self.vocabulary.findings
        return findings is None or column in findings or any(column in names for names in known)

    # Rows

    def _row(self, raw: RawRow) -> Row | None:
        """Return a row; None if a cell is faulty."""
        file = self.source.rows_file
        conditions = [self._condition(column, raw.cells[column]) for column in self._inputs(raw)]
        row_id = name(raw.cells["id"], file) if "id" in raw.cells else raw.name
        concluded = self._conclusion(raw)
        parts = tuple(condition for condition in conditions if condition is not None)
        if row_id is None or concluded is None or len(parts) < len(conditions):
            return None
        return Row(
            id=f"{self.head.values['id']}.{row_id}",
            when=parts[0] if len(parts) == 1 else All(parts) if parts else ALWAYS,
            concludes=concluded,
            cells=tuple((column, cell_text(node)) for column, node in raw.cells.items()),
            place=file.place(raw.node),
        )

    def _inputs(self, raw: RawRow) -> list[str]:
        """Return the columns of the row's cells that are facts or findings."""
        others = (*ROW_KEYS, *OUTPUTS, *self.texts)
        findings = self.vocabulary.findings or ()
        names = [column for column in self.source.columns if column in raw.cells and column not in others]
        return [column for column in names if column in self.vocabulary.facts or column in findings]

    def _condition(self, column: str, node: Node) -> Condition | None:
        fact = self.vocabulary.facts.get(column)
        if fact is None:
            return finding_cell(column, node, self.source.rows_file)
        return fact_cell(fact, node, self.source.rows_file)

    def _conclusion(self, raw: RawRow) -> str | None:
        if self.output in self.head.nodes:
            return self.head.values.get(self.output)
        if self.output not in raw.cells:
            message = f"missing cell `{self.output}` in row {raw.number}"
            self.source.rows_file.report("missing-key", raw.node, message)
            return None
        read = name if self.output == "finding" else self.vocabulary.conclusion("recommend")
        return read(raw.cells[self.output], self.source.rows_file)

    # Rules

    def _rule(self, row: Row, when: Condition, reason: dict[str, Any]) -> FindingRule | Argument:
        if self.output == "finding":
            return FindingRule(id=row.id, when=when, finding=row.concludes, place=row.place, **reason)
        overridden = self.head.values.get("overrides", ())
        return Argument(
            id=row.id, when=when, recommend=row.concludes, overrides=overridden, place=row.place, **reason
        )

    def _reason(self, raw: RawRow) -> dict[str, Any] | None:
        """Return `because`, with the row's own texts in it, and `cites`; None if there is no valid reason."""
        because, cites, texts = self._because(raw), self._cites(raw), self._texts(raw)
        blank = [name for name in PLACEHOLDER.findall(because or "") if name in self._blank_texts(raw)]
        if blank:
            message = f"row {raw.number} has no text for {join_names(dict.fromkeys(blank))}"
            self.source.rows_file.report("missing-key", raw.node, message, "its `because` shows it")
        if because is None or blank:
            return None
        own = {f"{self.source.id}.{column}": text for column, text in texts.items()}
        return {
            "because": PLACEHOLDER.sub(lambda match: own.get(match[1], match[0]), because),
            "cites": cites,
            "texts": tuple(texts.items()),
        }

    def _because(self, raw: RawRow) -> str | None:
        own, file = raw.cells.get("because"), self.source.rows_file
        if own is not None:
            return self.vocabulary.template(own, file)
        if "because" not in self.head.nodes:
            help_ = "add it to the row, or to the table for all rows"
            file.report("missing-key", raw.node, f"missing `because` in row {raw.number}", help_)
        return self.head.values.get("because")

    def _texts(self, raw: RawRow) -> dict[str, str]:
        """Return the texts of a row by their columns."""
        cells = {column: raw.cells[column] for column in self.texts if column in raw.cells}
        read, file = self.vocabulary.template_of_facts, self.source.rows_file
        texts = {column: read(node, file) for column, node in cells.items()}
        return {column: text for column, text in texts.items() if text is not None}

    def _blank_texts(self, raw: RawRow) -> tuple[str, ...]:
        return tuple(f"{self.source.id}.{column}" for column in self.texts if column not in raw.cells)

    def _cites(self, raw: RawRow) -> tuple[str, ...]:
        node = raw.cells.get("cites")
        if node is None:
            return tuple(self.head.values.get("cites", ()))
        if isinstance(node, Scalar):
            parts = tuple(node._replace(text=part) for part in SEPARATOR.split(node.text.strip()))
            node = parts[0] if len(parts) == 1 else Sequence(parts, node.line, node.column)
        return one_or_many(self.vocabulary.statement)(node, self.source.rows_file) or ()


def _output(source: TableFile, head: Record) -> str | None:
    """Return the key or column that has the conclusions, of which there must be exactly one."""
    present = [key for key in OUTPUTS for names in (head.nodes, source.columns) if key in names]
    if len(present) == 1:
        if present[0] == "finding" and "overrides" in head.nodes:
            message = "`overrides` is only valid in a table that recommends"
            head.report(source.file, "not-allowed-here", "overrides", message)
        return present[0]
    if not present:
        help_ = "add a column `finding` or `recommend`, or a key for all rows"
        head.report(source.file, "missing-key", "id", f"table `{source.id}` concludes nothing", help_)
    else:
        message = f"table `{source.id}` says more than once what its rows conclude"
        help_ = "keep one of `finding` and `recommend`, as a column or as a key"
        head.report(source.file, "contradictory-keys", "id", message, help_)
    return None
