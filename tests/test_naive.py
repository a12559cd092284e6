"""The oracle against cases worked out by hand from what the pack format says."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from support.oracles import naive
from support.packs import random_packs, written
from support.running.examples import examples

FACTS = """
facts:
  - {id: place, kind: choice, values: {here: Here, gone: Gone}}
  - {id: door, kind: choice, values: {yes: Open, no: Shut, ajar: Ajar}, unknown: true}
  - {id: days, kind: integer, minimum: 0, unknown: true}
constraints:
  - {id: open-for-ever, when: {door: yes, days: {above: 100}}}
  - {id: nobody-knows, when: {place: gone, door: unknown, days: unknown}}
"""


def said(text: str) -> Any:
    """Data as a pack would write it."""
    return yaml.load(text, naive.Loader)  # noqa: S506 (a subclass of SafeLoader)


def pack(**files: str) -> dict[str, Any]:
    """A pack of the facts above and the rules given; one argument that always applies, where none are."""
    arguments = files.pop("recommendations", "[{id: default, recommend: stay}]")
    texts = files | {"facts": FACTS, "recommendations": arguments}
    return {f"{name}.yaml": said(text) for name, text in texts.items()}


def advise(files: dict[str, str], profile: str = "{place: here}") -> naive.Result:
    """The advice of such a pack."""
    return naive.advise(pack(**files), said(profile))


def test_reading_keeps_what_is_not_in_the_core_schema_a_string(tmp_path: Path) -> None:
    """`yes`, `no`, `on`, `off` and dates are strings; numbers, booleans and null are not."""
    (tmp_path / "pack.yaml").write_text("[yes, no, on, off, 2026-05-11, '7', 7, 010, true, ~, 1.5, 1.5.0]")
    (tmp_path / "scenarios").mkdir()

    assert naive.read_pack(tmp_path) == {
        "pack.yaml": ["yes", "no", "on", "off", "2026-05-11", "7", 7, 10, True, None, 1.5, "1.5.0"]
    }


TRUTHS = [
    # A value, or a list of values, means any of them; `unknown` is one more.
    ("door: yes", "door: yes", True),
    ("door: yes", "door: no", False),
    ("door: [yes, unknown]", "door: unknown", True),
    ("door: [yes, unknown]", "door: ajar", False),
    ("door: yes", "door: unknown", False),
    # `not` under a fact is the complement, `unknown` included, for choices and integers alike.
    ("door: {not: yes}", "door: unknown", True),
    ("door: {not: yes}", "door: yes", False),
    ("door: {not: [yes, unknown]}", "door: unknown", False),
    ("days: {not: 7}", "days: unknown", True),
    ("days: {not: 7}", "days: 7", False),
    ("days: {not: [7, unknown]}", "days: unknown", False),
    ("days: {not: [7, unknown]}", "days: 8", True),
    # A number, and comparisons: the ends belong to `at_most` and `at_least` alone.
    ("days: 7", "days: 7", True),
    ("days: [3, unknown]", "days: unknown", True),
    ("days: {at_most: 7}", "days: 7", True),
    ("days: {at_most: 7}", "days: 8", False),
    ("days: {at_least: 7}", "days: 7", True),
    ("days: {at_least: 7}", "days: 6", False),
    ("days: {below: 7}", "days: 7", False),
    ("days: {below: 7}", "days: 6", True),
    ("days: {above: 7}", "days: 7", False),
    ("days: {above: 7}", "days: 8", True),
    # Several comparisons together mean all of them.
    ("days: {above: 3, at_most: 7}", "days: 7", True),
    ("days: {above: 3, at_most: 7}", "days: 3", False),
    ("days: {above: 3, at_most: 7}", "days: 8", False),
    # Comparisons and numbers are false on `unknown`, so their negation is true on it.
    ("days: {at_most: 7}", "days: unknown", False),
    ("days: {at_least: 0}", "days: unknown", False),
    ("days: {below: 7}", "days: unknown", False),
    ("days: {above: 7}", "days: unknown", False),
    ("days: 7", "days: unknown", False),
    ("not: {days: {at_most: 7}}", "days: unknown", True),
    ("not: {days: {at_most: 7}}", "days: 7", False),
    # A mapping with several keys, and a list of conditions, mean all of them.
    ("{door: yes, days: 7}", "{door: yes, days: 7}", True),
    ("{door: yes, days: 7}", "{door: yes, days: 8}", False),
    ("[{door: yes}, {days: 7}]", "{door: no, days: 7}", False),
    ("any: [{door: yes, days: 7}, {door: no}]", "{door: yes, days: 8}", False),
    ("any: [{door: yes, days: 7}, {door: no}]", "{door: no, days: 8}", True),
    ("all: [{door: yes}, {not: {any: [{days: 7}, {days: 8}]}}]", "{door: yes, days: 9}", True),
    ("all: [{door: yes}, {not: {any: [{days: 7}, {days: 8}]}}]", "{door: yes, days: 8}", False),
    # The list under a reserved word of names means any of them.
    ("finding: [loud, quiet]", "{}", True),
    ("finding: quiet", "{}", False),
    ("all: [{finding: loud}, {not: {finding: quiet}}]", "{}", True),
    ("recommend: [leave, stay]", "{}", True),
    ("recommend: leave", "{}", False),
    ("{step: [lock, knock], warning: dog}", "{}", True),
    ("{step: knock}", "{}", False),
    ("readiness: [hold, prepare]", "{}", True),
    ("readiness: ready", "{}", False),
]


@pytest.mark.parametrize(("condition", "facts", "expected"), TRUTHS)
def test_a_condition_means_what_it_says(condition: str, facts: str, *, expected: bool) -> None:
    """Each form of a condition, on a state where it is true and on one where it is not."""
    state = naive.State(said(facts), frozenset({"loud"}), "stay", "prepare", ("lock",), ("dog",))

    assert naive.holds(said(condition), state) is expected


def test_an_absent_fact_is_unknown_where_that_is_allowed_and_required_elsewhere() -> None:
    """Null is the same as absent."""
    assert naive.complete(pack(), said("{days: ~, place: here}")) == said(
        "{place: here, door: unknown, days: unknown}"
    )
    with pytest.raises(KeyError, match="place"):
        naive.complete(pack(), said("{door: yes}"))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("{place: here, door: yes, days: 101}", ["open-for-ever"]),
        ("{place: here, door: yes, days: 100}", []),
        ("{place: here, door: yes}", []),
        ("{place: gone}", ["nobody-knows"]),
    ],
)
def test_constraints_are_decided_on_the_completed_profile(profile: str, expected: list[str]) -> None:
    """What was left out counts as unknown before a constraint is looked at."""
    assert naive.violated(pack(), said(profile)) == expected


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("{place: here}", {"dark", "cold"}),  # by the second rule for `cold`; `safe` rests on what is not
        ("{place: here, door: no}", {"dark", "safe"}),
        ("{place: here, door: yes}", {"cold"}),
    ],
)
def test_a_finding_is_true_if_any_rule_fires_whatever_the_order(profile: str, expected: set[str]) -> None:
    """The rules stand against the order in which they rest on each other, one of them on a negation."""
    findings = """
      - {id: f1, finding: safe, when: {not: {finding: [cold, lost]}}}
      - {id: f2, finding: cold, when: {all: [{door: yes}, {not: {finding: dark}}]}}
      - {id: f3, finding: cold, when: {finding: dark, door: unknown}}
      - {id: f4, finding: lost, when: {place: gone}}
      - {id: f5, finding: dark, when: {door: {not: [yes, ajar]}}}
    """
    rules = said(findings)
    backwards = pack() | {"findings.yaml": rules[::-1]}

    assert advise({"findings": findings}, profile).findings == expected
    assert naive.advise(backwards, said(profile)).findings == expected


ARGUMENTS = """
  - {id: default, recommend: stay}
  - {id: open, recommend: leave, when: {door: yes}, overrides: {recommend: stay}}
  - {id: early, recommend: stay, when: {days: {at_most: 3}}}
  - {id: gone, recommend: mourn, when: {place: gone}, overrides: [open, {recommend: [stay]}]}
