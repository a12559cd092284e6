"""The READMEs are true: their commands run, their run is printed, and their pack is complete."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from exitwise.errors import ExitCode
from support.running.program import SOMETHING, exitwise

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
FOLDERS = ("engine", "rules", "tests", "findings")


def block(text: str, heading: str, language: str) -> str:
    """Return the first code block of a language after a heading."""
    match = re.search(
        rf"^## {re.escape(heading)}\n.*?^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE
    )
    assert match is not None, heading
    return match[1]


def test_the_front_door_is_short() -> None:
    """The README has at most 1,500 words, and its run at most 25 lines."""
    assert len(README.split()) <= 1500
    assert len(block(README, "A run", "text").splitlines()) <= 25


def test_the_first_command_prints_the_run() -> None:
    """The installed program prints every passage of the run, in this order."""
    command = block(README, "Install it and get advice", "sh").rpartition("&&")[2]
    program, *arguments = shlex.split(command)
    printed = exitwise(*arguments).expects(out=SOMETHING).out
    passages = [text.strip("\n") for text in block(README, "A run", "text").split("[...]\n") if text.strip()]

    assert program == ".venv/bin/exitwise"
    assert len(passages) > 1
    for passage in passages:
        _, match, printed = printed.partition(passage)
        assert match, f"not printed, or not after the passage before it: {passage}"


@pytest.mark.parametrize("options", re.findall(r"`(--(?:set|why-not) [^`]+)`", README))
def test_the_options_of_the_run_work_on_its_case(options: str) -> None:
    """What if and why not, as the README says them, change what is printed."""
    command = block(README, "Install it and get advice", "sh").rpartition("&&")[2]
    call = shlex.split(command)[1:]
    plain = exitwise(*call).expects(out=SOMETHING)

    assert exitwise(*call, *shlex.split(options)).expects(out=SOMETHING).out != plain.out


@pytest.mark.parametrize(
    "command", re.findall(r"^\| `exitwise ([a-z ]+?)(?: [A-Z-].*?)?` \|", README, re.MULTILINE)
)
def test_every_command_of_the_table_has_help(command: str) -> None:
    """Each command exists, and its help has an example."""
    text = exitwise(*command.split(), "--help").expects(out=SOMETHING).out

    assert f"exitwise {command}" in text


def test_the_exit_statuses_are_those_of_the_program() -> None:
    """The table has each status once."""
    statuses = [int(status) for status in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)]

    assert statuses == sorted(ExitCode)


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """It has at most five lines, and prints a recommendation."""
    code = block(README, "From Python", "python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 (our own README)

    assert len(code.strip().splitlines()) <= 5
    assert capsys.readouterr().out.startswith("privacy ")


def test_links_lead_to_files() -> None:
    """Each relative link of a README names a file or a folder of the repository."""
    for path in (ROOT / "README.md", *(ROOT / folder / "README.md" for folder in FOLDERS)):
        links = re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8"))
        missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
        assert missing == [], path


def test_the_pack_of_the_rules_page_is_complete(tmp_path: Path) -> None:
    """It has 20 lines, advises, and the audit misses nothing but sources."""
    pack = block(RULES, "A complete pack", "yaml")
    files = re.split(r"^# (\S+\.yaml)\n", pack, flags=re.MULTILINE)[1:]
    for name, text in zip(files[::2], files[1::2], strict=True):
        (tmp_path / name).write_text(text, "utf-8")

    audit = exitwise("audit", "--pack", tmp_path, "--format", "json").result().json()
    asked = exitwise("ask", "--pack", tmp_path).reads("3\n1\n").expects(out=("Keep it",), err=SOMETHING).err

    assert len(pack.splitlines()) <= 20
    assert {defect["check"] for defect in audit["defects"]} == {"rule-without-source"}
    assert re.findall(r"^Question (\d)", asked, re.MULTILINE) == ["1", "2"]


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    """The script takes the command from the README, the one place where it is written."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = block(README, "Run the tests", "sh")

    assert "README.md" in script
    assert "pytest" in command
    assert command not in script
