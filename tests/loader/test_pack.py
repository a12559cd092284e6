"""Loading whole packs: valid ones, and the corpus of defects."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings

from exitwise.diagnostic import PackDiagnostic
from exitwise.errors import InputError, PackError
from exitwise.loader.pack import load
from support.oracles import naive, schemas
from support.packs import defect_corpus, random_packs, toy
from support.running.examples import examples

BY_NAME = {case.name: case for case in defect_corpus.CASES}
VALIDATED = {name: case for name, case in BY_NAME.items() if case.schema != "silent"}


def defects(folder: Path) -> tuple[PackDiagnostic, ...]:
    """Return the defects of the pack in a folder."""
    with pytest.raises(PackError) as raised:
        load(folder, translations=True)
    return raised.value.diagnostics


@pytest.mark.parametrize("name", BY_NAME)
def test_a_defect_is_reported_once_with_place_and_help(name: str, tmp_path: Path) -> None:
    """One defect is one diagnostic with the expected id, place, message and help."""
    case = BY_NAME[name]
    folder = case.write(tmp_path / "pack")

    (defect,) = defects(folder)

    assert defect.id == case.defect
    assert str(defect.place) == f"{folder.as_posix()}/{case.place}"
    assert [part for part in case.says if part not in defect.message] == []
    assert case.help in defect.help
    assert "\n" not in defect.message


@pytest.mark.parametrize("name", VALIDATED)
def test_the_schema_rejects_defects_of_a_single_file(name: str) -> None:
    """It accepts a file whose defect only other files show."""
    case = VALIDATED[name]

    accepted = schemas.accepts(schemas.schema_of(case.file), schemas.document(case.file, case.text or ""))

    assert accepted is (case.schema == "accepts")


def test_a_valid_pack_loads() -> None:
    """The base of the corpus of defects has none itself."""
    knowledge = load(toy.BICYCLE)

    assert knowledge.name == "bicycle"
    assert knowledge.outcomes == (("ride", "Ride it"), ("mend", "Mend it"), ("sell", "Sell it"))
    assert [fact.id for fact in knowledge.facts] == ["colour", "brakes", "age", "bell", "spokes"]
    assert [rule.id for rule in knowledge.all_rules] == [
        "no-old-green",
        *("old-is-worn", "red-is-loved", "slips-is-unsafe"),
        *("just-ride", "mend-unsafe", "sell-worn"),
        *("oil", "set-out", "write-home"),
        *("slippery", "wait-for-brakes"),
    ]
    assert [property_.id for property_ in knowledge.properties] == [
        "unsafe-waits",
        "oil-comes-first",
        "every-form",
    ]
    assert [case.id for case in knowledge.scenarios] == ["safe-and-new", "brakes-slip", "too-old-for-green"]
    assert [letter.id for letter in knowledge.letters] == ["hello"]
    assert list(knowledge.statement) == ["manual.1", "manual.2", "manual.3"]


def test_only_three_files_are_needed(tmp_path: Path) -> None:
    """pack.yaml, facts.yaml and recommendations.yaml; all others are optional."""
    knowledge = load(toy.write(tmp_path))

    assert knowledge.language == "en"
    assert knowledge.notice == ""
    assert (knowledge.findings, knowledge.steps, knowledge.warnings) == ((), (), ())
    assert (knowledge.properties, knowledge.scenarios, knowledge.letters, knowledge.sources) == (
        (),
        (),
        (),
        (),
    )


def test_properties_and_scenarios_can_be_skipped(tmp_path: Path) -> None:
    """The digest is the same, and their defects are not reported."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (folder / "properties.yaml").write_text("[", "utf-8")
    (folder / "scenarios" / "one.yaml").write_text("[", "utf-8")

    knowledge = load(folder, cases=False)

    assert [defect.id for defect in defects(folder)] == ["bad-yaml", "bad-yaml"]
    assert (knowledge.properties, knowledge.scenarios) == ((), ())
    assert knowledge.digest == load(toy.BICYCLE).digest


def test_all_defects_of_all_files_are_reported_together(tmp_path: Path) -> None:
    """They are sorted by place, and the message of the error lists them all."""
    toy.write(
        tmp_path,
        findings="[{id: a, finding: f, when: {dor: no}, because: 'So {dais}.'}, {id: a, because: So.}]",
        plan="- {id: s, title: T, how: H, phase: never, because: So., colour: red}",
        warnings="- {id: w, title: T, severity: info, because: So., when: {step: s}}",
    )

    reported = defects(tmp_path)

    assert [(defect.place.file.rpartition("/")[2], defect.id) for defect in reported] == [
        ("findings.yaml", "unknown-fact"),
        ("findings.yaml", "unknown-placeholder"),
        ("findings.yaml", "missing-key"),
        ("plan.yaml", "unknown-phase"),
        ("plan.yaml", "unknown-key"),
        ("warnings.yaml", "not-allowed-here"),
    ]
    assert [defect.place for defect in reported] == sorted(defect.place for defect in reported)
    assert str(PackError(reported)) == "\n".join(str(defect) for defect in reported)


def test_names_of_an_invalid_file_are_not_unknown(tmp_path: Path) -> None:
    """References to names that the invalid file may define are not reported."""
    toy.write(
        tmp_path,
        findings="- {id: f, finding: cold, when: {nothing-known: no}, because: '{unheard-of}'}",
        facts="facts: [",
        properties="- {id: p, says: So., then: {finding: cold}}",
    )

    assert [defect.id for defect in defects(tmp_path)] == ["bad-yaml"]


@pytest.mark.parametrize(
    ("file", "help_"),
    [
        ("finding.yaml", "findings.yaml"),
        ("plan.yml", "plan.yaml"),
        ("zzz.yaml", "a pack consists of `pack.yaml`"),
        ("scenario/one.yaml", "scenarios, sources, tables and locale"),
        ("scenarios/one.yml", "scenarios, sources, tables and locale"),
        ("scenarios/deeper/one.yaml", "scenarios, sources, tables and locale"),
    ],
)
def test_an_unknown_file_is_reported(file: str, help_: str, tmp_path: Path) -> None:
    """The rules in a misspelt file would otherwise be lost silently."""
    path = toy.write(tmp_path) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[]", "utf-8")

    (defect,) = defects(tmp_path)

    assert defect.id == "unknown-file"
    assert defect.place.file.endswith(f"/{file}")
    assert help_ in defect.help


@pytest.mark.parametrize("file", ["facts.yaml", "sources/one.yaml", "scenarios/one.yaml", "letters/hello.md"])
def test_a_file_that_is_not_utf8_is_reported_at_the_first_invalid_byte(file: str, tmp_path: Path) -> None:
    """In every kind of file."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (folder / file).write_bytes(b"- a\n- b: \xff\n")

    reported = defects(folder)

    assert [(str(defect.place), defect.id) for defect in reported if defect.place.file.endswith(file)] == [
        (f"{folder.as_posix()}/{file}:2:6", "not-utf8")
    ]


def test_an_unknown_pack_is_an_input_error() -> None:
    """Not a pack error; the help names the nearest pack."""
    with pytest.raises(InputError, match="unknown pack `courser`") as raised:
        load("courser")

    assert "did you mean `coursera`?" in str(raised.value)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/object/new:os.system", "!x"])
def test_nothing_in_a_pack_executes(tag: str, tmp_path: Path) -> None:
    """A tag that a careless loader would execute is rejected before anything is constructed."""
    trace = tmp_path / "executed"
    folder = toy.write(tmp_path / "pack", findings=f"- {tag} ['touch {trace.as_posix()}']")

    (defect,) = defects(folder)

    assert defect.id == "unknown-tag"
    assert not trace.exists()


@settings(max_examples=examples(40))
@given(random_packs.packs())
def test_a_random_pack_loads_and_satisfies_the_schemas(pack: naive.Pack) -> None:
    """Loader and schemas accept every pack of the format, with one exception: the next test."""
    knowledge = toy.loaded(pack)

    assert [fact.id for fact in knowledge.facts] == [fact["id"] for fact in pack["facts.yaml"]["facts"]]
    assert [
        file
        for file, data in pack.items()
        if not file.endswith(".csv")
        and "2026-05-11" not in str(data)
        and not schemas.accepts(schemas.schema_of(file), data)
    ] == []


def test_a_quoted_date_as_name_is_valid_for_the_loader_only(tmp_path: Path) -> None:
    """A schema does not see quotes, so it rejects the date that the loader accepts as a name."""
    text = "- {id: '2026-05-11', finding: f, because: So.}"

    (rule,) = load(toy.write(tmp_path, findings=text)).findings

    assert rule.id == "2026-05-11"
    assert not schemas.accepts("findings", schemas.parsed(text))
    assert [defect.id for defect in defects(toy.write(tmp_path, findings=text.replace("'", "")))] == [
        "not-a-name"
    ]
