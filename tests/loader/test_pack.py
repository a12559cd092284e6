"""Whole packs: those that load, and those whose every defect is reported with its place and a way out."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings

from exitwise.diagnostic import PackDiagnostic
from exitwise.errors import InputError, PackError
from exitwise.loader.pack import load
from support.oracles import naive, schemas
from support.packs import defect_corpus, random_packs, toy

BY_NAME = {case.name: case for case in defect_corpus.CASES}
JUDGED = {name: case for name, case in BY_NAME.items() if case.schema != "silent"}


def defects(folder: Path) -> tuple[PackDiagnostic, ...]:
    """What is wrong with the pack in a folder."""
    with pytest.raises(PackError) as raised:
        load(folder)
    return raised.value.diagnostics


@pytest.mark.parametrize("name", BY_NAME)
def test_a_defect_is_reported_once_with_its_place_and_a_way_out(name: str, tmp_path: Path) -> None:
    """One defect is one report: its kind, its place, the words that show what is meant, and the help."""
    case = BY_NAME[name]
    folder = case.write(tmp_path / "pack")

    (defect,) = defects(folder)

    assert defect.id == case.defect
    assert str(defect.place) == f"{folder.as_posix()}/{case.place}"
    assert [word for word in case.says if word not in defect.message] == []
    assert case.help in defect.help
    assert "\n" not in defect.message


@pytest.mark.parametrize("name", JUDGED)
def test_loader_and_schema_judge_the_same_file(name: str) -> None:
    """A schema refuses what is wrong in itself; what only other files show to be wrong it accepts."""
    case = JUDGED[name]

    accepted = schemas.accepts(schemas.schema_of(case.file), schemas.document(case.file, case.text or ""))

    assert accepted is (case.schema == "accepts")


def test_a_pack_that_is_sound_loads() -> None:
    """The pack that all the defects were put into has none itself."""
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
    assert [law.id for law in knowledge.properties] == ["unsafe-waits", "oil-comes-first", "every-form"]
    assert [case.id for case in knowledge.scenarios] == ["safe-and-new", "brakes-slip", "too-old-for-green"]
    assert [letter.id for letter in knowledge.letters] == ["hello"]
    assert list(knowledge.statement) == ["manual.1", "manual.2", "manual.3"]


def test_only_three_files_are_needed(tmp_path: Path) -> None:
    """A pack is a head, facts and arguments; everything else may be absent."""
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


def test_advice_needs_neither_properties_nor_scenarios(tmp_path: Path) -> None:
    """Without them a pack is the same knowledge, and what is wrong in them is not looked for."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (folder / "properties.yaml").write_text("[", "utf-8")
    (folder / "scenarios" / "one.yaml").write_text("[", "utf-8")

    knowledge = load(folder, cases=False)

    assert [defect.id for defect in defects(folder)] == ["bad-yaml", "bad-yaml"]
    assert (knowledge.properties, knowledge.scenarios) == ((), ())
    assert knowledge.digest == load(toy.BICYCLE).digest


def test_all_defects_of_all_files_are_reported_together(tmp_path: Path) -> None:
    """They stand in the order of their places, and the message of the error holds them all."""
    toy.write(
        tmp_path,
        findings="[{id: a, finding: f, when: {dor: no}, because: 'So {dais}.'}, {id: a, because: So.}]",
        plan="- {id: s, title: T, how: H, phase: never, because: So., colour: red}",
        warnings="- {id: w, title: T, severity: info, because: So., when: {step: s}}",
    )

    found = defects(tmp_path)

    assert [(defect.place.file.rpartition("/")[2], defect.id) for defect in found] == [
        ("findings.yaml", "unknown-fact"),
        ("findings.yaml", "unknown-placeholder"),
        ("findings.yaml", "missing-key"),
        ("plan.yaml", "unknown-phase"),
        ("plan.yaml", "unknown-key"),
        ("warnings.yaml", "not-allowed-here"),
    ]
    assert [defect.place for defect in found] == sorted(defect.place for defect in found)
    assert str(PackError(found)) == "\n".join(str(defect) for defect in found)


def test_a_file_that_cannot_be_read_hides_no_names(tmp_path: Path) -> None:
    """What the broken file would have named is not reported as unknown elsewhere."""
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
        ("zzz.yaml", "a pack has `pack.yaml`"),
        ("scenario/one.yaml", "scenarios and sources"),
        ("scenarios/one.yml", "scenarios and sources"),
        ("scenarios/deeper/one.yaml", "scenarios and sources"),
    ],
)
def test_a_file_of_no_kind_is_not_lost_in_silence(file: str, help_: str, tmp_path: Path) -> None:
    """The rules in a misspelt file would otherwise not apply, and nobody would know."""
    path = toy.write(tmp_path) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[]", "utf-8")

    (defect,) = defects(tmp_path)

    assert defect.id == "unknown-file"
    assert defect.place.file.endswith(f"/{file}")
    assert help_ in defect.help


@pytest.mark.parametrize("file", ["facts.yaml", "sources/one.yaml", "scenarios/one.yaml", "letters/hello.md"])
def test_a_file_that_is_not_text_is_refused_where_it_stops_being_it(file: str, tmp_path: Path) -> None:
    """UTF-8 alone is read; the place is that of the first byte that cannot be."""
    folder = shutil.copytree(toy.BICYCLE, tmp_path / "pack")
    (folder / file).write_bytes(b"- a\n- b: \xff\n")

    found = defects(folder)

    assert [(str(defect.place), defect.id) for defect in found if defect.place.file.endswith(file)] == [
        (f"{folder.as_posix()}/{file}:2:6", "not-utf8")
    ]


def test_a_pack_that_is_not_there_is_not_a_pack_with_defects() -> None:
    """A wrong name is the caller's mistake, and the nearest right one is named."""
    with pytest.raises(InputError, match="no pack is called `courser`") as raised:
        load("courser")

    assert "did you mean `coursera`?" in str(raised.value)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/object/new:os.system", "!x"])
def test_nothing_in_a_pack_executes(tag: str, tmp_path: Path) -> None:
    """A tag that a careless loader would call is refused before anything is made of it."""
    trace = tmp_path / "executed"
    folder = toy.write(tmp_path / "pack", findings=f"- {tag} ['touch {trace.as_posix()}']")

    (defect,) = defects(folder)

    assert defect.id == "unknown-tag"
    assert not trace.exists()


@settings(max_examples=40)
@given(random_packs.packs())
def test_a_random_pack_loads_and_satisfies_the_schemas(pack: naive.Pack) -> None:
    """Loader and schemas take every pack of the format, with one exception that the next test states."""
    knowledge = toy.loaded(pack)

    assert [fact.id for fact in knowledge.facts] == [fact["id"] for fact in pack["facts.yaml"]["facts"]]
    assert [
        file
        for file, data in pack.items()
        if "2026-05-11" not in str(data) and not schemas.accepts(schemas.schema_of(file), data)
    ] == []


def test_a_quoted_name_that_reads_as_a_date_is_the_one_thing_judged_differently(tmp_path: Path) -> None:
    """An editor gives a schema no quotes to see, so it refuses the date that the loader takes for a name."""
    text = "- {id: '2026-05-11', finding: f, because: So.}"

    (rule,) = load(toy.write(tmp_path, findings=text)).findings

    assert rule.id == "2026-05-11"
    assert not schemas.accepts("findings", schemas.parsed(text))
    assert [defect.id for defect in defects(toy.write(tmp_path, findings=text.replace("'", "")))] == [
        "not-a-name"
    ]
