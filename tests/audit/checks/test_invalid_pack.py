"""The pages for what is found while a pack is loaded."""

import pytest

from exitwise.audit.check import all_checks
from exitwise.audit.checks.invalid_pack import KINDS
from support.packs import defect_corpus

PAGES = {name: check for name, check in all_checks().items() if check.explains is not None}
EXPLAINED = dict.fromkeys(KINDS, "invalid-pack") | {
    "step-cycle": "step-order",
    "step-against-phases": "step-order",
    "unknown-fact": "dangling-reference",
    "unknown-file": "dangling-reference",
}


@pytest.mark.parametrize("kind", sorted({case.defect for case in defect_corpus.CASES} | EXPLAINED.keys()))
def test_each_kind_of_defect_has_one_page(kind: str) -> None:
    """Every defect that a pack of the loader's corpus shows is explained, and by one page only."""
    pages = [name for name, page in PAGES.items() if page.explains is not None and page.explains(kind)]

    assert pages == [EXPLAINED.get(kind, "dangling-reference")]


def test_no_kind_is_explained_that_does_not_exist() -> None:
    """Each is shown by the loader's corpus; but a file that is no text cannot stand in it."""
    assert KINDS - {case.defect for case in defect_corpus.CASES} == {"not-utf8"}


@pytest.mark.parametrize("kind", ["gap", "steps", "invalid", "unknown", ""])
def test_what_is_no_kind_of_defect_has_no_page(kind: str) -> None:
    """A name that the loader never gives is not explained."""
    assert [name for name, page in PAGES.items() if page.explains is not None and page.explains(kind)] == []


def test_pages_of_the_loader_are_no_checks() -> None:
    """What stops a pack from loading cannot be looked for in one that has loaded."""
    assert {name: page.find for name, page in PAGES.items()} == dict.fromkeys(
        ("dangling-reference", "invalid-pack", "step-order")
    )
