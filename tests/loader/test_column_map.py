"""Column maps: valid ones, defects outside of origins with their places, and agreement with the schema."""

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
    "a column that a fact is called": "facts: {colour: {column: bell}}",
    "two facts of one column": "facts: {colour: {column: x}, bell: {column: x}}",
}

Case = tuple[str, str, int, int, tuple[str, ...]]

BY_ITSELF: Final[dict[str, Case]] = {
    "a list": ("[]", "wrong-kind", 1, 1, ("a list", "a map")),
    "no facts": ("{id: x}", "missing-key", 1, 1, ("`facts`",)),
    "a text under facts": ("facts: x", "wrong-kind", 1, 8, ("`x`", "a mapping of facts to columns")),
    "a stranger": ("{facts: {}, keeps: x}", "unknown-key", 1, 13, ("`keeps`", "did you mean `keep`?")),
    "a number as id": ("{facts: {}, id: 7}", "wrong-kind", 1, 17, ("`7`", 'quote it: "7"')),
    "an empty id": ('{facts: {}, id: ""}', "empty", 1, 17, ("the column name is empty",)),
    "nothing kept": ("{facts: {}, keep: []}", "empty", 1, 19, ("the list is empty",)),
    "the id kept": ("{facts: {}, keep: [id]}", "reserved-name", 1, 20, ("`id` cannot be kept",)),
}
"""Text, id, line, column and parts of the diagnostic; a schema can see these defects in the file alone."""

BY_THE_PACK: Final[dict[str, Case]] = {
    "a fact kept": ("{facts: {}, keep: [bell]}", "reserved-name", 1, 20, ("`bell` cannot be kept",)),
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
OF_THE_PACK = {
    *("contradictory-keys", "duplicate-key", "not-a-date", "not-a-name", "out-of-range"),
    *("reserved-name", "unknown-fact", "unknown-value", "value-on-integer"),
}
"""The defects that may depend on the pack; `test_origin.py` has examples of each."""


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
