"""The meaning of decision tables, read naively from raw data: a part of the oracle `naive`."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Any

COMPARISONS = {"at_least": ge, "above": gt, "at_most": le, "below": lt}


def listed(value: object) -> list[Any]:
    """One name or a list of names, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def expanded(pack: Mapping[str, Any]) -> Mapping[str, Any]:
    """The pack with the rows of its tables as ordinary rules, and without tables."""
    tables = [pack[name] for name in sorted(pack) if name.startswith("tables/") and name.endswith(".yaml")]
    if not tables:
        return pack
    lists: dict[str, list[dict[str, Any]]] = {"finding": [], "recommend": []}
    for table in tables:
        for rule in table_rules(pack, table):
            lists["finding" if "finding" in rule else "recommend"].append(rule)
    plain = {name: data for name, data in pack.items() if not name.startswith("tables/")}
    for file, key in (("findings.yaml", "finding"), ("recommendations.yaml", "recommend")):
        if lists[key]:
            plain[file] = [*(pack.get(file) or []), *lists[key]]
    return plain


def spelled_out(pack: Mapping[str, Any]) -> Mapping[str, Any]:
    """The pack with the rows of its tables as rules that a file can have."""
    fact = pack["facts.yaml"]["facts"][0]
    value = next(iter(fact.get("values", ())), None)
    test = {"at_least": 0} if value is None else {"has": value} if fact["kind"] == "several" else value
    always = {"any": [{fact["id"]: test}, {"not": {fact["id"]: test}}]}
    return {
        file: [plain_rule(rule, always) for rule in rules] if isinstance(rules, list) else rules
        for file, rules in expanded(pack).items()
    }


def plain_rule(rule: Mapping[str, Any], always: Any) -> Mapping[str, Any]:
    """A row of a table without what only a table has; every other rule is as it was."""
    if "table" not in rule:
        return rule
    plain = {key: value for key, value in rule.items() if key not in ("table", "hit_policy", "texts")}
    return {**plain, "when": filled(rule["when"], always)}


def filled(condition: Any, always: Any) -> Any:
    """A condition with one that is always true in place of each empty list."""
    if isinstance(condition, list):
        return [filled(part, always) for part in condition] or [always]
    if isinstance(condition, Mapping) and condition.keys() <= {"all", "any", "not"}:
        return {key: filled(part, always) for key, part in condition.items()}
    return condition


