"""What the compiled forms conclude beside what the plain reading of the same pack says."""

from collections.abc import Sequence
from dataclasses import replace

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import UNTRACED, Conclusions
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from support.oracles import naive


def check(pack: naive.Pack, knowledge: Knowledge, chaining: ForwardChainer, profile: naive.Profile) -> None:
    """Hold what the chaining concludes against the plain reading; it has to look at properties too."""
    found = chaining.conclude(complete(knowledge.facts, profile).values)

    hold_against_reading(pack, profile, found, implications(pack))


def check_diagrams(pack: naive.Pack, compiled: CompiledRules, profile: naive.Profile) -> Conclusions:
    """Hold what the diagrams conclude against the plain reading, and return it."""
    found = conclude(compiled, complete(compiled.knowledge.facts, profile).values, properties=True)

    hold_against_reading(pack, profile, found, naive.rules(pack, "properties.yaml"))
    return found


def check_both(
    pack: naive.Pack, compiled: CompiledRules, chaining: ForwardChainer, profile: naive.Profile
) -> None:
    """Hold the diagrams against the plain reading, and the chaining against the diagrams to the letter."""
    drawn = check_diagrams(pack, compiled, profile)
    chained = chaining.conclude(complete(compiled.knowledge.facts, profile).values)
    tried = {law["id"] for law in implications(pack)}

    assert replace(chained, trace=UNTRACED) == replace(
        drawn, broken=tuple(law for law in drawn.broken if law in tried)
    )


def implications(pack: naive.Pack) -> Sequence[naive.Rule]:
    """The properties that the chaining looks at; those of the order of steps hang on no profile."""
    return [law for law in naive.rules(pack, "properties.yaml") if "then" in law]


def hold_against_reading(
    pack: naive.Pack, profile: naive.Profile, found: Conclusions, laws: Sequence[naive.Rule]
) -> None:
    """Hold every conclusion against the plain reading, and of the properties these."""
    refused = naive.violated(pack, profile)

    assert list(found.refused) == refused
    if refused:
        assert found == Conclusions(refused=found.refused, trace=found.trace)
        return
    expected = naive.advise(pack, profile)
    assert frozenset(found.findings) == expected.findings
    assert frozenset(found.applied) == expected.applied
    assert frozenset(found.undefeated) == expected.undefeated
    assert found.recommendation == expected.recommendation
    assert found.readiness == expected.readiness
    assert found.steps == expected.steps
    assert found.warnings == expected.warnings
    assert list(found.broken) == [
        law["id"] for law in laws if naive.property_broken(pack, law, expected, profile)
    ]


def check_old_and_slipping(conclusions: Conclusions) -> None:
    """Compare all conclusions with those worked out by hand for an old bicycle with slipping brakes."""
    assert conclusions.findings == ("worn", "unsafe")
    assert conclusions.applied == ("just-ride", "mend-unsafe", "sell-worn")
    assert conclusions.undefeated == ("sell-worn",)
    assert (conclusions.recommendation, conclusions.readiness) == ("sell", "hold")
    assert conclusions.steps == ("oil", "write-home")
    assert conclusions.warnings == ("wait-for-brakes", "slippery")
    assert conclusions.refused == ()
