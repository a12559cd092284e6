"""Former names of facts and values in every command and every format that reads answers."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.knowledge_base import KnowledgeBase
from support.packs import random_packs, renamed, toy
from support.packs.renamed import FORMER, NOTES, PRESENT
from support.running import batching
from support.running.examples import examples
from support.running.program import SOMETHING, exitwise

BASE = toy.base(**renamed.PACK)
DAY = ("--as-of", "2026-11-23")
NOTED = "".join(f"exitwise: {note}\n" for note in NOTES)
CSV = "{wishes},{hatch},{age},{bought}\ndelete;refund,ajar,7,2026-11-20\n"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pack to a folder."""
    return toy.write(tmp_path_factory.mktemp("pack"), **renamed.PACK)


def session(**answers: Any) -> dict[str, Any]:
    """Return a session with these answers."""
    head = {"name": "toy", "version": "2026.11.0", "digest": BASE.knowledge.digest}
    return {"schema": "exitwise.session/2", "pack": head, "date": "2026-11-23", "answers": answers}


# Single profiles


@pytest.mark.parametrize("content", [FORMER, session(**FORMER)], ids=["profile", "session"])
def test_advise_understands_and_notes(content: dict[str, Any], pack: Path) -> None:
    """A profile and a saved session, as under the present names."""
    call = exitwise("advise", "-", "--pack", pack, "--format", "json", *DAY)

    assert call.reads(content).expects(out=SOMETHING, err=NOTED).json() == call.reads(PRESENT).result().json()


def test_assignments_understand_and_note(pack: Path) -> None:
    """In place of the answer, so that there is no conflict."""
    call = exitwise("advise", "-", "--set", "gate=ajar", "--pack", pack, "--format", "json", *DAY)
    noted = ("fact `door` was called `gate`", "value `open` of fact `door` was called `ajar`")

    advice = call.reads(PRESENT | {"door": "shut"}).expects(out=SOMETHING, err=noted).json()

    assert advice["recommendation"] == "leave"


def test_conflict_is_reported_at_both_places(pack: Path) -> None:
    """Nobody knows which of the answers is meant."""
    call = exitwise("advise", "-", "--pack", pack)

    call.reads(PRESENT | {"gate": "shut"}).expects(
        2, err=("standard input: /door: ", "standard input: /gate: ", "are both names of fact `door`")
    )


def test_session_is_resumed_and_ticked_with_present_names(tmp_path: Path, pack: Path) -> None:
    """`ask` and `plan` note them; what is saved has the present ones, what a tick replaced included."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(session(**FORMER)), "utf-8")

    exitwise("ask", "--resume", file, "--no-input", "--pack", pack, *DAY).expects(out=SOMETHING, err=(NOTED,))
    exitwise("plan", file, "--pack", pack, "--done", "close", *DAY).expects(out=SOMETHING, err=(NOTED,))

    saved = json.loads(file.read_text("utf-8"))
    assert saved["answers"] == PRESENT | {"door": "shut"}
    assert saved["replaced"] == {"close": {"door": "open"}}
    saved["replaced"] = {"close": {"gate": "ajar"}}
    file.write_text(json.dumps(saved), "utf-8")
    exitwise("plan", file, "--pack", pack, "--undo", "close", *DAY).expects(out=SOMETHING)
    assert json.loads(file.read_text("utf-8"))["answers"] == PRESENT


def test_session_with_a_conflict_is_rejected(tmp_path: Path, pack: Path) -> None:
    """With the file and both pointers."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(session(**PRESENT, gate="shut")), "utf-8")

    for call in (exitwise("plan", file, "--pack", pack), exitwise("ask", "--resume", file, "--pack", pack)):
        call.reads("").expects(2, err=(f"{file}: /answers/door: ", f"{file}: /answers/gate: "))


def test_record_is_replayed(tmp_path: Path, pack: Path) -> None:
    """A record from before the renaming gives the same advice, and the names are noted."""
    file = tmp_path / "record.json"
    exitwise("advise", "-", "--record", file, "--pack", pack, *DAY).reads(PRESENT).expects(out=SOMETHING)
    record = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(record | {"profile": FORMER}), "utf-8")

    exitwise("replay", file, "--pack", pack).expects(
        out="The advice is the same.\n", err="".join(f"{note}\n" for note in NOTES)
    )


