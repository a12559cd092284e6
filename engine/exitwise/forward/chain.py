"""Forward chaining over one profile: its conclusions, with the trace of the rules that fired."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from exitwise.forward import working_memory as facts
from exitwise.forward.compile import engine_class
from exitwise.model.conclusion import Conclusions, Trace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge


class ForwardChainer:
    """Runs the rules of one knowledge base by forward chaining, with a fresh working memory for each case.

    Building the Rete network on construction takes most of the time of a single run, so reuse the object. It
    may be shared by threads: a lock lets cases run one at a time.
    """

    def __init__(self, knowledge: Knowledge, *, properties: bool = False) -> None:
        self._knowledge = knowledge
        self._engine: Any = engine_class(knowledge, properties=properties)()
        self._lock = Lock()

    def conclude(self, values: Mapping[str, Value]) -> Conclusions:
        """Return the conclusions of a complete profile, given as the value of every fact."""
        with self._lock:
            engine = self._engine
            engine.fired, engine.branches = [], set()
            engine.reset()
            engine.declare(facts.Answers(**{slot: values[name] for name, slot in engine.slots.items()}))
            engine.run()
            memory = list(engine.facts.values())
            trace = Trace(fired=tuple(engine.fired), branches=frozenset(engine.branches))
        return self._conclusions(memory, trace)

    def _conclusions(self, memory: list[Any], trace: Trace) -> Conclusions:
        fired = frozenset(trace.fired)
        refused = tuple(rule.id for rule in self._knowledge.constraints if rule.id in fired)
        if refused:
            return Conclusions(refused=refused, trace=trace)
        knowledge = self._knowledge
        applied, undefeated = _names(memory, facts.Applies), _names(memory, facts.Undefeated)
        steps, warnings, findings = (
            _names(memory, facts.Step),
            _names(memory, facts.RaisedWarning),
            _names(memory, facts.Finding),
        )
        urgent = _names(memory, facts.Urgent)
        return Conclusions(
            findings=tuple(name for name in knowledge.rules_by_finding if name in findings),
            applied=tuple(rule.id for rule in knowledge.arguments if rule.id in applied),
            undefeated=tuple(rule.id for rule in knowledge.arguments if rule.id in undefeated),
            recommendation=next(iter(_names(memory, facts.Recommended)), None),
            readiness=next(iter(_names(memory, facts.Ready))),
            steps=knowledge.due_order(steps, urgent & steps),
            urgent=tuple(name for name in knowledge.step_order if name in urgent & steps),
            warnings=tuple(rule.id for rule in knowledge.ordered_warnings if rule.id in warnings),
            broken=tuple(law.id for law in knowledge.properties if law.id in fired),
            trace=trace,
        )


def _names(memory: list[Any], kind: type[Any]) -> frozenset[str]:
    return frozenset(fact[0] for fact in memory if type(fact) is kind)
