"""The rendered difference of two packs is complete at any width, and its data matches the schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from exitwise.audit.diff.difference import Difference, difference, render
from exitwise.present.printable import json_line
from support.oracles import comparison, schemas
from support.packs import hostile, toy
from support.running.examples import examples
from support.running.program import STEERING, STYLE

FACTS = """
  facts:
    - {{id: door, question: And the door?, kind: choice, values: {{{}}}}}
    - {{id: days, question: How long?, kind: {}, unknown: true}}
"""
OLD = {
    "facts": FACTS.format("yes: Open, no: Shut, gone: Gone", "integer"),
    "recommendations": """
      - {id: default, recommend: stay, because: So it is.}
      - {id: go, recommend: leave, overrides: default, because: So., when: {door: no}}
      - {id: lost, recommend: sell, overrides: default, because: So., when: {door: gone}}
    """,
    "plan": "[{id: knock, title: T, how: H, phase: before, because: So., when: {recommend: leave}}]",
}
NEW = {
    "pack": toy.DEFAULTS["pack"].replace("2026.11.0", "2026.12.0"),
    "facts": FACTS.format("yes: Open, no: Shut, ajar: Ajar", "choice, values: {few: Few, many: Many}"),
    "recommendations": """
      - {id: default, recommend: stay, because: So be it.}
      - {id: go, recommend: leave, overrides: default, because: So., when: {days: [few, unknown]}}
    """,
    "plan": OLD["plan"],
    "warnings": "[{id: late, title: T, severity: info, because: So., when: {days: many}}]",
}
# Both can state the doors open and shut, OLD days of two kinds, NEW of three: 12 profiles.
WRITTEN = """\
OLD toy 2026.11.0
NEW toy 2026.12.0

Changes in the pack
  - changed: pack
    version
      old: 2026.11.0
      new: 2026.12.0
  - changed: fact door
    values
      old: yes: Open, no: Shut, gone: Gone
      new: yes: Open, no: Shut, ajar: Ajar
  - changed: fact days
    kind
      old: integer
      new: choice
    values
      old: none
      new: few: Few, many: Many
  - changed: argument default
    because
      old: So it is.
      new: So be it.
  - changed: argument go
    when
      old: door: no
      new: days: [few, unknown]
  - removed: argument lost
  - added: warning late

Facts and values without a counterpart
  - fact `days` has another kind in NEW: it counts as removed and added
  - value `gone` of `door` is removed: only OLD accepts profiles with it
  - value `ajar` of `door` is added: only NEW accepts profiles with it
  - fact `days (old)` is removed: NEW ignores its value
  - fact `days` is added: OLD ignores its value

Different recommendation
  - stay -> leave: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go
  - leave -> stay: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go

Different readiness
  - prepare -> ready: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go
  - ready -> prepare: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go

Different plan
  - step knock: absent -> present: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go
  - step knock: present -> absent: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go

Different warnings
  - warning late: absent -> present: 4 profiles (33.3 %)
    for instance: door=yes, days=many
    because of: late

12 profiles compared.
Different advice for 8 profiles (66.7 %).
  - different recommendation: 6
  - different readiness: 6
  - different plan: 6
  - different warnings: 4
