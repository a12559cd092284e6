"""Column maps: valid ones, every defect with its place, and agreement with the schema."""

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import FileError, InputError, MapError
from exitwise.loader.column_map import read_column_map
from exitwise.model.column_map import ColumnMap, Origin
from support.oracles import schemas
from support.packs import toy
from support.running.examples import examples

FACTS = toy.bicycle().knowledge.facts

WHOLE: Final = """
id: Customer No.
facts:
  colour: {column: Farbe, values: {R: red, "1": blue, "": unknown, "true?": green, 2026-11-25: red}}
  brakes: {always: yes}
  age: {column: gebaut am, days_since: true}
  spokes: {always: 36}
  bell: {column: Klingel}
keep: [Region, "7"]
"""

VALID: Final = {
    "facts alone": "facts: {}",
    "nothing under facts": "facts:\n  # bell:\n",
    "one column kept": "{facts: {}, keep: Region}",
    "a column of many characters": 'facts: {colour: {column: " Farbe (lt. \\"Akte\\") #1 "}}',
    "a column that a fact is called": "facts: {colour: {column: bell}}",
    "two facts of one column": "facts: {colour: {column: x}, bell: {column: x}}",
    "always not known": "facts: {colour: {always: unknown}, age: {always: unknown}}",
    "several values that mean one": "facts: {bell: {column: x, values: {a: loud, b: loud, on: none}}}",
    "a date by a pattern": 'facts: {age: {column: x, days_since: true, date: "%d.%m.%Y"}}',
    "a number of any form": "facts: {age: {column: x, whole: true, number: text, unknown: [n/a, -1, '']}}",
    "a day that is unknown": "facts: {age: {column: x, days_since: true, unknown: n/a}}",
    "at the bounds": "facts: {age: {always: 0}, spokes: {always: 48}}",
}

Case = tuple[str, str, int, int, tuple[str, ...]]

BY_ITSELF: Final[dict[str, Case]] = {
    "a list": ("[]", "wrong-kind", 1, 1, ("a list", "a map")),
    "no facts": ("{id: x}", "missing-key", 1, 1, ("`facts`",)),
    "a text under facts": ("facts: x", "wrong-kind", 1, 8, ("`x`", "a mapping of facts to columns")),
    "a stranger": ("{facts: {}, keeps: x}", "unknown-key", 1, 13, ("`keeps`", "did you mean `keep`?")),
    "a number as id": ("{facts: {}, id: 7}", "wrong-kind", 1, 17, ("`7`", 'quote it: "7"')),
    "an empty id": ('{facts: {}, id: ""}', "empty", 1, 17, ("the column name is empty",)),
    "an empty column": ('facts: {bell: {column: ""}}', "empty", 1, 24, ("the column name is empty",)),
    "a null as column": ("facts: {bell: {column: ~}}", "wrong-kind", 1, 24, ("`~`", "quote it")),
    "a list as column": ("facts: {bell: {column: [x]}}", "wrong-kind", 1, 24, ("a list", "text")),
    "nothing kept": ("{facts: {}, keep: []}", "empty", 1, 19, ("the list is empty",)),
    "the id kept": ("{facts: {}, keep: [id]}", "reserved-name", 1, 20, ("`id` cannot be kept",)),
    "no origin": ("facts: {bell: {}}", "missing-key", 1, 15, ("missing key `column` or `always`", "`bell`")),
    "a name as origin": (
        "facts: {bell: Klingel}",
        "wrong-kind",
        1,
        15,
        ("`Klingel`", "the origin of `bell`"),
    ),
    "a stranger in an origin": (
        "facts: {bell: {colum: x, column: x}}",
        *("unknown-key", 1, 16, ("`colum`", "did you mean `column`?")),
    ),
    "a column and always": (
        "facts: {bell: {column: x, always: loud}}",
        *("contradictory-keys", 1, 24, ("`always` and `column` cannot be combined", "`bell`")),
    ),
    "values of what is always": (
        "facts: {bell: {always: loud, values: {a: loud}}}",
        *("contradictory-keys", 1, 38, ("`always` and `values`",)),
    ),
    "days of what is always": (
        "facts: {age: {always: 5, days_since: true}}",
        *("contradictory-keys", 1, 38, ("`always` and `days_since`",)),
    ),
    "no days": ("facts: {age: {column: x, days_since: false}}", "wrong-kind", 1, 38, ("`false`", "omit")),
    "days as a text": (
        "facts: {age: {column: x, days_since: yes}}",
        "wrong-kind",
        1,
        38,
        ("`yes`", "`true`"),
    ),
    "a date without days": (
        "facts: {age: {column: x, date: '%d.%m.%Y'}}",
        *("missing-key", 1, 32, ("`date` needs `days_since` or `days_until`", "`age`")),
    ),
    "an empty date": (
        "facts: {age: {column: x, days_since: true, date: ''}}",
        *("not-a-date", 1, 50, ("%d.%m.%Y",)),
    ),
    "a number that is not whole": ("facts: {age: {column: x, whole: false}}", "wrong-kind", 1, 33, ("omit",)),
    "a number of another form": (
        "facts: {age: {column: x, number: roman}}",
        *("unknown-value", 1, 34, ("`roman`", "`text`")),
    ),
    "a whole number of days": (
        "facts: {age: {column: x, days_since: true, whole: true}}",
        *("contradictory-keys", 1, 51, ("`days_since` and `whole`",)),
    ),
    "a float that is unknown": ("facts: {age: {column: x, unknown: 1.5}}", "wrong-kind", 1, 35, ("`1.5`",)),
    "no values": ("facts: {bell: {column: x, values: {}}}", "empty", 1, 35, ("at least one value",)),
    "a number as value of the column": (
        "facts: {bell: {column: x, values: {1: loud}}}",
        *("wrong-kind", 1, 36, ("`1`", 'quote it: "1"')),
    ),
    "a truth as value of the column": (
        "facts: {bell: {column: x, values: {true: loud}}}",
        *("wrong-kind", 1, 36, ("the boolean `true`", 'quote it: "true"')),
    ),
    "a number as value of the fact": (
        "facts: {bell: {column: x, values: {a: 1}}}",
        *("not-a-name", 1, 39, ("`1`", "a value of `bell`")),
    ),
    "a fact of the condition language": ("facts: {any: {column: x}}", "unknown-fact", 1, 9, ("`any`",)),
}
"""Text, id, line, column and parts of the diagnostic; a schema can see these defects in the file alone."""

