"""properties.yaml and scenarios: every valid form, and empty or invalid ones."""

import pytest

from exitwise.errors import PackError
from exitwise.model.condition import ALWAYS, All, Concluded
from exitwise.model.scenario import ExpectedNames
from support.packs import toy

BICYCLE = toy.bicycle().knowledge
UNSAFE, OIL, _ = BICYCLE.properties
NEW, SLIPS, OLD = BICYCLE.scenarios


def test_a_property_is_an_implication_or_an_order() -> None:
    """An implication without `when` applies to every profile."""
    (always,) = toy.knowledge(properties="[{id: p, says: So., then: {recommend: stay}}]").properties

    assert UNSAFE.when == Concluded("finding", ("unsafe",))
    assert UNSAFE.then == All((Concluded("readiness", ("hold",)), Concluded("warning", ("wait-for-brakes",))))
    assert UNSAFE.order == ()
    assert (OIL.then, OIL.order) == (None, ("oil", "set-out"))
    assert (always.when, always.then) == (ALWAYS, Concluded("recommend", ("stay",)))


def test_a_property_may_hold_along_the_course() -> None:
    """`along` is the course of the plan, or absent."""
    (along,) = toy.knowledge(
        properties="[{id: p, says: So., along: course, then: {recommend: stay}}]"
    ).properties

    assert (along.along, UNSAFE.along) == ("course", None)


def test_every_key_of_a_scenario_is_read() -> None:
    """A list of names is exact, also an empty one."""
    assert NEW.says == "A blue one, five years old, in order."
    assert NEW.profile == {"colour": "blue", "brakes": "yes", "age": 5}
    assert (NEW.recommendation, NEW.readiness) == ("ride", "prepare")
    assert NEW.steps == ExpectedNames(exactly=("oil", "set-out", "write-home"))
    assert NEW.warnings == ExpectedNames(exactly=("slippery",))
    assert NEW.findings == ExpectedNames(exactly=())
    assert NEW.cites == ("manual.2",)
    assert NEW.refused is None


def test_a_scenario_may_expect_a_part_of_the_advice() -> None:
    """By `includes` and `excludes`; a refused profile has no other expectation."""
    assert (SLIPS.recommendation, SLIPS.steps) == (None, None)
    assert SLIPS.warnings == ExpectedNames(includes=("wait-for-brakes",))
    assert SLIPS.findings == ExpectedNames(includes=("unsafe",), excludes=("worn",))
    assert (OLD.refused, OLD.readiness) == ("no-old-green", None)


def test_scenarios_of_all_files_are_one_list() -> None:
    """In the order of file names, then of places."""
    case = "[{id: %s, profile: {place: here}, expect: {readiness: ready}}]"

    knowledge = toy.knowledge(**{"scenarios/b": case % "first", "scenarios/a": case % "second"})

    assert [scenario.id for scenario in knowledge.scenarios] == ["second", "first"]


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("{id: s, profile: {}, expect: {}}", "empty"),
        ("{id: s, profile: {}, expect: {steps: {}}}", "empty"),
        ("{id: s, profile: {door: [yes, no]}, expect: {readiness: hold}}", "wrong-kind"),
        ("{id: s, profile: {door: 7}, expect: {readiness: hold}}", "not-a-name"),
        ("{id: s, profile: {days: often}, expect: {readiness: hold}}", "value-on-integer"),
        ("{id: s, profile: [], expect: {readiness: hold}}", "wrong-kind"),
        ("{id: s, expect: {readiness: hold}}", "missing-key"),
        ("{id: s, profile: {}}", "missing-key"),
    ],
)
def test_an_invalid_scenario_is_rejected(scenario: str, kind: str) -> None:
    """Without expectations, with invalid answers or missing keys; one diagnostic for each."""
    with pytest.raises(PackError) as raised:
        toy.knowledge(**{"scenarios/s": f"[{scenario}]"})

    assert [defect.id for defect in raised.value.diagnostics] == [kind]
