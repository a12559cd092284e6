"""The network takes compiled rules as they are, which is sound because they need no rewriting."""

from exitwise.forward.compile import engine_class
from exitwise.forward.experta_library import KnowledgeEngine
from exitwise.forward.network import ReteNetwork
from support.packs import shipped


def test_the_engine_uses_it_and_gives_it_every_rule() -> None:
    """Unchanged."""
    engine = engine_class(shipped.base().knowledge)()

    assert isinstance(engine.matcher, ReteNetwork)
    assert ReteNetwork.prepare_ruleset(engine) == set(engine.get_rules())


def test_compiled_rules_are_what_the_library_would_make_of_them() -> None:
    """Brought into its normal form, each is one rule of the same conditions."""
    engine = engine_class(shipped.base().knowledge, properties=True)()
    library = KnowledgeEngine.__matcher__

    rewritten = library.prepare_ruleset(engine)

    assert {rule.__name__: tuple(rule) for rule in rewritten} == {
        rule.__name__: tuple(rule) for rule in engine.get_rules()
    }
