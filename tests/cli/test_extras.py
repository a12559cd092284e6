"""Commands without the libraries that they need."""

from pathlib import Path

import pytest

from exitwise.cli import extras
from exitwise.errors import FileError


@pytest.mark.parametrize("library", extras.BATCH)
def test_a_missing_library_is_named_with_the_call_that_installs_it(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, whatever else is missing."""
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == library else name)

    with pytest.raises(FileError) as raised:
        extras.require_batch("`exitwise batch`")

    assert raised.value.message == f"`exitwise batch` needs {library}, which is not installed"
    assert raised.value.help == "pip install 'exitwise[batch]'"


def test_the_libraries_are_those_of_the_extra() -> None:
    """The extra installs what is looked for, and nothing else is needed."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    (line,) = (line for line in project.splitlines() if line.startswith("batch = "))

    assert all(f'"{library}>=' in line for library in extras.BATCH)
    assert line.count(">=") == len(extras.BATCH)


def test_installed_libraries_are_not_missed() -> None:
    """The tests are run with all of them."""
    extras.require_batch("`exitwise batch`")
