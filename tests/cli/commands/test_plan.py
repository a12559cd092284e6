"""`exitwise plan`: the plan of a saved session, shown and ticked."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from exitwise.ask.interview import Interview
from exitwise.session_file import save
from support.oracles import schemas
from support.packs import moving, shipped, toy
from support.packs.moving import FRESH, READY
from support.running.program import SOMETHING, Run, exitwise

TODAY = date.today()  # noqa: DTZ011 (the program's own day)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pack of moving out to a folder."""
    return moving.write_pack(tmp_path_factory.mktemp("packs"))


def plan(file: object, pack: Path, *options: object) -> Run:
    """Return a call of the command."""
    return exitwise("plan", file, "--pack", pack, *options)


def session_content(file: Path) -> dict[str, Any]:
    """Return the content of a session file."""
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def test_showing_a_plan_writes_nothing(tmp_path: Path, pack: Path) -> None:
    """The checklist goes to standard output, and the file is unchanged."""
    file = moving.write_session(tmp_path, FRESH)
    before = (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino)

    plan(file, pack).expects(out=("Recommendation: Move out", "0 of 6 done", "[ ] pack-boxes: Pack"))

    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) == before


def test_tick_is_saved_with_its_day(tmp_path: Path, pack: Path) -> None:
    """The step and the answer that it sets are in the file, which only its owner can read."""
    file = moving.write_session(tmp_path, FRESH)

    plan(file, pack, "--done", "pack-boxes").expects(
        out=(
            "1 of 6 done",
            f"[x] pack-boxes: Pack (done {TODAY:%-d %B %Y})",
            "next: read-meter",
        )
    )

    assert session_content(file)["done"] == {"pack-boxes": TODAY.isoformat()}
    assert session_content(file)["answers"] == FRESH | {"boxes": "yes"}
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_steps_are_ticked_in_the_order_given(tmp_path: Path, pack: Path) -> None:
    """The second step may wait for the first."""
    file = moving.write_session(tmp_path, FRESH)
    steps = ("--done", "pack-boxes", "--done", "read-meter")

    content = plan(file, pack, *steps, "--format", "json").expects(out=SOMETHING).json()

    assert content["changed"]["ticked"] == ["pack-boxes", "read-meter"]
    assert list(session_content(file)["done"]) == ["pack-boxes", "read-meter"]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["read-meter", "pack-boxes"], ("`read-meter` comes after", "`pack-boxes` (Pack)")),
        (["pack-boxes", "ask-deposit"], ("`ask-deposit` comes after", "`read-meter`")),
        (["tell-neighbours", "tell-neighbours"], ("already done",)),
        (["pack-boxes", "x\x1b[31m"], ("unknown step", r"\x1b")),
    ],
)
def test_rejected_step_ticks_none(
    steps: list[str], words: tuple[str, ...], tmp_path: Path, pack: Path
) -> None:
    """All or nothing: the file is unchanged, and no checklist is shown."""
    file = moving.write_session(tmp_path, FRESH)
    before = file.read_bytes()

    plan(file, pack, *(part for step in steps for part in ("--done", step))).expects(2, err=words)

    assert file.read_bytes() == before


def test_changes_of_a_tick_are_shown(tmp_path: Path, pack: Path) -> None:
    """A new lease changes the recommendation, the steps and the holds."""
    file = moving.write_session(tmp_path, READY | {"deposit": "asked", "lease": "offered"})

    plan(file, pack, "--done", "sign").expects(
        out=(
            "What this has changed",
            "The recommendation is now: Stay. It was: Move out.",
            "No longer in the plan: tell-neighbours",
            "No longer holds you up: The deposit is open",
        )
    )


@pytest.mark.parametrize("steps", [[], ["--done", "pack-boxes"]])
def test_json_matches_its_schema(steps: list[str], tmp_path: Path, pack: Path) -> None:
    """The key `changed` is present only after a tick."""
    file = moving.write_session(tmp_path, FRESH, id="Größe ☂")

    content = plan(file, pack, "--format", "json", *steps).expects(out=SOMETHING).json()

    assert [error.message for error in schemas.validator("checklist").iter_errors(content)] == []
    assert content["id"] == "Größe ☂"
    assert ("changed" in content) is bool(steps)


def test_markdown_is_a_task_list(tmp_path: Path, pack: Path) -> None:
    """The boxes are those of a Markdown task list."""
    file = moving.write_session(tmp_path, READY, done={"tell-neighbours": "2026-11-01"})

    plan(file, pack, "--format", "markdown").expects(
        out=("- [x] tell-neighbours", "(done 1 November 2026)", "- [ ] **hand-over: Hand over the keys**")
    )