BY_THE_PACK: Final[dict[str, Case]] = {
    "an unknown fact": ("facts: {colur: {column: x}}", "unknown-fact", 1, 9, ("did you mean `colour`?",)),
    "an unknown value": (
        "facts: {bell: {column: x, values: {a: lout}}}",
        *("unknown-value", 1, 39, ("`bell`", "`lout`", "did you mean `loud`?")),
    ),
    "unknown where it is no answer": (
        "facts: {brakes: {column: x, values: {a: unknown}}}",
        *("unknown-value", 1, 41, ("`brakes`", "`yes`, `no`")),
    ),
    "always an unknown value": ("facts: {bell: {always: lout}}", "unknown-value", 1, 24, ("did you mean",)),
    "always a number of a choice": ("facts: {bell: {always: 5}}", "not-a-name", 1, 24, ("`5`",)),
    "always a name of an integer": ("facts: {age: {always: old}}", "value-on-integer", 1, 23, ("`age`",)),
    "always out of bounds": ("facts: {spokes: {always: 49}}", "out-of-range", 1, 26, ("`49`", "12 to 48")),
    "a pattern without a year": (
        "facts: {age: {column: x, days_since: true, date: '%d.%m.'}}",
        *("not-a-date", 1, 50, ("`%d.%m.`", "for example %d.%m.%Y")),
    ),
    "no pattern": (
        "facts: {age: {column: x, days_since: true, date: '%d.%m.%Y %'}}",
        *("not-a-date", 1, 50, ("`%d.%m.%Y %`",)),
    ),
    "a choice that is whole": (
        "facts: {bell: {column: x, whole: true}}",
        *("contradictory-keys", 1, 34, ("`whole` is only valid for an integer",)),
    ),
    "values of an integer": (
        'facts: {age: {column: x, values: {a: "5"}}}',
        *("contradictory-keys", 1, 34, ("`values` is only valid for a choice, but `age` is an integer",)),
    ),
    "days of a choice": (
        "facts: {bell: {column: x, days_since: true}}",
        *(
            "contradictory-keys",
            1,
            39,
            ("`days_since` is only valid for an integer, but `bell` is a choice",),
        ),
    ),
    "days of what does not age": (
        "facts: {spokes: {column: x, days_since: true}}",
        *("contradictory-keys", 1, 41, ("`spokes` does not grow by one a day", "the number itself")),
    ),
    "days the wrong way": (
        "facts: {age: {column: x, days_until: true}}",
        *("contradictory-keys", 1, 38, ("`age` does not shrink", "`days_since: true`")),
    ),
    "a fact kept": ("{facts: {}, keep: [bell]}", "reserved-name", 1, 20, ("`bell` cannot be kept",)),
    "a key twice": (
        "facts: {bell: {column: x, values: {a: loud, a: none}}}",
        *("duplicate-key", 1, 45, ("duplicate key `a`",)),
    ),
}
"""Defects that a schema cannot see: they depend on the pack, or on the text and not on its data."""


def read_text(text: str, folder: Path) -> ColumnMap:
    """Return the column map in a text, for the bicycle pack."""
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return read_column_map(path, FACTS)


