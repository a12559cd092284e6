"""Letters: front matter, text and blanks; every defect with its position."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.diagnostic import Diagnostics
from exitwise.loader.letters import read_letter
from exitwise.loader.vocabulary import Vocabulary
from exitwise.model.letter import Letter
from support.packs import toy

WELL_FORMED = re.compile(r"\{\{([abn][abn-]*)\}\}")
VOCABULARY = Vocabulary(facts=toy.bicycle().knowledge.fact)
HEAD = "---\ntitle: A letter\nto: you\nsubject: This\nblanks: {name: yours}\n---\n"


def read(
    folder: Path, text: str, vocabulary: Vocabulary = VOCABULARY
) -> tuple[Letter | None, list[tuple[str, str]]]:
    """Return the letter in a text, and the ids and positions of its defects."""
    path = folder / "note.md"
    path.write_bytes(text.encode())
    diagnostics = Diagnostics()
    letter = read_letter(path, vocabulary, diagnostics)
    return letter, [(defect.id, f"{defect.place.line}:{defect.place.column}") for defect in diagnostics]


def test_a_letter_is_front_matter_and_text(tmp_path: Path) -> None:
    """The text keeps its inner empty lines, without those around it."""
    text = """---
title: Sell the bicycle
to: "{{who}}, by post"
subject: A bicycle, {{colour}}
blanks:
  who: the buyer
---

  Dear {{who}},

--- it is {{age}} old.


