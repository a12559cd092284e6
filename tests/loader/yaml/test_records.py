"""Mappings with fixed keys: what is there, what is missing, what should not be there."""

from typing import Any

from exitwise.diagnostic import Diagnostics, PackDiagnostic
from exitwise.loader.yaml.nodes import compose
from exitwise.loader.yaml.readers import File, integer, name
from exitwise.loader.yaml.records import Key, Record, read_record, read_records, scalars_under

KEYS = {"id": Key(name, required=True), "size": Key(integer, required=True), "note": Key(name)}


def read(written: str) -> tuple[Record | None, list[PackDiagnostic]]:
    """A record of three keys, and what is reported of it."""
    defects = Diagnostics()
    node = compose(written, "x.yaml", defects)
    assert node is not None
    return read_record(node, File("x.yaml", defects), "a thing", KEYS), list(defects)


def test_a_record_holds_what_was_read_and_where() -> None:
    """A key that may be absent is absent from the values too."""
    found, defects = read("  {size: 7, id: a}")

    assert found is not None
    assert defects == []
    assert found.values == {"id": "a", "size": 7}
    assert found.complete
    assert str(found.place) == "x.yaml:1:3"


def test_a_missing_key_is_reported_where_the_record_begins() -> None:
    """The name of the record is said where it has one."""
    found, (defect,) = read("{id: a}")

    assert found is not None
    assert not found.complete
    assert (defect.id, str(defect.place)) == ("missing-key", "x.yaml:1:1")
    assert defect.message == "a thing has no `size` (`a`)"


def test_a_key_that_cannot_be_read_is_not_missing() -> None:
    """One mistake is one report; the record is incomplete all the same."""
    found, (defect,) = read("{id: a, size: big}")

    assert found is not None
    assert found.values == {"id": "a"}
    assert not found.complete
    assert (defect.id, str(defect.place)) == ("wrong-kind", "x.yaml:1:15")


def test_an_unknown_key_is_reported_at_the_key_with_the_nearest() -> None:
    """The record is read without it."""
    found, (defect,) = read("{id: a, size: 7, nte: x}")

    assert found is not None
    assert found.complete
    assert (defect.id, str(defect.place)) == ("unknown-key", "x.yaml:1:18")
    assert defect.message == "a thing has no key `nte`, expected one of `id`, `size`, `note`"
    assert defect.help == "did you mean `note`?"


def test_what_is_no_mapping_is_no_record() -> None:
    """It is reported as what it is."""
    found, (defect,) = read("[id, size]")

    assert found is None
    assert defect.message == "a list stands where a thing belongs"


def test_a_record_reports_at_the_key_or_at_itself() -> None:
    """What is said of a key stands at its value; of an absent key, at the record."""
    found, _ = read("{id: a, size: 7}")
    defects = Diagnostics()
    assert found is not None

    found.report(File("x.yaml", defects), "k", "size", "at the value")
    found.report(File("x.yaml", defects), "k", "note", "at the record", "help")

    assert [(defect.message, defect.place.column, defect.help) for defect in defects] == [
        ("at the record", 1, "help"),
        ("at the value", 15, ""),
    ]


def test_records_leave_out_what_could_not_be_read() -> None:
    """Each item of the list is read, whatever the others are."""
    defects = Diagnostics()
    node = compose("[a, 7, b]", "x.yaml", defects)
    assert node is not None

    assert read_records(node, File("x.yaml", defects), name) == ("a", "b")
    assert [defect.place.column for defect in defects] == [5]


def test_ids_are_gathered_without_judging() -> None:
    """Whatever is no list of mappings has none, and nothing is reported."""
    node = compose("[{id: a, x: b}, {x: c}, {id: [d]}, e, {id: 7}]", "x.yaml", Diagnostics())

    assert [scalar.text for scalar in scalars_under(node, "id")] == ["a", "7"]
    assert scalars_under(None, "id") == scalars_under(compose("{id: a}", "x.yaml", Diagnostics()), "id") == ()


def test_keys_are_read_in_their_own_order() -> None:
    """The order in a file changes nothing of what is made of it."""
    one, other = read("{size: 7, note: x, id: a}")[0], read("{id: a, note: x, size: 7}")[0]
    values: list[dict[str, Any]] = [found.values for found in (one, other) if found is not None]

    assert [list(read_) for read_ in values] == [["id", "size", "note"]] * 2
