"""letters/*.md: front matter in YAML between two lines `---`, then the text of the letter with its blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exitwise.diagnostic import PackDiagnostic, Place
from exitwise.loader.folder import display_path, read_text
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import NAME, File, describe, name, pairs, text
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

DELIMITER: Final = "---"
BRACES: Final = re.compile(r"\{+[^{}\n]*\}*|\}+")
"""Everything that looks like a blank; a letter must not be sent with a malformed one."""
HEAD_HELP: Final = (
    f"begin with a line `{DELIMITER}`, then title, to and subject, then another line `{DELIMITER}`"
)


def read_letter(path: Path, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Letter | None:
    """Return one letter, or None after reporting its defects."""
    content = read_text(path, diagnostics)
    if content is None:
        return None
    file = File(display_path(path), diagnostics)
    content = content.replace("\r\n", "\n")
    end = _end_of_head(content)
    if end is None:
        start = Scalar("", plain=True, line=0, column=0)
        file.report("missing-head", start, "the letter has no front matter", HEAD_HELP)
        return None
    return _LetterReader(path.stem, file, vocabulary, content, end).letter()


def _end_of_head(content: str) -> int | None:
    """Return the offset of the second delimiter; None if there is no front matter."""
    first, *lines = content.split("\n")
    offset = len(first) + 1
    for line in lines if first.rstrip() == DELIMITER else ():
        if line.rstrip() == DELIMITER:
            return offset
        offset += len(line) + 1
    return None


def _text_without_blanks(node: Node, file: File) -> str | None:
    """Return a text in which no blank is filled; blanks are reported."""
    content = text(node, file)
    if content is not None and (braces := BRACES.search(content)):
        message = f"blank {_describe_braces(braces[0])} is not allowed here"
        file.report(
            "not-allowed-here", node, message, "use blanks in to, in subject and in the text of the letter"
        )
    return content


def _blanks(node: Node, file: File) -> tuple[Blank, ...] | None:
    mapping = pairs(node, file, "a mapping of blanks to descriptions")
    if mapping is None:
        return None
    # A blank with a faulty description is declared all the same: using it is not a second defect.
    return tuple(
        Blank(id=key.text, says=_text_without_blanks(value, file) or "", place=file.place(key))
        for key, value in mapping.items()
        if name(key, file, "the name of a blank") is not None
    )


HEAD: Final = {
    "title": Key(_text_without_blanks, required=True),
    "to": Key(text, required=True),
    "subject": Key(text, required=True),
    "blanks": Key(_blanks),
}


@dataclass(frozen=True, slots=True)
class _LetterReader:
    """The reader of one letter; `end` is the offset of the line after its front matter."""

    name: str
    file: File
    vocabulary: Vocabulary
    content: str
    end: int

    def letter(self) -> Letter | None:
        # The first `---` is YAML too, the start of a document: so line numbers need no correction.
        node = compose(self.content[: self.end], self.file.name, self.file.diagnostics)
        head = None if node is None else read_record(node, self.file, "a letter", HEAD)
        start = self.content.find("\n", self.end)
        body = "" if start < 0 else self.content[start:].strip("\n")
        self._check_name()
        if not body.strip():
            self.file.report("empty", self._scalar_at(self.end, DELIMITER), "the letter has no text")
        if head is None:
            return None
        self._check_blanks(head)
        place = Place(self.file.name, 1, 1)
        return Letter(**head.values, id=self.name, body=body, place=place) if head.complete else None

    def _check_name(self) -> None:
        if not NAME.match(self.name):
            help_ = "name the file with letters, digits, `-`, `_` and `.` only"
            start = self._scalar_at(0, DELIMITER)
            self.file.report("not-a-name", start, f"invalid name `{self.name}` of a letter", help_)

    def _check_blanks(self, head: Record) -> None:
        """Report malformed and unknown blanks, and declared blanks that are filled anyway."""
        blanks: tuple[Blank, ...] = head.values.get("blanks", ())
        for blank in blanks:
            filled_by = self._filled_by(blank.id)
            if filled_by:
                message = f"blank `{blank.id}` is also {filled_by} fills it"
                help_ = "remove it from `blanks`"
                diagnostic = PackDiagnostic(id="duplicate-id", message=message, place=blank.place, help=help_)
                self.file.diagnostics.add(diagnostic)
        # If `blanks` is faulty, its declarations are not known, and unknown blanks are not reported.
        is_faulty = "blanks" in head.nodes and "blanks" not in head.values
        declared = None if is_faulty else tuple(blank.id for blank in blanks)
        for braces in self._braces(head):
            self._check_blank(braces, declared)

    def _filled_by(self, blank: str) -> str:
        """Return the fact or the text column that fills a blank, as a clause; empty if there is none."""
        if blank in self.vocabulary.facts:
            return "a fact, whose answer"
        return "a text column, whose row" if blank in (self.vocabulary.texts or ()) else ""

    def _braces(self, head: Record) -> Iterator[Scalar]:
        """Yield everything in braces where blanks are allowed, with its position in the file."""
        for key in ("to", "subject"):
            node = head.nodes.get(key)
            if isinstance(node, Scalar):
                yield from self._braces_in_head(node)
        for braces in BRACES.finditer(self.content, self.end):
            yield self._scalar_at(braces.start(), braces[0])

    def _braces_in_head(self, node: Scalar) -> Iterator[Scalar]:
        """Yield the braces in a YAML text; those written with escapes get the position of the text."""
        cursor = self._offset(node.line, node.column)
        for braces in BRACES.findall(node.text):
            offset = self.content.find(braces, cursor, self.end)
            yield self._scalar_at(offset, braces) if offset >= 0 else node._replace(text=braces)
            cursor = max(cursor, offset + len(braces))

    def _check_blank(self, braces: Scalar, declared: tuple[str, ...] | None) -> None:
        match = BLANK.fullmatch(braces.text)
        if match is None:
            inside = braces.text.strip("{} ")
            help_ = f"write `{{{{{inside if NAME.match(inside) else 'name'}}}}}`, without spaces"
            message = f"malformed blank {_describe_braces(braces.text)}"
            self.file.report("malformed-blank", braces, message, help_)
            return
        blank, known = match[1], self.vocabulary
        if declared is None or blank in declared or blank in known.facts or blank in known.faulty_facts:
            return
        if known.texts is None or blank in known.texts:
            return
        message = f"unknown blank `{blank}`, expected a fact or a name declared under `blanks`"
        names = (*declared, *known.facts, *known.texts)
        help_ = did_you_mean(blank, names) or f"declare `{blank}` under `blanks`"
        self.file.report("unknown-blank", braces, message, help_)

    def _offset(self, line: int, column: int) -> int:
        return sum(len(text) + 1 for text in self.content.split("\n")[:line]) + column

    def _scalar_at(self, offset: int, content: str) -> Scalar:
        """Return a scalar with the position of an offset."""
        before = self.content[:offset]
        return Scalar(content, plain=True, line=before.count("\n"), column=offset - before.rfind("\n") - 1)


def _describe_braces(braces: str) -> str:
    return describe(Scalar(braces.strip(), plain=True, line=0, column=0))
