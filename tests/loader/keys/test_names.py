"""Wishes and former names: how they are read, and their defects."""

import pytest

from exitwise.errors import PackError
from exitwise.model.knowledge import Knowledge
from support.packs import toy

FACTS = """
  facts:
    - {id: place, question: Q?, kind: choice, values: {here: H, gone: {label: G, formerly: [lost, away]}}}
    - {id: goal, question: Q?, kind: choice, values: {go: G, stay: S}, wish: true, formerly: aim}
    - {id: door, question: Q?, kind: choice, unknown: true, values: {yes: Y, no: N}, wish: [yes]}
"""


def knowledge() -> Knowledge:
    """Return a pack with the facts above."""
    return toy.base(facts=FACTS).knowledge


def test_wishes_and_former_names() -> None:
    """All answers or some; a value without former names is its label alone."""
    fact = knowledge().fact

    assert [fact["goal"].is_wish(value) for value in ("go", "unknown")] == [True, True]
    assert [fact["door"].is_wish(value) for value in ("yes", "no")] == [True, False]
    assert (fact["goal"].formerly, fact["place"].values) == (("aim",), (("here", "H"), ("gone", "G")))
    assert fact["place"].former_values == (("lost", "gone"), ("away", "gone"))


DEFECTS = [
    ("wish: true", "wish: true, fixed: true", "`wish` and `fixed` cannot be combined"),
    ("wish: [yes]", "wish: [ajar]", "unknown value `ajar`"),
    ("formerly: aim", "formerly: door", "`door` of fact `goal` is already a name of `door`"),
    ("[lost, away]", "[lost, here]", "`here` of `gone` is already a name"),
    ("label: G", "labl: G", "missing key `label` in value `gone`"),
]


@pytest.mark.parametrize(("before", "after", "says"), DEFECTS, ids=[case[1] for case in DEFECTS])
def test_defects_name_the_place(before: str, after: str, says: str) -> None:
    """Each is reported in facts.yaml."""
    with pytest.raises(PackError) as raised:
        toy.base(facts=FACTS.replace(before, after))

    defect = raised.value.diagnostics[0]
    assert says in defect.message
    assert defect.place.file.endswith("facts.yaml")
