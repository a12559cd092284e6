"""The public face: loading by name or folder, and advising."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

import exitwise
from exitwise.diagram import manager
from exitwise.errors import InputError, LimitError, ProfileError
from exitwise.knowledge_base import explain_no_recommendation
from exitwise.model.advice import Advice
from support.packs import toy

GAP = {"recommendations": "[{id: one, recommend: stay, when: {door: no}, because: So.}]"}
CONFLICT = {
    "recommendations": """
      - {id: one, recommend: stay, because: So.}
      - {id: two, recommend: leave, because: So.}
    """
}


def test_the_public_names_are_there() -> None:
    """Each can be used, and a name that is none says so."""
    for name in exitwise.__all__:
        assert getattr(exitwise, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        exitwise.nothing_of_ours  # noqa: B018 (the access is the test)


def test_load_stays_a_function_whatever_is_imported() -> None:
    """The package has a stage of the same name, which must not take its place."""
    code = "import exitwise, exitwise.loader.pack, exitwise.knowledge_base; exitwise.load(); exitwise.load()"
    found_as_here = f"import sys; sys.path[:] = {sys.path!r}; "

    subprocess.run([sys.executable, "-c", found_as_here + code], check=True, timeout=60)

    assert callable(exitwise.load)


def test_the_default_pack_is_the_one_that_the_rules_name() -> None:
    """Loaded without a name, by its name, and by its folder, it is the same knowledge."""
    assert exitwise.load().knowledge.digest == exitwise.load("coursera").knowledge.digest
    assert exitwise.load(toy.BICYCLE).knowledge.name == "bicycle"
    with pytest.raises(InputError, match="did you mean `coursera`"):
        exitwise.load("courser")


def test_cases_change_no_advice() -> None:
    """Without properties and scenarios the digest and the advice are the same."""
    whole = exitwise.KnowledgeBase.of(toy.BICYCLE)
    bare = exitwise.KnowledgeBase.of(toy.BICYCLE, cases=False)
    profile = {"brakes": "no", "age": 20}

    assert whole.knowledge.scenarios
    assert not bare.knowledge.scenarios
    assert whole.advise(profile, as_of=date(2026, 1, 1)) == bare.advise(profile, as_of=date(2026, 1, 1))


def test_a_contradiction_is_a_fault_with_its_reason() -> None:
    """The answers, the constraint and its reason, filled for this case."""
    with pytest.raises(ProfileError) as raised:
        toy.bicycle().advise({"colour": "green", "age": 60, "brakes": "yes"})

    (fault,) = raised.value.diagnostics
    assert (fault.pointer, fault.cause) == ("/colour", "contradiction")
    assert "`green`" in fault.message
    assert "no-old-green" in fault.message
    assert fault.help == "Green paint is not 60 years old."


@pytest.mark.parametrize(("rules", "words"), [(GAP, ["gap"]), (CONFLICT, ["conflict", "`one`", "`two`"])])
def test_a_pack_without_one_outcome_says_so(rules: dict[str, str], words: list[str]) -> None:
    """No recommendation, a hold, and the rules that are to blame."""
    base = toy.base(**rules)
    advice = base.advise({"place": "here"})

    assert (advice.recommendation, advice.readiness) == (None, "hold")
    said = explain_no_recommendation(base.knowledge, [reason.rule for reason in advice.reasons])
    assert all(word in said for word in words)


def advice_within(most: int, monkeypatch: pytest.MonkeyPatch) -> Advice | str:
    """The advice of a base whose diagrams may have so many nodes, or why there is none."""
    monkeypatch.setattr(manager, "MOST_NODES", most)
    try:
        return exitwise.KnowledgeBase(toy.bicycle().knowledge).advise({"brakes": "no", "age": 20})
    except LimitError as error:
        return str(error)


def test_what_cannot_be_decided_within_the_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """However near the limit, the advice is the same or there is none, with one line that names the limit."""
    whole = toy.bicycle().advise({"brakes": "no", "age": 20})
    found = {2**power: advice_within(2**power, monkeypatch) for power in range(1, 13)}
    short = [most for most, advice in found.items() if advice != whole]

    assert 0 < len(short) < len(found)
    assert [found[most] for most in short] == [
        f"this cannot be decided within {most:,} diagram nodes (MOST_NODES)" for most in short
    ]


@pytest.mark.parametrize(
    ("outcome", "advice"),
    [("rid", "did you mean `ride`?"), ("xyzzy", "the outcomes are `ride`, `mend`, `sell`")],
)
def test_an_outcome_that_there_is_not_is_refused(outcome: str, advice: str) -> None:
    """With the nearest, or all of them; also before there is a profile."""
    with pytest.raises(InputError, match=f"no outcome is called `{outcome}`") as raised:
        toy.bicycle().advise({}, why_not=outcome)

    assert advice in str(raised.value)
    with pytest.raises(InputError):
        toy.bicycle().check_outcome(outcome)


def test_whoever_does_not_ask_about_an_outcome_is_told_of_none() -> None:
    """Asked, the answer is about that outcome, recommended or not."""
    advise = toy.bicycle().advise
    asked = [advise({"brakes": "no"}, why_not=outcome).why_not for outcome in ("ride", "mend", "sell")]

    assert advise({"brakes": "no"}).why_not is None
    assert [each.recommendation for each in asked if each is not None] == ["ride", "mend", "sell"]
    toy.bicycle().check_outcome(None)


def test_one_base_serves_many_threads() -> None:
    """Cases run one at a time and do not see each other."""
    profiles = [{"brakes": brakes, "age": age} for brakes in ("yes", "no") for age in range(20)] * 3
    alone = [toy.bicycle().advise(profile).as_dict() for profile in profiles]
    with ThreadPoolExecutor(4) as pool:
        together = [advice.as_dict() for advice in pool.map(toy.bicycle().advise, profiles)]

    assert together == alone


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1}, b"x", 1.5, [], {}, object()])
def test_what_is_no_answer_is_a_fault(value: object) -> None:
    """Also what JSON does not know."""
    with pytest.raises(ProfileError) as raised:
        toy.bicycle().advise({"brakes": value})

    assert [fault.cause for fault in raised.value.diagnostics] == ["wrong-kind"]
