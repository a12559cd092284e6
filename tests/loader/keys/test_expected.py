"""What a scenario expects of the course: every valid form, in its words and in those of the advice."""

import pytest

from exitwise.errors import PackError
from exitwise.model.rule import End
from exitwise.model.scenario import Detail, ExpectedNames, ExpectedWay, Scenario, WayMove
from support.packs import toy

PLAN = """
  - {id: knock, title: T, how: H, phase: before, because: So.}
  - {id: enter, title: T, how: H, phase: act, because: So.}
"""
WARNINGS = """
  - {id: shut, title: T, hold: true, until: U, because: So., ends: [{door: yes}, {known: [days, door]}]}
  - {id: loud, title: T, severity: info, because: So.}
"""


def expecting(keys: str) -> Scenario:
    """Return a scenario with some expectations."""
    case = f"[{{id: s, profile: {{place: here}}, expect: {{{keys}}}}}]"
    (scenario,) = toy.knowledge(plan=PLAN, warnings=WARNINGS, **{"scenarios/s": case}).scenarios
    return scenario


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ("[]", ExpectedNames(exactly=())),
        ("[shut]", ExpectedNames(exactly=("shut",))),
        ("{includes: shut}", ExpectedNames(includes=("shut",))),
        ("{excludes: [shut]}", ExpectedNames(excludes=("shut",))),
        # Null is a moment of its own, and not the same as to say nothing of it.
        (
            "[{hold: shut, begins_after: null}]",
            ExpectedNames(exactly=("shut",), details=(Detail("shut", "begins_after"),)),
        ),
        (
            "{includes: {hold: shut, begins_after: knock}}",
            ExpectedNames(includes=("shut",), details=(Detail("shut", "begins_after", "knock"),)),
        ),
        (
            "[{hold: shut, ends: [{door: yes}, {known: days}], begins_after: shut}]",
            ExpectedNames(
                exactly=("shut",),
                details=(
                    Detail("shut", "begins_after", "shut"),
                    Detail("shut", "ends", ends=(End(answers=(("door", "yes"),)), End(known=("days",)))),
                ),
            ),
        ),
    ],
)
def test_waits_are_names_or_say_when_they_begin_and_how_they_end(waits: str, expected: ExpectedNames) -> None:
    """In an exact list, and among the names to be included."""
    assert expecting(f"waits: {waits}").waits == expected


def test_later_steps_say_what_they_come_after() -> None:
    """Or are names; they can be excluded too."""
    scenario = expecting("later_steps: {includes: [{step: enter, comes_after: shut}], excludes: knock}")

    assert expecting("later_steps: [enter]").later_steps == ExpectedNames(exactly=("enter",))
    assert scenario.later_steps == ExpectedNames(
        includes=("enter",), excludes=("knock",), details=(Detail("enter", "comes_after", "shut"),)
    )


@pytest.mark.parametrize(
    ("way", "moves"),
    [
        ("[]", ()),
        ("null", None),
        ("~", None),
        ("[knock, {step: knock}]", (WayMove("step", ("knock",)), WayMove("step", ("knock",)))),
        ("[{hold: shut}]", (WayMove("hold", ("shut",)),)),
        ("[{hold: shut, end: {door: yes}}]", (WayMove("hold", ("shut",), (("door", "yes"),)),)),
        ("[{answer: days}]", (WayMove("answer", ("days",)),)),
        ("[{answer: [days, door]}]", (WayMove("answer", ("days", "door")),)),
    ],
)
def test_a_way_is_a_list_of_moves_or_null(way: str, moves: tuple[WayMove, ...] | None) -> None:
    """A step may be its name alone; no way is not an empty way."""
    assert expecting(f"way_to_ready: {way}").way_to_ready == ExpectedWay(moves)


def test_answers_at_the_end_are_values_of_facts() -> None:
    """Unknown is one, too."""
    assert expecting("leads_to: {door: yes, days: 7}").leads_to == (("door", "yes"), ("days", 7))
    assert expecting("leads_to: {door: unknown}").leads_to == (("door", "unknown"),)


def test_what_is_expected_of_the_course_is_noticed() -> None:
    """What is urgent now is part of the present advice."""
    assert not expecting("urgent: [knock], readiness: hold").has_course
    assert expecting("urgent: [knock]").urgent == ExpectedNames(exactly=("knock",))
    assert all(expecting(f"{key}: []").has_course for key in ("waits", "later_steps", "way_to_ready"))
    assert expecting("way_to_ready: null").has_course
    assert expecting("leads_to: {door: yes}").has_course


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [
        ("waits: shut", ["wrong-kind"]),
        ("waits: null", ["wrong-kind"]),
        ("waits: [{hold: shut, comes_after: knock}]", ["unknown-key"]),
        ("waits: [{hold: shut, begins_after: loud}]", ["unknown-move"]),
        ("waits: [{hold: shut, ends: [{door: open}]}]", ["unknown-value"]),
        ("later_steps: [{step: shut, comes_after: shut}]", ["unknown-step"]),
        ("later_steps: [{step: enter, comes_after: null}]", ["not-a-name"]),
        ("later_steps: {}", ["empty"]),
        ("way_to_ready: knock", ["wrong-kind"]),
        ("way_to_ready: {includes: [knock]}", ["wrong-kind"]),
        ("way_to_ready: [[knock]]", ["wrong-kind"]),
        ("way_to_ready: [{}]", ["missing-key"]),
        ("way_to_ready: [{answer: []}]", ["empty"]),
        ("way_to_ready: [{hold: loud}]", ["unknown-hold"]),
        ("way_to_ready: [{hold: shut, end: {dor: yes}}]", ["unknown-fact"]),
        ("urgent: [loud]", ["unknown-step"]),
        ("leads_to: [door]", ["wrong-kind"]),
        ("leads_to: {dor: yes}", ["unknown-fact"]),
        ("leads_to: {door: open}", ["unknown-value"]),
    ],
)
def test_an_invalid_expectation_is_rejected(keys: str, kinds: list[str]) -> None:
    """Unknown names, forms of other keys, and nothing in the place of a name."""
    with pytest.raises(PackError) as raised:
        expecting(keys)

    assert [defect.id for defect in raised.value.diagnostics] == kinds
