"""Patterns of missing facts: rows are grouped, patterns counted, and rows of frequent ones decided."""

import numpy as np

from exitwise.batch.missing import patterns
from exitwise.batch.missing.patterns import Patterns, by_pattern
from support.packs import toy

FACTS = """
  facts:
    - {id: height, question: Q?, kind: choice, values: {low: L, high: H}}
    - {id: lease, question: Q?, kind: choice, values: {own: O, let: L, sublet: S}}
  constraints: [{id: no, when: {height: high, lease: [own, let, sublet]}, because: No.}]
"""
ARGUMENTS = """
  - {id: own, recommend: stay, when: {lease: own}, because: So.}
  - {id: let, recommend: leave, when: {lease: {not: own}}, because: So.}
"""


def test_rows_are_grouped_by_what_is_missing() -> None:
    """Each row is in one group, and keeps its order there."""
    codes = np.array([(0, -1), (1, 2), (2, -1), (-1, -1), (0, 0)], np.int32)

    assert sorted(group.tolist() for group in by_pattern(codes)) == [[0, 2], [1, 4], [3]]


def test_rows_of_a_pattern_are_decided_together() -> None:
    """Whoever is high has no lease; it decides on the others, whose height makes no difference."""
    decides = Patterns(toy.base(facts=FACTS, recommendations=ARGUMENTS))
    heights = np.array([(0, -1), (1, -1)], np.int32)
    leases = np.array([(-1, 0), (-1, 1), (-1, 2)], np.int32)

    without_lease, without_height = decides.decide(("lease",), heights), decides.decide(("height",), leases)

    assert without_lease.impossible.tolist() == [False, True]
    assert without_lease.unsettled.tolist() == [True, False]
    assert without_height.impossible.tolist() == [False] * 3
    assert without_height.unsettled.tolist() == [False] * 3


def test_a_pattern_is_frequent_over_several_counts() -> None:
    """Rows of other patterns do not count."""
    decides = Patterns(toy.bicycle(), frequent=5)
    decides.count(("paint",), 3)
    decides.count(("bell",), 9)
    before = decides.is_frequent(("paint",))
    decides.count(("paint",), 2)

    assert (before, decides.is_frequent(("paint",)), decides.is_frequent(("brakes",))) == (False, True, False)


def test_only_so_many_patterns_are_counted() -> None:
    """Where most rows miss other facts, none is compiled, and memory stays bounded."""
    decides = Patterns(toy.bicycle(), frequent=1)
    for number in range(patterns.MOST + 1):
        decides.count((str(number),), 1)

    assert decides.is_frequent((str(patterns.MOST - 1),))
    assert not decides.is_frequent((str(patterns.MOST),))
