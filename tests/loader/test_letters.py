"""Letters: a head, a text, and blanks that all mean something; every defect stands where it is."""

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

SPELLED = re.compile(r"\{\{([abn][abn-]*)\}\}")
VOCABULARY = Vocabulary(facts=toy.bicycle().knowledge.fact)
HEAD = "---\ntitle: A letter\nto: you\nsubject: This\nblanks: {name: yours}\n---\n"


def read(
    folder: Path, text: str, vocabulary: Vocabulary = VOCABULARY
) -> tuple[Letter | None, list[tuple[str, str]]]:
    """A letter of this text, and what is wrong with it: kind and line:column."""
    path = folder / "note.md"
    path.write_bytes(text.encode())
    defects = Diagnostics()
    found = read_letter(path, vocabulary, defects)
    return found, [(each.id, f"{each.place.line}:{each.place.column}") for each in defects]


def test_a_letter_is_its_head_and_its_text(tmp_path: Path) -> None:
    """Each part as it is written; the text without the empty lines around it, and with those inside."""
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

    found, defects = read(tmp_path, text)

    assert defects == []
    assert found is not None
    assert (found.id, found.title) == ("note", "Sell the bicycle")
    assert (found.to, found.subject) == ("{{who}}, by post", "A bicycle, {{colour}}")
    assert [(blank.id, blank.says, blank.place.line, blank.place.column) for blank in found.blanks] == [
        ("who", "the buyer", 6, 3)
    ]
    assert found.body == "  Dear {{who}},\n\n--- it is {{age}} old."
    assert (found.place.file, found.place.line) == ((tmp_path / "note.md").as_posix(), 1)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_marks_of_an_editor_mean_nothing(start: str, end: str, tmp_path: Path) -> None:
    """What was written elsewhere is the same letter, with its blanks in the same lines."""
    found, defects = read(tmp_path, start + f"{HEAD}One {{{{name}}}}\ntwo {{{{nam}}}}".replace("\n", end))

    assert found is not None
    assert found.body == "One {{name}}\ntwo {{nam}}"
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
def test_every_defect_is_reported_where_it_is(text: str, expected: list[str], tmp_path: Path) -> None:
    """Each once, and none that follows from another."""
    _, defects = read(tmp_path, text)

    assert [" ".join(defect) for defect in defects] == expected


SOUND = {
    "no blanks": "---\n{title: A letter, to: you, subject: This}\n---\nSo.",
    "an empty list of blanks": "---\n{title: A letter, to: you, subject: This, blanks: {}}\n---\nSo.",
    "a blank that is declared and not used": f"{HEAD}So.",
    "white space behind the rulers": "--- \n{title: A letter, to: you, subject: This}\n---\t\nSo.",
    "blanks side by side": f"{HEAD}{{{{name}}}}{{{{age}}}}",
    "other brackets": f"{HEAD}[name], (name), <name>",
    "no line end at the end": f"{HEAD}So",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_only_looks_wrong_is_taken(text: str, tmp_path: Path) -> None:
    """Near misses: a letter that may be sent is not refused."""
    found, defects = read(tmp_path, text)

    assert found is not None
    assert defects == []


def test_facts_that_could_not_be_read_are_not_unknown(tmp_path: Path) -> None:
    """A blank that names one of them is not a second defect; another is one still."""
    broken = Vocabulary(facts={}, faulty_facts=("bell",))

    assert read(tmp_path, f"{HEAD}{{{{bell}}}} {{{{bel}}}}", broken)[1] == [("unknown-blank", "7:10")]


def test_a_letter_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """It has the limit that every file of a pack has."""
    found, defects = read(tmp_path, HEAD + "x" * 1024 * 1024)

    assert (found, defects) == (None, [("too-large", "1:1")])


@given(st.text(alphabet="{} abn\n-", max_size=40))
def test_what_is_taken_has_braces_in_blanks_alone(body: str) -> None:
    """Whatever the text: a letter is taken where no brace is left once its blanks are taken out."""
    names = dict.fromkeys(SPELLED.findall(body), "x")
    head = f"---\ntitle: A letter\nto: you\nsubject: This\nblanks: {json.dumps(names)}\n---\n"

    with TemporaryDirectory() as folder:
        _, defects = read(Path(folder), f"{head}So.{body}")

    assert bool(defects) is bool({"{", "}"} & set(SPELLED.sub("", body)))
