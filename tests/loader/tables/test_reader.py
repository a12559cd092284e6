"""Tests of tables: their rows become the rules that an author would write one by one."""

from pathlib import Path

import pytest

from exitwise.diagnostic import Place
from exitwise.errors import PackError
from exitwise.loader import pack
from exitwise.loader.tables.files import MAX_ROWS
from exitwise.model.condition import ALWAYS, All, Compare, Concluded, Not, OneOf
from exitwise.model.knowledge import Knowledge
from exitwise.model.rule import Argument, FindingRule
from support.packs import toy

TABLE = """
id: refund
texts: [within, of]
because: It was {days}; {refund.of} refunds within {refund.within}.
rows:
  - {door: "yes, no", days: "<= 14", finding: free, within: 14 days, of: the shop}
  - {id: late, days: "> 14", finding: paid, because: "It is {days} now.", within: no time}
"""
CSV = """
id;door;days;finding;within;of;because
;"yes, no";<= 14;free;14 days;the shop;
late;;> 14;paid;no time;;It is {days} now.
"""


def loaded(folder: Path, table: str, csv: str = "") -> Knowledge:
    """A toy pack with a table, and its CSV file if there is one."""
    toy.write(folder, **{"tables/refund": table})
    if csv:
        (folder / "tables" / "refund.csv").write_text(csv.lstrip(), "utf-8")
    return pack.load(folder)


def defects(folder: Path, table: str, csv: str = "") -> list[str]:
    """The id of each defect of a toy pack with a table."""
    with pytest.raises(PackError) as raised:
        loaded(folder, table, csv)
    return [defect.id for defect in raised.value.diagnostics]


def test_every_row_is_a_rule_at_its_place(tmp_path: Path) -> None:
    """Its id, condition, conclusion and reason, in which the row's own texts stand."""
    first, second = loaded(tmp_path, TABLE).findings

    file = (tmp_path / "tables" / "refund.yaml").as_posix()
    assert first == FindingRule(
        id="refund.1",
        when=All((OneOf("door", ("yes", "no")), Compare("days", (("at_most", 14),)))),
        finding="free",
        because="It was {days}; the shop refunds within 14 days.",
        place=Place(file, 6, 5),
    )
    assert second == FindingRule(
        id="refund.late",
        when=Compare("days", (("above", 14),)),
        finding="paid",
        because="It is {days} now.",
        place=Place(file, 7, 5),
    )


def test_rows_in_csv_are_the_same_rules(tmp_path: Path) -> None:
    """Only their places differ, which are those of the lines; so the digest is the same."""
    yaml = loaded(tmp_path / "yaml", TABLE)
    csv = loaded(tmp_path / "csv", TABLE.partition("rows:")[0] + "rows: refund.csv", CSV)

    assert [rule.place.line for rule in csv.findings] == [2, 3]
    assert {rule.place.file for rule in csv.findings} == {(tmp_path / "csv/tables/refund.csv").as_posix()}
    assert csv.digest == yaml.digest


def test_a_row_without_input_always_applies(tmp_path: Path) -> None:
    """Under `first`, where no row above it does."""
    rows = "rows: [{door: yes}, {days: -}]"

    one, other = loaded(tmp_path, f"{{id: t, hit_policy: first, finding: f, because: So., {rows}}}").findings
    assert (one.when, other.when) == (OneOf("door", ("yes",)), All((Not(OneOf("door", ("yes",))),)))

    (only,) = loaded(tmp_path, "{id: t, finding: f, because: So., rows: [{id: r}]}").findings
    assert (only.id, only.when) == ("t.r", ALWAYS)


def test_a_table_argues_for_outcomes(tmp_path: Path) -> None:
    """A column or a key names the outcome; `overrides` is a key of the table, also by outcome."""
    column = "{id: t, because: So., overrides: default, rows: [{free: yes, recommend: leave}]}"
    toy.write(tmp_path, **{"tables/t": column, "tables/u": TABLE})

    knowledge = pack.load(tmp_path)

    default, row = knowledge.arguments
    assert default.id == "default"
    assert row == Argument(
        id="t.1",
        when=Concluded("finding", ("free",)),
        recommend="leave",
        overrides=("default",),
        because="So.",
        place=row.place,
    )
    key = "{id: t, because: So., recommend: sell, overrides: {recommend: stay}, rows: [{days: 3}, {days: 4}]}"
    toy.write(tmp_path, **{"tables/t": key})
    assert [(rule.recommend, rule.overrides) for rule in pack.load(tmp_path).arguments[1:]] == [
        ("sell", ("default",)),
        ("sell", ("default",)),
    ]


