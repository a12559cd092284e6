"""The checks as they are found: by listing a folder, each with its page."""

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
    """A check is added by adding its module; its id is the module's name."""
    assert list(all_checks()) == [path.stem.replace("_", "-") for path in FILES]
    assert "gap" in all_checks()


@pytest.mark.parametrize("name", all_checks())
def test_a_check_has_a_gravity_and_a_page(name: str) -> None:
    """A page begins with one sentence, and says why it matters, with an example and the mend."""
    check = all_checks()[name]

    assert check.severity in SEVERITIES
    assert check.title.endswith(".")
    assert "\n" not in check.title
    assert [word for word in ("Why it matters", "Example", "Fix") if f"\n{word}" not in check.doc] == []


def test_a_check_finds_something_or_explains_what_the_loader_finds() -> None:
    """Three pages explain what keeps a pack from being loaded; every other check is made on a loaded pack."""
    found = {name for name, check in all_checks().items() if check.find is None}

    assert found == PAGES
    assert {name for name, check in all_checks().items() if check.explains is not None} == PAGES


@pytest.mark.parametrize("name", all_checks())
def test_a_check_is_its_own_page(name: str) -> None:
    """Whoever reads the id of a check beside a defect finds its page under it."""
    assert find_check(name) is all_checks()[name]


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_a_kind_of_the_loader_has_a_page(kind: str, name: str) -> None:
    """What the loader reports under many kinds is explained on three pages."""
    assert find_check(kind) is all_checks()[name]


@pytest.mark.parametrize("kind", ["", "xyzzy", "unknown", "Gap", "gap ", "dead_rule"])
def test_what_is_no_kind_has_no_page(kind: str) -> None:
    """A page is found under its exact name."""
    assert find_check(kind) is None
