"""The record validator accepts the records that are valid as single profiles, unchanged, and no others."""

import json

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

PACKS = {
    "shipped": (shipped.base, {"id": 7, **shipped.admissible(3)}),
    "toy": (toy.bicycle, {"id": 7, **near_profiles.BICYCLE}),
}
SOUND = b'{"id":7,"brakes":"yes","age":5}'


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
    """Whether the validator and the reader of single profiles agree on a line."""
    validated = validate(base, line)
    known = [complete(base.knowledge.facts, msgspec.json.decode(each)) for each in validated.lines]
    expected = completed(base, line)
    assert len(validated.lines) + len(validated.rejects) == 1
    return known == ([] if expected is None else [expected])


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(
    "kind", [kind for kind in FAULTS if not kind.breaks_constraint], ids=lambda kind: kind.id
)
def test_every_kind_of_fault_is_rejected(kind: RecordKind, pack: str) -> None:
    """Wherever in the record it is; a contradiction alone is for the rules to see."""
    make, record = PACKS[pack]
    for seed in range(1 if kind.is_large else 8):
        line = batching.faulty_line(make(), kind, record, seed, None).removesuffix(b"\n")
        validated = validate(make(), SOUND if pack == "toy" else line, line)

        assert line not in validated.lines
        assert [reject.line for reject in validated.rejects][-1] == 2
        assert agrees(make(), line)


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.id)
def test_unusual_but_valid_lines_are_accepted(kind: RecordKind, pack: str) -> None:
    """And means what it means to who reads it with care."""
    make, record = PACKS[pack]
    for seed in range(8):
        line = batching.faulty_line(make(), kind, record, seed, None).removesuffix(b"\n")

        assert validate(make(), line).rejects == []
        assert agrees(make(), line)


@given(st.binary(max_size=60))
def test_random_bytes_are_judged_alike(line: bytes) -> None:
    """Nearly all of them are refused, and none is misread."""
    assert agrees(toy.bicycle(), line)


@settings(max_examples=examples(200))
@given(near_profiles.mutants())
def test_good_lines_with_changes_are_judged_alike(line: bytes) -> None:
    """Whatever a change makes of them."""
    assert agrees(toy.bicycle(), line)


@settings(max_examples=examples(30))
@given(st.data())
def test_objects_over_random_vocabularies_are_judged_alike(data: st.DataObject) -> None:
    """Keys given twice among them, whose white space hides them."""
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
def test_what_a_count_of_keys_might_miss_is_refused(line: bytes) -> None:
    """A key given twice, however it is spaced; and bytes that are no text."""
    assert validate(toy.bicycle(), line).lines == []


@pytest.mark.parametrize("name", ["a:b", '":', 'say "x": y', "\u2028", "\\", "", 7, -1, 2**63 - 1, None])
def test_an_id_passes_as_it_is(name: object) -> None:
    """Whatever is in it."""
    (line,) = validate(toy.bicycle(), json.dumps({"brakes": "yes", "id": name}).encode()).lines

    assert json.loads(line)["id"] == name


KEPT = [
    '"text"',
    '{"a":[1,{"b":null}]}',
    "1.10",
    "1e400",
    "7" * 40,
    "-0",
    '"\\ud83d\\ude80"',
    '"a\\u0041"',
]


@pytest.mark.parametrize("value", KEPT)
@pytest.mark.parametrize("spelled", ['"brakes":"yes"', '"bra\\u006bes":"yes"'])
def test_what_is_kept_is_not_touched(value: str, spelled: str) -> None:
    """By neither look: the same characters stand there."""
    line = f'{{{spelled},"more":{value}}}'.encode()
    validated = validate(toy.bicycle(), line, keep=("more",))

    assert validated.rejects == []
    found = msgspec.json.decode(validated.lines[0], type=dict[str, msgspec.Raw])
    assert bytes(found["more"]) == value.encode()


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
def test_what_cannot_be_kept_is_refused(value: str, cause: str) -> None:
    """A duplicate key anywhere in the value, half of a surrogate pair, and a value that is not JSON."""
    (reject,) = validate(toy.bicycle(), f'{{"brakes":"yes","more":{value}}}'.encode(), keep=("more",)).rejects

    assert reject.cause == cause


def test_without_being_kept_another_column_is_unknown() -> None:
    """With the nearest fact."""
    (reject,) = validate(toy.bicycle(), b'{"brakes":"yes","colur":"red"}', keep=("more",)).rejects

    assert [(fault.pointer, fault.cause) for fault in reject.faults] == [("/colur", "unknown-fact")]
    assert "`colour`" in reject.faults[0].help


def test_the_record_is_repeated_only_if_asked_for() -> None:
    """And then not more than its beginning."""
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
def test_a_reject_gives_the_id_where_there_is_one(name: str, known: object) -> None:
    """What is no id is not repeated."""
    assert validate(toy.bicycle(), f'{{"brakes":"?","id":{name}}}'.encode()).rejects[0].id == known


def test_places_and_offsets_are_those_of_the_file() -> None:
    """Of what passes and of what does not."""
    lines = [SOUND, b"", SOUND + b"\r", b"{}", b"\xef\xbb\xbf" + SOUND, b"\r"]
    validated = validate(toy.bicycle(), *lines)

    assert list(validated.rows) == [0, 2, 4]
    assert [(each.line, each.offset) for each in validated.rejects] == [
        (number + 1, len(b"\n".join([*lines[:number], b""]))) for number in (1, 3, 5)
    ]
    assert [each.cause for each in validated.rejects] == ["blank-line", "missing-fact", "blank-line"]


def test_a_line_may_be_just_as_long_as_a_profile() -> None:
    """And not one byte longer."""
    line = SOUND[:-1] + b" " * (MAX_BYTES - len(SOUND)) + b"}"

    assert validate(toy.bicycle(), line).rejects == []
    assert validate(toy.bicycle(), b" " + line).lines == []


@pytest.mark.parametrize("by", ["its own", "another"])
def test_a_session_is_a_profile(by: str) -> None:
    """Its answers are brought up to the day; a damaged one is refused."""
    kept = moving.session({**moving.READY, "notice": 3}, day=moving.TODAY).as_dict()
    base = moving.base()
    line = json.dumps(kept if by == "its own" else kept | {"date": "yesterday"}).encode()
    validated = RecordValidator(base.knowledge, moving.TOMORROW).validate(Records("f", [line]))

    if by == "its own":
        assert json.loads(validated.lines[0])["notice"] == 4
    else:
        assert [(each.cause, each.faults[0].pointer) for each in validated.rejects] == [
            ("wrong-kind", "/date")
        ]
