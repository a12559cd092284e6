"""`exitwise batch`: every record gets advice or a reject, and a failed run writes nothing."""

import gzip
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pexpect
import pytest
import zstandard

from exitwise.diagram.evaluation import conclude
from exitwise.model.conclusion import Conclusions
from exitwise.model.profile import Profile, complete
from support.oracles import schemas
from support.packs import shipped, toy
from support.running import batching
from support.running.batching import file_names, jsonl, parse_lines
from support.running.program import SOMETHING, Run, environment, exitwise

RIDE = {"brakes": "yes", "age": 5}


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """Write three records on bicycles, of which the second is faulty."""
    file = tmp_path / "in" / "profiles.jsonl"
    file.parent.mkdir()
    file.write_bytes(jsonl([{"id": 1, **RIDE}, {"id": 2, "brakes": "perhaps"}, {"id": 3, **RIDE}]))
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Create an empty folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def batch(*arguments: object, pack: Path = toy.BICYCLE) -> Run:
    """Return a call on the pack of the bicycle."""
    return exitwise("batch", *arguments, "--pack", pack, "--threads", 1)


@cache
def mixed() -> batching.MixedFile:
    """Return valid records and faulty records of every kind."""
    return batching.mixed_file()


def test_every_line_gives_advice_or_a_reject(tmp_path: Path) -> None:
    """The order and the ids are those of the input, and all counts agree."""
    source, advice, rejects = (tmp_path / name for name in ("in.jsonl", "advice.jsonl", "rejects.jsonl"))
    source.write_bytes(mixed().content)
    count = len(mixed().lines)

    call = exitwise("batch", source, "-o", advice, "--rejects", rejects, "--summary", tmp_path / "s.json")
    messages = call.expects(1, err=(f"{count:,} read = {len(mixed().good):,} advised",)).err
    summary = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert (tmp_path / "s.json").stat().st_mode == Path(advice).stat().st_mode
    rejected = parse_lines(rejects.read_bytes())

    assert [reject["line"] for reject in rejected] == mixed().bad
    assert len(parse_lines(advice.read_bytes())) == len(mixed().good)
    ids = [record["id"] for record in parse_lines(advice.read_bytes()) if isinstance(record["id"], int)]
    plain = list(dict.fromkeys(number for number in ids if number != 2**63 - 1))
    assert plain == sorted(plain)
    assert set(plain) <= set(mixed().good)
    assert len(plain) >= len(mixed().good) - 5  # some ids are unusual or missing
    assert summary["read"] == count == summary["advised"] + summary["rejected"]["all"]
    assert sum(summary["rejected"]["by_cause"].values()) == len(mixed().bad) == len(rejected)
    assert sum(summary["outcomes"].values()) == summary["advised"] == sum(summary["readiness"].values())
    assert f"+ {len(rejected):,} rejected" in messages
    assert schemas.accepts("summary", summary)
    assert all(schemas.accepts("reject", reject) for reject in rejected)


def test_offset_of_a_reject(tmp_path: Path) -> None:
    """It is the position of the line in the file, in bytes."""
    source, rejects = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    source.write_bytes(mixed().content)
    exitwise("batch", source, "-o", tmp_path / "a.csv", "--rejects", rejects).expects(1, err=SOMETHING)

    offsets = [sum(map(len, mixed().lines[: number - 1])) for number in mixed().bad]
    assert [reject["offset"] for reject in parse_lines(rejects.read_bytes())] == offsets


@pytest.mark.slow
def test_output_does_not_depend_on_threads(tmp_path: Path) -> None:
    """There are enough records for every thread."""
    source = tmp_path / "in.jsonl"
    records = (
        {"id": number, "brakes": "no" if number % 3 else "yes", "age": number % 91, "spokes": "unknown"}
        for number in range(130_000)
    )
    source.write_bytes(jsonl(records))
    outputs = []
    for threads in (1, 2, 8):
        advice = tmp_path / "advice.jsonl"
        exitwise("batch", source, "-o", advice, "--pack", toy.BICYCLE, "--threads", threads).expects(
            err=SOMETHING
        )
        outputs.append(advice.read_bytes())

    assert outputs[0] == outputs[1] == outputs[2]
    assert [record["id"] for record in parse_lines(outputs[0])] == list(range(130_000))


