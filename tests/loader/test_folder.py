"""Where packs and sources lie, and how their files become text."""

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


def test_what_is_shipped_lies_in_the_checkout_or_beside_the_program() -> None:
    """In a checkout both folders of knowledge stand at its top."""
    assert shipped_folder("rules") == ROOT / "rules"
    assert shipped_folder("seeds") == ROOT / "seeds"


def test_a_pack_is_found_by_the_name_of_a_shipped_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also where the working folder has a folder of that name; the path says which is meant."""
    (tmp_path / "coursera").mkdir()
    monkeypatch.chdir(tmp_path)

    assert pack_folder("coursera") == ROOT / "rules" / "coursera"
    assert pack_folder("./coursera").resolve() == tmp_path / "coursera"
    assert default_pack() == "coursera"


def test_a_pack_is_found_by_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From the working folder, also upwards."""
    (tmp_path / "mine" / "scenarios").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    assert pack_folder(tmp_path / "mine") == tmp_path / "mine"
    assert pack_folder(str(tmp_path / "mine")) == tmp_path / "mine"
    assert pack_folder("mine") == Path("mine")

    monkeypatch.chdir(tmp_path / "mine" / "scenarios")

    assert pack_folder("..").resolve() == tmp_path / "mine"
    assert pack_folder(".").resolve() == tmp_path / "mine" / "scenarios"


@pytest.mark.parametrize("name", ["", "nowhere", "default", "rules/coursera/nothing", "facts.yaml", "~"])
def test_what_is_no_folder_is_no_pack(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is none either; the names of the shipped packs are said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.yaml").write_text("facts: []", "utf-8")

    with pytest.raises(InputError, match=f"no pack is called `{name}`, and no folder either") as raised:
        pack_folder(name)

    assert "`coursera`" in str(raised.value)


def test_sources_are_looked_for_near_first(tmp_path: Path) -> None:
    """In the pack, then in the seeds beside the packs, then among the shipped ones."""
    pack = tmp_path / "rules" / "mine"
    (pack / "sources").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()

    assert source_folders(pack) == (pack / "sources", tmp_path / "seeds", ROOT / "seeds")
    assert source_folders(tmp_path / "seeds") == (ROOT / "seeds",)
    assert source_folders(ROOT / "rules" / "coursera") == (ROOT / "seeds",)


def test_a_path_is_shown_from_the_working_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Or whole, where it lies elsewhere."""
    monkeypatch.chdir(tmp_path)

    assert display_path(tmp_path / "pack" / "facts.yaml") == "pack/facts.yaml"
    assert display_path(tmp_path.parent / "x.yaml") == (tmp_path.parent / "x.yaml").as_posix()


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """Some editors write one; the places do not count it."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 7\r\nb: 8\r\n")

    defects = Diagnostics()
    node = read_tree(path, defects)

    assert read_text(path, defects) == "a: 7\r\nb: 8\r\n"
    assert node is not None
    assert (node.line, node.column) == (0, 0)
    assert not defects


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"\xff", "1:1"), (b"ab\xff", "1:3"), ("é\nö".encode() + b"\xff", "2:2"), (b"\xef\xbb\xbfa\xff", "1:2")],
)
def test_the_first_byte_that_is_no_text_is_shown_by_its_place(
    content: bytes, place: str, tmp_path: Path
) -> None:
    """Counted in characters, as every place is."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    defects = Diagnostics()

    assert read_text(path, defects) is None

    (defect,) = defects
    assert (defect.id, str(defect.place)) == ("not-utf8", f"{path.as_posix()}:{place}")


def test_one_mebibyte_is_read_and_not_a_byte_more(tmp_path: Path) -> None:
    """A pack is written by people."""
    path = tmp_path / "x.yaml"
    defects = Diagnostics()

    path.write_bytes(b"#" * 1024 * 1024)
    assert len(read_text(path, defects) or "") == MAX_BYTES

    path.write_bytes(b"#" * (1024 * 1024 + 1))
    assert read_text(path, defects) is None
    assert [defect.id for defect in defects] == ["too-large"]


def test_a_file_that_cannot_be_read_is_not_the_packs_defect(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is a failure of the machine, and told apart."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(FileError, match=r"pack.yaml cannot be read: Permission denied"):
        read_text(folder / "pack.yaml", Diagnostics())