Admitted by OLD, with answers that NEW does not know: 6 profiles.
Admitted by NEW, with answers that OLD does not know: 6 profiles.
"""


def sample_difference() -> Difference:
    """Return a difference with changes of every kind."""
    return difference(toy.knowledge(**OLD), toy.knowledge(**NEW))


def rendered(sample: Difference, width: int = 80, *, colour: bool = False) -> str:
    """Return the difference as rendered at a width."""
    return render(sample, width=width, colour=colour)


def test_sections_of_the_report() -> None:
    """The report has the edits, the notes, the changes of the advice and a summary, in this order."""
    assert rendered(sample_difference()) == WRITTEN


STEPS = [f"- {{id: {name}, title: T, how: H, phase: act, because: So.}}\n" for name in ("one", "two")]


ONE_DOOR = "facts: [{id: door, question: '?', kind: choice, values: {yes: Y, no: N}, unknown: true}]"

VERDICTS: list[tuple[dict[str, str], dict[str, str], str]] = [
    ({}, {}, "16 profiles compared.\nSame advice for every profile: proved.\n"),
    (
        {"facts": FACTS.format("yes: Y, no: N", "integer")},
        {"facts": FACTS.format("yes: Y, no: N, ajar: A", "integer")},
        (
            "4 profiles compared.\n"
            "Admitted by NEW, with answers that OLD does not know: 2 profiles.\n"
            "Same advice for every profile that OLD admits: proved.\n"
        ),
    ),
    (
        {"facts": FACTS.format("yes: Y, no: N, ajar: A", "integer")},
        {"facts": FACTS.format("yes: Y, no: N", "integer")},
        "4 profiles compared.\nAdmitted by OLD, with answers that NEW does not know: 2 profiles.\n",
    ),
    (
        {"plan": "".join(STEPS), "facts": ONE_DOOR},
        {"plan": "".join(reversed(STEPS)), "facts": ONE_DOOR},
        (
            "Different plan\n"
            "  - order of one and two: one first -> two first: 3 profiles (100 %)\n"
            "    for instance: the empty profile\n"
            "    because of: the order of the steps in the file\n"
            "\n"
            "3 profiles compared.\n"
            "Different advice for 3 profiles (100 %).\n"
            "  - different plan: 3\n"
        ),
    ),
    (
        {"facts": ONE_DOOR},
        {
            "facts": f"{ONE_DOOR}\nconstraints: [{{id: c, when: {{door: yes}}, because: So.}}]",
        },
        (
            "Different recommendation\n"
            "  - stay -> not admitted: 1 profile (33.3 %)\n"
            "    for instance: door=yes\n"
            "    because of: c\n"
            "\n"
            "3 profiles compared.\n"
            "Different advice for 1 profile (33.3 %).\n"
            "  - different recommendation: 1\n"
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "end"), VERDICTS)
def test_summary(old: dict[str, str], new: dict[str, str], end: str) -> None:
    """The summary states that the advice is the same for all profiles, or for how many it is not."""
    assert rendered(difference(toy.knowledge(**old), toy.knowledge(**new))).endswith("\n" + end)


@pytest.mark.parametrize("width", [20, 33, 80, 200])
def test_wrapping_keeps_every_word(width: int) -> None:
    """Wrapping changes no word, and no line is wider than the window."""
    narrow, wide = rendered(sample_difference(), width), rendered(sample_difference(), 10_000)

    assert "".join(narrow.split()) == "".join(wide.split())
    assert max(map(len, narrow.splitlines())) <= width


def test_colour_adds_styles_only() -> None:
    """Without its style codes the coloured text is the plain text."""
    coloured = rendered(sample_difference(), colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == rendered(sample_difference())


@pytest.mark.parametrize("hostility", hostile.DISPLAYED, ids=ascii)
def test_pack_texts_are_escaped(hostility: str, tmp_path: Path) -> None:
    """A text of a pack stays on the line of its field and contains no control characters."""
    plain_, harmless, hostile_ = (
        hostile.base(says, tmp_path / str(number) / "pack").knowledge
        for number, says in enumerate(("Plain.", "Harmless.", hostility))
    )

    lines = rendered(difference(plain_, hostile_)).splitlines()

    assert not STEERING.search("".join(lines))
    assert "".join(hostile.as_displayed(hostility).split()) in "".join("".join(lines).split())
    assert headings(lines) == headings(rendered(difference(plain_, harmless)).splitlines())


def headings(lines: list[str]) -> list[str]:
    """Return the lines that no text of a pack may forge."""
    return [line for line in lines if not line.startswith("    ")]


def test_as_dict() -> None:
    """Numbers of profiles are strings, because they may be too large for JSON numbers."""
    data = as_json(sample_difference())

    assert {key: data[key] for key in ("schema", "same")} == {"schema": "exitwise.diff/1", "same": False}
    assert (data["old"]["version"], data["new"]["version"]) == ("2026.11.0", "2026.12.0")
    assert data["profiles"] == {
        "compared": "12",
        "differing": "8",
        "only_old": "6",
        "only_new": "6",
        "recommendation": "6",
        "readiness": "6",
        "plan": "6",
        "warnings": "4",
    }
    assert len(data["matching"]) == 5
    assert data["changes"][1] == {
        "aspect": "recommendation",
        "what": "recommendation",
        "before": "leave",
        "after": "stay",
        "profiles": "2",
        "share": 2 / 12,
        "witness": {"door": "no", "days": "many"},
        "rules": ["go"],
    }
    assert data["edits"][-1] == {"kind": "warning", "id": "late", "change": "added", "fields": []}
    assert data["edits"][1]["fields"] == [
        {
            "name": "values",
            "before": "yes: Open, no: Shut, gone: Gone",
            "after": "yes: Open, no: Shut, ajar: Ajar",
        }
    ]


def as_json(sample: Difference) -> Any:
    """Return the difference as read back from JSON."""
    return json.loads(json_line(sample.as_dict()))


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), *((old, new) for old, new, _ in VERDICTS)])
def test_schema_accepts_differences(old: dict[str, str], new: dict[str, str]) -> None:
    """The schema accepts each difference."""
    data = as_json(difference(toy.knowledge(**old), toy.knowledge(**new)))

    assert list(schemas.validator("diff").iter_errors(data)) == []


@settings(max_examples=examples(15))
@given(comparison.pairs())
def test_schema_accepts_random_differences(pair: comparison.PackPair) -> None:
    """The schema accepts the difference of random packs, and the text has a line for each row."""
    own = difference(toy.loaded(pair.old), toy.loaded(pair.new))

    assert list(schemas.validator("diff").iter_errors(as_json(own))) == []
    assert rendered(own, 10_000).count("\n    because of: ") == len(own.comparison.rows)


def test_name_that_looks_like_a_date() -> None:
    """A quoted name that looks like a date stays a string in JSON."""
    told = as_json(sample_difference())
    told["changes"][0]["witness"] = {"2026-05-11": "2026-05-11"}

    assert schemas.accepts("diff", told)


WRONG: list[tuple[str, object]] = [
    ("same", True),
    ("schema", "exitwise.diff/2"),
    ("stranger", 1),
    ("profiles", {"compared": "12"}),
    ("changes", [{"aspect": "recommendation"}]),
    ("edits", [{"kind": "fact", "id": "door", "change": "changed", "fields": []}]),
]


@pytest.mark.parametrize(("key", "value"), WRONG, ids=str)
def test_schema_rejects_wrong_values(key: str, value: object) -> None:
    """The schema rejects a wrong value of any key."""
    assert not schemas.accepts("diff", as_json(sample_difference()) | {key: value})
