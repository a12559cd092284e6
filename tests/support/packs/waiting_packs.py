"""Random packs with a hold that comes up only later and may depend on a fact that nothing else tests."""

from typing import Any

from hypothesis import strategies as st

from support.oracles import exhaustive, naive, questionnaire
from support.packs import random_packs

STAGES, BANKS = {"to-do": "T", "running": "R", "over": "O"}, {"quick": "Q", "slow": "S"}
FACTS = [
    {"id": "later-stage", "question": "Q?", "kind": "choice", "values": STAGES},
    {"id": "later-bank", "question": "Q?", "kind": "choice", "values": BANKS},
]
STEP = {
    "id": "later-begin",
    "title": "T",
    "how": "H",
    "phase": "before",
    "because": "So.",
    "when": {"later-stage": "to-do"},
    "done": {"later-stage": "running"},
}
HOLD = {
    "id": "later-wait",
    "title": "T",
    "hold": True,
    "until": "U",
    "because": "So.",
    "ends": {"later-stage": "over"},
}


@st.composite
def waiting_packs(draw: st.DrawFn, most: int, *, every_kind: bool = False) -> random_packs.Data:
    """Small packs with a step of preparation after which one has to wait, depending on two facts."""
    pack = draw(questionnaire.linked_packs(most // (len(STAGES) * len(BANKS)), every_kind=every_kind))
    first, second = (draw(one_test(pack)) for _ in range(2))
    when = {"all": [{"later-stage": "running", "later-bank": "slow"}, first]}
    link = {"id": "later-link", "when": {"all": [{"later-bank": "slow"}, second]}, "because": "So."}
    longer = with_rules(pack, HOLD | {"when": when}, [link] if draw(st.booleans()) else [])
    return longer if exhaustive.admissible(longer) else pack


def mixed_packs(most: int) -> st.SearchStrategy[random_packs.Data]:
    """Small packs for interviews, some with a later hold, and with facts of two kinds or of every kind."""
    waiting = waiting_packs(most) | waiting_packs(most, every_kind=True)
    return questionnaire.mixed_packs(most) | waiting.filter(exhaustive.admissible)


def one_test(pack: naive.Pack) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a condition on one fact of a pack."""
    groups = exhaustive.parts(pack)
    return st.sampled_from(list(groups)).flatmap(
        lambda name: st.fixed_dictionaries({name: questionnaire.tests([group[0] for group in groups[name]])})
    )


def with_rules(pack: naive.Pack, hold: naive.Rule, links: list[naive.Rule]) -> random_packs.Data:
    """Return a pack with the facts, the step, a hold and perhaps a constraint."""
    vocabulary = pack["facts.yaml"]
    constraints = [*(vocabulary.get("constraints") or []), *links]
    facts = {**vocabulary, "facts": [*vocabulary["facts"], *FACTS]}
    return {
        **pack,
        "facts.yaml": {**facts, "constraints": constraints} if constraints else facts,
        "plan.yaml": [*naive.rules(pack, "plan.yaml"), STEP],
        "warnings.yaml": [*naive.rules(pack, "warnings.yaml"), hold],
    }
