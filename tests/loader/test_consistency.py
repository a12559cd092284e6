"""What only the whole pack shows: names given twice, and orders that cannot be."""

import pytest

from exitwise.errors import PackError
from support.packs import toy


def messages(**files: str) -> list[tuple[str, str]]:
    """The defects of a toy pack, as kind and message."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(**files)
    return [(defect.id, defect.message) for defect in raised.value.diagnostics]


def test_a_cycle_is_printed_from_the_member_that_comes_first() -> None:
    """Each finding is followed by the one it rests on."""
    findings = """
      - {id: 1x, finding: c, when: {finding: a}, because: So.}
      - {id: 2x, finding: a, when: {not: {finding: b}}, because: So.}
      - {id: 3x, finding: free, when: {finding: a}, because: So.}
      - {id: 4x, finding: b, when: {any: [{door: yes}, {finding: c}]}, because: So.}
    """

    assert messages(findings=findings) == [
        ("finding-cycle", "findings rest on each other: `c` -> `a` -> `b` -> `c`")
    ]


def test_every_cycle_is_reported() -> None:
    """Those that share no member, each once; a rule of its own is enough for one."""
    findings = """
      - {id: 1x, finding: a, when: {finding: b}, because: So.}
      - {id: 2x, finding: b, when: {finding: a}, because: So.}
      - {id: 3x, finding: c, when: {door: yes}, because: So.}
      - {id: 4x, finding: c, when: {finding: c}, because: So.}
    """

    assert messages(findings=findings) == [
        ("finding-cycle", "findings rest on each other: `a` -> `b` -> `a`"),
        ("finding-cycle", "findings rest on each other: `c` -> `c`"),
    ]


def test_overrides_may_not_go_round() -> None:
    """Neither by rule nor by outcome; an argument that overrides all for its own outcome overrides itself."""
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


def test_steps_may_not_go_round() -> None:
    """Each step is followed by one it waits for."""
    plan = "".join(
        STEP % (name, "act", f", after: {other}") for name, other in (("a", "c"), ("b", "a"), ("c", "[b]"))
    )

    assert messages(plan=plan) == [("step-cycle", "steps wait for each other: `a` -> `c` -> `b` -> `a`")]


@pytest.mark.parametrize(("phase", "other"), [("before", "act"), ("before", "after"), ("act", "after")])
def test_no_step_waits_for_one_of_a_later_phase(phase: str, other: str) -> None:
    """The phases are an order too."""
    plan = STEP % ("a", phase, ", after: b") + STEP % ("b", other, "")

    assert messages(plan=plan) == [
        ("step-against-phases", f"the step `a` of phase `{phase}` cannot wait for `b` of phase `{other}`")
    ]
    assert toy.knowledge(plan=STEP % ("a", phase, "") + STEP % ("b", other, ", after: a")).steps[1].after == (
        "a",
    )


def test_an_id_is_given_once_over_all_rules() -> None:
    """The second is reported with the place of the first, whatever files they stand in."""
    same = "[{id: default, title: T, severity: info, because: So.}]"

    ((kind, message),) = messages(warnings=same)

    assert kind == "duplicate-id"
    assert message.startswith("a rule is called `default` already, in ")
    assert message.endswith("recommendations.yaml:1:2")


def test_names_of_different_things_may_be_equal() -> None:
    """A fact, a value, a finding, an outcome, a rule and a statement are told apart by where they stand."""
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
