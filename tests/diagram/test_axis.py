"""The parts of a fact's values: every value lies in one, and no rule tells two of the same part apart."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.diagnostic import Place
from exitwise.diagram.axis import Axis, Interval, build_axes
from exitwise.diagram.space import Space
from exitwise.model.condition import RELATIONS, All, Any, Compare, Concluded, Not, OneOf, Test
from exitwise.model.fact import Fact, Value
from exitwise.model.profile import LARGEST, SMALLEST
from support.oracles import exhaustive
from support.packs import random_packs, toy

PLACE = Place("facts.yaml", 1, 1)
DOOR = Fact(
    id="door", question="?", kind="choice", values=(("yes", "Y"), ("no", "N")), unknown=True, place=PLACE
)
EDGES = (SMALLEST, SMALLEST + 1, -1, 0, 1, LARGEST - 1, LARGEST)


def integer(low: int | None = None, high: int | None = None, *, unknown: bool = False) -> Fact:
    """An integer, `days`, with these bounds."""
    return Fact(
        id="days", question="?", kind="integer", minimum=low, maximum=high, unknown=unknown, place=PLACE
    )


def cut(fact: Fact, *tests: Test) -> Axis:
    """A fact's axis where these tests are all that is asked of it."""
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
def test_an_integer_is_cut_where_a_test_can_change(
    fact: Fact, tests: list[Test], parts: tuple[object, ...]
) -> None:
    """Nowhere else, and never beyond its bounds or 64 bits."""
    assert cut(fact, *tests).classes == parts


def test_cuts_are_found_wherever_in_a_condition_they_stand() -> None:
    """Inside `all`, `any` and `not`, and in every condition."""
    deep = Any((Not(All((OneOf("door", ("yes",)), Compare("days", (("below", 2),))))),))

    axis = build_axes([DOOR, integer(0, 9)], [deep, Concluded("finding", ("x",)), OneOf("days", (7,))])[
        "days"
    ]

    assert axis.classes == (Interval(0, 1), Interval(2, 6), Interval(7, 7), Interval(8, 9))


@st.composite
def integers_and_tests(draw: st.DrawFn) -> tuple[Fact, list[Test]]:
    """An integer with or without bounds, and tests of it with constants small and extreme."""
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
    """The integers that the fact may have, at the ends of its parts and of 64 bits and next to them."""
    ends = {end for part in axis.classes if isinstance(part, Interval) for end in part}
    numbers = {end + step for end in (*ends, *EDGES) for step in (-2, -1, 0, 1, 2)}
    yield from sorted(n for n in numbers if SMALLEST <= n <= LARGEST and axis.fact.within(n))


@given(integers_and_tests())
def test_every_integer_lies_in_exactly_one_part(drawn: tuple[Fact, list[Test]]) -> None:
    """The parts follow one another from the least value to the greatest, and `code` names the one."""
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
def test_every_test_is_constant_on_every_part(drawn: tuple[Fact, list[Test]]) -> None:
    """It is true on all of an admitted part, and on nothing of another."""
    fact, tests = drawn
    axis = cut(fact, *tests)
    values: list[Value] = [*beside(axis), *(["unknown"] if fact.unknown else [])]

    for test in tests:
        admitted = axis.codes_satisfying(test)
        assert [value for value in values if test.admits(value)] == [
            value for value in values if axis.code(value) in admitted
        ]


@given(integers_and_tests(), st.integers(SMALLEST, LARGEST) | st.sampled_from(EDGES))
def test_a_part_and_its_number_stand_for_each_other(drawn: tuple[Fact, list[Test]], near: int) -> None:
    """Whichever value is asked of a part, it lies in that part, and none in it is nearer."""
    axis = cut(drawn[0], *drawn[1])

    for code, part in enumerate(axis.classes):
        for number, value in ((0, axis.value(code)), (near, axis.value(code, near=near))):
            assert axis.code(value) == code
            if isinstance(part, Interval):
                assert abs(int(value) - number) <= min(abs(part.low - number), abs(part.high - number))
                assert not part.low <= number <= part.high or value == number


def test_a_value_near_what_is_not_known_is_the_plainest() -> None:
    """Nearest to zero, as without anything to be near to."""
    axis = cut(integer(-9, 9, unknown=True), Compare("days", (("below", -2), ("above", 3))))

    assert [axis.value(code, near="unknown") for code in range(4)] == [-3, 0, 4, "unknown"]
    assert [axis.value(code) for code in range(4)] == [-3, 0, 4, "unknown"]
    assert [axis.value(code, near=5) for code in range(4)] == [-3, 3, 5, "unknown"]


@given(integers_and_tests(), st.integers(-12, 12) | st.sampled_from(EDGES))
def test_the_nearest_part_comes_first(drawn: tuple[Fact, list[Test]], near: int) -> None:
    """By the way to its nearest member; "I don't know" is nowhere near."""
    axis = cut(drawn[0], *drawn[1])

    found = axis.codes_by_distance(near)
    ways = [abs(int(axis.value(code, near=near)) - near) for code in found]

    assert sorted(found) == [code for code, part in enumerate(axis.classes) if part != "unknown"]
    assert ways == sorted(ways)


def test_of_two_parts_as_near_the_first_comes_first() -> None:
    """A tie falls by place."""
    axis = cut(integer(0, 9), OneOf("days", (5,)))

    assert axis.codes_by_distance(5) == (1, 0, 2)
    assert axis.codes_by_distance("unknown") == (0, 1, 2)


def test_names_keep_their_place_and_unknown_is_not_known() -> None:
    """As the pack declares them."""
    axis = cut(DOOR)

    assert [axis.code(value) for value in ("yes", "no", "unknown")] == [0, 1, 2]
    assert [axis.value(code) for code in range(3)] == ["yes", "no", "unknown"]
    assert axis.known_codes == axis.codes_by_distance("no") == (0, 1)
    assert axis.codes_satisfying(OneOf("door", ("unknown", "no"))) == (1, 2)


def test_a_fact_is_required_unless_it_may_be_unknown() -> None:
    """A profile must state it."""
    assert not cut(DOOR).is_required
    assert cut(integer()).is_required


@settings(max_examples=40)
@given(random_packs.packs())
def test_the_parts_are_those_that_a_plain_reading_counts(pack: random_packs.Data) -> None:
    """In every random pack, for every fact, with the same values in each."""
    expected = exhaustive.parts(pack)
    space = Space.of(toy.loaded(pack))

    assert list(space.axes) == list(expected)
    for name, axis in space.axes.items():
        codes = [{axis.code(value) for value in group} for group in expected[name]]
        assert codes == [{code} for code in range(len(axis.classes))]
