"""The naive advice or rejection of many records: the oracle of the counts of a batch."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import IO, Any, Final

from exitwise.audit.population.source import Population
from exitwise.batch.read.source import inputs
from exitwise.diagram.compiled_rules import CompiledRules
from support.oracles import comparison, naive, reasons
from support.oracles.missing import Case
from support.packs.numbered_profiles import NumberedProfiles

Record = dict[str, Any]
Outcome = naive.Result | str
"""The advice, or the cause of a rejection."""

TODAY: Final = date(2026, 11, 23)


def outcome_of(pack: naive.Pack, record: Record) -> Outcome:
    """Return the outcome of a record whose values are texts, integers or null."""
    answers = {key: value for key, value in record.items() if key != "id"}
    causes = sorted(
        (key, cause)
        for key in fact_names(pack) | set(answers)
        if (cause := cause_of_fault(pack, answers, key))
    )
    if causes:
        return causes[0][1]
    case = Case(pack, answers)
    if case.missing and not case.is_settled:
        return "missing-fact" if case.completions else "contradiction"
    answers = completed(pack, answers)
    if naive.violated(pack, answers):
        return "contradiction"
    found = naive.advise(pack, answers)
    if found.recommendation is None:
        return "conflict" if found.undefeated else "gap"
    return found


def completed(pack: naive.Pack, answers: Record) -> Record:
    """Return answers with those of the first completion, if answers to facts that cannot be unknown lack."""
    case = Case(pack, answers)
    return answers if not case.missing or not case.completions else case.completions[0]


def fact_names(pack: naive.Pack) -> set[str]:
    """Return the names of the facts of a pack."""
    return {fact["id"] for fact in pack["facts.yaml"]["facts"]}


def cause_of_fault(pack: naive.Pack, answers: Record, key: str) -> str:
    """Return the cause for which a key of a record is rejected, or an empty text."""
    fact = next((fact for fact in pack["facts.yaml"]["facts"] if fact["id"] == key), None)
    value = answers.get(key)
    if fact is None:
        return "unknown-fact"
    if value is None:
        return ""
    if isinstance(value, int) and fact["kind"] == "choice":
        return "wrong-kind"
    if comparison.states(fact, value):
        return ""
    return "unknown-value" if isinstance(value, str) else "out-of-range"


@dataclass
class ExpectedCounts:
    """The expected counts of a comparison, with the number and id of the first record of each kind."""

    compared: int = 0
    differing: int = 0
    by_aspect: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, ...]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, ...], tuple[int, Any]] = field(default_factory=dict)

    def count(self, counts: Counter[Any], key: tuple[str, ...], example: tuple[int, Any]) -> None:
        """Count a record, and remember the first one."""
        counts[key] += 1
        self.first.setdefault(key, example)


def compared(old: naive.Pack, new: naive.Pack, records: Iterable[Record]) -> ExpectedCounts:
    """Compare the outcomes of records under two packs, one by one."""
    found = ExpectedCounts()
    for place, record in enumerate(records):
        example = place, record.get("id")
        before, after = outcome_of(old, record), outcome_of(new, record)
        if isinstance(before, str) and isinstance(after, str):
            found.rejected[before] += 1
        elif isinstance(before, str):
            found.count(found.refused, ("old", before), example)
        elif isinstance(after, str):
            found.count(found.refused, ("new", after), example)
        else:
            moved = {counted_change(move) for move in comparison.changes(before, after)}
            found.compared += 1
            found.differing += bool(moved)
            found.by_aspect.update({move[0] for move in moved})
            for move in moved:
                found.count(found.moves, move, example)
    return found


def counted_change(move: comparison.Change) -> tuple[str, ...]:
    """Return an advice change as it is counted: all changes in the order of steps are one."""
    reordered = move[1].startswith("order of ")
    return ("plan", "order of the steps", "as in OLD", "as in NEW") if reordered else move


def rule_counts(pack: naive.Pack, records: Iterable[Record]) -> dict[str, tuple[int, int | None]]:
    """Return the number of records on which each rule fires, and on which it contributes to the advice."""
    counts: Counter[str] = Counter()
    further: Counter[str] = Counter()
    for record in records:
        found = outcome_of(pack, record)
        answers = {key: value for key, value in record.items() if key != "id"}
        if isinstance(found, str):
            counts.update(naive.violated(pack, answers) if found == "contradiction" else ())
            continue
        answers = completed(pack, answers)
        state = reasons.final_state(pack, answers, found)
        counts.update(name for name, rule in reasons.every_rule(pack).items() if naive.applies(rule, state))
        further.update({*reasons.reasons(pack, answers, found), *found.undefeated})
    twofold = {
        rule["id"] for file in ("findings", "recommendations") for rule in naive.rules(pack, f"{file}.yaml")
    }
    constraints = [rule["id"] for rule in pack["facts.yaml"].get("constraints") or []]
    return {
        name: (counts[name], further[name] if name in twofold else None)
        for name in (*constraints, *reasons.every_rule(pack))
    }


# As files


def lines(records: Iterable[Record]) -> str:
    """Return records as JSON Lines."""
    return "".join(json.dumps(record, default=float) + "\n" for record in records)


def write(file: Path, records: Iterable[Record]) -> Path:
    """Write records as a file of JSON Lines, and return it."""
    file.write_text(lines(records), "utf-8")
    return file


def population(
    *files: Path | str, given: bytes = b"", told: Callable[[int, int], None] = lambda *_: None
) -> Population:
    """Return the population in some files; `given` is standard input."""

    def standard() -> IO[bytes]:
        return BytesIO(given)

    return Population(
        inputs=inputs([str(file) for file in files]), standard_input=standard, on_progress=told, today=TODAY
    )


def split(records: Sequence[Record], count: int) -> tuple[Sequence[Record], Sequence[Record]]:
    """Return records in two parts."""
    return records[:count], records[count:]


def random_records(compiled: CompiledRules, count: int, random: Random) -> list[Record]:
    """Return random admissible profiles of a pack, uniformly distributed."""
    axes, members = compiled.space.axes, NumberedProfiles(compiled.space, compiled.domain)
    codes = (members.sample(random) for _ in range(count))
    return [{name: axes[name].value(code) for name, code in each.items()} for each in codes]
