"""The condition language: the tree of every form."""

import pytest

from exitwise.model.condition import ALWAYS, All, Any, Compare, Concluded, Condition, Not, OneOf
from support.packs import toy

HERE, OPEN = OneOf("place", ("here",)), OneOf("door", ("yes",))
LATE = Compare("days", (("above", 7),))

READ: list[tuple[str, Condition]] = [
    ("door: yes", OPEN),
    ("door: [yes, unknown]", OneOf("door", ("yes", "unknown"))),
    ("door: [yes, ajar, yes]", OneOf("door", ("yes", "ajar"))),
    ("door: {not: yes}", Not(OPEN)),
    ("door: {not: [yes, unknown]}", Not(OneOf("door", ("yes", "unknown")))),
    ("days: 7", OneOf("days", (7,))),
    ("days: unknown", OneOf("days", ("unknown",))),
    ("days: [3, unknown, 0x10]", OneOf("days", (3, "unknown", 16))),
    ("days: {not: 7}", Not(OneOf("days", (7,)))),
    ("days: {above: 7}", LATE),
    ("days: {at_least: 1, below: 9}", Compare("days", (("at_least", 1), ("below", 9)))),
    ("days: {at_most: -1}", Compare("days", (("at_most", -1),))),
    ("{place: here, door: yes}", All((HERE, OPEN))),
    ("[{place: here}, {door: yes}]", All((HERE, OPEN))),
    ("[{place: here, door: yes}, {days: {above: 7}}]", All((All((HERE, OPEN)), LATE))),
    ("{place: here, all: [{door: yes}, {days: {above: 7}}]}", All((HERE, All((OPEN, LATE))))),
    ("any: [{place: here}, {door: yes, days: {above: 7}}]", Any((HERE, All((OPEN, LATE))))),
    ("any: [{door: yes}]", OPEN),
    ("all: [{door: yes}]", OPEN),
    ("[{door: yes}]", OPEN),
    ("not: {door: yes}", Not(OPEN)),
    ("not: {not: {door: yes}}", Not(Not(OPEN))),
    ("not: {any: [{place: here}, {door: yes}]}", Not(Any((HERE, OPEN)))),
    ("not: {days: {above: 7}}", Not(LATE)),
    ("finding: cold", Concluded("finding", ("cold",))),
    ("finding: [cold, dark]", Concluded("finding", ("cold", "dark"))),
    (
        "{finding: cold, not: {finding: dark}}",
        All((Concluded("finding", ("cold",)), Not(Concluded("finding", ("dark",))))),
    ),
]
FINDINGS = "[{id: c, finding: cold, because: So.}, {id: d, finding: dark, because: So.}]"


@pytest.mark.parametrize(("written", "expected"), READ)
def test_a_condition_is_parsed(written: str, expected: Condition) -> None:
    """A list of values means any of them; a list of conditions, or several keys, mean all."""
    argument = f"[{{id: a, recommend: stay, because: So., when: {{all: [{braced(written)}]}}}}]"

    (rule,) = toy.knowledge(recommendations=argument, findings=FINDINGS).arguments

    assert rule.when == expected


def braced(written: str) -> str:
    """Return a condition in YAML's flow style."""
    return written if written[0] in "[{" else f"{{{written}}}"


def test_a_rule_without_condition_always_applies() -> None:
    """The missing `when` is read as `ALWAYS`."""
    (rule,) = toy.knowledge().arguments

    assert rule.when == ALWAYS == All(())


def test_conclusions_are_allowed_by_the_kind_of_rule() -> None:
    """Steps and warnings may depend on the outcome, properties on every conclusion."""
    about = "{recommend: [stay, leave]}"
    plan = f"[{{id: s, title: T, how: H, phase: act, because: So., when: {about}}}]"
    property_ = (
        "[{id: p, says: So., when: {step: s, warning: w, readiness: [hold, ready]}, then: {recommend: stay}}]"
    )

    knowledge = toy.knowledge(
        plan=plan,
        warnings=f"[{{id: w, title: T, severity: info, because: So., when: {about}}}]",
        properties=property_,
    )

    assert knowledge.steps[0].when == knowledge.warnings[0].when == Concluded("recommend", ("stay", "leave"))
    assert knowledge.properties[0].when == All(
        (
            Concluded("step", ("s",)),
            Concluded("warning", ("w",)),
            Concluded("readiness", ("hold", "ready")),
        )
    )
    assert knowledge.properties[0].then == Concluded("recommend", ("stay",))


def test_a_finding_may_have_the_name_of_a_fact_or_a_keyword() -> None:
    """Findings have a namespace of their own."""
    findings = (
        "[{id: c, finding: door, because: So.}, {id: d, finding: any, when: {finding: door}, because: So.}]"
    )

    knowledge = toy.knowledge(findings=findings)

    assert knowledge.findings[1].when == Concluded("finding", ("door",))
