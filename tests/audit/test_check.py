"""Tests of the list of checks: discovery by module, doc pages, and the kinds that the loader reports."""

from pathlib import Path

import pytest

import exitwise.audit.checks
from exitwise.audit.check import all_checks, find_check
from exitwise.diagnostic import SEVERITIES

FILES = sorted(Path(exitwise.audit.checks.__path__[0]).glob("[!_]*.py"))
PAGES = {"dangling-reference", "invalid-pack", "step-order"}
KINDS = {
    "unknown-fact": "dangling-reference",
    "unknown-value": "dangling-reference",
    "unknown-statement": "dangling-reference",
    "step-cycle": "step-order",
    "step-against-phases": "step-order",
    "bad-yaml": "invalid-pack",
    "duplicate-id": "invalid-pack",
    "finding-cycle": "invalid-pack",
}


def test_every_module_of_the_folder_is_a_check() -> None:
    """The id of a check is the name of its module, so a new module is a new check."""
    assert list(all_checks()) == [path.stem.replace("_", "-") for path in FILES]
    assert "gap" in all_checks()


@pytest.mark.parametrize("name", all_checks())
def test_check_has_severity_and_doc_page(name: str) -> None:
    """A page starts with one sentence, and has sections with a reason, an example and a fix."""
    check = all_checks()[name]

    assert check.severity in SEVERITIES
    assert check.title.endswith(".")
    assert "\n" not in check.title
    assert [word for word in ("Why it matters", "Example", "Fix") if f"\n{word}" not in check.doc] == []


def test_check_without_find_explains_loader_kinds() -> None:
    """Three checks only explain diagnostics of the loader; all others run on a loaded pack."""
    without_find = {name for name, check in all_checks().items() if check.find is None}

    assert without_find == PAGES
    assert {name for name, check in all_checks().items() if check.explains is not None} == PAGES


@pytest.mark.parametrize("name", all_checks())
def test_find_check_by_id(name: str) -> None:
    """The id of a check finds that check."""
    assert find_check(name) is all_checks()[name]


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_find_check_by_loader_kind(kind: str, name: str) -> None:
    """A kind that the loader reports finds one of the three checks that explain them."""
    assert find_check(kind) is all_checks()[name]


@pytest.mark.parametrize("kind", ["", "xyzzy", "unknown", "Gap", "gap ", "dead_rule"])
def test_unknown_kind_has_no_check(kind: str) -> None:
    """A check is found only by an exact name."""
    assert find_check(kind) is None
