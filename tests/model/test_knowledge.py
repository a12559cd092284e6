"""The knowledge base: derived indices, digest and immutability."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.pack import load
from exitwise.model.knowledge import Knowledge
from support.oracles import naive, schemas
from support.packs import shipped, toy

STEP = "- {id: %s, title: T, how: H, phase: %s, because: So.%s}\n"


def test_a_stratum_is_above_those_of_the_findings_used() -> None:
    """The stratum of a rule depends on its own condition, not on other rules for the same finding."""
    findings = """
      - {id: 1x, finding: c, when: {any: [{finding: b}, {door: yes}]}, because: So.}
      - {id: 2x, finding: b, when: {not: {finding: a}}, because: So.}
      - {id: 3x, finding: b, when: {door: no}, because: So.}
      - {id: 4x, finding: a, because: So.}
    """

    assert toy.knowledge(findings=findings).finding_strata == {"1x": 2, "2x": 1, "3x": 0, "4x": 0}


def test_rules_are_grouped_by_finding() -> None:
    """In the order of their places, also for a finding that no rule uses."""
    findings = """
      - {id: 1x, finding: b, because: So.}
      - {id: 2x, finding: a, because: So.}
      - {id: 3x, finding: b, because: So.}
    """

    concluding = toy.knowledge(findings=findings).rules_by_finding

    assert {name: [rule.id for rule in rules] for name, rules in concluding.items()} == {
        "b": ["1x", "3x"],
        "a": ["2x"],
    }


USING = {
    "findings": """
      - {id: 1x, finding: shut, when: {door: no}, because: So.}
      - {id: 2x, finding: shut, when: {days: {above: 7}}, because: So.}
      - {id: 3x, finding: far, when: {any: [{place: gone}, {not: {finding: shut}}]}, because: So.}
      - {id: 4x, finding: cool, when: {door: ajar}, because: So.}
    """,
    "recommendations": """
      - {id: default, recommend: stay, because: So.}
      - {id: go, recommend: leave, when: [{finding: [cool, shut]}, {finding: cool}], because: So.}
    """,
    "plan": """
      - {id: wave, title: T, how: H, phase: act, when: {recommend: leave, finding: far}, because: So.}
      - {id: rest, title: T, how: H, phase: act, when: {door: ajar}, because: So.}
    """,
    "warnings": """
      - {id: mind, title: T, severity: info, when: {not: {recommend: [stay, sell]}}, because: So.}
      - {id: cold, title: T, severity: info, when: {place: here}, because: So.}
    """,
}


def test_findings_used_by_a_rule() -> None:
    """All findings in its own condition, not those that they depend on."""
    assert toy.knowledge(**USING).findings_used_by == {
        **dict.fromkeys(("1x", "2x", "4x", "default", "rest", "mind", "cold"), frozenset()),
        "3x": {"shut"},
        "go": {"cool", "shut"},
        "wave": {"far"},
    }


def test_facts_used_by_a_rule() -> None:
    """The facts in its own condition, and those of its findings, transitively."""
    everything = {"place", "door", "days"}

    assert toy.knowledge(**USING).facts_used_by == {
        **dict.fromkeys(("default", "mind"), frozenset()),
        **dict.fromkeys(("3x", "wave"), everything),
        "go": {"door", "days"},
        "4x": {"door"},
        "1x": {"door"},
        "2x": {"days"},
        "rest": {"door"},
        "cold": {"place"},
    }


def test_steps_and_warnings_that_depend_on_the_recommendation() -> None:
    """At any depth of the condition."""
    assert toy.knowledge(**USING).outcome_dependent == {"wave", "mind"}


def test_an_argument_has_a_higher_level_than_its_overriders() -> None:
    """The arguments that nothing overrides come first."""
    rules = """
      - {id: weak, recommend: stay, because: So.}
      - {id: middle, recommend: leave, because: So., overrides: weak}
      - {id: strong, recommend: sell, because: So., overrides: [weak, middle]}
      - {id: alone, recommend: stay, because: So.}
    """

    knowledge = toy.knowledge(recommendations=rules)

    assert knowledge.overriders == {
        "weak": ("middle", "strong"),
        "middle": ("strong",),
        "strong": (),
        "alone": (),
    }
    assert knowledge.argument_levels == {"weak": 2, "middle": 1, "strong": 0, "alone": 0}


def test_steps_are_ordered_by_phase_dependency_and_place() -> None:
    """One order for every plan."""
    plan = (
        STEP % ("z", "after", "")
        + STEP % ("y", "act", ", after: x")
        + STEP % ("b", "before", ", after: a")
        + STEP % ("w", "act", "")
        + STEP % ("x", "act", ", after: a")
        + STEP % ("a", "before", "")
        + STEP % ("c", "before", "")
    )

    assert toy.knowledge(plan=plan).step_order == ("a", "b", "c", "w", "x", "y", "z")


def test_the_order_of_the_shipped_steps_equals_the_naive_one() -> None:
    """The same for a large pack."""
    assert list(shipped.base().knowledge.step_order) == [step["id"] for step in naive.ordered(shipped.raw())]


def test_warnings_are_ordered_by_hold_severity_and_place() -> None:
    """A hold of severity info comes before a danger that does not hold."""
    warnings = """
      - {id: info, title: T, severity: info, because: So.}
      - {id: danger, title: T, severity: danger, because: So.}
      - {id: caution, title: T, severity: caution, because: So.}
      - {id: mild-hold, title: T, severity: info, hold: true, until: U, because: So.}
      - {id: danger-too, title: T, severity: danger, because: So.}
      - {id: hold, title: T, hold: true, until: U, because: So.}
    """

    assert [rule.id for rule in toy.knowledge(warnings=warnings).ordered_warnings] == [
        *("hold", "mild-hold", "danger", "danger-too", "caution", "info")
    ]


def test_rules_and_statements_by_id() -> None:
    """Rules of all kinds, in the order of files and places."""
    knowledge = toy.bicycle().knowledge

    assert list(knowledge.rules) == [rule.id for rule in knowledge.all_rules]
    assert knowledge.rules["oil"].because == "A dry chain snaps."
    assert knowledge.statement["manual.2"].says == "A frame wears out after ten years."
    assert list(knowledge.fact) == ["colour", "brakes", "age", "bell", "spokes"]


DIGESTED = ("pack", "facts", "findings", "recommendations", "plan", "warnings", "sources/one")
TEXTS = {
    stem: (toy.BICYCLE / f"{stem}.yaml").read_text("utf-8")
    for stem in (*DIGESTED, "properties", "scenarios/one")
}


def write_bicycle(folder: Path, **changed: str) -> Knowledge:
    """Return the bicycle pack with some of its files changed."""
    letters = folder / "letters"
    letters.mkdir(parents=True, exist_ok=True)
    (letters / "hello.md").write_text((toy.BICYCLE / "letters" / "hello.md").read_text("utf-8"), "utf-8")
    return load(toy.write(folder, **TEXTS | changed))


def test_the_digest_ignores_form(tmp_path: Path) -> None:
    """Comments, places, YAML syntax, accepted findings, scenarios and properties do not affect it."""
    same = {
        "facts": f"# A comment.\n\n{TEXTS['facts']}",
        "plan": TEXTS["plan"].replace("title: Set out", 'title: "Set out"'),
        "pack": TEXTS["pack"].replace("It is a toy.", "It is only a toy."),
        "recommendations": TEXTS["recommendations"].replace("overrides: just-ride", "overrides: [just-ride]"),
        "properties": "[]",
        "scenarios/one": "[]",
    }

    digest = write_bicycle(tmp_path / "same", **same).digest

    assert digest == toy.bicycle().knowledge.digest == write_bicycle(tmp_path / "copy").digest
    assert digest.startswith("sha256:")
    assert len(digest) == 71


def single_changes(data: Any) -> Iterator[Any]:
    """Yield copies of data, each with one text or number changed."""
    texts = {
        "title",
        "question",
        "help",
        "section",
        "unit",
        "because",
        "how",
        "until",
        "says",
        "note",
        "url",
        "unused",
    }
    texts |= {"notice"}
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        if key in texts and isinstance(value, str):
            yield replace_item(data, key, f"{value}!")
        if type(value) is int and key != "ages":
            yield replace_item(data, key, value + 1)
        for name, label in value.items() if key in {"values", "outcomes"} else ():
            yield replace_item(data, key, value | {name: f"{label}!"})
        for changed in single_changes(value) if key != "accept" else ():
            yield replace_item(data, key, changed)


def replace_item(data: Any, key: Any, value: Any) -> Any:
    """Return a copy with one item replace_item."""
    other = copy.copy(data)
    other[key] = value
    return other


@pytest.mark.parametrize("stem", DIGESTED)
def test_the_digest_depends_on_every_text_and_number(stem: str, tmp_path: Path) -> None:
    """Of every file that affects advice."""
    others = [schemas.dumped(data) for data in single_changes(schemas.parsed(TEXTS[stem]))]

    digests = {write_bicycle(tmp_path / str(at), **{stem: text}).digest for at, text in enumerate(others)}

    assert len(others) >= 3
    assert len(digests) == len(others)
    assert toy.bicycle().knowledge.digest not in digests


@pytest.mark.parametrize(
    ("stem", "old", "new"),
    [
        ("recommendations", "  overrides: just-ride\n", ""),
        ("plan", "after: oil\n", "\n"),
        ("plan", "phase: act", "phase: after"),
        ("plan", "letter: hello\n", "\n"),
        ("plan", "done: {brakes: yes}", ""),
        ("facts", "ages: 1", "ages: -1"),
        ("facts", "fixed: true", "fixed: false"),
        ("findings", "cites: [manual.1, manual.2]", "cites: manual.1"),
        ("findings", "when: {brakes: no}", "when: {brakes: {not: no}}"),
        ("warnings", "severity: info", "severity: caution"),
        ("sources/one", "refines: manual.1", "confirms: manual.1"),
        ("sources/one", "kind: duty", "kind: caveat"),
        ("sources/one", "reliability: official", "reliability: community"),
    ],
)
def test_the_digest_depends_on_structure(stem: str, old: str, new: str, tmp_path: Path) -> None:
    """On booleans, orders, negations and kinds of condition."""
    text = TEXTS[stem].replace(old, new)

    assert text != TEXTS[stem]
    assert write_bicycle(tmp_path, **{stem: text}).digest != toy.bicycle().knowledge.digest


@pytest.mark.parametrize("word", ["Write home", "everybody", "Off on", "who is", "Dear"])
def test_the_digest_depends_on_letters(word: str, tmp_path: Path) -> None:
    """On title, addressee, subject, blanks and text."""
    write_bicycle(tmp_path)
    path = tmp_path / "letters" / "hello.md"
    path.write_text(path.read_text("utf-8").replace(word, "Anybody", 1), "utf-8")

    assert load(tmp_path).digest != toy.bicycle().knowledge.digest


def test_the_digest_ignores_the_layout_of_letters(tmp_path: Path) -> None:
    """Comments in the front matter, and empty lines around the text."""
    write_bicycle(tmp_path)
    path = tmp_path / "letters" / "hello.md"
    head, text = path.read_text("utf-8").split("\n---\n")
    path.write_text(f"{head} # here\n---\n\n{text}\n\n", "utf-8")

    assert load(tmp_path).digest == toy.bicycle().knowledge.digest


def parts(value: Any) -> Iterator[Any]:
    """Yield a value and all its descendants."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


