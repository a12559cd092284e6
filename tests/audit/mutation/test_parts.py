"""The parts of a condition can be listed, replaced and removed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.audit.mutation.parts import PartPath, replace_part, walk
from exitwise.model.condition import ALWAYS, All, Any, Condition, Not, OneOf, atoms

A, B, C, D = (OneOf("door", (name,)) for name in "abcd")


def test_walk() -> None:
    """The whole condition comes first; paths have the index at an `all` or `any`, and 0 at a `not`."""
    condition = All((A, Any((B, Not(C)))))

    assert list(walk(condition)) == [
        ((), condition),
        ((0,), A),
        ((1,), Any((B, Not(C)))),
        ((1, 0), B),
        ((1, 1), Not(C)),
        ((1, 1, 0), C),
    ]
    assert list(walk(A)) == [((), A)]
    assert list(walk(ALWAYS)) == [((), ALWAYS)]


@pytest.mark.parametrize(
    ("condition", "path", "part", "expected"),
    [
        (A, (), B, B),
        (All((A, B)), (1,), C, All((A, C))),
        (Any((A, Not(B))), (1, 0), C, Any((A, Not(C)))),
        (All((A, B)), (), C, C),
        (All((A, B, C)), (1,), None, All((A, C))),
        (Any((A, B, C)), (0,), None, Any((B, C))),
        (All((A, Any((B, C)))), (1, 1), None, All((A, Any((B,))))),
        # What has lost its only part is lost itself.
        (All((A, Not(B))), (1, 0), None, All((A,))),
        (All((A, Any((Not(B),)))), (1, 0, 0), None, All((A,))),
        (Not(A), (0,), None, ALWAYS),
        (Any((All((Not(A),)),)), (0, 0, 0), None, ALWAYS),
        (A, (), None, ALWAYS),
    ],
    ids=str,
)
def test_replace_part(
    condition: Condition, path: PartPath, part: Condition | None, expected: Condition
) -> None:
    """Only the part is replaced or removed; a condition without parts is always true."""
    assert replace_part(condition, path, part) == expected


def nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Draw nested conditions."""
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(several.map(All), several.map(Any), inner.map(Not))


CONDITIONS = st.recursive(st.sampled_from([A, B, C, D]), nested, max_leaves=8)


def part_at(condition: Condition, path: PartPath) -> Condition:
    """Return the part at the end of a path."""
    for number in path:
        condition = condition.of if isinstance(condition, Not) else branches(condition)[number]
    return condition


def branches(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of an `all` or `any`."""
    assert isinstance(condition, All | Any)
    return condition.of


def value(
    condition: Condition, true: set[Condition], removed: PartPath | None, path: PartPath = ()
) -> bool | None:
    """Return the value of a condition without one of its parts, or None if no part remains."""
    if path == removed:
        return None
    match condition:
        case All(of) | Any(of):
            inner = [value(part, true, removed, (*path, number)) for number, part in enumerate(of)]
            left = [each for each in inner if each is not None]
            joined = all if isinstance(condition, All) else any
            return joined(left) if left else None
        case Not(part):
            holds = value(part, true, removed, (*path, 0))
            return None if holds is None else not holds
        case _:
            return condition in true


@given(CONDITIONS)
def test_replacing_a_part_by_itself(condition: Condition) -> None:
    """Replacing a part by itself changes nothing."""
    paths = list(walk(condition))

    assert len({path for path, _ in paths}) == len(paths)
    for path, part in paths:
        assert part_at(condition, path) is part
        assert replace_part(condition, path, part) == condition


@given(CONDITIONS, CONDITIONS, st.data())
def test_replacement_changes_no_other_part(
    condition: Condition, other: Condition, data: st.DataObject
) -> None:
    """The new part is at its path and all other parts are unchanged."""
    path, part = data.draw(st.sampled_from(list(walk(condition))))

    new = replace_part(condition, path, other)

    assert part_at(new, path) == other
    assert replace_part(new, path, part) == condition


@given(CONDITIONS, st.data(), st.sets(st.sampled_from([A, B, C, D])))
def test_value_without_a_part(condition: Condition, data: st.DataObject, true: set[Condition]) -> None:
    """Without a part, an `all` requires its other parts and an `any` one of them; none is left empty."""
    path, part = data.draw(st.sampled_from(list(walk(condition))))

    rest = replace_part(condition, path, None)

    expected = value(condition, true, path)
    assert value(rest, true, None) == expected or (rest, expected) == (ALWAYS, None)
    assert len(list(atoms(rest))) == len(list(atoms(condition))) - len(list(atoms(part)))
    assert rest == ALWAYS or all(left not in (All(()), Any(())) for _, left in walk(rest))
