"""What the chaining concludes beside what the plain reading of the same pack says."""

import naive
from exitwise.forward.chain import Chaining
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete


def check(pack: naive.Pack, knowledge: Knowledge, chaining: Chaining, profile: naive.Profile) -> None:
    """Hold every conclusion against the plain reading; the chaining has to look at properties too."""
    found = chaining.conclude(complete(knowledge.facts, profile).values)
    refused = naive.violated(pack, profile)

    assert list(found.refused) == refused
    if refused:
        assert (found.recommendation, found.readiness, found.steps, found.applied) == (None, "hold", (), ())
        return
    expected = naive.advise(pack, profile)
    assert frozenset(found.findings) == expected.findings
    assert frozenset(found.applied) == expected.applied
    assert frozenset(found.undefeated) == expected.undefeated
    assert found.recommendation == expected.recommendation
    assert found.readiness == expected.readiness
    assert found.steps == expected.steps
    assert found.warnings == expected.warnings
    assert set(found.broken) == {
        law["id"]
        for law in naive.rules(pack, "properties.yaml")
        if "then" in law and naive.property_broken(pack, law, expected, profile)
    }
