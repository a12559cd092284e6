"""The course as a list: what comes up later, texts of their moment, days, and steps made unnecessary."""

from datetime import date

from exitwise.model.advice import Advice
from support.packs import toy

FACTS = """
  facts:
    - {id: name, question: Q?, kind: choice, values: {wrong: Wrong, right: Right}}
    - {id: saved, question: Q?, kind: choice, values: {yes: Saved, no: Open}}
    - {id: refund, question: Q?, kind: choice, values: {wanted: W, waiting: A, paid: P, refused: R}}
    - {id: since, question: Q?, kind: integer, unknown: true, ages: 1}
  constraints: []
"""
PLAN = """
  - {id: save, title: "Save {name}", how: H, phase: before, when: {saved: no}, because: So.,
     done: {saved: yes}}
  - {id: correct, title: T, how: H, phase: before, when: {name: wrong}, because: So.,
     done: {name: right, saved: no}}
  - {id: ask, title: T, how: H, phase: before, when: {refund: wanted}, because: So., done: {refund: waiting},
     by: {fact: since, plus: 14}, urgent: {within: 7}, link: "https://example.org/"}
  - {id: press, title: T, how: H, phase: before, when: {refund: [wanted, refused]}, because: So.,
     done: {refund: waiting}}
  - {id: go, title: T, how: H, phase: act, because: So., irreversible: true}
  - {id: spend, title: T, how: H, phase: after, when: {refund: paid}, because: So.}
  - {id: complain, title: T, how: H, phase: after, when: {refund: wanted}, because: So.}
"""
WARNINGS = """
  - {id: await, title: T, hold: true, until: U, when: {refund: waiting}, because: So., ask_again_after: 30,
     ends: [{refund: paid}, {refund: refused}]}
  - {id: paid, title: "Paid, {refund}", severity: danger, when: {refund: [waiting, paid]}, because: So.,
     steps: [go, save]}
"""


def advise(**answers: object) -> Advice:
    """Return the advice on a day."""
    base = toy.base(facts=FACTS, plan=PLAN, warnings=WARNINGS)
    return base.advise(
        {"name": "right", "saved": "yes", "refund": "paid", **answers}, as_of=date(2026, 11, 23)
    )


def test_a_step_that_comes_up_again_is_listed_again() -> None:
    """What was saved has to be saved again once the name is corrected, with the text of that moment."""
    steps = advise(name="wrong", saved="no").steps

    assert [(step.id, step.title, step.comes_after) for step in steps[:3]] == [
        ("save", "Save Wrong", None),
        ("correct", "T", None),
        ("save", "Save Right", "correct"),
    ]


def test_urgent_steps_stand_first_with_their_last_day() -> None:
    """Seven days are left eight days after; what asking makes unnecessary stays behind it."""
    steps = advise(saved="no", refund="wanted", since=8).steps

    assert [(step.id, step.urgent, step.by) for step in steps[:3]] == [
        ("ask", True, "2026-11-29"),
        ("save", False, None),
        ("press", False, None),
    ]
    assert steps[0].link == "https://example.org/"
    assert advise(refund="wanted").steps[0].by is None


def test_a_day_beyond_the_calendar_is_not_known() -> None:
    """As that of a payment trillions of days ago."""
    assert advise(refund="wanted", since=10**12).steps[0].by is None


def test_later_steps_are_those_of_the_last_state() -> None:
    """Each waits for every hold that can come up; one that the course ends is left out."""
    advice = advise(refund="wanted")
    later = [step for step in advice.steps if step.phase != "before"]

    assert [(step.id, step.irreversible, step.blocked_by, step.comes_after) for step in later] == [
        ("go", True, ("await",), None),
        ("spend", False, ("await",), "await"),
    ]
    (wait,) = advice.waits
    assert (wait.begins_after, wait.ask_again_after) == ("ask", 30)
    assert wait.ends == ({"refund": "paid"}, {"refund": "refused"})


def test_warnings_of_the_course_name_their_steps() -> None:
    """Those steps that are listed; the text is that of its moment."""
    (warning,) = advise(refund="wanted").warnings

    assert (warning.id, warning.title, warning.comes_after) == ("paid", "Paid, A", "ask")
    assert warning.steps == ("go",)


def test_way_to_ready_is_what_is_done_and_ended() -> None:
    """Nothing where the case is ready."""
    assert advise(refund="wanted").way_to_ready == (
        {"step": "ask"},
        {"hold": "await", "end": {"refund": "paid"}},
    )
    assert advise().way_to_ready == ()
