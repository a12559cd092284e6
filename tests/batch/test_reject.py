"""Rejects as data: their cause, and values of the record only on request."""

import pytest

from exitwise.batch.reject import Reject
from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from support.oracles import schemas

FAULTS = (
    ProfileDiagnostic(
        pointer="/brakes",
        cause="unknown-value",
        message="`secret` is not a value",
        help="did you mean `secrets`?",
        redacted=Diagnostic(message="it is not a value", help="see the values"),
    ),
    ProfileDiagnostic(pointer="", cause="missing-fact", message="a fact is missing"),
)


def reject(raw: str | None) -> Reject:
    """Return a reject with two faults."""
    return Reject(file="f", line=3, offset=20, id=7, faults=FAULTS, raw=raw)


@pytest.mark.parametrize(
    ("raw", "messages", "helps"),
    [
        (None, ["it is not a value", "a fact is missing"], ["see the values", ""]),
        (
            '{"brakes":"secret"}',
            ["`secret` is not a value", "a fact is missing"],
            ["did you mean `secrets`?", ""],
        ),
    ],
)
def test_messages_have_values_only_with_the_record(
    raw: str | None, messages: list[str], helps: list[str]
) -> None:
    """Without the record, the messages and the help have no values."""
    data = reject(raw).as_dict()

    assert [fault["message"] for fault in data["faults"]] == messages
    assert [fault["help"] for fault in data["faults"]] == helps
    assert data.get("raw") == raw
    assert ("secret" in str(data)) == (raw is not None)


@pytest.mark.parametrize("raw", [None, "", "{"])
def test_the_data_is_valid_by_the_schema(raw: str | None) -> None:
    """The cause is that of the first fault."""
    data = reject(raw).as_dict()

    assert schemas.accepts("reject", data)
    assert {key: data[key] for key in ("file", "line", "offset", "id", "cause")} == {
        "file": "f",
        "line": 3,
        "offset": 20,
        "id": 7,
        "cause": "unknown-value",
    }
    assert [(fault["pointer"], fault["cause"]) for fault in data["faults"]] == [
        ("/brakes", "unknown-value"),
        ("", "missing-fact"),
    ]
    assert ("raw" in data) == (raw is not None)
