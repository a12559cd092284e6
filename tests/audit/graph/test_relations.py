"""Tests of entities and relations: by hand for the bicycle, against raw data for random packs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from exitwise.audit.graph.relations import Entity, Relation, entities, kind_label, relations
from exitwise.loader import pack
from support.oracles import naive
from support.packs import random_packs, shipped, toy
from support.running.examples import examples

BICYCLE = """
constraint:no-old-green looks-at fact:colour
constraint:no-old-green looks-at fact:age
constraint:no-old-green shows fact:age
constraint:no-old-green cites statement:manual.1
finding-rule:old-is-worn looks-at fact:age
finding-rule:old-is-worn concludes finding:worn
finding-rule:old-is-worn shows fact:age
finding-rule:old-is-worn cites statement:manual.1
finding-rule:old-is-worn cites statement:manual.2
finding-rule:red-is-loved looks-at fact:colour
finding-rule:red-is-loved looks-at finding:worn
finding-rule:red-is-loved concludes finding:loved
finding-rule:red-is-loved shows fact:colour
finding-rule:slips-is-unsafe looks-at fact:brakes
finding-rule:slips-is-unsafe concludes finding:unsafe
argument:just-ride argues-for outcome:ride
argument:mend-unsafe looks-at finding:unsafe
argument:mend-unsafe argues-for outcome:mend
argument:mend-unsafe overrides argument:just-ride
argument:sell-worn looks-at finding:worn
argument:sell-worn looks-at finding:loved
argument:sell-worn argues-for outcome:sell
argument:sell-worn overrides argument:just-ride
argument:sell-worn overrides argument:mend-unsafe
step:oil done-by fact:brakes
step:oil cites statement:manual.1
step:set-out by-recommendation outcome:ride
step:set-out by-recommendation outcome:mend
step:set-out after step:oil
step:write-home after step:oil
step:write-home after step:set-out
step:write-home sends letter:hello
letter:hello shows fact:colour
warning:slippery shows fact:age
hold:wait-for-brakes looks-at finding:unsafe
property:unsafe-waits looks-at finding:unsafe
property:unsafe-waits looks-at hold:wait-for-brakes
property:oil-comes-first orders step:oil
property:oil-comes-first orders step:set-out
property:every-form looks-at fact:age
property:every-form looks-at fact:colour
property:every-form looks-at step:set-out
property:every-form looks-at step:oil
property:every-form by-recommendation outcome:ride
property:every-form by-recommendation outcome:mend
scenario:safe-and-new states fact:colour
scenario:safe-and-new states fact:brakes
scenario:safe-and-new states fact:age
scenario:safe-and-new expects outcome:ride
scenario:safe-and-new expects step:oil
scenario:safe-and-new expects step:set-out
scenario:safe-and-new expects step:write-home
scenario:safe-and-new expects warning:slippery
scenario:safe-and-new cites statement:manual.2
scenario:brakes-slip states fact:brakes
scenario:brakes-slip expects hold:wait-for-brakes
scenario:brakes-slip expects finding:unsafe
scenario:brakes-slip expects finding:worn
scenario:too-old-for-green states fact:colour
scenario:too-old-for-green states fact:brakes
scenario:too-old-for-green states fact:age
scenario:too-old-for-green expects constraint:no-old-green
statement:manual.1 stands-in source:manual
statement:manual.2 stands-in source:manual
statement:manual.2 refines statement:manual.1
statement:manual.3 stands-in source:manual
statement:manual.3 contradicts statement:manual.2
"""


KINDS_OF_BICYCLE = {
    "outcome": 3,
    "fact": 5,
    "constraint": 1,
    "finding-rule": 3,
    "finding": 3,
    "argument": 3,
    "step": 3,
    "warning": 1,
    "hold": 1,
    "property": 3,
    "scenario": 3,
    "letter": 1,
    "source": 1,
    "statement": 3,
}


def sentence(relation: Relation) -> str:
    """A relation in the notation of the tests."""
    return f"{relation.subject} {relation.verb} {relation.object}"


def test_relations_of_the_bicycle() -> None:
    """Each relation occurs once, whatever key of the format it comes from."""
    counts = Counter(map(sentence, relations(toy.bicycle().knowledge)))

    assert counts == Counter(BICYCLE.strip().splitlines())


def test_entities_of_the_bicycle() -> None:
    """There are entities of every kind, in the order of the pack."""
    names = [str(entity) for entity in entities(toy.bicycle().knowledge)]

    assert names[:3] == ["outcome:ride", "outcome:mend", "outcome:sell"]
    assert Counter(name.partition(":")[0] for name in names) == KINDS_OF_BICYCLE


def test_direction_of_dependency() -> None:
    """A rule depends on a fact it tests, a finding on its rule, a defeated argument on its defeater."""
    rule, fact = Entity("finding-rule", "r"), Entity("fact", "f")
    finding = Entity("finding", "x")
    one, other = Entity("argument", "a"), Entity("argument", "b")

    looking, concluding = Relation(rule, "looks-at", fact), Relation(rule, "concludes", finding)
    beating = Relation(one, "overrides", other)

    assert (looking.dependency, looking.dependent) == (fact, rule)
    assert (concluding.dependency, concluding.dependent) == (rule, finding)
    assert (beating.dependency, beating.dependent) == (one, other)


def test_letter_shows_the_facts_in_its_blanks(tmp_path: Path) -> None:
    """A blank that is no fact is filled by hand and is no relation."""
    (tmp_path / "letters").mkdir()
    head = "---\ntitle: T\nto: all\nsubject: '{{door}}'\nblanks: {name: yours}\n---\n"
    (tmp_path / "letters" / "note.md").write_text(
        f"{head}Dear {{{{name}}}}, {{{{days}}}}: {{{{days}}}}.\n", "utf-8"
    )
    plan = "[{id: go, title: Go, how: Go., phase: act, because: So., letter: note}]"

    links = relations(pack.load(toy.write(tmp_path, plan=plan)))

    assert [sentence(relation) for relation in links] == [
        "argument:default argues-for outcome:stay",
        "step:go sends letter:note",
        "letter:note shows fact:door",
        "letter:note shows fact:days",
    ]


def test_texts_and_letters_show_tables(tmp_path: Path) -> None:
    """Those whose columns they show; the row shows the facts in its own texts."""
    (tmp_path / "letters").mkdir()
    note = "---\ntitle: T\nto: all\nsubject: S\n---\nIn {{refund.within}}.\n"
    (tmp_path / "letters" / "note.md").write_text(note, "utf-8")
    table = """
      id: refund
      texts: within
      because: So.
      rows: [{id: shut, door: no, finding: f, within: "{days}"}]
    """
    argument = "[{id: default, recommend: stay, because: 'In {refund.within}.'}]"
    toy.write(tmp_path, **{"tables/refund": table, "recommendations": argument})

    links = [sentence(relation) for relation in relations(pack.load(tmp_path))]

    assert [link for link in links if " shows " in link] == [
        "finding-rule:refund.shut shows fact:days",
        "argument:default shows table:refund",
        "letter:note shows table:refund",
    ]


def test_kind_label_in_singular_and_plural() -> None:
    """Labels have spaces in place of hyphens."""
    assert [
        kind_label("finding-rule"),
        kind_label("finding-rule", plural=True),
        kind_label("property", plural=True),
    ] == [
        "finding rule",
        "finding rules",
        "properties",
    ]


@given(random_packs.packs())
@settings(max_examples=examples(60))
def test_relations_equal_raw_data(data: naive.Pack) -> None:
    """In a random pack every relation is found once, and both its ends are entities."""
    knowledge = toy.loaded(data)
    links = relations(knowledge)
    models = entities(knowledge)

    assert len(links) == len(set(links))
    assert {sentence(relation) for relation in links} == set(expected_relations(data))
    assert all(relation.subject in models and relation.object in models for relation in links)


def test_both_ends_of_every_shipped_relation_are_entities() -> None:
    """The shipped pack has many scenarios, letters and sources."""
    knowledge = shipped.base().knowledge
    models = entities(knowledge)

    assert all(relation.subject in models and relation.object in models for relation in relations(knowledge))


# The raw data, read once more

KINDS = {"findings.yaml": "finding-rule", "recommendations.yaml": "argument", "plan.yaml": "step"}
TEXTS = ("because", "title", "how", "until")


def expected_relations(data: naive.Pack) -> Iterator[str]:
    """Every relation in the raw data of a pack, as a sentence."""
    for rule in data["facts.yaml"].get("constraints", []):
        yield from relations_of_rule(data, rule, f"constraint:{rule['id']}")
    for file in ("findings.yaml", "recommendations.yaml", "plan.yaml", "warnings.yaml", "properties.yaml"):
        for rule in naive.rules(data, file):
            yield from relations_of_rule(data, rule, rule_entity(file, rule))


def rule_entity(file: str, rule: naive.Rule) -> str:
    """The entity of a rule."""
    other = "property" if file == "properties.yaml" else "hold" if rule.get("hold") else "warning"
    return f"{KINDS.get(file, other)}:{rule['id']}"


def relations_of_rule(data: naive.Pack, rule: naive.Rule, name: str) -> Iterator[str]:
    """Every relation of one rule."""
    for part in ("when", "then"):
        for key, value in mentioned(rule.get(part, [])):
            verb = "by-recommendation" if key == "outcome" else "looks-at"
            yield f"{name} {verb} {mentioned_entity(data, key, value)}"
    if "finding" in rule:
        yield f"{name} concludes finding:{rule['finding']}"
    if "recommend" in rule:
        yield f"{name} argues-for outcome:{rule['recommend']}"
    yield from (f"{name} overrides argument:{other}" for other in naive.overridden(data, rule))
    yield from (f"{name} after step:{other}" for other in naive.listed(rule.get("after")))
    yield from (f"{name} orders step:{other}" for other in rule.get("order", []))
    yield from (f"{name} done-by fact:{fact}" for fact in rule.get("done", {}))
    if "table" in rule:
        yield f"{name} stands-in table:{rule['table']}"
    for fact in data["facts.yaml"]["facts"]:
        forms = (f"{{{fact['id']}}}", f"{{{fact['id']}.value}}")
        if any(form in rule.get(text, "") for form in forms for text in TEXTS):
            yield f"{name} shows fact:{fact['id']}"


def mentioned(condition: Any) -> Iterator[tuple[str, str]]:
    """The kinds and names that a condition mentions."""
    if not isinstance(condition, Mapping):
        for part in condition:
            yield from mentioned(part)
        return
    for key, value in condition.items():
        if key in ("all", "any", "not"):
            yield from mentioned(value)
        elif key in ("finding", "recommend", "step", "warning"):
            yield from (("outcome" if key == "recommend" else key, name) for name in naive.listed(value))
        elif key != "readiness":
            yield "fact", key


def mentioned_entity(data: naive.Pack, kind: str, name: str) -> str:
    """The entity of a name in a condition, where a hold is mentioned as a warning."""
    holds = {rule["id"] for rule in naive.rules(data, "warnings.yaml") if rule.get("hold")}
    return f"hold:{name}" if kind == "warning" and name in holds else f"{kind}:{name}"


def test_a_scenario_expects_what_its_course_names() -> None:
    """The steps and holds that come up, those that they come after, and the moves of the way."""
    knowledge = toy.knowledge(
        plan="""
          - {id: one, title: T, how: H, phase: before, because: So.}
          - {id: two, title: T, how: H, phase: act, because: So.}
          - {id: three, title: T, how: H, phase: after, because: So.}
        """,
        warnings="[{id: wait, title: T, hold: true, until: U, because: So., ends: {door: yes}}]",
        **{
            "scenarios/s": """
              - {id: a, profile: {place: here}, expect: {urgent: [one],
                 later_steps: [{step: two, comes_after: three}]}}
              - {id: b, profile: {place: here}, expect: {waits: [{hold: wait, begins_after: one}]}}
              - {id: c, profile: {place: here}, expect: {way_to_ready: [two, {hold: wait}, {answer: door}]}}
              - {id: d, profile: {place: here}, expect: {leads_to: {door: yes}}}
            """
        },
    )

    found = [sentence(each) for each in relations(knowledge) if each.verb == "expects"]

    assert found == [
        *("scenario:a expects step:one", "scenario:a expects step:two", "scenario:a expects step:three"),
        *("scenario:b expects hold:wait", "scenario:b expects step:one"),
        *("scenario:c expects step:two", "scenario:c expects hold:wait", "scenario:d expects fact:door"),
    ]
