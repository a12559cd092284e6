"""Records as Spark reads them: lines that pass the gate, or rows of Parquet that are profiles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from exitwise.batch.source import check_columns
from exitwise.batch.spark_codes import Codes
from exitwise.batch.spark_worker import BAD, CODES, PLACE, RECORD, Columns, gated
from exitwise.errors import InputError
from exitwise.exchange.sql.names import names
from exitwise.model.profile import SCHEMA
from exitwise.sql.spark import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.batch.inputs import Form
    from exitwise.batch.spark_session import Found
    from exitwise.batch.spark_worker import Call
    from exitwise.model.fact import Fact

MARK: Final = "exitwise~"
"""Before the names of columns that are ours: no fact and no rule has one."""
WHOLE_RECORD: Final = f"{MARK}record"
"""All that goes along with the answers, as one column: each layer of the query copies whatever there is."""
FILE, NTH = f"{MARK}file", f"{MARK}nth"
"""Where a row of Parquet stands."""
PACKED: Final = (".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate")
FORMS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
WHOLE: Final = frozenset(("tinyint", "smallint", "int", "bigint"))


@dataclass(frozen=True, slots=True)
class Source:
    """The table of profiles with what goes along, and the names of what is kept in it.

    `unfit` says how a record that is rejected, and its place, are had from what goes along.
    """

    rows: Any
    kept: tuple[str, ...]
    unfit: dict[str, str]
    is_json: bool

    def told(self, column: str, name: str, *, is_json: bool) -> str:
        """Return how a kept column stands in the output: as it was given, or for Parquet as text."""
        if not self.is_json:
            return f"{column} AS {quoted(name)}"
        variant = f"parse_json({column})"
        return f"{variant if is_json else f'CAST({variant} AS STRING)'} AS {quoted(name)}"


def source(
    spark: Any, call: Call, inputs: Sequence[str], found: Sequence[Found], given: Form | None = None
) -> Source:
    """Return the records of files that are all of one form, of the one given or as their names say.

    Raises:
        InputError: they are not, or their columns are not a profile's.
    """
    forms = {given or _form(each.path) for each in found}
    if len(forms) > 1:
        raise InputError(
            "the inputs are of several forms", help="give JSON Lines or Parquet, not both at once"
        )
    return _lines(spark, call, inputs) if forms == {"jsonl"} else _rows(spark, call, inputs)


def _form(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    for suffix in PACKED:
        name = name.removesuffix(suffix)
    suffix = "." + name.rpartition(".")[2]
    if suffix not in FORMS:
        raise InputError(f"{path} does not say its form", help="Spark reads .jsonl, .json and .parquet")
    return FORMS[suffix]


def quoted(name: str) -> str:
    """Return a column's name as Spark reads it."""
    return "`" + name.replace("`", "``") + "`"


