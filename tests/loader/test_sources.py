"""Source files: descriptions, dates and statements."""

import pytest

from exitwise.errors import PackError
from exitwise.model.source import Source
from support.packs import toy

HEAD = "source: {id: m, title: T, dated: %s, reliability: %s, review_by: %s}\nstatements: [%s]\n"
PACK = toy.DEFAULTS["pack"].replace("}}", "}, sources: m}")


def source(
    dated: str = "undated",
    reliability: str = "official",
    review_by: str = "2027-01-31",
    statements: str = "{id: m.1, says: So., kind: duty}",
) -> Source:
    """Return the only source of a toy pack."""
    text = HEAD % (dated, reliability, review_by, statements)
    (read,) = toy.knowledge(pack=PACK, **{"sources/m": text}).sources
    return read


def defect_ids(**parts: str) -> list[str]:
    """Return the ids of the defects of such a source."""
    with pytest.raises(PackError) as raised:
        source(**parts)
    return [defect.id for defect in raised.value.diagnostics]


def test_every_key_of_a_source_is_read() -> None:
    """Its description, and its statements with their relations."""
    (manual,) = toy.bicycle().knowledge.sources
    first, second, third = manual.statements

    assert (manual.id, manual.title, manual.url) == ("manual", "The manual", "https://example.org/manual")
    assert (manual.dated, manual.reliability, manual.review_by) == ("2026-05", "official", "2027-05-11")
    assert manual.note == "Nobody reads it."
    assert (first.id, first.says, first.kind) == ("manual.1", "Oil the chain before you ride.", "duty")
    assert (first.confirms, first.refines, first.contradicts) == ((), (), ())
    assert second.refines == ("manual.1",)
    assert third.contradicts == ("manual.2",)
    assert third.because == "It is the newer edition."
    assert third.unused == "No rule needs the newer number."


@pytest.mark.parametrize(
    "dated", ["2026", "2026-05", "2026-05-11", "2024-02-29", "'2026-05-11'", "0001", "undated", "9999-12-31"]
)
def test_a_date_is_a_year_a_month_or_a_day(dated: str) -> None:
    """Or `undated`."""
    assert source(dated=dated).dated == dated.strip("'")


@pytest.mark.parametrize(
    "dated",
    [
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2023-02-29",
        "26",
        "2026-5",
        "2026-05-1",
        "0000",
        "May",
        "2026-05-11x",
        "''",
    ],
)
def test_an_invalid_date_is_rejected(dated: str) -> None:
    """Days that do not exist, and forms other than ISO 8601."""
    assert defect_ids(dated=dated) == ["bad-date"]


@pytest.mark.parametrize("review_by", ["2027", "2027-01", "undated", "2027-02-29"])
def test_review_by_is_a_day(review_by: str) -> None:
    """A year or a month is not enough."""
    assert defect_ids(review_by=review_by) == ["bad-date"]


@pytest.mark.parametrize("reliability", ["official", "community", "third-party", "generated"])
def test_reliability_is_one_of_four(reliability: str) -> None:
    """Official, community, third-party or generated."""
    assert source(reliability=reliability).reliability == reliability


def test_an_unknown_reliability_is_rejected() -> None:
    """As a defect of its own kind."""
    assert defect_ids(reliability="officious") == ["unknown-reliability"]


@pytest.mark.parametrize("kind", ["duty", "consequence", "caveat", "narrative"])
def test_a_statement_has_one_of_four_kinds(kind: str) -> None:
    """Duty, consequence, caveat or narrative."""
    (statement,) = source(statements=f"{{id: m.1, says: So., kind: {kind}}}").statements

    assert statement.kind == kind


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        ("{id: n.1, says: So., kind: duty}", "wrong-prefix"),
        ("{id: m, says: So., kind: duty}", "wrong-prefix"),
        ("{id: m1, says: So., kind: duty}", "wrong-prefix"),
        ("{id: m.1, says: So., kind: duty, confirms: m.2}", "unknown-statement"),
        ("{id: m.1, says: So., kind: duty, confirms: []}", "empty"),
        ("{id: m.1, says: So., kind: duty, because: Why.}", "contradictory-keys"),
        ("{id: m.1, says: So., kind: dutiful}", "unknown-kind"),
    ],
)
def test_an_invalid_statement_is_rejected(statements: str, kind: str) -> None:
    """Its prefix, relations, keys and kind are checked; every mistake is one diagnostic."""
    assert defect_ids(statements=statements) == [kind]
