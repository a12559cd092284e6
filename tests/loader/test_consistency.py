"""Checks of the whole pack: duplicate ids, cycles and phases."""

import pytest

from exitwise.errors import PackError
from support.packs import toy


def messages(**files: str) -> list[tuple[str, str]]:
    """Return the ids and messages of a toy pack's defects."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(**files)
    return [(defect.id, defect.message) for defect in raised.value.diagnostics]


def test_a_cycle_starts_at_its_first_member() -> None:
    """Every finding is followed by one that it depends on."""
    findings = """
      - {id: 1x, finding: c, when: {finding: a}, because: So.}
      - {id: 2x, finding: a, when: {not: {finding: b}}, because: So.}
      - {id: 3x, finding: free, when: {finding: a}, because: So.}
      - {id: 4x, finding: b, when: {any: [{door: yes}, {finding: c}]}, because: So.}
    """

    assert messages(findings=findings) == [
        ("finding-cycle", "findings depend on each other: `c` -> `a` -> `b` -> `c`")
    ]


def test_every_cycle_is_reported() -> None:
    """Cycles that share no member, each once; one rule can be a cycle."""
    findings = """
      - {id: 1x, finding: a, when: {finding: b}, because: So.}
      - {id: 2x, finding: b, when: {finding: a}, because: So.}
      - {id: 3x, finding: c, when: {door: yes}, because: So.}
      - {id: 4x, finding: c, when: {finding: c}, because: So.}
    """

    assert messages(findings=findings) == [
        ("finding-cycle", "findings depend on each other: `a` -> `b` -> `a`"),
        ("finding-cycle", "findings depend on each other: `c` -> `c`"),
    ]


def test_a_cycle_of_overrides_is_reported() -> None:
    """By rule and by outcome; an argument that overrides all for its own outcome overrides itself."""
    by_outcome = """
      - {id: a, recommend: stay, because: So., overrides: {recommend: leave}}
      - {id: b, recommend: leave, because: So., overrides: a}
    """
    itself = "[{id: a, recommend: stay, because: So., overrides: {recommend: stay}}]"

    assert messages(recommendations=by_outcome) == [
        ("override-cycle", "arguments override each other: `a` -> `b` -> `a`")
    ]
    assert messages(recommendations=itself) == [
        ("override-cycle", "arguments override each other: `a` -> `a`")
    ]


STEP = "- {id: %s, title: T, how: H, phase: %s, because: So.%s}\n"


def test_a_cycle_of_steps_is_reported() -> None:
    """Every step is followed by one that it comes after."""
    plan = "".join(
        STEP % (name, "act", f", after: {other}") for name, other in (("a", "c"), ("b", "a"), ("c", "[b]"))
    )

    assert messages(plan=plan) == [("step-cycle", "steps depend on each other: `a` -> `c` -> `b` -> `a`")]


@pytest.mark.parametrize(("phase", "other"), [("before", "act"), ("before", "after"), ("act", "after")])
def test_a_step_cannot_come_after_one_of_a_later_phase(phase: str, other: str) -> None:
    """The phases are an order too; the reverse is valid."""
    plan = STEP % ("a", phase, ", after: b") + STEP % ("b", other, "")

    assert messages(plan=plan) == [
        ("step-against-phases", f"step `a` of phase `{phase}` cannot come after `b` of phase `{other}`")
    ]
    assert toy.knowledge(plan=STEP % ("a", phase, "") + STEP % ("b", other, ", after: a")).steps[1].after == (
        "a",
    )


def test_rules_of_different_files_need_different_ids() -> None:
    """The second is reported with the place of the first."""
    same = "[{id: default, title: T, severity: info, because: So.}]"

    ((kind, message),) = messages(warnings=same)

    assert kind == "duplicate-id"
    assert message.startswith("duplicate rule `default`, first at ")
    assert message.endswith("recommendations.yaml:1:2")


def test_namespaces_are_separate() -> None:
    """A fact, a value, a finding, an outcome, a rule and a step may have the same name."""
    plan = """
      - {id: door, title: T, how: H, phase: act, because: So.,
         when: {stay: stay, finding: stay, recommend: stay}}
    """

    knowledge = toy.knowledge(
        facts="facts: [{id: stay, question: Q?, kind: choice, values: {stay: S, door: D}}]",
        findings="[{id: stay, finding: stay, when: {stay: stay}, because: So.}]",
        plan=plan,
    )

    assert [rule.id for rule in knowledge.all_rules] == ["stay", "default", "door"]
