"""Records of many people, and what becomes of them by a naive reading: the oracle of what a batch counts."""

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
from exitwise.batch.source import inputs
from exitwise.diagram.compiled_rules import CompiledRules
from support.oracles import comparison, naive, reasons
from support.packs.numbered_profiles import NumberedProfiles

Record = dict[str, Any]
Fate = naive.Result | str
"""The advice, or the cause for which there is none."""

TODAY: Final = date(2026, 11, 23)


def fate(pack: naive.Pack, record: Record) -> Fate:
    """What becomes of a record, all of whose values are texts, whole numbers or null."""
    answers = {key: value for key, value in record.items() if key != "id"}
    causes = sorted(
        (key, cause) for key in known(pack) | set(answers) if (cause := fault(pack, answers, key))
    )
    if causes:
        return causes[0][1]
    if naive.violated(pack, answers):
        return "contradiction"
    found = naive.advise(pack, answers)
    if found.recommendation is None:
        return "conflict" if found.undefeated else "gap"
    return found


def known(pack: naive.Pack) -> set[str]:
    """The names of a pack's facts."""
    return {fact["id"] for fact in pack["facts.yaml"]["facts"]}


def fault(pack: naive.Pack, answers: Record, key: str) -> str:
    """What is wrong with one key of a record; nothing is the empty text."""
    fact = next((fact for fact in pack["facts.yaml"]["facts"] if fact["id"] == key), None)
    value = answers.get(key)
    if fact is None:
        return "unknown-fact"
    if value is None:
        return "" if fact.get("unknown", False) else "missing-fact"
    if isinstance(value, int) and fact["kind"] == "choice":
        return "wrong-kind"
    if comparison.states(fact, value):
        return ""
    return "unknown-value" if isinstance(value, str) else "out-of-range"


@dataclass
class Counted:
    """What is expected of a comparison, with the place and the id of the first of each kind."""

    compared: int = 0
    differing: int = 0
    by_aspect: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, ...]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, ...], tuple[int, Any]] = field(default_factory=dict)

    def happens(self, counts: Counter[Any], key: tuple[str, ...], example: tuple[int, Any]) -> None:
        """Count something, and remember its first record."""
        counts[key] += 1
        self.first.setdefault(key, example)


def compared(old: naive.Pack, new: naive.Pack, records: Iterable[Record]) -> Counted:
    """What a change does to records, one by one."""
    found = Counted()
    for place, record in enumerate(records):
        example = place, record.get("id")
        before, after = fate(old, record), fate(new, record)
        if isinstance(before, str) and isinstance(after, str):
            found.rejected[before] += 1
        elif isinstance(before, str):
            found.happens(found.refused, ("old", before), example)
        elif isinstance(after, str):
            found.happens(found.refused, ("new", after), example)
        else:
            moved = {in_short(move) for move in comparison.changes(before, after)}
            found.compared += 1
            found.differing += bool(moved)
            found.by_aspect.update({move[0] for move in moved})
            for move in moved:
                found.happens(found.moves, move, example)
    return found


def in_short(move: comparison.Change) -> tuple[str, ...]:
    """A change of the advice as it is counted: whichever steps change places."""
    reordered = move[1].startswith("order of ")
    return ("plan", "order of the steps", "as in OLD", "as in NEW") if reordered else move


def fired(pack: naive.Pack, records: Iterable[Record]) -> dict[str, tuple[int, int | None]]:
    """On how many records each rule fires, and on how many of them that comes to something."""
    counts: Counter[str] = Counter()
    further: Counter[str] = Counter()
    for record in records:
        found = fate(pack, record)
        answers = {key: value for key, value in record.items() if key != "id"}
        if isinstance(found, str):
            counts.update(naive.violated(pack, answers) if found == "contradiction" else ())
            continue
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
    """Records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def written(file: Path, records: Iterable[Record]) -> Path:
    """A file of JSON Lines."""
    file.write_text(lines(records), "utf-8")
    return file


def population(
    *files: Path | str, given: bytes = b"", told: Callable[[int, int], None] = lambda *_: None
) -> Population:
    """The population of some files; `given` is standard input."""

    def standard() -> IO[bytes]:
        return BytesIO(given)

    return Population(
        inputs=inputs([str(file) for file in files]), standard_input=standard, on_progress=told, today=TODAY
    )


def cut(records: Sequence[Record], count: int) -> tuple[Sequence[Record], Sequence[Record]]:
    """Records in two parts."""
    return records[:count], records[count:]


def drawn(compiled: CompiledRules, count: int, random: Random) -> list[Record]:
    """Admissible profiles of a pack, each as likely as any other."""
    axes, members = compiled.space.axes, NumberedProfiles(compiled.space, compiled.domain)
    codes = (members.drawn(random) for _ in range(count))
    return [{name: axes[name].value(code) for name, code in each.items()} for each in codes]