def test_other_rules_use_what_a_table_concludes(tmp_path: Path) -> None:
    """Its findings in conditions, and its arguments under `overrides`."""
    toy.write(
        tmp_path,
        recommendations="""
          - {id: default, recommend: stay, because: So., overrides: t.1}
          - {id: free, recommend: leave, when: {finding: free}, because: So., overrides: default}
        """,
        **{
            "tables/refund": TABLE,
            "tables/t": "{id: t, because: So., recommend: sell, rows: [{door: ajar}]}",
        },
    )

    knowledge = pack.load(tmp_path)

    assert knowledge.overriders["t.1"] == ("default",)
    assert knowledge.findings_used_by["free"] == {"free"}


def test_the_table_itself_is_kept(tmp_path: Path) -> None:
    """Its columns in the order of the file, and its cells as written."""
    (table,) = loaded(tmp_path, TABLE).tables

    assert (table.id, table.hit_policy) == ("refund", "unique")
    assert table.columns == ("door", "days", "finding", "within", "of", "id", "because")
    assert table.rows[0].cells == (
        *(("door", "yes, no"), ("days", "<= 14"), ("finding", "free")),
        *(("within", "14 days"), ("of", "the shop")),
    )


@pytest.mark.parametrize(
    ("cites", "expected"),
    [("", ("s.1",)), ("s.2", ("s.2",)), ('"s.1, s.2"', ("s.1", "s.2")), ("[s.2, s.1]", ("s.2", "s.1"))],
)
def test_a_row_cites_its_own_statements_or_those_of_the_table(
    tmp_path: Path, cites: str, expected: tuple[str, ...]
) -> None:
    """One name, several separated by commas, or a list."""
    source = """
      source: {id: s, title: T, dated: undated, reliability: official, review_by: 2027-01-31}
      statements: [{id: s.1, says: So., kind: duty}, {id: s.2, says: So., kind: duty}]
    """
    head = toy.DEFAULTS["pack"].replace("}}", "}, sources: s}")
    row = f"{{door: yes, finding: f, cites: {cites}}}"
    table = f"{{id: t, because: So., cites: s.1, rows: [{row}]}}"
    toy.write(tmp_path, pack=head, **{"sources/s": source, "tables/t": table})

    (rule,) = pack.load(tmp_path).findings

    assert rule.cites == expected


def test_a_fact_goes_before_a_finding_of_its_name(tmp_path: Path) -> None:
    """A column is the fact."""
    toy.write(
        tmp_path,
        findings="- {id: r, finding: door, because: So.}",
        **{"tables/t": "{id: t, because: So., finding: f, rows: [{door: ajar}]}"},
    )

    assert pack.load(tmp_path).rules["t.1"].when == OneOf("door", ("ajar",))


def test_all_defects_of_a_table_are_reported_together(tmp_path: Path) -> None:
    """Each once, also a column that every row names."""
    table = """
      id: t
      finding: f
      rows:
        - {doors: yes, days: many}
        - {doors: no, days: "< x", because: "{nobody}"}
    """

    assert sorted(defects(tmp_path, table)) == [
        *("missing-key", "unknown-column", "unknown-placeholder", "value-on-integer", "wrong-kind")
    ]


def test_a_table_has_a_limited_number_of_rows(tmp_path: Path) -> None:
    """Under `first` the conditions grow with their square."""
    csv = "door\n" + "yes\n" * (MAX_ROWS + 1)
    table = "{id: refund, finding: f, because: So., hit_policy: collect, rows: refund.csv}"

    assert defects(tmp_path, table, csv) == ["too-large"]
    assert len(loaded(tmp_path, table, csv.removesuffix("yes\n")).findings) == MAX_ROWS


def test_rows_of_a_first_table_negate_a_limited_number_of_rows(tmp_path: Path) -> None:
    """Of 46 rows that may all match together, the negations are too many; rows kept apart have none."""
    table = "{id: refund, hit_policy: first, finding: f, because: So., rows: refund.csv}"
    overlapping = "days\n" + "".join(f"> {number}\n" for number in range(46))
    apart = "days\n" + "".join(f"{number}\n" for number in range(46))

    assert defects(tmp_path, table, overlapping) == ["too-large"]
    assert len(loaded(tmp_path, table, overlapping.removesuffix("> 45\n")).findings) == 45
    assert len(loaded(tmp_path, table, apart).findings) == 46


def test_an_unreadable_table_is_the_only_defect(tmp_path: Path) -> None:
    """What it concludes is not known, so no use of it is reported."""
    uses = "[{id: r, recommend: stay, when: {finding: free}, overrides: t.7, because: So.}]"
    toy.write(tmp_path, recommendations=uses, **{"tables/refund": "{"})

    with pytest.raises(PackError) as raised:
        pack.load(tmp_path)

    assert [defect.id for defect in raised.value.diagnostics] == ["bad-yaml"]
