"""Every check: packs that trip it, packs that just do not, and what looking at everybody finds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from exitwise.audit.check import Check, all_checks
from exitwise.audit.report import audit
from exitwise.audit.subject import Subject
from exitwise.diagnostic import PackDiagnostic
from support.oracles import check_oracles, exhaustive, naive
from support.packs import flawed, random_packs, toy

MADE = {name: check for name, check in all_checks().items() if check.find is not None}
SOURCES = frozenset({"rule-without-source", "statement-without-rule", "source-past-review"})
"""Left out where they are not what is tested: most packs of the corpus have no sources."""


def seen(defect: PackDiagnostic, expected: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What is expected of a defect, as it is."""
    says = expected["says"] if expected["says"] in defect.message else defect.message
    file = Path(defect.place.file).relative_to(folder).as_posix()
    told: dict[str, Any] = {"says": says, "place": f"{file}:{defect.place.line}"}
    if defect.severity != MADE[defect.id].severity:
        told["severity"] = defect.severity
    if defect.extent is not None:
        told |= {"profiles": defect.extent.profiles, "witness": defect.extent.witness}
    return told


@pytest.mark.parametrize("name", flawed.CASES)
def test_a_check_finds_what_it_should_and_nothing_else(name: str, tmp_path: Path) -> None:
    """It says what is wrong, where, how grave it is, and how far it reaches, with the smallest witness."""
    case = flawed.CASES[name]

    found = sorted(MADE[case.check].diagnostics(case.subject(tmp_path)), key=lambda defect: defect.place)

    assert len(found) == len(case.expect), [defect.message for defect in found]
    assert [seen(*pair, tmp_path) for pair in zip(found, case.expect, strict=True)] == list(case.expect)


@pytest.mark.parametrize("name", flawed.TRIPS)
def test_one_flaw_is_one_defect(name: str, tmp_path: Path) -> None:
    """What one check reports no other repeats."""
    case = flawed.TRIPS[name]
    checks = [check for check in MADE.values() if check.id == case.check or check.id not in SOURCES]

    report = audit(case.subject(tmp_path), checks)

    assert {defect.id for defect in report.diagnostics if defect.severity != "info"} - {
        case.check
    } == case.also


@pytest.mark.parametrize("check", MADE)
def test_every_check_has_packs_that_trip_it_and_near_misses(check: str) -> None:
    """Neither a check that finds nothing nor one that finds everything would go unnoticed."""
    kinds = {case.name.partition("-")[0] for case in flawed.CASES.values() if case.check == check}

    assert kinds == {"trips", "passes"}


@pytest.mark.parametrize("check", MADE.values(), ids=MADE)
def test_a_defect_is_told_on_one_line_with_a_way_out(check: Check, tmp_path: Path) -> None:
    """A message is a sentence without its full stop, and there is always something that can be done."""
    case = next(case for case in flawed.TRIPS.values() if case.check == check.id)

    for defect in check.diagnostics(case.subject(tmp_path)):
        assert defect.message.isprintable()
        assert defect.help.isprintable()
        assert defect.help


@pytest.mark.parametrize("name", flawed.CASES)
def test_looking_at_everybody_finds_the_same_in_the_corpus(name: str, tmp_path: Path) -> None:
    """What is proved of all profiles is true of each, one after the other."""
    subject = flawed.CASES[name].subject(tmp_path)

    agree(subject, naive.read_pack(tmp_path))


@settings(max_examples=40)
@given(exhaustive.small_packs(most=60))
def test_looking_at_everybody_finds_the_same_in_any_pack(data: random_packs.Data) -> None:
    """Proof and enumeration agree on what is wrong, with how many profiles, and on the witnesses."""
    agree(Subject(toy.loaded(data), flawed.TODAY), data)


def agree(subject: Subject, data: random_packs.Data) -> None:
    """Hold every check of which the profiles can be enumerated against its oracle."""
    everybody = check_oracles.Everybody(data, subject.knowledge)
    checks = check_oracles.ORACLES if everybody.admissible else {"constraint-excludes-everything"}
    for name in checks:
        expected = check_oracles.ORACLES[name](everybody)
        found: dict[tuple[str, ...], PackDiagnostic] = {}
        for defect in MADE[name].diagnostics(subject):
            key = check_oracles.key(defect)
            if key is not None:
                assert key not in found or name == "idle-condition", key
                found[key] = defect
        assert found.keys() == expected.keys(), name
        for key, defect in found.items():
            reaches(defect, expected[key], everybody)


def reaches(
    defect: PackDiagnostic, expected: list[exhaustive.Profile] | None, everybody: check_oracles.Everybody
) -> None:
    """The extent counts the expected profiles, and its witness is one that states the fewest facts."""
    if defect.extent is None or expected is None:
        assert (defect.extent, expected) == (None, None), defect.id
        return
    assert (defect.extent.profiles, defect.extent.of) == (len(expected), len(everybody.admissible)), defect.id
    witness = everybody.completed(defect.extent.witness)
    assert witness in expected, defect.id
    assert everybody.stated(witness) == min(map(everybody.stated, expected)), defect.id


@pytest.mark.parametrize("check", all_checks().values(), ids=all_checks())
def test_every_page_says_why_and_how_and_shows_it(check: Check) -> None:
    """A sentence that says what is wrong, and three paragraphs under their heads."""
    first, rest = check.doc.split("\n\n", 1)
    heads = [line for line in rest.splitlines() if line and not line.startswith(" ")]

    assert first.endswith(".")
    assert heads == ["Why it matters:", "Example:", "Fix:"]
    assert max(map(len, check.doc.splitlines())) <= 110
