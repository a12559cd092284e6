"""Packs with one defect each, as described in `loader/defects/README.md`."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from support.packs import toy

FOLDER = Path(__file__).parents[2] / "loader" / "defects"


@dataclass(frozen=True)
class Case:
    """A pack with one defect: the expected diagnostic, and the file that differs."""

    name: str
    defect: str
    place: str
    says: tuple[str, ...]
    help: str
    schema: str
    file: str
    text: str | None
    more: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path) -> Path:
        """Write the pack into a new folder."""
        shutil.copytree(toy.BICYCLE, folder)
        path = folder / self.file
        if self.text is None:
            path.unlink()
            return folder
        for file, text in ((self.file, self.text), *self.more):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        return folder


def generated(kind: str, count: int) -> str:
    """Return a text that exceeds a limit."""
    if kind == "brackets":
        return "[" * count
    if kind == "bytes":
        return "#" * count
    if kind == "items":
        return f"[{','.join('0' * count)}]"
    raise ValueError(kind)


def read(path: Path) -> Case:
    """Read a file of the corpus."""
    head, _, rest = path.read_text("utf-8").partition("\n---")
    keys = dict(line.removeprefix("# ").split(": ", 1) for line in head.strip().split("\n"))
    first, *others = rest.strip(" ").split("\n+++ ")
    file, _, text = first.partition("\n")
    if "generate" in keys:
        kind, count = keys["generate"].split()
        text = generated(kind, int(count))
    return Case(
        name=path.stem,
        defect=keys["defect"],
        place=keys["place"],
        says=tuple(part.strip() for part in keys.get("says", "").split(",") if part.strip()),
        help=keys.get("help", ""),
        schema=keys["schema"],
        file=keys.get("without", file),
        text=None if "without" in keys else text,
        more=tuple((name, content) for name, _, content in (other.partition("\n") for other in others)),
    )


CASES = tuple(read(path) for path in sorted(FOLDER.glob("*.pack")))