def write_records(records: Sequence[dict[str, Any]], form: str, folder: Path) -> Path:
    """Write records in a format, with texts as ids."""
    lines = folder / "in.jsonl"
    lines.write_bytes(jsonl({**record, "id": str(record["id"])} for record in records))
    if form != "jsonl":
        query = f"SELECT * FROM read_json('{lines}', format = 'newline_delimited')"
        kinds = {"csv": "(FORMAT csv, HEADER)", "parquet": "(FORMAT parquet)"}
        duckdb.sql(f"COPY ({query}) TO '{folder}/in.{form}' {kinds[form]}")
    return folder / f"in.{form}"


def read_advice(file: Path) -> list[dict[str, Any]]:
    """Return the advice in any format, with lists joined to texts."""
    rows = duckdb.execute(f"SELECT * FROM '{file}'").fetchall()
    names = ("id", "recommendation", "readiness", "steps", "waits", "warnings", "rules")
    return [
        {
            name: " ".join(value) if isinstance(value, list) else str(value or "")
            for name, value in zip(names, row, strict=True)
        }
        for row in rows
    ]


def test_formats_are_equivalent(tmp_path: Path) -> None:
    """The advice does not depend on the formats of the input and the output."""
    records = [
        {
            "id": number + 1,
            "brakes": "no" if number % 3 else "yes",
            "age": number % 91,
            **({"bell": "loud"} if number % 2 else {}),
        }
        for number in range(60)
    ]
    outputs = []
    for form in ("jsonl", "csv", "parquet"):
        source = write_records(records, form, tmp_path)
        advice = tmp_path / f"advice.{form}"
        batch(source, "-o", advice).expects(err=SOMETHING)
        outputs.append(read_advice(advice))

    assert len(outputs[0]) == 60
    assert outputs[0] == outputs[1] == outputs[2]


COMPARED = ("id", "recommendation", "readiness", "steps", "waits", "warnings")


def met_holds(profile: Profile, outcome: str | None) -> list[str]:
    """Return the holds that stand or can be met later, by the diagrams."""
    compiled = shipped.base().compiled
    sets, point = compiled.waits_under(outcome), compiled.space.assignment(profile.values)
    holds = [rule.id for rule in compiled.knowledge.ordered_warnings if rule.hold]
    return [name for name in holds if sets.met(name).eval(point)]


def due_steps(conclusions: Conclusions) -> list[str]:
    """Return the steps of preparation, and the others of a ready profile."""
    phase = {step.id: step.phase for step in shipped.base().knowledge.steps}
    ready = conclusions.readiness == "ready"
    return [name for name in conclusions.steps if ready or phase[name] == "before"]


def test_compact_advice_equals_the_diagrams(tmp_path: Path) -> None:
    """Every field of the advice on profiles of the shipped pack is compared."""
    records = batching.profiles(300, seed=5)
    source = tmp_path / "in.jsonl"
    source.write_bytes(jsonl(records))
    out = exitwise("batch", source, "-o", "-").expects(out=SOMETHING, err=SOMETHING).out

    for record, line in zip(records, parse_lines(out.encode()), strict=True):
        profile = complete(shipped.base().knowledge.facts, record)
        conclusions = conclude(shipped.base().compiled, profile.values)
        assert {key: line[key] for key in COMPARED} == {
            "id": record["id"],
            "recommendation": conclusions.recommendation,
            "readiness": conclusions.readiness,
            "steps": due_steps(conclusions),
            "waits": met_holds(profile, conclusions.recommendation),
            "warnings": list(conclusions.warnings),
        }


