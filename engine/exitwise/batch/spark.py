"""The batch on Spark: the same query, gate and rejects, over folders of parts, and nothing collected.

Every record is gated and judged once, into a staging folder beside the output, as a few words of bits.
Advice, rejects and counts are made of that, so that they agree whatever happens to the input meanwhile.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import uuid4

from exitwise.batch.spark_count import Counted
from exitwise.batch.spark_session import Files, first_line, session
from exitwise.batch.spark_source import WHOLE_RECORD, quoted, source, text
from exitwise.batch.spark_worker import END, PLACE, RECORD, Call, rejected
from exitwise.batch.summary import Summary
from exitwise.errors import FileError
from exitwise.exchange.sql.dialect import written
from exitwise.exchange.sql.query import SOURCE, query
from exitwise.model.advice import COMPACT
from exitwise.model.rule import READINESS
from exitwise.sql.spark import halves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from exitwise.batch.inputs import Form
    from exitwise.batch.job import Limit
    from exitwise.batch.spark_session import Found
    from exitwise.batch.spark_worker import Start
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.manifest/1"
MANIFEST: Final = "_manifest.json"
STAGED: Final = "staged"
"""The folder and the table of what is written down in between."""
PART_BY_PART: Final = dict.fromkeys(
    ("spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes"), str(1 << 50)
)
"""No file is cut, and none shares a part with another: the order of its rows stays as it is."""
PLAIN: Final = {"parquet.enable.dictionary": "false"}
"""What is written down in between is read once, and has few values twice."""
FITS: Final = (
    f"({quoted(WHOLE_RECORD)}.kind = '{RECORD}' AND recommendation IS NOT NULL AND size(refused) = 0)"
)


class Order(NamedTuple):
    """What is to be done: folders or files in, a folder of advice and one of rejects out.

    `given` is the form of the input where its names do not say it, `form` that of the output.
    """

    inputs: Sequence[str]
    output: str
    rejects: str | None
    form: str
    today: date
    keep: tuple[str, ...] = ()
    raw: bool = False
    given: Form | None = None
    limit: Limit | None = None


def run(knowledge: Knowledge, order: Order, *, master: str | None = None) -> Summary:
    """Do it on the Spark that runs, or on one that is started, and return what was counted.

    Raises:
        FileError: Spark, Java or a file is missing; something cannot be read or written. No output then.
        InputError: the inputs are not of one form, or their columns not a profile's.
        TooMany: more is rejected than may be. No output then.
    """
    with session(master) as spark:
        files = Files(spark)
        for name in filter(None, (order.output, order.rejects)):
            if files.exists(name):
                raise FileError(f"{name} is there already", help="name another folder")
        work = files.beside(order.output, uuid4().hex[:12])
        try:
            return _Run(spark, files, knowledge, order, work).summary()
        except _failures() as error:
            raise FileError(f"Spark failed: {first_line(error)}") from error
        except KeyboardInterrupt:
            with suppress(*_failures()):  # it was interrupted in the middle of a question to Java
                spark.sparkContext.cancelAllJobs()
            raise
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
        self._source = source(spark, self._call, order.inputs, self._found, order.given)
        self._halves = halves(query(knowledge, keep=(WHOLE_RECORD,)), knowledge, between=STAGED)

    def summary(self) -> Summary:
        """Stage, sort out, count, and give the folders their names."""
        read, fit = self._stage()
        if self._order.limit is not None:
            self._order.limit.check(Summary(fit, Counter(unfit=read - fit)), ended=True)
        found = Summary()
        staged = self._staged()
        self._sort_out(staged, self._starts(staged, read), found, most=read - fit)
        self._write_advice(staged.where("fits"), found, most=fit)
        self._check(found, read)
        self._finish(found)
        return found

    def _stage(self) -> tuple[int, int]:
        """Write down what each record comes to, and return how many there are and how many of them fit."""
        self._source.rows.createOrReplaceTempView(SOURCE)
        told = self._spark.sql(written(self._halves.first, "spark")).selectExpr(
            f"{quoted(WHOLE_RECORD)}.*",
            *("recommendation", "readiness", "refused", f"{FITS} AS fits"),
            *map(quoted, self._halves.words),
        )
        # Of a record that fits, nothing is needed any more but what it comes to and what is kept of it.
        unfit = {**{name: name for name in (*PLACE, "refused")}, **self._source.unfit}
        columns = [
            f"CASE WHEN NOT fits THEN {unfit[name]} END AS {name}" if name in unfit else quoted(name)
            for name in told.columns
        ]
        count = Counted(told.selectExpr(*columns), [f"fits OR kind <> '{END}'", "fits"])
        count.rows.write.options(**PLAIN).parquet(f"{self._work}/{STAGED}")
        read, fit = count.tests()
        return read, fit

    def _staged(self) -> Any:
        """Return what was written down, each of its files as a part of its own."""
        for name, value in PART_BY_PART.items():
            self._spark.conf.set(name, value)
        return self._spark.read.parquet(f"{self._work}/{STAGED}")

    def _starts(self, staged: Any, read: int) -> dict[tuple[str, int], Start]:
        if not self._source.is_json:  # a row has its number in the file
            return {}
        ends = staged.where(f"kind = '{END}'").select("file", "split", "at", "nth").collect()
        if sum(row["nth"] for row in ends) != read:
            raise AssertionError(f"not all that was read is among the {read} that were written down")
        return starts(ends, self._found)

    def _sort_out(
        self, staged: Any, where: Mapping[tuple[str, int], Start], found: Summary, *, most: int
    ) -> None:
        """Write and count the rejects; where there are none, nothing is read and no Python started."""
        place = f"{self._work}/rejects"
        if not most:
            self._spark.range(0).selectExpr("'' AS value").write.text(place)
            return
        told = [*PLACE, *self._source.unfit, "refused", f"{quoted(self._source.kept[0])} AS id"]
        unfit = staged.where(f"NOT fits AND kind <> '{END}'").selectExpr(*dict.fromkeys(told))
        unfit.mapInArrow(partial(rejected, self._call, where), "value string").write.text(place)
        rejects = self._spark.read.schema("cause string").json(place)
        found.rejected.update({row[0]: row[1] for row in rejects.groupBy("cause").count().collect()})

    def _write_advice(self, fitting: Any, found: Summary, *, most: int) -> None:
        """Write the advice, and count it while it is written."""
        outcomes = ((found.outcomes, name, "recommendation") for name, _ in self._knowledge.outcomes)
        readiness = ((found.readiness, name, "readiness") for name in READINESS)
        equal = [(into, name, f"{column} = {text(name)}") for into, name, column in (*outcomes, *readiness)]
        record = f"struct({', '.join(map(quoted, self._source.kept))}) AS {quoted(WHOLE_RECORD)}"
        words = self._halves.words
        rows = fitting.selectExpr(
            record, *map(quoted, (*self._source.kept, "recommendation", "readiness", *words))
        )
        rules = {word: words[word] for word in self._halves.rules}
        count = Counted(rows, ["TRUE", *(test for *_, test in equal)], words=rules, most=most)
        count.rows.createOrReplaceTempView(STAGED)
        self._write(self._spark.sql(written(self._halves.second, "spark")))
        found.advised, *counts = count.tests()
        for (into, name, _), number in zip(equal, counts, strict=True):
            into.update({name: number} if number else {})
        found.rules.update({name: number for name, number in count.bits().items() if number})

    def _write(self, told: Any) -> None:
        is_json = self._order.form == "jsonl"
        kept = [
            self._source.told(f"{quoted(WHOLE_RECORD)}.{quoted(column)}", name, is_json=is_json)
            for column, name in zip(self._source.kept, ("id", *self._order.keep), strict=True)
        ]
        chosen = told.selectExpr(*kept, *COMPACT)
        if is_json:
            chosen.write.option("ignoreNullFields", "false").json(f"{self._work}/advice")
        else:
            chosen.write.parquet(f"{self._work}/advice")

    def _check(self, found: Summary, read: int) -> None:
        """Refuse to end where a record is lost, or where the input was changed while it was read."""
        if read != found.read:
            raise AssertionError(f"{read} records were read, and {found.read} written")
        if [each for name in self._order.inputs for each in self._files.found(name)] != self._found:
            raise FileError("an input was changed while it was read", help="run it again")

    def _finish(self, found: Summary) -> None:
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
