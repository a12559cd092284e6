"""The summary of a batch, printed and written to a file, for a run of 1,504 records."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from exitwise.batch.ids import RepeatedIds
from exitwise.batch.summary import Summary
from exitwise.cli.batch.summary import check_summary, write_summary
from exitwise.errors import FileError
from support.oracles import schemas
from support.packs import toy

KNOWLEDGE = toy.knowledge()


def counts() -> Summary:
    """Return counts of a toy pack."""
    return Summary(
        advised=1500,
        rejected=Counter({"unknown-value": 1, "not-json": 3}),
        outcomes=Counter(stay=1500),
        readiness=Counter(ready=1200, hold=300),
        rules=Counter(default=1500),
    )


LINES = """\
exitwise: 1,504 read = 1,500 advised + 4 rejected
exitwise: rejected: not-json 3, unknown-value 1
exitwise: outcomes: stay 1,500, leave 0, sell 0
exitwise: readiness: hold 300, prepare 0, ready 1,200
exitwise: rules: 1 among the reasons, 0 never
exitwise: 0.8 s, 2,000 a second
"""


def test_counts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """They are on standard error, with all outcomes of the pack; the rate includes rejects."""
    write_summary(KNOWLEDGE, counts(), 0.752, None)

    assert capsys.readouterr() == ("", LINES)


def test_counts_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is valid by its schema, and the same lines are printed."""
    file = tmp_path / "summary.json"

    write_summary(KNOWLEDGE, counts(), 0.75249, str(file))

    content = json.loads(file.read_text("utf-8"))
    assert schemas.accepts("summary", content)
    assert content["pack"] == {"name": "toy", "version": "2026.11.0", "digest": KNOWLEDGE.digest}
    assert (content["read"], content["seconds"], content["rate"]) == (1504, 0.752, 1999)
    assert content["rejected"] == {"all": 4, "by_cause": {"not-json": 3, "unknown-value": 1}}
    assert capsys.readouterr().err == LINES.replace("2,000", "1,999")


@pytest.mark.parametrize(
    ("repeated", "line"),
    [
        (None, ""),
        (RepeatedIds(0, 1504), ""),
        (RepeatedIds(1, 1504), "exitwise: repeated ids: 1 record repeats an id\n"),
        (RepeatedIds(1200, 1504), "exitwise: repeated ids: 1,200 records repeat an id\n"),
        (
            RepeatedIds(0, 8388608),
            "exitwise: repeated ids: 0 of the first 8,388,608; later ones were not compared\n",
        ),
    ],
)
def test_repeated_ids(
    repeated: RepeatedIds | None, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the file always, and in a line if there are any, or not all ids were compared."""
    file = tmp_path / "summary.json"
    first, rejected, rest = LINES.partition("unknown-value 1\n")

    write_summary(KNOWLEDGE, replace(counts(), repeated_ids=repeated), 0.752, str(file))

    content = json.loads(file.read_text("utf-8"))
    assert schemas.accepts("summary", content)
    written = repeated and {"records": repeated.records, "compared": repeated.compared}
    assert content["repeated_ids"] == written
    assert capsys.readouterr().err == f"{first}{rejected}{line}{rest}"


def test_empty_run_without_a_measurable_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There are no lines of a rate or of causes."""
    file = tmp_path / "summary.json"

    write_summary(KNOWLEDGE, Summary(), 0, str(file))

    content = json.loads(file.read_text("utf-8"))
    assert schemas.accepts("summary", content)
    assert (content["rate"], content["never"]) == (None, ["default"])
    printed = capsys.readouterr().err
    assert "rejected:" not in printed
    assert printed.endswith("exitwise: 0.0 s, 0 a second\n")


def test_folder_of_the_summary_is_checked_before_a_run(tmp_path: Path) -> None:
    """It must exist, or be the output folder, which the run creates."""
    missing = tmp_path / "parts"

    check_summary(None, "-")
    check_summary(str(tmp_path / "summary.json"), "-")
    check_summary(str(missing / "summary.json"), f"{missing}/")
    with pytest.raises(FileError) as raised:
        check_summary(str(missing / "summary.json"), str(tmp_path / "advice.csv"))

    assert raised.value.message == f"{missing}/summary.json cannot be written: its folder does not exist"
    assert raised.value.help == f"make the folder {missing} first, or name another file"


def test_unwritable_summary_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message has the name of the file, and nothing is printed."""
    with pytest.raises(FileError, match="cannot be written"):
        write_summary(KNOWLEDGE, counts(), 1, str(tmp_path))

    assert capsys.readouterr().err == ""
