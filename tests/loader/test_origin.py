"""Origins of facts: the forms of values in a column, and every defect with its place."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from exitwise.diagnostic import Diagnostics, PackDiagnostic
from exitwise.loader.origin import column_name, fact_origin
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import File
from exitwise.model.column_map import Origin
from support.oracles import schemas
from support.packs import toy

FACTS = (
    toy.bicycle().knowledge.fact
    | toy.knowledge(facts="facts: [{id: left, question: Q?, kind: integer, ages: -1}]").fact
)

READ: Final = {
    "colour": [
        ('{column: " Farbe (lt. \\"Akte\\") #1 "}', Origin(column=' Farbe (lt. "Akte") #1 ')),
        ("{always: unknown}", Origin(always="unknown")),
    ],
    "bell": [
        (
            "{column: x, values: {a: loud, b: loud, on: none, '': unknown}}",
            Origin(column="x", values={"a": "loud", "b": "loud", "on": "none", "": "unknown"}),
        ),
    ],
    "age": [
        ("{always: 0}", Origin(always=0)),
        ("{always: unknown}", Origin(always="unknown")),
        (
            '{column: x, days_since: true, date: "%d.%m.%Y"}',
            Origin(column="x", days=1, date="%d.%m.%Y"),
        ),
        (
            "{column: x, whole: true, number: text, unknown: [n/a, -1, '']}",
            Origin(column="x", whole=True, from_text=True, unknown=("n/a", "-1", "")),
        ),
        ("{column: x, days_since: true, unknown: n/a}", Origin(column="x", days=1, unknown=("n/a",))),
    ],
    "left": [("{column: x, days_until: true}", Origin(column="x", days=-1))],
    "spokes": [("{always: 48}", Origin(always=48))],
}
"""Valid origins by fact."""

BY_ITSELF: Final = r"""
bell    {column: ""}                                       empty               10  the column name is empty
bell    {column: ~}                                        wrong-kind          10  `~` / quote it
bell    {column: [x]}                                      wrong-kind          10  a list / text
bell    {}                                                 missing-key         1   missing key `column` or `always` / `bell`
bell    Klingel                                            wrong-kind          1   `Klingel` / the origin of `bell`
bell    {colum: x, column: x}                              unknown-key         2   `colum` / did you mean `column`?
bell    {column: x, always: loud}                          contradictory-keys  10  `always` and `column` cannot be combined / `bell`
bell    {always: loud, values: {a: loud}}                  contradictory-keys  24  `always` and `values`
age     {always: 5, days_since: true}                      contradictory-keys  25  `always` and `days_since`
age     {column: x, days_since: false}                     wrong-kind          25  `false` / omit
age     {column: x, days_since: yes}                       wrong-kind          25  `yes` / `true`
age     {column: x, date: '%d.%m.%Y'}                      missing-key         19  `date` needs `days_since` or `days_until` / `age`
age     {column: x, days_since: true, date: ''}            not-a-date          37  %d.%m.%Y
age     {column: x, whole: false}                          wrong-kind          20  omit
age     {column: x, number: roman}                         unknown-value       21  `roman` / `text`
age     {column: x, days_since: true, whole: true}         contradictory-keys  38  `days_since` and `whole`
left    {column: x, days_until: true, whole: true}         contradictory-keys  38  `days_until` and `whole`
age     {column: x, unknown: 1.5}                          wrong-kind          22  `1.5`
bell    {column: x, values: {}}                            empty               21  at least one value
bell    {column: x, values: {1: loud}}                     wrong-kind          22  `1` / quote it: "1"
bell    {column: x, values: {true: loud}}                  wrong-kind          22  the boolean `true` / quote it: "true"
bell    {column: x, values: {a: 1}}                        not-a-name          25  `1` / a value of `bell`
any     {column: x}                                        unknown-fact        1   `any`
"""  # noqa: E501 (a table)
"""Defects that a schema can see in the file alone: fact, text, id, column, and parts of the diagnostic."""

BY_THE_PACK: Final = r"""
colur   {column: x}                                        unknown-fact        1   did you mean `colour`?
bell    {column: x, values: {a: lout}}                     unknown-value       25  `bell` / `lout` / did you mean `loud`?
brakes  {column: x, values: {a: unknown}}                  unknown-value       25  `brakes` / `yes`, `no`
bell    {always: lout}                                     unknown-value       10  did you mean
bell    {always: 5}                                        not-a-name          10  `5`
age     {always: old}                                      value-on-integer    10  `age`
spokes  {always: 49}                                       out-of-range        10  `49` / 12 to 48
age     {column: x, days_since: true, date: '%d.%m.'}      not-a-date          37  `%d.%m.` / for example %d.%m.%Y
age     {column: x, days_since: true, date: '%d.%m.%Y %'}  not-a-date          37  `%d.%m.%Y %`
bell    {column: x, whole: true}                           contradictory-keys  20  `whole` is only valid for an integer
age     {column: x, values: {a: "5"}}                      contradictory-keys  21  `values` is only valid for a choice or a list of values, but `age` is an integer
bell    {column: x, days_since: true}                      contradictory-keys  25  `days_since` is only valid for an integer, but `bell` is a choice
spokes  {column: x, days_since: true}                      contradictory-keys  25  `spokes` does not grow by one a day / the number itself
age     {column: x, days_until: true}                      contradictory-keys  25  `age` does not shrink / `days_since: true`
bell    {column: x, values: {a: loud, a: none}}            duplicate-key       31  duplicate key `a`
left    {column: x, unknown: n/a}                          contradictory-keys  22  `left`, which must be known
left    {column: x, days_since: true}                      contradictory-keys  25  `left` does not grow / `days_until: true`
"""  # noqa: E501 (a table)
"""Defects that a schema cannot see: they depend on the pack, or on the text and not on its data."""

Case = tuple[str, str, str, int, list[str]]


def cases(table: str) -> Iterator[Case]:
    """Yield the defects in the lines of a table."""
    for line in table.strip().splitlines():
        fact, text, kind, column, words = re.split(r" {2,}", line)
        yield fact, text, kind, int(column), words.split(" / ")


def read(fact: str, text: str) -> tuple[Origin | None, list[PackDiagnostic]]:
    """Return the origin of a fact in a text, and its diagnostics."""
    diagnostics = Diagnostics()
    node = compose(text, "map.yaml", diagnostics)
    assert node is not None
    origin = fact_origin(
        Scalar(fact, plain=True, line=0, column=0), node, File("map.yaml", diagnostics), FACTS
    )
    return origin, list(diagnostics)


def accepted(fact: str, text: str) -> bool:
    """Return whether the schema of maps accepts an origin."""
    return schemas.accepts("map", {"facts": {fact: schemas.parsed(text)}})


@pytest.mark.parametrize(
    ("fact", "text", "origin"), [(fact, *each) for fact, origins in READ.items() for each in origins]
)
def test_a_valid_origin_is_read(fact: str, text: str, origin: Origin) -> None:
    """Names and values of columns may be any text; the schema accepts the origin too."""
    assert read(fact, text) == (origin, [])
    assert accepted(fact, text)


@pytest.mark.parametrize(
    "case", [*cases(BY_ITSELF), *cases(BY_THE_PACK)], ids=lambda case: " ".join(case[:2])
)
def test_a_defect_is_reported_with_its_place(case: Case) -> None:
    """With its id, its column, and the expected value; an unknown fact at its key."""
    fact, text, kind, column, words = case
    _, (defect,) = read(fact, text)

    assert (defect.id, defect.place.column) == (kind, column)
    assert [word for word in words if word not in str(defect)] == []


def test_the_schema_rejects_defects_of_the_file_alone() -> None:
    """An editor sees the same defects as the program, except those that depend on the pack."""
    assert [case for case in cases(BY_ITSELF) if accepted(*case[:2])] == []
    assert [case for case in cases(BY_THE_PACK) if not accepted(*case[:2])] == []


def test_several_defects_of_an_origin_are_reported_together() -> None:
    """An unknown value, a key of another kind of fact, and keys that cannot be combined."""
    _, defects = read("bell", "{always: lout, whole: true}")
    _, others = read("bell", "{column: x, values: {a: loud}, number: text}")

    assert sorted(defect.id for defect in defects) == ["contradictory-keys"] * 2 + ["unknown-value"]
    assert sorted(defect.message.partition(" for ")[0] for defect in others) == [
        "`number` is only valid",
        "`values` and `number` cannot be combined in the origin of `bell`",
    ]


def test_name_of_a_column_is_any_text_but_the_empty_one() -> None:
    """Spaces count, and a number must be quoted."""
    diagnostics = Diagnostics()
    file = File("map.yaml", diagnostics)
    nodes = [compose(text, "map.yaml", diagnostics) for text in ('" No. "', '"7"', '""', "7")]

    assert [node and column_name(node, file) for node in nodes] == [" No. ", "7", None, None]
    assert sorted(defect.id for defect in diagnostics) == ["empty", "wrong-kind"]
