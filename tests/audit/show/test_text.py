"""Tests of entries as text."""

from datetime import date
from pathlib import Path

from exitwise.audit.show.entries import entries
from exitwise.audit.show.text import to_text
from exitwise.audit.subject import Subject
from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy

OIL = """\
step oil
{file}:2:3
title: Oil the chain
how: Two drops for every link.
because: A dry chain snaps.
when: always

In the file
  2 - id: oil
  3   title: Oil the chain
  4   how: Two drops for every link.
  5   phase: before
  6   because: A dry chain snaps.
  7   cites: manual.1
  8   done: {{brakes: yes}}

Profiles
  - is in the plan of 612 of 612 profiles (100 %)
    witness:
      exitwise advise --set brakes=yes

Depends on
  - is done by the answer to fact brakes
  - cites statement manual.1: Oil the chain before you ride.

Used by
  - comes before steps set-out, write-home
  - ordered by property oil-comes-first
  - looked at by property every-form
  - expected by scenario safe-and-new
"""


def rendered(name: str, base: KnowledgeBase, *, width: int = 80, pack: str | None = None) -> str:
    """The entries of a name as text."""
    subject = Subject(base.knowledge, date(2026, 11, 23))
    matches = entries(subject, name, lambda file: Path(file).read_text("utf-8"))
    return to_text(matches, pack=pack, width=width, colour=False)


def test_entry_has_texts_lines_counts_and_relations() -> None:
    """The long lists come last."""
    (oil,) = (rule for rule in toy.bicycle().knowledge.steps if rule.id == "oil")

    assert rendered("oil", toy.bicycle()) == OIL.format(file=oil.place.file)


def test_narrow_window_wraps_sentences_only() -> None:
    """At 20 columns no word is lost, and excerpts, places and parts of commands are not broken."""
    narrow = rendered("no-old-green", toy.bicycle(), width=20, pack="a b")
    wide = rendered("no-old-green", toy.bicycle(), pack="a b")

    assert "      exitwise advise \\\n      --pack 'a b' \\\n      --set colour=green \\\n" in narrow
    assert "\n  36     when: {colour: green, age: {above: 50}}\n" in narrow
    letters = [[sign for sign in text if sign.isalnum()] for text in (narrow, wide)]
    assert letters[0] == letters[1]
    sentences = [line for line in narrow.splitlines() if line.startswith(("  -", "    "))]
    assert all(len(line) <= 20 for line in sentences if not line.startswith("      "))


def test_texts_of_a_pack_are_escaped(tmp_path: Path) -> None:
    """Control characters are escaped, and markup stays text."""
    hostile = r'"[bold]So\e[2J.\nhelp: \u202Eyes"'
    rules = f"[{{id: default, recommend: stay, because: {hostile}}}]"
    base = KnowledgeBase.of(toy.write(tmp_path, recommendations=rules))

    text = rendered("default", base)

    assert "because: [bold]So\\x1b[2J. help: \\u202eyes\n" in text
    assert "\x1b" not in text


def test_entries_are_separated(tmp_path: Path) -> None:
    """Each starts with its kind and its name."""
    base = KnowledgeBase.of(
        toy.write(tmp_path, findings="[{id: door, finding: door, when: {door: yes}, because: So.}]")
    )

    first, second, third = rendered("door", base).split("\n\n\n")

    assert first.startswith("fact door\n")
    assert second.startswith("finding rule door\n")
    assert third.startswith("finding door\n")


def test_count_of_zero_has_no_witness() -> None:
    """A property that holds is violated by no profile."""
    text = rendered("oil-comes-first", toy.bicycle())

    assert "\nProfiles\n  - is broken by 0 of 612 profiles (0 %)\n\nDepends on\n" in text


def test_a_table_is_shown_as_a_table(tmp_path: Path) -> None:
    """Its hit policy, then its rows below the names of the columns, each with the id of its rule."""
    table = """
      id: fees
      hit_policy: first
      because: So.
      rows:
        - {door: "yes, ajar", days: "< 10", finding: cheap}
        - {id: late, days: {at_least: 10}, finding: dear}
    """
    base = KnowledgeBase.of(toy.write(tmp_path, **{"tables/fees": table}))

    assert rendered("fees", base) == (
        "table fees\n"
        f"{tmp_path}/tables/fees.yaml:2:7\n"
        "hit policy: first\n"
        "\n"
        "Rows\n"
        "  row        door       days            finding\n"
        "  ---------  ---------  --------------  -------\n"
        "  fees.1     yes, ajar  < 10            cheap\n"
        "  fees.late             {at_least: 10}  dear\n"
        "\n"
        "Used by\n"
        "  - holds finding rules fees.1, fees.late\n"
    )


def test_a_row_of_a_csv_file_is_shown_with_its_header(tmp_path: Path) -> None:
    """And the table in which it stands."""
    toy.write(tmp_path, **{"tables/t": "{id: t, finding: f, because: So., rows: t.csv}"})
    (tmp_path / "tables" / "t.csv").write_text("door,days\nyes,\nno,3\n", "utf-8")

    text = rendered("t.2", KnowledgeBase.of(tmp_path))

    assert "\nIn the file\n  1 door,days\n  3 no,3\n" in text
    assert "\n  - stands in table t\n" in text
