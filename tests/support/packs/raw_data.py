"""Raw data of packs: the short forms of tables, and searches through data."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from support.oracles import naive
from support.packs.choices import Choices

Data = dict[str, Any]

HIT_POLICIES = ("unique", "any", "first", "first", "collect")


def without_tables(pack: naive.Pack) -> Data:
    """Return the pack without its tables, to which no other rule refers."""
    return {file: data for file, data in pack.items() if not file.startswith("tables/")}


def is_column(facts: Sequence[Data], finding: str) -> bool:
    """Whether a finding can be a column of a table: neither a fact nor a key has its name."""
    return finding not in ("id", "finding", "recommend") and all(fact["id"] != finding for fact in facts)


def cell(choices: Choices, test: Any) -> str:
    """Return a test in its short form; of comparisons, one or the two ends of an interval are kept."""
    if not isinstance(test, Mapping):
        return ", ".join(map(str, naive.listed(test)))
    if "has" in test:
        return f"has {cell(choices, test['has'])}"
    if "not" in test:
        return f"not {cell(choices, test['not'])}"
    low = next((name for name in ("at_least", "above") if name in test), None)
    high = next((name for name in ("at_most", "below") if name in test), None)
    if low and high:
        start, end = {"at_least": "[", "above": "("}[low], {"at_most": "]", "below": ")"}[high]
        return f"{start}{test[low]}..{test[high]}{end}"
    name = low or high or ""
    symbol = {"at_most": "<=", "at_least": ">=", "below": "<", "above": ">"}[name]
    return f"{symbol}{choices.one_of(('', ' '))}{test[name]}"


def as_csv(rows: Sequence[Data], delimiter: str) -> str:
    """Return rows as CSV with a header; absent cells are empty."""
    columns = dict.fromkeys(column for cells in rows for column in cells)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def numbers_under(key: str, data: object, *, inside: bool) -> Iterator[Any]:
    """Yield all numbers anywhere below a key."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from numbers_under(key, value, inside=inside or name == key)
    elif isinstance(data, list):
        for value in data:
            yield from numbers_under(key, value, inside=inside)
    elif inside and isinstance(data, int | Decimal) and not isinstance(data, bool):
        yield data
