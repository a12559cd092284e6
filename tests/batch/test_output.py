"""What comes out: pieces one after the other, into a file or to standard output."""

import io
import tempfile
from pathlib import Path

import pytest

from exitwise.batch.output import Workshop, append, target


def listed(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("header", [True, False])
def test_pieces_are_added_with_one_header(header: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """A piece is gone once it is added."""
    piece, out = tmp_path / "piece", io.BytesIO()
    piece.write_bytes(b"head\nrow\n")
    append(target("-", lambda: out), piece, header=header)

    assert out.getvalue() == (b"head\nrow\n" if header else b"row\n")
    assert listed(tmp_path) == []


def test_what_is_meant_for_standard_output_is_made_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where such folders are, and for nobody else to look into."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Workshop("-") as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700

    assert listed(tmp_path) == []
