"""Presets: answers given in advance are inserted in the pack's order, or rejected with the reason."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.ask.interview import Interview
from exitwise.ask.presets import with_presets
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.errors import ProfileError
from exitwise.model.fact import Value
from support.oracles import naive, questionnaire
from support.oracles.questionnaire import ReferenceInterview
from support.packs import random_packs, toy
from support.packs.locked_door import COMPILED
from support.running.examples import examples
from support.running.interviews import answers_in

Answers = dict[str, Value]


def diagnostics_of(
    presets: Mapping[str, object], saved: Answers | None = None
) -> tuple[ProfileDiagnostic, ...]:
    """Return the diagnostics of presets that are rejected."""
    with pytest.raises(ProfileError) as raised:
        with_presets(Interview(COMPILED, answers=saved or {}), presets)
    return tuple(raised.value.diagnostics)


def test_presets_are_inserted_in_pack_order() -> None:
    """They may stand beside saved answers, and `back` does not reach them."""
    here = with_presets(Interview(COMPILED, answers={"days": 7}), {"door": "no", "place": "here"})

    assert list(here.answers.items()) == [("days", 7), ("place", "here"), ("door", "no")]
    assert here.preset == {"place", "door"}
    assert (here.last_asked, here.back().answers) == ("days", {"place": "here", "door": "no"})
    assert with_presets(here, {}) == here


def test_all_invalid_presets_are_reported() -> None:
    """Unknown facts and values and wrong kinds are reported together, before any contradiction."""
    diagnostic = diagnostics_of(
        {"dor": "no", "door": "maybe", "days": -1, "lock": True, "place": "gone", "left": "3"}
    )

    assert [(diagnostic.pointer, diagnostic.cause) for diagnostic in diagnostic] == [
        ("/days", "out-of-range"),
        ("/door", "unknown-value"),
        ("/dor", "unknown-fact"),
        ("/left", "unknown-value"),
        ("/lock", "wrong-kind"),
    ]


@pytest.mark.parametrize(
    ("saved", "presets", "pointer", "names", "because"),
    [
        (
            {},
            {"door": "yes", "place": "gone"},
            "/door",
            "shut",
            "Nobody left it open (Wide open, [not known]).",
        ),
        ({}, {"days": 2, "place": "gone"}, "/days", "late", "Too soon."),
        ({"days": 2}, {"place": "gone"}, "/place", "late", "Too soon."),
        ({}, {"lock": "old", "door": "no"}, "/lock", "old", "Old locks do not shut."),
        (
            *({}, {"lock": "old", "place": "gone"}, "/lock", "shut, old, open"),
            "Nobody left it open ([not known], Old). Old locks do not shut. Old locks are open.",
        ),
        ({"door": "yes", "place": "here"}, {"place": "gone"}, "/place", "shut", None),
        ({"place": "here", "door": "yes"}, {"place": "gone", "door": "yes"}, "/door", "shut", None),
    ],
)
def test_contradicting_preset_names_its_constraints(
    saved: Answers, presets: Answers, pointer: str, names: str, because: str | None
) -> None:
    """The violated constraint is named, or all that conflict together; saved answers count too."""
    (diagnostic,) = diagnostics_of(presets, saved)

    assert (diagnostic.pointer, diagnostic.cause) == (pointer, "contradiction")
    assert diagnostic.message.endswith(f"contradicts the other answers ({names})")
    assert because in (None, diagnostic.help)


def test_preset_replaces_saved_answers() -> None:
    """Saved answers that no longer fit or count are dropped and offered again."""
    saved: Answers = {"place": "here", "door": "yes", "lock": "old", "days": 1}
    here = with_presets(Interview(COMPILED, answers=saved), {"place": "gone"})

    assert here.answers == {"place": "gone"}
    assert here.former_answers == {"door": "yes", "lock": "old", "days": 1}
    assert here.preset == {"place"}


def test_contradicting_presets_are_rejected() -> None:
    """A preset is never dropped for another preset; only saved answers are."""
    saved: Answers = {"door": "no", "place": "here", "days": 9}

    assert [diagnostic.pointer for diagnostic in diagnostics_of({"place": "gone", "door": "yes"}, saved)] == [
        "/place"
    ]
    here = with_presets(Interview(COMPILED, answers=saved), {"place": "here", "door": "yes"})
    assert here.answers == {"door": "yes", "place": "here"}
    assert here.preset == {"place", "door"}


@settings(max_examples=examples(15))
@given(questionnaire.mixed_packs(100), st.data())
def test_presets_are_inserted_or_contradict(pack: random_packs.Data, data: st.DataObject) -> None:
    """They are inserted in pack order if some profile has them; otherwise a minimal conflict is reported."""
    reference = ReferenceInterview(pack)
    compiled = CompiledRules.of(toy.loaded(pack))
    profile = data.draw(st.sampled_from(reference.unconstrained))[0]
    names = data.draw(st.permutations(list(profile)))[: data.draw(st.integers(0, len(profile)))]
    presets = {name: profile[name] for name in names}
    ordered = {name: profile[name] for name in reference.facts if name in presets}

    if reference.completions(ordered):
        here = with_presets(Interview(compiled), presets)
        assert list(answers_in(here).items()) == list(ordered.items())
        assert here.preset == set(presets)
    else:
        with pytest.raises(ProfileError) as raised:
            with_presets(Interview(compiled), presets)
        (diagnostic,) = raised.value.diagnostics
        assert diagnostic.message.endswith(f"({', '.join(first_broken(reference, ordered))})")


def first_broken(reference: ReferenceInterview, answers: Answers) -> list[str]:
    """Return one constraint, or else a minimal set, that the shortest contradictory prefix violates."""
    names = list(answers)
    count = next(at for at in range(1, len(names) + 1) if not reference.completions(first(answers, at)))
    people = [one for one, _ in reference.unconstrained if questionnaire.agrees(one, first(answers, count))]

    def is_conflict(ids: list[str]) -> bool:
        return all(set(ids) & set(naive.violated(reference.pack, one)) for one in people)

    every = [rule["id"] for rule in reference.constraints]
    for name in every:
        if is_conflict([name]):
            return [name]
    conflict = every
    for name in reversed(every):
        rest = [other for other in conflict if other != name]
        conflict = rest if is_conflict(rest) else conflict
    return conflict


def first(answers: Answers, count: int) -> Answers:
    """Return the first answers."""
    return dict(list(answers.items())[:count])
