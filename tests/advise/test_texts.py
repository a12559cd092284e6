"""Texts that show columns of tables: the texts of the rows that apply, at every moment of the course."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exitwise.advise.texts import Texts
from exitwise.errors import ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.model.advice import Advice
from exitwise.model.fact import Value
from support.oracles import naive
from support.oracles.missing import Case
from support.oracles.naive_tables import table_rows, table_rules
from support.packs import random_packs, toy
from support.packs.every_kind import TODAY
from support.running.examples import examples

TABLES = {
    "tables/refund": """
id: refund
hit_policy: collect
texts: [within, who]
because: So.
rows:
  - {id: shut, door: no, finding: free, within: 14 days, who: "The shop at {place}"}
  - {id: ajar, door: ajar, finding: paid, within: 30 days, who: The bank}
  - {id: late, days: "> 14", finding: late, within: 14 days}
  - {id: gone, place: gone, finding: lost, within: a year, who: "The {days} man"}
"""
}
SHOWN = "{refund.who}: {refund.within}"
PLAN = f"""
  - {{id: shut-it, title: "T {SHOWN}", how: "H {SHOWN}", phase: before, when: {{door: ajar}},
     because: "B {SHOWN}", done: {{door: no}}}}
  - {{id: leave-it, title: "T {SHOWN}", how: H, phase: act, when: {{door: no}}, because: "B {SHOWN}"}}
"""
WARNINGS = f"""
  - {{id: hold, title: "T {SHOWN}", hold: true, until: "U {SHOWN}", when: {{door: no}}, because: "B {SHOWN}",
     ends: {{door: yes}}}}
  - {{id: warn, title: "T {SHOWN}", severity: danger, when: {{door: ajar}}, because: "B {SHOWN}"}}
"""
ARGUMENTS = f"""
  - {{id: default, recommend: stay, because: "D {SHOWN}"}}
  - {{id: other, recommend: leave, when: {{place: here}}, because: "O {SHOWN}"}}
  - {{id: better, recommend: stay, because: So., overrides: other}}
