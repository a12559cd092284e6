"""What the shipped JSON Schemas say of data, judged by a validator that is not ours."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from support.oracles import naive
from support.packs import random_packs

SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in files("exitwise.loader.schemas").iterdir()
    if path.name.endswith(".schema.json")
}


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one shipped schema; references between them are found by their `$id`."""
    registry: Registry[Any] = Registry()
    for schema in SCHEMAS.values():
        registry = Resource.from_contents(schema) @ registry
    return Draft202012Validator(SCHEMAS[name], registry=registry)


def accepts(name: str, data: object) -> bool:
    """Whether a schema accepts the data."""
    return validator(name).is_valid(data)


def schema_of(file: str) -> str:
    """The name of the schema that a file of a pack, or a source, has to satisfy."""
    path = PurePosixPath(file)
    folders = {"scenarios": "scenarios", "sources": "source", "seeds": "source", "letters": "letter"}
    return folders.get(path.parent.name, path.stem)


def parsed(text: str) -> Any:
    """Data as an editor reads it: YAML 1.2's core schema, in which a date is a string."""
    return yaml.load(text, naive.Loader)  # noqa: S506 (a subclass of SafeLoader)


def document(file: str, text: str) -> Any:
    """The data of a file's text; of a letter that of its head."""
    return parsed(text.split("---\n", 2)[1] if file.endswith(".md") else text)


def read(path: Path) -> Any:
    """The data of a file."""
    return document(path.name, path.read_text("utf-8"))


def dumped(data: object) -> str:
    """Data as YAML text that reads back the same."""
    return yaml.dump(data, Dumper=random_packs.Dumper, sort_keys=False, allow_unicode=True)
