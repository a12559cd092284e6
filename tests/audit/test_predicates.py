"""Tests of the predicates that checks share, by hand on a pack of one door."""

from datetime import date

import pytest

from exitwise.audit import predicates
from exitwise.audit.subject import Subject
from support.packs import toy

FACTS = """
  facts:
    - {id: door, question: Q?, kind: choice, values: {yes: Y, no: N}, unknown: true}
    - {id: key, question: Q?, kind: choice, values: {here: H, lost: L}, unknown: true}
  constraints:
    - {id: shut-needs-key, when: {door: no, key: lost}, because: So.}
    - {id: again, when: {door: no, key: lost}, because: So.}
    - {id: open-needs-no-key, when: {door: yes, key: here}, because: So.}
"""
FINDINGS = """
  - {id: open, finding: cold, when: {door: yes}, because: So.}
  - {id: wide-open, finding: cold, when: {door: yes, key: {not: here}}, because: So.}
  - {id: shiver, finding: ill, when: {finding: cold}, because: So.}
  - {id: never, finding: ill, when: {all: [{door: yes}, {door: no}]}, because: So.}
  - {id: lonely, finding: unused, when: {door: no}, because: So.}
"""
RECOMMENDATIONS = """
  - {id: default, recommend: stay, because: So.}
  - {id: shut, recommend: leave, when: {door: no}, overrides: default, because: "Key: {key}."}
  - {id: beaten, recommend: sell, when: {door: no}, because: So.}
  - {id: beater, recommend: leave, when: {door: no}, overrides: [default, beaten], because: So.}
"""
WARNINGS = """
  - {id: coat, title: T, severity: info, when: {finding: ill}, because: So.}
  - {id: excluded, title: T, severity: info, when: {door: no, key: lost}, because: So.}
  - {id: elsewhere, title: T, severity: info, when: {recommend: leave, door: yes}, because: So.}
"""


@pytest.fixture(scope="module")
def subject() -> Subject:
    """The pack of one door and one key."""
    knowledge = toy.knowledge(
        facts=FACTS, findings=FINDINGS, recommendations=RECOMMENDATIONS, warnings=WARNINGS
    )
    return Subject(knowledge, date(2026, 11, 23))


DEAD = {
    "never": "no profile satisfies its condition",
    "excluded": "constraints exclude every profile that satisfies its condition",
    "elsewhere": "no profile that satisfies the rest of its condition is recommended the outcome it requires",
}


def test_dead_rules_are_explained(subject: Subject) -> None:
    """A rule is dead by contradiction, by a constraint, or by the outcome that it requires."""
    knowledge = subject.knowledge
    rules = (*knowledge.findings, *knowledge.arguments, *knowledge.warnings)

    dead = [rule for rule in rules if predicates.is_dead(subject, rule)]

    assert {rule.id: predicates.explain_dead(subject, rule) for rule in dead} == DEAD


def test_always_defeated_argument_applies_somewhere(subject: Subject) -> None:
    """An argument is always defeated if a stronger one applies wherever it does."""
    arguments = subject.knowledge.arguments

    defeated = [rule.id for rule in arguments if predicates.is_always_defeated(subject, rule)]

    assert defeated == ["beaten"]


def test_equal_constraints_have_no_effect(subject: Subject) -> None:
    """Each of two equal constraints could be deleted, and a third could not."""
    constraints = subject.knowledge.constraints

    effective = [rule.id for rule in constraints if predicates.is_effective(subject, rule)]

    assert effective == ["open-needs-no-key"]


def test_live_rules_exclude_dead_defeated_and_unused_rules(subject: Subject) -> None:
    """The finding `unused` serves no advice, `never` is dead, and `beaten` is always defeated."""
    live = [rule.id for rule in predicates.live_rules(subject)]

    assert live == ["open", "wide-open", "shiver", "default", "shut", "beater"]


def test_redundant_rules_are_covered_by_others(subject: Subject) -> None:
    """Two rules conclude `cold` on the same profiles, and `shut` adds nothing to `beater`."""
    redundant = [rule.id for rule in predicates.live_rules(subject) if predicates.is_redundant(subject, rule)]

    assert redundant == ["open", "wide-open", "shut"]


def test_rule_affects_advice_where_it_alone_concludes(subject: Subject) -> None:
    """No other rule concludes `ill`, while `open` concludes `cold` wherever `wide-open` does."""
    findings = {rule.id: rule for rule in subject.knowledge.findings}
    fires, domain = subject.compiled.fires, subject.compiled.domain

    assert not (predicates.concluded_by_others(subject, findings["shiver"]) & domain).satisfiable()
    assert predicates.affects_advice(subject, findings["shiver"], fires["shiver"])
    assert predicates.concluded_by_others(subject, findings["wide-open"]) == fires["open"]
    assert not predicates.affects_advice(subject, findings["wide-open"], fires["wide-open"])


def test_findings_behind_advice_follow_chains(subject: Subject) -> None:
    """The warning tests `ill`, whose rule tests `cold`."""
    assert predicates.findings_behind_advice(subject.knowledge) == {"ill", "cold"}


def test_names_in_texts_are_those_of_placeholders(subject: Subject) -> None:
    """One reason has a placeholder."""
    assert predicates.names_in_texts(subject.knowledge) == {"key"}


SOURCE = """
  source: {id: book, title: B, dated: 2026, reliability: %s, review_by: 2027-01-01}
  statements:
    - {id: book.1, says: So., kind: duty}
    - {id: book.2, says: So., kind: duty}
    - {id: book.3, says: So., kind: caveat}
    - {id: book.4, says: So., kind: narrative}
    - {id: book.5, says: So., kind: consequence, unused: So.}
"""
UNCITED = {"official": ["book.2", "book.3"], "community": ["book.2"]}


@pytest.mark.parametrize(("reliability", "uncited"), UNCITED.items())
def test_uncited_statements_by_reliability_and_kind(reliability: str, uncited: list[str]) -> None:
    """Duties and consequences need a rule or a reason; in an official source all but narrative does."""
    knowledge = toy.knowledge(
        pack=toy.DEFAULTS["pack"].replace("}}", "}, sources: book}"),
        recommendations="[{id: a, recommend: stay, because: So., cites: book.1},"
        " {id: b, recommend: leave, when: {door: no}, because: So.}]",
        **{"sources/book": SOURCE % reliability},
    )

    assert predicates.cited_statements(knowledge) == {"book.1"}
    assert [statement.id for statement in predicates.uncited_statements(knowledge)] == uncited
    assert [rule.id for rule in predicates.rules_without_source(knowledge)] == ["b"]
