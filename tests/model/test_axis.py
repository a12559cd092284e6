"""Value classes of facts: a partition of the values on which every condition is constant."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.diagram.space import Space
from exitwise.model.axis import Axis, build_axes
from exitwise.model.condition import RELATIONS, All, Any, Compare, Concluded, Not, OneOf, Test
from exitwise.model.fact import Fact, Value
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from support.oracles import exhaustive
from support.packs import random_packs, toy
from support.running.examples import examples

PLACE = Place("facts.yaml", 1, 1)
DOOR = Fact(
    id="door", question="?", kind="choice", values=(("yes", "Y"), ("no", "N")), unknown=True, place=PLACE
)
EDGES = (SMALLEST, SMALLEST + 1, -1, 0, 1, LARGEST - 1, LARGEST)


def integer(low: int | None = None, high: int | None = None, *, unknown: bool = False) -> Fact:
    """The integer fact `days` with these bounds."""
    return Fact(
        id="days", question="?", kind="integer", minimum=low, maximum=high, unknown=unknown, place=PLACE
    )


def cut(fact: Fact, *tests: Test) -> Axis:
    """The axis of a fact when these are the only tests of it."""
    return build_axes([fact], tests)[fact.id]


@pytest.mark.parametrize(
    ("fact", "tests", "parts"),
    [
        (DOOR, [], ("yes", "no", "unknown")),
        (integer(), [], (Interval(SMALLEST, LARGEST),)),
        (integer(0, 9), [Compare("days", (("at_most", 3),))], (Interval(0, 3), Interval(4, 9))),
        (integer(0, 9), [Compare("days", (("above", 3),))], (Interval(0, 3), Interval(4, 9))),
        (integer(0, 9), [Compare("days", (("at_least", 3),))], (Interval(0, 2), Interval(3, 9))),
        (integer(0, 9), [Compare("days", (("below", 3),))], (Interval(0, 2), Interval(3, 9))),
        (integer(0, 9), [OneOf("days", (3,))], (Interval(0, 2), Interval(3, 3), Interval(4, 9))),
        (integer(0, 9), [OneOf("days", (0, "unknown"))], (Interval(0, 0), Interval(1, 9))),
        (integer(0, 9, unknown=True), [OneOf("days", (9,))], (Interval(0, 8), Interval(9, 9), "unknown")),
        (integer(0, 9), [Compare("days", (("at_least", 0), ("at_most", 9)))], (Interval(0, 9),)),
        (integer(0, 9), [Compare("days", (("above", 40), ("below", -40)))], (Interval(0, 9),)),
        (integer(5, 5), [OneOf("days", (5,))], (Interval(5, 5),)),
        (
            integer(),
            [Compare("days", (("above", SMALLEST), ("below", LARGEST)))],
            (Interval(SMALLEST, SMALLEST), Interval(SMALLEST + 1, LARGEST - 1), Interval(LARGEST, LARGEST)),
        ),
        (integer(), [Compare("days", (("at_least", SMALLEST),))], (Interval(SMALLEST, LARGEST),)),
        (integer(), [Compare("days", (("at_most", LARGEST),))], (Interval(SMALLEST, LARGEST),)),
        (integer(), [OneOf("other", (3,))], (Interval(SMALLEST, LARGEST),)),
    ],
)
def test_integers_are_cut_where_a_test_can_change(
    fact: Fact, tests: list[Test], parts: tuple[object, ...]
) -> None:
    """They are cut nowhere else, and never beyond their bounds or 64 bits."""
    assert cut(fact, *tests).classes == parts


def test_cuts_come_from_nested_conditions() -> None:
    """Tests within `all`, `any` and `not` count, and so does every condition."""
    deep = Any((Not(All((OneOf("door", ("yes",)), Compare("days", (("below", 2),))))),))

    axis = build_axes([DOOR, integer(0, 9)], [deep, Concluded("finding", ("x",)), OneOf("days", (7,))])[
        "days"
    ]

    assert axis.classes == (Interval(0, 1), Interval(2, 6), Interval(7, 7), Interval(8, 9))


@st.composite
def integers_and_tests(draw: st.DrawFn) -> tuple[Fact, list[Test]]:
    """An integer with or without bounds, and tests of it with small and extreme constants."""
    constant = st.one_of(st.integers(-9, 9), st.sampled_from(EDGES))
    low, high = sorted(draw(st.tuples(constant, constant)))
    bounds = {name: value for name, value in (("low", low), ("high", high)) if draw(st.booleans())}
    fact = integer(**bounds, unknown=draw(st.booleans()))
    relations = st.lists(st.tuples(st.sampled_from(list(RELATIONS)), constant), min_size=1, max_size=3)
    compared = relations.map(lambda found: Compare("days", tuple(found)))
    values = st.lists(constant | st.just("unknown"), min_size=1, max_size=3)
    named = values.map(lambda found: OneOf("days", tuple(found)))
    return fact, draw(st.lists(compared | named, max_size=4))


def beside(axis: Axis) -> Iterator[int]:
    """The admissible integers at and next to the ends of the intervals and of the 64-bit range."""
    ends = {end for part in axis.classes if isinstance(part, Interval) for end in part}
    numbers = {end + step for end in (*ends, *EDGES) for step in (-2, -1, 0, 1, 2)}
    yield from sorted(n for n in numbers if SMALLEST <= n <= LARGEST and axis.fact.within(n))


@given(integers_and_tests())
def test_intervals_partition_the_integers(drawn: tuple[Fact, list[Test]]) -> None:
    """The intervals are adjacent from the least value to the greatest, and `code` returns the right one."""
    fact, tests = drawn
    axis = cut(fact, *tests)
    intervals = [part for part in axis.classes if isinstance(part, Interval)]

    assert intervals[0].low == (SMALLEST if fact.minimum is None else fact.minimum)
    assert intervals[-1].high == (LARGEST if fact.maximum is None else fact.maximum)
    assert all(part.low <= part.high for part in intervals)
    assert [part.high + 1 for part in intervals[:-1]] == [part.low for part in intervals[1:]]
    for number in beside(axis):
        (holder,) = (code for code, part in enumerate(intervals) if part.low <= number <= part.high)
        assert axis.code(number) == holder


@given(integers_and_tests())
def test_tests_are_constant_on_every_class(drawn: tuple[Fact, list[Test]]) -> None:
    """A test is true on all values of its admitted codes, and on no other value."""
    fact, tests = drawn
    axis = cut(fact, *tests)
    values: list[Value] = [*beside(axis), *(["unknown"] if fact.unknown else [])]

    for test in tests:
        admitted = axis.codes_satisfying(test)
        assert [value for value in values if test.admits(value)] == [
            value for value in values if axis.code(value) in admitted
        ]


@given(integers_and_tests(), st.integers(SMALLEST, LARGEST) | st.sampled_from(EDGES))
def test_code_and_value_are_inverse(drawn: tuple[Fact, list[Test]], near: int) -> None:
    """A value of a class has its code, and no member of the class is nearer to `near`."""
    axis = cut(drawn[0], *drawn[1])

    for code, part in enumerate(axis.classes):
        for number, value in ((0, axis.value(code)), (near, axis.value(code, near=near))):
            assert axis.code(value) == code
            if isinstance(part, Interval):
                assert isinstance(value, int)
                assert abs(value - number) <= min(abs(part.low - number), abs(part.high - number))
                assert not part.low <= number <= part.high or value == number


def test_value_near_unknown_is_nearest_to_zero() -> None:
    """The same value is returned as without `near`."""
    axis = cut(integer(-9, 9, unknown=True), Compare("days", (("below", -2), ("above", 3))))

    assert [axis.value(code, near="unknown") for code in range(4)] == [-3, 0, 4, "unknown"]
    assert [axis.value(code) for code in range(4)] == [-3, 0, 4, "unknown"]
    assert [axis.value(code, near=5) for code in range(4)] == [-3, 3, 5, "unknown"]


@given(integers_and_tests(), st.integers(-12, 12) | st.sampled_from(EDGES))
def test_codes_are_ordered_by_distance(drawn: tuple[Fact, list[Test]], near: int) -> None:
    """The distance is that to the nearest member; `unknown` is not among the codes."""
    axis = cut(drawn[0], *drawn[1])

    found = axis.codes_by_distance(near)
    ways = [abs(int(str(axis.value(code, near=near))) - near) for code in found]

    assert sorted(found) == [code for code, part in enumerate(axis.classes) if part != "unknown"]
    assert ways == sorted(ways)


def test_equally_near_codes_keep_their_order() -> None:
    """A tie is decided by the code."""
    axis = cut(integer(0, 9), OneOf("days", (5,)))

    assert axis.codes_by_distance(5) == (1, 0, 2)
    assert axis.codes_by_distance("unknown") == (0, 1, 2)


def test_names_keep_the_packs_order() -> None:
    """The value `unknown` has a code, but is not among the known codes."""
    axis = cut(DOOR)

    assert [axis.code(value) for value in ("yes", "no", "unknown")] == [0, 1, 2]
    assert [axis.value(code) for code in range(3)] == ["yes", "no", "unknown"]
    assert axis.known_codes == axis.codes_by_distance("no") == (0, 1)
    assert axis.codes_satisfying(OneOf("door", ("unknown", "no"))) == (1, 2)


def test_fact_without_unknown_is_required() -> None:
    """A profile has to state it."""
    assert not cut(DOOR).is_required
    assert cut(integer()).is_required


@settings(max_examples=examples(40))
@given(random_packs.packs())
def test_value_classes_agree_with_oracle(pack: random_packs.Data) -> None:
    """Every fact of every random pack has the classes that the oracle computes."""
    expected = exhaustive.parts(pack)
    space = Space.of(toy.loaded(pack))

    assert list(space.axes) == list(expected)
    for name, axis in space.axes.items():
        codes = [{axis.code(value) for value in group} for group in expected[name]]
        assert codes == [{code} for code in range(len(axis.classes))]