def test_full_advice_equals_that_on_a_single_profile(profiles: Path) -> None:
    """The compact advice has the same ids of rules and steps."""
    records = [{"id": "a", **RIDE}, {"id": "b", "brakes": "no", "bell": "loud"}]
    profiles.write_bytes(jsonl(records))
    whole = batch(profiles, "-o", "-", "--detail", "full").expects(out=SOMETHING, err=SOMETHING)
    short = batch(profiles, "-o", "-").expects(out=SOMETHING, err=SOMETHING)

    for record, full, compact in zip(
        records, parse_lines(whole.out.encode()), parse_lines(short.out.encode()), strict=True
    ):
        call = exitwise("advise", "-", "--format", "json", "--pack", toy.BICYCLE).reads(record)
        single = call.expects(out=SOMETHING).json()
        assert full == single
        assert compact["rules"] == [reason["rule"] for reason in single["reasons"]]
        due = [step["id"] for step in single["steps"] if step["phase"] == "before"]
        assert compact["steps"] == due
        assert compact["waits"] == [wait["hold"] for wait in single["waits"]]


def text_of(file: Path) -> str:
    """Return the text of a file."""
    return file.read_text("utf-8")


def test_content_of_a_reject(profiles: Path, out: Path) -> None:
    """A reject has line, id, pointer, cause and suggestion; the record only on request."""
    profiles.write_bytes(jsonl([{"id": "x", "brakes": "yess", "colour": "red"}]))
    batch(profiles, "-o", out / "a.csv", "--rejects", out / "r.jsonl").expects(1, err=SOMETHING)
    (reject,) = parse_lines((out / "r.jsonl").read_bytes())
    (fault,) = reject["faults"]

    assert (reject["line"], reject["offset"], reject["id"]) == (1, 0, "x")
    assert (fault["pointer"], fault["cause"]) == ("/brakes", "unknown-value")
    assert "`yes`" in fault["help"]
    assert "red" not in text_of(out / "r.jsonl")
    assert text_of(out / "a.csv") == "id,recommendation,readiness,steps,waits,warnings,rules\n"
    call = batch(profiles, "-o", out / "a.csv", "--rejects", out / "r.jsonl", "--rejects-raw")
    call.expects(1, err=SOMETHING)
    assert '\\"red\\"' in text_of(out / "r.jsonl")


LIMITS = [("0", 2), ("34%", 1)]


@pytest.mark.parametrize(("most", "status"), LIMITS)
def test_reject_limit(most: str, status: int, profiles: Path, out: Path) -> None:
    """It is a number or a share of all records, above which nothing is written."""
    batch(profiles, "-o", out / "a.jsonl", "--max-rejects", most).expects(status, err=SOMETHING)

    assert file_names(out) == (["a.jsonl"] if status == 1 else [])


def test_strict_stops_at_the_first_reject(profiles: Path, out: Path) -> None:
    """It exits with 2, and nothing is written."""
    call = batch(profiles, "-o", out / "a.jsonl", "--rejects", out / "r.jsonl", "--strict")
    call.expects(2, err=("stopped at the first reject", "help:"))

    assert file_names(out) == []


INVALID_CALLS = {
    "no output": (["{in}"], 2, ("output",)),
    "no such input": (["none.jsonl", "-o", "a.jsonl"], 3, ("none.jsonl", "does not exist")),
    "a folder": ([".", "-o", "a.jsonl"], 3, ("the folder has no file", "help:")),
    "a suffix": (["{in}", "-o", "a.txt"], 2, ("a.txt", "--to")),
    "the input": (["{in}", "-o", "{in}"], 2, ("named twice",)),
    "no folder": (["{in}", "-o", "none/a.jsonl"], 3, ("cannot be written", "No such file")),
    "no folder for rejects": (["{in}", "-o", "a.jsonl", "--rejects", "none/r"], 3, ("none/r",)),
    "a device": (["{in}", "-o", "/dev/null", "--to", "jsonl"], 3, ("not a regular file",)),
    "no folder for the summary": (
        ["{in}", "-o", "a.csv", "--summary", "no/s"],
        3,
        ("no/s", "does not exist"),
    ),
    "a fact kept": (["{in}", "-o", "a.jsonl", "--keep", "brakes"], 2, ("--keep brakes", "help:")),
    "resumed from stdin": (["-", "-o", "parts/", "--resume"], 2, ("standard input", "help:")),
    "resumed as a file": (["{in}", "-o", "a.jsonl", "--resume"], 2, ("FOLDER/",)),
    "rejects of parts": (["{in}", "-o", "parts/", "--rejects", "r"], 2, ("`--rejects`", "an output folder")),
}


