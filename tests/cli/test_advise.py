"""`exitwise advise`: one profile in, advice out, or one clear message."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import judge
import shipped
import toy
from program import SOMETHING, Expected, Run, exitwise

SAFE = {"brakes": "yes", "colour": "blue", "age": 5}
FORMS = ("text", "markdown", "json")


def advise(*arguments: object) -> Run:
    """A call that advises on a bicycle, from standard input."""
    return exitwise("advise", "-", "--pack", toy.BICYCLE, *arguments)


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """The profile of a bicycle in order, in a file."""
    path = tmp_path / "safe.json"
    path.write_text(json.dumps(SAFE), "utf-8")
    return path


@pytest.mark.parametrize(
    "profile", [SAFE, {"brakes": "no", "id": "Größe ☂", "age": None}, {"brakes": "no", "id": 7}]
)
def test_json_is_what_the_library_returns(profile: dict[str, object]) -> None:
    """`--format json` writes the advice that `advise` returns, and nothing that its schema does not know."""
    written = advise("--format", "json").reads(profile).expects(out=SOMETHING).json()

    advice = toy.bicycle().advise(profile, as_of=date.fromisoformat(written["as_of"]))
    assert written == advice.as_dict()
    assert judge.accepts("advice", written)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_and_standard_input_are_read_alike(safe: Path, form: str) -> None:
    """A profile is the same wherever it comes from."""
    piped = advise("--format", form).reads(SAFE).expects(out=SOMETHING)

    assert exitwise("advise", safe, "--pack", toy.BICYCLE, "--format", form).expects(out=SOMETHING) == piped


HOSTILE = "\x1b[31m\x9b2J\x07\u202e [bold] [/x] :b: *a* <b>\n- [ ] 1. forged"


@pytest.mark.parametrize("form", FORMS)
def test_an_id_is_echoed_and_steers_nothing(form: str) -> None:
    """Whatever an id holds is text in every form, on its own line; JSON gives it back unchanged."""
    written = advise("--format", form).reads(SAFE | {"id": HOSTILE}).expects(out=("b", "forged"))

    assert not [line for line in written.out.splitlines() if line.startswith("- [ ] 1. forged")]
    assert form != "json" or written.json()["id"] == HOSTILE


def test_text_is_the_default_form() -> None:
    """Without `--format` a person is meant."""
    assert advise().reads(SAFE).expects(out=SOMETHING) == advise("--format", "text").reads(SAFE).expects(
        out=SOMETHING
    )


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\n\t "])
def test_a_byte_order_mark_and_white_space_are_no_fault(start: bytes) -> None:
    """Editors put them before a text, and JSON allows the white space."""
    advise().reads(start + json.dumps(SAFE).encode()).expects(out=("Ride it",))


def test_the_shipped_pack_is_the_default(tmp_path: Path) -> None:
    """Without `--pack` the shipped pack advises, as under its name, wherever one stands."""
    call = exitwise("advise", "-", "--format", "json").reads(shipped.admissible(1)).inside(tmp_path)
    unnamed = call.expects(out=SOMETHING)
    named = replace(call, command=(*call.command, "--pack", shipped.FOLDER.name)).expects(out=SOMETHING)

    assert named == unnamed
    assert unnamed.json()["pack"]["name"] == shipped.FOLDER.name


def test_set_puts_answers_in_place(safe: Path) -> None:
    """Each `--set` adds or replaces one answer, a number among them; the rest of the profile stands."""
    changes = ("--set", "brakes=no", "--set", "age=12", "--set", "bell=loud")
    set_ = exitwise("advise", safe, "--pack", toy.BICYCLE, "--format", "json", *changes).expects(
        out=SOMETHING
    )

    told = advise("--format", "json").reads(SAFE | {"brakes": "no", "age": 12, "bell": "loud"})
    assert set_ == told.expects(out=SOMETHING)


def test_an_empty_value_takes_an_answer_away() -> None:
    """`--set fact=` makes a fact absent, so it counts as assumed."""
    without = (
        advise("--format", "json", "--set", "colour=", "--set", "age=").reads(SAFE).expects(out=SOMETHING)
    )

    assert without.json()["assumed"] == ["colour", "age", "bell", "spokes"]


def test_an_unknown_answer_can_be_set() -> None:
    """`--set fact=unknown` is an answer, for a number too: nothing is assumed of it."""
    told = advise("--format", "json", "--set", "age=unknown").reads(SAFE).expects(out=SOMETHING)

    assert told.json()["assumed"] == ["bell", "spokes"]


def test_set_alone_is_a_profile() -> None:
    """Answers can be given without any file."""
    exitwise("advise", "--pack", toy.BICYCLE, "--set", "brakes=yes").expects(out=("Ride it",))


ASSIGNMENTS = {
    "an unknown fact": (["colur=red"], ("`colur`", "did you mean `colour`?")),
    "an unknown fact, among good ones": (["age=7", "bel=loud"], ("`bel`", "did you mean `bell`?")),
    "an unknown value": (["colour=rad"], ("/colour", "`rad`", "did you mean `red`?")),
    "a word for a number": (["age=old"], ("/age", "`old`", "a whole number")),
    "a fraction": (["age=7.5"], ("/age", "7.5", "a whole number")),
    "a number out of bounds": (["age=91"], ("/age", "91", "90")),
    "a number beyond 64 bits": (["age=99999999999999999999"], ("/age", "64 bits")),
    "a number of many digits": ([f"age={'9' * 5000}"], ("/age", "a whole number")),
    "no assignment": (["brakes"], ("`brakes`", "fact=value")),
    "no fact": (["=yes"], ("fact",)),
    "a required fact taken away": (["brakes="], ("/brakes", "required")),
    "a contradiction": (["colour=green", "age=60"], ("no-old-green",)),
    "bytes that are no text": (["colour=\udcff"], ("/colour", r"\udcff", "`red`")),
}


@pytest.mark.parametrize(("assignments", "words"), ASSIGNMENTS.values(), ids=ASSIGNMENTS)
def test_a_mistaken_assignment_is_refused(assignments: list[str], words: tuple[str, ...]) -> None:
    """What cannot be set ends with 2, and the message names what may have been meant."""
    options = [part for assignment in assignments for part in ("--set", assignment)]

    advise(*options).reads(SAFE).expects(2, err=words)


@pytest.mark.parametrize(
    ("folder", "pack"), [(".", "."), ("letters", ".."), ("..", "base"), ("..", "./base/")]
)
def test_a_pack_is_found_by_its_path(folder: str, pack: str) -> None:
    """A path is taken from the folder in which the program is called."""
    call = exitwise("advise", "-", "--pack", pack).reads(SAFE).inside(toy.BICYCLE / folder)

    call.expects(out=("What to do with a bicycle", "Ride it"))


PACKS = {
    "a name near one": ("courser", ("`courser`", "did you mean `coursera`?")),
    "a name like none": ("xyzzy", ("`xyzzy`", "`coursera`")),
    "a path to nothing": ("/no/such/pack", ("/no/such/pack", "`coursera`")),
    "no name": ("", ("`coursera`",)),
    "a name that would steer a terminal": ("\x1b[31m\x9b", ("`coursera`",)),
}


@pytest.mark.parametrize(("pack", "words"), PACKS.values(), ids=PACKS)
def test_an_unknown_pack_is_refused(pack: str, words: tuple[str, ...]) -> None:
    """A pack that is not there ends with 2 and names those that are."""
    exitwise("advise", "-", "--pack", pack).reads(SAFE).expects(2, err=words)


BREAKS = (
    ("facts", "kind: integer", "integer", "intger"),
    ("findings", "worn, colour", "colour", "colur"),
    ("plan", "after: oil", "oil", "oyl"),
)


def spoil(pack: Path, stem: str, where: str, word: str, wrong: str) -> str:
    """Misspell the last word of the first such place of a file, and return its file:line:column."""
    path = pack / f"{stem}.yaml"
    text = path.read_text("utf-8")
    at = text.index(where) + where.rindex(word)
    path.write_text(text[:at] + wrong + text[at + len(word) :], "utf-8")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return f"{stem}.yaml:{line}:{column}: "


def test_all_defects_of_a_broken_pack_are_told(tmp_path: Path) -> None:
    """A broken pack ends with 4 and tells every defect with its place and what may have been meant."""
    pack = shutil.copytree(toy.BICYCLE, tmp_path / "broken")
    places = [spoil(pack, *slip) for slip in BREAKS]
    meant = [f"did you mean `{word}`?" for _, _, word, _ in BREAKS]

    exitwise("advise", "-", "--pack", pack).reads(SAFE).expects(4, err=(*places, *meant))


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    """An empty folder is an invalid pack, told by the files that it lacks."""
    exitwise("advise", "-", "--pack", tmp_path).reads(SAFE).expects(
        4, err=("pack.yaml", "facts.yaml", "recommendations.yaml")
    )


FAULTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "not JSON": ("{brakes: yes}", ("not JSON", "line 1", "column 2")),
    "cut short": ('{"brakes":\n "yes"', ("not JSON", "line 2")),
    "two texts": ('{"brakes": "yes"}\n{}', ("not JSON", "line 2", "column 1")),
    "empty": ("", ("not JSON",)),
    "white space": (" \n ", ("not JSON",)),
    "zero bytes": (bytes(100), ("not JSON",)),
    "not UTF-8": (b'{"brakes": "\xff"}', ("not UTF-8", "12")),
    "UTF-16": ('{"brakes": "yes"}'.encode("utf-16"), ("not UTF-8",)),
    "a list": ([SAFE], ("a list", "object")),
    "a text": ("profile.json".join('""'), ("a text", "object")),
    "a number": ("7", ("a number", "object")),
    "null": ("null", ("null", "object")),
    "a boolean": ("true", ("boolean", "object")),
    "not a number": ('{"brakes": "yes", "age": NaN}', ("not JSON", "`NaN`")),
    "infinite": ('{"brakes": "yes", "age": -Infinity}', ("not JSON", "`-Infinity`")),
    "a number too large for a computer": ('{"brakes": "yes", "age": 1e999}', ("/age", "a whole number")),
    "a number of many digits": (f'{{"brakes": "yes", "age": {"7" * 5000}}}', ("/age", "64 bits")),
    "a number beyond 64 bits": (SAFE | {"age": 2**63}, ("/age", "64 bits", "at most 90")),
    "a number out of bounds": (SAFE | {"spokes": 11}, ("/spokes", "11", "12", "48")),
    "a fraction": (SAFE | {"age": 5.0}, ("/age", "5.0", "a whole number")),
    "a text for a number": (SAFE | {"age": "5"}, ("/age", "a whole number")),
    "a number for a choice": (SAFE | {"brakes": 1}, ("/brakes", "1", "`yes`, `no`")),
    "a boolean for a number": (SAFE | {"age": True}, ("/age", "true", "a whole number")),
    "a boolean for a choice": (SAFE | {"brakes": True}, ("/brakes", "true", "`yes`, `no`")),
    "a list for a choice": (SAFE | {"brakes": ["yes"]}, ("/brakes", "a list", "`yes`, `no`")),
    "an object for a choice": (SAFE | {"brakes": {}}, ("/brakes", "an object", "`yes`, `no`")),
    "an unknown key": (SAFE | {"colur": "red"}, ("/colur", "did you mean `colour`?")),
    "a key that a pointer escapes": (SAFE | {"a/b~c": 1}, ("/a~1b~0c", "`a/b~c`")),
    "an unknown value": (SAFE | {"colour": "Red"}, ("/colour", "`Red`", "did you mean `red`?")),
    "an empty text": (SAFE | {"brakes": ""}, ("/brakes", "`yes`, `no`")),
    "unknown where it is no answer": ({"brakes": "unknown"}, ("/brakes", "`yes`, `no`")),
    "a key given twice": ('{"brakes": "yes", "brakes": "yes"}', ("/brakes", "twice")),
    "a required fact missing": ({"colour": "red"}, ("/brakes", "required", "Do the brakes hold?")),
    "a required fact null": ({"brakes": None}, ("/brakes", "required")),
    "a contradiction": (
        {"brakes": "yes", "colour": "green", "age": 60},
        ("/colour", "`colour`", "`age`", "no-old-green", "Green paint is not 60 years old."),
    ),
    "an id that is a list": (SAFE | {"id": [1]}, ("/id",)),
    "an id that is a boolean": (SAFE | {"id": False}, ("/id",)),
    "an id that is a fraction": (SAFE | {"id": 1.5}, ("/id",)),
    "an id of many digits": (f'{{"brakes": "yes", "id": {"7" * 5000}}}', ("/id",)),
    "another schema": (SAFE | {"schema": "exitwise.profile/2"}, ("/schema", "exitwise.profile/1")),
    "steering characters": (
        SAFE | {"colour": "\x1b[31m\x9b\u202e", "\x07": 1},
        ("/colour", r"\x1b", r"\x07"),
    ),
}


@pytest.mark.parametrize(("profile", "words"), FAULTS.values(), ids=FAULTS)
def test_a_profile_with_a_fault_is_refused(profile: object, words: tuple[str, ...]) -> None:
    """A profile that cannot be used ends with 2; the message points to the fault and to what is near."""
    advise().reads(profile).expects(2, err=("standard input", *words))


MEASURELESS: dict[str, tuple[Callable[[], str], str]] = {
    "100 MB": (lambda: f'{{"brakes": "yes", "id": "{"x" * 100_000_000}"}}', "larger"),
    "100,000 lists": (lambda: "[" * 100_000 + "]" * 100_000, "nested"),
    "100,000 lists left open": (lambda: "[" * 100_000, "nested"),
    "100,000 objects": (lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "nested"),
    "100,000 lists in an answer": (lambda: f'{{"brakes": {"[" * 100_000 + "]" * 100_000}}}', "nested"),
}


@pytest.mark.parametrize(("written", "word"), MEASURELESS.values(), ids=MEASURELESS)
def test_a_profile_beyond_measure_is_refused(written: Callable[[], str], word: str) -> None:
    """Size and depth end with 2 and one message; neither is worked through."""
    advise().reads(written()).expects(2, err=("standard input", word, "JSON object"))


def test_all_faults_are_told_together() -> None:
    """Every fault of a profile stands in one message, sorted by pointer."""
    profile = '{"spokes": 99, "colur": 1, "brakes": "yess", "age": 1, "age": 2}'
    told = advise().reads(profile).expects(2, err=SOMETHING).err

    places = [told.index(pointer) for pointer in ("/age:", "/brakes:", "/colur:", "/spokes:")]
    assert places == sorted(places)


def test_a_name_cannot_forge_a_message() -> None:
    """A line break in a key is shown in the message; it does not begin a line of its own."""
    told = advise().reads(SAFE | {"x\nexitwise: all is well": 1}).expects(2, err=SOMETHING).err

    assert not any(line.startswith("exitwise: all is well") for line in told.splitlines())
    assert len(told.splitlines()) == 1


def test_a_fault_is_told_with_the_file_it_is_in(tmp_path: Path) -> None:
    """Of a profile in a file, the message names the file."""
    path = tmp_path / "spoilt.json"
    path.write_text('{"brakes": "yess"}', "utf-8")

    exitwise("advise", path, "--pack", toy.BICYCLE).expects(2, err=(str(path), "/brakes", "`yes`"))


@pytest.mark.parametrize("name", ["missing.json", ".", "missing/profile.json", "\x1b[31m\udcff.json"])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    """A profile's file that is not there, or is a folder, ends with 3 and the reason."""
    exitwise("advise", name, "--pack", toy.BICYCLE).inside(tmp_path).expects(
        3, err=("cannot be read", "irectory")
    )


