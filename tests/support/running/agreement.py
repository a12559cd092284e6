"""The conclusions of the compiled forms, compared with those of the oracle."""

from collections.abc import Sequence
from dataclasses import replace

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import UNTRACED, Conclusions
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from support.oracles import naive


def check_chaining(
    pack: naive.Pack, knowledge: Knowledge, chaining: ForwardChainer, profile: naive.Profile
) -> None:
    """Compare the conclusions of a chainer, which must check properties too, with those of the oracle."""
    found = chaining.conclude(complete(knowledge.facts, profile).values)

    compare_with_oracle(pack, profile, found, implications(pack))


def check_diagrams(pack: naive.Pack, compiled: CompiledRules, profile: naive.Profile) -> Conclusions:
    """Compare the conclusions of the diagrams with those of the oracle, and return them."""
    found = conclude(compiled, complete(compiled.knowledge.facts, profile).values, properties=True)

    compare_with_oracle(pack, profile, found, naive.rules(pack, "properties.yaml"))
    return found


def check_all_forms(
    pack: naive.Pack, compiled: CompiledRules, chaining: ForwardChainer, profile: naive.Profile
) -> None:
    """Compare the diagrams with the oracle, and the chaining with the diagrams in every field."""
    drawn = check_diagrams(pack, compiled, profile)
    chained = chaining.conclude(complete(compiled.knowledge.facts, profile).values)
    tried = {law["id"] for law in implications(pack)}

    assert replace(chained, trace=UNTRACED) == replace(
        drawn, broken=tuple(law for law in drawn.broken if law in tried)
    )


def implications(pack: naive.Pack) -> Sequence[naive.Rule]:
    """Return the properties that the chaining checks; those on the order of steps depend on no profile."""
    return [law for law in naive.rules(pack, "properties.yaml") if "then" in law]


def compare_with_oracle(
    pack: naive.Pack, profile: naive.Profile, found: Conclusions, laws: Sequence[naive.Rule]
) -> None:
    """Compare every conclusion with that of the oracle, and the violated ones among some properties."""
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
