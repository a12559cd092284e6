"""The vocabulary: references to defined names, and to names of files that could not be read."""

import pytest

from exitwise.diagnostic import Diagnostics
from exitwise.loader.vocabulary import Vocabulary
from exitwise.loader.yaml.composer import compose
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
UNREADABLE = Vocabulary(findings=None, outcomes=None, steps=None, warnings=None, statements=None)


def reports(vocabulary: Vocabulary, kind: Kind, written: str) -> list[str]:
    """Return the diagnostics of a reference to one kind of conclusion, as texts."""
    diagnostics = Diagnostics()
    node = compose(written, "x.yaml", diagnostics)
    assert node is not None
    vocabulary.conclusion(kind)(node, File("x.yaml", diagnostics))
    return [f"{defect.id}: {defect.message}; {defect.help}" for defect in diagnostics]


@pytest.mark.parametrize(
    ("kind", "name", "other", "expected"),
    [
        ("finding", "worn", "wron", "unknown-finding: unknown finding `wron`, expected one of `worn`"),
        ("recommend", "ride", "rid", "unknown-outcome: unknown outcome `rid`, expected one of `ride`"),
        ("step", "oil", "oils", "unknown-step: unknown step `oils`, expected one of `oil`"),
        ("warning", "slippery", "slipery", "unknown-warning: unknown warning `slipery`, expected one of"),
        (
            "readiness",
            "hold",
            "holds",
            "unknown-readiness: unknown readiness `holds`, expected one of `hold`",
        ),
    ],
)
def test_an_unknown_name_is_reported_with_the_nearest_one(
    kind: Kind, name: str, other: str, expected: str
) -> None:
    """For every kind of conclusion; a defined name is accepted."""
    (report,) = reports(KNOWN, kind, other)

    assert reports(KNOWN, kind, name) == []
    assert report.startswith(expected)
    assert report.endswith(f"did you mean `{name}`?")


@pytest.mark.parametrize("kind", ["finding", "recommend", "step", "warning"])
def test_names_of_an_unreadable_file_are_not_checked(kind: Kind) -> None:
    """Any name may be defined in it."""
    assert reports(UNREADABLE, kind, "anything") == []


def test_readiness_needs_no_file() -> None:
    """Its three values are the same for every pack."""
    assert [report.split(":")[0] for report in reports(UNREADABLE, "readiness", "soon")] == [
        "unknown-readiness"
    ]


def read_template(vocabulary: Vocabulary, written: str) -> tuple[str | None, list[str]]:
    """Return a text as it is read, and the messages of its diagnostics."""
    diagnostics = Diagnostics()
    node = compose(written, "x.yaml", diagnostics)
    assert node is not None
    return vocabulary.template(node, File("x.yaml", diagnostics)), [defect.message for defect in diagnostics]


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        ("It is {age} old and {colour}.", []),
        ("Nothing to fill: {}, { age }, {a b}, }{", []),
        ("{aeg}", ["unknown fact `aeg`"]),
        ("{wheels}", []),
        ("{id} and {unknown}", ["unknown fact `id`", "unknown fact `unknown`"]),
        ("{{age}}", []),
        ("{{blank}}", ["unknown fact `blank`"]),
    ],
)
def test_placeholders_name_facts(written: str, messages: list[str]) -> None:
    """Braces without a name are plain text; a fact with a defect of its own is not reported again."""
    assert read_template(KNOWN, f"'{written}'") == (written, messages)


def test_an_unknown_statement_is_reported_with_the_nearest_one() -> None:
    """Unless the sources could not be read."""
    diagnostics = Diagnostics()
    node = compose("manual.7", "x.yaml", diagnostics)
    assert node is not None

    assert UNREADABLE.statement(node, File("x.yaml", diagnostics)) == "manual.7"
    assert KNOWN.statement(node, File("x.yaml", diagnostics)) is None
    assert [(defect.id, defect.help) for defect in diagnostics] == [
        ("unknown-statement", "did you mean `manual.1`?")
    ]
