"""Conditions evaluated in an algebra: truth values, and vectors of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.model.algebra import evaluate
from exitwise.model.condition import All, Any, Compare, Concluded, Condition, Kind, Not, OneOf, Test
from support.running.examples import examples

ROWS = 8
FULL = (1 << ROWS) - 1
PLACES = ("here", "gone", "lost")
FINDINGS = ("worn", "loved")

TESTS = st.sampled_from(PLACES).map(lambda value: OneOf("place", (value,)))
CONCLUDED = st.lists(st.sampled_from(FINDINGS), max_size=2).map(
    lambda names: Concluded("finding", tuple(names))
)


def connected(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Return conjunctions, disjunctions and negations of some conditions."""
    parts = st.lists(inner, max_size=3).map(tuple)
    return parts.map(All) | parts.map(Any) | inner.map(Not)


CONDITIONS = st.recursive(TESTS | CONCLUDED, connected, max_leaves=6)


class Row:
    """A set of rows as an integer, whose complement stays within the rows."""

    def __init__(self, bits: int) -> None:
        """Keep the bits."""
        self.bits = bits

    def __and__(self, other: "Row") -> "Row":
        return Row(self.bits & other.bits)

    def __or__(self, other: "Row") -> "Row":
        return Row(self.bits | other.bits)

    def __invert__(self) -> "Row":
        return Row(FULL ^ self.bits)


def holds(condition: Condition, truth: dict[str, bool]) -> bool:
    """Return the truth of a condition by the meaning of each connective."""
    match condition:
        case OneOf(_, values):
            return truth[str(values[0])]
        case Concluded(_, names):
            return any(truth[name] for name in names)
        case All(parts):
            return all(holds(part, truth) for part in parts)
        case Any(parts):
            return any(holds(part, truth) for part in parts)
        case Not(part):
            return not holds(part, truth)
    raise AssertionError(condition)


@settings(max_examples=examples(200))
@given(CONDITIONS, st.fixed_dictionaries(dict.fromkeys((*PLACES, *FINDINGS), st.integers(0, FULL))))
def test_sets_hold_the_rows_on_which_the_condition_is_true(
    condition: Condition, sets: dict[str, int]
) -> None:
    """A condition over sets of rows is the set of the rows on which it is true."""

    def test(atom: Test) -> Row:
        assert isinstance(atom, OneOf)
        return Row(sets[str(atom.values[0])])

    def concluded(_: Kind, name: str) -> Row:
        return Row(sets[name])

    result = evaluate(condition, test, concluded, (Row(0), Row(FULL)))

    for row in range(ROWS):
        truth = {name: bool(bits >> row & 1) for name, bits in sets.items()}
        assert bool(result.bits >> row & 1) == holds(condition, truth)


def test_empty_connectives_are_the_bounds() -> None:
    """An empty conjunction is true, an empty disjunction is false."""

    def evaluated(condition: Condition) -> int:
        return evaluate(condition, lambda _: 5, lambda *_: 6, (0, 7))

    assert evaluated(All(())) == 7
    assert evaluated(Any(())) == 0
    assert evaluated(Concluded("finding", ())) == 0


def test_atoms_are_passed_on() -> None:
    """A test is evaluated as a whole, a conclusion by its kind and each of its names."""
    tests = OneOf("place", ("here", "gone")), Compare("days", (("above", 2),))
    seen: list[object] = []

    def record(*atom: object) -> int:
        seen.append(atom)
        return 0

    evaluate(Any((*tests, Concluded("step", ("pack", "leave")))), record, record, (0, 1))

    assert seen == [(tests[0],), (tests[1],), ("step", "pack"), ("step", "leave")]
