"""Loading of a pack: its folder and sources as one immutable knowledge base, or all its defects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import Diagnostics, PackDiagnostic, Place
from exitwise.errors import PackError
from exitwise.loader import rules
from exitwise.loader.consistency import check_orders, check_unique_ids
from exitwise.loader.facts import constraints, facts
from exitwise.loader.folder import display_path, pack_folder, read_tree
from exitwise.loader.letters import read_letter
from exitwise.loader.locale import check_translation, in_language, languages, read_translation
from exitwise.loader.pack_file import HEAD, find_sources
from exitwise.loader.sources import source
from exitwise.loader.tables.files import TableFile, read_table_files
from exitwise.loader.tables.reader import read_tables
from exitwise.loader.tables.shown_texts import with_shown_texts
from exitwise.loader.vocabulary import Vocabulary
from exitwise.loader.yaml.nodes import Scalar, scalars_under, value_under
from exitwise.loader.yaml.readers import File
from exitwise.loader.yaml.records import read_record
from exitwise.model.knowledge import Knowledge
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from pathlib import Path

    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.records import Record
    from exitwise.model.translation import Translation

REQUIRED: Final = ("pack", "facts", "recommendations")
OPTIONAL: Final = ("findings", "plan", "warnings")
PROPERTIES: Final = "properties"
KNOWN: Final = (*REQUIRED, *OPTIONAL, PROPERTIES)
FOLDERS: Final = re.compile(r"(?:scenarios|sources|locale|tables)/[^/]+\.yaml")
"""The files of these folders are read whatever their names are."""


def load(
    pack: str | Path, *, cases: bool = True, language: str | None = None, translations: bool = False
) -> Knowledge:
    """Return the knowledge in a pack, for its name or the path of its folder, with its sources.

    Without `cases` its properties and scenarios are skipped: they test the rules and are
    not needed for advice. `language` is the language of the texts, by default that of the pack. With
    `translations` those into all languages are read too.

    Raises:
        InputError: the pack does not exist, or has no texts in this language.
        FileError: a file cannot be read.
        PackError: the pack has defects; all are listed, sorted by place.
    """
    folder = pack_folder(pack)
    available = languages(folder) if language is not None or translations else ()
    wanted = tuple(name for name in available if translations or name == language)
    loader = _PackLoader(folder, cases, wanted)
    knowledge = loader.load()
    if loader.diagnostics or knowledge is None:
        raise PackError(loader.diagnostics)
    return knowledge if language is None else in_language(knowledge, language, available)


@dataclass(slots=True)
class _PackLoader:
    """The loader of one pack; it reads every file, whether or not others have defects.

    `trees` holds the root nodes by the file's stem, `unreadable` the stems of missing or invalid files.
    """

    folder: Path
    cases: bool
    languages: tuple[str, ...] = ()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    trees: dict[str, Node] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    tables: list[TableFile] = field(default_factory=list)
    lost_tables: bool = False

    def load(self) -> Knowledge | None:
        """Return the knowledge base, or None if pack.yaml is missing or incomplete."""
        self._read_trees()
        head = self._head()
        letters = sorted((self.folder / "letters").glob("*.md"))
        source_files = find_sources(head, self.folder, self.diagnostics)
        vocabulary = self._vocabulary(head, source_files, tuple(path.stem for path in letters))
        rules_and_cases = self._rules_and_cases(vocabulary)
        all_letters = tuple(read_letter(path, vocabulary, self.diagnostics) for path in letters)
        sources = tuple(source(node, file, vocabulary) for node, file in source_files.values())
        if head is None or not head.complete:
            return None
        knowledge = Knowledge(
            **{"language": "en", "notice": "", **_without_sources(head)},
            **rules_and_cases,
            letters=tuple(letter for letter in all_letters if letter is not None),
            sources=tuple(source for source in sources if source is not None),
        )
        knowledge = with_shown_texts(knowledge)
        self._check(knowledge)
        return replace(knowledge, translations=self._translations(knowledge, vocabulary))

    def _file(self, stem: str) -> File:
        return File(display_path(self.folder / f"{stem}.yaml"), self.diagnostics)

    def _read_trees(self) -> None:
        for stem in (*REQUIRED, *OPTIONAL, *([PROPERTIES] if self.cases else [])):
            path = self.folder / f"{stem}.yaml"
            node = read_tree(path, self.diagnostics) if path.is_file() else None
            if node is not None:
                self.trees[stem] = node
            elif path.is_file() or stem in REQUIRED:
                self.unreadable.add(stem)
            if stem in REQUIRED and not path.is_file():
                self._report_file("missing-file", path, f"missing file {stem}.yaml")
        for table in read_table_files(self.folder, self.diagnostics):
            if table is not None:
                self.tables.append(table)
            else:
                self.lost_tables = True
                self.unreadable |= {"findings", "recommendations"}
        self._report_unknown_files()

    def _report_unknown_files(self) -> None:
        """Report YAML files with unknown names: the rules in a misspelt file would be lost silently."""
        known = [f"{stem}.yaml" for stem in KNOWN]
        for path in sorted((*self.folder.rglob("*.yaml"), *self.folder.rglob("*.yml"))):
            name = path.relative_to(self.folder).as_posix()
            if name not in known and not FOLDERS.fullmatch(name):
                nearest = did_you_mean(name, known) if "/" not in name else ""
                help_ = (
                    nearest
                    or f"a pack consists of {join_names(known)}, scenarios, sources, tables and locale"
                )
                self._report_file("unknown-file", path, f"unknown file `{name}`", help_)

    def _report_file(self, kind: str, path: Path, message: str, help_: str = "") -> None:
        place = Place(display_path(path), 1, 1)
        self.diagnostics.add(PackDiagnostic(id=kind, message=message, place=place, help=help_))

    def _head(self) -> Record | None:
        node = self.trees.get("pack")
        return None if node is None else read_record(node, self._file("pack"), "pack.yaml", HEAD)

    def _vocabulary(
        self, head: Record | None, sources: dict[str, tuple[Node, File]], letters: tuple[str, ...]
    ) -> Vocabulary:
        node = self.trees.get("facts")
        all_facts = facts(node, self._file("facts")) if node is not None else ()
        check_unique_ids(all_facts, "fact", self.diagnostics)
        statements = (scalars_under(value_under(root, "statements"), "id") for root, _ in sources.values())
        constraint_ids = _texts(scalars_under(value_under(node, "constraints"), "id"))
        outcomes = head.values.get("outcomes") if head else None
        return Vocabulary(
            facts={fact.id: fact for fact in all_facts},
            faulty_facts=self._faulty_facts(),
            findings=self._names("findings", "finding", [*self._in_tables("finding").values()]),
            outcomes=None if outcomes is None else tuple(dict(outcomes)),
            arguments=self._names("recommendations", "id", [*self._in_tables("recommend")]),
            steps=self._names("plan", "id"),
            warnings=self._names("warnings", "id"),
            holds=self._names("warnings", "id", having="hold"),
            constraints=constraint_ids if node is not None else None,
            statements=frozenset(text for ids in statements for text in _texts(ids)) if head else None,
            letters=letters,
            texts=self._text_columns(),
        )

    def _text_columns(self) -> tuple[str, ...] | None:
        """Return the text columns of all tables, as `table.column`; None if a table could not be read."""
        if self.lost_tables:
            return None
        return tuple(f"{table.id}.{text}" for table in self.tables for text in table.texts)

    def _names(
        self, stem: str, key: str, others: Iterable[str] = (), having: str | None = None
    ) -> tuple[str, ...] | None:
        """Return the names that a file and tables define; None if one could not be read.

        Of a file only the rules `having` a key count, if one is given.
        """
        if stem in self.unreadable:
            return None
        named = scalars_under(self.trees.get(stem), key, having)
        return tuple(dict.fromkeys((*_texts(named), *others)))

    def _in_tables(self, key: str) -> dict[str, str]:
        """Return what the rows of all tables conclude under a key, by the ids of their rules."""
        return {row: name for table in self.tables for row, name in table.conclusions(key).items()}

    def _faulty_facts(self) -> Container[str]:
        """Return the names of all facts, faulty ones included: references to them are no defects."""
        node = self.trees.get("facts")
        return _AnyName() if node is None else _texts(scalars_under(value_under(node, "facts"), "id"))

    def _rules_and_cases(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Read every rule, property and scenario against the vocabulary."""
        trees = self.trees
        outcomes = _outcome_by_argument(trees.get("recommendations")) | self._in_tables("recommend")
        readers: dict[str, tuple[str, Callable[..., Any], Node | None, tuple[Any, ...]]] = {
            "constraints": ("facts", constraints, value_under(trees.get("facts"), "constraints"), ()),
            "findings": ("findings", rules.findings, trees.get("findings"), ()),
            "arguments": ("recommendations", rules.arguments, trees.get("recommendations"), (outcomes,)),
            "steps": ("plan", rules.steps, trees.get("plan"), ()),
            "warnings": ("warnings", rules.warnings, trees.get("warnings"), ()),
        }
        values: dict[str, Any] = {"facts": tuple(vocabulary.facts.values())}
        for key, (stem, read, node, arguments) in readers.items():
            values[key] = read(node, self._file(stem), vocabulary, *arguments) if node is not None else ()
        in_tables = read_tables(self.tables, vocabulary, outcomes)
        values["tables"] = in_tables.tables
        values["findings"] += in_tables.findings
        values["arguments"] += in_tables.arguments
        return values | self._cases(vocabulary) if self.cases else values

    def _cases(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Read the properties and scenarios against the vocabulary."""
        from exitwise.loader.expectations import properties, scenarios  # noqa: PLC0415 (not needed for advice)

        node = self.trees.get(PROPERTIES)
        all_properties = () if node is None else properties(node, self._file(PROPERTIES), vocabulary)
        all_scenarios: list[Any] = []
        for path in sorted((self.folder / "scenarios").glob("*.yaml")):
            node = read_tree(path, self.diagnostics)
            if node is not None:
                all_scenarios += scenarios(node, File(display_path(path), self.diagnostics), vocabulary)
        return {"properties": all_properties, "scenarios": tuple(all_scenarios)}

    def _translations(self, knowledge: Knowledge, vocabulary: Vocabulary) -> tuple[Translation, ...]:
        """Return the texts in the wanted languages, which are checked against a pack without defects."""
        languages, diagnostics = self.languages, self.diagnostics
        translations = tuple(
            read_translation(self.folder, language, vocabulary, diagnostics) for language in languages
        )
        if not diagnostics:
            for translation in translations:
                check_translation(knowledge, translation, diagnostics)
        return translations

    def _check(self, knowledge: Knowledge) -> None:
        check_unique_ids([*knowledge.all_rules, *knowledge.properties], "rule", self.diagnostics)
        check_unique_ids(knowledge.scenarios, "scenario", self.diagnostics)
        statements = [statement for source in knowledge.sources for statement in source.statements]
        check_unique_ids(statements, "statement", self.diagnostics)
        check_orders(knowledge, self.diagnostics)


class _AnyName:
    """A container of every name, for a file of names that could not be read."""

    def __contains__(self, _: object) -> bool:
        return True


def _without_sources(head: Record) -> dict[str, Any]:
    return {key: value for key, value in head.values.items() if key != "sources"}


def _texts(scalars: Iterable[Scalar]) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in scalars)


def _outcome_by_argument(node: Node | None) -> dict[str, str]:
    """Return the outcome of every argument, before the arguments themselves are read."""
    ids = ((value_under(item, "id"), value_under(item, "recommend")) for item in getattr(node, "items", ()))
    return {
        argument.text: outcome.text
        for argument, outcome in ids
        if isinstance(argument, Scalar) and isinstance(outcome, Scalar)
    }