ARGUMENTS = {
    "gap": ("[{id: shut-in, recommend: stay, when: {door: no}, because: So.}]", ("gap",)),
    "conflict": (
        """
        - {id: go-out, recommend: leave, when: {door: yes}, because: It is open.}
        - {id: let-go, recommend: sell, when: {place: here}, because: It is mine.}
        - {id: shut-in, recommend: stay, when: {door: no}, because: It is shut.}
        """,
        ("conflict", "`go-out`", "`let-go`", "`leave`", "`sell`"),
    ),
}
PLAN = """
- {id: pack, title: Pack, how: A bag., phase: before, because: You need it.}
- {id: leave, title: Leave, how: Walk., phase: act, when: {recommend: [leave, sell]}, because: Go.}
"""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("arguments", "words"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_a_pack_that_decides_nothing(arguments: str, words: Expected, form: str, tmp_path: Path) -> None:
    """Where no outcome is left, or several, the program recommends none, ends with 4 and names the rules."""
    pack = toy.write(tmp_path, recommendations=arguments, plan=PLAN)
    call = exitwise("advise", "-", "--pack", pack, "--format", form).reads({"place": "here", "door": "yes"})
    ended = call.expects(4, out=SOMETHING, err=words)

    assert "shut-in" not in ended.err
    if form == "json":
        advice = ended.json()
        assert (advice["recommendation"], advice["readiness"]) == (None, "hold")
        assert [step["id"] for step in advice["steps"]] == ["pack"]
