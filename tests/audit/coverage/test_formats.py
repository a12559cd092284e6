"""Tests of the traceability matrix as text and Markdown."""

from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt

from exitwise.audit.coverage.formats import to_markdown, to_text
from exitwise.audit.coverage.matrix import Coverage, coverage
from exitwise.audit.subject import Subject
from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy

SOURCE = """
source: {id: book, title: "A | b", dated: 2026, reliability: community, review_by: 2027-01-01}
statements:
  - {id: book.1, says: "Do | <b>it</b>.", kind: duty}
  - {id: book.2, says: So., kind: duty, unused: "Not\\n\\u202Enow."}
  - {id: book.3, says: So., kind: duty, unused: Not now.}
  - {id: book.4, says: So., kind: caveat}
"""
RULES = "[{id: default, recommend: stay, because: So., cites: book.3}]"
PLAN = "[{id: go, title: T, how: H, phase: act, because: So.}]"
HEAD = "{name: toy, version: 2026.11.0, title: A toy, outcomes: {stay: Stay}, sources: book}"

WIDE = """\
toy 2026.11.0

book: A | b (community, 2026)
Statement  Kind    Cited by
book.1     duty    GAP: no rule cites it
book.2     duty    unused: Not \\u202enow.
book.3     duty    default; `unused` is out of date
book.4     caveat  none needed

Arguments
Rule     Cites
default  book.3

Steps
Rule  Cites
go    GAP: cites nothing

4 statements
  1 cited by a rule (25.0 %)
  1 unused for a recorded reason (25.0 %)
  1 not cited, but should be (25.0 %)
  1 not cited, and need not be (25.0 %)

2 rules
  1 with a citation (50.0 %)
  1 without a citation, but should have one (50.0 %)
  0 without a citation, and need none (0 %)
"""


def book(folder: Path) -> Coverage:
    """The matrix of a pack with a row in every state."""
    files = {"pack": HEAD, "recommendations": RULES, "plan": PLAN, "sources/book": SOURCE}
    return coverage(Subject(KnowledgeBase.of(toy.write(folder, **files)).knowledge, date(2026, 11, 23)))


def test_text_has_a_table_for_each_source_and_kind(tmp_path: Path) -> None:
    """Gaps and reasons are in the column of citations, and totals at the end."""
    assert to_text(book(tmp_path), width=80, colour=False) == WIDE


def test_narrow_window_has_items_instead_of_rows(tmp_path: Path) -> None:
    """At 20 columns no line is too long and no cell is lost."""
    narrow = to_text(book(tmp_path), width=20, colour=False)

    assert max(map(len, narrow.splitlines())) <= 20
    assert "\n- book.1\n  Kind: duty\n  Cited by: GAP: no\n  rule cites it\n" in narrow
    assert "\n- go\n  Cites: GAP: cites\n  nothing\n" in narrow


def test_markdown_cells_survive_parsing(tmp_path: Path) -> None:
    """A `|` or a tag in a cell stays text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(to_markdown(book(tmp_path)))

    assert not any(token.type.startswith("html") for token in tokens)
    inlines = [token for token in tokens if token.type == "inline"]
    words = ["".join(child.content for child in token.children or ()) for token in inlines]
    first = words.index("Cited by") + 1
    assert words[first : first + 8] == [
        *("book.1", "duty", "Do | <b>it</b>.", "GAP: no rule cites it"),
        *("book.2", "duty", "So.", "unused: Not \\u202enow."),
    ]
    assert "book: A | b (community, 2026)" in words
    assert words[-3:] == [
        "1 with a citation (50.0 %)",
        "1 without a citation, but should have one (50.0 %)",
        "0 without a citation, and need none (0 %)",
    ]
