"""What comes out: pieces one after the other, into a file or to standard output."""

import tempfile
from pathlib import Path

import pytest

from exitwise.batch.output import joined, scratch_folder
from exitwise.batch.row_groups import RowGroups


def listed(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("form", "whole"), [("csv", b"head\nrow\nother\n"), ("jsonl", b"head\nrow\nhead\nother\n")]
)
def test_files_of_lines_are_made_one(form: str, whole: bytes, tmp_path: Path) -> None:
    """Of those with a header, with one."""
    lines, files = joined(form), [tmp_path / "first", tmp_path / "second"]
    for file, row in zip(files, ("row", "other"), strict=True):
        file.write_text(f"head\n{row}\n", "utf-8")

    assert b"".join([*lines.added(files[0]), *lines.added(files[1]), lines.end()]) == whole


def test_parquet_is_made_one_of_its_row_groups() -> None:
    """It is no stream of lines."""
    assert isinstance(joined("parquet"), RowGroups)


def test_what_is_meant_for_standard_output_is_made_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where such folders are, and for nobody else to look into."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch_folder("-") as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700

    assert listed(tmp_path) == []
