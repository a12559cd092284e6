"""`exitwise schema`: the JSON Schemas, for editors and for other programs."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exitwise import ProfileError
from support.oracles import schemas
from support.packs import shipped, toy
from support.running.program import SOMETHING, exitwise

NAMES = (
    *("advice", "audit", "checklist", "diff", "facts", "findings", "letter", "manifest", "map", "mutation"),
    *("pack", "plan", "profile", "properties", "recommendations", "reject", "scenarios", "session"),
    *("source", "summary", "warnings"),
)


def printed(name: str, *options: object) -> Any:
    """The schema that the program prints under a name."""
    return exitwise("schema", name, *options).expects(out=SOMETHING).json()


def accepts(schema: Any, content: object) -> bool:
    """Whether a schema, with nothing beside it, accepts a content."""
    return Draft202012Validator(schema).is_valid(content)


def test_without_a_name_the_names_are_listed() -> None:
    """Every schema's name stands on a line of its own, in alphabetical order."""
    exitwise("schema").expects(out="".join(f"{name}\n" for name in NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one_and_says_which(name: str) -> None:
    """What is printed is a JSON Schema of the 2020-12 draft that bears its name."""
    schema = printed(name)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/{name}.schema.json")
    assert schema["title"]


@pytest.mark.parametrize(
    "stem", ["pack", "facts", "findings", "recommendations", "plan", "warnings", "properties"]
)
def test_a_printed_schema_stands_alone(stem: str) -> None:
    """A schema needs no other file to judge: it takes the bicycle's file and refuses a stranger."""
    schema = printed(stem)

    assert accepts(schema, schemas.read(toy.BICYCLE / f"{stem}.yaml"))
    assert not accepts(schema, {"stranger": 1})


def test_the_advice_fits_its_schema() -> None:
    """What `advise` writes is what the schema of the advice describes, and nothing less."""
    schema = printed("advice")
    call = exitwise("advise", "-", "--pack", toy.BICYCLE, "--format", "json").reads(
        {"brakes": "no", "id": "x"}
    )
    advice = call.expects(out=SOMETHING).json()

    assert accepts(schema, advice)
    assert not accepts(schema, advice | {"readiness": "perhaps"})
    assert not accepts(schema, {key: value for key, value in advice.items() if key != "reasons"})


PROFILES = [
    ({"brakes": "yes"}, True),
    ({"brakes": "yes", "colour": "unknown", "age": 90, "bell": None, "id": 7}, True),
    ({"brakes": "yes", "id": "x", "schema": "exitwise.profile/1"}, True),
    ({}, False),
    ({"brakes": None}, False),
    ({"brakes": "unknown"}, False),
    ({"brakes": "yes", "colour": "purple"}, False),
    ({"brakes": "yes", "age": 91}, False),
    ({"brakes": "yes", "age": "7"}, False),
    ({"brakes": "yes", "age": 7.5}, False),
    ({"brakes": "yes", "colur": "red"}, False),
    ({"brakes": "yes", "id": [7]}, False),
    ({"brakes": "yes", "schema": "exitwise.profile/2"}, False),
]


def test_the_schema_of_a_profile_follows_from_the_pack() -> None:
    """The schema of a bicycle's profile and the program judge profiles alike."""
    schema = printed("profile", "--pack", toy.BICYCLE)

    assert [(profile, accepts(schema, profile)) for profile, _ in PROFILES] == PROFILES


@pytest.mark.parametrize(("profile", "good"), PROFILES, ids=str)
def test_profiles_are_judged_as_the_schema_does(profile: dict[str, object], good: bool) -> None:  # noqa: FBT001
    """The same profiles are advised on or refused."""
    with nullcontext() if good else pytest.raises(ProfileError):
        toy.bicycle().advise(profile)


def test_without_a_pack_the_shipped_one_is_meant() -> None:
    """The schema of a profile takes the profiles of the shipped pack; its questions explain the facts."""
    schema = printed("profile")

    assert accepts(schema, shipped.admissible(1))
    assert not accepts(schema, {"brakes": "yes"})
    assert all(fact["title"] for name, fact in schema["properties"].items() if name not in ("id", "schema"))


def test_an_unknown_name_is_refused() -> None:
    """A name that is none ends with 2 and the nearest one, or with all where none is near."""
    exitwise("schema", "finding").expects(2, err=("`finding`", "did you mean `findings`?"))
    exitwise("schema", "xyzzy").expects(2, err=("`xyzzy`", *(f"`{name}`" for name in NAMES)))


def test_a_broken_pack_has_no_schema_of_a_profile(tmp_path: Path) -> None:
    """The schema of a profile rests on a pack, so an invalid one ends with 4."""
    exitwise("schema", "profile", "--pack", tmp_path).expects(4, err=("facts.yaml",))
    exitwise("schema", "profile", "--pack", "courser").expects(2, err=("did you mean `coursera`?",))
