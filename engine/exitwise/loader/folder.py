"""The folders of packs and sources, and the reading of their files within a size limit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.errors import FileError, InputError
from exitwise.loader.yaml.composer import compose
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.yaml.nodes import Node

MAX_BYTES: Final = 1024 * 1024
INSTALLED: Final = Path(__file__).parents[1]
CHECKOUT: Final = Path(__file__).parents[3]


def shipped_folder(folder: str) -> Path:
    """Return a folder of knowledge that is shipped with the program, in the wheel or in a checkout."""
    inside = INSTALLED / folder
    return inside if inside.is_dir() else CHECKOUT / folder


def default_pack() -> str:
    """Return the name of the default pack."""
    return (shipped_folder("rules") / "default").read_text(encoding="utf-8").strip()


def pack_folder(pack: str | Path) -> Path:
    """Return the folder of a pack, for the name of a shipped pack or the path of a folder.

    Raises:
        InputError: the pack is neither.
    """
    names = sorted(path.name for path in shipped_folder("rules").iterdir() if path.is_dir())
    if pack in names:
        return shipped_folder("rules") / pack
    folder = Path(pack)
    if str(pack) and folder.is_dir():
        return folder
    help_ = did_you_mean(str(pack), names) or f"name a folder, or one of {join_names(names)}"
    raise InputError(f"unknown pack `{pack}`: neither a shipped pack nor a folder", help=help_)


def source_folders(pack: Path) -> tuple[Path, ...]:
    """Return the existing folders that are searched for a pack's sources, in search order."""
    beside = pack.resolve().parent.parent / "seeds"
    folders = dict.fromkeys((pack / "sources", beside, shipped_folder("seeds")))
    return tuple(folder for folder in folders if folder.is_dir())


def display_path(path: Path) -> str:
    """Return a path relative to the working folder if it is below it, otherwise the whole path."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_text(path: Path, diagnostics: Diagnostics) -> str | None:
    """Return a file's text; None, after reporting a defect, if it is too large or not UTF-8.

    Raises:
        FileError: the file cannot be read.
    """
    start = Place(display_path(path), 1, 1)
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"the file is larger than {MAX_BYTES // 1024} KiB"
            diagnostics.add(PackDiagnostic(id="too-large", message=message, place=start, help="split it"))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line = before[before.rfind(b"\n") + 1 :].decode("utf-8-sig")
        place = Place(start.file, before.count(b"\n") + 1, len(line) + 1)
        diagnostics.add(PackDiagnostic(id="not-utf8", message="not UTF-8 text", place=place))
        return None
    except OSError as error:
        raise FileError(f"{start.file} cannot be read: {error.strerror}") from error


def read_tree(path: Path, diagnostics: Diagnostics) -> Node | None:
    """Return the root node of a YAML file; None, after reporting a defect, if it is not valid YAML.

    Raises:
        FileError: the file cannot be read.
    """
    content = read_text(path, diagnostics)
    return None if content is None else compose(content, display_path(path), diagnostics)