"""

    letter, defects = read(tmp_path, text)

    assert defects == []
    assert letter is not None
    assert (letter.id, letter.title) == ("note", "Sell the bicycle")
    assert (letter.to, letter.subject) == ("{{who}}, by post", "A bicycle, {{colour}}")
    assert [(blank.id, blank.says, blank.place.line, blank.place.column) for blank in letter.blanks] == [
        ("who", "the buyer", 6, 3)
    ]
    assert letter.body == "  Dear {{who}},\n\n--- it is {{age}} old."
    assert (letter.place.file, letter.place.line) == ((tmp_path / "note.md").as_posix(), 1)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_make_no_difference(start: str, end: str, tmp_path: Path) -> None:
    """The letter is the same, and so are the positions of its defects."""
    letter, defects = read(tmp_path, start + f"{HEAD}One {{{{name}}}}\ntwo {{{{nam}}}}".replace("\n", end))

    assert letter is not None
    assert letter.body == "One {{name}}\ntwo {{nam}}"
    assert defects == [("unknown-blank", "8:5")]


DEFECTIVE = {
    "two on a line": (f"{HEAD}{{{{nam}}}} and {{{{bel}}}}", ["unknown-blank 7:1", "unknown-blank 7:13"]),
    "the same one twice": (f"{HEAD}{{{{x}}}}\n{{{{x}}}}", ["unknown-blank 7:1", "unknown-blank 8:1"]),
    "one too many braces": (f"{HEAD}a {{{{{{name}}}}}}", ["malformed-blank 7:3"]),
    "one brace too few": (f"{HEAD}a {{{{name}}", ["malformed-blank 7:3"]),
    "over two lines": (f"{HEAD}a {{{{na\nme}}}}", ["malformed-blank 7:3", "malformed-blank 8:3"]),
    "no name in it": (f"{HEAD}a {{{{}}}}", ["malformed-blank 7:3"]),
    "left open before a sound one": (f"{HEAD}a {{{{ b {{{{name}}}}", ["malformed-blank 7:3"]),
    "in a subject of several lines": (
        "---\ntitle: A letter\nto: you\nsubject: >-\n  This\n  and {{that}}\n---\nSo.",
        ["unknown-blank 6:7"],
    ),
    "one twice in a subject": (
        "---\ntitle: A letter\nto: you\nsubject: '{{x}}, {{x}}'\n---\nSo.",
        ["unknown-blank 4:11", "unknown-blank 4:18"],
    ),
    "in a subject that YAML spells otherwise": (
        '---\ntitle: A letter\nto: you\nsubject: "\\x7b{x}}"\n---\n{{name}}',
        ["unknown-blank 4:10", "unknown-blank 6:1"],
    ),
    "declared with an empty text": (
        "---\ntitle: A letter\nto: you\nsubject: This\nblanks: {name: ''}\n---\n{{name}}",
        ["empty 5:16"],
    ),
    "declared in no mapping": (
        "---\ntitle: A letter\nto: you\nsubject: This\nblanks: name\n---\n{{name}}",
        ["wrong-kind 5:9"],
    ),
    "in a letter without a title": (
        "---\nto: you\nsubject: This\n---\n{{x}}",
        ["missing-key 2:1", "unknown-blank 5:1"],
    ),
    "a head that is empty": ("---\n---\nSo.", ["wrong-kind 2:1"]),
    "a head that is a list": ("---\n- a\n---\nSo.", ["wrong-kind 2:1"]),
    "a head nested too deep": (f"---\n{'[' * 50}\n---\nSo.", ["too-deep 2:41"]),
    "a tag in the head": ("---\n!!python/name:os.system {}\n---\nSo.", ["unknown-tag 2:1"]),
    "a ruler that is too long": ("----\ntitle: A letter\n---\nSo.", ["missing-head 1:1"]),
    "an empty line before the head": (f"\n{HEAD}So.", ["missing-head 1:1"]),
    "nothing at all": ("", ["missing-head 1:1"]),
    "nothing but white space below the head": (f"{HEAD} \n\t\n", ["empty 6:1"]),
}


@pytest.mark.parametrize(("text", "expected"), DEFECTIVE.values(), ids=DEFECTIVE)
def test_every_defect_is_reported_with_its_position(text: str, expected: list[str], tmp_path: Path) -> None:
    """Once, and without consequential defects."""
    _, defects = read(tmp_path, text)

    assert [" ".join(defect) for defect in defects] == expected


VALID = {
    "no blanks": "---\n{title: A letter, to: you, subject: This}\n---\nSo.",
    "an empty list of blanks": "---\n{title: A letter, to: you, subject: This, blanks: {}}\n---\nSo.",
    "a blank that is declared and not used": f"{HEAD}So.",
    "white space behind the rulers": "--- \n{title: A letter, to: you, subject: This}\n---\t\nSo.",
    "blanks side by side": f"{HEAD}{{{{name}}}}{{{{age}}}}",
    "other brackets": f"{HEAD}[name], (name), <name>",
    "no line end at the end": f"{HEAD}So",
}


@pytest.mark.parametrize("text", VALID.values(), ids=VALID)
def test_a_valid_letter_is_accepted(text: str, tmp_path: Path) -> None:
    """Valid letters that look like defects."""
    letter, defects = read(tmp_path, text)

    assert letter is not None
    assert defects == []


def test_a_blank_may_name_a_faulty_fact(tmp_path: Path) -> None:
    """That is not a second defect; an unknown name still is one."""
    broken = Vocabulary(facts={}, faulty_facts=("bell",))

    assert read(tmp_path, f"{HEAD}{{{{bell}}}} {{{{bel}}}}", broken)[1] == [("unknown-blank", "7:10")]


def test_a_letter_is_limited_to_one_mebibyte(tmp_path: Path) -> None:
    """As every file of a pack."""
    letter, defects = read(tmp_path, HEAD + "x" * 1024 * 1024)

    assert (letter, defects) == (None, [("too-large", "1:1")])


@given(st.text(alphabet="{} abn\n-", max_size=40))
def test_a_letter_has_braces_in_blanks_only(body: str) -> None:
    """A letter is valid exactly if its text without its blanks has no brace."""
    names = dict.fromkeys(WELL_FORMED.findall(body), "x")
    head = f"---\ntitle: A letter\nto: you\nsubject: This\nblanks: {json.dumps(names)}\n---\n"

    with TemporaryDirectory() as folder:
        _, defects = read(Path(folder), f"{head}So.{body}")

    assert bool(defects) is bool({"{", "}"} & set(WELL_FORMED.sub("", body)))
