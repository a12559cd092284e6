"""The map to fill in: as it is it changes nothing, and for an export it proposes what is near."""

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
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

TODAY = date(2026, 11, 25)
BICYCLE = toy.bicycle().knowledge


def read_back(text: str, knowledge: Knowledge, folder: Path) -> ColumnMap:
    """What a template says, read as any map."""
    path = folder / "map.yaml"
    path.write_text(text, "utf-8")
    return read_column_map(path, knowledge.facts)


@pytest.mark.parametrize("knowledge", [BICYCLE, shipped.base().knowledge], ids=["bicycle", "shipped"])
def test_it_changes_nothing_as_it_is(knowledge: Knowledge, tmp_path: Path) -> None:
    """It loads without a defect, its schema takes it, and every fact has its own name and values."""
    text = template(knowledge)
    found = read_back(text, knowledge, tmp_path)

    assert schemas.accepts("map", schemas.parsed(text))
    assert [*found.facts] == [fact.id for fact in knowledge.facts]
    for fact in knowledge.facts:
        origin = found.facts[fact.id]
        assert origin.column == fact.id
        assert origin.values == ({name: name for name in fact.names} if fact.kind == "choice" else None)


@settings(max_examples=examples(10))
@given(st.data())
def test_it_changes_nothing_whatever_the_pack(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Names that YAML would read as something else are quoted; each profile of the pack is taken as it is."""
    pack = data.draw(random_packs.packs())
    knowledge = toy.loaded(pack)
    found = read_back(template(knowledge), knowledge, tmp_path_factory.mktemp("map"))
    profile = data.draw(random_packs.profiles(pack))

    mapper = RecordMapper(found, knowledge.facts, found.keep, TODAY)

    assert mapper.map_record(profile).raw == {
        key: value for key, value in profile.items() if value is not None
    }
    assert mapper.map_record(profile).faults == []


EXPORT = ["ID", "FrameColour", "BRAKES", "ages", "Klingel", 'E-Mail "privat"', "2026"]


def test_for_an_export_near_names_are_proposed(tmp_path: Path) -> None:
    """Case and gaps do not count; what is not near is a comment, with its question and values."""
    text = template(BICYCLE, EXPORT)
    found = read_back(text, BICYCLE, tmp_path)

    assert found.id == "ID"
    assert {fact: origin.column for fact, origin in found.facts.items()} == {
        "colour": "FrameColour",
        "brakes": "BRAKES",
        "age": "ages",
    }
    assert "  # What does the bell do?\n  # bell:\n  #   column: bell\n  #   values:\n" in text
    assert '\n# keep: [Klingel, "E-Mail \\"privat\\"", "2026"]\n' in text


def test_what_is_a_comment_is_part_of_the_map_without_its_mark(tmp_path: Path) -> None:
    """Taking `# ` away is all that has to be done; where nothing is near, everything is a comment."""
    lines = template(BICYCLE, ["x"]).splitlines()
    first = lines.index("facts:")
    opened = [
        line.replace("  # ", "  ", 1) if ":" in line or "?" not in line else line for line in lines[first:]
    ]

    found = read_back("\n".join(opened) + "\n", BICYCLE, tmp_path)

    assert [*found.facts] == [fact.id for fact in BICYCLE.facts]
    assert found.facts["age"].days == 1


def test_no_column_is_proposed_twice(tmp_path: Path) -> None:
    """The same name goes before a near one, wherever the facts stand."""
    found = read_back(template(BICYCLE, ["bells", "Bell"]), BICYCLE, tmp_path)

    assert {fact: origin.column for fact, origin in found.facts.items()} == {"bell": "Bell"}


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_quoted_name_reads_back(name: str) -> None:
    """Whatever a column is called, YAML reads the same, and nothing in it steers a terminal."""
    node = compose(quoted(name), "x", defects := Diagnostics())

    assert not defects
    assert isinstance(node, Scalar)
    assert (node.text, node.kind) == (name, "text")
    assert quoted(name).isprintable()
