"""The Rete network, built from rules that need no rewriting."""

from exitwise.forward.compile import engine_class
from exitwise.forward.experta_library import KnowledgeEngine
from exitwise.forward.network import ReteNetwork
from support.packs import shipped


def test_engine_uses_the_network_with_unchanged_rules() -> None:
    """The matcher receives every rule of the engine as it is."""
    engine = engine_class(shipped.base().knowledge)()

    assert isinstance(engine.matcher, ReteNetwork)
    assert ReteNetwork.prepare_ruleset(engine) == set(engine.get_rules())


def test_compiled_rules_are_in_disjunctive_normal_form() -> None:
    """The rewriting by experta changes none of them."""
    engine = engine_class(shipped.base().knowledge, properties=True)()
    library = KnowledgeEngine.__matcher__

    rewritten = library.prepare_ruleset(engine)

    assert {rule.__name__: tuple(rule) for rule in rewritten} == {
        rule.__name__: tuple(rule) for rule in engine.get_rules()
    }
