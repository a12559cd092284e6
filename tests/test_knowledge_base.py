"""The public interface: loading by name or folder, and advice."""

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


def test_every_public_name_can_be_imported() -> None:
    """An unknown name is an attribute error."""
    for name in exitwise.__all__:
        assert getattr(exitwise, name) is not None
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        exitwise.nothing_of_ours  # noqa: B018 (the access is the test)


def test_the_public_names_are_exactly_these() -> None:
    """`load`, the knowledge base, the advice, and every error that their calls raise."""
    errors = ["ExitwiseError", "FileError", "InputError", "LimitError", "PackError", "ProfileError"]

    assert sorted(exitwise.__all__) == sorted(["Advice", "KnowledgeBase", "load", *errors])
    assert dir(exitwise) == sorted(exitwise.__all__)


def test_load_stays_a_function_after_importing_modules() -> None:
    """Importing the stage `loader` and its modules does not shadow `load`."""
    code = """
import exitwise
import exitwise.loader.pack as p
import exitwise.knowledge_base
assert p.load is not exitwise.load
assert exitwise.load().knowledge.name == p.load("coursera").name
exitwise.load()
"""
    same_path = f"import sys; sys.path[:] = {sys.path!r}; "

    subprocess.run([sys.executable, "-c", same_path + code], check=True, timeout=60)

    assert callable(exitwise.load)


def test_the_default_pack_is_named_in_the_rules() -> None:
    """A pack is loaded by default, by name or by folder."""
    assert exitwise.load().knowledge.digest == exitwise.load("coursera").knowledge.digest
    assert exitwise.load(toy.BICYCLE).knowledge.name == "bicycle"
    with pytest.raises(InputError, match="did you mean `coursera`"):
        exitwise.load("courser")


def test_properties_and_scenarios_do_not_affect_advice() -> None:
    """The digest and the advice are the same without them."""
    whole = exitwise.KnowledgeBase.of(toy.BICYCLE)
    bare = exitwise.KnowledgeBase.of(toy.BICYCLE, cases=False)
    profile = {"brakes": "no", "age": 20}

    assert whole.knowledge.scenarios
    assert not bare.knowledge.scenarios
    assert whole.advise(profile, as_of=date(2026, 1, 1)) == bare.advise(profile, as_of=date(2026, 1, 1))


def test_a_contradiction_is_reported_with_its_reason() -> None:
    """The message names the answers and the constraint; the help is its filled reason."""
    with pytest.raises(ProfileError) as raised:
        toy.bicycle().advise({"colour": "green", "age": 60, "brakes": "yes"})

    (defect,) = raised.value.diagnostics
    assert (defect.pointer, defect.cause) == ("/colour", "contradiction")
    assert defect.message == "`colour` = `green` and `age` = `60` contradict each other (no-old-green)"
    assert defect.help == "Green paint is not 60 years old."


def test_a_constraint_on_one_fact_makes_its_value_impossible() -> None:
    """A single answer cannot contradict itself."""
    facts = (
        toy.DEFAULTS["facts"].rstrip()
        + "\n      constraints: [{id: shut, when: {door: yes}, because: It is shut.}]"
    )
    with pytest.raises(ProfileError) as raised:
        toy.base(facts=facts).advise({"place": "here", "door": "yes"})

    assert str(raised.value) == "/door: `door` = `yes` is not possible (shut)\n  help: It is shut."


@pytest.mark.parametrize(("rules", "words"), [(GAP, ["gap"]), (CONFLICT, ["conflict", "`one`", "`two`"])])
def test_a_gap_or_conflict_is_explained(rules: dict[str, str], words: list[str]) -> None:
    """No recommendation, a hold, and the arguments in conflict."""
    base = toy.base(**rules)
    advice = base.advise({"place": "here"})

    assert (advice.recommendation, advice.readiness) == (None, "hold")
    text = explain_no_recommendation(base.knowledge, [reason.rule for reason in advice.reasons])
    assert all(word in text for word in words)


def advice_within(most: int, monkeypatch: pytest.MonkeyPatch) -> Advice | str:
    """Return the advice with a limited number of diagram nodes, or the message of the error."""
    monkeypatch.setattr(manager, "MOST_NODES", most)
    try:
        return exitwise.KnowledgeBase(toy.bicycle().knowledge).advise({"brakes": "no", "age": 20})
    except LimitError as error:
        return str(error)


def test_the_node_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """For every limit, the advice is complete or there is an error of one line that names the limit."""
    whole = toy.bicycle().advise({"brakes": "no", "age": 20})
    results = {2**power: advice_within(2**power, monkeypatch) for power in range(1, 13)}
    short = [most for most, advice in results.items() if advice != whole]

    assert 0 < len(short) < len(results)
    assert [results[most] for most in short] == [
        f"this cannot be decided within {most:,} diagram nodes (MOST_NODES)" for most in short
    ]


@pytest.mark.parametrize(
    ("outcome", "help_"),
    [("rid", "did you mean `ride`?"), ("xyzzy", "the outcomes are `ride`, `mend`, `sell`")],
)
def test_an_unknown_outcome_is_rejected(outcome: str, help_: str) -> None:
    """The help names the nearest one or all; also if the profile is invalid."""
    with pytest.raises(InputError, match=f"unknown outcome `{outcome}`") as raised:
        toy.bicycle().advise({}, why_not=outcome)

    assert help_ in str(raised.value)
    with pytest.raises(InputError):
        toy.bicycle().check_outcome(outcome)


def test_why_not_is_none_unless_requested() -> None:
    """On request it explains any outcome, recommended or not."""
    advise = toy.bicycle().advise
    answers = [advise({"brakes": "no"}, why_not=outcome).why_not for outcome in ("ride", "mend", "sell")]

    assert advise({"brakes": "no"}).why_not is None
    assert [answer.recommendation for answer in answers if answer is not None] == ["ride", "mend", "sell"]
    toy.bicycle().check_outcome(None)


def test_one_base_serves_many_threads() -> None:
    """Concurrent calls return the same advice as sequential ones."""
    profiles = [{"brakes": brakes, "age": age} for brakes in ("yes", "no") for age in range(20)] * 3
    alone = [toy.bicycle().advise(profile).as_dict() for profile in profiles]
    with ThreadPoolExecutor(4) as pool:
        together = [advice.as_dict() for advice in pool.map(toy.bicycle().advise, profiles)]

    assert together == alone


@pytest.mark.parametrize("value", [date(2026, 1, 1), {1}, b"x", 1.5, [], {}, object()])
def test_a_value_of_another_type_is_rejected(value: object) -> None:
    """Also types that JSON does not have."""
    with pytest.raises(ProfileError) as raised:
        toy.bicycle().advise({"brakes": value})

    assert [defect.cause for defect in raised.value.diagnostics] == ["wrong-kind"]
