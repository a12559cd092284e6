"""The agenda: what was withdrawn does not fire, however many activations are alike."""

from typing import Any

from exitwise.forward.agenda import SalienceStrategy
from exitwise.forward.experta_library import NOT, Fact, KnowledgeEngine, Rule

MANY = 9


class Case(Fact):  # type: ignore[misc]
    """What all rules look at, so that their activations differ by nothing but the rule."""


class Closed(Fact):  # type: ignore[misc]
    """What withdraws the activation of one rule."""


def rule(number: int) -> Any:
    """A rule that applies as long as it is not closed."""

    def fire(self: Any) -> None:
        self.fired.append(number)

    fire.__name__ = f"rule{number}"
    return Rule(Case(), NOT(Closed(number)))(fire)


def fired(strategy: type[Any], closed: int) -> list[int]:
    """Which of many equal rules fire when a rule of higher salience closes one of them."""

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


def test_the_strategy_of_the_library_lets_a_withdrawn_activation_fire() -> None:
    """It looks for it among three neighbours of equal key; this is why there is another strategy here.

    Should this fail one day, the library has mended it, and the strategy here can go.
    """
    misfired = [number for number in range(MANY) if number in fired(KnowledgeEngine.__strategy__, number)]

    assert misfired != []


def test_what_was_withdrawn_does_not_fire() -> None:
    """Whichever of the equal rules it is; the others fire in one order, the last name first."""
    for closed in range(MANY):
        others = [number for number in range(MANY) if number != closed]

        assert fired(SalienceStrategy, closed) == others[::-1]
