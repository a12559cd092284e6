"""Tests of the traceability matrix, against the raw data of packs."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.checks import rule_without_source, statement_without_rule
from exitwise.audit.coverage.matrix import Coverage, count_states, coverage
from exitwise.audit.subject import Subject
from support.oracles import naive
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

DAY = date(2026, 11, 23)
RULES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
KINDS = ("duty", "consequence", "caveat", "narrative")


def matrix_of(knowledge: Any) -> Coverage:
    """The matrix of a pack."""
    return coverage(Subject(knowledge, DAY))


@st.composite
def sourced_packs(draw: st.DrawFn) -> random_packs.Data:
    """A random pack whose rules cite statements of two sources, or none."""
    data = draw(random_packs.packs())
    sources = {name: draw(source(name)) for name in ("one", "two")}
    statements = [statement["id"] for content in sources.values() for statement in content["statements"]]
    cites = st.lists(st.sampled_from(statements), max_size=2, unique=True)
    data["facts.yaml"]["constraints"] = [
        rule | {"cites": chosen} if (chosen := draw(cites)) else rule
        for rule in data["facts.yaml"].get("constraints", [])
    ]
    for file in RULES:
        if file in data:
            data[file] = [
                rule | {"cites": chosen} if (chosen := draw(cites)) else rule for rule in data[file]
            ]
    data["pack.yaml"]["sources"] = list(sources)
    return data | {f"sources/{name}.yaml": content for name, content in sources.items()}


@st.composite
def source(draw: st.DrawFn, name: str) -> random_packs.Data:
    """A source with a few statements of any kind."""
    head = {"id": name, "title": "T", "dated": "2026", "review_by": "2027-01-01"}
    head["reliability"] = draw(st.sampled_from(("official", "community", "third-party", "generated")))
    statements = [
        {"id": f"{name}.{number}", "says": "So.", "kind": draw(st.sampled_from(KINDS))}
        | ({"unused": "Why."} if draw(st.booleans()) else {})
        for number in range(draw(st.integers(1, 4)))
    ]
    return {"source": head, "statements": statements}


def rules(data: naive.Pack) -> list[naive.Rule]:
    """All rules in the raw data of a pack, constraints first."""
    other_rules = [rule for file in RULES for rule in naive.rules(data, file)]
    return [*data["facts.yaml"].get("constraints", []), *other_rules]


def expected_state(data: naive.Pack, head: naive.Rule, statement: naive.Rule) -> str:
    """The state of a statement, from the raw data."""
    if any(statement["id"] in rule.get("cites", []) for rule in rules(data)):
        return "covered"
    if "unused" in statement:
        return "excused"
    official = head["reliability"] == "official" and statement["kind"] != "narrative"
    return "gap" if official or statement["kind"] in ("duty", "consequence") else "optional"


@given(sourced_packs())
@settings(max_examples=examples(60))
def test_matrix_equals_raw_data(data: naive.Pack) -> None:
    """Every statement and rule has one row, citations agree in both directions, and totals add up."""
    matrix = matrix_of(toy.loaded(data))
    raw = [(data[f"sources/{name}.yaml"], name) for name in ("one", "two")]

    assert [(row.id, row.state) for row in matrix.statements] == [
        (statement["id"], expected_state(data, content["source"], statement))
        for content, _ in raw
        for statement in content["statements"]
    ]
    assert [(row.id, row.citations) for row in matrix.rules] == [
        (rule["id"], tuple(rule.get("cites", []))) for rule in rules(data)
    ]
    back = {(name, row.id) for row in matrix.rules for name in row.citations}
    assert {(row.id, name) for row in matrix.statements for name in row.citations} == back
    defined = len(data["facts.yaml"].get("constraints", []))
    assert {row.state for row in matrix.rules[:defined]} <= {"covered", "optional"}
    assert {row.state for row in matrix.rules[defined:]} <= {"covered", "gap"}
    summary = matrix.as_dict()["summary"]
    assert sum(summary["statements"].values()) == len(matrix.statements)
    assert (
        sum(summary["rules"].values()) == len(matrix.rules) == sum(map(len, matrix.rules_by_kind().values()))
    )


def test_gaps_equal_the_audit_violations() -> None:
    """The matrix and the checks agree on the missing citations."""
    for knowledge in (shipped.base().knowledge, toy.bicycle().knowledge):
        subject = Subject(knowledge, DAY)
        violations = [*statement_without_rule.find(subject), *rule_without_source.find(subject)]
        matrix = coverage(subject)
        gaps = [row for row in (*matrix.statements, *matrix.rules) if row.state == "gap"]
        assert len(gaps) == sum(violation.severity is None for violation in violations)


def test_matrix_of_the_bicycle() -> None:
    """Two of three statements are cited, by three of the rules, and one has a reason in `unused`."""
    matrix = matrix_of(toy.bicycle().knowledge)

    assert [(row.id, row.citations, row.state) for row in matrix.statements] == [
        ("manual.1", ("no-old-green", "old-is-worn", "oil"), "covered"),
        ("manual.2", ("old-is-worn",), "covered"),
        ("manual.3", (), "excused"),
    ]
    assert count_states(matrix.rules) == {"covered": 3, "excused": 0, "gap": 9, "optional": 0}
    assert matrix.as_dict()["rules"][0] == {
        "id": "no-old-green",
        "kind": "constraint",
        "state": "covered",
        "cites": ["manual.1"],
    }
    assert matrix.as_dict()["sources"][0]["statements"][2] == {
        "id": "manual.3",
        "says": "A frame wears out after twelve years.",
        "kind": "caveat",
        "state": "excused",
        "cited_by": [],
        "unused": "No rule needs the newer number.",
    }
