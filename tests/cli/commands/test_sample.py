"""`exitwise sample`: random profiles, valid and faulty, to a pipe or a file."""

import json
from pathlib import Path

import duckdb
import pytest

from exitwise.errors import InputError
from exitwise.loader.profile import parse_profile
from exitwise.sample.faults import EVERY_FAULT
from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

UNIFORM = "uniformly distributed"


def sample(*arguments: object) -> Run:
    """Return a call that samples bicycles."""
    return exitwise("sample", "--pack", toy.BICYCLE, *arguments).where(COLUMNS="200")


def summary_of(many: str, *more: str) -> tuple[str, ...]:
    """Return the expected summary on standard error."""
    return (f"{many} of bicycle 2026.11.0, {UNIFORM}", *more)


def test_default_number_is_ten() -> None:
    """Each line is a profile that can be advised on."""
    lines = sample().expects(out=SOMETHING, err=summary_of("10 profiles", "seed 0\n")).out.splitlines()

    assert [json.loads(line)["id"] for line in lines] == list(range(1, 11))
    for line in lines:
        assert toy.bicycle().advise(json.loads(line)).recommendation


def test_seed_is_reproducible() -> None:
    """A smaller number is a prefix; another seed differs."""
    first = sample("-n", 3, "--seed", 4).expects(out=SOMETHING, err=summary_of("3 profiles")).out
    more = sample("-n", 5, "--seed", 4).expects(out=SOMETHING, err=summary_of("5 profiles")).out
    other = sample("-n", 3, "--seed", 5).expects(out=SOMETHING, err=summary_of("3 profiles")).out

    assert more.startswith(first)
    assert first != other


def test_weights_are_the_default() -> None:
    """With its weights most accounts of the shipped pack are open."""
    weighed = exitwise("sample", "-n", 200).expects(out=SOMETHING, err=("weighted by the pack",)).out
    uniform = exitwise("sample", "-n", 200, "--uniform").expects(out=SOMETHING, err=(UNIFORM,)).out

    assert weighed.count('"account_state":"open"') > 150
    assert uniform.count('"account_state":"open"') < 100


def test_file_equals_standard_output(tmp_path: Path) -> None:
    """The file is replaced, and nothing else is left in the folder."""
    file = tmp_path / "profiles.jsonl"
    file.write_text("old", "utf-8")
    sample("-n", 20, "-o", file).expects(err=summary_of("20 profiles"))

    assert file.read_text("utf-8") == sample("-n", 20).result().out
    assert list(tmp_path.iterdir()) == [file]


def test_parquet_equals_json_lines(tmp_path: Path) -> None:
    """Choices are text, integers have 64 bits, absent answers are null."""
    file = tmp_path / 'it\'s "odd".parquet'
    sample("-n", 50, "-o", file).expects(err=summary_of("50 profiles"))
    relation = duckdb.read_parquet(str(file))
    lines = [json.loads(line) for line in sample("-n", 50).result().out.splitlines()]
    names = ("id", "colour", "brakes", "age", "bell", "spokes")

    assert list(zip(relation.columns, map(str, relation.types), strict=True)) == [
        (name, "BIGINT" if name in {"id", "age", "spokes"} else "VARCHAR") for name in names
    ]
    for row, line in zip(relation.fetchall(), lines, strict=True):
        for name, value in zip(names, row, strict=True):
            answer = line.get(name)
            assert value == (None if name in {"age", "spokes"} and answer == "unknown" else answer)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["none.jsonl", "none.parquet"])
def test_empty_sample(name: str, tmp_path: Path) -> None:
    """The file is empty; a table still has its columns."""
    sample("-n", 0, "-o", tmp_path / name).expects(err=summary_of("0 profiles"))
    sample("-n", 0, "--faults", 100).expects(err=summary_of("0 profiles", "0 faulty"))

    if name.endswith("jsonl"):
        assert (tmp_path / name).read_bytes() == b""
    else:
        assert len(duckdb.read_parquet(str(tmp_path / name)).columns) == 6


def test_faulty_records_of_every_kind(tmp_path: Path) -> None:
    """With enough records every kind occurs, each on one line."""
    file = tmp_path / "bad.jsonl"
    many = len(EVERY_FAULT)
    sample("-n", many, "--faults", 100, "-o", file).expects(
        err=summary_of(f"{many} profiles", f"{many} faulty")
    )
    *lines, end = file.read_bytes().split(b"\n")

    assert (len(lines), end) == (many, b"")
    for line in lines:
        with pytest.raises(InputError):
            toy.bicycle().advise(parse_profile(line))


def test_list_of_faults() -> None:
    """Each line has a name and a description; no pack is read."""
    lines = exitwise("sample", "--list-faults", "--pack", "/none").expects(out=SOMETHING).out.splitlines()

    assert [line.split(None, 1) for line in lines] == [[kind.id, kind.description] for kind in EVERY_FAULT]


REFUSED = {
    ("-n", "-1"): ("-1",),
    ("--faults", "101"): ("101",),
    ("--faults", "nan"): ("nan",),
    ("-o", "profiles.csv"): ("profiles.csv", "profiles", ".parquet"),
    ("-o", "x.parquet", "--faults", "1"): ("x.parquet", "faults"),
    ("--weights",): ("no weights", "--uniform"),
}


@pytest.mark.parametrize(("arguments", "says"), REFUSED.items(), ids=" ".join)
def test_invalid_call_is_rejected(arguments: tuple[str, ...], says: tuple[str, ...]) -> None:
    """It exits with 2 before anything is written."""
    sample(*arguments).expects(2, err=says)


@pytest.mark.parametrize("name", ["none/x.jsonl", "none/x.parquet", "folder.jsonl"])
def test_unwritable_file_is_reported(name: str, tmp_path: Path) -> None:
    """It exits with 3, and nothing is left."""
    (tmp_path / "folder.jsonl").mkdir()
    sample("-n", 5, "-o", tmp_path / name).expects(3, err=(name, "cannot be written"))

    assert [path.name for path in tmp_path.rglob("*")] == ["folder.jsonl"]


def test_facts_that_differ_only_in_case_cannot_be_columns(tmp_path: Path) -> None:
    """Parquet is rejected, and JSON Lines are accepted."""
    facts = ",".join(f"{{id: {name}, question: Q?, kind: integer}}" for name in ("n", "N"))
    pack = toy.write(tmp_path / "pack", facts=f"facts: [{facts}]")
    call = exitwise("sample", "--pack", pack, "-o", tmp_path / "x.parquet")

    call.expects(2, err=("`n` and `N`", "JSON Lines"))
    exitwise("sample", "--pack", pack, "-n", 1).expects(out=('"n":', '"N":'), err=("1 profile of toy",))