def test_scenario_may_use_former_names(tmp_path: Path) -> None:
    """As written before the renaming; two names of a fact are a defect."""
    text = "[{id: case, profile: {wishes: [delete], gate: ajar, age: 7}, expect: {recommendation: leave}}]"
    pack = toy.write(tmp_path, **renamed.PACK, **{"scenarios/old": text})

    exitwise("advise", "--scenario", "case", "--pack", pack).expects(out=("Recommendation: Leave",))

    (tmp_path / "scenarios" / "old.yaml").write_text(text.replace("gate: ajar", "gate: ajar, door: open"))
    exitwise("advise", "--scenario", "case", "--pack", pack).expects(
        4, err=("are both names of fact `door`",)
    )


def test_letter_is_filled_in(tmp_path: Path) -> None:
    """From a profile with former names."""
    letter = "---\ntitle: Note\nto: Me\nsubject: Doors\n---\nFor {{days}}.\n"
    pack = toy.write(tmp_path, **renamed.PACK)
    (pack / "letters").mkdir()
    (pack / "letters" / "note.md").write_text(letter, "utf-8")

    exitwise("letter", "note", "--profile", "-", "--pack", pack).reads({"age": 7}).expects(
        out=("For 7",), err=("fact `days` was called `age`",)
    )


# Batches


def batch(content: bytes, form: Any, **further: Any) -> batching.BatchRun:
    """Run the batch on bytes."""
    return batching.run_batch(BASE, content, form, **further)


EXPECTED = batch(batching.jsonl([PRESENT]), "jsonl").advice


def test_lines_understand_and_note() -> None:
    """Of JSON, also where a record has both names with the same answer."""
    both = {**FORMER, "goals": ["erase", "money"]}
    run = batch(batching.jsonl([FORMER, PRESENT, both]), "jsonl")

    assert (run.advice, run.rejects) == (EXPECTED * 3, [])
    assert tuple(sorted(run.summary.notes)) == NOTES


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_conflicts_are_rejects(form: str) -> None:
    """With both pointers; the other records are advised on."""
    if form == "jsonl":
        content = batching.jsonl([{**FORMER, "days": 8}, {**FORMER, "days": 7}])
    else:
        row = "delete;refund,ajar,7,2026-11-20"
        content = f"wishes,hatch,age,bought,days\n{row},8\n{row},7\n{row},\n".encode()
    run = batch(content, form)

    assert run.advice == EXPECTED * (1 if form == "jsonl" else 2)
    assert [(each["cause"], [fault["pointer"] for fault in each["faults"]]) for each in run.rejects] == [
        ("duplicate-key", ["/age", "/days"])
    ]


@pytest.mark.parametrize("detail", [False, True])
def test_columns_of_csv_understand_and_note(*, detail: bool) -> None:
    """In any mixture of names."""
    expected = batch(batching.jsonl([PRESENT]), "jsonl", full=detail).advice
    former = dict(zip(PRESENT, FORMER, strict=True))
    for names in (former, former | {"door": "door"}):
        header = ",".join(names.values())
        run = batch(f"{header}\ndelete;refund,ajar,7,2026-11-20\n".encode(), "csv", full=detail)

        assert (run.advice, run.rejects) == (expected, [])
        assert set(run.summary.notes) <= set(NOTES)
        assert len(run.summary.notes) == len(NOTES) - (names["door"] == "door")


@pytest.mark.parametrize("detail", [False, True])
def test_columns_of_parquet_understand_and_note(*, detail: bool) -> None:
    """Lists, dictionaries, numbers and days."""
    expected = batch(batching.jsonl([PRESENT]), "jsonl", full=detail).advice
    columns = {
        "wishes": [["delete", "refund"]],
        "hatch": pa.array(["ajar"]).dictionary_encode(),
        "age": [7],
        "bought": ["2026-11-20"],
    }
    run = batch(parquet_of(columns), "parquet", full=detail)

    assert (run.advice, run.rejects) == (expected, [])
    assert tuple(sorted(run.summary.notes)) == NOTES


def test_two_columns_of_parquet_for_one_fact_are_an_error(tmp_path: Path, pack: Path) -> None:
    """The file is refused before anything is read."""
    (tmp_path / "p.parquet").write_bytes(parquet_of({"age": [7], "days": [7]}))

    exitwise("batch", tmp_path / "p.parquet", "-o", "-", "--pack", pack).expects(
        2, err=("the columns `age` and `days` are both names of fact `days`",)
    )


