"""Faulty records: every kind is rejected like a single profile; unusual records are accepted."""

from collections.abc import Callable
from random import Random

import pytest

from exitwise.diagram.weighted_sampler import uniform_randbelow
from exitwise.errors import InputError, ProfileError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import MAX_BYTES, parse_profile
from exitwise.sample.faults import FAULTS, HARMLESS, FaultInjector, RecordKind
from support.oracles import naive
from support.packs import shipped, toy

PROFILE = {"colour": "green", "brakes": "yes", "age": 5, "spokes": "unknown"}
OLD_GREEN = {"colour": "green", "brakes": "yes", "age": 60}
PACKS: dict[str, tuple[Callable[[], KnowledgeBase], dict[str, object], dict[str, object]]] = {
    "shipped": (shipped.base, dict(shipped.admissible(3)), {}),
    "toy": (toy.bicycle, PROFILE, OLD_GREEN),
}
TRIES = 12
BROKEN = {
    "contradiction",
    "out-of-range",
    "unknown-value",
    "wrong-kind",
    "duplicate-key",
    "unknown-fact",
    "missing-fact",
    "wrong-schema",
}


def inadmissible_profile() -> dict[str, object]:
    """Return a profile of the shipped pack that violates a constraint."""
    return next(
        profile
        for seed in range(1000)
        if naive.violated(shipped.raw(), profile := shipped.random_profile(Random(seed)))  # noqa: S311
    )


def fault_injector(pack: str, seed: int, *, facts: tuple[str, ...] = ()) -> FaultInjector:
    """Return the injector for a pack, or for some of its facts only."""
    make, _, answers = PACKS[pack]
    known = [fact for fact in make().knowledge.facts if not facts or fact.id in facts]
    below = uniform_randbelow(Random(seed))  # noqa: S311 (no secret hangs on it)
    return FaultInjector(known, below, lambda: answers or inadmissible_profile(), (*FAULTS, *HARMLESS))


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.id)
def test_every_kind_of_fault_is_rejected(kind: RecordKind, pack: str) -> None:
    """By the parser or as a profile, for any random choice, and on one line."""
    base, record, _ = PACKS[pack]
    for seed in range(1 if kind.is_large else TRIES):
        line = fault_injector(pack, seed).make(kind, {"id": 7, **record})

        assert line.count(b"\n") == 1
        assert line.endswith(b"\n")
        with pytest.raises(InputError) as refused:
            base().advise(parse_profile(line))
        if isinstance(refused.value, ProfileError):
            assert {fault.cause for fault in refused.value.diagnostics} <= BROKEN


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.id)
def test_harmless_records_are_accepted(kind: RecordKind, pack: str) -> None:
    """The advice is that of the plain record, unless an answer is dropped."""
    base, record, _ = PACKS[pack]
    plain = base().advise(record)
    for seed in range(3):
        advice = base().advise(parse_profile(fault_injector(pack, seed).make(kind, {"id": 7, **record})))

        if kind.fact_filter is None or kind.id == "escaped-value":
            assert (advice.recommendation, advice.steps) == (plain.recommendation, plain.steps)


CAUSES = {
    "unknown-key": {"unknown-fact"},
    "misspelt-key": {"unknown-fact", "missing-fact"},
    "key-in-another-case": {"unknown-fact", "missing-fact"},
    "duplicate-key": {"duplicate-key"},
    "duplicate-key-escaped": {"duplicate-key"},
    "number-for-choice": {"wrong-kind"},
    "text-for-number": {"unknown-value"},
    "fraction-for-number": {"wrong-kind"},
    "exponent-for-number": {"wrong-kind"},
    "misspelt-value": {"unknown-value"},
    "value-after-space": {"unknown-value"},
    "unknown-for-required": {"unknown-value"},
    "out-of-bounds": {"out-of-range"},
    "beyond-64-bits": {"out-of-range"},
    "thousands-of-digits": {"out-of-range"},
    "contradiction": {"contradiction"},
    "id-of-wrong-kind": {"wrong-kind"},
    "id-beyond-64-bits": {"out-of-range"},
    "id-of-half-a-pair": {"wrong-kind"},
    "wrong-schema": {"wrong-schema"},
}


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind.id in CAUSES], ids=lambda kind: kind.id)
def test_causes_of_a_kind(kind: RecordKind) -> None:
    """A faulty record is rejected for its fault and its consequences only."""
    for seed in range(TRIES):
        with pytest.raises(ProfileError) as refused:
            toy.bicycle().advise(
                parse_profile(fault_injector("toy", seed).make(kind, {"id": "x", **PROFILE}))
            )

        assert {fault.cause for fault in refused.value.diagnostics} <= CAUSES[kind.id]


def test_kinds_take_turns() -> None:
    """Each occurs once before any occurs again; the large one occurs only once."""
    made = fault_injector("toy", 1)
    kinds = [kind.id for kind in made.kinds]
    lines = [made.inject({"id": 1, **PROFILE}) for _ in range(3 * len(kinds) - 2)]

    assert kinds == [kind.id for kind in (*FAULTS, *HARMLESS)]
    assert sum(len(line) > MAX_BYTES for line in lines) == 1
    turns = [at for at, line in enumerate(lines) if line == b'"profile"\n']
    assert turns == [6, 6 + len(kinds), 6 + 2 * len(kinds) - 1]


def test_inapplicable_kinds_are_omitted() -> None:
    """Without integers, required facts, constraints or any fact."""
    choices = toy.knowledge(facts="facts: [{id: a, question: Q?, kind: choice, values: {y: Y, n: N}}]").facts
    below = uniform_randbelow(Random(1))  # noqa: S311 (no secret hangs on it)
    names = {kind.id for kind in FaultInjector(choices, below).kinds}

    left_out = {kind.id for kind in FAULTS} - names
    assert left_out == {
        *("text-for-number", "word-for-number", "fraction-for-number", "exponent-for-number"),
        *("out-of-bounds", "beyond-64-bits", "thousands-of-digits", "contradiction"),
    }
    assert "misspelt-value" not in {kind.id for kind in FaultInjector((), below).kinds}


def test_kinds_have_unique_names_and_descriptions() -> None:
    """They identify a kind in the list."""
    kinds = (*FAULTS, *HARMLESS)

    assert len({kind.id for kind in kinds}) == len({kind.description for kind in kinds}) == len(kinds)
    assert all(kind.description.endswith(".") for kind in kinds)