def test_session_can_be_read_from_standard_input(tmp_path: Path, pack: Path) -> None:
    """It can be shown, but not ticked."""
    content = moving.write_session(tmp_path, READY).read_bytes()

    plan("-", pack).reads(content).expects(out=("0 of 3 done",))
    plan("-", pack, "--done", "tell-neighbours").reads(content).expects(2, err=("standard input",))


def test_changes_since_saving_are_reported(tmp_path: Path, pack: Path) -> None:
    """Advanced day counts, dropped answers and changed rules are reported."""
    day = (TODAY - timedelta(days=3)).isoformat()
    digest = {"name": "moving", "version": "2025.1.0", "digest": "sha256:old"}
    answers = READY | {"boxes": "burnt", "balcony": "yes"}
    file = moving.write_session(tmp_path, READY, date=day, pack=digest, answers=answers)

    message = (
        plan(file, pack).where(COLUMNS="200").expects(out=("33 days after the notice.",), err=SOMETHING).err
    )

    assert "The rules have changed since these answers were saved." in message
    assert "How long ago was notice given? 30 days then, 33 days today." in message
    assert "Answer dropped: `boxes` is `burnt`" in message
    assert "Answer dropped: unknown fact `balcony`" in message


def test_open_questions_are_reported(tmp_path: Path, pack: Path) -> None:
    """The checklist is shown as well."""
    file = moving.write_session(tmp_path, {"goal": "go"})

    plan(file, pack).expects(out=("[ ] pack-boxes",), err=("Open questions", "--resume"))


def test_missing_required_answer_is_rejected(tmp_path: Path, pack: Path) -> None:
    """The message has the question, and the help the command that asks it."""
    file = moving.write_session(tmp_path, {"boxes": "yes"})

    plan(file, pack).expects(2, err=("`goal` (What do you want?)", f"exitwise ask --resume {file}"))


def test_conflicting_rules_exit_with_4_after_the_checklist(tmp_path: Path) -> None:
    """The conflicting rules are named, as for any advice."""
    broken = moving.write_pack(tmp_path)
    path = broken / "recommendations.yaml"
    path.write_text(path.read_text("utf-8").replace("overrides: wants-to-go, ", ""), "utf-8")
    file = moving.write_session(tmp_path, READY | {"lease": "renewed", "deposit": "asked"})

    plan(file, broken).where(COLUMNS="300").expects(
        4, out=("No recommendation", "[ ] say-goodbye"), err=("conflict", "`wants-to-go`")
    )


# Taking a tick back


def test_undo_gives_the_answers_back(tmp_path: Path, pack: Path) -> None:
    """The file is as before the tick; text and JSON say what is different."""
    file = moving.write_session(tmp_path, FRESH)
    before = session_content(file)
    plan(file, pack, "--done", "pack-boxes").expects(out=SOMETHING)
    assert session_content(file)["replaced"] == {"pack-boxes": {"boxes": "no"}}
    kept = file.read_bytes()

    plan(file, pack, "--undo", "pack-boxes").expects(
        out=("Taken back: pack-boxes: Pack", "Your answer is again: Are the boxes packed? Unpacked", "0 of 6")
    )
    assert session_content(file) == before
    assert file.stat().st_mode & 0o777 == 0o600

    file.write_bytes(kept)
    content = plan(file, pack, "--undo", "pack-boxes", "--format", "json").expects(out=SOMETHING).json()
    assert [error.message for error in schemas.validator("checklist").iter_errors(content)] == []
    assert (content["changed"]["undone"], content["changed"]["answers"]) == (["pack-boxes"], {"boxes": "no"})


def test_undo_comes_before_ticks(tmp_path: Path, pack: Path) -> None:
    """A step is ticked anew, with the day of the new tick."""
    day = (TODAY - timedelta(days=3)).isoformat()
    file = moving.write_session(tmp_path, READY)
    plan(file, pack, "--done", "tell-neighbours", "--as-of", day).expects(out=SOMETHING)

    plan(file, pack, "--done", "tell-neighbours", "--undo", "tell-neighbours").expects(out=SOMETHING)

    assert session_content(file)["done"] == {"tell-neighbours": TODAY.isoformat()}