@pytest.mark.parametrize("base", [toy.bicycle, shipped.base], ids=["toy", "shipped"])
def test_the_knowledge_base_is_immutable(base: Callable[[], KnowledgeBase]) -> None:
    """It consists of tuples, texts, numbers and frozen dataclasses."""
    knowledge = base().knowledge
    values = list(parts(knowledge))

    assert {type(part) for part in values if not is_dataclass(part)} <= {
        str,
        int,
        bool,
        tuple,
        type(None),
        dict,
    }
    # The answers of a worked case are the one mapping, and typed as one that is not write_bicycle to.
    assert sum(isinstance(part, Mapping) for part in values) == len(knowledge.scenarios)
    for part in values:
        if is_dataclass(part):
            with pytest.raises(FrozenInstanceError):
                setattr(part, fields(part)[0].name, None)


def test_rules_that_hold_back_or_prepare() -> None:
    """Of the warnings only holds, and of the steps only those before the act."""
    plan = """
      - {id: ring, title: T, how: H, phase: act, because: So.}
      - {id: pack, title: T, how: H, phase: before, because: So.}
    """
    warnings = """
      - {id: note, title: T, severity: info, because: So.}
      - {id: wait, title: T, hold: true, until: U, when: {door: no}, because: So.}
    """
    own = toy.knowledge(plan=plan, warnings=warnings)

    assert [rule.id for rule in own.holds] == ["wait"]
    assert [step.id for step in own.preparation] == ["pack"]
