"""`exitwise schema`: the JSON Schemas for editors and other programs."""

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
    *(
        "advice",
        "audit",
        "checklist",
        "diff",
        "facts",
        "findings",
        "letter",
        "locale",
        "manifest",
        "map",
        "mutation",
    ),
    *("pack", "plan", "profile", "properties", "recommendations", "record"),
    *("reject", "replay", "scenarios", "session"),
    *("source", "summary", "table", "warnings"),
)


def printed_schema(name: str, *options: object) -> Any:
    """Return the schema that the program prints for a name."""
    return exitwise("schema", name, *options).expects(out=SOMETHING).json()


def accepts(schema: Any, content: object) -> bool:
    """Whether a schema accepts some content without any other file."""
    return Draft202012Validator(schema).is_valid(content)


def test_names_are_listed() -> None:
    """Without a name the command prints all names in alphabetical order."""
    exitwise("schema").expects(out="".join(f"{name}\n" for name in NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid(name: str) -> None:
    """It is a JSON Schema of draft 2020-12 with its name in the id."""
    schema = printed_schema(name)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f"/{name}.schema.json")
    assert schema["title"]


@pytest.mark.parametrize(
    "stem", ["pack", "facts", "findings", "recommendations", "plan", "warnings", "properties"]
)
def test_printed_schema_is_self_contained(stem: str) -> None:
    """It accepts the file of the bicycle and rejects another object."""
    schema = printed_schema(stem)

    assert accepts(schema, schemas.read(toy.BICYCLE / f"{stem}.yaml"))
    assert not accepts(schema, {"stranger": 1})


def test_advice_is_valid() -> None:
    """The output of `advise` is accepted, and nothing with a key more or less."""
    schema = printed_schema("advice")
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


def test_profile_schema_depends_on_the_pack() -> None:
    """It accepts the profiles that the program accepts."""
    schema = printed_schema("profile", "--pack", toy.BICYCLE)

    assert [(profile, accepts(schema, profile)) for profile, _ in PROFILES] == PROFILES


@pytest.mark.parametrize(("profile", "good"), PROFILES, ids=str)
def test_program_agrees_with_the_profile_schema(profile: dict[str, object], good: bool) -> None:  # noqa: FBT001
    """The program accepts the profiles that the schema accepts."""
    with nullcontext() if good else pytest.raises(ProfileError):
        toy.bicycle().advise(profile)


def test_shipped_pack_is_the_default() -> None:
    """The schema accepts its profiles, and questions explain its facts."""
    schema = printed_schema("profile")

    assert accepts(schema, shipped.admissible(1))
    assert not accepts(schema, {"brakes": "yes"})
    assert all(fact["title"] for name, fact in schema["properties"].items() if name not in ("id", "schema"))


def test_unknown_name_is_rejected() -> None:
    """It exits with 2; the help suggests the nearest or lists all."""
    exitwise("schema", "finding").expects(2, err=("`finding`", "did you mean `findings`?"))
    exitwise("schema", "xyzzy").expects(2, err=("`xyzzy`", *(f"`{name}`" for name in NAMES)))


def test_profile_schema_needs_a_valid_pack(tmp_path: Path) -> None:
    """An invalid pack exits with 4."""
    exitwise("schema", "profile", "--pack", tmp_path).expects(4, err=("facts.yaml",))
    exitwise("schema", "profile", "--pack", "courser").expects(2, err=("did you mean `coursera`?",))
