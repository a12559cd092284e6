"""What a change does to a population, as it is read and as data."""

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

Another recommendation  Records    First of them
stay -> leave           2 (0.2 %)  a.jsonl, line 3, id 7

Another plan        Records    First of them
step knock: lost    7 (0.7 %)  -, line 1
order of the steps  3 (0.3 %)  a.jsonl, line 3, id 7

Other warnings        Records    First of them
warning late: gained  4 (0.4 %)  a.jsonl, line 3, id 7

Refused by one of the packs alone  Records        First of them
by OLD: unknown-fact               1 (0.1 %)  a b, line 1, id \\x1b
by NEW: gap                        1 (0.1 %)  a.jsonl, line 3, id 7

1,003 records: 1,000 compared.
Refused by one of the packs alone: 2 (0.2 %).
By both: 1 rejected (0.1 %): gap 1.
Other advice for 12 records (1.2 %).
  - another recommendation: 2
  - another plan: 10
  - other warnings: 4
""".replace("Records        First", "Records    First")


def read(found: PopulationComparison) -> str:
    """The counts as they are read in 80 columns."""
    page = Page(80, colour=False)
    write(page, found)
    return page.text()


def test_a_population_reads_from_the_tables_to_the_sums() -> None:
    """By aspect, what happens most often first; nothing that a file or an id holds steers a terminal."""
    assert read(FOUND) == WRITTEN


def test_a_population_that_only_one_pack_advises_on_has_no_verdict() -> None:
    """Neither the same advice nor another."""
    found = PopulationComparison(files=("a",), read=1, refused={Refusal("new", "gap"): Occurrences(FIRST, 1)})

    assert read(found).endswith("\n1 record: 0 compared.\nRefused by one of the packs alone: 1 (100 %).\n")


def test_the_data_add_up() -> None:
    """What is compared is the same or differs; the rest is refused by one pack or by both."""
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
