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

Answers = dict[str, Value]


def faults(given: Mapping[str, object], saved: Answers | None = None) -> tuple[ProfileDiagnostic, ...]:
    """What is wrong with answers given beforehand."""
    with pytest.raises(ProfileError) as raised:
        with_presets(Interview(COMPILED, answers=saved or {}), given)
    return tuple(raised.value.diagnostics)


# Given beforehand


def test_presets_are_inserted_in_pack_order() -> None:
    """They may stand beside saved answers, and `back` does not reach them."""
    here = with_presets(Interview(COMPILED, answers={"days": 7}), {"door": "no", "place": "here"})

    assert list(here.answers.items()) == [("days", 7), ("place", "here"), ("door", "no")]
    assert here.preset == {"place", "door"}
    assert (here.last_asked, here.back().answers) == ("days", {"place": "here", "door": "no"})
    assert with_presets(here, {}) == here


def test_all_invalid_presets_are_reported() -> None:
    """Unknown facts and values and wrong kinds are reported together, before any contradiction."""
    found = faults({"dor": "no", "door": "maybe", "days": -1, "lock": True, "place": "gone", "left": "3"})

    assert [(fault.pointer, fault.cause) for fault in found] == [
        ("/days", "out-of-range"),
        ("/door", "unknown-value"),
        ("/dor", "unknown-fact"),
        ("/left", "unknown-value"),
        ("/lock", "wrong-kind"),
    ]


@pytest.mark.parametrize(
    ("saved", "given_", "pointer", "names", "because"),
    [
        (
            {},
            {"door": "yes", "place": "gone"},
            "/door",
            "shut",
            "Nobody left it open (Wide open, not known).",
        ),
        ({}, {"days": 2, "place": "gone"}, "/days", "late", "Too soon."),
        ({"days": 2}, {"place": "gone"}, "/place", "late", "Too soon."),
        ({}, {"lock": "old", "door": "no"}, "/lock", "old", "Old locks do not shut."),
        (
            *({}, {"lock": "old", "place": "gone"}, "/lock", "shut, old, open"),
            "Nobody left it open (not known, Old). Old locks do not shut. Old locks are open.",
        ),
        ({"door": "yes", "place": "here"}, {"place": "gone"}, "/place", "shut", None),
        ({"place": "here", "door": "yes"}, {"place": "gone", "door": "yes"}, "/door", "shut", None),
    ],
)
def test_contradicting_preset_names_its_constraints(
    saved: Answers, given_: Answers, pointer: str, names: str, because: str | None
) -> None:
    """The violated constraint is named, or all that conflict together; saved answers count too."""
    (found,) = faults(given_, saved)

    assert (found.pointer, found.cause) == (pointer, "contradiction")
    assert found.message.endswith(f"contradicts the other answers ({names})")
    assert because in (None, found.help)


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

    assert [fault.pointer for fault in faults({"place": "gone", "door": "yes"}, saved)] == ["/place"]
    here = with_presets(Interview(COMPILED, answers=saved), {"place": "here", "door": "yes"})
    assert here.answers == {"door": "yes", "place": "here"}
    assert here.preset == {"place", "door"}


@settings(max_examples=15)
@given(questionnaire.interview_packs(100), st.data())
def test_presets_are_inserted_or_contradict(pack: random_packs.Data, data: st.DataObject) -> None:
    """They are inserted in pack order if some profile has them; otherwise a minimal conflict is reported."""
    tried = ReferenceInterview(pack)
    compiled = CompiledRules.of(toy.loaded(pack))
    drawn = data.draw(st.sampled_from(tried.unconstrained))[0]
    names = data.draw(st.permutations(list(drawn)))[: data.draw(st.integers(0, len(drawn)))]
    given_ = {name: drawn[name] for name in names}
    ordered = {name: drawn[name] for name in tried.facts if name in given_}

    if tried.completions(ordered):
        here = with_presets(Interview(compiled), given_)
        assert list(here.answers.items()) == list(ordered.items())
        assert here.preset == set(given_)
    else:
        with pytest.raises(ProfileError) as raised:
            with_presets(Interview(compiled), given_)
        (fault,) = raised.value.diagnostics
        assert fault.message.endswith(f"({', '.join(first_broken(tried, ordered))})")


def first_broken(tried: ReferenceInterview, answers: Answers) -> list[str]:
    """The first constraint that the answers break up to the first that contradicts, or as few as do it."""
    names = list(answers)
    count = next(at for at in range(1, len(names) + 1) if not tried.completions(head(answers, at)))
    people = [one for one, _ in tried.unconstrained if questionnaire.agrees(one, head(answers, count))]

    def refuse(ids: list[str]) -> bool:
        return all(set(ids) & set(naive.violated(tried.pack, one)) for one in people)

    every = [rule["id"] for rule in tried.constraints]
    for name in every:
        if refuse([name]):
            return [name]
    kept = every
    for name in reversed(every):
        rest = [other for other in kept if other != name]
        kept = rest if refuse(rest) else kept
    return kept


def head(answers: Answers, count: int) -> Answers:
    """The first so many answers."""
    return dict(list(answers.items())[:count])
