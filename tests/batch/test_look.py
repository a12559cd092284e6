"""The quick look: what it is sure of is a profile, and read right; and it is sure often enough."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.database import Database
from exitwise.batch.look import NOTHING, readable
from exitwise.batch.records import Text
from exitwise.batch.table import Table
from exitwise.knowledge_base import KnowledgeBase
from exitwise.loader.profile import parse_profile
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import SCHEMA, complete
from exitwise.model.session import raw_answers
from exitwise.sample.faults import FAULTS, HARMLESS, RecordKind
from support.packs import near_profiles, random_packs, shipped, toy
from support.running import batching
from support.running.examples import examples

SOUND = b'{"id":7,"brakes":"yes","age":5}'


def looked(
    base: KnowledgeBase, lines: Sequence[bytes], keep: tuple[str, ...] = ()
) -> dict[int, dict[str, object]]:
    """What is taken of some lines: the answers of each, by its place."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder), threads=1)
        given = Path(folder) / "lines.jsonl"
        try:
            table = Table(base.knowledge, database, keep=keep)
            unsure = table.look(Text(b"\n".join(lines)), given)
            if unsure is None:
                return {}
            table.of_lines([], [], given, looked=True)
            columns = ", ".join(f'"{fact.id}"' for fact in base.knowledge.facts)
            rows = database.rows(f"SELECT _row_, id, {columns} FROM profiles ORDER BY 1")
        finally:
            database.close()
    assert sorted([*unsure, *(row[0] for row in rows)]) == list(range(len(lines)))
    return {row[0]: {"id": row[1], **answers(base, row[2:])} for row in rows}


def answers(base: KnowledgeBase, codes: Sequence[int | None]) -> dict[str, object]:
    """The answers that codes stand for."""
    return {
        fact.id: UNKNOWN if code is None else code if fact.kind == "integer" else fact.names[code]
        for fact, code in zip(base.knowledge.facts, codes, strict=True)
    }


def are_read_right(base: KnowledgeBase, lines: Sequence[bytes]) -> bool:
    """Whether the careful reading reads in each line that was taken what was taken from it."""
    for place, found in looked(base, lines).items():
        raw = raw_answers(parse_profile(lines[place]), base.knowledge, batching.TODAY)
        name = found.pop("id")
        assert found == dict(complete(base.knowledge.facts, raw).values)
        assert raw.get("id") == (None if name is None else json.loads(str(name)))
    return True


@settings(max_examples=examples(100))
@given(
    st.lists(
        st.one_of(near_profiles.mutants(), st.just(SOUND), st.binary(max_size=9)), min_size=1, max_size=6
    )
)
def test_what_it_is_sure_of_is_read_right(lines: list[bytes]) -> None:
    """Among good lines with changes, good lines and random bytes; a record is one line."""
    assert are_read_right(toy.bicycle(), b"\n".join(lines).split(b"\n"))


@settings(max_examples=examples(25))
@given(st.data())
def test_over_random_vocabularies_it_is_read_right(data: st.DataObject) -> None:
    """Whose values may look like numbers and truths, and whose keys differ by case."""
    pack = data.draw(random_packs.packs())
    base = KnowledgeBase(toy.loaded(pack))
    facts = base.knowledge.facts
    lines = near_profiles.objects(
        ["id", "schema", *(fact.id for fact in facts)],
        [*(name for fact in facts for name in fact.names), UNKNOWN, None, 0, 5, 1.5, True, SCHEMA],
    )
    assert are_read_right(base, data.draw(st.lists(lines, min_size=1, max_size=5)))


ODD = """
facts:
  - {id: truth, question: Q?, kind: choice, values: {"true": T, "5": F, "null": N}, unknown: true}
  - {id: days, question: Q?, kind: integer, unknown: true}
"""


@pytest.mark.parametrize("value", [b"true", b"5", b"null", b'"true"', b'"5"', b"NaN", b"5.0"])
@pytest.mark.parametrize(
    "more", [b"", b',"days":"1"', b',"days":1', b',"days":1,', b' , "days" : -0', b',"days":1e0']
)
def test_values_that_read_like_numbers_are_told_from_them(value: bytes, more: bytes) -> None:
    """Two bytes less here and two more there are no way through."""
    line = b'{"truth":' + value + more + b"}"

    assert are_read_right(toy.base(facts=ODD), [line, line])


@pytest.mark.parametrize(
    "kind", [kind for kind in FAULTS if not kind.breaks_constraint], ids=lambda kind: kind.id
)
def test_no_fault_is_taken(kind: RecordKind) -> None:
    """Alone among good ones, at either end."""
    record = {"id": 7, **shipped.admissible(3)}
    good = json.dumps(record).encode()
    line = batching.faulty_line(shipped.base(), kind, record, 1, None).removesuffix(b"\n")

    assert set(looked(shipped.base(), [good, *line.split(b"\n"), good])) <= {0, 1 + len(line.split(b"\n"))}


@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.id)
def test_what_only_looks_odd_is_read_right(kind: RecordKind) -> None:
    """Or left to the gate."""
    line = batching.faulty_line(
        shipped.base(), kind, {"id": 7, **shipped.admissible(3)}, 1, None
    ).removesuffix(b"\n")

    assert are_read_right(shipped.base(), [line])


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("end", [b"", b"\r"])
@pytest.mark.parametrize("odd", [(), (b"",), (b"x",), (b"\xff",), (b"12",), (b"[]",), (b"null",), (b"\x00",)])
def test_plain_lines_are_all_taken(separators: tuple[str, str], end: bytes, odd: tuple[bytes, ...]) -> None:
    """However they are spaced and ended, with whatever among them."""
    records = [{"id": f"a b {seed}", **shipped.admissible(seed)} for seed in range(9)]
    lines = [json.dumps(record, separators=separators).encode() + end for record in records]
    lines[4:4] = odd

    assert len(looked(shipped.base(), lines)) == 9


def test_what_passes_through_is_as_it_was() -> None:
    """Where it is text or a whole number; anything else is left to the gate, which keeps its spelling."""
    kept: list[object] = ["a  b", 7, None, "\u2028", 1.5, [1, 2], {"a": " "}, "\\", True]
    lines = [json.dumps({"brakes": "yes", "more": value}, ensure_ascii=False).encode() for value in kept]

    assert set(looked(toy.bicycle(), lines, ("more",))) == {0, 1, 3, 7}


@given(
    st.lists(
        st.sampled_from((b"", b"{}", b"\r", b"\x00", b"\x01", b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf{}", b" "))
    )
)
def test_readable_lines_are_as_many(lines: list[bytes]) -> None:
    """And none is empty, or something that is no text."""
    found = readable(b"\n".join(lines)).split(b"\n")

    assert len(found) == max(len(lines), 1)
    for line, given_line in zip(found, lines, strict=False):
        assert line in {given_line, NOTHING}
