"""The agenda: a withdrawn activation does not fire, however many are alike."""

from typing import Any

from exitwise.forward.agenda import SalienceStrategy
from exitwise.forward.experta_library import NOT, Fact, KnowledgeEngine, Rule

MANY = 9


class Case(Fact):  # type: ignore[misc]
    """The fact that all rules match, so that their activations differ only in the rule."""


class Closed(Fact):  # type: ignore[misc]
    """The fact that withdraws the activation of one rule."""


def rule(number: int) -> Any:
    """A rule that applies while it is not closed."""

    def fire(self: Any) -> None:
        self.fired.append(number)

    fire.__name__ = f"rule{number}"
    return Rule(Case(), NOT(Closed(number)))(fire)


def fired(strategy: type[Any], closed: int) -> list[int]:
    """The rules that fire, out of many equal ones, when a rule of higher salience closes one of them."""

    def close(self: Any) -> None:
        self.declare(Closed(closed))

    members = {f"rule{number}": rule(number) for number in range(MANY)}
    members["close"] = Rule(Case(), salience=1)(close)
    engine = type("Small", (KnowledgeEngine,), members | {"__strategy__": strategy, "fired": []})()
    engine.reset()
    engine.declare(Case())
    engine.run()
    found: list[int] = engine.fired
    return found


def test_strategy_of_experta_fires_a_withdrawn_activation() -> None:
    """It searches only three neighbours for the activation, which is why `SalienceStrategy` exists.

    If this test fails, experta has fixed the defect, and the strategy can be removed.
    """
    misfired = [number for number in range(MANY) if number in fired(KnowledgeEngine.__strategy__, number)]

    assert misfired != []


def test_withdrawn_activation_does_not_fire() -> None:
    """Whichever rule it is; the others fire in descending order of their names."""
    for closed in range(MANY):
        others = [number for number in range(MANY) if number != closed]

        assert fired(SalienceStrategy, closed) == others[::-1]
