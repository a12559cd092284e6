"""Where two packs advise differently: from what to what, on how many profiles, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, combinations
from operator import and_, attrgetter, or_
from typing import TYPE_CHECKING, Final, Literal

from exitwise.audit.diff.responsible import reordering, responsible
from exitwise.audit.subject import witness
from exitwise.model.rule import READINESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exitwise.audit.diff.matching import Matched, Side
    from exitwise.diagram.manager import Function
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

    Rules = Callable[[Knowledge], Sequence[Rule]]
    """Some of the rules of a pack."""

REFUSED: Final = "not admitted"
"""What becomes of a profile that a pack can state and does not admit; no outcome has a space in its name."""
NONE: Final = "no recommendation"
"""What a profile is recommended to which no outcome or several are left."""
ABSENT: Final = "absent"
PRESENT: Final = "present"
CONSTRAINTS: Final[Rules] = attrgetter("constraints")
ARGUMENTS: Final[Rules] = attrgetter("arguments")
STEPS: Final[Rules] = attrgetter("steps")
WARNINGS: Final[Rules] = attrgetter("warnings")

Aspect = Literal["recommendation", "readiness", "plan", "warnings"]
ASPECTS: Final[tuple[Aspect, ...]] = ("recommendation", "readiness", "plan", "warnings")
"""What there is of an advice, and where two can differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what of the advice, from what to what, on how many profiles, and one of them.

    `rules` are those among the changed ones that make the difference.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: int
    witness: Mapping[str, Value]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a change does to the advice.

    `compared` counts the profiles that both packs can state and one admits, `differing` those of them that
    get something else, and `by_aspect` those by what is different; `lost` and `gained` are the profiles that
    one pack admits and the other cannot state, having no such value.
    """

    compared: int
    differing: int
    by_aspect: Mapping[Aspect, int]
    lost: int
    gained: int
    rows: tuple[Row, ...]

    @property
    def same(self) -> bool:
        """Whether every profile that the old pack admits or refuses gets the same from the new one."""
        return not self.differing and not self.lost


@dataclass(frozen=True, slots=True)
class _Move:
    """One change of the advice, and the profiles that it happens to.

    `rests_on` names the rules that say so in one of the packs; or `turned` two steps that change places.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: Function
    rests_on: frozenset[str] = frozenset()
    turned: tuple[str, ...] = ()


def compare(matched: Matched) -> Comparison:
    """Compare what two packs say of every profile."""
    return _Comparing(matched).comparison()