"""
# profile → applied, undefeated, recommendation, set aside
DISPUTES = [
    ("{place: here}", "default", "default", "stay", {}),
    # Several arguments may stand for the one outcome.
    ("{place: here, days: 3}", "default early", "default early", "stay", {}),
    # An outcome overridden means all the arguments for it that apply.
    (
        "{place: here, door: yes, days: 3}",
        "default early open",
        "open",
        "leave",
        {"default": {"open"}, "early": {"open"}},
    ),
    # Both `gone` and `open` override the default, but `open` is defeated and so defeats nobody.
    (
        "{place: gone, door: yes}",
        "default gone open",
        "gone",
        "mourn",
        {"default": {"gone"}, "open": {"gone"}},
    ),
]


@pytest.mark.parametrize(("profile", "applied", "undefeated", "recommendation", "aside"), DISPUTES)
def test_an_argument_stands_unless_an_undefeated_one_overrides_it(
    profile: str, applied: str, undefeated: str, recommendation: str, aside: dict[str, set[str]]
) -> None:
    """Where both apply, the overridden argument is defeated; a defeated one defeats nobody."""
    result = advise({"recommendations": ARGUMENTS}, profile)

    assert result.applied == set(applied.split())
    assert result.undefeated == set(undefeated.split())
    assert result.recommendation == recommendation
    assert result.set_aside == aside


def test_the_defeat_of_a_defeater_reinstates_what_it_had_beaten() -> None:
    """`first` overrides `second` overrides `third`: `first` and `third` are left, of one outcome."""
    chain = """
      - {id: first, recommend: leave, when: {door: yes}, overrides: second}
      - {id: second, recommend: stay, overrides: third}
      - {id: third, recommend: leave}
    """
    both, without = (advise({"recommendations": chain}, f"{{place: here, door: {d}}}") for d in ("yes", "no"))

    assert both.undefeated == {"first", "third"}
    assert both.recommendation == "leave"
    assert both.set_aside == {"second": {"first"}}
    assert without.undefeated == {"second"}
    assert without.recommendation == "stay"
    assert without.set_aside == {"third": {"second"}}


def test_a_defeated_argument_for_the_recommendation_is_not_set_aside() -> None:
    """What is set aside argued for another outcome."""
    arguments = "[{id: a, recommend: stay}, {id: b, recommend: stay, overrides: a}]"
    result = advise({"recommendations": arguments})

    assert result.recommendation == "stay"
    assert result.undefeated == {"b"}
    assert result.set_aside == {}


@pytest.mark.parametrize(
    ("arguments", "undefeated"),
    [
        ("[{id: a, recommend: stay}, {id: b, recommend: leave}]", {"a", "b"}),  # a conflict
        ("[{id: a, recommend: stay, when: {place: gone}}]", set()),  # a gap
    ],
)
def test_without_exactly_one_outcome_nothing_is_recommended(arguments: str, undefeated: set[str]) -> None:
    """No `recommend` holds then, so its negation does, and readiness is `hold` though nothing holds."""
    plan = """
      - {id: for-one, phase: act, when: {recommend: [stay, leave]}}
      - {id: for-none, phase: act, when: {not: {recommend: [stay, leave]}}}
    """
    result = advise({"recommendations": arguments, "plan": plan})

    assert result.undefeated == undefeated
    assert result.recommendation is None
    assert (result.steps, result.holds, result.readiness) == (("for-none",), (), "hold")


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("{place: here, door: yes, days: 1}", "hold"),
        ("{place: here, door: no, days: 1}", "prepare"),
        ("{place: here, door: yes, days: 2}", "hold"),
        ("{place: here, door: no, days: 2}", "ready"),
    ],
)
def test_readiness_is_hold_then_prepare_then_ready(profile: str, expected: str) -> None:
    """A hold comes first, then a step of phase `before`; other warnings and steps do not count."""
    plan = "[{id: pack-up, phase: before, when: {days: 1}}, {id: go, phase: act}, {id: rest, phase: after}]"
    warnings = "[{id: wait, hold: true, when: {door: yes}}, {id: dog, severity: danger}]"

    assert advise({"plan": plan, "warnings": warnings}, profile).readiness == expected


PLAN = """
  - {id: rest, phase: after}
  - {id: go, phase: act, after: [pack-up, wave], when: {place: here}}
  - {id: eat, phase: before, after: cook}
  - {id: sing, phase: act}
  - {id: wave, phase: act, when: {door: ajar}}
  - {id: cook, phase: before, after: shop, when: {door: {not: no}}}
  - {id: pack-up, phase: before}
  - {id: shop, phase: before}
