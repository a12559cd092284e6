"""The verdicts of the shipped JSON Schemas, from the validator of the `jsonschema` package."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from support.oracles import naive
from support.packs import written

SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in files("exitwise.loader.schemas").iterdir()
    if path.name.endswith(".schema.json")
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of a shipped schema; references between schemas are resolved by `$id`."""
    registry: Registry[Any] = Registry()
    for schema in SCHEMAS.values():
        registry = Resource.from_contents(schema) @ registry
    return Draft202012Validator(SCHEMAS[name], registry=registry)


def accepts(name: str, data: object) -> bool:
    """Return whether a schema accepts the data."""
    return validator(name).is_valid(data)


def schema_of(file: str) -> str:
    """Return the name of the schema of a pack's file or a source."""
    path = PurePosixPath(file)
    folders = {
        "scenarios": "scenarios",
        "sources": "source",
        "seeds": "source",
        "letters": "letter",
        "locale": "locale",
        "tables": "table",
    }
    return folders.get(path.parent.name, path.stem)


def parsed(text: str) -> Any:
    """Parse YAML as an editor does: with the core schema of YAML 1.2, in which a date is a string."""
    return yaml.load(text, naive.Loader)  # noqa: S506 (a subclass of SafeLoader)


def document(file: str, text: str) -> Any:
    """Return the data in the text of a file, or in the front matter of a letter."""
    return parsed(text.split("---\n", 2)[1] if file.endswith(".md") else text)


def read(path: Path) -> Any:
    """Return the data in a file."""
    return document(path.name, path.read_text("utf-8"))


def dumped(data: object) -> str:
    """Return data as YAML text that loads as the same data."""
    return yaml.dump(data, Dumper=written.Dumper, sort_keys=False, allow_unicode=True)
