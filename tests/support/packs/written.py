"""Packs given as data, written to a folder."""

import re
from decimal import Decimal
from pathlib import Path

import yaml

from support.oracles import naive


class Dumper(yaml.CSafeDumper):
    """A dumper that quotes a string which YAML 1.2 or a reader of dates would resolve to another type."""


Dumper.yaml_implicit_resolvers = {}
for tag, pattern in (naive.CORE | {"timestamp": r"\d{4}-\d\d?-\d\d?"}).items():
    Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)


Dumper.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", f"{number:f}")
)


def write(pack: naive.Pack, folder: Path) -> Path:
    """Write the files of a pack into a folder, which is created if necessary."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in pack.items():
        text = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True)
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(data if path.suffix == ".csv" else text, "utf-8", newline="")
    return folder
