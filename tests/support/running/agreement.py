"""Comparisons of the conclusions of the compiled forms with those of the oracle."""

from collections.abc import Sequence
from dataclasses import replace

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude
from exitwise.forward.chain import ForwardChainer
from exitwise.model.conclusion import UNTRACED, Conclusions
from exitwise.model.knowledge import Knowledge
from exitwise.model.profile import complete
from exitwise.planes.evaluate import Evaluator
from support.oracles import naive
from support.packs import toy
from support.running import blocks


def check_chaining(
    pack: naive.Pack, knowledge: Knowledge, chaining: ForwardChainer, profile: naive.Profile
) -> None:
    """Compare the conclusions of a chainer that checks properties with those of the oracle."""
    conclusions = chaining.conclude(complete(knowledge.facts, profile).values)

    compare_with_oracle(pack, profile, conclusions, implications(pack))


def check_diagrams(pack: naive.Pack, compiled: CompiledRules, profile: naive.Profile) -> Conclusions:
    """Compare the conclusions of the diagrams with those of the oracle, and return them."""
    conclusions = conclude(compiled, complete(compiled.knowledge.facts, profile).values, properties=True)

    compare_with_oracle(pack, profile, conclusions, naive.rules(pack, "properties.yaml"))
    return conclusions


def check_planes(pack: naive.Pack, profiles: Sequence[naive.Profile]) -> None:
    """Compare each row of a block with the diagrams, and these with the oracle."""
    knowledge = toy.loaded(pack)
    compiled = CompiledRules.of(knowledge)

    rows = blocks.conclude(Evaluator(knowledge, inner=True), profiles)

    for profile, conclusions in zip(profiles, rows, strict=True):
        assert conclusions == replace(check_diagrams(pack, compiled, profile), broken=())


def check_all_forms(
    pack: naive.Pack, compiled: CompiledRules, chaining: ForwardChainer, profile: naive.Profile
) -> None:
    """Compare the diagrams with the oracle, and the chaining with the diagrams in every field."""
    from_diagrams = check_diagrams(pack, compiled, profile)
    from_chaining = chaining.conclude(complete(compiled.knowledge.facts, profile).values)
    checked = {rule["id"] for rule in implications(pack)}

    assert replace(from_chaining, trace=UNTRACED) == replace(
        from_diagrams, broken=tuple(rule for rule in from_diagrams.broken if rule in checked)
    )


def implications(pack: naive.Pack) -> Sequence[naive.Rule]:
    """Return the properties that the chaining checks; the order of steps is independent of profiles."""
    return [rule for rule in naive.rules(pack, "properties.yaml") if "then" in rule]


def compare_with_oracle(
    pack: naive.Pack, profile: naive.Profile, conclusions: Conclusions, properties: Sequence[naive.Rule]
) -> None:
    """Compare every conclusion, and the violations of some properties, with those of the oracle."""
    refused = naive.violated(pack, profile)

    assert list(conclusions.refused) == refused
    if refused:
        assert conclusions == Conclusions(refused=conclusions.refused, trace=conclusions.trace)
        return
    expected = naive.advise(pack, profile)
    assert frozenset(conclusions.findings) == expected.findings
    assert frozenset(conclusions.applied) == expected.applied
    assert frozenset(conclusions.undefeated) == expected.undefeated
    assert conclusions.recommendation == expected.recommendation
    assert conclusions.readiness == expected.readiness
    assert conclusions.steps == expected.steps
    assert frozenset(conclusions.urgent) == expected.urgent
    assert conclusions.warnings == expected.warnings
    assert list(conclusions.broken) == [
        rule["id"] for rule in properties if naive.property_broken(pack, rule, expected, profile)
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