def parquet_of(columns: dict[str, Any]) -> bytes:
    """Return a file of Parquet."""
    buffer = BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def test_kept_column_is_no_answer() -> None:
    """`--keep` names it, so that it passes through as it is."""
    run = batch(batching.jsonl([{**PRESENT, "age": 99}]), "jsonl", keep=("age",))

    assert run.advice == [{**EXPECTED[0], "age": 99}]
    assert run.summary.notes == frozenset()


def test_batch_prints_each_note_once(tmp_path: Path, pack: Path) -> None:
    """However many records have the names."""
    (tmp_path / "p.jsonl").write_bytes(batching.jsonl([FORMER] * 100))

    ended = exitwise("batch", tmp_path / "p.jsonl", "-o", tmp_path / "out.jsonl", "--pack", pack, *DAY)

    assert [line for line in ended.expects(err=SOMETHING).err.splitlines() if "was called" in line] == [
        f"exitwise: {note}" for note in NOTES
    ]


def test_map_understands_former_names(tmp_path: Path, pack: Path) -> None:
    """As its keys, as values, and as names of the columns that it does not mention."""
    origins = {
        "hatch": {"column": "D", "values": {"o": "ajar", "s": "shut"}},
        "wishes": {"column": "W", "values": {"x": "delete"}},
    }
    (tmp_path / "map.yaml").write_text(json.dumps({"facts": origins}), "utf-8")
    (tmp_path / "p.csv").write_text("D,W,age\no,x,7\ns,x,7\n", "utf-8")
    call = exitwise("batch", tmp_path / "p.csv", "-o", "-", "--pack", pack, "--map", tmp_path / "map.yaml")

    ended = call.expects(out=SOMETHING, err=("fact `goals` was called `wishes`", "`days` was called `age`"))

    assert [json.loads(line)["recommendation"] for line in ended.out.splitlines()] == ["leave", "stay"]


def test_map_with_two_names_of_a_fact_is_invalid(tmp_path: Path, pack: Path) -> None:
    """At the place of the second."""
    (tmp_path / "map.yaml").write_text("facts:\n  hatch: {column: D}\n  door: {column: E}\n", "utf-8")
    (tmp_path / "p.csv").write_text("D,E,days\nopen,open,7\n", "utf-8")

    exitwise("batch", tmp_path / "p.csv", "-o", "-", "--pack", pack, "--map", tmp_path / "map.yaml").expects(
        2, err=("map.yaml:3:3: `door` and another key are both names of fact `door`",)
    )


@settings(max_examples=examples(25))
@given(st.data())
def test_batch_under_former_names_is_the_same(data: st.DataObject) -> None:
    """On random packs and profiles, as lines of JSON and as CSV."""
    pack = data.draw(random_packs.packs(every_kind=True))
    base = KnowledgeBase(toy.loaded(renamed.with_former_names(pack)))
    random = data.draw(st.randoms(use_true_random=False))
    profiles = [data.draw(random_packs.partial_profiles(pack)) for _ in range(4)]
    facts = [fact["id"] for fact in pack["facts.yaml"]["facts"]]
    header = [renamed.former(fact) if random.random() < 0.5 else fact for fact in facts]
    former = [renamed.in_former_names(pack, each, lambda: random.random() < 0.5) for each in profiles]
    values = [renamed.in_former_names(pack, each, lambda: False) for each in profiles]
    table = "".join(",".join(row) + "\n" for row in (header, *(cells(facts, each) for each in values)))

    expected = batching.run_batch(base, batching.jsonl(profiles))
    for run in (
        batching.run_batch(base, batching.jsonl(former)),
        batching.run_batch(base, table.encode(), "csv"),
    ):
        assert run.advice == expected.advice
        assert [(each["cause"], len(each["faults"])) for each in run.rejects] == [
            (each["cause"], len(each["faults"])) for each in expected.rejects
        ]


def cells(facts: list[str], profile: dict[str, Any]) -> list[str]:
    """Return the answers of a profile as cells."""
    return [cell(profile.get(fact)) for fact in facts]


def cell(answer: Any) -> str:
    """Return an answer as a cell."""
    if isinstance(answer, list | tuple):
        return ";".join(answer) or "[]"
    return "" if answer is None else str(answer)
