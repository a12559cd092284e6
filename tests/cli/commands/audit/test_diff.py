"""`exitwise audit diff`: the effect of a changed pack."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from support.oracles import schemas
from support.packs import shipped, toy
from support.running.program import SOMETHING, STYLE, Run, at_terminal, exitwise

SAME = "Same advice for every profile: proved.\n"


def changed_copy(folder: Path, file: str, old: str, new: str, *, of: Path = toy.BICYCLE) -> Path:
    """Copy a pack with a text replaced in one of its files."""
    copytree(of, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def diff(*arguments: object) -> Run:
    """Return a call that compares two packs."""
    return exitwise("audit", "diff", *arguments)


def test_pack_equals_itself() -> None:
    """The proof covers all 612 profiles of the bicycle."""
    diff(toy.BICYCLE, toy.BICYCLE).expects(
        out=f"OLD bicycle 2026.11.0\nNEW bicycle 2026.11.0\n\n612 profiles compared.\n{SAME}"
    )
    diff("coursera", shipped.FOLDER).expects(out=("OLD coursera", " profiles compared.\n", SAME))


def test_changed_wording_is_the_same_advice(tmp_path: Path) -> None:
    """The change is listed, and the command exits with 0."""
    new = changed_copy(tmp_path / "new", "findings.yaml", "The brakes slip.", "They slip.")

    diff(toy.BICYCLE, new).expects(
        out=(
            (
                "  - changed: finding rule slips-is-unsafe\n"
                "    because\n"
                "      old: The brakes slip.\n"
                "      new: They slip.\n"
            ),
            f"\n\n612 profiles compared.\n{SAME}",
        )
    )


def test_changed_advice_exits_with_1(tmp_path: Path) -> None:
    """Each change has a number of profiles and a witness, on which both packs agree."""
    new = changed_copy(tmp_path / "new", "findings.yaml", "{at_least: 10}", "{at_least: 20}")

    ended = diff(toy.BICYCLE, new).expects(
        1,
        out=(
            "      old: age: {at_least: 10}\n      new: age: {at_least: 20}\n",
            "  - sell -> ride: ",
            "    for instance: brakes=yes, age=10\n    because of: old-is-worn\n",
            "  - sell -> mend: ",
            "    for instance: brakes=no, age=10\n",
        ),
    )

    assert SAME not in ended.out
    for pack, outcome in ((toy.BICYCLE, "sell"), (new, "ride")):
        call = exitwise(
            *("advise", "--pack", pack, "--format", "json", "--set", "brakes=yes", "--set", "age=10")
        )
        assert call.expects(out=SOMETHING).json()["recommendation"] == outcome


def test_two_checkouts_of_the_shipped_pack(tmp_path: Path) -> None:
    """Each is loaded with the sources of its own checkout."""
    copytree(shipped.FOLDER.parents[1] / "seeds", tmp_path / "seeds")
    facts = (shipped.FOLDER / "pack.yaml").read_text("utf-8")
    version = next(line for line in facts.splitlines() if line.startswith("version: "))
    new = changed_copy(
        tmp_path / "rules" / "mine", "pack.yaml", version, "version: 2036.1.0", of=shipped.FOLDER
    )

    diff(shipped.FOLDER, new).expects(
        out=(f"      old: {version.removeprefix('version: ')}\n      new: 2036.1.0\n", SAME)
    )


@pytest.mark.parametrize(
    ("old", "new", "status"), [("{at_least: 10}", "{at_least: 20}", 1), ("It is", "It's", 0)]
)
def test_json_fits_its_schema(old: str, new: str, status: int, tmp_path: Path) -> None:
    """The exit status is that of the text, and control characters are escaped."""
    other = changed_copy(tmp_path / "new", "findings.yaml", old, new)

    data = diff(toy.BICYCLE, other, "--format", "json").expects(status, out=SOMETHING).json()

    assert list(schemas.validator("diff").iter_errors(data)) == []
    assert data["same"] == (status == 0)
    assert [edit["id"] for edit in data["edits"]] == ["old-is-worn"]


def test_json_is_lossless_in_a_narrow_encoding(tmp_path: Path) -> None:
    """Other characters are escaped and read back unchanged."""
    other = changed_copy(tmp_path / "new", "findings.yaml", "The brakes slip.", "Größe ☂")
    call = diff(toy.BICYCLE, other, "--format", "json")

    narrow = call.where(PYTHONIOENCODING="ascii").expects(out=SOMETHING)

    assert narrow.out.isascii()
    assert json.loads(narrow.out) == call.expects(out=SOMETHING).json()


@pytest.mark.parametrize("columns", [20, 80])
def test_no_line_is_wider_than_the_window(columns: int, tmp_path: Path) -> None:
    """All words are there at any width."""
    call = diff(
        toy.BICYCLE, changed_copy(tmp_path / "new", "findings.yaml", "{at_least: 10}", "{at_least: 20}")
    )

    narrow = call.where(COLUMNS=str(columns)).expects(1, out=SOMETHING).out

    assert max(map(len, narrow.splitlines())) <= columns
    assert "".join(narrow.split()) == "".join(call.expects(1, out=SOMETHING).out.split())


def test_terminal_gets_colour() -> None:
    """Without its styles the output is that of a pipe; NO_COLOR disables them."""
    call = ("audit", "diff", toy.BICYCLE, toy.BICYCLE)
    seen = at_terminal(*call)

    assert STYLE.search(seen)
    assert STYLE.sub("", seen) == exitwise(*call).expects(out=SOMETHING).out
    assert not STYLE.search(at_terminal(*call, more={"NO_COLOR": "1"}))


CALLS = [
    ((), ("Missing argument 'OLD'", "--help")),
    ((toy.BICYCLE,), ("Missing argument 'NEW'",)),
    ((toy.BICYCLE, toy.BICYCLE, toy.BICYCLE), ("unexpected extra argument",)),
    ((toy.BICYCLE, "no/such\nfolder"), ("unknown pack `no/such\nfolder`",)),
    (("courser", toy.BICYCLE), ("unknown pack `courser`", "did you mean `coursera`?")),
    ((toy.BICYCLE, toy.BICYCLE, "--format", "yaml"), ("'yaml'",)),
    (
        (toy.BICYCLE, toy.BICYCLE, "--pack", "coursera"),
        ("`--pack` has no effect here", "help: name the two packs: exitwise audit diff OLD NEW"),
    ),
]


@pytest.mark.parametrize(("arguments", "err"), CALLS)
def test_invalid_call_exits_with_2(arguments: tuple[object, ...], err: tuple[str, ...]) -> None:
    """The message has a help."""
    diff(*arguments).expects(2, err=err)


@pytest.mark.parametrize("broken_first", [True, False])
def test_invalid_pack_exits_with_4(tmp_path: Path, *, broken_first: bool) -> None:
    """The defects of either pack are reported."""
    both = [tmp_path, toy.BICYCLE] if broken_first else [toy.BICYCLE, tmp_path]

    diff(*both).expects(4, err=("facts.yaml",))


def test_help_has_an_example_and_the_exit_status() -> None:
    """The help explains the exit status too."""
    diff("--help").expects(out=("exitwise audit diff OLD NEW --format json", "Exits with 0"))
