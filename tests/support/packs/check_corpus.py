"""The packs of `audit/checks/packs`: for each check positive cases (`trips-`) and negative ones (`passes-`).

A file holds the pack's files as texts, each under its stem (a letter and a CSV file under its whole name),
and `expect`: the violations of the check, in file order. `also` names other checks that must report something
in the same pack, because the one defect implies the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from exitwise.audit.subject import Subject
from exitwise.loader import pack
from support.oracles import naive
from support.packs import toy

FOLDER = Path(__file__).parents[2] / "audit" / "checks" / "packs"
TODAY = date(2026, 11, 23)

DEFAULTS = {
    "pack": "{name: toy, version: 2026.11.0, title: A toy, outcomes: {stay: Stay, leave: Leave}}",
    "facts": """\
      facts:
        - id: door
          question: Is the door open?
          kind: choice
          values: {yes: Open, no: Shut}
          unknown: true
    """,
    "recommendations": """\
      - {id: default, recommend: stay, because: So.}
      - {id: shut, recommend: leave, when: {door: no}, overrides: default, because: So.}
    """,
}
"""The default files of a pack: two outcomes, and a door that decides between them."""


@dataclass(frozen=True)
class Case:
    """One pack of the corpus, for one check."""

    check: str
    name: str
    files: Mapping[str, str]
    expect: tuple[Mapping[str, Any], ...]
    also: frozenset[str]

    def write(self, folder: Path) -> Path:
        """Write the pack into a folder."""
        texts = {**DEFAULTS, **self.files}
        others = {name: text for name, text in texts.items() if name.endswith((".md", ".csv"))}
        for name, text in others.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        return toy.write(folder, **{name: text for name, text in texts.items() if name not in others})

    def subject(self, folder: Path) -> Subject:
        """Write the pack, load it, and return it as the subject of an audit."""
        return Subject(pack.load(self.write(folder), translations=True), TODAY)


def read(path: Path) -> Case:
    """Read one file of the corpus."""
    content = yaml.load(path.read_text("utf-8"), naive.Loader)  # noqa: S506 (a subclass of SafeLoader)
    return Case(
        check=path.parent.name,
        name=path.stem,
        expect=tuple(content.pop("expect", ())),
        also=frozenset(content.pop("also", ())),
        files=content,
    )


CASES = {f"{path.parent.name}/{path.stem}": read(path) for path in sorted(FOLDER.glob("*/*.yaml"))}
TRIPS = {name: case for name, case in CASES.items() if case.name.startswith("trips-")}
