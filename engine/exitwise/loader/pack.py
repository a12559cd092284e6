"""A pack's folder and its sources as one immutable knowledge base, or all that is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import Diagnostics, PackDiagnostic, Place
from exitwise.errors import PackError
from exitwise.loader import rules
from exitwise.loader.consistency import check_orders, check_unique_ids
from exitwise.loader.facts import constraints, facts
from exitwise.loader.folder import display_path, pack_folder, read_tree
from exitwise.loader.letters import read_letter
from exitwise.loader.pack_file import HEAD, find_sources, value_under
from exitwise.loader.sources import source
from exitwise.loader.vocabulary import Vocabulary
from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import File
from exitwise.loader.yaml.records import Record, read_record, scalars_under
from exitwise.model.knowledge import Knowledge
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from pathlib import Path

    from exitwise.loader.yaml.nodes import Node

REQUIRED: Final = ("pack", "facts", "recommendations")
OPTIONAL: Final = ("findings", "plan", "warnings")
PROPERTIES: Final = "properties"
KNOWN: Final = (*REQUIRED, *OPTIONAL, PROPERTIES)
NAMED_FREELY: Final = re.compile(r"(?:scenarios|sources)/[^/]+\.yaml")


def load(pack: str | Path, *, cases: bool = True) -> Knowledge:
    """Return the knowledge of a pack, given by name or path, with its sources.

    Without `cases` the properties and scenarios are left out: they judge the rules, and no advice needs them.

    Raises:
        InputError: there is no such pack.
        FileError: a file cannot be read.
        PackError: with every defect found, sorted by place.
    """
    loading = _Loading(pack_folder(pack), cases)
    knowledge = loading.knowledge()
    if loading.diagnostics or knowledge is None:
        raise PackError(loading.diagnostics)
    return knowledge


@dataclass(slots=True)
class _Loading:
    """One pack being read; every part is read, whatever is wrong with the others."""

    folder: Path
    cases: bool
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    trees: dict[str, Node] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    def knowledge(self) -> Knowledge | None:
        self._read_trees()
        head = self._head()
        letters = sorted((self.folder / "letters").glob("*.md"))
        wanted = find_sources(head, self.folder, self.diagnostics)
        vocabulary = self._vocabulary(head, wanted, tuple(path.stem for path in letters))
        everything = self._rules_and_cases(vocabulary)
        sent = tuple(read_letter(path, vocabulary, self.diagnostics) for path in letters)
        documents = tuple(source(node, file, vocabulary) for node, file in wanted.values())
        if head is None or not head.complete:
            return None
        knowledge = Knowledge(
            **{"language": "en", "notice": "", **_without_sources(head)},
            **everything,
            letters=tuple(each for each in sent if each is not None),
            sources=tuple(document for document in documents if document is not None),
        )
        self._check(knowledge)
        return knowledge

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
                message = f"the pack has no {stem}.yaml"
                self.diagnostics.add(
                    PackDiagnostic(id="missing-file", message=message, place=Place(display_path(path), 1, 1))
                )
        self._report_unknown_files()

    def _report_unknown_files(self) -> None:
        """Report YAML files of no kind: the rules in a misspelt file must not be lost in silence."""
        known = [f"{stem}.yaml" for stem in KNOWN]
        for path in sorted((*self.folder.rglob("*.yaml"), *self.folder.rglob("*.yml"))):
            name = path.relative_to(self.folder).as_posix()
            if name not in known and not NAMED_FREELY.fullmatch(name):
                near = did_you_mean(name, known) if "/" not in name else ""
                advice = near or f"a pack has {join_names(known)}, scenarios and sources"
                message = f"a pack has no file `{name}`"
                place = Place(display_path(path), 1, 1)
                self.diagnostics.add(
                    PackDiagnostic(id="unknown-file", message=message, place=place, help=advice)
                )

    def _head(self) -> Record | None:
        node = self.trees.get("pack")
        return None if node is None else read_record(node, self._file("pack"), "pack.yaml", HEAD)

    def _vocabulary(
        self, head: Record | None, sources: dict[str, tuple[Node, File]], letters: tuple[str, ...]
    ) -> Vocabulary:
        node = self.trees.get("facts")
        read = facts(node, self._file("facts")) if node is not None else ()
        check_unique_ids(read, "a fact", self.diagnostics)
        statements = (scalars_under(value_under(root, "statements"), "id") for root, _ in sources.values())
        outcomes = head.values.get("outcomes") if head else None
        return Vocabulary(
            facts={fact.id: fact for fact in read},
            faulty_facts=self._faulty_facts(),
            findings=self._names("findings", "finding"),
            outcomes=None if outcomes is None else tuple(dict(outcomes)),
            arguments=self._names("recommendations", "id"),
            steps=self._names("plan", "id"),
            warnings=self._names("warnings", "id"),
            constraints=None
            if node is None
            else _texts(scalars_under(value_under(node, "constraints"), "id")),
            statements=frozenset(word for found in statements for word in _texts(found)) if head else None,
            letters=letters,
        )

    def _names(self, stem: str, key: str) -> tuple[str, ...] | None:
        """Return the names that a file gives; None where it is there and could not be read."""
        return None if stem in self.unreadable else _texts(scalars_under(self.trees.get(stem), key))

    def _faulty_facts(self) -> Container[str]:
        """Return the facts that are there and could not be read: no second defect is made of them."""
        node = self.trees.get("facts")
        return _AnyName() if node is None else _texts(scalars_under(value_under(node, "facts"), "id"))

    def _rules_and_cases(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Read every rule, property and scenario against the vocabulary."""
        trees = self.trees
        argued = _outcome_by_argument(trees.get("recommendations"))
        readers: dict[str, tuple[str, Callable[..., Any], Node | None, tuple[Any, ...]]] = {
            "constraints": ("facts", constraints, value_under(trees.get("facts"), "constraints"), ()),
            "findings": ("findings", rules.findings, trees.get("findings"), ()),
            "arguments": ("recommendations", rules.arguments, trees.get("recommendations"), (argued,)),
            "steps": ("plan", rules.steps, trees.get("plan"), ()),
            "warnings": ("warnings", rules.warnings, trees.get("warnings"), ()),
        }
        found: dict[str, Any] = {"facts": tuple(vocabulary.facts.values())}
        for key, (stem, read, node, more) in readers.items():
            found[key] = read(node, self._file(stem), vocabulary, *more) if node is not None else ()
        return found | self._cases(vocabulary) if self.cases else found

    def _cases(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Read the properties and the scenarios."""
        from exitwise.loader.expectations import properties, scenarios  # noqa: PLC0415 (advice does without)

        laws = self.trees.get(PROPERTIES)
        worked: list[Any] = []
        for path in sorted((self.folder / "scenarios").glob("*.yaml")):
            node = read_tree(path, self.diagnostics)
            if node is not None:
                worked += scenarios(node, File(display_path(path), self.diagnostics), vocabulary)
        return {
            "properties": () if laws is None else properties(laws, self._file(PROPERTIES), vocabulary),
            "scenarios": tuple(worked),
        }

    def _check(self, knowledge: Knowledge) -> None:
        check_unique_ids([*knowledge.all_rules, *knowledge.properties], "a rule", self.diagnostics)
        check_unique_ids(knowledge.scenarios, "a scenario", self.diagnostics)
        statements = [statement for document in knowledge.sources for statement in document.statements]
        check_unique_ids(statements, "a statement", self.diagnostics)
        check_orders(knowledge, self.diagnostics)


class _AnyName:
    """Holds every name: the file that would tell could not be read."""

    def __contains__(self, _: object) -> bool:
        return True


def _without_sources(head: Record) -> dict[str, Any]:
    return {key: value for key, value in head.values.items() if key != "sources"}


def _texts(scalars: Iterable[Scalar]) -> tuple[str, ...]:
    return tuple(scalar.text for scalar in scalars)


def _outcome_by_argument(node: Node | None) -> dict[str, str]:
    """Return the outcome each argument argues for, before the arguments themselves are read."""
    found = ((value_under(item, "id"), value_under(item, "recommend")) for item in getattr(node, "items", ()))
    return {
        argument.text: outcome.text
        for argument, outcome in found
        if isinstance(argument, Scalar) and isinstance(outcome, Scalar)
    }