def test_every_key_of_a_map_is_read(tmp_path: Path) -> None:
    """Names and values of columns may be any text."""
    column_map = read_text(WHOLE, tmp_path)

    values = {"R": "red", "1": "blue", "": "unknown", "true?": "green", "2026-11-25": "red"}
    assert column_map == ColumnMap(
        id="Customer No.",
        facts={
            "colour": Origin(column="Farbe", values=values),
            "brakes": Origin(always="yes"),
            "age": Origin(column="gebaut am", days=1),
            "spokes": Origin(always=36),
            "bell": Origin(column="Klingel"),
        },
        keep=("Region", "7"),
    )
    assert schemas.accepts("map", schemas.parsed(WHOLE))


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_a_valid_map_is_accepted(text: str, tmp_path: Path) -> None:
    """Valid maps that look like defects; the schema accepts them too."""
    read_text(text, tmp_path)

    assert schemas.accepts("map", schemas.parsed(text))


@pytest.mark.parametrize("case", [*BY_ITSELF.values(), *BY_THE_PACK.values()], ids=[*BY_ITSELF, *BY_THE_PACK])
def test_a_defect_is_reported_with_its_place(case: Case, tmp_path: Path) -> None:
    """With its id, line and column, and the expected value."""
    text, kind, line, column, words = case
    with pytest.raises(MapError) as raised:
        read_text(text, tmp_path)

    (defect,) = raised.value.diagnostics
    assert (defect.id, defect.place.line, defect.place.column) == (kind, line, column)
    assert [word for word in words if word not in str(defect)] == []


@pytest.mark.parametrize("case", BY_ITSELF.values(), ids=BY_ITSELF)
def test_the_schema_rejects_defects_of_the_file_alone(case: Case) -> None:
    """An editor sees the same defects as the program, except those that depend on the pack."""
    assert not schemas.accepts("map", schemas.parsed(case[0]))


@pytest.mark.parametrize("case", BY_THE_PACK.values(), ids=BY_THE_PACK)
def test_the_schema_accepts_defects_that_depend_on_the_pack(case: Case) -> None:
    """The schema is the same for every pack."""
    assert schemas.accepts("map", schemas.parsed(case[0]))


def test_all_defects_are_reported_together(tmp_path: Path) -> None:
    """They are sorted by place; a faulty map is an input error."""
    with pytest.raises(InputError) as raised:
        read_text("id: 7\nfacts:\n  colur: {column: x}\n  bell: {column: x, values: {a: lout}}\n", tmp_path)

    assert [
        line.split(": ")[0].rpartition("map.yaml")[2] for line in str(raised.value).splitlines()[::2]
    ] == [
        ":1:5",
        ":3:3",
        ":4:33",
    ]


@pytest.mark.parametrize("text", ["", "facts: [", "facts: !x {}", "facts: &a {bell: *a}"])
def test_invalid_yaml_is_rejected(text: str, tmp_path: Path) -> None:
    """With its defects, as in a pack."""
    with pytest.raises(MapError):
        read_text(text, tmp_path)


def test_a_missing_file_is_a_file_error(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(FileError, match=r"none\.yaml cannot be read"):
        read_column_map(tmp_path / "none.yaml", FACTS)


COLUMNS: st.SearchStrategy[Any] = st.sampled_from(
    ["x", "", " y ", "7", "true", "id", "bell", 7, None, True, ["x"], {}]
)
VALUES = st.dictionaries(COLUMNS.filter(lambda key: not isinstance(key, list | dict)), COLUMNS, max_size=2)
ORIGINS = st.dictionaries(
    st.sampled_from(
        [
            "column",
            "values",
            "days_since",
            "days_until",
            "always",
            "colum",
            "date",
            "whole",
            "number",
            "unknown",
        ]
    ),
    st.one_of(COLUMNS, VALUES, st.sampled_from(["loud", "unknown", 5, "text", "%Y-%m-%d"])),
    max_size=3,
)
MAPS = st.fixed_dictionaries(
    {
        "facts": st.dictionaries(
            st.sampled_from(["bell", "age", "spokes", "colur", "all"]), ORIGINS, max_size=2
        )
    },
    optional={"id": COLUMNS, "keep": st.one_of(COLUMNS, st.lists(COLUMNS, max_size=2)), "x": COLUMNS},
)
OF_THE_PACK = {case[1] for case in BY_THE_PACK.values()} | {"not-a-name"}


@settings(max_examples=examples(50))
@given(MAPS)
def test_loader_and_schema_agree(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    """The loader rejects every map that the schema rejects; both reject defects of the file alone."""
    try:
        read_text(schemas.dumped(data), tmp_path_factory.mktemp("maps"))
        kinds: set[str] = set()
    except MapError as error:
        kinds = {defect.id for defect in error.diagnostics}

    assert schemas.accepts("map", data) or kinds
    assert not (schemas.accepts("map", data) and kinds - OF_THE_PACK), kinds
