"""Boolean circuits: built with `&`, `|` and `~`, each gate once, and run on any Boolean values.

Equal gates are shared as they are built (structural hashing: A. Kuehlmann, V. Paruthi, F. Krohm, M. K. Ganai,
"Robust Boolean reasoning for equivalence checking and functional property verification", 2002).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from operator import and_, inv, or_
from typing import Any, Final, NamedTuple, TypeVar

from exitwise.model.algebra import BooleanValue

T = TypeVar("T", bound=BooleanValue)
K = TypeVar("K", bound=Hashable)

FALSE: Final = 0
TRUE: Final = 1


class Gate(NamedTuple):
    """An operation on gates with lower numbers, or an input by its key."""

    operation: Callable[..., object] | None
    operands: tuple[int, ...]
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Signal:
    """The value of a gate; `&`, `|` and `~` add gates to its circuit."""

    circuit: Circuit
    gate: int

    def __and__(self, other: Signal) -> Signal:
        return self.circuit.join(and_, self.gate, other.gate, neutral=TRUE)

    def __or__(self, other: Signal) -> Signal:
        return self.circuit.join(or_, self.gate, other.gate, neutral=FALSE)

    def __invert__(self) -> Signal:
        return self.circuit.negate(self.gate)

    def refined(self, other: Signal) -> Signal:
        """Return the signal, settled by another that is always equal; it can be run on pairs only."""
        return self.circuit.refine(self.gate, other.gate)


class Circuit:
    """Gates in topological order; the first two are the constants false and true."""

    def __init__(self) -> None:
        self.gates: list[Gate] = [Gate(None, (), FALSE), Gate(None, (), TRUE)]
        self._numbers: dict[Gate, int] = {}

    @property
    def false(self) -> Signal:
        """The constant false."""
        return Signal(self, FALSE)

    @property
    def true(self) -> Signal:
        """The constant true."""
        return Signal(self, TRUE)

    def input(self, key: Hashable) -> Signal:
        """Return the input with a key."""
        return self._add(Gate(None, (), key))

    def join(self, operation: Callable[[T, T], T], left: int, right: int, *, neutral: int) -> Signal:
        """Return a conjunction or a disjunction, simplified if an operand is constant or repeated."""
        low, high = sorted((left, right))
        if low in (high, neutral):
            return Signal(self, high)
        if low <= TRUE or self._are_complements(low, high):
            return Signal(self, FALSE + TRUE - neutral)
        return self._add(Gate(operation, (low, high)))

    def _are_complements(self, low: int, high: int) -> bool:
        return self.gates[high] == Gate(inv, (low,))

    def refine(self, one: int, other: int) -> Signal:
        """Return a signal that is known to be equal to another, which may settle what it leaves undecided."""
        return Signal(self, one) if one in (other, FALSE, TRUE) else self._add(Gate(_refine, (one, other)))

    def negate(self, gate: int) -> Signal:
        """Return a negation; constants and negations are simplified."""
        if gate <= TRUE:
            return Signal(self, FALSE + TRUE - gate)
        operation, operands, _ = self.gates[gate]
        return Signal(self, operands[0]) if operation is inv else self._add(Gate(inv, (gate,)))

    def _add(self, gate: Gate) -> Signal:
        if gate not in self._numbers:
            self._numbers[gate] = len(self.gates)
            self.gates.append(gate)
        return Signal(self, self._numbers[gate])


class Instruction(NamedTuple):
    """One gate of a program: where its operands and its result are kept, and the values that end with it."""

    operation: Callable[..., object]
    operands: tuple[int, ...]
    result: int
    ended: tuple[int, ...]


class Program:
    """The gates on which some outputs depend, in topological order."""

    def __init__(self, circuit: Circuit, outputs: Mapping[K, Signal]) -> None:
        needed = _cone(circuit, [signal.gate for signal in outputs.values()])
        kept = {signal.gate for signal in outputs.values()} | {FALSE, TRUE}
        self._outputs = {name: signal.gate for name, signal in outputs.items()}
        self._length = len(circuit.gates)
        self.inputs = [(gate, circuit.gates[gate].key) for gate in needed if _is_input(circuit, gate)]
        self._instructions = tuple(_schedule(circuit, needed, kept))

    def __len__(self) -> int:
        """Count the operations."""
        return len(self._instructions)

    def run(self, inputs: Callable[[Any], T], false: T, true: T) -> dict[Hashable, T]:
        """Return the value of every output; `inputs` gives that of an input by its key."""
        values: list[Any] = [None] * self._length
        values[FALSE], values[TRUE] = false, true
        for gate, key in self.inputs:
            values[gate] = inputs(key)
        for operation, operands, result, ended in self._instructions:
            values[result] = operation(*[values[operand] for operand in operands])
            for gate in ended:
                values[gate] = None
        return {name: values[gate] for name, gate in self._outputs.items()}


def _refine(one: Any, other: Any) -> object:
    return one.refined(other)


def _is_input(circuit: Circuit, gate: int) -> bool:
    return gate > TRUE and circuit.gates[gate].operation is None


def _cone(circuit: Circuit, outputs: list[int]) -> list[int]:
    """Return the gates on which the outputs depend, themselves included, in topological order."""
    cone: set[int] = set()
    stack = outputs
    while stack:
        gate = stack.pop()
        if gate not in cone:
            cone.add(gate)
            stack.extend(circuit.gates[gate].operands)
    return sorted(cone)


def _schedule(circuit: Circuit, needed: list[int], kept: set[int]) -> list[Instruction]:
    """Return the instructions in order; a value ends with the last instruction that uses it."""
    instructions: list[Instruction] = []
    used: set[int] = set(kept)
    for gate in reversed(needed):
        operation, operands, _ = circuit.gates[gate]
        if operation is not None:
            ended = tuple(operand for operand in operands if operand not in used)
            used.update(operands)
            instructions.append(Instruction(operation, operands, gate, ended))
    return instructions[::-1]
