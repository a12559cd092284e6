"""The comparison on a population, as text and as JSON data."""

from collections import Counter

from exitwise.audit.diff.population_report import as_dict, write
from exitwise.audit.population.comparison import (
    AdviceChange,
    Example,
    Occurrences,
    PopulationComparison,
    Refusal,
)
from exitwise.present.page import Page

FIRST = Example("a.jsonl", 3, 7)
FOUND = PopulationComparison(
    files=("a.jsonl", "-"),
    read=1_003,
    compared=1_000,
    differing=12,
    by_aspect=Counter(recommendation=2, plan=10, warnings=4),
    changes={
        AdviceChange("warnings", "warning late", "absent", "present"): Occurrences(FIRST, 4),
        AdviceChange("plan", "order of the steps", "as in OLD", "as in NEW"): Occurrences(FIRST, 3),
        AdviceChange("plan", "step knock", "present", "absent"): Occurrences(Example("-", 1, None), 7),
        AdviceChange("recommendation", "recommendation", "stay", "leave"): Occurrences(FIRST, 2),
    },
    rejected=Counter({"gap": 1}),
    refused={
        Refusal("new", "gap"): Occurrences(FIRST, 1),
        Refusal("old", "unknown-fact"): Occurrences(Example("a\nb", 1, "\x1b"), 1),
    },
)
WRITTEN = """
On the records of a.jsonl, -

Different recommendation  Records    First record
stay -> leave             2 (0.2 %)  a.jsonl, line 3, id 7

Different plan      Records    First record
step knock: lost    7 (0.7 %)  -, line 1
order of the steps  3 (0.3 %)  a.jsonl, line 3, id 7

Different warnings    Records    First record
warning late: gained  4 (0.4 %)  a.jsonl, line 3, id 7

Refused by one pack only  Records    First record
by OLD: unknown-fact      1 (0.1 %)  a b, line 1, id \\x1b
by NEW: gap               1 (0.1 %)  a.jsonl, line 3, id 7

1,003 records: 1,000 compared.
Refused by one pack only: 2 (0.2 %).
By both: 1 rejected (0.1 %): gap 1.
Different advice for 12 records (1.2 %).
  - different recommendation: 2
  - different plan: 10
  - different warnings: 4
"""


def rendered(comparison: PopulationComparison) -> str:
    """Return the report as rendered at 80 columns."""
    page = Page(80, colour=False)
    write(page, comparison)
    return page.text()


def test_tables_and_totals() -> None:
    """Each table lists the most frequent change first, and names of files and ids are escaped."""
    assert rendered(FOUND) == WRITTEN


def test_no_summary_without_compared_records() -> None:
    """Without a record that both packs advise on, the report has no summary."""
    comparison = PopulationComparison(
        files=("a",), read=1, refused={Refusal("new", "gap"): Occurrences(FIRST, 1)}
    )

    assert rendered(comparison).endswith("\n1 record: 0 compared.\nRefused by one pack only: 1 (100 %).\n")


def test_as_dict() -> None:
    """The records are the same, different, refused by one pack or rejected by both."""
    data = as_dict(FOUND)

    assert data["same"] + data["differing"] == data["compared"]
    alone = sum(each["records"] for each in data["refused_by_one"])
    assert data["compared"] + alone + data["rejected"]["all"] == data["records"]
    assert data["changes"][0] == {
        "aspect": "recommendation",
        "what": "recommendation",
        "before": "stay",
        "after": "leave",
        "records": 2,
        "share": 0.002,
        "example": {"file": "a.jsonl", "line": 3, "id": 7},
    }