@pytest.mark.parametrize("name", INVALID_CALLS)
def test_invalid_call_writes_nothing(name: str, profiles: Path, out: Path) -> None:
    """It has the expected exit status, and the input is unchanged."""
    arguments, status, words = INVALID_CALLS[name]
    before = profiles.read_bytes()
    call = batch(*(str(profiles) if word == "{in}" else word for word in arguments))
    call.inside(out).reads(before).expects(status, err=words)

    assert file_names(out) == []
    assert profiles.read_bytes() == before


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_empty_input_gives_empty_output(suffix: str, profiles: Path, out: Path) -> None:
    """The output has its columns."""
    profiles.write_bytes(b"")
    batch(profiles, "-o", out / f"a.{suffix}").expects(err=("0 read = 0 advised + 0 rejected",))

    assert file_names(out) == [f"a.{suffix}"]
    if suffix == "parquet":
        columns = duckdb.execute(f"DESCRIBE FROM '{out}/a.parquet'").fetchall()
        assert [column[0] for column in columns][:2] == ["id", "recommendation"]


def test_standard_streams_and_several_inputs(profiles: Path, out: Path) -> None:
    """Inputs are read in order, and each has its own line numbers."""
    call = batch(profiles, "-", "-o", "-", "--rejects", out / "r.jsonl").reads(b'{"id":9,"brakes":"no"}\n{')
    advice = call.expects(1, out=SOMETHING, err=("5 read = 3 advised + 2 rejected",)).out

    assert [record["id"] for record in parse_lines(advice.encode())] == [1, 3, 9]
    rejects = parse_lines((out / "r.jsonl").read_bytes())
    assert [(reject["file"], reject["line"]) for reject in rejects] == [(str(profiles), 2), ("-", 2)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.zst", "a.gz"])
def test_compressed_output(name: str, profiles: Path, out: Path) -> None:
    """Decompressed, advice and rejects are those of plain files."""
    form = "csv" if "csv" in name else "jsonl"
    options = ("--rejects", out / "r.jsonl.gz", "--to", form)
    batch(profiles, "-o", out / name, *options).expects(1, err=SOMETHING)
    batch(profiles, "-o", out / "plain", "--rejects", out / "r", "--to", form).expects(1, err=SOMETHING)
    unpack = (
        gzip.decompress if name.endswith(".gz") else zstandard.ZstdDecompressor().decompressobj().decompress
    )

    assert unpack((out / name).read_bytes()) == (out / "plain").read_bytes()
    assert gzip.decompress((out / "r.jsonl.gz").read_bytes()) == (out / "r").read_bytes()


def test_parquet_on_standard_output(profiles: Path, out: Path) -> None:
    """A redirected stream is complete; a terminal is rejected."""
    with (out / "a.parquet").open("wb") as stream:
        batch(profiles, "-o", "-", "--to", "parquet").writing_to(stream).expects(1, err=SOMETHING)
    assert duckdb.execute(f"SELECT id FROM '{out}/a.parquet'").fetchall() == [("1",), ("3",)]

    call = batch(profiles, "-o", "-", "--to", "parquet").command
    with pexpect.spawn(call[0], list(call[1:]), env=environment(), timeout=60) as child:
        child.expect("Parquet cannot be written to a terminal")
        child.expect(pexpect.EOF)
    assert child.exitstatus == 2


def test_manifest_of_the_parts(profiles: Path, out: Path) -> None:
    """It is valid by its schema, rejects are next to the parts, and a folder with parts needs `--resume`."""
    call = batch(profiles, "-o", f"{out}/parts/", "--summary", out / "parts" / "_summary.json")
    call.expects(1, err=SOMETHING)
    (out / "parts" / "_summary.json").unlink()
    manifest = json.loads(text_of(out / "parts" / "_manifest.json"))

    assert file_names(out / "parts") == ["_manifest.json", "part-00001.jsonl", "rejects-00001.jsonl"]
    assert schemas.accepts("manifest", manifest)
    assert (manifest["complete"], manifest["parts"][0]["advised"]) == (True, 2)
    batch(profiles, "-o", f"{out}/parts/").expects(2, err=("not empty", "--resume"))
    batch(profiles, "-o", f"{out}/parts/", "--resume").expects(1, err=("3 read = 2 advised",))
