"""letters/*.md: a head of YAML between two lines `---`, then the letter itself with its blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.loader.folder import display_path, read_text
from exitwise.loader.yaml.nodes import Scalar, compose
from exitwise.loader.yaml.readers import NAME, File, describe, name, pairs
from exitwise.loader.yaml.readers import text as words
from exitwise.loader.yaml.records import Key, read_record
from exitwise.model.letter import BLANK, Blank, Letter
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from exitwise.diagnostic import Diagnostics
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.records import Record

RULER: Final = "---"
BRACES: Final = re.compile(r"\{+[^{}\n]*\}*|\}+")
"""Whatever looks like a blank: none is meant where it is not one, and a letter must not be sent with it."""
HEAD_HELP: Final = f"begin with a line `{RULER}`, then title, to and subject, then another line `{RULER}`"


def read_letter(path: Path, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Letter | None:
    """Return one letter, or None after reporting why it cannot be used."""
    content = read_text(path, diagnostics)
    if content is None:
        return None
    file = File(display_path(path), diagnostics)
    whole = content.replace("\r\n", "\n")
    end = _end_of_head(whole)
    if end is None:
        file.report(
            "missing-head", Scalar("", plain=True, line=0, column=0), "the letter has no head", HEAD_HELP
        )
        return None
    return _LetterReader(path.stem, file, vocabulary, whole, end).letter()


def _end_of_head(content: str) -> int | None:
    """Return where the line that ends the head begins; None where there is no head."""
    first, *lines = content.split("\n")
    offset = len(first) + 1
    for line in lines if first.rstrip() == RULER else ():
        if line.rstrip() == RULER:
            return offset
        offset += len(line) + 1
    return None


def _without_blanks(node: Node, file: File) -> str | None:
    """Return a text that is shown as it is, and has no blanks."""
    found = words(node, file)
    if found is not None and (braces := BRACES.search(found)):
        message = f"{_quoted(braces[0])} stands where no blank can be filled"
        file.report(
            "not-allowed-here", node, message, "blanks stand in to, in subject and in the letter itself"
        )
    return found


def _blanks(node: Node, file: File) -> tuple[Blank, ...] | None:
    found = pairs(node, file, "a mapping of blanks to what belongs there")
    if found is None:
        return None
    # A name whose text is faulty is declared all the same: its use must not be a second defect.
    return tuple(
        Blank(id=key.text, says=_without_blanks(value, file) or "", place=file.place(key))
        for key, value in found.items()
        if name(key, file, "a blank's name") is not None
    )


HEAD: Final = {
    "title": Key(_without_blanks, required=True),
    "to": Key(words, required=True),
    "subject": Key(words, required=True),
    "blanks": Key(_blanks),
}


@dataclass(frozen=True, slots=True)
class _LetterReader:
    """One letter being read; `end` is where the line begins that ends its head."""

    name: str
    file: File
    vocabulary: Vocabulary
    content: str
    end: int

    def letter(self) -> Letter | None:
        # The first line of the head is YAML too, the start of a document: so all lines keep their numbers.
        node = compose(self.content[: self.end], self.file.name, self.file.diagnostics)
        found = None if node is None else read_record(node, self.file, "a letter", HEAD)
        start = self.content.find("\n", self.end)
        body = "" if start < 0 else self.content[start:].strip("\n")
        self._name()
        if not body.strip():
            self.file.report("empty", self._at(self.end, RULER), "the letter has a head and no text")
        if found is None:
            return None
        self._judge(found)
        place = Place(self.file.name, 1, 1)
        return Letter(**found.values, id=self.name, body=body, place=place) if found.complete else None

    def _name(self) -> None:
        if not NAME.match(self.name):
            advice = "name the file with letters, digits, `-`, `_` and `.` only"
            start = self._at(0, RULER)
            self.file.report("not-a-name", start, f"`{self.name}` is not a name of a letter", advice)

    def _judge(self, found: Record) -> None:
        """Report what looks like a blank and is none, and what is declared though its answer is known."""
        blanks: tuple[Blank, ...] = found.values.get("blanks", ())
        for blank in blanks:
            if blank.id in self.vocabulary.facts:
                message = f"`{blank.id}` is a fact already, whose answer fills the blank"
                advice = "leave it out of `blanks`"
                defect = PackDiagnostic(id="duplicate-id", message=message, place=blank.place, help=advice)
                self.file.diagnostics.add(defect)
        # Where `blanks` could not be read, nobody knows what would have been declared there.
        unread = "blanks" in found.nodes and "blanks" not in found.values
        declared = None if unread else tuple(blank.id for blank in blanks)
        for braces in self._braces(found):
            self._blank(braces, declared)

    def _braces(self, found: Record) -> Iterator[Scalar]:
        """Yield all that has braces where blanks may stand, each at its place in the file."""
        for key in ("to", "subject"):
            node = found.nodes.get(key)
            if isinstance(node, Scalar):
                yield from self._in_head(node)
        for braces in BRACES.finditer(self.content, self.end):
            yield self._at(braces.start(), braces[0])

    def _in_head(self, node: Scalar) -> Iterator[Scalar]:
        """YAML may write a text otherwise than it reads; what is not found so stands where it begins."""
        cursor = self._offset(node.line, node.column)
        for braces in BRACES.findall(node.text):
            at = self.content.find(braces, cursor, self.end)
            yield self._at(at, braces) if at >= 0 else node._replace(text=braces)
            cursor = max(cursor, at + len(braces))

    def _blank(self, braces: Scalar, declared: tuple[str, ...] | None) -> None:
        blank = BLANK.fullmatch(braces.text)
        if blank is None:
            inside = braces.text.strip("{} ")
            advice = f"write `{{{{{inside if NAME.match(inside) else 'name'}}}}}`, without spaces"
            self.file.report("malformed-blank", braces, f"{_quoted(braces.text)} is no blank", advice)
            return
        name, known = blank[1], self.vocabulary
        if declared is None or name in declared or name in known.facts or name in known.faulty_facts:
            return
        message = f"`{name}` is neither a fact nor one of the letter's blanks"
        advice = did_you_mean(name, (*declared, *known.facts)) or f"say under `blanks` what `{name}` is"
        self.file.report("unknown-blank", braces, message, advice)

    def _offset(self, line: int, column: int) -> int:
        return sum(len(text) + 1 for text in self.content.split("\n")[:line]) + column

    def _at(self, offset: int, words: str) -> Scalar:
        """Return what stands at an offset as a value that has a place."""
        before = self.content[:offset]
        return Scalar(words, plain=True, line=before.count("\n"), column=offset - before.rfind("\n") - 1)


def _quoted(braces: str) -> str:
    return describe(Scalar(braces.strip(), plain=True, line=0, column=0))