def table_rules(pack: Mapping[str, Any], table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table as rules; under `first` a row applies where no earlier one matches.

    Earlier rows that a column keeps apart from it are left out: they never match together.
    """
    first = table.get("hit_policy") == "first"
    made: list[dict[str, Any]] = []
    matched: list[list[dict[str, Any]]] = []
    for number, row in enumerate(table_rows(pack, table), 1):
        cells = {column: cell for column, cell in row.items() if cell not in (None, "", "-")}
        facts = {fact["id"]: fact for fact in pack["facts.yaml"]["facts"]}
        others = {"id", "because", "cites", "finding", "recommend", *listed(table.get("texts"))}
        inputs = {column: cell for column, cell in cells.items() if column not in others}
        own = [cell_condition(facts.get(column), column, cell) for column, cell in inputs.items()]
        rivals = [row for row in matched if not are_apart(own, row)] if first else []
        before = [{"not": {"any": [{"all": row} for row in rivals]}}] if rivals else []
        shared = {key: table[key] for key in ("finding", "recommend", "overrides", "cites") if key in table}
        rule = shared | {key: cells[key] for key in ("finding", "recommend") if key in cells}
        when = {"all": [{"all": own}, *before]}
        name = f"{table['id']}.{cells.get('id', number)}"
        because = str(cells.get("because", table.get("because")))
        for text in listed(table.get("texts")):
            because = because.replace(f"{{{table['id']}.{text}}}", cells.get(text, ""))
        texts = {text: str(cells[text]) for text in listed(table.get("texts")) if text in cells}
        rule |= {"id": name, "when": when, "because": because, "texts": texts}
        made.append({**rule, "table": table["id"], "hit_policy": table.get("hit_policy", "unique")})
        matched.append(own)
    return made


def table_rows(pack: Mapping[str, Any], table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of a table, or of the CSV file that it names."""
    if isinstance(table["rows"], list):
        return table["rows"]
    text = pack[f"tables/{table['rows']}"]
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return [*csv.DictReader(io.StringIO(text), delimiter=delimiter)]


def cell_condition(fact: Mapping[str, Any] | None, column: str, cell: Any) -> dict[str, Any]:
    """A cell as a condition on a fact, or on the finding of that name."""
    if fact is None:
        concluded = {"finding": column}
        return concluded if cell == "yes" else {"not": concluded}
    return {column: cell_test(fact, cell) if isinstance(cell, str) else cell}


def cell_test(fact: Mapping[str, Any], cell: str) -> Any:
    """The short form of a test."""
    if cell in fact.get("values", ()):
        return cell
    if cell.startswith("has "):
        return {"has": [part.strip() for part in cell[4:].split(",")]}
    if cell.startswith("not "):
        return {"not": [cell_value(fact, part) for part in cell[4:].split(",")]}
    if ".." in cell:
        low, high = cell[1:-1].split("..")
        relations = ("at_least" if cell[0] == "[" else "above", "at_most" if cell[-1] == "]" else "below")
        return dict(zip(relations, (number(fact, low), number(fact, high)), strict=True))
    for symbol, relation in (("<=", "at_most"), (">=", "at_least"), ("<", "below"), (">", "above")):
        if cell.startswith(symbol):
            return {relation: number(fact, cell.removeprefix(symbol))}
    return [cell_value(fact, part) for part in cell.split(",")]


def cell_value(fact: Mapping[str, Any], text: str) -> Any:
    """A value of a fact in a cell."""
    value = text.strip()
    return value if fact.get("values") or value == "unknown" else number(fact, value)


def number(fact: Mapping[str, Any], text: str) -> Any:
    """A number of a fact, exact if it is a decimal."""
    return Decimal(text) if fact["kind"] == "decimal" else int(text)


def are_apart(row: list[dict[str, Any]], other: list[dict[str, Any]]) -> bool:
    """Whether the tests of one column show that two rows never match together."""
    return any(column_is_apart(one, two) or column_is_apart(two, one) for one in row for two in other)


def column_is_apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether no value that is named, or no number between the limits, passes both tests of a column."""
    if "not" in other:
        return bool(other["not"] == one)
    ((column, test),) = one.items()
    if column not in other or "not" in one or column == "finding":
        return False
    if any(isinstance(each, Mapping) and "has" in each for each in (test, other[column])):
        return False  # lists are not looked into
    if not isinstance(test, Mapping):
        return not any(passes(value, other[column]) for value in listed(test))
    if "not" in test or not isinstance(other[column], Mapping) or "not" in other[column]:
        return False
    limits = sorted({*test.values(), *other[column].values()})
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    numbers = [limits[0] - 1, *limits, *between, limits[-1] + 1]
    return not any(passes(number, test) and passes(number, other[column]) for number in numbers)


def passes(value: Any, test: Any) -> bool:
    """Whether a value passes a test; `unknown` passes no comparison."""
    if not isinstance(test, Mapping):
        return value in listed(test)
    if "not" in test:
        return value not in listed(test["not"])
    if isinstance(value, str):  # of a fact that is compared, only `unknown` is a string
        return False
    return all(COMPARISONS[name](value, limit) for name, limit in test.items())


def clash(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows that both match are against the hit policy of their table."""
    same = all(one.get(key) == other.get(key) for key in ("finding", "recommend"))
    against = one["hit_policy"] == "unique" or (one["hit_policy"] == "any" and not same)
    return one["table"] == other["table"] and against