def text(value: str) -> str:
    """Return a text as Spark reads it."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _kept(call: Call) -> tuple[str, ...]:
    return tuple(f"{MARK}{place}" for place in range(len(call.keep) + 1))


def _file(column: str) -> str:
    """Say a file as people write it: a local one without its scheme, and nothing escaped."""
    return f"url_decode(replace(regexp_replace({column}, '^file:(//)?(?=/)', ''), '+', '%2B'))"


# Lines


def _lines(spark: Any, call: Call, inputs: Sequence[str]) -> Source:
    """Validate the lines as they are in the file, and take the answers from the valid ones."""
    given = (
        spark.read.option("lineSep", "\n")
        .text(list(inputs))
        .selectExpr(
            "CAST(value AS BINARY) AS line",
            f"{_file('_metadata.file_path')} AS file",
            "_metadata.file_block_start AS split",
        )
    )
    told, named = Columns(call), names(call.knowledge)
    kinds = ", ".join(f"{name} {kind}" for name, kind in told.kinds.items())
    rows = given.mapInArrow(partial(gated, call), kinds)
    facts = [f"{column} AS {quoted(named['fact', fact])}" for fact, column in told.facts.items()]
    along = dict(zip(_kept(call), told.kept, strict=True)) | {name: name for name in PLACE}
    return Source(rows.selectExpr(*facts, _along(along)), _kept(call), {}, is_json=True)


def _along(values: Mapping[str, str]) -> str:
    """Return values as one column."""
    fields = (f"{value} AS {quoted(name)}" for name, value in values.items())
    return f"struct({', '.join(fields)}) AS {quoted(WHOLE_RECORD)}"


# Parquet


def _rows(spark: Any, call: Call, inputs: Sequence[str]) -> Source:
    """Take rows as they are, an answer by its place; what is no profile is sent to the gate as text."""
    rows = spark.read.parquet(*inputs)
    kinds = dict(rows.dtypes)
    facts = call.knowledge.facts
    check_columns(inputs[0], rows.columns, facts, call.keep)
    _check_kinds(inputs[0], kinds, facts)
    columns, given = names(call.knowledge), _Given(kinds)
    found = rows.selectExpr(*map(quoted, kinds), *given.places(facts), *_where())
    answers = [f"{given.answer(fact)} AS {quoted(columns['fact', fact.id])}" for fact in facts]
    kept = {
        name: quoted(key) if key in kinds else "CAST(NULL AS STRING)"
        for key, name in zip(("id", *call.keep), _kept(call), strict=True)
    }
    good = " AND ".join([*map(given.good, facts), *_good_schema(kinds)])
    told = f"to_json(struct({', '.join(quoted(name) for name in kinds if name not in call.keep)}))"
    codes = Codes(facts)
    along = {
        "kind": f"CASE WHEN {good} THEN '{RECORD}' ELSE '{BAD}' END",
        "given": told if call.raw else f"CASE WHEN NOT ({good}) THEN {told} END",
        "reject": "CAST(NULL AS STRING)",
        "file": quoted(FILE),
        "split": "CAST(0 AS BIGINT)",
        "at": "CAST(NULL AS BIGINT)",
        "nth": quoted(NTH),
    }
    coded = dict(zip(CODES, (codes.choices(given.place), codes.numbers(given.number)), strict=True))
    # What takes long is done for those alone that are rejected.
    unfit = {"file": _file("file"), **{name: name for name in CODES}}
    return Source(found.selectExpr(*answers, _along(kept | along | coded)), _kept(call), unfit, is_json=False)


def _where() -> Iterator[str]:
    yield f"_metadata.file_path AS {quoted(FILE)}"
    yield f"_metadata.row_index AS {quoted(NTH)}"


class _Given:
    """The columns of facts as they are given, each with its kind; a choice gets a column of its place too."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def places(self, facts: Sequence[Fact]) -> Iterator[str]:
        """Yield the places of all choices that are given; null where there is no answer, and 0 for none."""
        for fact in facts:
            if fact.kind == "choice" and fact.id in self._kinds:
                values = text(",".join(fact.names))
                yield f"find_in_set({quoted(fact.id)}, {values}) AS {self._column(fact)}"

    def _column(self, fact: Fact) -> str:
        return quoted(f"{MARK}{fact.id}")

    def place(self, fact: Fact) -> str:
        """Return the place of a choice; 0 where it is absent."""
        return f"coalesce({self._column(fact)}, 0)" if fact.id in self._kinds else "0"

    def number(self, fact: str) -> str:
        """Return a number, or null."""
        return quoted(fact) if fact in self._kinds else "NULL"

    def answer(self, fact: Fact) -> str:
        """Return an answer as the query takes it."""
        if fact.kind == "integer":
            return quoted(fact.id) if fact.id in self._kinds else "CAST(NULL AS BIGINT)"
        absent = place(fact, None)
        return f"coalesce({self._column(fact)}, {absent})" if fact.id in self._kinds else str(absent)

    def good(self, fact: Fact) -> str:
        """Return when there is an answer, or none is needed; true or false, and never null."""
        if fact.kind == "choice":
            return f"{self.answer(fact)} > 0"
        column = self.number(fact.id)
        bounds = {">=": fact.minimum, "<=": fact.maximum}
        limits = [f"{column} {relation} {bound}L" for relation, bound in bounds.items() if bound is not None]
        holds = " AND ".join(limits) or "TRUE"
        return f"({column} IS NULL OR ({holds}))" if fact.unknown else f"({column} IS NOT NULL AND {holds})"


def _check_kinds(name: str, kinds: dict[str, str], facts: Sequence[Fact]) -> None:
    for fact in (fact for fact in facts if fact.id in kinds):
        kind = kinds[fact.id]
        if fact.kind == "integer" and kind not in WHOLE:
            raise InputError(
                f"{name}: the column `{fact.id}` is {kind}, expected whole numbers, null if not known"
            )
        if fact.kind == "choice" and kind != "string":
            raise InputError(f"{name}: the column `{fact.id}` is {kind}, expected text")
    if kinds.get("id", "string") not in {"string", *WHOLE}:
        raise InputError(f"{name}: the column `id` is {kinds['id']}, expected text or whole numbers")


def _good_schema(kinds: dict[str, str]) -> list[str]:
    return [f"coalesce(schema = {text(SCHEMA)}, FALSE)"] if "schema" in kinds else []
