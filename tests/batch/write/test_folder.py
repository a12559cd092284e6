"""An output folder at a path or an address: it appears when it is complete, as does each file in it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow.fs import LocalFileSystem

from exitwise.batch.write import folder as module
from exitwise.batch.write.folder import Folder, failures
from exitwise.errors import FileError
from support.running.batching import file_names

LAST = "_manifest.json"


@pytest.fixture(params=["", "file://"], ids=["path", "address"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """Return the folder `out`, which does not exist."""
    return Folder.at(f"{request.param}{tmp_path}/out/")


class System:
    """A local file system in which functions replace some methods."""

    def __init__(self, type_name: str, **methods: Callable[..., object]) -> None:
        self.type_name, self._methods, self._local = type_name, methods, LocalFileSystem()

    def __getattr__(self, name: str) -> Any:
        return self._methods.get(name) or getattr(self._local, name)


def test_temporary_folder_is_hidden_beside_the_folder(out: Folder, tmp_path: Path) -> None:
    """Its name is unique, so that concurrent runs do not conflict."""
    several = [out.create_temporary() for _ in range(2)]

    assert not out.exists()
    assert file_names(tmp_path) == sorted(Path(temporary.path).name for temporary in several)
    assert all(re.fullmatch(r"\.out\.[0-9a-f]{8}\.part", name) for name in file_names(tmp_path))
    assert len(set(file_names(tmp_path))) == 2


def test_temporary_folder_of_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the working directory."""
    monkeypatch.chdir(tmp_path)

    temporary = Folder.at("out").create_temporary()

    assert [str(path) for path in tmp_path.iterdir()] == [temporary.path]


def test_file_appears_when_it_is_complete(out: Folder) -> None:
    """Before that it is hidden."""
    temporary = out.create_temporary()
    path = Path(temporary.path)
    target = temporary.open("a.jsonl")
    target.write([b"one\n", memoryview(b"two\n")])
    target.complete()
    assert not temporary.has("a.jsonl")
    assert [name[:9] for name in file_names(path)] == [".a.jsonl."]

    target.finish()

    assert file_names(path) == ["a.jsonl"]
    assert temporary.read("a.jsonl") == b"one\ntwo\n"


def test_abandoned_file_leaves_nothing(out: Folder) -> None:
    """It can be abandoned at any time, and repeatedly."""
    temporary = out.create_temporary()
    for is_complete in (False, True):
        target = temporary.open("a.jsonl")
        target.write([b"one\n"])
        if is_complete:
            target.complete()
        target.abandon()

        assert file_names(Path(temporary.path)) == []


def test_small_file_is_replaced_and_removed(out: Folder) -> None:
    """It is written in one call."""
    temporary = out.create_temporary()
    for content in (b"old", b"new"):
        temporary.write("a", content)

    assert (temporary.has("a"), temporary.read("a")) == (True, b"new")
    temporary.remove_file("a")
    assert not temporary.has("a")
    with pytest.raises(FileError, match=r"cannot be read: .*No such file"):
        temporary.read("a")
    with pytest.raises(FileError, match=r"cannot be written: .*No such file"):
        temporary.remove_file("a")


def test_failed_write_leaves_nothing(out: Folder) -> None:
    """The error is that of the content."""
    temporary = out.create_temporary()
    with pytest.raises(TypeError):
        temporary.write("a", "text")  # type: ignore[arg-type]

    assert file_names(Path(temporary.path)) == []


def test_file_in_a_missing_folder_is_an_error(out: Folder, tmp_path: Path) -> None:
    """The message is one line."""
    with pytest.raises(FileError, match=r"out.* cannot be written: .*No such file") as raised:
        out.open("a")

    assert "\n" not in raised.value.message
    assert file_names(tmp_path) == []


def test_renamed_folder_has_all_files(out: Folder, tmp_path: Path) -> None:
    """Nothing is left under the old name."""
    temporary = out.create_temporary()
    temporary.write("a", b"one")

    temporary.rename(out, LAST)

    assert out.exists()
    assert file_names(tmp_path) == ["out"]
    assert file_names(tmp_path / "out") == ["a"]


@pytest.mark.parametrize("is_file", [False, True])
def test_existing_folder_is_not_replaced(is_file: bool, out: Folder, tmp_path: Path) -> None:  # noqa: FBT001 (pytest passes it)
    """Neither is a file with its name."""
    temporary = out.create_temporary()
    if is_file:
        (tmp_path / "out").write_bytes(b"old")
    else:
        (tmp_path / "out").mkdir()

    assert out.exists()
    with pytest.raises(FileError, match="out/ exists already\n  help: name another folder"):
        temporary.rename(out, LAST)
    assert temporary.exists()
    assert not is_file or (tmp_path / "out").read_bytes() == b"old"


@pytest.mark.parametrize("store", sorted(module.OBJECT_STORES))
def test_folder_in_an_object_store_is_renamed_file_by_file(store: str, tmp_path: Path) -> None:
    """The file that marks it as complete is moved last."""
    moved = []

    def move(path: str, to: str) -> None:
        moved.append(Path(to).name)
        Path(to).parent.mkdir(exist_ok=True)
        Path(path).rename(to)

    out = Folder("s3://out", System(store, move=move), str(tmp_path / "out"))
    temporary = out.create_temporary()
    for name in (LAST, "part-1", "Part-0", "z"):
        (Path(temporary.path) / name).write_bytes(b"")

    temporary.rename(out, LAST)

    assert sorted(moved[:-1]) == ["Part-0", "part-1", "z"]
    assert moved[-1] == LAST
    assert file_names(tmp_path / "out") == sorted(moved)


def test_folder_is_removed(out: Folder, tmp_path: Path) -> None:
    """A folder that does not exist can be removed too."""
    temporary = out.create_temporary()
    temporary.write("a", b"")

    for folder in (temporary, temporary, out):
        folder.remove()

    assert file_names(tmp_path) == []


@pytest.mark.parametrize("failing", [1, 2, 99])
def test_removal_is_repeated(failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted task may still write to the folder; after the last attempt it stays without an error."""
    monkeypatch.setattr(module, "PAUSE", 0)
    attempts = iter(range(99))

    def delete(path: str) -> None:
        if next(attempts) < failing:
            raise OSError(39, "Directory not empty")
        Path(path).rmdir()

    folder = Folder("out", System("local", delete_dir=delete), str(tmp_path / "out"))
    Path(folder.path).mkdir()

    folder.remove()

    assert folder.exists() == (failing == 99)
    assert next(attempts) == min(failing + 1, module.ATTEMPTS)


CAUSES = {
    "of the system": (OSError(28, "No space left on device"), "No space left on device"),
    "of a library": (OSError("AWS Error: access denied\nmore"), "AWS Error: access denied"),
}


@pytest.mark.parametrize(("error", "cause"), CAUSES.values(), ids=CAUSES)
def test_errors_have_one_line(error: OSError, cause: str) -> None:
    """The message has the name of the folder as in the call."""
    with pytest.raises(FileError) as raised, failures("s3://a/b"):
        raise error

    assert raised.value.message == f"s3://a/b cannot be written: {cause}"
