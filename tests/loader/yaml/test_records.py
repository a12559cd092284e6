"""Records: valid, missing and unknown keys."""

from typing import Any

from exitwise.diagnostic import Diagnostics, PackDiagnostic
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.readers import File, integer, name
from exitwise.loader.yaml.records import Key, Record, read_record, read_records

KEYS = {"id": Key(name, required=True), "size": Key(integer, required=True), "note": Key(name)}


def read(written: str) -> tuple[Record | None, list[PackDiagnostic]]:
    """Return the record in a text, and its diagnostics."""
    diagnostics = Diagnostics()
    node = compose(written, "x.yaml", diagnostics)
    assert node is not None
    return read_record(node, File("x.yaml", diagnostics), "a box", KEYS), list(diagnostics)


def test_a_record_holds_values_and_its_position() -> None:
    """A missing optional key is missing from the values too."""
    record, diagnostics = read("  {size: 7, id: a}")

    assert record is not None
    assert diagnostics == []
    assert record.values == {"id": "a", "size": 7}
    assert record.complete
    assert str(record.place) == "x.yaml:1:3"


def test_a_missing_key_is_reported_at_the_record() -> None:
    """The message names the record by its id, if it has one."""
    record, (defect,) = read("{id: a}")

    assert record is not None
    assert not record.complete
    assert (defect.id, str(defect.place)) == ("missing-key", "x.yaml:1:1")
    assert defect.message == "missing key `size` in box `a`"


def test_an_invalid_value_is_not_a_missing_key() -> None:
    """One mistake is one report; the record is incomplete all the same."""
    record, (defect,) = read("{id: a, size: big}")

    assert record is not None
    assert record.values == {"id": "a"}
    assert not record.complete
    assert (defect.id, str(defect.place)) == ("wrong-kind", "x.yaml:1:15")


def test_an_unknown_key_is_reported_with_the_nearest_one() -> None:
    """At the position of the key; the record is complete without it."""
    record, (defect,) = read("{id: a, size: 7, nte: x}")

    assert record is not None
    assert record.complete
    assert (defect.id, str(defect.place)) == ("unknown-key", "x.yaml:1:18")
    assert defect.message == "unknown key `nte` in a box, expected one of `id`, `size`, `note`"
    assert defect.help == "did you mean `note`?"


def test_a_record_must_be_a_mapping() -> None:
    """The message names the record and the actual kind."""
    record, (defect,) = read("[id, size]")

    assert record is None
    assert defect.message == "expected a box, got a list"


def test_a_diagnostic_is_reported_at_the_value_or_at_the_record() -> None:
    """At the value of a key if it has one, otherwise at the beginning of the record."""
    record, _ = read("{id: a, size: 7}")
    diagnostics = Diagnostics()
    assert record is not None

    record.report(File("x.yaml", diagnostics), "k", "size", "at the value")
    record.report(File("x.yaml", diagnostics), "k", "note", "at the record", "help")

    assert [(defect.message, defect.place.column, defect.help) for defect in diagnostics] == [
        ("at the record", 1, "help"),
        ("at the value", 15, ""),
    ]


def test_valid_records_of_a_list_are_returned() -> None:
    """Every item is read, whether or not others are valid."""
    diagnostics = Diagnostics()
    node = compose("[a, 7, b]", "x.yaml", diagnostics)
    assert node is not None

    assert read_records(node, File("x.yaml", diagnostics), name) == ("a", "b")
    assert [defect.place.column for defect in diagnostics] == [5]


def test_values_have_the_order_of_the_declared_keys() -> None:
    """The order in the file makes no difference."""
    one, other = read("{size: 7, note: x, id: a}")[0], read("{id: a, note: x, size: 7}")[0]
    values: list[dict[str, Any]] = [record.values for record in (one, other) if record is not None]

    assert [list(keys) for keys in values] == [["id", "size", "note"]] * 2
