"""The JSON Schemas: valid, true of every shipped file, and in agreement with the engine."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exitwise.errors import InputError, ProfileError
from exitwise.loader.schemas import names, profile, schema
from exitwise.model.profile import complete
from support.oracles import naive, schemas
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for folder in (ROOT / "rules", ROOT / "seeds", toy.BICYCLE) for path in folder.rglob("*.yaml")
)
LETTERS = sorted(path for folder in (ROOT / "rules", toy.BICYCLE) for path in folder.rglob("letters/*.md"))
EMPTY: list[object] = [{}, [], [{}], 7]
COMMENT = "# yaml-language-server: $schema="
BICYCLE = toy.bicycle().knowledge
RAW = naive.read_pack(toy.BICYCLE)
PROFILE = Draft202012Validator(profile(BICYCLE.facts, toy.bicycle().needed))


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_a_schema_is_valid_in_its_dialect(name: str) -> None:
    """Its `$id` ends in the name of its file."""
    content = schemas.SCHEMAS[name]

    Draft202012Validator.check_schema(content)

    assert content["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert content["$id"].rpartition("/")[2] == f"{name}.schema.json"


def test_every_kind_of_file_has_a_schema() -> None:
    """The files of a pack, sources, profiles and advice."""
    kinds = (
        "pack facts findings recommendations plan warnings properties scenarios letter source profile advice"
    )

    assert set(kinds.split()) <= set(names())
    assert "common" not in names()


@pytest.mark.parametrize("name", names())
def test_a_printed_schema_is_self_contained(name: str) -> None:
    """One file is enough for an editor or another program."""
    printed = schema(name, BICYCLE.facts)

    Draft202012Validator.check_schema(printed)
    # Every reference is resolved; an external one would raise.
    verdicts = [Draft202012Validator(printed).is_valid(data) for data in EMPTY]

    assert verdicts[3] is False


def test_an_unknown_schema_is_reported_with_the_nearest_one() -> None:
    """As an input error."""
    with pytest.raises(InputError, match="did you mean `findings`"):
        schema("finding", ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_file_satisfies_its_schema(path: Path) -> None:
    """The comment on its first line refers editors to the schema."""
    text = path.read_text("utf-8")
    reference = text.split("\n", 1)[0].removeprefix(COMMENT)

    schema_file = (path.parent / reference).resolve()

    assert text.startswith(COMMENT)
    assert (
        schema_file
        == ROOT / f"engine/exitwise/loader/schemas/{schemas.schema_of(path.as_posix())}.schema.json"
    )
    assert [
        error.message
        for error in schemas.validator(schema_file.name.split(".")[0]).iter_errors(schemas.read(path))
    ] == []
    assert schema_file.is_file()


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_front_matter_of_a_shipped_letter_satisfies_its_schema(path: Path) -> None:
    """A letter has no comment for editors: it begins with its front matter."""
    assert [error.message for error in schemas.validator("letter").iter_errors(schemas.read(path))] == []


NEAR = [*("red", "Red", "yes", "no", "unknown", "loud", "", "5", " red"), True, False]
NUMBERS = [-1, 0, 11, 12, 48, 49, 90, 91, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 5.5]
KEYS = [*(fact.id for fact in BICYCLE.facts), "id", "schema", "colours", "all", ""]


@st.composite
def near_profiles(draw: st.DrawFn) -> dict[str, Any]:
    """Generate valid and nearly valid profiles of the bicycle pack.

    Without numbers such as 5.0, which are whole numbers for a schema, but not in a profile.
    """
    valid = draw(random_packs.profiles(RAW))
    values = st.sampled_from([*NEAR, *NUMBERS, [], ["red"], {}, "exitwise.profile/1", "exitwise.advice/1"])
    invalid = draw(st.dictionaries(st.sampled_from(KEYS), values, max_size=2))
    missing = draw(st.lists(st.sampled_from(KEYS), max_size=1))
    return {key: value for key, value in (valid | invalid).items() if key not in missing}


def is_accepted(raw: dict[str, Any]) -> bool:
    """Whether the engine accepts a profile, except for constraints and facts that are needed at times."""
    try:
        profile = complete(BICYCLE.facts, raw)
    except ProfileError:
        return False
    return not set(profile.missing) & set(toy.bicycle().needed)


@settings(max_examples=examples(400))
@given(near_profiles())
def test_the_schema_of_profiles_agrees_with_the_engine(raw: dict[str, Any]) -> None:
    """On valid and nearly valid profiles."""
    assert PROFILE.is_valid(raw) is is_accepted(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"brakes": "yes", "colour": None}, True),
        ({"brakes": "yes", "id": None}, True),
        ({"brakes": None}, False),
        ({"brakes": "yes", "colours": None}, False),
    ],
)
def test_schema_and_engine_agree_on_null(raw: dict[str, Any], *, expected: bool) -> None:
    """Null means that a fact is absent; required facts and unknown keys cannot be null."""
    assert PROFILE.is_valid(raw) is expected
    assert is_accepted(raw) is expected


def test_the_schema_of_profiles_has_the_texts_of_the_pack() -> None:
    """Questions, help and labels help to fill in a profile."""
    colour = profile(BICYCLE.facts, toy.bicycle().needed)["properties"]["colour"]

    assert colour["title"] == "What colour is the frame?"
    assert colour["description"] == "The paint, not the rust."
    assert colour["anyOf"][0] == {"const": "red", "title": "Red"}


@settings(max_examples=examples(60))
@given(st.data())
def test_the_schema_of_the_advice_accepts_every_advice(data: st.DataObject) -> None:
    """For random profiles of the bicycle pack."""
    raw = data.draw(random_packs.profiles(RAW)) | {"id": data.draw(st.sampled_from([7, "é"]))}
    try:
        advice = toy.bicycle().advise(raw, as_of=date(2026, 11, 23))
    except ProfileError:
        return

    assert [error.message for error in schemas.validator("advice").iter_errors(advice.as_dict())] == []


@settings(max_examples=examples(20))
@given(st.integers(0, 2**32))
def test_the_schema_of_the_advice_accepts_the_shipped_pack(seed: int) -> None:
    """For random admissible profiles."""
    advice = shipped.base().advise(shipped.admissible(seed))

    assert [error.message for error in schemas.validator("advice").iter_errors(advice.as_dict())] == []


def test_the_schema_of_the_advice_accepts_a_source_without_address() -> None:
    """The URL of a source is optional."""
    manual = """
      source: {id: manual, title: T, dated: undated, reliability: generated, review_by: 2027-01-01}
      statements: [{id: manual.1, says: So., kind: duty}]
    """
    knowledge_base = toy.base(
        pack=toy.DEFAULTS["pack"].replace("}}", "}, sources: manual}"),
        recommendations="[{id: default, recommend: stay, because: So., cites: manual.1}]",
        **{"sources/manual": manual},
    )

    advice = knowledge_base.advise({"place": "here"}).as_dict()

    assert [source["id"] for source in advice["sources"]] == ["manual"]
    assert [error.message for error in schemas.validator("advice").iter_errors(advice)] == []


def test_the_schema_of_the_advice_accepts_an_advice_without_recommendation() -> None:
    """The recommendation is null then."""
    undecided = toy.base(recommendations="[{id: never, recommend: stay, because: So., when: {door: yes}}]")

    advice = undecided.advise({"place": "here", "door": "no"}).as_dict()

    assert advice["recommendation"] is None
    assert schemas.accepts("advice", advice)
    assert not schemas.accepts("advice", advice | {"recommendation": 7})
