"""The record validator: valid single profiles are accepted unchanged, and other records are rejected."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.records import Records
from exitwise.batch.validate.record_validator import MOST_QUOTED, RecordValidator, ValidatedLines
from exitwise.errors import InputError
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import MAX_BYTES, parse_profile
from exitwise.model.profile import Profile, complete
from exitwise.model.session import raw_answers
from exitwise.sample.faults import FAULTS, HARMLESS, RecordKind
from support.packs import moving, near_profiles, random_packs, shipped, toy
from support.running import batching
from support.running.batching import TODAY
from support.running.examples import examples

PACKS: Mapping[str, tuple[Callable[[], KnowledgeBase], dict[str, Any]]] = {
    "shipped": (shipped.base, {"id": 7, **shipped.admissible(3)}),
    "toy": (toy.bicycle, {"id": 7, **near_profiles.BICYCLE}),
}
VALID_LINE = b'{"id":7,"brakes":"yes","age":5}'


def validate(
    base: KnowledgeBase, *lines: bytes, keep: tuple[str, ...] = (), raw: bool = False
) -> ValidatedLines:
    """Return the validation of some lines."""
    return RecordValidator(base.knowledge, TODAY, keep=keep, raw=raw).validate(Records("f", lines, 1, 0))


def completed(base: KnowledgeBase, line: bytes) -> Profile | None:
    """Return the profile of a line, read as a single profile; None if it is invalid."""
    try:
        return complete(base.knowledge.facts, raw_answers(parse_profile(line), base.knowledge, TODAY))
    except InputError:
        return None


def agrees(base: KnowledgeBase, line: bytes) -> bool:
    """Return whether the validator and the reader of single profiles agree on a line."""
    validated = validate(base, line)
    known = [complete(base.knowledge.facts, msgspec.json.decode(accepted)) for accepted in validated.lines]
    expected = completed(base, line)
    assert len(validated.lines) + len(validated.rejects) == 1
    return known == ([] if expected is None else [expected])


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(
    "kind", [kind for kind in FAULTS if not kind.breaks_constraint], ids=lambda kind: kind.id
)
def test_every_kind_of_fault_is_rejected(kind: RecordKind, pack: str) -> None:
    """The fault may be anywhere in the record; contradictions are left to the rules."""
    make, record = PACKS[pack]
    for seed in range(1 if kind.is_large else 8):
        line = batching.faulty_line(make(), kind, record, seed, None).removesuffix(b"\n")
        validated = validate(make(), VALID_LINE if pack == "toy" else line, line)

        assert line not in validated.lines
        assert [reject.line for reject in validated.rejects][-1] == 2
        assert agrees(make(), line)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.id)
def test_unusual_but_valid_lines_are_accepted(kind: RecordKind, pack: str) -> None:
    """They have the values that the reader of single profiles reads."""
    make, record = PACKS[pack]
    for seed in range(8):
        line = batching.faulty_line(make(), kind, record, seed, None).removesuffix(b"\n")

        assert validate(make(), line).rejects == []
        assert agrees(make(), line)


@given(st.binary(max_size=60))
def test_random_bytes_agree_with_single_profiles(line: bytes) -> None:
    """The validator accepts them only if the reader of single profiles does."""
    assert agrees(toy.bicycle(), line)


@settings(max_examples=examples(200))
@given(near_profiles.mutants())
def test_changed_lines_agree_with_single_profiles(line: bytes) -> None:
    """A change may leave a line valid or make it faulty."""
    assert agrees(toy.bicycle(), line)


@settings(max_examples=examples(30))
@given(st.data())
def test_random_packs_agree_with_single_profiles(data: st.DataObject) -> None:
    """Keys may appear twice, with white space around them."""
    pack = data.draw(random_packs.packs())
    base = KnowledgeBase(toy.loaded(pack))
    lines = near_profiles.objects_over(base.knowledge.facts)
    for line in data.draw(st.lists(lines, min_size=1, max_size=5)):
        assert agrees(base, line)


@pytest.mark.parametrize(
    "line",
    [
        b'{"brakes" :"yes","brakes":"no"}',
        b'{"brakes"\t:"yes","brakes":"yes"}',
        b'{"brakes" : "yes", "id": ":", "brakes": "no"}',
        b'{"id":"\xed\xa0\x80","brakes":"yes"}',
        b'{"brakes":"yes","id":"a\x01"}',
    ],
)
def test_hidden_duplicate_keys_and_invalid_text_are_rejected(line: bytes) -> None:
    """White space may hide a duplicate key from a count of quotes and colons."""
    assert validate(toy.bicycle(), line).lines == []


@pytest.mark.parametrize("name", ["a:b", '":', 'say "x": y', "\u2028", "\\", "", 7, -1, 2**63 - 1, None])
def test_an_id_is_unchanged(name: object) -> None:
    """It may have quotes, colons and line separators, be empty or be null."""
    (line,) = validate(toy.bicycle(), json.dumps({"brakes": "yes", "id": name}).encode()).lines

    assert json.loads(line)["id"] == name


KEPT_VALUES = [
    '"text"',
    '{"a":[1,{"b":null}]}',
    "1.10",
    "1e400",
    "7" * 40,
    "-0",
    '"\\ud83d\\ude80"',
    '"a\\u0041"',
]


@pytest.mark.parametrize("value", KEPT_VALUES)
@pytest.mark.parametrize("brakes", ['"brakes":"yes"', '"bra\\u006bes":"yes"'])
def test_kept_values_are_unchanged(value: str, brakes: str) -> None:
    """Every byte is the same, on the fast path and in the full check."""
    line = f'{{{brakes},"more":{value}}}'.encode()
    validated = validate(toy.bicycle(), line, keep=("more",))

    assert validated.rejects == []
    values = msgspec.json.decode(validated.lines[0], type=dict[str, msgspec.Raw])
    assert bytes(values["more"]) == value.encode()


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        ('1,"more":1', "duplicate-key"),
        ('[[{"a":{"b":1,"b":2}}]]', "duplicate-key"),
        ('"\\ud83d"', "wrong-kind"),
        ("NaN", "no-profile"),
        ("[" * 5000 + "]" * 5000, "no-profile"),
        ('"\t"', "no-profile"),
    ],
)
def test_invalid_kept_values_are_rejected(value: str, cause: str) -> None:
    """They have a duplicate key, half of a surrogate pair, or invalid JSON."""
    (reject,) = validate(toy.bicycle(), f'{{"brakes":"yes","more":{value}}}'.encode(), keep=("more",)).rejects

    assert reject.cause == cause


def test_a_column_that_is_not_kept_is_unknown() -> None:
    """The help suggests the nearest fact."""
    (reject,) = validate(toy.bicycle(), b'{"brakes":"yes","colur":"red"}', keep=("more",)).rejects

    assert [(fault.pointer, fault.cause) for fault in reject.faults] == [("/colur", "unknown-fact")]
    assert "`colour`" in reject.faults[0].help


def test_a_reject_has_its_record_only_on_request() -> None:
    """A long record is truncated."""
    line = b'{"brakes":"perhaps","id":"' + b"x" * 2 * MOST_QUOTED + b'"}'

    assert validate(toy.bicycle(), line).rejects[0].raw is None
    assert "raw" not in validate(toy.bicycle(), line).rejects[0].as_dict()
    assert validate(toy.bicycle(), line, raw=True).rejects[0].raw == line.decode()[:MOST_QUOTED]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("7", 7),
        ('"x"', "x"),
        ("true", None),
        ("1.5", None),
        ("[1]", None),
        (str(2**63), None),
        ('1,"id":1', None),
    ],
)
def test_a_reject_has_the_id_of_its_record(name: str, known: object) -> None:
    """An invalid id is left out."""
    assert validate(toy.bicycle(), f'{{"brakes":"?","id":{name}}}'.encode()).rejects[0].id == known


def test_rows_lines_and_offsets_count_all_lines() -> None:
    """Blank and rejected lines count too."""
    lines = [VALID_LINE, b"", VALID_LINE + b"\r", b"[]", b"\xef\xbb\xbf" + VALID_LINE, b"\r"]
    validated = validate(toy.bicycle(), *lines)

    assert list(validated.rows) == [0, 2, 4]
    assert [(reject.line, reject.offset) for reject in validated.rejects] == [
        (number + 1, len(b"\n".join([*lines[:number], b""]))) for number in (1, 3, 5)
    ]
    assert [reject.cause for reject in validated.rejects] == ["blank-line", "no-profile", "blank-line"]


def test_a_line_is_at_most_as_long_as_a_profile() -> None:
    """One byte more is rejected."""
    line = VALID_LINE[:-1] + b" " * (MAX_BYTES - len(VALID_LINE)) + b"}"

    assert validate(toy.bicycle(), line).rejects == []
    assert validate(toy.bicycle(), b" " + line).lines == []


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_session_is_accepted_as_a_profile(*, is_damaged: bool) -> None:
    """Its day counts are advanced to the date of the run; a damaged session is rejected."""
    session = moving.session({**moving.READY, "notice": 3}, day=moving.TODAY).as_dict()
    base = moving.base()
    line = json.dumps(session | {"date": "yesterday"} if is_damaged else session).encode()
    validated = RecordValidator(base.knowledge, moving.TOMORROW).validate(Records("f", [line]))

    if is_damaged:
        assert [(reject.cause, reject.faults[0].pointer) for reject in validated.rejects] == [
            ("wrong-kind", "/date")
        ]
    else:
        assert json.loads(validated.lines[0])["notice"] == 4
