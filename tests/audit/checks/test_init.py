"""Tests of every check: packs with and without its defect, and enumeration of all profiles as the oracle."""

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
from support.packs import check_corpus, random_packs, toy
from support.running.examples import examples

MADE = {name: check for name, check in all_checks().items() if check.find is not None}
SOURCES = frozenset({"rule-without-source", "statement-without-rule", "source-past-review"})
"""Left out where they are not what is tested: most packs of the corpus have no sources."""


def actual(defect: PackDiagnostic, expected: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The fields of a diagnostic that a case states."""
    says = expected["says"] if expected["says"] in defect.message else defect.message
    file = Path(defect.place.file).relative_to(folder).as_posix()
    fields: dict[str, Any] = {"says": says, "place": f"{file}:{defect.place.line}"}
    if defect.severity != MADE[defect.id].severity:
        fields["severity"] = defect.severity
    if defect.extent is not None:
        fields |= {"profiles": defect.extent.profiles, "witness": defect.extent.witness}
    return fields


@pytest.mark.parametrize("name", check_corpus.CASES)
def test_check_finds_the_expected_violations(name: str, tmp_path: Path) -> None:
    """Message, place, severity, extent and smallest witness are as the case states, and no more is found."""
    case = check_corpus.CASES[name]

    diagnostics = sorted(
        MADE[case.check].diagnostics(case.subject(tmp_path)), key=lambda defect: defect.place
    )

    assert len(diagnostics) == len(case.expect), [defect.message for defect in diagnostics]
    assert [actual(*pair, tmp_path) for pair in zip(diagnostics, case.expect, strict=True)] == list(
        case.expect
    )


@pytest.mark.parametrize("name", check_corpus.TRIPS)
def test_defect_is_reported_by_one_check(name: str, tmp_path: Path) -> None:
    """No other check reports the same defect as a warning or an error."""
    case = check_corpus.TRIPS[name]
    checks = [check for check in MADE.values() if check.id == case.check or check.id not in SOURCES]

    report = audit(case.subject(tmp_path), checks)

    assert {defect.id for defect in report.diagnostics if defect.severity != "info"} - {
        case.check
    } == case.also


@pytest.mark.parametrize("check", MADE)
def test_every_check_has_positive_and_negative_cases(check: str) -> None:
    """A check that finds nothing, or everything, would be noticed."""
    kinds = {case.name.partition("-")[0] for case in check_corpus.CASES.values() if case.check == check}

    assert kinds == {"trips", "passes"}


@pytest.mark.parametrize("check", MADE.values(), ids=MADE)
def test_message_and_help_are_one_printable_line(check: Check, tmp_path: Path) -> None:
    """Every diagnostic has a help."""
    case = next(case for case in check_corpus.TRIPS.values() if case.check == check.id)

    for defect in check.diagnostics(case.subject(tmp_path)):
        assert defect.message.isprintable()
        assert defect.help.isprintable()
        assert defect.help


@pytest.mark.parametrize("name", check_corpus.CASES)
def test_check_equals_enumeration_in_the_corpus(name: str, tmp_path: Path) -> None:
    """Enumerating the profiles of a pack of the corpus finds the same violations."""
    subject = check_corpus.CASES[name].subject(tmp_path)

    assert_equals_enumeration(subject, naive.read_pack(tmp_path))


@settings(max_examples=examples(40))
@given(exhaustive.mixed_packs(60))
def test_check_equals_enumeration_in_random_packs(data: random_packs.Data) -> None:
    """Enumeration agrees on the violations, on the number of profiles, and on the witnesses."""
    assert_equals_enumeration(Subject(toy.loaded(data), check_corpus.TODAY), data)


def assert_equals_enumeration(subject: Subject, data: naive.Pack) -> None:
    """Compare every check that has an oracle with its oracle."""
    enumeration = check_oracles.Enumeration(naive.expanded(data), subject.knowledge)
    checks = check_oracles.ORACLES if enumeration.admissible else {"constraint-excludes-everything"}
    for name in checks:
        expected = check_oracles.ORACLES[name](enumeration)
        by_key: dict[tuple[str, ...], PackDiagnostic] = {}
        for defect in MADE[name].diagnostics(subject):
            key = check_oracles.key(defect)
            if key is not None:
                assert key not in by_key or name == "idle-condition", key
                by_key[key] = defect
        assert by_key.keys() == expected.keys(), name
        for key, defect in by_key.items():
            assert_extent(defect, expected[key], enumeration)


def assert_extent(
    defect: PackDiagnostic, expected: list[exhaustive.Profile] | None, enumeration: check_oracles.Enumeration
) -> None:
    """Assert that the extent counts the expected profiles and its witness states the fewest facts."""
    if defect.extent is None or expected is None:
        assert (defect.extent, expected) == (None, None), defect.id
        return
    assert (defect.extent.profiles, defect.extent.of) == (len(expected), len(enumeration.admissible)), (
        defect.id
    )
    witness = enumeration.completed(defect.extent.witness)
    assert witness in expected, defect.id
    assert enumeration.stated(witness) == min(map(enumeration.stated, expected)), defect.id


@pytest.mark.parametrize("check", all_checks().values(), ids=all_checks())
def test_doc_page_has_summary_reason_example_and_fix(check: Check) -> None:
    """A page is one sentence and three sections with fixed headings."""
    first, rest = check.doc.split("\n\n", 1)
    heads = [line for line in rest.splitlines() if line and not line.startswith(" ")]

    assert first.endswith(".")
    assert heads == ["Why it matters:", "Example:", "Fix:"]
    assert max(map(len, check.doc.splitlines())) <= 110
