"""Tests of records."""

from datetime import date

from exitwise.model.advice import Pack
from exitwise.model.record import Record
from support.oracles import schemas

RECORD = Record(
    profile={"id": 7, "door": "yes", "days": None},
    as_of=date(2026, 12, 5),
    language="en",
    pack=Pack(name="toy", version="2026.12.0", digest="sha256:0"),
    engine="0.2.0",
    advice={"schema": "exitwise.advice/1", "recommendation": "stay"},
)


def test_a_record_has_every_field() -> None:
    """The profile and the advice are as they were."""
    assert RECORD.as_dict() == {
        "schema": "exitwise.record/1",
        "profile": {"id": 7, "door": "yes", "days": None},
        "as_of": "2026-12-05",
        "language": "en",
        "pack": {"name": "toy", "version": "2026.12.0", "digest": "sha256:0"},
        "engine": "0.2.0",
        "advice": {"schema": "exitwise.advice/1", "recommendation": "stay"},
    }
    assert schemas.accepts("record", RECORD.as_dict())
