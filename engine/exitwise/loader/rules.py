"""The files of rules: findings, recommendations, plan and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.loader.conditions import condition
from exitwise.loader.keys.course import answers, days_to_wait, deadline, deed, ends, link, urgency, urgent
from exitwise.loader.yaml.nodes import Mapping, Sequence
from exitwise.loader.yaml.readers import boolean, name, one_of, one_or_many
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.rule import PHASES, WARNING_SEVERITIES, Argument, FindingRule, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File, Reader
    from exitwise.model.condition import Kind

FINDING_CONDITIONS: Final[tuple[Kind, ...]] = ("finding",)
ADVICE_CONDITIONS: Final[tuple[Kind, ...]] = ("finding", "recommend")
HOLD_KEYS: Final = frozenset({"until", "ends", "ask_again_after"})
"""The keys that a warning has only if it is a hold."""


def _common_keys(vocabulary: Vocabulary, kinds: tuple[Kind, ...]) -> dict[str, Key]:
    return {
        "id": Key(name, required=True),
        "when": Key(condition(vocabulary, kinds)),
        "because": Key(vocabulary.template, required=True),
        "cites": Key(one_or_many(vocabulary.statement)),
    }


def _rule_reader(expected: str, keys: dict[str, Key], build: Callable[[Record, File], Any]) -> Reader[Any]:
    """Return the reader of one kind of rule; a rule with a faulty condition is dropped."""

    def read(node: Node, file: File) -> Any | None:
        record = read_record(node, file, expected, keys)
        if record is None or not record.complete or ("when" in record.nodes and "when" not in record.values):
            return None
        return build(record, file)

    return read


def findings(node: Node, file: File, vocabulary: Vocabulary) -> tuple[FindingRule, ...]:
    """Return the rules that conclude findings."""
    keys = {**_common_keys(vocabulary, FINDING_CONDITIONS), "finding": Key(name, required=True)}

    def build(record: Record, _: File) -> FindingRule:
        return FindingRule(**record.values, place=record.place)

    return read_records(node, file, _rule_reader("a finding rule", keys, build))


def arguments(
    node: Node, file: File, vocabulary: Vocabulary, outcomes: dict[str, str]
) -> tuple[Argument, ...]:
    """Return the arguments; `outcomes` maps every argument of the file to the outcome it argues for."""
    keys = {
        **_common_keys(vocabulary, FINDING_CONDITIONS),
        "recommend": Key(vocabulary.conclusion("recommend"), required=True),
        "overrides": Key(overrides(vocabulary, outcomes)),
    }

    def build(record: Record, _: File) -> Argument:
        return Argument(**record.values, place=record.place)

    return read_records(node, file, _rule_reader("an argument", keys, build))


def overrides(vocabulary: Vocabulary, outcomes: dict[str, str]) -> Reader[tuple[str, ...]]:
    """Return the reader of argument ids; an outcome is replaced by the ids of all arguments for it."""
    read_argument = one_of("unknown-rule", "argument", vocabulary.arguments)
    read_outcomes = one_or_many(vocabulary.conclusion("recommend"))

    def arguments_for(node: Node, file: File) -> tuple[str, ...]:
        record = read_record(node, file, "an override", {"recommend": Key(read_outcomes, required=True)})
        overridden = record.values.get("recommend", ()) if record else ()
        return tuple(argument for argument, outcome in outcomes.items() if outcome in overridden)

    def read(node: Node, file: File) -> tuple[str, ...] | None:
        if isinstance(node, Sequence) and not node.items:
            file.report("empty", node, "the list is empty")
            return None
        parts = node.items if isinstance(node, Sequence) else (node,)
        overridden: dict[str, None] = {}
        for part in parts:
            ids = arguments_for(part, file) if isinstance(part, Mapping) else (read_argument(part, file),)
            overridden |= dict.fromkeys(argument for argument in ids if argument is not None)
        return tuple(overridden)

    return read


def steps(node: Node, file: File, vocabulary: Vocabulary) -> tuple[StepRule, ...]:
    """Return the steps."""
    keys = {
        **_common_keys(vocabulary, ADVICE_CONDITIONS),
        "title": Key(vocabulary.template, required=True),
        "how": Key(vocabulary.template, required=True),
        "phase": Key(one_of("unknown-phase", "phase", PHASES), required=True),
        "after": Key(one_or_many(vocabulary.conclusion("step"))),
        "letter": Key(one_of("unknown-letter", "letter", vocabulary.letters)),
        "link": Key(link),
        "irreversible": Key(boolean),
        "urgent": Key(urgent(vocabulary, ADVICE_CONDITIONS)),
        "by": Key(deadline(vocabulary)),
        "done": Key(answers(vocabulary, deed)),
    }

    def build(record: Record, file: File) -> StepRule:
        values = {**record.values, "urgent": urgency(record, file, vocabulary.facts)}
        return StepRule(**values, place=record.place)

    return read_records(node, file, _rule_reader("a step", keys, build))


def warnings(node: Node, file: File, vocabulary: Vocabulary) -> tuple[WarningRule, ...]:
    """Return the warnings and holds; the severity of a hold is `danger` by default."""
    keys = {
        **_common_keys(vocabulary, ADVICE_CONDITIONS),
        "title": Key(vocabulary.template, required=True),
        "severity": Key(one_of("unknown-severity", "severity", WARNING_SEVERITIES)),
        "hold": Key(boolean),
        "until": Key(vocabulary.template),
        "steps": Key(one_or_many(vocabulary.conclusion("step"))),
        "ends": Key(ends(vocabulary)),
        "ask_again_after": Key(days_to_wait),
    }

    def build(record: Record, file: File) -> WarningRule:
        _check_hold(record, file)
        return WarningRule(**{"severity": "danger", **record.values}, place=record.place)

    return read_records(node, file, _rule_reader("a warning", keys, build))


def _check_hold(record: Record, file: File) -> None:
    """Report a hold without `until`, and a warning with it or without a severity."""
    warning, is_hold = record.values["id"], record.values.get("hold", False)
    if is_hold and "until" not in record.nodes:
        message = f"missing key `until` in hold `{warning}`"
        record.report(file, "missing-key", "until", message, "say what ends the wait")
    for key in () if is_hold else HOLD_KEYS & record.nodes.keys():
        message = f"`{key}` is only valid for a hold, but `{warning}` is a warning"
        record.report(file, "contradictory-keys", key, message, "add `hold: true`")
    if not is_hold and "severity" not in record.nodes:
        record.report(file, "missing-key", "severity", f"missing key `severity` in warning `{warning}`")
