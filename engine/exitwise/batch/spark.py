"""The batch on Spark: the same query, gate and rejects, over folders of parts, and nothing collected.

Every record is gated and advised on once, into a staging folder beside the output; advice, rejects and counts
are made of that, so that they agree whatever happens to the input meanwhile.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import uuid4

from exitwise.batch.spark_session import Files, first_line, session
from exitwise.batch.spark_source import WHOLE_RECORD, source
from exitwise.batch.spark_worker import END, PLACE, RECORD, Call, rejected
from exitwise.batch.tally import Tally
from exitwise.errors import FileError
from exitwise.sql.query import query, written
from exitwise.sql.spark import SETTINGS, packed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exitwise.batch.spark_session import Found
    from exitwise.batch.spark_worker import Start
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.manifest/1"
MANIFEST: Final = "_manifest.json"
COMPACT: Final = ("recommendation", "readiness", "steps", "warnings", "rules")
FITS: Final = f"(kind = '{RECORD}' AND recommendation IS NOT NULL AND size(refused) = 0)"


class Order(NamedTuple):
    """What is to be done: folders or files in, a folder of advice and one of rejects out."""

    inputs: Sequence[str]
    output: str
    rejects: str | None
    form: str
    today: date
    keep: tuple[str, ...] = ()
    raw: bool = False


def run(knowledge: Knowledge, order: Order, *, master: str | None = None) -> Tally:
    """Do it on the Spark that runs, or on one that is started, and return what was counted.

    Raises:
        FileError: Spark, Java or a file is missing; something cannot be read or written. No output then.
        InputError: the inputs are not of one form, or their columns not a profile's.
    """
    with session(master) as spark:
        files = Files(spark)
        for name in filter(None, (order.output, order.rejects)):
            if files.exists(name):
                raise FileError(f"{name} is there already\n  help: name another folder")
        work = files.beside(order.output, uuid4().hex[:12])
        try:
            return _Run(spark, files, knowledge, order, work).tally()
        except _failures() as error:
            raise FileError(f"Spark failed: {first_line(error)}") from error
        finally:
            with suppress(*_failures()):  # a Spark that is gone removes nothing
                files.remove(work)


def _failures() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 (comes with Spark)
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return Py4JError, PySparkException, ConnectionError


class _Run:
    def __init__(self, spark: Any, files: Files, knowledge: Knowledge, order: Order, work: str) -> None:
        self._spark, self._files, self._order, self._work = spark, files, order, work
        self._knowledge = knowledge
        self._call = Call(knowledge, order.today, order.keep, order.raw)
        self._found = [each for name in order.inputs for each in files.found(name)]
        self._source = source(spark, self._call, order.inputs, self._found)

    def tally(self) -> Tally:
        """Stage, sort out, count, and give the folders their names."""
        staged = self._staged()
        self._write_advice(staged.where(FITS))
        # A staged row that does not fit is all that is still needed of its record.
        unfit = staged.where(f"kind <> '{END}' AND NOT {FITS}")
        ends = staged.where(f"kind = '{END}'").select("file", "split", "at", "nth").collect()
        call = partial(rejected, self._call, starts(ends, self._found))
        unfit.select(*PLACE, "refused").mapInArrow(call, "value string").write.text(f"{self._work}/rejects")
        found = self._counted(staged)
        self._check(found, staged, ends)
        self._finish(found)
        return found

    def _staged(self) -> Any:
        """Return all records with their advice, written down."""
        self._source.rows.createOrReplaceTempView("profiles")
        advised = self._spark.sql(written(packed(query(self._knowledge, keep=(WHOLE_RECORD,))), "spark"))
        told = advised.selectExpr(f"`{WHOLE_RECORD}`.*", *COMPACT, "refused")
        others = [f"`{name}`" for name in told.columns if name != "given"]
        given = f"CASE WHEN NOT {FITS} THEN {self._source.text} END AS given"
        told.selectExpr(*others, given).write.parquet(f"{self._work}/staged")
        for setting in SETTINGS:  # they are for this one query
            self._spark.conf.unset(setting)
        return self._spark.read.parquet(f"{self._work}/staged")

    def _write_advice(self, fitting: Any) -> None:
        is_json = self._order.form == "jsonl"
        kept = [
            self._source.told(column, name, is_json=is_json)
            for column, name in zip(self._source.kept, ("id", *self._order.keep), strict=True)
        ]
        chosen = fitting.selectExpr(*kept, *COMPACT)
        if is_json:
            chosen.write.option("ignoreNullFields", "false").json(f"{self._work}/advice")
        else:
            chosen.write.parquet(f"{self._work}/advice")

    def _counted(self, staged: Any) -> Tally:
        found = Tally()
        fitting = staged.where(FITS)
        for row in fitting.groupBy("recommendation", "readiness").count().collect():
            found.advised += row[2]
            found.outcomes[row[0]] += row[2]
            found.readiness[row[1]] += row[2]
        rules = fitting.selectExpr("explode(rules) AS rule").groupBy("rule").count().collect()
        found.rules.update({row[0]: row[1] for row in rules})
        rejects = self._spark.read.schema("cause string").json(f"{self._work}/rejects")
        found.rejected.update({row[0]: row[1] for row in rejects.groupBy("cause").count().collect()})
        return found

    def _check(self, found: Tally, staged: Any, ends: Sequence[Any]) -> None:
        """Refuse to end where a record is lost, or where the input was changed while it was read."""
        read = sum(row["nth"] for row in ends) if ends else staged.count()
        if read != found.read:
            raise AssertionError(f"{read} records were read, and {found.read} written")
        if [each for name in self._order.inputs for each in self._files.found(name)] != self._found:
            raise FileError("an input was changed while it was read\n  help: run it again")

    def _finish(self, found: Tally) -> None:
        advice, order = f"{self._work}/advice", self._order
        content = {
            "schema": SCHEMA,
            "pack": {
                "name": self._knowledge.name,
                "version": self._knowledge.version,
                "digest": self._knowledge.digest,
            },
            "inputs": [
                {"name": shown(each.path), "size": each.size, "mtime": each.changed} for each in self._found
            ],
            "counts": {"read": found.read, **found.as_counts()},
            "parts": [each.path.rpartition("/")[2] for each in self._files.found(advice) if each.size],
            "complete": True,
        }
        self._files.write(f"{advice}/{MANIFEST}", json.dumps(content, ensure_ascii=False, indent=2).encode())
        if order.rejects is not None:
            self._files.rename(f"{self._work}/rejects", order.rejects)
        try:
            self._files.rename(advice, order.output)
        except BaseException:
            if order.rejects is not None:
                self._files.remove(order.rejects)
            raise


def shown(path: str) -> str:
    """Return a file's name as people write it."""
    return path.removeprefix("file://").removeprefix("file:")


def starts(ends: Sequence[Any], found: Sequence[Found]) -> dict[tuple[str, int], Start]:
    """Return where each split begins, from how long those before it in its file are.

    A byte-order mark is no part of the first record, and of what was read: the size of the file tells it.
    """
    sizes = {shown(each.path): each.size for each in found}
    splits = defaultdict(list)
    for row in ends:
        splits[row["file"]].append((row["split"], row["at"], row["nth"]))
    where = {}
    for file, parts in splits.items():
        whole = sum(at for _, at, _ in parts)
        offset, line = (3 if sizes.get(file, whole) - whole in {2, 3} else 0), 0
        for split, at, nth in sorted(parts):
            where[file, split] = (offset, line)
            offset, line = offset + at, line + nth
    return where
