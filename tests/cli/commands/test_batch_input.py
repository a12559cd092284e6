"""`exitwise batch` on files that other programs write."""

from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from support.packs import toy
from support.running.batching import parse_lines
from support.running.program import SOMETHING, Run, exitwise

ROWS = "id,brakes,colour\r\né,yes,red\r\nb,no,\r\n"


def batch(*arguments: object) -> Run:
    """Return a call on the pack of the bicycle."""
    return exitwise("batch", *arguments, "--pack", toy.BICYCLE, "--threads", 1)


def advised_ids(file: Path, *options: object) -> list[object]:
    """Return the ids of the records of a file, all of which get advice."""
    out = batch(file, "-o", "-", *options).expects(out=SOMETHING, err=("0 rejected",)).out
    return [record["id"] for record in parse_lines(out.encode())]


DIALECTS = {
    "a.csv": (ROWS.replace(",", ";").encode(), ()),
    "b.csv": (ROWS.replace(",", "\t").encode("utf-16"), ()),
    "c.csv": (b"sep=|\r\n" + ROWS.replace(",", "|").encode(), ()),
    "d.csv": (ROWS.replace(",", "|").encode(), ("--delimiter", "|")),
    "e.csv": (ROWS.replace(",", "\t").encode("cp1252"), ("--delimiter", "tab", "--encoding", "windows-1252")),
    "f.tsv": (ROWS.replace(",", "\t").encode("utf-8-sig"), ()),
    "g.txt": (ROWS.replace(",", "\t").encode(), ("--from", "tsv")),
    "h.csv": (b"\n\n" + ROWS.encode(), ("--encoding", "UTF8")),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_dialects_of_csv(name: str, tmp_path: Path) -> None:
    """They are recognised, or named by options."""
    content, options = DIALECTS[name]
    (tmp_path / name).write_bytes(content)

    assert advised_ids(tmp_path / name, *options) == ["é", "b"]


INVALID = {
    "an encoding": (ROWS, ("--encoding", "klingon"), ("`klingon`", "windows-1252")),
    "not CSV": ("", ("--from", "jsonl", "--delimiter", ";"), ("`--delimiter` is for CSV",)),
    "an unknown column": ("id;brakes;x\n", (), ("no fact is called", "--delimiter ';'")),
    "no header": ("\n\n", (), ("there is no header",)),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid_dialect_is_rejected(name: str, tmp_path: Path) -> None:
    """The message has the option that names a valid one."""
    content, options, words = INVALID[name]
    (tmp_path / "a.csv").write_text(content, "utf-8")

    batch(tmp_path / "a.csv", "-o", "-", *options).expects(2, err=words)


def test_map_template_of_another_dialect(tmp_path: Path) -> None:
    """The options of the dialect apply to the template too."""
    (tmp_path / "a.csv").write_bytes("Größe;Alter\n1;2\n".encode("cp1252"))
    options = ("--delimiter", ";", "--encoding", "cp1252")
    call = exitwise("batch", "--map-template", tmp_path / "a.csv", *options, "--pack", toy.BICYCLE)

    assert "Größe" in call.expects(out=SOMETHING).out


def test_line_and_offset_of_rejects(tmp_path: Path) -> None:
    """They are those of the file, even after a cell that spans lines."""
    text = '\nid,brakes,colour\n"a\n\nb",yes,\nc,perhaps,\n\n"d\ne",no\n'
    (tmp_path / "a.csv").write_text(text, "utf-8")
    batch(tmp_path / "a.csv", "-o", "-", "--rejects", tmp_path / "r").expects(1, out=SOMETHING, err=SOMETHING)
    rejects = parse_lines((tmp_path / "r").read_bytes())

    assert [(reject["line"], reject["cause"]) for reject in rejects] == [
        (6, "unknown-value"),
        (7, "blank-line"),
        (8, "no-profile"),
    ]
    assert [reject["offset"] for reject in rejects] == [
        text.index("c,"),
        text.index('\n"d'),
        text.index('"d'),
    ]


def test_parquet_from_a_pipe(tmp_path: Path) -> None:
    """It gives the same advice as a file, and rejects have the name of the pipe."""
    file = tmp_path / "a.parquet"
    table = pa.table({"id": ["a", "b"], "brakes": ["yes", "perhaps"]})
    parquet.write_table(table, file)
    call = batch("-", "-o", "-", "--from", "parquet", "--rejects", tmp_path / "r").reads(file.read_bytes())
    call.expects(1, out=('"a"',), err=("2 read = 1 advised",))
    (reject,) = parse_lines((tmp_path / "r").read_bytes())
    assert (reject["file"], reject["line"]) == ("-", 2)

    batch("-", "-o", "-", "--from", "parquet").reads(b"").expects(3, err=("- cannot be read",))
    batch("-", "-o", f"{tmp_path}/parts/", "--from", "parquet").reads(file.read_bytes()).expects(
        1, err=("2 read",)
    )


@pytest.mark.parametrize("size", [2, 40])
def test_huge_line_is_one_reject(size: int, tmp_path: Path) -> None:
    """The records before and after it get advice."""
    line = b'{"id": "a", "brakes": "yes"}\n'
    huge = b'{"id": "b", "brakes": "' + b"x" * size * 1024 * 1024 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(line + huge + line)
    call = batch(tmp_path / "a.jsonl", "-o", "-", "--rejects", tmp_path / "r")
    call.expects(1, out=SOMETHING, err=("3 read = 2 advised + 1 rejected",))
    (reject,) = parse_lines((tmp_path / "r").read_bytes())

    assert (reject["line"], reject["offset"]) == (2, len(line))
    assert "larger than 1024 KiB" in reject["faults"][0]["message"]


def test_workbook(tmp_path: Path) -> None:
    """A sheet can be named, and rejects have its row numbers."""
    book = Workbook()
    book.create_sheet("second").append(["id", "brakes"])
    for row in (["a", "yes"], ["b", "perhaps"]):
        book["second"].append(row)
    book.save(tmp_path / "a.xlsx")
    call = batch(tmp_path / "a.xlsx", "-o", "-", "--sheet", "second", "--rejects", tmp_path / "r")
    call.expects(1, out=('"a"',), err=("2 read = 1 advised",))
    (reject,) = parse_lines((tmp_path / "r").read_bytes())

    assert (reject["line"], reject["id"], reject["cause"]) == (3, "b", "unknown-value")
    batch(tmp_path / "a.xlsx", "-o", "-").expects(2, err=("there is no header",))
