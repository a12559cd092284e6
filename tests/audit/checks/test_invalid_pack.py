"""Tests of the doc pages for kinds of diagnostics that the loader reports."""

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
def test_each_loader_kind_has_one_page(kind: str) -> None:
    """Exactly one check explains every kind in the corpus of the loader."""
    pages = [name for name, page in PAGES.items() if page.explains is not None and page.explains(kind)]

    assert pages == [EXPLAINED.get(kind, "dangling-reference")]


def test_every_explained_kind_exists() -> None:
    """The corpus of the loader has every kind except `not-utf8`, which a text file cannot show."""
    assert KINDS - {case.defect for case in defect_corpus.CASES} == {"not-utf8"}


@pytest.mark.parametrize("kind", ["gap", "steps", "invalid", "unknown", ""])
def test_unknown_kind_has_no_page(kind: str) -> None:
    """A kind that the loader never reports is not explained."""
    assert [name for name, page in PAGES.items() if page.explains is not None and page.explains(kind)] == []


def test_loader_pages_have_no_find() -> None:
    """A loaded pack cannot have a defect that stops loading."""
    assert {name: page.find for name, page in PAGES.items()} == dict.fromkeys(
        ("dangling-reference", "invalid-pack", "step-order")
    )
