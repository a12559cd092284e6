"""Random overrides among the arguments of a pack, without cycles."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from support.oracles import naive
from support.packs.choices import Choices

Data = dict[str, Any]


def override_all(choices: Choices, arguments: Sequence[Data]) -> None:
    """Let each argument override all earlier ones for other outcomes, so that the last to apply wins."""
    for at, argument in enumerate(arguments):
        earlier = [other for other in arguments[:at] if other["recommend"] != argument["recommend"]]
        later = {other["recommend"] for other in arguments[at:]}
        whole = sorted({other["recommend"] for other in earlier} - later)
        named = whole if choices.flag() else []
        targets = [other["id"] for other in earlier if other["recommend"] not in named]
        targets += [{"recommend": named[0] if len(named) == 1 else named}] if named else []
        argument.update({"overrides": targets} if targets else {})


def override_some(choices: Choices, arguments: Sequence[Data]) -> None:
    """Add random overrides that close no cycle."""
    edges: dict[str, set[str]] = {argument["id"]: set() for argument in arguments}
    for argument in arguments:
        for _ in range(choices.integer(0, 2)):
            other = choices.one_of(arguments)
            target = choices.one_of((other["id"], {"recommend": other["recommend"]}))
            beaten = naive.overridden({"recommendations.yaml": arguments}, {"overrides": target})
            added = edges | {argument["id"]: edges[argument["id"]] | beaten}
            if acyclic(added) and target not in (targets := naive.listed(argument.get("overrides"))):
                edges = added
                argument["overrides"] = [*targets, target] if targets else target


def acyclic(edges: Mapping[str, set[str]]) -> bool:
    """Return whether a graph has no cycle."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError:
        return False
    return True
