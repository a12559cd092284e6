"""A population is counted with progress, and only if files are named."""

import io
from datetime import date
from pathlib import Path

import pytest

from exitwise.audit.population.source import Population
from exitwise.cli import extras, population
from exitwise.cli.population import count_population
from exitwise.errors import FileError
from exitwise.present import progress
from support.packs import toy

FACTS = toy.bicycle().knowledge.facts
RECORD = b'{"brakes": "yes"}\n'


def count(people: Population) -> int:
    """Return the number of records."""
    return sum(len(records.lines) for records in people.records(FACTS))


@pytest.fixture
def redrawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> pytest.CaptureFixture[str]:
    """Treat standard error as a terminal whose line is redrawn at every chunk, and return what is printed."""
    monkeypatch.setattr(population, "supports_redraw", lambda: True)
    monkeypatch.setattr(progress, "REDRAW_SECONDS", 0)
    return capsys


def write(folder: Path, name: str, records: int) -> str:
    """Write a file of records."""
    file = folder / name
    file.write_bytes(RECORD * records)
    return str(file)


def test_without_files_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries for many profiles are not needed either."""
    monkeypatch.setattr(extras, "find_spec", lambda _: None)

    assert count_population((), count) is None
    with pytest.raises(FileError, match="`--on` needs"):
        count_population(("-",), count)


def test_files_are_counted_with_progress(tmp_path: Path, redrawn: pytest.CaptureFixture[str]) -> None:
    """The share is that of the bytes of all files, and the line is cleared at the end."""
    files = (write(tmp_path, "a.jsonl", 2), write(tmp_path, "b.jsonl", 6))

    assert count_population(files, count) == 8
    assert redrawn.readouterr().err == (
        f"2 records, 25 %\r8 records, 100 %\r{' ' * len('8 records, 100 %')}\r"
    )


def test_standard_input_has_no_size(
    tmp_path: Path, redrawn: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a file the share is unknown, and only the records are shown."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RECORD * 3)))

    assert count_population((write(tmp_path, "a.jsonl", 2), "-"), count) == 5
    assert redrawn.readouterr().err == f"2 records\r5 records\r{' ' * len('5 records')}\r"


def test_line_is_cleared_after_a_failure(tmp_path: Path, redrawn: pytest.CaptureFixture[str]) -> None:
    """The message of the error follows on a line of its own."""

    def fail(people: Population) -> None:
        count(people)
        raise FileError("no more")

    with pytest.raises(FileError, match="no more"):
        count_population((write(tmp_path, "a.jsonl", 2),), fail)

    assert redrawn.readouterr().err == f"2 records, 100 %\r{' ' * len('2 records, 100 %')}\r"


def test_population_has_its_files_and_the_day(tmp_path: Path) -> None:
    """The files are in the order of the call; a saved session is advanced to today."""
    files = (write(tmp_path, "b.jsonl", 1), write(tmp_path, "a.jsonl", 1))
    before = date.today()  # noqa: DTZ011 (the local date)

    people = count_population(files, lambda people: people)

    assert people is not None
    assert people.files == files
    assert before <= people.today <= date.today()  # noqa: DTZ011 (the local date)


def test_unknown_file_is_named() -> None:
    """Before anything is counted."""
    with pytest.raises(FileError, match=r"none\.jsonl cannot be read"):
        count_population(("none.jsonl",), lambda _: pytest.fail("counted"))
