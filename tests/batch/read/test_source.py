"""The records of a file: elements of a JSON array, and rows of CSV that are not valid text."""

from pathlib import Path

import pytest

from exitwise.batch.read import source
from exitwise.errors import InputError
from support.packs import toy
from support.running import batching
from support.running.batching import read_lines

LINE = b'{"id":"x","brakes":"yes"}'
MANY = b"".join(b'{"id":"%d","brakes":"yes"}\n' % at for at in range(5000))

ARRAYS = [
    (b"[]", []),
    (b"[" + LINE + b",\n " + LINE + b"]", [LINE, LINE]),
    (b"\xef\xbb\xbf \r\n[" + LINE + b"]\n", [LINE]),
    (b'[{\n"brakes":\r\n"yes"}, 7, []]', [b'{ "brakes":  "yes"}', b"7", b"[]"]),
    (LINE + b"\n" + LINE, [LINE, LINE]),
    (b'["\xff"]', [b'"\xff"']),
    (b"", []),
]


@pytest.mark.parametrize(("content", "expected"), ARRAYS)
def test_elements_of_an_array_are_records(content: bytes, expected: list[bytes], tmp_path: Path) -> None:
    """Each becomes a line; a file without an array is read as JSON Lines."""
    assert read_lines(tmp_path / "a.json", content) == expected


@pytest.mark.parametrize("content", [b"[", b"[{}", b"[{}] x", b"[{},]", b'[{"id":"a\nb"}]'])
def test_an_invalid_array_is_an_error(content: bytes, tmp_path: Path) -> None:
    """The whole file is rejected, because it may have been truncated."""
    with pytest.raises(InputError, match="not a valid JSON array"):
        read_lines(tmp_path / "a.json", content)


def test_a_too_large_array_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help suggests JSON Lines, which have no limit."""
    monkeypatch.setattr(source, "MOST_ARRAY", 1024)

    with pytest.raises(InputError, match="JSON Lines"):
        read_lines(tmp_path / "a.json", b"[" + b",".join([LINE] * 50) + b"]")
    assert read_lines(tmp_path / "a.json", MANY) == MANY.splitlines()


def test_rows_that_are_not_valid_text_are_rejected() -> None:
    """The rows around them get advice, and the help names the option of the encoding."""
    run = batching.run_batch(toy.bicycle(), b"id,brakes\na,yes\n\xff,yes\nc,yes\nd,\xffyes\n", "csv")

    assert [record["id"] for record in run.advice] == ["a", "c"]
    assert [(reject["line"], reject["cause"]) for reject in run.rejects] == [
        (3, "no-profile"),
        (5, "no-profile"),
    ]
    assert [reject["offset"] for reject in run.rejects] == [16, 28]
    assert all("--encoding" in reject["faults"][0]["help"] for reject in run.rejects)
