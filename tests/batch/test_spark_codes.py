"""Answers as numbers: what Spark puts together is taken apart again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exitwise.batch.spark_codes import Codes
from exitwise.diagnostic import Place
from exitwise.model.fact import Fact
from support.running.examples import examples

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]

NOWHERE = Place("facts.yaml", 1, 1)


def choice(name: str, count: int, *, unknown: bool) -> Fact:
    """A choice with so many values."""
    values = tuple((f"v{number}", "So.") for number in range(count))
    return Fact(id=name, question="Well?", kind="choice", values=values, unknown=unknown, place=NOWHERE)


def number(name: str) -> Fact:
    """A number."""
    return Fact(id=name, question="Well?", kind="integer", place=NOWHERE)


FACTS = st.lists(st.tuples(st.integers(1, 40), st.booleans()) | st.none(), max_size=30).map(
    lambda found: [
        number(f"f{place}") if each is None else choice(f"f{place}", each[0], unknown=each[1])
        for place, each in enumerate(found)
    ]
)


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=examples(25))
@given(data=st.data(), facts=FACTS)
def test_answers_come_back(spark: Any, data: st.DataObject, facts: list[Fact]) -> None:
    """Whatever their number: those that are there, and no others."""
    answers: dict[str, Any] = {
        fact.id: data.draw(
            st.sampled_from((*fact.names, None))
            if fact.kind == "choice"
            else st.integers(-(2**63), 2**63 - 1) | st.none()
        )
        for fact in facts
    }
    codes = Codes(facts)
    choices = codes.choices(
        lambda fact: "0" if answers[fact.id] is None else f"{fact.names.index(answers[fact.id]) + 1}"
    )
    numbers = codes.numbers(
        lambda fact: "NULL" if answers[fact] is None else f"CAST('{answers[fact]}' AS BIGINT)"
    )
    (row,) = spark.sql(f"SELECT {choices}, {numbers}").collect()

    assert codes.answers(*row) == {fact: answer for fact, answer in answers.items() if answer is not None}
