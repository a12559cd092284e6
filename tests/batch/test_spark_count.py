"""Counts that share sums: each is that of its test or its bit, whatever the others come to."""

from typing import Any

import pytest

from exitwise.batch.spark_count import Counted

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]

TESTS = ["TRUE", "id % 2 = 0", "id < 0", "CAST(NULL AS BOOLEAN)"]
WORDS = {"id": ["b0", "b1", "b2", "b3"], "all": [f"a{place}" for place in range(60)]}


@pytest.mark.parametrize(("rows", "most"), [(7, 7), (7, 1 << 20), (7, 1 << 40), (8, 8), (1, 1), (0, 0)])
def test_counts_are_those_of_each(spark: Any, tmp_path: Any, rows: int, most: int) -> None:
    """At the most there may be, every row counts for a bit, and none runs over into the next."""
    given = spark.range(rows).selectExpr("id", f"{(1 << 60) - 1}L AS all")
    count = Counted(given, TESTS, words=WORDS, most=most)
    count.rows.write.parquet(f"{tmp_path}/out")

    assert count.tests() == [rows, (rows + 1) // 2, 0, 0]
    of_id = {f"b{place}": sum(each >> place & 1 for each in range(rows)) for place in range(4)}
    assert count.bits() == of_id | {f"a{place}": rows for place in range(60)}