@dataclass(frozen=True, slots=True)
class _Comparing:
    matched: Matched

    def comparison(self) -> Comparison:
        old, new, space = self.matched.old, self.matched.new, self.matched.space
        moves = list(self._moves())
        return Comparison(
            compared=space.count(self.matched.both & (old.admissible | new.admissible)),
            differing=space.count(self._any(move.profiles for move in moves)),
            by_aspect={aspect: self._moved(moves, aspect) for aspect in ASPECTS},
            lost=space.count(old.admissible & ~new.stated),
            gained=space.count(new.admissible & ~old.stated),
            rows=tuple(map(self._row, moves)),
        )

    def _moved(self, moves: Iterable[_Move], aspect: Aspect) -> int:
        return self.matched.space.count(self._any(move.profiles for move in moves if move.aspect == aspect))

    def _row(self, move: _Move) -> Row:
        return Row(
            aspect=move.aspect,
            what=move.what,
            before=move.before,
            after=move.after,
            profiles=self.matched.space.count(move.profiles),
            witness=witness(self.matched.space, move.profiles),
            rules=self._rules(move),
        )

    def _rules(self, move: _Move) -> tuple[str, ...]:
        if move.turned:
            return reordering(self.matched, move.turned)
        return responsible(self.matched, move.rests_on, move.profiles)

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.matched.old, self.matched.new

    def _moves(self) -> Iterator[_Move]:
        """Yield each change of the advice that there is."""
        everything = chain(
            self._recommended(),
            self._crossed("readiness", self._readiness, self._ids(_readying)),
            self._named("plan", "step", STEPS),
            self._reordered(),
            self._named("warnings", "warning", WARNINGS),
        )
        yield from (move for move in everything if move.profiles.satisfiable())

    def _recommended(self) -> Iterator[_Move]:
        """Yield the moves from one outcome to another, and from or to being refused."""
        arguments, constraints = self._ids(ARGUMENTS), self._ids(CONSTRAINTS)
        for move in self._crossed("recommendation", self._recommendation, arguments):
            refused = REFUSED in (move.before, move.after)
            yield replace(move, rests_on=constraints) if refused else move

    def _crossed(
        self, aspect: Aspect, sets: Callable[[Side], dict[str, Function]], rests_on: frozenset[str]
    ) -> Iterator[_Move]:
        """Yield a move from each of the sets to each other one."""
        for before, own in sets(self.matched.old).items():
            for after, others in sets(self.matched.new).items():
                if before != after:
                    yield _Move(aspect, aspect, before, after, own & others, rests_on)

    def _recommendation(self, side: Side) -> dict[str, Function]:
        admitted = side.admissible
        found = {outcome or NONE: own & admitted for outcome, own in side.meaning.outcome.items()}
        return {**found, REFUSED: self.matched.both & ~side.meaning.domain}

    def _readiness(self, side: Side) -> dict[str, Function]:
        """Readiness counts where both packs advise; a refusal is told once, as a recommendation."""
        outcomes, within = side.meaning.outcome.items(), self._advised()
        return {
            name: self._any(own & side.meaning.readiness(outcome)[name] & within for outcome, own in outcomes)
            for name in READINESS
        }

    def _advised(self) -> Function:
        """Return the profiles that both packs admit."""
        return self.matched.old.admissible & self.matched.new.admissible

    def _named(self, aspect: Aspect, what: str, rules: Rules) -> Iterator[_Move]:
        """Yield for each step or warning the profiles that get it, and those that no longer do."""
        within = self._advised()
        for name in dict.fromkeys(
            rule.id for side in reversed(self._sides) for rule in rules(side.knowledge)
        ):
            before, after = (_given(side, rules, name) & within for side in self._sides)
            own = frozenset((name,))
            yield _Move(aspect, f"{what} {name}", ABSENT, PRESENT, after & ~before, own)
            yield _Move(aspect, f"{what} {name}", PRESENT, ABSENT, before & ~after, own)

    def _reordered(self) -> Iterator[_Move]:
        """Yield the profiles whose plans have two steps both before and after, the other way round."""
        old, new = (side.knowledge.step_order for side in self._sides)
        place = {name: index for index, name in enumerate(new)}
        for one, other in combinations((name for name in old if name in place), 2):
            if place[other] < place[one]:
                plans = (_given(side, STEPS, name) for side in self._sides for name in (one, other))
                yield _Move(
                    aspect="plan",
                    what=f"order of {one} and {other}",
                    before=f"{one} first",
                    after=f"{other} first",
                    profiles=reduce(and_, plans, self._advised()),
                    turned=(one, other),
                )

    def _ids(self, rules: Rules) -> frozenset[str]:
        """Return the ids that some rules have in either pack."""
        return frozenset(rule.id for side in self._sides for rule in rules(side.knowledge))

    def _any(self, sets: Iterable[Function]) -> Function:
        return reduce(or_, sets, self.matched.space.false)


def _readying(knowledge: Knowledge) -> Sequence[Rule]:
    """Return the rules that readiness rests on: without a recommendation nobody is ready."""
    holds = (rule for rule in knowledge.warnings if rule.hold)
    return (*knowledge.arguments, *holds, *(rule for rule in knowledge.steps if rule.phase == "before"))


def _given(side: Side, rules: Rules, name: str) -> Function:
    """Return the profiles that have a step or a warning; none where the pack has none of that name."""
    known = any(rule.id == name for rule in rules(side.knowledge))
    return side.meaning.advised(name) if known else side.meaning.space.false
