"""The texts of rows that other texts show: the others need no translation, and change no digest."""

from pathlib import Path

from exitwise.loader import pack
from support.packs import toy

TABLE = """
id: refund
texts: [within, of, spare]
because: It was {days}; {refund.of} refunds within {refund.within}.
rows:
  - {id: shut, door: no, finding: free, within: 14 days, of: the shop, spare: no one}
  - {id: late, days: "> 14", finding: paid, within: no time, because: So.}
"""
LETTER = "---\ntitle: T\nto: you\nsubject: S\n---\nWithin {{refund.of}}.\n"


def texts_with(folder: Path, because: str, letter: str = "") -> list[tuple[tuple[str, str], ...]]:
    """The texts of the rows of a table in a pack with another text, and perhaps a letter."""
    argument = f"[{{id: default, recommend: stay, because: '{because}'}}]"
    toy.write(folder, **{"tables/refund": TABLE, "recommendations": argument})
    if letter:
        (folder / "letters").mkdir()
        (folder / "letters" / "note.md").write_text(letter, "utf-8")
    return [rule.texts for rule in pack.load(folder).findings]


def test_texts_that_only_their_row_shows_are_left_out(tmp_path: Path) -> None:
    """Its reason has them already."""
    assert texts_with(tmp_path, "So.") == [(), ()]


def test_texts_that_another_text_shows_are_kept(tmp_path: Path) -> None:
    """A blank cell has none; the reason of the row shows the row's own texts as ever."""
    assert texts_with(tmp_path, "Within {refund.within}.") == [
        (("within", "14 days"),),
        (("within", "no time"),),
    ]
    rule = pack.load(tmp_path).rules["refund.shut"]
    assert rule.because == "It was {days}; the shop refunds within 14 days."


def test_texts_that_a_letter_shows_are_kept(tmp_path: Path) -> None:
    """Letters have blanks in double braces."""
    assert texts_with(tmp_path, "So.", LETTER) == [(("of", "the shop"),), ()]
