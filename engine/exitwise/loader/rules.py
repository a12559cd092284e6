"""findings, recommendations, plan and warnings: the rules that conclude something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import condition, value_of
from exitwise.loader.yaml.nodes import Mapping, Scalar, Sequence
from exitwise.loader.yaml.readers import boolean, name, one_of, one_or_many, pairs
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.rule import PHASES, WARNING_SEVERITIES, Argument, FindingRule, StepRule, WarningRule
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Kind

FINDING_CONDITIONS: Final[tuple[Kind, ...]] = ("finding",)
ADVICE_CONDITIONS: Final[tuple[Kind, ...]] = ("finding", "recommend")


def _common(vocabulary: Vocabulary, kinds: tuple[Kind, ...]) -> dict[str, Key]:
    return {
        "id": Key(name, required=True),
        "when": Key(condition(vocabulary, kinds)),
        "because": Key(vocabulary.template, required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }


def _rule_reader(what: str, keys: dict[str, Key], make: Callable[..., Any]) -> Reader[Any]:
    """Return the reader of one kind of rule; a condition that could not be read leaves no rule behind."""

    def read(node: Node, file: File) -> Any | None:
        found = read_record(node, file, what, keys)
        if found is None or not found.complete or ("when" in found.nodes and "when" not in found.values):
            return None
        return make(found, file)

    return read


def findings(node: Node, file: File, vocabulary: Vocabulary) -> tuple[FindingRule, ...]:
    """Return the rules that conclude findings."""
    keys = {**_common(vocabulary, FINDING_CONDITIONS), "finding": Key(name, required=True)}

    def make(found: Record, _: File) -> FindingRule:
        return FindingRule(**found.values, place=found.place)

    return read_records(node, file, _rule_reader("a finding's rule", keys, make))


def arguments(node: Node, file: File, vocabulary: Vocabulary, own: dict[str, str]) -> tuple[Argument, ...]:
    """Return the arguments; `own` gives the outcome that each argument of the file argues for."""
    keys = {
        **_common(vocabulary, FINDING_CONDITIONS),
        "recommend": Key(vocabulary.conclusion("recommend"), required=True),
        "overrides": Key(_overrides(vocabulary, own)),
    }

    def make(found: Record, _: File) -> Argument:
        return Argument(**found.values, place=found.place)

    return read_records(node, file, _rule_reader("an argument", keys, make))


def _overrides(vocabulary: Vocabulary, own: dict[str, str]) -> Reader[tuple[str, ...]]:
    """Rule ids, or all arguments for an outcome; the latter are written out here, once."""
    one = one_of("unknown-rule", "an argument", vocabulary.arguments)
    outcomes = one_or_many(vocabulary.conclusion("recommend"))

    def every(node: Node, file: File) -> tuple[str, ...]:
        found = read_record(node, file, "an override", {"recommend": Key(outcomes, required=True)})
        meant = found.values.get("recommend", ()) if found else ()
        return tuple(rule for rule, outcome in own.items() if outcome in meant)

    def read(node: Node, file: File) -> tuple[str, ...] | None:
        if isinstance(node, Sequence) and not node.items:
            file.report("empty", node, "the list is empty")
            return None
        parts = node.items if isinstance(node, Sequence) else (node,)
        found: dict[str, None] = {}
        for part in parts:
            names = every(part, file) if isinstance(part, Mapping) else (one(part, file),)
            found |= dict.fromkeys(rule for rule in names if rule is not None)
        return tuple(found)

    return read


def steps(node: Node, file: File, vocabulary: Vocabulary) -> tuple[StepRule, ...]:
    """Return the steps."""
    keys = {
        **_common(vocabulary, ADVICE_CONDITIONS),
        "title": Key(vocabulary.template, required=True),
        "how": Key(vocabulary.template, required=True),
        "phase": Key(one_of("unknown-phase", "a phase", PHASES), required=True),
        "after": Key(one_or_many(vocabulary.conclusion("step"))),
        "letter": Key(one_of("unknown-letter", "a letter", vocabulary.letters)),
        "done": Key(answers(vocabulary)),
    }

    def make(found: Record, _: File) -> StepRule:
        return StepRule(**found.values, place=found.place)

    return read_records(node, file, _rule_reader("a step", keys, make))


def answers(vocabulary: Vocabulary) -> Reader[tuple[tuple[str, Any], ...]]:
    """Return the reader of answers: a mapping of facts to single values."""

    def read(node: Node, file: File) -> tuple[tuple[str, Any], ...] | None:
        found = pairs(node, file, "a mapping of facts to values")
        if found is None:
            return None
        answers = [(key.text, _answer(key, value, file, vocabulary)) for key, value in found.items()]
        return tuple((fact, answer) for fact, answer in answers if answer is not None)

    return read


def _answer(key: Scalar, node: Node, file: File, vocabulary: Vocabulary) -> Any | None:
    fact = vocabulary.facts.get(key.text)
    if fact is not None:
        return value_of(fact)(node, file)
    if key.text not in vocabulary.faulty_facts:
        advice = did_you_mean(key.text, vocabulary.facts)
        file.report("unknown-fact", key, f"no fact is called `{key.text}`", advice)
    return None


def warnings(node: Node, file: File, vocabulary: Vocabulary) -> tuple[WarningRule, ...]:
    """Return the warnings and holds; a hold is a danger unless it says otherwise."""
    keys = {
        **_common(vocabulary, ADVICE_CONDITIONS),
        "title": Key(vocabulary.template, required=True),
        "severity": Key(one_of("unknown-severity", "a severity", WARNING_SEVERITIES)),
        "hold": Key(boolean),
        "until": Key(vocabulary.template),
    }

    def make(found: Record, file: File) -> WarningRule | None:
        hold = found.values.get("hold", False)
        own = found.values["id"]
        if hold and "until" not in found.nodes:
            found.report(
                file, "missing-key", "until", f"the hold `{own}` has no `until`: what ends the wait?"
            )
        if not hold and "until" in found.nodes:
            message = f"`until` belongs to a hold, and `{own}` is none"
            found.report(file, "contradictory-keys", "until", message, "add `hold: true`")
        if not hold and "severity" not in found.nodes:
            found.report(file, "missing-key", "severity", f"the warning `{own}` has no `severity`")
        return WarningRule(**{"severity": "danger", **found.values}, place=found.place)

    return read_records(node, file, _rule_reader("a warning", keys, make))
