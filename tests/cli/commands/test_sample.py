"""`exitwise sample`: random profiles from the program, to a pipe or to a file, good and bad."""

import json
from pathlib import Path

import duckdb
import pytest

from exitwise.errors import InputError
from exitwise.loader.profile import parse_profile
from exitwise.sample.faults import FAULTS
from support.packs import toy
from support.running.program import SOMETHING, Run, exitwise

UNIFORM = "uniformly distributed"


def sample(*arguments: object) -> Run:
    """A call that draws profiles of bicycles."""
    return exitwise("sample", "--pack", toy.BICYCLE, *arguments).where(COLUMNS="200")


def told(many: str, *more: str) -> tuple[str, ...]:
    """What is said of so many on standard error."""
    return (f"{many} of bicycle 2026.11.0, {UNIFORM}", *more)


def test_ten_are_drawn_unless_more_are_wanted() -> None:
    """Each line a profile that can be advised on."""
    lines = sample().expects(out=SOMETHING, err=told("10 profiles", "seed 0\n")).out.splitlines()

    assert [json.loads(line)["id"] for line in lines] == list(range(1, 11))
    for line in lines:
        assert toy.bicycle().advise(json.loads(line)).recommendation


def test_the_seed_decides_what_is_drawn() -> None:
    """And fewer are the first of more."""
    first = sample("-n", 3, "--seed", 4).expects(out=SOMETHING, err=told("3 profiles")).out
    more = sample("-n", 5, "--seed", 4).expects(out=SOMETHING, err=told("5 profiles")).out
    other = sample("-n", 3, "--seed", 5).expects(out=SOMETHING, err=told("3 profiles")).out

    assert more.startswith(first)
    assert first != other


def test_the_shipped_pack_is_drawn_by_its_weights_unless_that_is_not_wanted() -> None:
    """Most of its accounts are open."""
    weighed = exitwise("sample", "-n", 200).expects(out=SOMETHING, err=("weighted by the pack",)).out
    uniform = exitwise("sample", "-n", 200, "--uniform").expects(out=SOMETHING, err=(UNIFORM,)).out

    assert weighed.count('"account_state":"open"') > 150
    assert uniform.count('"account_state":"open"') < 100


def test_a_file_holds_what_a_pipe_would(tmp_path: Path) -> None:
    """Nothing else is left beside it, and what was there before is gone."""
    file = tmp_path / "profiles.jsonl"
    file.write_text("old", "utf-8")
    sample("-n", 20, "-o", file).expects(err=told("20 profiles"))

    assert file.read_text("utf-8") == sample("-n", 20).result().out
    assert list(tmp_path.iterdir()) == [file]


def test_a_table_holds_the_same(tmp_path: Path) -> None:
    """Choices as text, integers as numbers of 64 bits, null where nothing is said."""
    file = tmp_path / 'it\'s "odd".parquet'
    sample("-n", 50, "-o", file).expects(err=told("50 profiles"))
    relation = duckdb.read_parquet(str(file))
    lines = [json.loads(line) for line in sample("-n", 50).result().out.splitlines()]
    names = ("id", "colour", "brakes", "age", "bell", "spokes")

    assert list(zip(relation.columns, map(str, relation.types), strict=True)) == [
        (name, "BIGINT" if name in {"id", "age", "spokes"} else "VARCHAR") for name in names
    ]
    for row, line in zip(relation.fetchall(), lines, strict=True):
        for name, value in zip(names, row, strict=True):
            stated = line.get(name)
            assert value == (None if name in {"age", "spokes"} and stated == "unknown" else stated)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["none.jsonl", "none.parquet"])
def test_none_is_a_number_too(name: str, tmp_path: Path) -> None:
    """The file is there, and empty; a table has its columns."""
    sample("-n", 0, "-o", tmp_path / name).expects(err=told("0 profiles"))
    sample("-n", 0, "--faults", 100).expects(err=told("0 profiles", "0 faulty"))

    if name.endswith("jsonl"):
        assert (tmp_path / name).read_bytes() == b""
    else:
        assert len(duckdb.read_parquet(str(tmp_path / name)).columns) == 6


def test_bad_records_stand_among_the_good(tmp_path: Path) -> None:
    """Every kind, where there are enough; each on one line."""
    file = tmp_path / "bad.jsonl"
    many = len(FAULTS)
    sample("-n", many, "--faults", 100, "-o", file).expects(err=told(f"{many} profiles", f"{many} faulty"))
    *lines, end = file.read_bytes().split(b"\n")

    assert (len(lines), end) == (many, b"")
    for line in lines:
        with pytest.raises(InputError):
            toy.bicycle().advise(parse_profile(line))


def test_the_kinds_of_bad_records_are_listed() -> None:
    """Name and sentence, one on a line, without a pack being read."""
    lines = exitwise("sample", "--list-faults", "--pack", "/none").expects(out=SOMETHING).out.splitlines()

    assert [line.split(None, 1) for line in lines] == [[kind.id, kind.description] for kind in FAULTS]


REFUSED = {
    ("-n", "-1"): ("-1",),
    ("--faults", "101"): ("101",),
    ("--faults", "nan"): ("nan",),
    ("-o", "profiles.csv"): ("profiles.csv", "profiles", ".parquet"),
    ("-o", "x.parquet", "--faults", "1"): ("x.parquet", "faults"),
    ("--weights",): ("no weights", "--uniform"),
}


@pytest.mark.parametrize(("arguments", "says"), REFUSED.items(), ids=" ".join)
def test_what_cannot_be_drawn_is_refused(arguments: tuple[str, ...], says: tuple[str, ...]) -> None:
    """Before anything is."""
    sample(*arguments).expects(2, err=says)


@pytest.mark.parametrize("name", ["none/x.jsonl", "none/x.parquet", "folder.jsonl"])
def test_a_file_that_cannot_be_written_is_named(name: str, tmp_path: Path) -> None:
    """And nothing is left of it."""
    (tmp_path / "folder.jsonl").mkdir()
    sample("-n", 5, "-o", tmp_path / name).expects(3, err=(name, "cannot be written"))

    assert [path.name for path in tmp_path.rglob("*")] == ["folder.jsonl"]


def test_facts_that_differ_in_case_alone_are_no_columns(tmp_path: Path) -> None:
    """The database would take them for one."""
    facts = ",".join(f"{{id: {name}, question: Q?, kind: integer}}" for name in ("n", "N"))
    pack = toy.write(tmp_path / "pack", facts=f"facts: [{facts}]")
    call = exitwise("sample", "--pack", pack, "-o", tmp_path / "x.parquet")

    call.expects(2, err=("`n` and `N`", "JSON Lines"))
    exitwise("sample", "--pack", pack, "-n", 1).expects(out=('"n":', '"N":'), err=("1 profile of toy",))
