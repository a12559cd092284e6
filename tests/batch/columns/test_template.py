"""The template of a map: unchanged it is the identity map, and for an export it proposes similar columns."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.columns.mapping import RecordMapper
from exitwise.batch.columns.template import quoted, template
from exitwise.diagnostic import Diagnostics
from exitwise.loader.column_map import read_column_map
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.nodes import Scalar
from exitwise.model.column_map import ColumnMap
from exitwise.model.knowledge import Knowledge
from support.oracles import schemas
from support.packs import every_kind, random_packs, shipped, toy
from support.running.examples import examples

TODAY = date(2026, 11, 25)
BICYCLE = toy.bicycle().knowledge


def read_map(text: str, knowledge: Knowledge, folder: Path) -> ColumnMap:
    """Return the map that a text defines."""
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return read_column_map(path, knowledge.facts)


@pytest.mark.parametrize("knowledge", [BICYCLE, shipped.base().knowledge], ids=["bicycle", "shipped"])
def test_an_unchanged_template_is_the_identity_map(knowledge: Knowledge, tmp_path: Path) -> None:
    """It is valid by the schema, and every fact has its own name and values."""
    text = template(knowledge)
    columns = read_map(text, knowledge, tmp_path)

    assert schemas.accepts("map", schemas.parsed(text))
    assert [*columns.facts] == [fact.id for fact in knowledge.facts]
    for fact in knowledge.facts:
        origin = columns.facts[fact.id]
        assert origin.column == fact.id
        assert origin.values == ({name: name for name in fact.names} if fact.kind == "choice" else None)


def test_numbers_are_described_with_their_digits_and_dates_with_their_form() -> None:
    """A price has cents, and a day may have a form of its own."""
    lines = template(every_kind.base().knowledge).splitlines()

    assert "  # How much? A number with at most 2 digits after the point (EUR) at least 0.00" in lines
    at = lines.index("  renewal:")
    assert lines[at - 1] == ("  # Until when? A day as YYYY-MM-DD, or a whole number of days until it")
    assert lines[at + 2].startswith('  #   date: "%d.%m.%Y"')


@settings(max_examples=examples(10))
@given(st.data())
def test_templates_of_random_packs_are_identity_maps(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Names that YAML would read as another type are quoted."""
    pack = data.draw(random_packs.packs(every_kind=True))
    knowledge = toy.loaded(pack)
    columns = read_map(template(knowledge), knowledge, tmp_path_factory.mktemp("map"))
    drawn = data.draw(random_packs.profiles(pack))
    lists = {fact.id for fact in knowledge.facts if fact.kind == "several"}
    profile = {key: as_list(value) if key in lists else value for key, value in drawn.items()}

    mapper = RecordMapper(columns, knowledge.facts, columns.keep, TODAY)

    assert mapper.map_record(profile).raw == {
        key: value for key, value in profile.items() if value is not None
    }
    assert mapper.map_record(profile).faults == []


def as_list(value: object) -> object:
    """Return a list of values, one of which may stand alone, as a map reads it."""
    if isinstance(value, tuple):
        return [*value]
    return value if value in {None, "unknown"} else [value]


EXPORT = ["ID", "FrameColour", "BRAKES", "ages", "Klingel", 'E-Mail "privat"', "2026"]


def test_similar_columns_of_an_export_are_proposed(tmp_path: Path) -> None:
    """Case and separators are ignored; other facts are comments with their questions and values."""
    text = template(BICYCLE, EXPORT)
    columns = read_map(text, BICYCLE, tmp_path)

    assert columns.id == "ID"
    assert {fact: origin.column for fact, origin in columns.facts.items()} == {
        "colour": "FrameColour",
        "brakes": "BRAKES",
        "age": "ages",
    }
    assert "  # What does the bell do?\n  # bell:\n  #   column: bell\n  #   values:\n" in text
    assert '\n# keep: [Klingel, "E-Mail \\"privat\\"", "2026"]\n' in text


def test_uncommented_facts_are_part_of_the_map(tmp_path: Path) -> None:
    """Removing `# ` is enough; without a similar column every fact is a comment."""
    lines = template(BICYCLE, ["x"]).splitlines()
    first = lines.index("facts:")
    uncommented = [
        line.replace("  # ", "  ", 1) if ":" in line or "?" not in line else line for line in lines[first:]
    ]

    columns = read_map("\n".join(uncommented) + "\n", BICYCLE, tmp_path)

    assert [*columns.facts] == [fact.id for fact in BICYCLE.facts]
    assert columns.facts["age"].days == 1


def test_no_column_is_proposed_twice(tmp_path: Path) -> None:
    """An equal name has priority over a similar one."""
    columns = read_map(template(BICYCLE, ["bells", "Bell"]), BICYCLE, tmp_path)

    assert {fact: origin.column for fact, origin in columns.facts.items()} == {"bell": "Bell"}


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_quoted_name_is_read_back(name: str) -> None:
    """YAML reads the same text, and no character of it controls a terminal."""
    node = compose(quoted(name), "x", defects := Diagnostics())

    assert not defects
    assert isinstance(node, Scalar)
    assert (node.text, node.kind) == (name, "text")
    assert quoted(name).isprintable()
