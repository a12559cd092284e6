"""`exitwise audit`: reports for people and programs; the exit status is the verdict."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from support.oracles import schemas
from support.packs import shipped, toy
from support.running.program import (
    SOMETHING,
    STYLE,
    Run,
    at_terminal,
    environment,
    exitwise,
    installed_script,
)

FORMS = ("github", "json", "junit", "sarif", "text")
SHUT = "[{id: shut, recommend: stay, when: {door: no}, because: So.}]"
NEVER = """[{id: default, recommend: stay, because: So.},
  {id: never, recommend: leave, when: {all: [{door: no}, {door: yes}]}, overrides: default, because: So.}]"""
RULES = {"gap": SHUT, "dead-rule": NEVER, "unknown-fact": SHUT.replace("door", "dor")}
"""For each kind of defect the arguments of a toy pack that have it."""

MANUAL = """
  source: {id: manual, title: T, dated: 2026-01-01, reliability: official, review_by: 2027-01-31}
  statements: [{id: manual.1, says: So., kind: duty}]
"""


UNREADABLE = """
from pathlib import Path
def refuse(path):
    raise PermissionError(13, "Permission denied", str(path))
Path.read_bytes = refuse
"""
"""A disk that gives nothing; permissions would not keep the superuser from reading."""


def toy_pack(folder: Path, defect: str) -> Path:
    """Write a toy pack with a kind of defect."""
    return toy.write(folder, recommendations=RULES[defect])


def audit(pack: Path, *options: str) -> Run:
    """Return a call with the two checks that concern the toy packs."""
    return exitwise("audit", "--pack", pack, "--select", "gap", "--select", "dead-rule", *options)


STATUSES = [
    ("gap", "error", 1),
    ("gap", "info", 1),
    ("dead-rule", "error", 0),
    ("dead-rule", "warning", 1),
    ("dead-rule", "info", 1),
    ("unknown-fact", "error", 4),
]


@pytest.mark.parametrize(("defect", "fail_on", "status"), STATUSES)
def test_exit_status_is_the_verdict(defect: str, fail_on: str, status: int, tmp_path: Path) -> None:
    """1 for a defect at least as severe as --fail-on, 4 for an invalid pack, else 0."""
    audit(toy_pack(tmp_path, defect), "--fail-on", fail_on).expects(status, out=(defect,))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("defect", "status"), [("gap", 1), ("dead-rule", 0), ("unknown-fact", 4)])
def test_exit_status_is_the_same_in_every_format(defect: str, status: int, form: str, tmp_path: Path) -> None:
    """The defect is written to standard output in every format."""
    run = audit(toy_pack(tmp_path, defect), "--fail-on", "error", "--format", form)

    run.expects(status, out=(defect,))


@pytest.mark.parametrize("form", FORMS)
def test_pack_without_defects_passes(form: str) -> None:
    """It exits with 0 and a report."""
    audit(toy.BICYCLE, "--format", form).expects(out=SOMETHING)


def test_warnings_fail_by_default(tmp_path: Path) -> None:
    """Without options a warning exits with 1, and the format is text."""
    ended = audit(toy_pack(tmp_path, "dead-rule")).expects(1, out=("Fails: 1 warning.",))

    assert audit(tmp_path, "--fail-on", "warning", "--format", "text").result() == ended


def test_all_checks_run_by_default() -> None:
    """They are those that `explain` lists, without ignored ones."""
    call = exitwise("audit", "--pack", toy.BICYCLE, "--format", "json", "--fail-on", "error")
    every = call.expects(out=SOMETHING).json()["checks"]
    lines = exitwise("audit", "explain").expects(out=SOMETHING).out.splitlines()

    assert every == [line.split(" ")[0] for line in lines if not line.startswith(" ")]
    ignoring = Run((*call.command, "--ignore", "gap", "--ignore", "dead-rule")).expects(out=SOMETHING)
    assert ignoring.json()["checks"] == [name for name in every if name not in ("gap", "dead-rule")]


def test_loading_check_can_be_selected(tmp_path: Path) -> None:
    """A pack that loads passes; another exits with 4."""
    call = ("audit", "--select", "dangling-reference", "--pack")

    exitwise(*call, toy.BICYCLE).expects(out=("1 check over", "Passes: no defects."))
    exitwise(*call, toy_pack(tmp_path, "unknown-fact")).expects(4, out=("unknown-fact", "does not load"))


def test_shipped_pack_is_the_default(tmp_path: Path) -> None:
    """It is audited in any working directory."""
    ended = exitwise("audit", "--select", "gap", "--format", "json").inside(tmp_path).expects(out=SOMETHING)

    assert ended.json()["pack"]["name"] == shipped.FOLDER.name


def replay(folder: Path, call: str) -> subprocess.CompletedProcess[str]:
    """Run a call copied from a report in a shell."""
    path = {"PATH": f"{Path(installed_script()).parent}:{environment()['PATH']}"}
    return subprocess.run(  # noqa: S602 (a shell is what is tested)
        call, shell=True, cwd=folder, env=environment(**path), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["toy", "my toy's", "$HOME"])
@pytest.mark.parametrize("columns", ["20", "80"])
def test_witness_can_be_replayed(name: str, columns: str, tmp_path: Path) -> None:
    """The call below `witness:` reproduces the gap."""
    toy_pack(tmp_path / name, "gap")
    run = audit(Path(name)).inside(tmp_path).where(COLUMNS=columns)

    call = run.expects(1, out=("12 of", "16")).out.partition("witness:\n")[2].partition("  help:")[0]

    ended = replay(tmp_path, call)
    assert ended.returncode == 4, ended
    assert "(gap)" in ended.stderr


def test_empty_witness_can_be_replayed(tmp_path: Path) -> None:
    """Without required facts the smallest profile is empty."""
    facts = "{facts: [{id: door, question: D?, kind: choice, unknown: true, values: {yes: Y, no: N}}]}"
    toy.write(tmp_path / "toy", facts=facts, recommendations=SHUT)

    output = audit(Path("toy")).inside(tmp_path).expects(1, out=("2 of 3 profiles (66.7 %)",)).out

    ended = replay(tmp_path, output.partition("witness:\n")[2].partition("  help:")[0])
    assert (ended.returncode, "(gap)" in ended.stderr) == (4, True)


def test_machine_formats_are_valid(tmp_path: Path) -> None:
    """JSON fits its schema, and paths in all formats are relative to the working directory."""
    toy_pack(tmp_path / "my toy", "gap")

    def render(form: str) -> str:
        return audit(Path("my toy"), "--format", form).inside(tmp_path).expects(1, out=SOMETHING).out

    report = json.loads(render("json"))
    assert schemas.accepts("audit", report)
    assert report["defects"][0]["place"] == {"file": "my toy/recommendations.yaml", "line": 1, "column": 2}
    assert report["defects"][0]["extent"]["witness"] == {"place": "here"}
    (result,) = json.loads(render("sarif"))["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "my%20toy/recommendations.yaml"
    assert ET.fromstring(render("junit").encode())[0].attrib["failures"] == "1"  # noqa: S314 (our own)
    assert render("github").startswith("::error file=my toy/recommendations.yaml,line=1,col=2,title=gap::")


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_machine_formats_are_lossless_in_a_narrow_encoding(form: str, tmp_path: Path) -> None:
    """Other characters are escaped to ASCII."""
    pack = toy_pack(tmp_path / "größe ☂", "gap")
    run = audit(pack, "--format", form)

    narrow = run.where(PYTHONIOENCODING="ascii").expects(1, out=SOMETHING).out
    wide = run.expects(1, out=SOMETHING).out

    if form == "junit":
        trees = [ET.fromstring(output.encode()) for output in (narrow, wide)]  # noqa: S314 (our own)
        assert ET.tostring(trees[0]) == ET.tostring(trees[1])
    else:
        assert json.loads(narrow) == json.loads(wide)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("defect", ["gap", "unknown-fact"])
def test_hostile_folder_name_is_escaped(defect: str, form: str, tmp_path: Path) -> None:
    """Control characters of a path are escaped in every format."""
    pack = toy_pack(tmp_path / "a\x1b[31m\x07\n::error::b", defect)

    ended = audit(pack, "--format", form).expects(1 if defect == "gap" else 4, out=SOMETHING)

    assert not [line for line in ended.out.splitlines() if line.startswith("::error::b")]


def test_review_date_can_be_chosen(tmp_path: Path) -> None:
    """A source is valid on the day of its review, but not on the next."""
    head = toy.DEFAULTS["pack"].replace("}}", "}, sources: manual}")
    toy.write(tmp_path, pack=head, **{"sources/manual": MANUAL})
    call = ("audit", "--pack", tmp_path, "--select", "source-past-review", "--as-of")

    exitwise(*call, "2027-01-31").expects(out=("Passes",))
    exitwise(*call, "2027-02-01").expects(1, out=("source-past-review", "manual"))


MISTAKES = {
    "a check": (["--select", "gup"], ["`gup`", "`gap`"]),
    "a check to ignore": (["--ignore", "xyzzy"], ["`xyzzy`", "exitwise audit explain"]),
    "a check of loading to ignore": (["--ignore", "invalid-pack"], ["`invalid-pack`", "does not load"]),
    "no check": (["--select", "gap", "--ignore", "gap"], ["no checks selected"]),
    "a form": (["--format", "jsn"], ["jsn", "json"]),
    "a severity": (["--fail-on", "fatal"], ["fatal", "warning"]),
    "an invalid date": (["--as-of", "2026-02-30"], ["`2026-02-30`", "YYYY-MM-DD"]),
    "a date in another form": (["--as-of", "2026-W48-1"], ["`2026-W48-1`", "YYYY-MM-DD"]),
    "a pack": (["--pack", "courser"], ["`courser`", "`coursera`"]),
    "a command": (["explan"], ["`explan`", "`explain`"]),
    "a command unlike any": (["xyzzy"], ["`xyzzy`", "exitwise audit --help"]),
    "a pack before a command": (["--pack", "x", "explain"], ["`--pack`", "after `explain`"]),
    "a form before a command": (["--format", "json", "explain", "gap"], ["`--format`", "after `explain`"]),
}


@pytest.mark.parametrize(("arguments", "words"), MISTAKES.values(), ids=MISTAKES)
def test_invalid_call_is_rejected_with_a_suggestion(arguments: list[str], words: list[str]) -> None:
    """It exits with 2, and no option is ignored silently."""
    exitwise("audit", *arguments).expects(2, err=tuple(words))


def test_debug_before_a_subcommand() -> None:
    """`--debug` holds for the whole run."""
    exitwise("audit", "--debug", "explain", "gap").expects(out=SOMETHING)


def test_unreadable_file_exits_with_3(tmp_path: Path) -> None:
    """It is no defect of the pack."""
    (tmp_path / "sitecustomize.py").write_text(UNREADABLE, "utf-8")

    run = audit(toy.BICYCLE).where(PYTHONPATH=str(tmp_path))

    run.expects(3, err=("pack.yaml cannot be read: Permission denied",))


def test_terminal_gets_colour() -> None:
    """Without its styles the output is that of a pipe."""
    call = ("audit", "--pack", toy.BICYCLE, "--select", "gap")
    seen = at_terminal(*call)

    assert STYLE.search(seen)
    assert STYLE.sub("", seen) == exitwise(*call).expects(out=SOMETHING).out
    assert not STYLE.search(at_terminal(*call, more={"NO_COLOR": "1"}))