"""


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        # Before: `pack-up` and `shop` are free and stand in this order, then each frees the next.
        ("{place: here, door: ajar}", "pack-up shop cook eat sing wave go rest"),
        # The order is one over all steps: `eat` stays behind `shop` though `cook` between them is out,
        # and `go` behind `sing` though `wave`, for which it waited, is out.
        ("{place: here, door: no}", "pack-up shop eat sing go rest"),
        ("{place: gone, door: no}", "pack-up shop eat sing rest"),
    ],
)
def test_steps_go_by_phase_then_by_what_they_come_after_then_by_place(profile: str, expected: str) -> None:
    """Every plan is a subsequence of one total order over all steps."""
    assert advise({"plan": PLAN}, profile).steps == tuple(expected.split())


def test_warnings_go_by_hold_then_severity_then_place() -> None:
    """A hold is a danger unless it says otherwise."""
    warnings = """
      - {id: i, severity: info}
      - {id: d1, severity: danger}
      - {id: hold-info, severity: info, hold: true}
      - {id: c, severity: caution}
      - {id: never, severity: danger, hold: true, when: {place: gone}}
      - {id: hold-caution, severity: caution, hold: true}
      - {id: d2, severity: danger, when: {recommend: stay}}
      - {id: hold, hold: true}
    """
    result = advise({"warnings": warnings})

    assert result.warnings == ("hold", "hold-caution", "hold-info", "d1", "d2", "c", "i")
    assert result.holds == ("hold", "hold-caution", "hold-info")


@pytest.mark.parametrize(
    ("prop", "expected"),
    [
        ("{when: {recommend: stay, door: ajar}, then: {step: wave}}", False),
        ("{when: {recommend: stay}, then: {step: [swim, fly]}}", True),
        ("{when: {recommend: leave}, then: {step: fly}}", False),  # `when` does not hold
        ("{then: {readiness: prepare, warning: dog}}", False),
        ("{then: {not: {warning: dog}}}", True),
        ("{order: [cook, eat, rest]}", False),
        ("{order: [eat, cook]}", True),
        ("{order: [eat, swim]}", False),  # only plans that have both
        ("{order: [rest, swim, shop]}", True),
    ],
)
def test_a_property_is_broken_where_when_holds_and_then_does_not(prop: str, *, expected: bool) -> None:
    """An order is broken where two of its steps stand the other way round."""
    plan, profile = (
        PLAN + "\n  - {id: swim, phase: act, when: {place: gone}}",
        said("{place: here, door: ajar}"),
    )
    known = pack(plan=plan, warnings="[{id: dog, severity: info}]")
    result = naive.advise(known, profile)

    assert naive.property_broken(known, said(prop), result, profile) is expected


@settings(max_examples=examples(50))
@given(st.data(), st.randoms(use_true_random=False))
def test_shuffling_a_pack_changes_nothing_but_ties(data: st.DataObject, random: Random) -> None:
    """On random packs, as a set everything stays the same; recommendation and readiness do."""
    known = data.draw(random_packs.packs())
    profile = data.draw(random_packs.profiles(known))
    before, after = (naive.advise(each, profile) for each in (known, random_packs.shuffled(known, random)))

    assert (before.findings, before.undefeated) == (after.findings, after.undefeated)
    assert (before.recommendation, before.readiness) == (after.recommendation, after.readiness)
    assert (set(before.steps), set(before.warnings)) == (set(after.steps), set(after.warnings))
    assert before.set_aside == after.set_aside


@settings(max_examples=examples(50))
@given(known=random_packs.packs())
def test_a_pack_written_to_a_folder_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, known: dict[str, Any]
) -> None:
    """Strings that look like something else survive."""
    assert naive.read_pack(written.write(known, tmp_path_factory.mktemp("pack"))) == known
