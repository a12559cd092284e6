"""The traceability matrix: adds up on any pack, and says of each statement what became of it."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.audit.checks import rule_without_source, statement_without_rule
from exitwise.audit.coverage.matrix import Coverage, count_states, coverage
from exitwise.audit.subject import Subject
from support.oracles import naive
from support.packs import random_packs, shipped, toy

DAY = date(2026, 11, 23)
RULES = ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml")
KINDS = ("duty", "consequence", "caveat", "narrative")


def of(knowledge: Any) -> Coverage:
    """The matrix of a pack."""
    return coverage(Subject(knowledge, DAY))


@st.composite
def sourced(draw: st.DrawFn) -> random_packs.Data:
    """A random pack whose rules cite statements of two sources, or none."""
    data = draw(random_packs.packs())
    sources = {name: draw(source(name)) for name in ("one", "two")}
    statements = [said["id"] for content in sources.values() for said in content["statements"]]
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
    """All rules of a pack of data, constraints first."""
    listed = [rule for file in RULES for rule in naive.rules(data, file)]
    return [*data["facts.yaml"].get("constraints", []), *listed]


def state(data: naive.Pack, head: naive.Rule, said: naive.Rule) -> str:
    """What becomes of a statement, by the raw data."""
    if any(said["id"] in rule.get("cites", []) for rule in rules(data)):
        return "covered"
    if "unused" in said:
        return "excused"
    official = head["reliability"] == "official" and said["kind"] != "narrative"
    return "gap" if official or said["kind"] in ("duty", "consequence") else "optional"


@given(sourced())
@settings(max_examples=60)
def test_the_matrix_is_what_the_raw_data_say(data: naive.Pack) -> None:
    """Every statement and every rule stands in it once, each citation both ways, and the sums add up."""
    found = of(toy.loaded(data))
    raw = [(data[f"sources/{name}.yaml"], name) for name in ("one", "two")]

    assert [(row.id, row.state) for row in found.statements] == [
        (said["id"], state(data, content["source"], said))
        for content, _ in raw
        for said in content["statements"]
    ]
    assert [(row.id, row.citations) for row in found.rules] == [
        (rule["id"], tuple(rule.get("cites", []))) for rule in rules(data)
    ]
    back = {(name, row.id) for row in found.rules for name in row.citations}
    assert {(row.id, name) for row in found.statements for name in row.citations} == back
    defined = len(data["facts.yaml"].get("constraints", []))
    assert {row.state for row in found.rules[:defined]} <= {"covered", "optional"}
    assert {row.state for row in found.rules[defined:]} <= {"covered", "gap"}
    summary = found.as_dict()["summary"]
    assert sum(summary["statements"].values()) == len(found.statements)
    assert sum(summary["rules"].values()) == len(found.rules) == sum(map(len, found.rules_by_kind().values()))


def test_gaps_are_what_the_audit_reports() -> None:
    """The view and the checks have one meaning."""
    for knowledge in (shipped.base().knowledge, toy.bicycle().knowledge):
        subject = Subject(knowledge, DAY)
        flaws = [*statement_without_rule.find(subject), *rule_without_source.find(subject)]
        found = coverage(subject)
        gaps = [row for row in (*found.statements, *found.rules) if row.state == "gap"]
        assert len(gaps) == sum(flaw.severity is None for flaw in flaws)


def test_the_bicycle_by_hand() -> None:
    """Two statements of the manual are followed, one is left out for a reason; three rules follow them."""
    found = of(toy.bicycle().knowledge)

    assert [(row.id, row.citations, row.state) for row in found.statements] == [
        ("manual.1", ("no-old-green", "old-is-worn", "oil"), "covered"),
        ("manual.2", ("old-is-worn",), "covered"),
        ("manual.3", (), "excused"),
    ]
    assert count_states(found.rules) == {"covered": 3, "excused": 0, "gap": 9, "optional": 0}
    assert found.as_dict()["rules"][0] == {
        "id": "no-old-green",
        "kind": "constraint",
        "state": "covered",
        "cites": ["manual.1"],
    }
    assert found.as_dict()["sources"][0]["statements"][2] == {
        "id": "manual.3",
        "says": "A frame wears out after twelve years.",
        "kind": "caveat",
        "state": "excused",
        "cited_by": [],
        "unused": "No rule needs the newer number.",
    }
