"""A valid record of two facts, to derive others from without chance."""

from exitwise.sample.original import Original
from support.packs import toy

RECORD: dict[str, object] = {"id": 7, "colour": "red", "age": 5}
LINE = b'{"id":7,"colour":"red","age":5}\n'
FACTS = toy.knowledge(
    facts="""
      facts:
        - {id: colour, question: Q?, kind: choice, values: {red: Red, blue: Blue}, unknown: true}
        - {id: age, question: Q?, kind: integer, minimum: 0, maximum: 9}
    """
).fact


def original(target: str | None = None, *, choice: int = 0, record: dict[str, object] = RECORD) -> Original:
    """Return the record with a fact to change; of several items the one at `choice` is taken."""
    fact = None if target is None else FACTS[target]
    return Original(record, tuple(FACTS.values()), lambda count: choice % count, fact, {"age": 9})
