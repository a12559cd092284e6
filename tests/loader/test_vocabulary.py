"""Names: which a reference may use, and which are not judged because their file could not be read."""

import pytest

from exitwise.diagnostic import Diagnostics
from exitwise.loader.vocabulary import Vocabulary
from exitwise.loader.yaml.nodes import compose
from exitwise.loader.yaml.readers import File
from exitwise.model.condition import Kind
from support.packs import toy

KNOWN = Vocabulary(
    facts={fact.id: fact for fact in toy.bicycle().knowledge.facts},
    faulty_facts=("wheels",),
    findings=("worn",),
    outcomes=("ride",),
    steps=("oil",),
    warnings=("slippery",),
    statements=frozenset({"manual.1"}),
)
UNREAD = Vocabulary(findings=None, outcomes=None, steps=None, warnings=None, statements=None)


def reports(vocabulary: Vocabulary, kind: Kind, written: str) -> list[str]:
    """What is said of a name of one kind of conclusion."""
    defects = Diagnostics()
    node = compose(written, "x.yaml", defects)
    assert node is not None
    vocabulary.conclusion(kind)(node, File("x.yaml", defects))
    return [f"{defect.id}: {defect.message}; {defect.help}" for defect in defects]


@pytest.mark.parametrize(
    ("kind", "name", "other", "expected"),
    [
        ("finding", "worn", "wron", "unknown-finding: `wron` is not a finding, expected one of `worn`"),
        ("recommend", "ride", "rid", "unknown-outcome: `rid` is not an outcome, expected one of `ride`"),
        ("step", "oil", "oils", "unknown-step: `oils` is not a step, expected one of `oil`"),
        ("warning", "slippery", "slipery", "unknown-warning: `slipery` is not a warning, expected one of"),
        (
            "readiness",
            "hold",
            "holds",
            "unknown-readiness: `holds` is not a readiness, expected one of `hold`",
        ),
    ],
)
def test_a_name_is_one_of_its_kind(kind: Kind, name: str, other: str, expected: str) -> None:
    """Another one is reported with the nearest."""
    (report,) = reports(KNOWN, kind, other)

    assert reports(KNOWN, kind, name) == []
    assert report.startswith(expected)
    assert report.endswith(f"did you mean `{name}`?")


@pytest.mark.parametrize("kind", ["finding", "recommend", "step", "warning"])
def test_names_of_a_file_that_could_not_be_read_are_not_judged(kind: Kind) -> None:
    """Any name may stand in it."""
    assert reports(UNREAD, kind, "anything") == []


def test_readiness_needs_no_file() -> None:
    """Its three names are the same for every pack."""
    assert [report.split(":")[0] for report in reports(UNREAD, "readiness", "soon")] == ["unknown-readiness"]


def said(vocabulary: Vocabulary, written: str) -> tuple[str | None, list[str]]:
    """A text as it is read, and the messages about it."""
    defects = Diagnostics()
    node = compose(written, "x.yaml", defects)
    assert node is not None
    return vocabulary.template(node, File("x.yaml", defects)), [defect.message for defect in defects]


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        ("It is {age} old and {colour}.", []),
        ("Nothing to fill: {}, { age }, {a b}, }{", []),
        ("{aeg}", ["no fact is called `aeg`"]),
        ("{wheels}", []),
        ("{id} and {unknown}", ["no fact is called `id`", "no fact is called `unknown`"]),
        ("{{age}}", []),
        ("{{blank}}", ["no fact is called `blank`"]),
    ],
)
def test_placeholders_name_facts(written: str, messages: list[str]) -> None:
    """A brace that holds no name is a brace; a fact that is there and broken is not reported again."""
    assert said(KNOWN, f"'{written}'") == (written, messages)


def test_a_statement_that_is_not_there_is_reported_with_the_nearest() -> None:
    """Unless the sources are not known."""
    defects = Diagnostics()
    node = compose("manual.7", "x.yaml", defects)
    assert node is not None

    assert UNREAD.statement(node, File("x.yaml", defects)) == "manual.7"
    assert KNOWN.statement(node, File("x.yaml", defects)) is None
    assert [(defect.id, defect.help) for defect in defects] == [
        ("unknown-statement", "did you mean `manual.1`?")
    ]
