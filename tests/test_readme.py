"""The README is true: its run is what the program prints, and its commands are those that are tested."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from exitwise.ask.screen import EndOfInput
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.column_map import read_column_map as read_map
from exitwise.present.document import document
from exitwise.present.text import text
from support.running.dialogue import TextDialogue

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_run_is_what_the_program_prints() -> None:
    """Every passage of the run stands in the advice for the README's own profile, in this order."""
    profile = re.search(r"<<'PROFILE'\n(.*?)\nPROFILE\n", README, re.DOTALL)
    run = re.search(r"<!-- run -->\n```text\n(.*?)```", README, re.DOTALL)
    assert profile is not None
    assert run is not None
    kb = KnowledgeBase.of()
    advice = kb.advise(json.loads(profile[1]), as_of=date(2026, 11, 23))
    check(run[1], text(document(kb.knowledge, advice), width=80, colour=False))


def check(run: str, printed: str) -> None:
    """Look for every passage of a run in what is printed, one after the other."""
    passages = [passage.strip("\n") for passage in run.split("[...]\n") if passage.strip()]

    assert len(passages) > 1
    for passage in passages:
        _, found, printed = printed.partition(passage)
        assert found, f"not printed, or not after what stands before it: {passage}"


def test_the_conversation_is_what_is_shown() -> None:
    """What the README types is answered as the README says."""
    run = re.search(r"<!-- ask -->\n```text\n(.*?)```", README, re.DOTALL)
    assert run is not None
    paper = TextDialogue(KnowledgeBase.of())
    with pytest.raises(EndOfInput):
        paper.type_lines(*re.findall(r"^> (.+)$", run[1], re.MULTILINE))

    check(run[1], paper.output)


def test_the_what_if_is_what_the_program_answers() -> None:
    """The run's second question is answered with the hold that the README names."""
    profile = re.search(r"<<'PROFILE'\n(.*?)\nPROFILE\n", README, re.DOTALL)
    assert profile is not None
    answers = json.loads(profile[1]) | {"billed_by": "organisation", "organisation": "member"}
    advice = KnowledgeBase.of().advise(answers)

    assert advice.readiness == "hold"
    assert "administrator-first" in [warning.id for warning in advice.warnings]


@pytest.mark.parametrize(
    ("outcome", "change", "ruled_out_by"),
    [("deactivate", {"main_goal": "stop_charges"}, None), ("recover", None, {"account_state": "open"})],
)
def test_the_why_not_is_what_the_program_answers(
    outcome: str, change: dict[str, str] | None, ruled_out_by: dict[str, str] | None
) -> None:
    """The run's last question is answered as the README says."""
    profile = re.search(r"<<'PROFILE'\n(.*?)\nPROFILE\n", README, re.DOTALL)
    assert profile is not None
    found = KnowledgeBase.of().advise(json.loads(profile[1]), why_not=outcome).why_not

    assert f"--why-not {outcome}`" in README
    assert found is not None
    assert (found.change, found.ruled_out_by) == (change, ruled_out_by)


def test_the_map_is_one(tmp_path: Path) -> None:
    """The map of columns that the README shows is one of the shipped pack."""
    found = re.search(r"```yaml\n(id: Customer.*?)```", README, re.DOTALL)
    assert found is not None
    file = tmp_path / "map.yaml"
    file.write_text(found[1], "utf-8")

    columns = read_map(file, KnowledgeBase.of().knowledge.facts)

    assert columns.facts["days_since_payment"].days == 1


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    """The script takes the command from the README, so that there is one place where it is written."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = re.search(r"## Run the tests\n\n```sh\n(.+)\n```", README)

    assert command is not None
    assert "README.md" in script
    assert "pytest" in command[1]
    assert command[1] not in script