"""


def advise(**answers: object) -> Advice:
    """Advise with a table whose texts every other text shows."""
    base = toy.base(**TABLES, plan=PLAN, warnings=WARNINGS, recommendations=ARGUMENTS)
    return base.advise(answers, why_not="leave", as_of=TODAY)


def test_every_text_shows_the_rows_that_apply() -> None:
    """Titles, instructions, reasons, arguments set aside, and why an outcome is not recommended."""
    advice = advise(place="here", door="ajar", days=3)

    now = "The bank: 30 days"
    step, (warning,), (aside,) = advice.steps[0], advice.warnings, advice.set_aside
    assert (step.title, step.how, step.because) == (f"T {now}", f"H {now}", f"B {now}")
    assert (warning.title, warning.because) == (f"T {now}", f"B {now}")
    assert aside.because == f"O {now}"
    assert next(reason for reason in advice.reasons if reason.rule == "default").because == f"D {now}"
    assert advice.why_not is not None
    assert [each.because for each in advice.why_not.beaten] == [f"O {now}"]


def test_later_texts_show_the_rows_of_their_moment() -> None:
    """Once the door is shut another row applies, and its text shows a fact."""
    advice = advise(place="here", door="ajar", days=3)

    later = "The shop at Here: 14 days"
    (wait,) = advice.waits
    assert (wait.begins_after, wait.title, wait.until) == ("shut-it", f"T {later}", f"U {later}")


def test_texts_of_several_rows_are_joined() -> None:
    """In the order of rows, each distinct text once, blank cells left out."""
    title = advise(place="gone", door="no", days=20).waits[0].title

    assert title == "T The shop at Gone and The 20 days man: 14 days and a year"


def test_without_a_row_there_is_a_gap() -> None:
    """As where an answer is not known; a row that applies may lack one of the texts."""
    reasons = {door: advise(place="here", door=door, days=20).reasons for door in ("yes", "unknown")}
    alone = advise(place="here", door="yes", days=1).reasons

    assert [reason.because for reason in reasons["yes"] if reason.rule == "default"] == [
        "D [not known]: 14 days"
    ]
    assert [reason.because for reason in alone if reason.rule == "default"] == ["D [not known]: [not known]"]


def cells(known: dict[str, Value]) -> dict[str, str]:
    """Return the columns that have a text for some values, whatever the others are."""
    facts = """
      facts:
        - {id: place, question: Q?, kind: choice, values: {here: Here, gone: Gone}}
        - {id: door, question: Q?, kind: choice, values: {yes: Y, no: N, ajar: A}}
        - {id: days, question: Q?, kind: integer, minimum: 0}
      constraints: [{id: never, when: {place: gone, days: 7}, because: So.}]
    """
    table = """
      id: t
      hit_policy: first
      texts: [one, two]
      because: So.
      rows:
        - {door: no, finding: f, one: shut, two: same}
        - {door: yes, finding: f, one: open, two: same}
        - {place: gone, door: "not no", finding: f, one: gone, two: same}
    """
    argument = "[{id: default, recommend: stay, because: '{t.one} {t.two}'}]"
    base = toy.base(**{"facts": facts, "tables/t": table, "recommendations": argument})
    return Texts(base.compiled, known).columns(("t.one", "t.two", "t.three", "door"))


def test_a_text_stands_if_a_row_with_it_applies_whatever_is_missing() -> None:
    """The rows may differ, the text may not; on contradictory answers none stands."""
    assert cells({"door": "no"}) == {"t.one": "shut", "t.two": "same"}
    assert cells({"place": "gone"}) == {"t.two": "same"}
    assert cells({"place": "here"}) == {}
    assert cells({"place": "gone", "door": "no", "days": 7}) == {}


def tables(pack: naive.Pack) -> list[Any]:
    """Return the tables of a pack in the order of their files."""
    return [pack[file] for file in sorted(pack) if file.startswith("tables/") and file.endswith(".yaml")]


@st.composite
def showing_packs(draw: st.DrawFn) -> random_packs.Data:
    """Draw a pack with tables whose steps and warnings show their texts."""
    pack = draw(random_packs.mixed_packs().filter(tables))
    shown = " ".join(f"<{{{table['id']}.said}}>" for table in tables(pack))
    texts = {"plan.yaml": ("title", "how", "because"), "warnings.yaml": ("title", "because")}
    changed = {
        file: [rule | dict.fromkeys(fields, shown) for rule in pack[file]]
        for file, fields in texts.items()
        if file in pack
    }
    return {**pack, **changed}


def expected(pack: naive.Pack, case: Case) -> str:
    """Return what such a text shows, by trying every completion."""
    parts = []
    for table in tables(pack):
        said = [str(row["said"]) for row in table_rows(pack, table)]
        rules = table_rules(pack, table)
        each = [
            {
                text
                for text, rule in zip(said, rules, strict=True)
                if naive.applies(rule, naive.State(profile, result.findings))
            }
            for profile, result in zip(case.completions, case.results, strict=True)
        ]
        texts = [text for text in dict.fromkeys(said) if all(text in own for own in each)]
        joined = " and ".join([", ".join(texts[:-1])] * (len(texts) > 1) + texts[-1:])
        parts.append(f"<{joined or '[not known]'}>")
    return " ".join(parts)


def present_texts(advice: Advice) -> set[str]:
    """Return the texts of the advice that are of the present."""
    data: Any = advice.as_dict()
    steps = [text for step in data["steps"] if step["comes_after"] is None for text in own_texts(step)]
    waits = [text for wait in data["waits"] if wait["begins_after"] is None for text in own_texts(wait)]
    warnings = [text for each in data["warnings"] if each["comes_after"] is None for text in own_texts(each)]
    return {*steps, *waits, *warnings}


def own_texts(data: dict[str, Any]) -> list[str]:
    """Return the texts that show the columns."""
    return [data[key] for key in ("title", "how", "because") if key in data]


@settings(max_examples=examples(150))
@given(st.data())
def test_texts_equal_enumeration(data: st.DataObject) -> None:
    """In random packs, also with missing answers: the rows that apply in every completion."""
    pack = data.draw(showing_packs())
    profile = data.draw(random_packs.partial_profiles(pack))
    try:
        advice = KnowledgeBase(toy.loaded(pack)).advise(profile, as_of=TODAY)
    except ProfileError:
        assume(False)  # noqa: FBT003 (hypothesis has it so)
    texts = present_texts(advice)
    assume(texts)

    assert texts == {expected(pack, Case(pack, profile))}
