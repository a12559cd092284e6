"""The folders of packs and sources, and reading their files."""

import shutil
from pathlib import Path

import pytest

from exitwise.diagnostic import Diagnostics
from exitwise.errors import FileError, InputError
from exitwise.loader.folder import (
    MAX_BYTES,
    default_pack,
    display_path,
    pack_folder,
    read_text,
    read_tree,
    shipped_folder,
    source_folders,
)
from support.packs import toy

ROOT = Path(__file__).parents[2]


def test_shipped_folders_are_at_the_top_of_a_checkout() -> None:
    """Both the rules and the seeds."""
    assert shipped_folder("rules") == ROOT / "rules"
    assert shipped_folder("seeds") == ROOT / "seeds"


def test_the_name_of_a_shipped_pack_wins_over_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A folder of the same name is reached by a path that begins with `./`."""
    (tmp_path / "coursera").mkdir()
    monkeypatch.chdir(tmp_path)

    assert pack_folder("coursera") == ROOT / "rules" / "coursera"
    assert pack_folder("./coursera").resolve() == tmp_path / "coursera"
    assert default_pack() == "coursera"


def test_a_pack_is_found_by_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Relative to the working folder, also upwards."""
    (tmp_path / "mine" / "scenarios").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    assert pack_folder(tmp_path / "mine") == tmp_path / "mine"
    assert pack_folder(str(tmp_path / "mine")) == tmp_path / "mine"
    assert pack_folder("mine") == Path("mine")

    monkeypatch.chdir(tmp_path / "mine" / "scenarios")

    assert pack_folder("..").resolve() == tmp_path / "mine"
    assert pack_folder(".").resolve() == tmp_path / "mine" / "scenarios"


@pytest.mark.parametrize("name", ["", "nowhere", "default", "rules/coursera/nothing", "facts.yaml", "~"])
def test_an_unknown_pack_is_rejected(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is not a pack either; the help lists the shipped packs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.yaml").write_text("facts: []", "utf-8")

    with pytest.raises(
        InputError, match=f"unknown pack `{name}`: neither a shipped pack nor a folder"
    ) as raised:
        pack_folder(name)

    assert "`coursera`" in str(raised.value)


def test_the_nearest_source_folder_comes_first(tmp_path: Path) -> None:
    """In the pack, then the seeds beside the packs, then the shipped ones."""
    pack = tmp_path / "rules" / "mine"
    (pack / "sources").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()

    assert source_folders(pack) == (pack / "sources", tmp_path / "seeds", ROOT / "seeds")
    assert source_folders(tmp_path / "seeds") == (ROOT / "seeds",)
    assert source_folders(ROOT / "rules" / "coursera") == (ROOT / "seeds",)


def test_a_path_is_displayed_relative_to_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Or whole, if it is elsewhere."""
    monkeypatch.chdir(tmp_path)

    assert display_path(tmp_path / "pack" / "facts.yaml") == "pack/facts.yaml"
    assert display_path(tmp_path.parent / "x.yaml") == (tmp_path.parent / "x.yaml").as_posix()


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    """Some editors write one; positions do not count it."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 7\r\nb: 8\r\n")

    diagnostics = Diagnostics()
    node = read_tree(path, diagnostics)

    assert read_text(path, diagnostics) == "a: 7\r\nb: 8\r\n"
    assert node is not None
    assert (node.line, node.column) == (0, 0)
    assert not diagnostics


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"\xff", "1:1"), (b"ab\xff", "1:3"), ("é\nö".encode() + b"\xff", "2:2"), (b"\xef\xbb\xbfa\xff", "1:2")],
)
def test_the_first_invalid_byte_is_reported_by_its_position(
    content: bytes, place: str, tmp_path: Path
) -> None:
    """The column counts characters."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    diagnostics = Diagnostics()

    assert read_text(path, diagnostics) is None

    (defect,) = diagnostics
    assert (defect.id, str(defect.place)) == ("not-utf8", f"{path.as_posix()}:{place}")


def test_a_file_is_limited_to_one_mebibyte(tmp_path: Path) -> None:
    """A file of exactly that size is read."""
    path = tmp_path / "x.yaml"
    diagnostics = Diagnostics()

    path.write_bytes(b"#" * 1024 * 1024)
    assert len(read_text(path, diagnostics) or "") == MAX_BYTES

    path.write_bytes(b"#" * (1024 * 1024 + 1))
    assert read_text(path, diagnostics) is None
    assert [defect.id for defect in diagnostics] == ["too-large"]


def test_an_unreadable_file_is_a_file_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not a defect of the pack."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(FileError, match=r"pack.yaml cannot be read: Permission denied"):
        read_text(folder / "pack.yaml", Diagnostics())