@pytest.mark.parametrize(
    ("undone", "words"),
    [
        (["pack-boxes"], ("cannot be taken back", "`read-meter`")),
        (["read-meter", "ask-deposit"], ("`ask-deposit` is not done",)),
        (["x\x1b[31m"], ("is not done", r"\x1b")),
    ],
)
def test_rejected_undo_takes_back_none(
    undone: list[str], words: tuple[str, ...], tmp_path: Path, pack: Path
) -> None:
    """All or nothing: the file is unchanged, and no checklist is shown."""
    file = moving.write_session(tmp_path, FRESH)
    plan(file, pack, "--done", "pack-boxes", "--done", "read-meter").expects(out=SOMETHING)
    before = file.read_bytes()

    plan(file, pack, *(part for step in undone for part in ("--undo", step))).expects(2, err=words)

    assert file.read_bytes() == before


def test_undo_needs_a_file(tmp_path: Path, pack: Path) -> None:
    """Standard input cannot be written to."""
    content = moving.write_session(tmp_path, READY).read_bytes()

    plan("-", pack, "--undo", "tell-neighbours").reads(content).expects(2, err=("--undo needs a file",))


def test_tick_keeps_the_day_on_which_a_wait_began(tmp_path: Path) -> None:
    """`plan` and `advise` show the day to ask again from it, and once it is there, what silence means."""
    warnings = moving.PACK["warnings"].replace(
        "because: You asked for it.",
        "because: You asked for it., ask_again_after: 10, ends: [{deposit: paid}, {deposit: refused}]",
    )
    pack = toy.write(tmp_path / "moving", **{**moving.PACK, "warnings": warnings})
    file = moving.write_session(tmp_path, READY | {"deposit": "with_landlord"}, date="2026-11-20")
    ticked = plan(file, pack, "--done", "ask-deposit", "--as-of", "2026-11-23")
    ticked.expects(out=SOMETHING, err=SOMETHING)
    assert session_content(file)["waits"] == {"await-deposit": "2026-11-23"}

    early = ("Ask again: on 3 December 2026, if there is no answer by then",)
    late = (
        "Ask again: now: no answer has come by 3 December 2026",
        "If nothing comes, answer: What of the deposit? Refused",
    )
    for command in ("plan", "advise"):
        for day, words in (("2026-12-02", early), ("2026-12-03", late)):
            shown = exitwise(command, file, "--pack", pack, "--as-of", day).where(COLUMNS="200").result().out
            assert [line for line in words if line not in shown] == []
            assert ("If nothing comes" in shown) is (words is late)


# A whole story, with the pack that is shipped

STORY = """
  account_state: open, main_goal: erase_data, accepts_permanence: yes, may_return: no, holder_age: of_age,
  security_incident: suspected, can_sign_in: yes, right_account: yes, other_account: none, inbox: works,
  social_sign_in: yes, single_sign_on: no, provider_access: works, has_working_password: no,
  delete_option: visible, organisation: none, for_credit: none, subscription_status: active,
  billed_by: coursera, last_payment: annual_plus, payment_was_renewal: no, days_since_payment: 5,
  refund_state: wanted, dispute_open: no, certificates_needed: keepsake, verification_link: no,
  pending_check: no, certificates_saved: none, certificate_name: right, receipts_saved: no
"""


def json_of(file: Path, *steps: str) -> Any:
    """Tick steps of the shipped pack, and return the checklist as JSON."""
    options = (part for step in steps for part in ("--done", step))
    return exitwise("plan", file, "--format", "json", *options).result().json()


def test_shipped_plan_is_worked_through_to_the_end(tmp_path: Path) -> None:
    """Steps out of order are rejected; one hold ends with a step, another with an answer."""
    file = tmp_path / "answers.json"
    save(Interview(shipped.base().compiled, schemas.parsed(f"{{{STORY}}}")).session(TODAY, {}), str(file))
    fresh = json_of(file)
    assert (fresh["readiness"], fresh["next"]) == ("hold", "secure-account")
    exitwise("plan", file, "--done", "save-certificates").expects(2, err=("`secure-account`", "next is"))

    secured = json_of(file, "secure-account")
    assert len(secured["changed"]["holds_removed"]) == 1
    assert secured["readiness"] == "prepare"

    asked = json_of(file, "save-certificates", "save-receipts", "ask-for-refund")
    assert len(asked["changed"]["holds_added"]) == 1
    exitwise("plan", file, "--done", "request-deletion").expects(2, err=("has to wait", "settled when"))

    content = session_content(file)
    content["answers"]["refund_state"] = "paid"
    file.write_text(json.dumps(content), "utf-8")
    checklist = json_of(file)
    while (step := checklist["next"]) is not None:
        checklist = json_of(file, step)

    done = [step["id"] for step in checklist["steps"] if step["done"]]
    assert len(done) == len(checklist["steps"])
    order = [step for step in shipped.base().knowledge.step_order if step in done]
    assert list(session_content(file)["done"]) == done == order
    assert checklist["readiness"] == "ready"
